//! The register in and out as CSV: persons with the licences they hold, a row each. A map file says which column of an
//! office's file is which of our members, so that an office need not change what its old system writes.
//!
//! Every row that is brought in is checked by the same law as what is typed at a counter, entered by the same commands,
//! and told about in a report where it cannot be. A row that is on the register already with the same content is left
//! alone, so that a file can be brought in again after a stop. Personal values go from file to vault and from vault to
//! file: no message, log line or report tells a name, a number, a telephone or an address.

mod check;
mod compare;
mod dates;
mod enter;
mod export;
mod fault;
mod import;
mod map;
mod member;
mod private;
mod report;
mod row;
mod sheet;
mod text;

pub use export::{Sent, Wanted as ExportWanted, export};
pub use import::{Imported, Wanted as ImportWanted, import};
pub use member::Member;
