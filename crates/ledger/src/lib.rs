//! The ledger: what happened, in an order nobody can alter unnoticed, and the vault for what must be forgettable.
//!
//! A record's life is a [`Stream`] of hash-chained [`Event`]s; a transaction locks the streams it will append to,
//! decides, and appends; [`Apply`] writes the rows that follow. Committed events get gap-free positions in a Merkle
//! tree whose signed checkpoints are public, so that anyone with a receipt can tell whether history was rewritten.
//! Personal values are not in events: they lie in the [`vault`] under a key for each person, and events cite digests.
//!
//! What it is not: it knows no case, licence or rule, and it claims that tampering is detected, not impossible.
#![warn(missing_docs)]

mod cited;
mod error;
mod event;
pub mod files;
mod ledger;
mod notary;
pub mod note;
pub mod proof;
pub mod seal;
mod sequencer;
mod sql;
pub mod stored;
mod stream;
pub mod tree;
pub mod vault;
pub mod verify;

pub use cited::{ERASED, Erased, ValueRow, VaultRows};
pub use error::Error;
pub use event::{Event, Fact, NewEvent, Origin, Stream};
pub use ledger::{Ledger, MIGRATION, Options, Signed, stored_checkpoint};
pub use stream::{Apply, Locked, event, events, follow, kinds, lock, newest_events, position};

/// Every statement of this crate, for the test that prepares them on both engines.
pub fn statements() -> impl Iterator<Item = &'static store::Statement> {
    sql::STATEMENTS.iter().copied().chain([&sql::STREAM_BEGIN])
}
