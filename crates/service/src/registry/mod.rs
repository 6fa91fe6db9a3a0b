//! Bringing in the register that an office kept before: a person with the licence they hold and the vehicles they own,
//! a group of such entries in one transaction, all of it or nothing. It records the same events as entering each alone.
//! And letting the register out: for a stated purpose, on record before the first value is opened.
//!
//! What it is not: a check of what is brought in. Numbers and formats are checked by whoever reads the old register
//! before they come here, row by row, with a report.

mod export;
mod sql;
#[cfg(test)]
mod tests;

use ledger::Stream;

use crate::catalog::LicenceStatus;
use crate::licence::{self, NewLicence};
use crate::office::{Ctx, Done, Office, Stop};
use crate::person::{NewPerson, Sealed};
use crate::vehicle::{self, NewVehicle};

pub use export::{Export, ExportPart, ExportPurpose, Exported, begin_export, count};

pub(crate) fn statements() -> impl Iterator<Item = &'static store::Statement> {
    sql::STATEMENTS.iter().copied()
}

/// A person and what they have.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Who.
    pub person: NewPerson,
    /// The licence they hold.
    pub licence: Option<NewLicence>,
    /// The licence's standing.
    pub standing: LicenceStatus,
    /// The vehicles they own.
    pub vehicles: Vec<NewVehicle>,
}

/// At most so many entries in one transaction: a closure of the writer is to be short.
pub const GROUP_MAX: usize = 16;

/// Enters a group, all of it or nothing. More than [`GROUP_MAX`] entries are a defect of the caller.
pub async fn enter(office: &Office, ctx: &Ctx, entries: Vec<Entry>) -> Result<Done<()>, Stop> {
    if entries.len() > GROUP_MAX {
        let what = format!("{} entries in one transaction, at most {GROUP_MAX}", entries.len());
        return Err(Stop::Failed(ledger::Error::Broken(what)));
    }
    // Sealing is most of the work, and takes no store.
    let persons: Result<Vec<Sealed>, Stop> = entries
        .iter()
        .map(|entry| {
            let ctx = Ctx { rng: office.entropy.rng(), ..ctx.clone() };
            Sealed::of(office, &ctx, &entry.person)
        })
        .collect();
    let persons = persons?;
    office
        .command(ctx, move |desk| {
            let office = desk.office();
            let streams: Vec<Streams> =
                entries.iter().zip(&persons).map(|(e, p)| Streams::of(office, e, p)).collect();
            desk.lock(&streams.iter().flat_map(Streams::all).collect::<Vec<_>>())?;
            for ((entry, person), own) in entries.iter().zip(&persons).zip(&streams) {
                person.enter(desk, &own.person)?;
                if let (Some(new), Some(stream)) = (&entry.licence, &own.licence) {
                    licence::enter(desk, stream, new)?;
                    if entry.standing != LicenceStatus::Normal {
                        licence::set_standing(desk, stream, &new.id, entry.standing)?;
                    }
                }
                for (new, stream) in entry.vehicles.iter().zip(&own.vehicles) {
                    vehicle::enter(desk, stream, new)?;
                }
            }
            Ok(())
        })
        .await
}

/// The streams of an entry.
struct Streams {
    person: Stream,
    licence: Option<Stream>,
    vehicles: Vec<Stream>,
}

impl Streams {
    fn of(office: &Office, entry: &Entry, person: &Sealed) -> Self {
        Self {
            person: person.stream(office),
            licence: entry.licence.as_ref().map(|new| licence::stream(office, &new.id)),
            vehicles: entry.vehicles.iter().map(|new| vehicle::stream(office, &new.id)).collect(),
        }
    }

    fn all(&self) -> impl Iterator<Item = &Stream> {
        std::iter::once(&self.person).chain(&self.licence).chain(&self.vehicles)
    }
}
