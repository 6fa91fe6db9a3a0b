//! The numbered papers of a case, as print page and as PDF: one view, drawn twice. What a paper states by code was
//! recorded with its event; the words come from the catalogue, the name from the person's file. The person reads their
//! full name, staff read it once the look into the file is on record.

use axum::extract::{Path, State};
use axum::routing::get;
use base::{Day, Text};
use service::case::{CaseFile, Paper as PaperRow, PaperKind, Stage, said};
use service::catalog::{Item, Said};
use service::office::Stop;

use super::case::seen;
use super::item::item;
use super::standing::name_of;
use super::view::paper::{Paper, Reason};
use super::view::{Cell, PaperLink, Row};
use crate::answer::{Answer, page};
use crate::api::statement;
use crate::frame::Qr;
use crate::pdf::{self, Sheet};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Visitor, outside};

pub(super) fn routes() -> Table {
    Table::new().get(Kind::Page, "/papers/{number}", "paper.print", Door::Known, get(print)).get(
        Kind::Page,
        "/papers/{number}/pdf",
        "paper.pdf",
        Door::Known,
        get(download),
    )
}

/// The papers made so far.
pub(super) async fn papers(app: &App, case: &CaseFile) -> Result<Vec<PaperLink>, Fault> {
    let id = case.id.clone();
    let rows = app.office.query(move |read| service::case::papers(read, &id)).await?;
    let link = |row: PaperRow| {
        let href = format!("/papers/{}", row.number);
        let (name, day, pdf) = (row.kind.name(), row.made_at.day(), format!("{href}/pdf"));
        PaperLink { name, day, pdf, href, number: row.number }
    };
    Ok(rows.into_iter().map(link).collect())
}

async fn print(State(app): State<App>, visitor: Visitor, Path(number): Path<String>) -> Answer {
    page(&paper(&app, &visitor, number).await?)
}

async fn download(State(app): State<App>, visitor: Visitor, Path(number): Path<String>) -> Answer {
    let view = paper(&app, &visitor, number).await?;
    pdf::file(&app, Sheet::from(&view).into(), &view.number).await
}

/// A paper for those who may see its case.
async fn paper(app: &App, visitor: &Visitor, number: String) -> Result<Paper, Fault> {
    let found = app.office.query(move |read| {
        let (row, of) = service::case::paper(read, &number)?.ok_or(Stop::NotFound)?;
        let position = ledger::position(read, &row.stream, row.event_number)?;
        let event = ledger::event(read, &row.stream, row.event_number)?.ok_or(Stop::NotFound)?;
        let digest = event.digest()?;
        Ok((row, of, position, digest))
    });
    let (row, of, position, digest) = found.await?;
    let (case, _) = seen(app, visitor, &of).await?;
    let item = item(app, &case.item)?;
    let birth = outside::birth(app, &case.subject).await?;
    let statement = position.map(|at| statement::sign_paper(app, &row, at, &digest)).transpose()?;
    let qr = statement.and_then(|statement| Qr::of(&statement::address(app, &statement)));
    let said = said(&app.office, &row, birth);
    Ok(Paper {
        frame: super::desk::frame_of(app, visitor).await?,
        kind: row.kind,
        to: addressee(app, visitor, &case).await?,
        item: item.name.clone(),
        body: vec![body(row.kind, &case, &item.name, row.made_at.day())],
        rows: rows(&row, &case),
        reasons: reasons(&row, item, &said),
        due: row.body.until.filter(|_| row.kind == PaperKind::Notice),
        remedies: row.body.remedies.iter().map(|remedy| remedy.sentence()).collect(),
        day: row.made_at.day(),
        handler: app.settings.office_name.clone(),
        signature: signature(app, qr.is_some()),
        qr,
        position,
        pdf: format!("/papers/{}/pdf", row.number),
        number: row.number,
        case: case.number,
    })
}

/// How the office signed the paper, said in the place of a seal (电子签名法§14).
fn signature(app: &App, scanned: bool) -> Vec<Text> {
    let (office, key) = (&app.settings.office_name, app.office.ledger.verifier().label());
    let mut said = vec![Text::new(
        format!("电子签名：本文书由{}以电子方式签名（{key}），不另行盖章。", office.zh),
        format!("Electronic signature: signed by {} ({key}); it bears no other seal.", office.en),
    )];
    if scanned {
        said.push(Text::new(
            "扫码可以核验文书的种类、编号和日期；需要盖章的纸质文书，请到任一窗口领取。",
            "Scan the code to check its kind, number and date. If you need it stamped on paper, ask at any counter.",
        ));
    }
    said
}

/// The name on the paper. Nobody's, once the person is erased.
async fn addressee(app: &App, visitor: &Visitor, case: &CaseFile) -> Result<String, Fault> {
    if visitor.is_staff() {
        return super::desk::name_for(app, visitor, &case.number).await;
    }
    let (office, id, own) = (app.office.clone(), case.applicant.clone(), visitor.actor.id == case.applicant);
    let found = app.office.query(move |read| {
        let Some(row) = service::person::by_id(read, &id)?.filter(|row| !row.erased) else {
            return Ok("—".to_owned());
        };
        let values = service::person::values(&office, read, &row)?;
        Ok(if own { values.name } else { values.masked().name })
    });
    Ok(found.await?)
}

/// The reasons of a refusal, or what a notice asks for: why, what to do, and under which rule.
fn reasons(row: &PaperRow, item: &Item, said: &Said<'_>) -> Vec<Reason> {
    let asked = row.body.codes.iter().map(|code| {
        let help = item.reason(code, said);
        let (mend, articles) = help.map(|words| (words.instead, words.articles)).unwrap_or_default();
        let name = name_of(Some(item), code);
        if let Some(fault) = row.body.faults.get(code) {
            let why = fault.name();
            let what = Text::new(format!("{}：{}。", name.zh, why.zh), format!("{}: {}.", name.en, why.en));
            return Reason { what, mend: fault.mend(), articles };
        }
        let what = Text::new(format!("{}。", name.zh), format!("{}.", name.en));
        Reason { what, mend, articles }
    });
    let refused = row.body.reasons.iter().filter_map(|code| {
        let words = item.reason(code, said)?;
        Some(Reason { what: words.what, mend: words.instead, articles: words.articles })
    });
    asked.chain(refused).collect()
}

/// The facts that a paper states.
fn rows(row: &PaperRow, case: &CaseFile) -> Vec<Row> {
    let until = row.body.until.map(Cell::Date);
    match (row.kind, until) {
        (PaperKind::Receipt, Some(until)) => vec![
            Row::new("受理日期", "Accepted on", Cell::Date(row.made_at.day())),
            Row::new("承诺办结日期", "Promised by", until),
        ],
        (PaperKind::Correction, until) => {
            let without_end = || Cell::Words(Text::new("长期", "without end"));
            vec![Row::new("更正后的有效期止", "Valid until, put right", until.unwrap_or_else(without_end))]
        }
        (PaperKind::Grant, _) => {
            let delivery = case.delivery.map_or(Cell::Empty, |delivery| Cell::Words(delivery.name()));
            vec![Row::new("领取方式", "Delivery", delivery)]
        }
        _ => Vec::new(),
    }
}

/// What was found and decided.
fn body(kind: PaperKind, case: &CaseFile, item: &Text, day: Day) -> Text {
    let asked = case.submitted_at.map_or(day, base::Instant::day);
    let (zh, en) = match kind {
        PaperKind::Receipt => (
            "材料齐全，符合法定形式，我们予以受理，并在下列日期（含当日）前办结。",
            "is complete and in due form. We accept it and finish it by the day below.",
        ),
        PaperKind::Notice => (
            "还需要补正下列材料。这是全部需要补正的内容，补齐后我们马上继续办理。",
            "needs the following. This is everything; we go on as soon as it is here.",
        ),
        PaperKind::Rejection => (
            "经审查不符合受理条件，我们决定不予受理，理由如下：",
            "does not meet the conditions for being accepted. We do not accept it, for these reasons:",
        ),
        PaperKind::Refusal => (
            "经审查不符合法定条件，我们决定不予许可，理由如下：",
            "does not meet the conditions of the law. We refuse it, for these reasons:",
        ),
        PaperKind::Grant => (
            "经审查符合法定条件，我们准予办理。新的驾驶证制好后按下列方式交给您。",
            "meets the conditions of the law and is granted. The new licence reaches you as follows.",
        ),
        PaperKind::Withdrawal if case.stage == Stage::Lapsed => (
            "超过补正期限没有收到材料，现终止办理。需要时您可以随时重新申请。",
            "was not supplemented in time and has ended. You can apply again whenever you need it.",
        ),
        PaperKind::Withdrawal => (
            "已由您撤回，现终止办理。需要时您可以随时重新申请。",
            "was taken back by you and has ended. You can apply again whenever you need it.",
        ),
        PaperKind::Correction => (
            "办结后发现驾驶证的有效期记载有误，现予更正。给您添麻烦了。",
            "was finished with a mistake in the licence's validity, which is now put right. We are sorry for the trouble.",
        ),
    };
    Text::new(
        format!("您于{}提出的“{}”申请，{zh}", asked.chinese(), item.zh),
        format!("Your application of {asked} for “{}” {en}", item.en),
    )
}
