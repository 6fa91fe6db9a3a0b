//! Handing a licence over at the counter: the person's identity card was seen, and the old licence is dealt with.

use authz::Action;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use base::FieldError;
use service::case::commands;

use super::act::{done, hindrance, not_done};
use super::case::licence_rows;
use super::frame::staff_frame;
use super::opened::{Opened, open};
use super::{again_on, fresh_on, which};
use crate::answer::{Answer, page, page_again};
use crate::pages::view::Form;
use crate::pages::view::staff::case::Act;
use crate::pages::view::staff::issue::{Issue, IssueStep};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor};

pub(super) fn routes() -> Table {
    let door = Door::Staff(Action::CaseHandOver);
    Table::new().get(Kind::Page, "/desk/cases/{no}/handover", "desk.handover", door, get(hand_over)).post(
        Kind::Page,
        "/desk/cases/{no}/handover",
        "desk.handed_over",
        door,
        post(handed_over),
    )
}

async fn handover_page(app: &App, visitor: &Visitor, opened: &Opened, form: Form) -> Result<Issue, Fault> {
    Ok(Issue {
        frame: staff_frame(app, visitor).await?,
        subject: opened.subject(),
        form,
        rows: opened.licence().map(licence_rows).unwrap_or_default(),
        step: IssueStep::HandOver { blank: opened.case.blank.clone().unwrap_or_default() },
    })
}

async fn hand_over(State(app): State<App>, visitor: Visitor, Path(no): Path<String>) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    if let Some(stop) = hindrance(&app, &visitor, &Act::HandOver, &opened) {
        return not_done(&app, &visitor, &no, stop).await;
    }
    let form = fresh_on(&app, &visitor, &opened.case);
    page(&handover_page(&app, &visitor, &opened, form).await?)
}

async fn handed_over(
    State(app): State<App>,
    visitor: Visitor,
    Path(no): Path<String>,
    posted: Posted,
) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    let mut wrong = Vec::new();
    if posted.value("seen") != "yes" {
        let (zh, en) = ("请核对领证人的身份证后勾选", "Check the person's identity card, then tick this");
        wrong.push(FieldError::new("seen", zh, en));
    }
    if posted.value("old") != "yes" {
        let (zh, en) = (
            "请收回旧证或者请申请人签承诺后勾选",
            "Take the old licence or the signed undertaking, then tick this",
        );
        wrong.push(FieldError::new("old", zh, en));
    }
    if !wrong.is_empty() {
        let form = again_on(&app, &visitor, &posted, &opened.case, wrong);
        return page_again(&handover_page(&app, &visitor, &opened, form).await?);
    }
    let ctx = visitor.ctx_once(posted.once());
    match commands::hand_over(&app.office, &ctx, which(&opened.case, &posted)).await {
        Ok(_) => done(&no, &Act::HandOver),
        Err(stop) => not_done(&app, &visitor, &no, stop).await,
    }
}
