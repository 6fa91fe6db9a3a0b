//! One case on the desk: its checks, its answers, its requirements, its papers and documents, what happened so far, and
//! the acts that this visitor may do now.

use axum::extract::{Path, Query, State};
use axum::routing::get;
use base::{Day, Text};
use serde::Deserialize;
use service::case::{CaseFile, Requirement, Stage, Status};
use service::catalog::RequirementKind;
use service::office::Stop;

use super::act::{acts, done_words};
use super::check::{article, check};
use super::frame::staff_frame;
use super::history::history;
use super::opened::{Opened, open};
use super::{file, fresh_on};
use crate::answer::{Answer, page};
use crate::pages::case::move_words;
use crate::pages::paper::papers;
use crate::pages::standing::{beginning, desk_tag, name_of};
use crate::pages::view::case::Clock;
use crate::pages::view::staff::case::{DeskCase, Requirement as Line};
use crate::pages::view::{Cell, Masked, Row, Tag, Tone};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Visitor, outside};

pub(super) fn routes() -> Table {
    Table::new().get(Kind::Page, "/desk/cases/{no}", "desk.case", Door::AnyStaff, get(show))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    doc: String,
    #[serde(default)]
    done: String,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(no): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    let mut view = draw(&app, &visitor, &opened, &asked.doc).await?;
    view.frame.flash = done_words(&asked.done);
    page(&view)
}

/// The page of a case; `doc` names the document in sight.
pub(super) async fn draw(
    app: &App,
    visitor: &Visitor,
    opened: &Opened,
    doc: &str,
) -> Result<DeskCase, Fault> {
    let item = opened.item(app)?;
    let (case, today) = (&opened.case, visitor.now.day());
    let (acts, why_not) = acts(app, visitor, opened);
    Ok(DeskCase {
        frame: staff_frame(app, visitor).await?,
        form: fresh_on(app, visitor, case),
        no: case.number.clone(),
        item: opened.name.clone(),
        person: opened.person(),
        stage: desk_tag(case, &opened.needs, today),
        clock: clock(case, &opened.needs, today),
        answers: answers(app, opened).await?,
        checks: check(app, visitor, opened).await?.list,
        requirements: opened
            .needs
            .iter()
            .map(|need| Line {
                name: name_of(Some(item), &need.code),
                before: need.before.name(),
                party: need.party.name(),
                article: article(item, &need.code),
                state: state(need),
                due: need.due_on.filter(|_| need.status == Status::Again),
            })
            .collect(),
        documents: file::documents(app, opened, "", doc).await?,
        papers: papers(app, case).await?,
        stream: app.office.stream("case", &case.id).to_string(),
        history: history(app, case, item).await?,
        acts,
        why_not,
    })
}

fn state(need: &Requirement) -> Tag {
    let tone = match need.status {
        Status::Asked if need.kind == RequirementKind::DataCheck => Tone::Err,
        Status::Asked => Tone::Plain,
        Status::Again => Tone::Warn,
        Status::Checking => Tone::Hold,
        Status::Given => Tone::Info,
        Status::Waived | Status::Met => Tone::Ok,
    };
    Tag { tone, text: beginning(need.standing()) }
}

/// How the legal clock stands.
fn clock(case: &CaseFile, needs: &[Requirement], today: Day) -> Clock {
    if let Some(made) = case.issued_at {
        return Clock::Done(made);
    }
    let papers =
        needs.iter().filter(|need| need.status == Status::Again).filter_map(|need| need.due_on).max();
    if let (Stage::Draft, Some(until)) = (case.stage, papers) {
        return Clock::Stopped(Text::new(
            format!("等待补正，最晚{}", until.chinese()),
            format!("waiting for papers until {until}"),
        ));
    }
    match (case.ended_at, case.stopped_on, case.due_on) {
        (Some(at), _, _) => Clock::Over(at),
        (None, Some(since), _) => Clock::Stopped(Text::new(
            format!("{}起等待补正", since.chinese()),
            format!("waiting for papers since {since}"),
        )),
        (None, None, Some(due)) if due < today => {
            Clock::Late(due, Text::new("请先办这一件。", "Deal with this one first."))
        }
        (None, None, Some(due)) => Clock::Until(due),
        (None, None, None) => Clock::NotStarted,
    }
}

/// What was asked for and answered, and where it stands with the licence, the fee and the parcel.
async fn answers(app: &App, opened: &Opened) -> Result<Vec<Row>, Fault> {
    let case = &opened.case;
    let mut rows = Vec::new();
    if let Some(known) = opened.file() {
        let masked = known.values.masked();
        rows.push(Row::new("姓名", "Name", Cell::Masked(Masked::new(masked.name))));
        rows.push(Row::new("身份证号码", "ID number", Cell::Masked(Masked::new(masked.id_number))));
        rows.push(Row::new("手机号码", "Mobile number", Cell::Masked(Masked::new(masked.phone))));
    } else {
        rows.push(Row::new("姓名", "Name", Cell::Masked(opened.person())));
    }
    if let Some(licence) = opened.licence() {
        rows.extend(licence_rows(licence));
    }
    rows.push(Row::new("领取方式", "Delivery", case.delivery.map_or(Cell::Empty, |d| Cell::Words(d.name()))));
    if opened.file().is_some()
        && let Some(address) = outside::delivery_address(app, case).await?
    {
        rows.push(Row::new("收件地址", "Address", Cell::Masked(masked_address(&address))));
    }
    rows.extend(fee_and_parcel(app, case).await?);
    if let Some(blank) = &case.blank {
        rows.push(Row::new("证芯编号", "Number on the blank", Cell::Data(blank.clone())));
    }
    if case.agent.is_some() {
        let by = Text::new("由代理人办理", "Through an agent");
        rows.push(Row::new("代办人", "Agent", Cell::Words(by)));
    }
    Ok(rows)
}

/// What stands on a licence.
pub(super) fn licence_rows(licence: &service::licence::Licence) -> Vec<Row> {
    let until = match licence.valid_until {
        Some(day) => Cell::Date(day),
        None => Cell::Words(Text::new("长期", "without end")),
    };
    vec![
        Row::new("准驾车型", "Classes", Cell::Data(licence.classes.to_string())),
        Row::new("档案编号", "File number", Cell::Data(licence.file_number.clone())),
        Row::new("驾驶证状态", "State of the licence", Cell::Words(licence.status.name())),
        Row::new("有效期至", "Valid until", until),
    ]
}

async fn fee_and_parcel(app: &App, case: &CaseFile) -> Result<Vec<Row>, Fault> {
    let id = case.id.clone();
    let found = app.office.query(move |read| {
        let order = service::payment::of_case(read, &id)?;
        let parcel = service::delivery::of_case(read, &id)?;
        Ok::<_, Stop>((order, parcel))
    });
    let (order, parcel) = found.await?;
    let mut rows = vec![Row::new("费用", "Fee", Cell::Money(case.fee))];
    if let Some(order) = order {
        let paid = if order.paid {
            Tag::new(Tone::Ok, "已缴费", "Paid")
        } else {
            Tag::new(Tone::Warn, "未缴费", "Not paid yet")
        };
        rows.push(Row::new("缴费", "Payment", Cell::Tag(paid)));
    }
    if let Some(parcel) = parcel {
        let where_to = if parcel.status == "waiting" {
            Text::new("等待邮政收件", "Waiting for the post")
        } else {
            move_words(&parcel.status)
        };
        rows.push(Row::new("邮件", "Parcel", Cell::Words(where_to)));
        rows.push(Row::new("邮件号", "Tracking number", parcel.tracking.map_or(Cell::Empty, Cell::Data)));
    }
    Ok(rows)
}

/// An address down to the street: house, recipient and telephone are for the label.
fn masked_address(address: &str) -> Masked {
    let half = address.chars().count().div_ceil(2);
    let street = address.chars().take(half).take_while(|c| !c.is_ascii_digit());
    Masked::new(format!("{}****", street.collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_down_to_the_street() {
        let shown = |address: &str| masked_address(address).to_string();
        assert_eq!(shown("示例区示例路1号2栋（林示例 13900000001收）"), "示例区示例路****");
        assert_eq!(shown("示例镇示例村示例组"), "示例镇示例****");
        assert_eq!(shown(""), "****");
    }
}
