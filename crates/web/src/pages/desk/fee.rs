//! Taking the fee at the counter. The order is the case's own, the same that the person sees on the internet.

use adapters::payment::OrderState;
use authz::Action;
use axum::extract::{Path, State};
use axum::routing::get;
use service::case::{CaseFile, commands};
use service::office::Stop;
use service::payment::Order;

use super::act::{done, hindrance, not_done};
use super::frame::staff_frame;
use super::fresh;
use super::opened::open;
use crate::answer::{Answer, on_to, once_done, page};
use crate::frame::Qr;
use crate::pages::pay::{make_order, settle};
use crate::pages::view::staff::case::Act;
use crate::pages::view::staff::fee::{Fee, FeeState};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor};

pub(super) fn routes() -> Table {
    let door = Door::Staff(Action::CasePay);
    Table::new().get(Kind::Page, "/desk/cases/{no}/fee", "desk.fee", door, get(fee)).post(
        Kind::Page,
        "/desk/cases/{no}/fee",
        "desk.fee_again",
        door,
        axum::routing::post(again),
    )
}

async fn order_of(app: &App, case: &CaseFile) -> Result<Order, Fault> {
    let id = case.id.clone();
    let order = app.office.query(move |read| service::payment::of_case(read, &id)).await?;
    Ok(order.ok_or(Stop::NotFound)?)
}

async fn fee(State(app): State<App>, visitor: Visitor, Path(no): Path<String>) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    let order = order_of(&app, &opened.case).await?;
    if order.paid {
        return done(&no, &Act::Fee);
    }
    if let Some(stop) = hindrance(&app, &visitor, &Act::Fee, &opened) {
        return not_done(&app, &visitor, &no, stop).await;
    }
    let made = make_order(&app, &visitor, &opened.case, &order.id, order.amount).await?;
    let state = match made.state {
        OrderState::Paid => {
            settle(&app, &no, &made).await?;
            return done(&no, &Act::Fee);
        }
        OrderState::Open => FeeState::Due { qr: Qr::of(&made.pay_url), link: made.pay_url },
        OrderState::Cancelled | OrderState::Refunded => FeeState::GivenUp,
    };
    page(&Fee {
        frame: staff_frame(&app, &visitor).await?,
        subject: opened.subject(),
        form: fresh(&app, &visitor),
        amount: order.amount,
        state,
    })
}

/// A new order, where the payment system says that the one before was given up.
async fn again(State(app): State<App>, visitor: Visitor, Path(no): Path<String>, posted: Posted) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    if let Some(stop) = hindrance(&app, &visitor, &Act::Fee, &opened) {
        return not_done(&app, &visitor, &no, stop).await;
    }
    let order = order_of(&app, &opened.case).await?;
    let made = make_order(&app, &visitor, &opened.case, &order.id, order.amount).await?;
    if made.state == OrderState::Cancelled {
        let ctx = visitor.ctx_once(posted.once());
        once_done(commands::order_anew(&app.office, &ctx, no.clone(), order.id).await)?;
    }
    on_to(&format!("/desk/cases/{no}/fee"))
}
