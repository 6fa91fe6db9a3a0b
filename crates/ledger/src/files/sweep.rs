//! Removing what no event cites: uploads whose case was never sent, and what a stopped writer left unfinished.

use std::fmt::Display;
use std::fs;

use base::Instant;

use super::walk::{Found, Walk};
use super::{FileError, FileStore};
use crate::tree::Hash;

/// What a sweep removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Files that were cited nowhere, by digest.
    pub uncited: Vec<Hash>,
    /// How many unfinished files.
    pub unfinished: u64,
}

impl FileStore {
    /// Erases files written before `older_than` that `cited` does not know, and unfinished ones of that age. A file
    /// is older than the transaction that cites it, so `older_than` must lie well before now (seven days); `cited`
    /// may fail, and then the sweep stops without removing the file in question.
    pub fn uncited<E: Display>(
        &self,
        older_than: Instant,
        mut cited: impl FnMut(&Hash) -> Result<bool, E>,
    ) -> Result<Swept, FileError> {
        let mut swept = Swept::default();
        for found in Walk::new(&self.root)? {
            match found? {
                Found::File(file) if file.written_at < older_than => {
                    let keep =
                        cited(&file.digest).map_err(|error| FileError::Citations(error.to_string()))?;
                    if !keep && self.erase(&file.digest)? {
                        swept.uncited.push(file.digest);
                    }
                }
                Found::Unfinished { path, written_at } if written_at < older_than => {
                    fs::remove_file(path)?;
                    swept.unfinished += 1;
                }
                Found::File(_) | Found::Unfinished { .. } => {}
            }
        }
        Ok(swept)
    }
}
