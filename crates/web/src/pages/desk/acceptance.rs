//! Accepting a case, with one press; and not accepting it, with grounds and a paper that names the remedies.

use authz::Action;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use base::FieldError;
use service::case::{Remedy, commands};

use super::act::{done, hindrance, not_done};
use super::check::check;
use super::frame::staff_frame;
use super::ground::{grounds, picked};
use super::opened::{Opened, open};
use super::{again_on, fresh_on, which};
use crate::answer::{Answer, page, page_again};
use crate::outside::judgement_for;
use crate::pages::view::Form;
use crate::pages::view::staff::acts::RejectAcceptance;
use crate::pages::view::staff::case::Act;
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor};

pub(super) fn routes() -> Table {
    let accept_door = Door::Staff(Action::CaseAccept);
    let reject_door = Door::Staff(Action::CaseReject);
    Table::new()
        .post(Kind::Page, "/desk/cases/{no}/accept", "desk.accept", accept_door, post(accept))
        .get(Kind::Page, "/desk/cases/{no}/reject", "desk.reject", reject_door, get(reject))
        .post(Kind::Page, "/desk/cases/{no}/reject", "desk.rejected", reject_door, post(rejected))
}

async fn accept(State(app): State<App>, visitor: Visitor, Path(no): Path<String>, posted: Posted) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    let ctx = visitor.ctx_once(posted.once());
    match commands::accept(&app.office, &ctx, which(&opened.case, &posted)).await {
        Ok(_) => done(&no, &Act::Accept),
        Err(stop) => not_done(&app, &visitor, &no, stop).await,
    }
}

async fn reject_page(
    app: &App,
    visitor: &Visitor,
    opened: &Opened,
    form: Option<Form>,
) -> Result<RejectAcceptance, Fault> {
    let checked = check(app, visitor, opened).await?;
    let fresh = || picked(fresh_on(app, visitor, &opened.case), "reason", &checked);
    Ok(RejectAcceptance {
        frame: staff_frame(app, visitor).await?,
        subject: opened.subject(),
        form: form.unwrap_or_else(fresh),
        grounds: grounds(opened.item(app)?, &checked),
        remedies: Remedy::ALL.iter().map(|remedy| remedy.name()).collect(),
    })
}

async fn reject(State(app): State<App>, visitor: Visitor, Path(no): Path<String>) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    if let Some(stop) = hindrance(&app, &visitor, &Act::Reject, &opened) {
        return not_done(&app, &visitor, &no, stop).await;
    }
    page(&reject_page(&app, &visitor, &opened, None).await?)
}

async fn rejected(
    State(app): State<App>,
    visitor: Visitor,
    Path(no): Path<String>,
    posted: Posted,
) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    let reasons = posted.all("reason");
    if reasons.is_empty() {
        let wrong = FieldError::new("reason", "请选择不予受理的理由", "Choose why it is not accepted");
        let form = again_on(&app, &visitor, &posted, &opened.case, vec![wrong]);
        return page_again(&reject_page(&app, &visitor, &opened, Some(form)).await?);
    }
    let ctx = visitor.ctx_once(posted.once());
    let judgement = judgement_for(&app, &visitor, &no).await?;
    match commands::reject(&app.office, &ctx, which(&opened.case, &posted), reasons, judgement).await {
        Ok(_) => done(&no, &Act::Reject),
        Err(stop) => not_done(&app, &visitor, &no, stop).await,
    }
}
