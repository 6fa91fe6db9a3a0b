//! The fee of a case: the office's own order, and how it stands at the payment system. Pages and API ask here, so that
//! all of them make, settle and renew an order in one way.

use adapters::payment::{NewOrder, Order as AtSystem, OrderState};
use base::Text;
use service::case::{CaseFile, commands};
use service::office::{Ctx, Stop};
use service::payment::Order;

use crate::answer::{once_done, unreachable};
use crate::{App, Fault, Visitor};

/// The order of a case; none for what is free.
pub(crate) async fn order_of(app: &App, case: &CaseFile) -> Result<Option<Order>, Stop> {
    let id = case.id.clone();
    app.office.query(move |read| service::payment::of_case(read, &id)).await
}

/// How an order stands at the payment system. It is made there when it is first asked for, under its own number, so that
/// asking again finds the same order; that it was paid is recorded.
pub(crate) async fn at_system(
    app: &App,
    visitor: &Visitor,
    case: &CaseFile,
    order: &Order,
) -> Result<AtSystem, Fault> {
    let origin = &app.settings.origin;
    let item = app.office.rules.catalog.item(&case.item).map_err(|_| Stop::NotFound)?;
    let new = NewOrder {
        order_no: order.id.clone(),
        amount_fen: order.amount,
        case_no: case.number.clone(),
        description: item.name.zh.clone(),
        return_url: format!("{origin}/pay/{}", case.number),
        notify_url: format!("{origin}/hooks/payment"),
    };
    let known = app.outside.payment.create(&new, &mut visitor.page_chance()).await.map_err(|error| {
        tracing::warn!(%error, "the payment system made no order");
        unreachable(&Text::new("缴费系统", "payment system"))
    })?;
    if known.state == OrderState::Paid {
        settle(app, &case.number, &known).await?;
    }
    Ok(known)
}

/// Makes a new order where the payment system says that this one was given up: what was given up is final, paying after
/// all takes a new one, and there is one at a time. Nothing happens to an order that stands.
pub(crate) async fn anew(
    app: &App,
    visitor: &Visitor,
    ctx: &Ctx,
    case: &CaseFile,
    order: &Order,
) -> Result<(), Fault> {
    if !order.paid && at_system(app, visitor, case, order).await?.state == OrderState::Cancelled {
        let (number, before) = (case.number.clone(), order.id.clone());
        once_done(commands::order_anew(&app.office, ctx, number, before).await)?;
    }
    Ok(())
}

/// Records that an order was paid; saying it again changes nothing.
pub(crate) async fn settle(app: &App, number: &str, order: &AtSystem) -> Result<(), Fault> {
    let ctx = app.office.system(format!("payment:{}", order.order_no));
    let reference = order.payment_no.clone().unwrap_or_else(|| order.order_no.clone());
    let (number, id, amount) = (number.to_owned(), order.order_no.clone(), order.amount_fen);
    commands::pay(&app.office, &ctx, number, id, amount, reference).await?;
    Ok(())
}
