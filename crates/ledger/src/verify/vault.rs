//! The vault and the files against the events that made them. A row that no event cites was altered or put there; a
//! cited row that is not there was taken away, and that is only allowed behind an erasure.

use std::collections::{HashMap, HashSet};

use store::{Read, params};

use super::Report;
use crate::cited::{Cited, ERASED, Erased};
use crate::files::FileStore;
use crate::seal::Sealed;
use crate::seal::digest::{blind_digest, key_digest, value_digest};
use crate::tree::Hash;
use crate::vault::{salt, split};
use crate::{Error, sql};

/// What the events say should be there: the digest, and how to name it when it is missing.
#[derive(Debug, Default)]
pub(super) struct Expected {
    rows: HashMap<Hash, (&'static str, String)>,
    dropped: HashSet<Hash>,
    files: HashSet<Hash>,
    destroyed: HashSet<Hash>,
}

impl Expected {
    pub(super) fn add(&mut self, cited: Cited, erased: &HashSet<String>) {
        self.files.extend(cited.files);
        self.destroyed.extend(cited.destroyed);
        let Some(vault) = cited.vault else { return };
        if erased.contains(&vault.person) {
            return;
        }
        let person = vault.person;
        self.dropped.extend(vault.dropped);
        if let Some(key) = vault.key {
            self.rows.insert(key, ("vault_key", person.clone()));
        }
        for value in vault.values {
            let name = format!("{person}/{}/{}", value.field, value.version);
            self.rows.insert(value.digest, ("vault", name));
        }
        for blind in vault.blinds {
            self.rows.insert(blind, ("blind", person.clone()));
        }
    }
}

/// The persons whose erasure is on record.
pub(super) fn erased(read: &mut Read<'_>) -> Result<HashSet<String>, Error> {
    let facts = read.list(&sql::EVENTS_OF_KIND, params![ERASED], |row| row.text(0))?;
    Ok(facts.iter().filter_map(|f| serde_json::from_str::<Erased>(f).ok()).map(|e| e.person).collect())
}

const STRANGE: &str = "no event made this row: it was altered or put there";

pub(super) fn check(read: &mut Read<'_>, expected: &Expected, report: &mut Report) -> Result<(), Error> {
    let mut seen: HashSet<Hash> = HashSet::new();
    let mut meet = |digest: Option<Hash>, table: &str, key: String, report: &mut Report| match digest {
        Some(d) if expected.rows.contains_key(&d) && !expected.dropped.contains(&d) => {
            seen.insert(d);
        }
        _ => report.find("vault", table, key, STRANGE),
    };
    read.each(&sql::KEY_SCAN, params![], |row| {
        let (person, version) = (row.text(0)?, u32::try_from(row.int(1)?).unwrap_or(0));
        let digest = split(&row.bytes(2)?).ok().map(|wrapped| key_digest(&person, version, &wrapped));
        meet(digest, "vault_key", person, report);
        Ok(())
    })?;
    read.each(&sql::VALUE_SCAN, params![], |row| {
        let (person, field, version) = (row.text(0)?, row.text(1)?, row.int(2)?);
        let sealed = Sealed::from_parts(&row.bytes(3)?, row.bytes(4)?).ok();
        let short = u32::try_from(version).unwrap_or(0);
        let digest =
            sealed.map(|sealed| value_digest(&person, &field, short, sealed.nonce(), sealed.ciphertext()));
        meet(digest, "vault", format!("{person}/{field}/{version}"), report);
        Ok(())
    })?;
    read.each(&sql::BLIND_SCAN, params![], |row| {
        let (kind, person) = (row.text(0)?, row.text(2)?);
        let digest = row.digest(1).ok().map(|token| (token, salt(row, 3)));
        let digest = match digest {
            Some((token, Ok(salt))) => Some(blind_digest(&kind, &token, &person, &salt)),
            _ => None,
        };
        meet(digest, "blind", person, report);
        Ok(())
    })?;
    for (digest, (table, key)) in &expected.rows {
        if !seen.contains(digest) && !expected.dropped.contains(digest) {
            report.find("vault", table, key, "the row is gone or altered, and no erasure is on record");
        }
    }
    Ok(())
}

pub(super) fn check_files(files: &FileStore, expected: &Expected, report: &mut Report) {
    for digest in expected.files.difference(&expected.destroyed) {
        if let Err(error) = files.verify(digest) {
            report.find("file", "files", digest, error);
        }
    }
}
