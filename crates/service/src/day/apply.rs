//! Events to rows.

use ledger::{Error, Event};
use store::{Tx, params};

use super::model::DayEvent;

store::statements! {
    CLOSED = "day.insert": "
        INSERT INTO outlet_day (id, outlet, day, closed_at, closed_by, blanks_start, blanks_received, blanks_used,
                                blanks_spoiled, blanks_counted, blanks_reason, fees_expected, fees_payments,
                                fees_counted, fees_reason, left_over)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
}

pub(crate) fn apply(tx: &mut Tx<'_>, event: &Event) -> Result<bool, Error> {
    let Some(DayEvent::Closed(d)) = DayEvent::read(event)? else { return Ok(false) };
    let left = serde_json::to_string(&d.left)
        .map_err(|e| Error::Fact { kind: event.kind.clone(), what: e.to_string() })?;
    let code = |reason: Option<super::DifferenceReason>| reason.map(super::DifferenceReason::as_str);
    tx.exec(
        &CLOSED,
        params![
            super::rules::id(&d.outlet, d.day),
            d.outlet,
            d.day,
            event.recorded_at,
            event.origin.actor,
            d.blanks_start,
            d.blanks_received,
            d.blanks_used,
            d.blanks_spoiled,
            d.blanks_counted,
            code(d.blanks_reason),
            d.fees_expected.0,
            d.fees_payments,
            d.fees_counted.0,
            code(d.fees_reason),
            left,
        ],
    )?;
    Ok(true)
}
