//! Checking the record: every event against its hash and chain, every position and tree hash against the events,
//! every checkpoint against the tree, every vault row and file against the event that made it, and, on demand, every
//! read row against a rebuild from the events. Findings name table and key. What it cannot see: that a writer who
//! holds both database and key rewrote everything and signed it anew; an earlier receipt shows that
//! ([`since()`]).

mod chains;
mod rows;
mod since;
mod tree;
mod vault;

use serde::Serialize;
use store::Read;

use crate::Error;
use crate::files::FileStore;
use crate::note::VerifierKey;

pub use rows::{Rebuild, rows};
pub use since::since;

/// Findings listed at most; the count goes on.
const LISTED: usize = 10_000;

/// Something that is not as the record says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// `ledger`, `read`, `vault` or `file`.
    pub kind: &'static str,
    /// The table, or `files`.
    pub table: String,
    /// The row's key, or the file's digest.
    pub key: String,
    /// What is wrong.
    pub what: String,
}

/// What a verification saw.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Events read.
    pub events: u64,
    /// Size of the tree.
    pub position: u64,
    /// The newest stored checkpoint.
    pub checkpoint: Option<String>,
    /// What is wrong, at most ten thousand.
    pub findings: Vec<Finding>,
    /// How many findings there are in all.
    pub found: u64,
}

impl Report {
    /// Nothing found.
    pub fn ok(&self) -> bool {
        self.found == 0
    }

    pub(crate) fn find(&mut self, kind: &'static str, table: &str, key: impl ToString, what: impl ToString) {
        self.found += 1;
        if self.findings.len() < LISTED {
            let (table, key, what) = (table.to_owned(), key.to_string(), what.to_string());
            self.findings.push(Finding { kind, table, key, what });
        }
    }
}

/// Checks ledger and vault, and files where a store of them is given, on one snapshot.
pub fn verify(read: &mut Read<'_>, key: &VerifierKey, files: Option<&FileStore>) -> Result<Report, Error> {
    let mut report = Report::default();
    let erased = vault::erased(read)?;
    let expected = chains::check(read, &erased, &mut report)?;
    tree::check(read, key, &mut report)?;
    vault::check(read, &expected, &mut report)?;
    if let Some(files) = files {
        vault::check_files(files, &expected, &mut report);
    }
    Ok(report)
}
