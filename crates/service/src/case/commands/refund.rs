//! Money: a new order where one was given up unpaid, and the fee of a case that ended without its result. The payment
//! system is asked by the worker, under the refund's own number, so that it gives back once however often it is asked.

use authz::Action;

use super::super::model::{CaseFile, OrderedAnew, RefundAsked, Refunded, Stage};
use super::super::{queries, rules};
use super::{locked, record};
use crate::office::{Ctx, Desk, Done, Office, Stop};
use crate::payment::Refund;
use crate::{job, payment};

/// Makes a new order in the place of `before`, which the payment system says was given up; gives its number. There is
/// one order at a time: where another has taken its place already, that one is given.
pub async fn order_anew(
    office: &Office,
    ctx: &Ctx,
    number: String,
    before: String,
) -> Result<Done<String>, Stop> {
    office
        .command(ctx, move |desk| {
            let (case, _) = locked(desk, &number, None, |_, _| Vec::new())?;
            desk.allow(Action::CasePay, &queries::resource(&case))?;
            rules::may_pay(&case)?;
            let order = payment::of_case(desk, &case.id)?.ok_or(Stop::NotFound)?;
            if order.paid || order.id != before {
                return Ok(order.id);
            }
            let (now, before) = (desk.moment(), order.id);
            let payment = base::new_id("pay", case.region, now, desk.chance());
            let fact = OrderedAnew { case: case.id.clone(), before, payment: payment.clone() };
            record(desk, &case, fact)?;
            Ok(payment)
        })
        .await
}

/// Whether the case is over and its fee bought nothing.
pub(super) fn ended_without_result(case: &CaseFile) -> bool {
    matches!(case.stage, Stage::Withdrawn | Stage::Lapsed | Stage::Refused)
}

/// Asks for the fee of a case that ends without its result to go back, where it was paid and the item gives it back.
pub(super) fn give_back(desk: &mut Desk<'_, '_>, case: &CaseFile) -> Result<(), Stop> {
    let item = desk.office().rules.catalog.item(&case.item).map_err(|_| Stop::NotFound)?;
    let Some(order) = payment::of_case(desk, &case.id)? else { return Ok(()) };
    if !item.refundable || !order.paid || order.refund != Refund::None {
        return Ok(());
    }
    let (payment, amount) = (order.id, order.amount);
    record(desk, case, RefundAsked { case: case.id.clone(), payment: payment.clone(), amount })?;
    let what = serde_json::json!({ "order": payment, "amount_fen": amount.0 });
    job::put(desk, "payment.refund", &case.number, &what)
}

/// The payment system gave the fee back; saying it twice changes nothing.
pub async fn refunded(
    office: &Office,
    ctx: &Ctx,
    number: String,
    order: String,
    refund: String,
) -> Result<Done<()>, Stop> {
    office
        .command(ctx, move |desk| {
            let (case, _) = locked(desk, &number, None, |_, _| Vec::new())?;
            desk.allow(Action::CasePay, &queries::resource(&case))?;
            let held = payment::of_case(desk, &case.id)?.filter(|held| held.id == order);
            if held.is_none_or(|held| held.refund != Refund::Asked) {
                return Ok(());
            }
            let (payment, refund) = (order.clone(), refund.clone());
            record(desk, &case, Refunded { case: case.id.clone(), payment, refund })
        })
        .await
}
