//! Deciding a case. The checks stand above the choice; a refusal takes its grounds from the item's conditions.

use authz::Action;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use base::{Day, FieldError, Text};
use service::case::commands::{self, Verdict};
use service::case::rules;
use service::catalog::{Effect, EffectOn, Fact, Found, Validity};
use service::office::Stop;

use super::act::{done, hindrance, not_done, said, stale, with_status};
use super::case::licence_rows;
use super::check::{Checked, check};
use super::file::Sight;
use super::frame::staff_frame;
use super::ground::{grounds, picked};
use super::opened::{Opened, open};
use super::{again_on, file, fresh_on, which};
use crate::answer::{Answer, page, page_again};
use crate::outside::judgement_for;
use crate::pages::item::failed;
use crate::pages::view::staff::case::Act;
use crate::pages::view::staff::decide::Decide;
use crate::pages::view::{Cell, Form, Row};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor};

pub(super) fn routes() -> Table {
    let door = Door::Staff(Action::CaseDecide);
    Table::new().get(Kind::Page, "/desk/cases/{no}/decide", "desk.decide", door, get(decide)).post(
        Kind::Page,
        "/desk/cases/{no}/decide",
        "desk.decided",
        door,
        post(decided),
    )
}

async fn decide_page(
    app: &App,
    visitor: &Visitor,
    opened: &Opened,
    form: Option<Form>,
    doc: &str,
) -> Result<Decide, Fault> {
    let checked = check(app, visitor, opened).await?;
    let fresh = || picked(fresh_on(app, visitor, &opened.case), "reasons", &checked);
    let judged = checked.judged.as_ref().map(|(_, judgement)| judgement);
    let ready = rules::may_decide(&opened.case, &opened.needs, true, &[]);
    let not_yet = [ready.err(), rules::may_grant(judged).err()];
    Ok(Decide {
        frame: staff_frame(app, visitor).await?,
        subject: opened.subject(),
        form: form.unwrap_or_else(fresh),
        reasons: grounds(opened.item(app)?, &checked),
        result: result(app, visitor, opened, &checked)?,
        not_yet: not_yet.iter().flatten().map(said).collect(),
        checks: checked.list,
        documents: file::documents(app, opened, "/decide", doc).await?,
    })
}

/// What will stand on the licence, by the points that the checks found.
fn result(app: &App, visitor: &Visitor, opened: &Opened, checked: &Checked) -> Result<Vec<Row>, Fault> {
    let cycles = checked.judged.as_ref().and_then(|(facts, _)| match &facts.licence {
        Found::Found(known) => match known.cycles_with_12_points {
            Fact::Known(cycles) => Some(cycles),
            Fact::Unknown => None,
        },
        _ => None,
    });
    result_rows(app, opened, cycles, visitor.now.day())
}

/// What will stand on the licence. A renewal's new term follows from the points of the old one, when they are known.
pub(super) fn result_rows(
    app: &App,
    opened: &Opened,
    cycles: Option<u16>,
    today: Day,
) -> Result<Vec<Row>, Fault> {
    let Some(licence) = opened.licence() else { return Ok(Vec::new()) };
    let mut rows = licence_rows(licence);
    let renewed = |effect| matches!(effect, Effect::LicenceReissue { validity: Validity::Renewed });
    let renews = opened.item(app)?.effects_on(EffectOn::Issued).any(renewed);
    let (Some(until), true) = (licence.valid_until, renews) else { return Ok(rows) };
    if let Some(old) = rows.last_mut() {
        old.name = Text::new("原证有效期至", "Old licence valid until");
    }
    let Some(cycles) = cycles else {
        let unknown = Text::new("记分信息还没有核查结果", "The record of points has not answered yet");
        rows.push(Row::new("新证有效期至", "New licence valid until", Cell::Words(unknown)));
        return Ok(rows);
    };
    let law = &app.office.rules.law;
    let handed_in = opened.case.handed_in_on(today);
    let next = law.renew_issue(until, handed_in, licence.term, cycles).map_err(failed)?.value;
    rows.push(Row::new("新证有效期起", "New licence valid from", Cell::Date(next.valid_from)));
    let last = next.valid_until.map_or_else(|| Cell::Words(Text::new("长期", "without end")), Cell::Date);
    rows.push(Row::new("新证有效期至", "New licence valid until", last));
    Ok(rows)
}

async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    Path(no): Path<String>,
    Query(asked): Query<Sight>,
) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    if let Some(stop) = hindrance(&app, &visitor, &Act::Decide, &opened) {
        return not_done(&app, &visitor, &no, stop).await;
    }
    page(&decide_page(&app, &visitor, &opened, None, &asked.doc).await?)
}

/// The choice as it was made, or what is missing of it.
fn chosen(posted: &Posted) -> Result<Verdict, FieldError> {
    match posted.value("decision") {
        "grant" => Ok(Verdict::Grant),
        "refuse" if posted.all("reasons").is_empty() => {
            Err(FieldError::new("reasons", "不予许可必须选择理由", "A refusal needs its grounds"))
        }
        "refuse" => Ok(Verdict::Refuse(posted.all("reasons"))),
        _ => Err(FieldError::new("decision", "请选择准予或者不予许可", "Choose to grant or to refuse")),
    }
}

async fn decided(State(app): State<App>, visitor: Visitor, Path(no): Path<String>, posted: Posted) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    let verdict = match chosen(&posted) {
        Ok(verdict) => verdict,
        Err(wrong) => {
            let form = again_on(&app, &visitor, &posted, &opened.case, vec![wrong]);
            return page_again(&decide_page(&app, &visitor, &opened, Some(form), "").await?);
        }
    };
    let ctx = visitor.ctx_once(posted.once());
    let judgement = judgement_for(&app, &visitor, &no).await?;
    match commands::decide(&app.office, &ctx, which(&opened.case, &posted), verdict, judgement).await {
        Ok(_) => done(&no, &Act::Decide),
        Err(stop) => not_decided(&app, &visitor, &no, &posted, stop).await,
    }
}

async fn not_decided(app: &App, visitor: &Visitor, no: &str, posted: &Posted, stop: Stop) -> Answer {
    let opened = open(app, visitor, no).await?;
    if matches!(stop, Stop::Stale) && hindrance(app, visitor, &Act::Decide, &opened).is_none() {
        let form = again_on(app, visitor, posted, &opened.case, Vec::new());
        let mut view = decide_page(app, visitor, &opened, Some(form), "").await?;
        view.frame.flash = Some(stale());
        return Ok(with_status(page(&view)?, StatusCode::CONFLICT));
    }
    if let Stop::Refused(refusals) = &stop
        && hindrance(app, visitor, &Act::Decide, &opened).is_none()
    {
        let one = |refusal| FieldError { field: "decision".to_owned(), message: said(refusal) };
        let wrong = refusals.iter().map(one).collect();
        let form = again_on(app, visitor, posted, &opened.case, wrong);
        return page_again(&decide_page(app, visitor, &opened, Some(form), "").await?);
    }
    not_done(app, visitor, no, stop).await
}
