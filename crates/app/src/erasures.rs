//! The list of erased persons, kept outside the database and outside every backup, in the folder of keys. A backup
//! that is older than an erasure still holds the person's values; `restore` reads this list and erases them again.
//!
//! The list follows the ledger: it remembers the position up to which it has read, and up to which the tables of the
//! vault were written anew, so that nothing of the erased can be read in the database's own files. It holds ids only. What it cannot
//! know is an erasure of the last moments before the whole machine was lost, list included: keep the folder of keys
//! on other storage than the store.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ledger::tree::Hash;
use ledger::{ERASED, Erased};
use store::Read;

use crate::outcome::{Failure, io};
use crate::store_folder::write_private;

/// The list's file in the folder of keys.
const NAME: &str = "erased.txt";
/// Events read at once.
const PAGE: u32 = 500;

/// The list of erased persons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasures {
    path: PathBuf,
    position: u64,
    /// The position after the newest erasure read.
    newest: u64,
    /// The position up to which the traces of erasures are cleared.
    cleared: u64,
    persons: BTreeSet<String>,
    /// Files of the erasures read since the list was opened.
    destroyed: Vec<Hash>,
}

impl Erasures {
    /// Reads the list; empty where there is none yet.
    pub fn read(keys: &Path) -> Result<Self, Failure> {
        let path = keys.join(NAME);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(io(&path, &error)),
        };
        let number =
            |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.parse().ok()).unwrap_or(0);
        let person = |line: &&str| line.starts_with("per_");
        Ok(Self {
            path,
            position: number("position "),
            newest: number("newest "),
            cleared: number("cleared "),
            persons: text.lines().map(str::trim).filter(person).map(str::to_owned).collect(),
            destroyed: Vec::new(),
        })
    }

    /// The erased persons, by id.
    pub fn persons(&self) -> impl Iterator<Item = &str> {
        self.persons.iter().map(String::as_str)
    }

    /// Up to which position of the ledger the list has read.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// Reads on to the ledger's end, in one snapshot.
    pub fn catch_up(&mut self, read: &mut Read<'_>) -> Result<(), ledger::Error> {
        while self.page(read)? {}
        Ok(())
    }

    /// Reads a few hundred events on; false at the ledger's end.
    pub fn page(&mut self, read: &mut Read<'_>) -> Result<bool, ledger::Error> {
        let page = ledger::follow(read, self.position, PAGE)?;
        let Some((last, _)) = page.last() else { return Ok(false) };
        self.position = last + 1;
        for (at, event) in page.iter().filter(|(_, event)| event.kind == ERASED) {
            let erased: Erased = serde_json::from_str(&event.facts)
                .map_err(|error| ledger::Error::Fact { kind: event.kind.clone(), what: error.to_string() })?;
            self.persons.insert(erased.person);
            self.destroyed.extend(erased.destroyed);
            self.newest = at + 1;
        }
        Ok(true)
    }

    /// Files that were to be destroyed with the erasures read since the list was opened.
    pub fn destroyed(&self) -> &[Hash] {
        &self.destroyed
    }

    /// Whether somebody was erased since the traces were last cleared.
    pub fn leaves_traces(&self) -> bool {
        self.newest > self.cleared
    }

    /// Notes that the vault's tables were written anew after the newest erasure read.
    pub fn cleared(&mut self) {
        self.cleared = self.newest;
    }

    /// Begins to read the ledger anew: it is another one than before, because a backup was restored. The persons stay.
    pub fn begin_anew(&mut self) {
        (self.position, self.newest, self.cleared) = (0, 0, 0);
    }

    /// Writes the list; it is on disk when this returns.
    pub fn write(&self) -> Result<(), Failure> {
        let (position, newest, cleared) = (self.position, self.newest, self.cleared);
        let mut text = format!("position {position}\nnewest {newest}\ncleared {cleared}\n");
        for person in &self.persons {
            text.push_str(person);
            text.push('\n');
        }
        write_private(&self.path, text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_comes_back_and_begins_empty() {
        let folder = tempfile::tempdir().unwrap();
        let mut list = Erasures::read(folder.path()).unwrap();
        assert_eq!(list.persons().count(), 0);
        assert!(!list.leaves_traces());
        (list.position, list.newest) = (12, 11);
        list.persons.insert("per_999901_01KAHF6Z5M8Q0W3J7V2N4B6C8D".to_owned());
        list.write().unwrap();
        assert_eq!(Erasures::read(folder.path()).unwrap(), list);
        assert!(list.leaves_traces());
        list.cleared();
        list.write().unwrap();
        assert!(!Erasures::read(folder.path()).unwrap().leaves_traces());
        list.begin_anew();
        assert_eq!((list.position, list.persons().count()), (0, 1));
    }
}
