//! Proofs from the stored tree.

use std::cell::RefCell;

use store::{Read, params};

use crate::Error;
use crate::sql;
use crate::tree::{Hash, HashSource, TreeError, consistency_proof, inclusion_proof, tile};

/// The stored hashes as the tree reads them.
struct Stored<'a, 'r>(RefCell<&'a mut Read<'r>>);

fn range(from: u64, to: u64) -> (i64, i64) {
    (i64::try_from(from).unwrap_or(i64::MAX), i64::try_from(to).unwrap_or(i64::MAX))
}

impl HashSource for Stored<'_, '_> {
    type Error = store::Error;

    fn leaves(&self, from: u64, to: u64) -> Result<Vec<Hash>, store::Error> {
        let (from, to) = range(from, to);
        self.0
            .borrow_mut()
            .list(&sql::ENTRY_LEAVES, params![from, to], |row| Ok(Hash::from_bytes(row.digest(0)?)))
    }

    fn tile_roots(&self, level: u8, from: u64, to: u64) -> Result<Vec<Hash>, store::Error> {
        let (from, to) = range(from, to);
        self.0.borrow_mut().list(&sql::TILE_ROOTS, params![i64::from(level), from, to], |row| {
            Ok(Hash::from_bytes(row.digest(0)?))
        })
    }
}

fn fail(error: TreeError<store::Error>) -> Error {
    match error {
        TreeError::Source(error) => Error::Store(error),
        other => Error::Broken(other.to_string()),
    }
}

/// The hashes that prove entry `position` to a tree of `size` entries.
pub fn inclusion(read: &mut Read<'_>, position: u64, size: u64) -> Result<Vec<Hash>, Error> {
    inclusion_proof(&Stored(RefCell::new(read)), position, size).map_err(fail)
}

/// The hashes that prove that a tree of `old` entries grew into one of `new`.
pub fn consistency(read: &mut Read<'_>, old: u64, new: u64) -> Result<Vec<Hash>, Error> {
    consistency_proof(&Stored(RefCell::new(read)), old, new).map_err(fail)
}

/// The bytes of a tile as C2SP tlog-tiles serves them.
pub fn tile_bytes(read: &mut Read<'_>, level: u8, n: u64, width: u16) -> Result<Vec<u8>, Error> {
    tile(&Stored(RefCell::new(read)), level, n, width).map_err(fail)
}
