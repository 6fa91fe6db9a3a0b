//! Blanks come in by ranges and leave one by one. Everything about an outlet's blanks happens on its stock stream, so
//! that two clerks cannot take the same card.

use authz::{Action, Resource};
use base::FieldError;
use ledger::Stream;

use super::model::{BlankKind, BlankSpoiled, BlankUsed, OutletEvent, SpoilReason, StockReceived};
use super::{queries, rules};
use crate::office::{Ctx, Desk, Done, Office, Stop};

/// The stream of an outlet's blanks. Whoever calls `take_blank` locks it with the rest.
pub fn stock_stream(office: &Office, outlet: &str) -> Stream {
    office.stream("stock", outlet)
}

/// Takes in the blanks from `first` to `last`, both included, at most [`rules::RANGE_MAX`]; gives how many. A number
/// that any outlet has or had is a field error.
pub async fn receive_blanks(
    office: &Office,
    ctx: &Ctx,
    outlet: &str,
    kind: BlankKind,
    first: &str,
    last: &str,
) -> Result<Done<u32>, Stop> {
    let numbers = rules::numbers(first.trim(), last.trim())?;
    let fact = StockReceived {
        outlet: outlet.to_owned(),
        kind,
        first: first.trim().to_owned(),
        last: last.trim().to_owned(),
    };
    office
        .command(ctx, move |desk| {
            let own = stock_stream(desk.office(), &fact.outlet);
            desk.lock(&[&own])?;
            let at = queries::by_id(desk, &fact.outlet)?.ok_or(Stop::NotFound)?;
            desk.allow(Action::StockReceive, &Resource::Stock { outlet: at.id, region: at.region })?;
            if let Some(known) = queries::known_number(desk, &numbers)? {
                return Err(FieldError::new(
                    "first",
                    format!("编号{known}已经登记过，请核对起止编号。"),
                    format!("The number {known} is already on record. Check the first and last number."),
                )
                .into());
            }
            let event = OutletEvent::from(fact.clone()).to_new(desk.moment())?;
            desk.record(&own, event)?;
            Ok(u32::try_from(numbers.len()).unwrap_or(u32::MAX))
        })
        .await
}

/// Writes a blank off.
pub async fn spoil_blank(
    office: &Office,
    ctx: &Ctx,
    outlet: &str,
    number: &str,
    reason: SpoilReason,
) -> Result<Done<()>, Stop> {
    let fact = BlankSpoiled { outlet: outlet.to_owned(), number: number.to_owned(), reason };
    office
        .command(ctx, move |desk| {
            let own = stock_stream(desk.office(), &fact.outlet);
            desk.lock(&[&own])?;
            let at = queries::by_id(desk, &fact.outlet)?.ok_or(Stop::NotFound)?;
            desk.allow(Action::StockSpoil, &Resource::Stock { outlet: at.id, region: at.region })?;
            let found = queries::blank_by_number(desk, &fact.number)?;
            rules::take(found.as_ref(), &fact.outlet, &fact.number)?;
            let event = OutletEvent::from(fact.clone()).to_new(desk.moment())?;
            desk.record(&own, event)?;
            Ok(())
        })
        .await
}

/// Uses a blank of the outlet for a licence, inside the command that issues it. The caller has locked
/// [`stock_stream`] and asked authority for the issue; a blank that is not in this outlet's stock is refused.
pub(crate) fn take_blank(
    desk: &mut Desk<'_, '_>,
    outlet: &str,
    number: &str,
    licence: &str,
) -> Result<(), Stop> {
    let found = queries::blank_by_number(desk, number)?;
    rules::take(found.as_ref(), outlet, number)?;
    let own = stock_stream(desk.office(), outlet);
    let fact =
        BlankUsed { outlet: outlet.to_owned(), number: number.to_owned(), used_for: licence.to_owned() };
    let event = OutletEvent::from(fact).to_new(desk.moment())?;
    desk.record(&own, event)?;
    Ok(())
}
