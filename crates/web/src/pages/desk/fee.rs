//! Taking the fee at the counter. The order is the case's own, the same that the person sees on the internet.

use adapters::payment::OrderState;
use authz::Action;
use axum::extract::{Path, State};
use axum::routing::get;
use service::office::Stop;

use super::act::{done, hindrance, not_done};
use super::frame::staff_frame;
use super::fresh;
use super::opened::open;
use crate::answer::{Answer, on_to, page};
use crate::frame::Qr;
use crate::pages::view::staff::case::Act;
use crate::pages::view::staff::fee::{Fee, FeeState};
use crate::route::{Door, Kind, Table};
use crate::{App, Posted, Visitor, fee};

pub(super) fn routes() -> Table {
    let door = Door::Staff(Action::CasePay);
    Table::new().get(Kind::Page, "/desk/cases/{no}/fee", "desk.fee", door, get(show)).post(
        Kind::Page,
        "/desk/cases/{no}/fee",
        "desk.fee_again",
        door,
        axum::routing::post(again),
    )
}

async fn show(State(app): State<App>, visitor: Visitor, Path(no): Path<String>) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    let order = fee::order_of(&app, &opened.case).await?.ok_or(Stop::NotFound)?;
    if order.paid {
        return done(&no, &Act::Fee);
    }
    if let Some(stop) = hindrance(&app, &visitor, &Act::Fee, &opened) {
        return not_done(&app, &visitor, &no, stop).await;
    }
    let made = fee::at_system(&app, &visitor, &opened.case, &order).await?;
    let state = match made.state {
        OrderState::Paid => return done(&no, &Act::Fee),
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
    let order = fee::order_of(&app, &opened.case).await?.ok_or(Stop::NotFound)?;
    fee::anew(&app, &visitor, &visitor.ctx_once(posted.once()), &opened.case, &order).await?;
    on_to(&format!("/desk/cases/{no}/fee"))
}
