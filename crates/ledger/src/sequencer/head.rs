//! The head of the tree: its size and compact range, and the rows that follow when leaves are appended.

use store::{Note, Read, Statement, Tx, params};

use crate::Error;
use crate::sql;
use crate::tree::{Frontier, Hash};

/// The newest state of the tree.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) frontier: Frontier,
}

impl Head {
    /// Gives positions to `notes` in their order and writes entries, completed tiles and the head row.
    pub(crate) fn place(&mut self, tx: &mut Tx<'_>, notes: &[Note]) -> Result<(), store::Error> {
        for note in notes {
            let position = signed(self.frontier.size());
            tx.exec(&sql::ENTRY_INSERT, params![position, note.key, note.number, note.digest])?;
            for tile in self.frontier.append(Hash::from_bytes(note.digest)) {
                let root = *tile.hash.as_bytes();
                tx.exec(&sql::TILE_INSERT, params![i64::from(tile.level), signed(tile.index), root])?;
            }
        }
        tx.exec(&sql::HEAD_PUT, params![signed(self.frontier.size()), self.frontier.to_bytes()])?;
        Ok(())
    }
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The stored head; an empty tree where there is none.
pub(crate) fn read_head(read: &mut Read<'_>) -> Result<Head, Error> {
    head_by(read, &sql::HEAD_GET)
}

/// The stored head, locked for this transaction: its holder is the sequencer.
pub(super) fn lock_head(tx: &mut Tx<'_>) -> Result<Head, Error> {
    head_by(tx, &sql::HEAD_LOCK)
}

fn head_by(read: &mut Read<'_>, statement: &'static Statement) -> Result<Head, Error> {
    let stored = read.maybe(statement, params![], |row| row.bytes(1))?;
    let frontier = match stored {
        None => Frontier::new(),
        Some(bytes) => Frontier::from_bytes(&bytes).map_err(|e| Error::Broken(format!("tree_head: {e}")))?,
    };
    Ok(Head { frontier })
}
