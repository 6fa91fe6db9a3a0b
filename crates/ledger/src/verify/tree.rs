//! Positions, tree and checkpoints: rebuilt from the leaves and compared.

use store::{Read, params};

use super::Report;
use crate::note::{Checkpoint, VerifierKey};
use crate::tree::{CompletedTile, Frontier, Hash};
use crate::{Error, sql};

struct StoredCheckpoint {
    size: u64,
    root: Option<Hash>,
    note: String,
}

pub(super) fn check(read: &mut Read<'_>, key: &VerifierKey, report: &mut Report) -> Result<(), Error> {
    let checkpoints = read.list(&sql::CHECKPOINT_SCAN, params![], |row| {
        Ok(StoredCheckpoint {
            size: u64::try_from(row.int(0)?).unwrap_or(u64::MAX),
            root: row.digest(1).ok().map(Hash::from_bytes),
            note: row.text(2)?,
        })
    })?;
    let mut walk =
        Walk { frontier: Frontier::new(), tiles: Vec::new(), waiting: checkpoints.iter().peekable() };
    read.each(&sql::ENTRY_SCAN, params![], |row| {
        let position = row.int(0)?;
        let wanted = walk.frontier.size();
        if u64::try_from(position) != Ok(wanted) {
            report.find("ledger", "entry", position, format!("position {wanted} is missing before it"));
        }
        let Ok(leaf) = row.digest(3).map(Hash::from_bytes) else {
            report.find("ledger", "entry", position, "the leaf is not a hash");
            return Ok(());
        };
        match row.digest(4) {
            Ok(digest) if Hash::from_bytes(digest) == leaf => {}
            Ok(_) => report.find("ledger", "entry", position, "the leaf is not its event's hash"),
            Err(_) => {
                let event = format!("{}#{}", row.text(1)?, row.int(2)?);
                report.find("ledger", "entry", position, format!("there is no event {event}"));
            }
        }
        walk.tiles.extend(walk.frontier.append(leaf));
        walk.meet(key, report);
        Ok(())
    })?;
    report.position = walk.frontier.size();
    for late in walk.waiting {
        report.find("ledger", "checkpoint", late.size, "the checkpoint is of a larger tree");
    }
    report.checkpoint = checkpoints.last().map(|c| c.note.clone());
    check_pending(read, report)?;
    check_tiles(read, &walk.tiles, report)?;
    check_head(read, &walk.frontier, report)
}

struct Walk<'c> {
    frontier: Frontier,
    tiles: Vec<CompletedTile>,
    waiting: std::iter::Peekable<std::slice::Iter<'c, StoredCheckpoint>>,
}

impl Walk<'_> {
    /// Compares the checkpoints of the size reached (and of sizes that no longer come) with the tree.
    fn meet(&mut self, key: &VerifierKey, report: &mut Report) {
        let size = self.frontier.size();
        while let Some(stored) = self.waiting.next_if(|c| c.size <= size) {
            let root = self.frontier.root();
            let signed = Checkpoint::open(&stored.note, std::slice::from_ref(key));
            let what = match signed {
                Err(error) => format!("the note does not hold: {error}"),
                Ok(signed) if signed.size != stored.size || Some(signed.root) != stored.root => {
                    "the row is not what its note says".to_owned()
                }
                Ok(signed) if signed.size != size || signed.root != root => {
                    "the tree of that size has another root".to_owned()
                }
                Ok(_) => continue,
            };
            report.find("ledger", "checkpoint", stored.size, what);
        }
    }
}

fn check_pending(read: &mut Read<'_>, report: &mut Report) -> Result<(), Error> {
    read.each(&sql::PENDING_SCAN, params![], |row| {
        if row.digest(3).is_err() || row.digest(2)? != row.digest(3)? {
            let key = format!("{}#{}", row.text(0)?, row.int(1)?);
            report.find("ledger", "pending", key, "no event has this hash");
        }
        Ok(())
    })?;
    Ok(())
}

fn check_tiles(read: &mut Read<'_>, computed: &[CompletedTile], report: &mut Report) -> Result<(), Error> {
    let mut wanted: std::collections::BTreeMap<(i64, i64), Hash> = computed
        .iter()
        .map(|t| ((i64::from(t.level), i64::try_from(t.index).unwrap_or(i64::MAX)), t.hash))
        .collect();
    read.each(&sql::TILE_SCAN, params![], |row| {
        let place = (row.int(0)?, row.int(1)?);
        let root = row.digest(2).ok().map(Hash::from_bytes);
        if wanted.remove(&place) != root || root.is_none() {
            report.find(
                "ledger",
                "tile",
                format!("{}/{}", place.0, place.1),
                "the root is not that of the leaves",
            );
        }
        Ok(())
    })?;
    for (level, number) in wanted.into_keys() {
        report.find("ledger", "tile", format!("{level}/{number}"), "the tile is missing");
    }
    Ok(())
}

fn check_head(read: &mut Read<'_>, frontier: &Frontier, report: &mut Report) -> Result<(), Error> {
    let stored = read.maybe(&sql::HEAD_GET, params![], |row| Ok((row.int(0)?, row.bytes(1)?)))?;
    let wanted = (i64::try_from(frontier.size()).unwrap_or(i64::MAX), frontier.to_bytes());
    let holds = match stored {
        Some(stored) => stored == wanted,
        None => frontier.size() == 0,
    };
    if !holds {
        report.find("ledger", "tree_head", 1, "the head is not that of the entries");
    }
    Ok(())
}
