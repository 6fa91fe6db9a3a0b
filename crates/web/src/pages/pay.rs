//! Paying the fee. The order is made at the payment system when the page is first shown, under the order's own id, so
//! that showing it again shows the same order; what was paid is learnt from the notification, or asked for here.

use adapters::payment::{NewOrder, Order, OrderState};
use axum::extract::{Path, State};
use axum::routing::{get, post};
use base::{Fen, Text};
use service::case::{CaseFile, commands};
use service::office::Stop;

use super::case::seen;
use super::citizen_frame;
use super::item::item;
use super::view::pay::{Pay, PayState};
use super::view::{Cell, Form, Row};
use crate::answer::{Answer, on_to, once_done, page, unreachable};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor, nonce};

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
    let id = case.id.clone();
    let order = app.office.query(move |read| service::payment::of_case(read, &id)).await?;
    let order = order.ok_or(Stop::NotFound)?;
    if !order.paid {
        let at_system = make_order(&app, &visitor, &case, &order.id, order.amount).await?;
        if at_system.state == OrderState::Cancelled {
            let ctx = visitor.ctx_once(posted.once());
            once_done(commands::order_anew(&app.office, &ctx, case.number.clone(), order.id).await)?;
        }
    }
    on_to(&format!("/pay/{no}"))
}

async fn pay(State(app): State<App>, visitor: Visitor, Path(no): Path<String>) -> Answer {
    let (case, _) = seen(&app, &visitor, &no).await?;
    let id = case.id.clone();
    let order =
        app.office.query(move |read| service::payment::of_case(read, &id)).await?.ok_or(Stop::NotFound)?;
    let state = if order.paid {
        PayState::Paid(visitor.now)
    } else {
        let at_system = make_order(&app, &visitor, &case, &order.id, order.amount).await?;
        match at_system.state {
            OrderState::Paid => {
                settle(&app, &case.number, &at_system).await?;
                PayState::Paid(at_system.paid_at_ms.unwrap_or(visitor.now))
            }
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

/// Makes or finds the order at the payment system.
pub(crate) async fn make_order(
    app: &App,
    visitor: &Visitor,
    case: &CaseFile,
    order: &str,
    amount: Fen,
) -> Result<Order, Fault> {
    let origin = &app.settings.origin;
    let new = NewOrder {
        order_no: order.to_owned(),
        amount_fen: amount,
        case_no: case.number.clone(),
        description: item(app, &case.item)?.name.zh.clone(),
        return_url: format!("{origin}/pay/{}", case.number),
        notify_url: format!("{origin}/hooks/payment"),
    };
    let (own, mut rng) = (app.clone(), visitor.page_chance());
    let made = tokio::task::spawn_blocking(move || own.outside.payment.create(&new, &mut rng)).await;
    match made {
        Ok(Ok(order)) => Ok(order),
        Ok(Err(error)) => {
            tracing::warn!(%error, "the payment system made no order");
            Err(unreachable(&Text::new("缴费系统", "payment system")).into())
        }
        Err(_) => Err(unreachable(&Text::new("缴费系统", "payment system")).into()),
    }
}

/// Records that an order was paid; saying it again changes nothing.
pub(crate) async fn settle(app: &App, number: &str, order: &Order) -> Result<(), Fault> {
    let ctx = app.office.system(format!("payment:{}", order.order_no));
    let reference = order.payment_no.clone().unwrap_or_else(|| order.order_no.clone());
    let (number, id, amount) = (number.to_owned(), order.order_no.clone(), order.amount_fen);
    service::case::commands::pay(&app.office, &ctx, number, id, amount, reference).await?;
    Ok(())
}
