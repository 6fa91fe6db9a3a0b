//! Paying the fee. The order is made at the payment system when the page is first shown; what was paid is learnt from the
//! notification, or asked for here.

use adapters::payment::OrderState;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use base::Text;
use service::office::Stop;

use super::case::seen;
use super::citizen_frame;
use super::item::item;
use super::view::pay::{Pay, PayState};
use super::view::{Cell, Form, Row};
use crate::answer::{Answer, on_to, page};
use crate::route::{Door, Kind, Table};
use crate::{App, Posted, Visitor, fee, nonce};

pub(super) fn routes() -> Table {
    Table::new().get(Kind::Page, "/pay/{no}", "pay", Door::Citizen, get(pay)).post(
        Kind::Page,
        "/pay/{no}/again",
        "pay.again",
        Door::Citizen,
        post(again),
    )
}

/// A new order, where the payment system says that the one before was given up.
async fn again(State(app): State<App>, visitor: Visitor, Path(no): Path<String>, posted: Posted) -> Answer {
    let (case, _) = seen(&app, &visitor, &no).await?;
    let order = fee::order_of(&app, &case).await?.ok_or(Stop::NotFound)?;
    fee::anew(&app, &visitor, &visitor.ctx_once(posted.once()), &case, &order).await?;
    on_to(&format!("/pay/{no}"))
}

async fn pay(State(app): State<App>, visitor: Visitor, Path(no): Path<String>) -> Answer {
    let (case, _) = seen(&app, &visitor, &no).await?;
    let order = fee::order_of(&app, &case).await?.ok_or(Stop::NotFound)?;
    let state = if order.paid {
        PayState::Paid(order.paid_at.unwrap_or(case.opened_at))
    } else {
        let at_system = fee::at_system(&app, &visitor, &case, &order).await?;
        match at_system.state {
            OrderState::Paid => PayState::Paid(at_system.paid_at_ms.unwrap_or(visitor.now)),
            OrderState::Cancelled => {
                PayState::Failed(Text::new("缴费已取消。", "The payment was cancelled."))
            }
            _ => PayState::Due { qr: None, link: at_system.pay_url },
        }
    };
    let name = item(&app, &case.item)?.name.clone();
    page(&Pay {
        frame: citizen_frame(&app, &visitor).await?,
        form: Form::new(nonce::make(&app, visitor.now, &mut visitor.page_chance())),
        order: no.clone(),
        item: name,
        case: no,
        lines: vec![Row::new("驾驶证工本费", "Licence fee", Cell::Money(order.amount))],
        amount: order.amount,
        state,
    })
}
