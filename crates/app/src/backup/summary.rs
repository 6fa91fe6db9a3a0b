//! How far a database goes: told by `backup` and `restore`, compared by who keeps both.

use ledger::stored_checkpoint;
use store::{Read, Store, Target, Value};

use crate::outcome::Failure;

/// What a database holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Events.
    pub events: u64,
    /// The newest stored checkpoint, as a signed note.
    pub checkpoint: Option<String>,
}

impl Summary {
    /// Reads the database at `target` without locking it.
    pub fn of(target: &Target) -> Result<Self, Failure> {
        let found: Result<Self, ledger::Error> = Store::snapshot(target, |read| {
            let events = count(read, "event")?;
            Ok(Self { events, checkpoint: stored_checkpoint(read)?.map(|(_, _, note)| note) })
        });
        Ok(found?)
    }
}

/// How many rows a table has. `table` is a fixed word of the program.
fn count(read: &mut Read<'_>, table: &'static str) -> Result<u64, store::Error> {
    let mut found = 0;
    let none: &[Value<'_>] = &[];
    read.each_adhoc("summary.count", &format!("SELECT COUNT(*) FROM {table}"), none, |row| {
        found = u64::try_from(row.int(0)?).unwrap_or(0);
        Ok(())
    })?;
    Ok(found)
}
