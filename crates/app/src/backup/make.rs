//! Making a backup.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use base::{Instant, Text};
use ledger::files::FileStore;
use store::{Store, Target};

use super::frame::{self, Writer};
use super::{DATABASE, FILES, OFFICE, Summary, copy};
use crate::erasures::Erasures;
use crate::outcome::{Failure, io as failed};
use crate::store_folder::{Place, write_private};

/// Remembers the newest backup in the store's folder, for `doctor`; a restored store has none yet.
const LAST: &str = "last-backup.txt";

/// A backup that was made and read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
    /// What is in it.
    pub summary: Summary,
    /// How many files.
    pub files: u64,
}

/// Writes the store at `place` into the new file `to`, and reads it back.
pub fn make(place: &Place, to: &Path, now: Instant) -> Result<Made, Failure> {
    place.about()?;
    let out = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to);
    let out = out.map_err(|error| {
        if error.kind() == io::ErrorKind::AlreadyExists { there(to) } else { failed(to, &error) }
    })?;
    match write(place, to, out) {
        Ok(made) => {
            note_erasures(place)?;
            write_private(&place.folder.join(LAST), format!("{} {}\n", now.ms(), made.sha256).as_bytes())?;
            Ok(made)
        }
        Err(failure) => {
            // Half a backup is worse than none: somebody might rely on it.
            let _ = std::fs::remove_file(to);
            Err(failure)
        }
    }
}

/// When the newest backup was made, if one was.
pub(crate) fn last(folder: &Path) -> Option<Instant> {
    let text = std::fs::read_to_string(folder.join(LAST)).ok()?;
    text.split_whitespace().next()?.parse().ok().map(Instant::from_ms)
}

fn write(place: &Place, to: &Path, out: File) -> Result<Made, Failure> {
    let folder =
        tempfile::tempdir_in(to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")))
            .map_err(|error| failed(to, &error))?;
    let database = folder.path().join(DATABASE);
    // The database first: every file that it cites was on disk before, and files that come later do no harm.
    copy::copy(&place.database, &database)?;
    let summary = Summary::of(&Target::Sqlite(database.clone()))?;
    let mut writer = Writer::new(out).map_err(|error| failed(to, &error))?;
    let mut add = |name: &str, path: &Path| writer.add(name, path).map_err(|error| failed(path, &error));
    add(OFFICE, &place.folder.join(crate::store_folder::OFFICE))?;
    add(DATABASE, &database)?;
    let mut files = 0;
    for name in names(place)? {
        let path = place.folder.join(&name);
        // A file that is erased while the backup runs is as it should be.
        if path.exists() {
            add(&name, &path)?;
            files += 1;
        }
    }
    let (bytes, sha256) = writer.finish().map_err(|error| failed(to, &error))?;
    let read_back = frame::read(to, |_| Ok(None)).map_err(|error| failed(to, &error))?;
    if read_back != (bytes, sha256.clone()) {
        return Err(differs(to));
    }
    Ok(Made { bytes, sha256, summary, files })
}

/// `files/ab/cdef…` of every stored file.
fn names(place: &Place) -> Result<Vec<String>, Failure> {
    let wrong =
        |error: ledger::files::FileError| failed(&place.files(), &io::Error::other(error.to_string()));
    let store = FileStore::open(&place.files()).map_err(wrong)?;
    let mut names = Vec::new();
    for file in store.list().map_err(wrong)? {
        let digest = file.map_err(wrong)?.digest.to_string();
        let (folder, rest) = digest.split_at_checked(2).unwrap_or_default();
        names.push(format!("{FILES}{folder}/{rest}"));
    }
    names.sort();
    Ok(names)
}

/// A restored backup must not bring back anybody erased after it; the list is brought up to date while it can be.
fn note_erasures(place: &Place) -> Result<(), Failure> {
    let mut list = Erasures::read(&place.keys)?;
    let read: Result<(), ledger::Error> = Store::snapshot(&place.database, |read| list.catch_up(read));
    read?;
    list.write()
}

fn there(path: &Path) -> Failure {
    let path = path.display();
    Failure::new(
        Text::new(format!("{path} 已经存在"), format!("{path} is there already")),
        Text::new(
            "请换一个文件名；备份从不覆盖已有文件。",
            "Choose another name: a backup never writes over a file.",
        ),
    )
}

fn differs(path: &Path) -> Failure {
    let path = path.display();
    Failure::new(
        Text::new(
            format!("{path} 读回来与写入的不一样"),
            format!("{path} does not read back as it was written"),
        ),
        Text::new("请换一个磁盘再做备份，并检查这个磁盘。", "Back up to another disk, and check this one."),
    )
}
