//! The list of erased persons, kept outside the database and outside every backup, in the folder of keys. A backup
//! that is older than an erasure still holds the person's values; `restore` reads this list and erases them again.
//!
//! The list follows the ledger: it remembers the position up to which it has read. It holds ids only. What it cannot
//! know is an erasure of the last moments before the whole machine was lost, list included: keep the folder of keys
//! on other storage than the store.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

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
    persons: BTreeSet<String>,
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
        let mut lines = text.lines();
        let position =
            lines.next().and_then(|line| line.strip_prefix("position ")?.parse().ok()).unwrap_or(0);
        let persons = lines.map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        Ok(Self { path, position, persons })
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
        for (_, event) in page.iter().filter(|(_, event)| event.kind == ERASED) {
            let erased: Erased = serde_json::from_str(&event.facts)
                .map_err(|error| ledger::Error::Fact { kind: event.kind.clone(), what: error.to_string() })?;
            self.persons.insert(erased.person);
        }
        Ok(true)
    }

    /// Begins to read the ledger anew: it is another one than before, because a backup was restored. The persons stay.
    pub fn begin_anew(&mut self) {
        self.position = 0;
    }

    /// Writes the list; it is on disk when this returns.
    pub fn write(&self) -> Result<(), Failure> {
        let mut text = format!("position {}\n", self.position);
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
        list.position = 12;
        list.persons.insert("per_999901_01KAHF6Z5M8Q0W3J7V2N4B6C8D".to_owned());
        list.write().unwrap();
        assert_eq!(Erasures::read(folder.path()).unwrap(), list);
        list.begin_anew();
        assert_eq!((list.position, list.persons().count()), (0, 1));
    }
}
