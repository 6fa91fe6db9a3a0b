//! Handing a licence over at the counter: the person's identity card was seen, and where the item says so the old card
//! is taken back.

use authz::Action;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use base::{Article, FieldError};
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
        step: IssueStep::HandOver {
            blank: opened.case.blank.clone().unwrap_or_default(),
            old_card: opened.item(app)?.old_card.as_ref().map(Article::long),
        },
    })
}

/// What is still to be done before the card changes hands.
fn unticked(seen: bool, old: bool, takes_back: bool) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    if !seen {
        let (zh, en) = ("请核对领证人的身份证后勾选", "Check the person's identity card, then tick this");
        wrong.push(FieldError::new("seen", zh, en));
    }
    if takes_back && !old {
        let (zh, en) = ("请收回原证后勾选", "Take the old card back, then tick this");
        wrong.push(FieldError::new("old", zh, en));
    }
    wrong
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
    let takes_back = opened.item(&app)?.old_card.is_some();
    let wrong = unticked(posted.value("seen") == "yes", posted.value("old") == "yes", takes_back);
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

#[cfg(test)]
mod tests {
    use super::unticked;

    #[test]
    fn the_old_card_is_asked_for_only_where_the_item_takes_it_back() {
        let fields = |seen, old, takes_back| {
            unticked(seen, old, takes_back).into_iter().map(|wrong| wrong.field).collect::<Vec<_>>()
        };
        assert!(fields(true, false, false).is_empty());
        assert_eq!(fields(true, false, true), ["old"]);
        assert!(fields(true, true, true).is_empty());
        assert_eq!(fields(false, false, true), ["seen", "old"]);
    }
}
