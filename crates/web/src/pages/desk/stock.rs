//! The numbered blanks of the visitor's outlet: how many are where, receiving a range, and writing one off.

use authz::{Action, Resource};
use axum::extract::State;
use axum::routing::{get, post};
use base::FieldError;
use service::office::Stop;
use service::outlet::{self, BlankKind, BlankStatus, Outlet, PAGE, SpoilReason};

use super::act::said;
use super::blank::runs;
use super::frame::{scope, staff_frame};
use super::{again, fresh};
use crate::answer::{Answer, on_to, page, page_again};
use crate::pages::view::staff::stock::Stock;
use crate::pages::view::{Choice, Form};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor};

/// Below this many blanks the page says that more have to be ordered: about a week of a small outlet.
pub(super) const STOCK_LOW: u64 = 50;
/// Blanks read for the runs of the page.
const READ_MAX: usize = 1000;
/// Runs shown.
const RUNS_MAX: usize = 20;

pub(super) fn routes() -> Table {
    let (see, receive) = (Door::Staff(Action::StockView), Door::Staff(Action::StockReceive));
    let spoil = Door::Staff(Action::StockSpoil);
    Table::new()
        .get(Kind::Page, "/desk/stock", "desk.stock", see, get(stock))
        .post(Kind::Page, "/desk/stock", "desk.stock_received", receive, post(received))
        .post(Kind::Page, "/desk/stock/spoil", "desk.stock_spoilt", spoil, post(spoilt))
}

/// The visitor's outlet, and whether they may see its stock and keep it.
async fn own(app: &App, visitor: &Visitor) -> Result<(Outlet, bool), Fault> {
    let id = visitor.outlet()?.to_owned();
    let outlet = app.office.query(move |read| outlet::by_id(read, &id)?.ok_or(Stop::NotFound)).await?;
    let resource = Resource::Stock { outlet: outlet.id.clone(), region: outlet.region };
    let circumstances = visitor.ctx().circumstances();
    let may = |action| app.office.authorizer.decide(&visitor.actor, action, &resource, circumstances).allowed;
    if may(Action::StockView) { Ok((outlet, may(Action::StockReceive))) } else { Err(Stop::NotFound.into()) }
}

async fn stock_page(app: &App, visitor: &Visitor, form: Form) -> Result<Stock, Fault> {
    let (outlet, may_keep) = own(app, visitor).await?;
    let (id, scope) = (outlet.id.clone(), scope(visitor, Action::StockView));
    let found = app.office.query(move |read| {
        let (mut numbers, mut after) = (Vec::new(), None);
        loop {
            let state = Some(BlankStatus::InStock);
            let list = outlet::blanks(read, &scope, Some(&id), state, after.as_deref(), PAGE)?;
            numbers.extend(list.rows.into_iter().map(|blank| blank.number));
            after = list.next;
            if after.is_none() || numbers.len() >= READ_MAX {
                break;
            }
        }
        Ok((numbers, after.is_some(), outlet::stock_count(read, &id)?))
    });
    let (numbers, unread, count) = found.await?;
    let mut runs = runs(numbers.iter().map(String::as_str));
    let more = unread || runs.len() > RUNS_MAX;
    runs.truncate(RUNS_MAX);
    let reason = |reason: &SpoilReason| Choice::new(reason.as_str(), reason.name());
    Ok(Stock {
        frame: staff_frame(app, visitor).await?,
        form,
        outlet: outlet.name,
        runs,
        more,
        left: u64::from(count.in_stock),
        used: u64::from(count.used),
        spoilt: u64::from(count.spoiled),
        minimum: STOCK_LOW,
        reasons: SpoilReason::ALL.iter().map(reason).collect(),
        may_keep,
    })
}

async fn stock(State(app): State<App>, visitor: Visitor) -> Answer {
    let form = fresh(&app, &visitor);
    page(&stock_page(&app, &visitor, form).await?)
}

async fn wrong_form(app: &App, visitor: &Visitor, posted: &Posted, wrong: Vec<FieldError>) -> Answer {
    let form = again(app, visitor, posted, wrong);
    page_again(&stock_page(app, visitor, form).await?)
}

/// Goes back to the page when it was done, now or by the first press; else says what is wrong at `field`.
async fn back<T>(
    app: &App,
    visitor: &Visitor,
    posted: &Posted,
    field: &str,
    done: Result<T, Stop>,
) -> Answer {
    match done {
        Ok(_) | Err(Stop::Repeated(_)) => on_to("/desk/stock"),
        Err(Stop::Invalid(wrong)) => wrong_form(app, visitor, posted, wrong).await,
        Err(Stop::Refused(refusals)) => {
            let one = |refusal| FieldError { field: field.to_owned(), message: said(refusal) };
            wrong_form(app, visitor, posted, refusals.iter().map(one).collect()).await
        }
        Err(stop) => Err(stop.into()),
    }
}

async fn received(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    let (outlet, kind) = (visitor.outlet()?, BlankKind::DrivingLicence);
    let (first, last) = (posted.value("first").to_uppercase(), posted.value("last").to_uppercase());
    let ctx = visitor.ctx_once(posted.once());
    let done = outlet::receive_blanks(&app.office, &ctx, outlet, kind, &first, &last).await;
    back(&app, &visitor, &posted, "first", done).await
}

async fn spoilt(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    let number = posted.value("number").to_uppercase();
    if number.is_empty() {
        let wrong = FieldError::new("number", "请填写证芯编号", "Fill in the number on the blank");
        return wrong_form(&app, &visitor, &posted, vec![wrong]).await;
    }
    let Some(reason) = SpoilReason::parse(posted.value("reason")) else {
        let wrong = FieldError::new("reason", "请选择作废的原因", "Choose why it is written off");
        return wrong_form(&app, &visitor, &posted, vec![wrong]).await;
    };
    let ctx = visitor.ctx_once(posted.once());
    let done = outlet::spoil_blank(&app.office, &ctx, visitor.outlet()?, &number, reason).await;
    back(&app, &visitor, &posted, "number", done).await
}
