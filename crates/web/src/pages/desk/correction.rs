//! Putting right the last day of a licence after the decision, by somebody who had no hand in the case.

use authz::Action;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use base::{Day, FieldError, Text};
use service::case::commands;
use service::case::rules::right_last_day;
use service::licence::Licence;

use super::act::{done, hindrance, not_done, said};
use super::case::licence_rows;
use super::frame::staff_frame;
use super::opened::{Opened, open};
use super::{again_on, fresh_on, which};
use crate::answer::{Answer, page, page_again};
use crate::pages::view::staff::case::Act;
use crate::pages::view::staff::decide::Correct;
use crate::pages::view::{Choice, Form};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor};

pub(super) fn routes() -> Table {
    let door = Door::Staff(Action::CaseCorrect);
    Table::new().get(Kind::Page, "/desk/cases/{no}/correct", "desk.correct", door, get(correct)).post(
        Kind::Page,
        "/desk/cases/{no}/correct",
        "desk.corrected",
        door,
        post(corrected),
    )
}

async fn correct_page(app: &App, visitor: &Visitor, opened: &Opened, form: Form) -> Result<Correct, Fault> {
    Ok(Correct {
        frame: staff_frame(app, visitor).await?,
        subject: opened.subject(),
        form,
        now: opened.licence().map(licence_rows).unwrap_or_default(),
        fields: vec![
            Choice::new("valid_until", Text::new("有效期止", "The last day")),
            Choice::new("long_term", Text::new("改为长期", "Valid without end")),
        ],
    })
}

async fn correct(State(app): State<App>, visitor: Visitor, Path(no): Path<String>) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    if let Some(stop) = hindrance(&app, &visitor, &Act::Correct, &opened) {
        return not_done(&app, &visitor, &no, stop).await;
    }
    let form = fresh_on(&app, &visitor, &opened.case).with("field", "valid_until");
    page(&correct_page(&app, &visitor, &opened, form).await?)
}

/// The right last day (none: without end), or what is wrong with the form. Whether it can be right the rules say.
fn right_day(posted: &Posted, licence: Option<&Licence>) -> Result<Option<Day>, FieldError> {
    let until = match posted.value("field") {
        "long_term" => None,
        "valid_until" => {
            let wrong = |_| FieldError::new("value", "请填写正确的有效期止", "Fill in the right last day");
            Some(Day::parse(posted.value("value")).map_err(wrong)?)
        }
        _ => return Err(FieldError::new("field", "请选择更正哪一项", "Choose what to correct")),
    };
    match licence.map(|licence| right_last_day(licence, until)) {
        Some(Err(refusal)) => Err(FieldError { field: "value".to_owned(), message: said(&refusal) }),
        _ => Ok(until),
    }
}

async fn corrected(
    State(app): State<App>,
    visitor: Visitor,
    Path(no): Path<String>,
    posted: Posted,
) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    let until = match right_day(&posted, opened.licence()) {
        Ok(until) => until,
        Err(wrong) => {
            let form = again_on(&app, &visitor, &posted, &opened.case, vec![wrong]);
            return page_again(&correct_page(&app, &visitor, &opened, form).await?);
        }
    };
    let ctx = visitor.ctx_once(posted.once());
    match commands::correct(&app.office, &ctx, which(&opened.case, &posted), until).await {
        Ok(_) => done(&no, &Act::Correct),
        Err(stop) => not_done(&app, &visitor, &no, stop).await,
    }
}
