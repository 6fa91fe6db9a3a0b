//! What people do with a case. Each command locks, loads, asks authority, decides by a pure rule, and records.

mod answer;
mod check;
mod end;
mod issue;
mod open;
mod refund;
mod staff;

pub use answer::{Answer, choose_delivery, hand_in, pay, submit};
pub use check::settle_check;
pub use end::{correct, hand_over, lapse, move_parcel, rate, withdraw};
pub use issue::issue;
pub use open::{OpenCase, Opened, open};
pub use refund::{order_anew, refunded};
pub use staff::{Verdict, accept, ask_again, decide, judge, reject};

use ledger::Stream;

use super::model::{CaseEvent, CaseFile, Requirement};
use super::queries::{by_number, requirements, resource};
use crate::office::{Desk, Office, Stop};

/// The stream of a case.
pub fn stream(office: &Office, case: &str) -> Stream {
    office.stream("case", case)
}

/// A case under its lock, with the other streams that the command appends to. The caller asks authority next, before it
/// says anything of the case. `expected` is the revision that the form
/// was made from: a form that is older than the case is stale.
fn locked(
    desk: &mut Desk<'_, '_>,
    number: &str,
    expected: Option<i64>,
    others: impl Fn(&Office, &CaseFile) -> Vec<Stream>,
) -> Result<(CaseFile, Vec<Requirement>), Stop> {
    let seen = by_number(desk, number)?.ok_or(Stop::NotFound)?;
    let own = stream(desk.office(), &seen.id);
    let others = others(desk.office(), &seen);
    let all: Vec<&Stream> = std::iter::once(&own).chain(&others).collect();
    desk.lock(&all)?;
    let case = by_number(desk, number)?.ok_or(Stop::NotFound)?;
    let needs = requirements(desk, &case.id)?;
    if expected.is_some_and(|revision| revision != case.revision) {
        // Who may not see the case learns nothing, not even that a form is stale.
        desk.allow(authz::Action::CaseView, &resource(&case))?;
        return Err(Stop::Stale);
    }
    Ok((case, needs))
}

fn record(desk: &mut Desk<'_, '_>, case: &CaseFile, event: impl Into<CaseEvent>) -> Result<(), Stop> {
    let own = stream(desk.office(), &case.id);
    let new = event.into().to_new(desk.moment())?;
    desk.record(&own, new)?;
    Ok(())
}

/// The number of the paper that the next event makes.
fn paper_number(desk: &Desk<'_, '_>, case: &CaseFile, kind: super::PaperKind) -> String {
    let own = stream(desk.office(), &case.id);
    super::paper::number(&case.number, kind, desk.number(&own) + 1)
}
