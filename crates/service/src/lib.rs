//! The domain, a folder for each word the office uses. Every change runs as a command at a desk ([`office`]): lock,
//! load, ask authority, decide by pure rules, record events; `apply` writes the rows that follow. Queries read those
//! rows. Nothing here speaks HTTP, draws a page or calls an outside system: facts come in with commands, and work for
//! outside systems goes out as jobs.

pub mod access;
pub mod case;
pub mod catalog;
mod closed;
pub mod day;
pub mod delivery;
pub mod guide;
pub mod job;
pub mod licence;
pub mod notice;
pub mod office;
pub mod outlet;
pub mod payment;
pub mod person;
pub mod registry;
pub mod supervision;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
pub mod vehicle;

use ledger::{Error, Event};
use store::{Migration, Statement, Tx};

/// The steps of the schema, in their order. A landed step is never edited.
pub const MIGRATIONS: &[Migration] = &[
    ledger::MIGRATION,
    Migration { number: 2, name: "access", text: include_str!("../migrations/0002_access.sql") },
    Migration { number: 3, name: "case", text: include_str!("../migrations/0003_case.sql") },
    Migration { number: 4, name: "follow", text: include_str!("../migrations/0004_follow.sql") },
    Migration { number: 5, name: "publicity", text: include_str!("../migrations/0005_publicity.sql") },
    Migration { number: 6, name: "vehicle", text: include_str!("../migrations/0006_vehicle.sql") },
    Migration { number: 7, name: "day", text: include_str!("../migrations/0007_day.sql") },
];

/// Events without rows of their own.
const WITHOUT_ROWS: &[&str] =
    &[<supervision::TurnedAway as ledger::Fact>::KIND, <registry::Exported as ledger::Fact>::KIND];

/// Every kind of event that the program records.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    case::CaseEvent::KINDS
        .iter()
        .chain(licence::LicenceEvent::KINDS)
        .chain(person::PersonEvent::KINDS)
        .chain(outlet::OutletEvent::KINDS)
        .chain(access::AccessEvent::KINDS)
        .chain(notice::NoticeEvent::KINDS)
        .chain(guide::GuideEvent::KINDS)
        .chain(vehicle::VehicleEvent::KINDS)
        .chain(job::JobEvent::KINDS)
        .chain(day::DayEvent::KINDS)
        .chain(WITHOUT_ROWS)
        .copied()
}

/// The only writer of read rows: hands each event to the folder whose kind it is. An event that no folder knows is a
/// defect: its rows would be missing from every rebuild.
pub fn apply(tx: &mut Tx<'_>, event: &Event) -> Result<(), Error> {
    let known = case::apply(tx, event)?
        || licence::apply(tx, event)?
        || person::apply(tx, event)?
        || outlet::apply(tx, event)?
        || access::apply(tx, event)?
        || notice::apply(tx, event)?
        || guide::apply(tx, event)?
        || vehicle::apply(tx, event)?
        || day::apply(tx, event)?
        || job::apply(event)?
        || WITHOUT_ROWS.contains(&event.kind.as_str());
    if known {
        return Ok(());
    }
    Err(Error::Fact { kind: event.kind.clone(), what: "no folder knows this kind of event".to_owned() })
}

/// Every statement of the program, for the test that prepares them on both engines.
pub fn statements() -> impl Iterator<Item = &'static Statement> {
    ledger::statements()
        .chain(case::statements())
        .chain(licence::statements())
        .chain(person::statements())
        .chain(payment::statements())
        .chain(delivery::statements())
        .chain(job::statements())
        .chain(office::ONCE_STATEMENTS.iter().copied())
        .chain(outlet::statements())
        .chain(access::statements())
        .chain(notice::statements())
        .chain(guide::statements())
        .chain(vehicle::statements())
        .chain(day::statements())
        .chain(registry::statements())
}

/// A table of the law that cannot answer is a fault of the rule set, never of the person.
pub(crate) fn law_failed(error: law::LawError) -> office::Stop {
    office::Stop::Failed(Error::Broken(format!("the tables of the law cannot answer: {error}")))
}
