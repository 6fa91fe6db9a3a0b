//! Backups: one file with the database as it stood at one moment, the files it cites, and `office.toml`. The keys are
//! never in it, and neither are the values of anybody erased before. What was written is read back before the backup
//! counts; restoring reads it whole before anything is put in place, and erases again whom the list of erasures names.
//!
//! It is for embedded stores. PostgreSQL is copied with its own tools; docs/operations.md says how. The list of erasures
//! is gone through for either.

mod copy;
mod frame;
mod make;
mod put_back;
mod summary;

pub(crate) use make::last;
pub use make::{Made, make};
pub use put_back::{Restored, erase_listed, look, restore};
pub use summary::Summary;

/// The entry with the database.
const DATABASE: &str = "yichuang.db";
/// The entry that says whose store it is.
const OFFICE: &str = "office.toml";
/// How the entries of files begin: `files/ab/cdef…`.
const FILES: &str = "files/";
