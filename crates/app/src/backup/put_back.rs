//! Restoring a backup: it is read whole first, then put into a new folder, and then whoever was erased since is erased
//! again and all log-ins end: whoever logged out since would otherwise be logged in again.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use authz::{Actor, Area, Channel, Role, Staff};
use base::{OsEntropy, SystemClock, Text};
use ledger::tree::Hash;
use service::access::end_all_sessions;
use service::office::{Ctx, Office};
use service::person;
use store::{Limits, Target};

use super::frame::{self, Entry};
use super::{DATABASE, FILES, OFFICE, Summary};
use crate::erasures::Erasures;
use crate::keys::Keys;
use crate::outcome::{Failure, io as failed};
use crate::store_folder::{About, Place};
use crate::wait::{ask, wait};

/// A backup that was put back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The backup's length.
    pub bytes: u64,
    /// The backup's SHA-256.
    pub sha256: String,
    /// What it held.
    pub summary: Summary,
    /// How many persons were erased again.
    pub erased: u64,
    /// Whether it is of a demonstration, which `demo` serves and not `serve`.
    pub demonstration: bool,
}

/// Reads a backup whole and says what it holds; puts nothing in place.
pub fn look(from: &Path) -> Result<Restored, Failure> {
    let folder = tempfile::tempdir().map_err(|error| failed(from, &error))?;
    let (bytes, sha256) = unpack(from, folder.path())?;
    let summary = Summary::of(&Target::Sqlite(folder.path().join(DATABASE)))?;
    let demonstration = Place::embedded(folder.path()).about()?.demonstration;
    Ok(Restored { bytes, sha256, summary, erased: 0, demonstration })
}

/// Puts a backup into the empty or missing folder of `place`; the keys are there already.
pub fn restore(from: &Path, place: &Place) -> Result<Restored, Failure> {
    let folder = &place.folder;
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(occupied(folder));
    }
    if let Target::Postgres(_) = place.database {
        return Err(postgres());
    }
    // First the whole backup is read and the keys are tried, so that nothing is left half done.
    let about = whose(from)?;
    let keys = Keys::read(&place.keys, &about)?;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| failed(folder, &error))?;
    let (bytes, sha256) = unpack(from, folder)?;
    let summary = Summary::of(&place.database)?;
    let erased = erase_again(place, &about, keys)?;
    Ok(Restored { bytes, sha256, summary, erased, demonstration: about.demonstration })
}

/// Reads a backup whole and gives what its `office.toml` says.
fn whose(from: &Path) -> Result<About, Failure> {
    let folder = tempfile::tempdir().map_err(|error| failed(from, &error))?;
    let read = frame::read(from, |entry| {
        let file = (entry.name == OFFICE).then(|| File::create(folder.path().join(OFFICE)));
        Ok(file.transpose()?.map(|file| Box::new(file) as Box<dyn Write>))
    });
    read.map_err(|error| failed(from, &error))?;
    Place::embedded(folder.path()).about()
}

fn unpack(from: &Path, folder: &Path) -> Result<(u64, String), Failure> {
    let done = frame::read(from, |entry| {
        let path = folder.join(safe(entry)?);
        if let Some(parent) = path.parent() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(parent)?;
        }
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        Ok(Some(Box::new(Synced(file)) as Box<dyn Write>))
    });
    done.map_err(|error| failed(from, &error))
}

/// Only names that a backup of ours has: nothing is ever written outside the folder.
fn safe(entry: &Entry) -> io::Result<PathBuf> {
    let file = entry.name.strip_prefix(FILES).is_some_and(|rest| {
        let digest = rest.replacen('/', "", 1);
        rest.as_bytes().get(2) == Some(&b'/') && Hash::parse_hex(&digest).is_ok()
    });
    if file || entry.name == DATABASE || entry.name == OFFICE {
        return Ok(PathBuf::from(&entry.name));
    }
    Err(io::Error::new(io::ErrorKind::InvalidData, format!("{} does not belong into a backup", entry.name)))
}

/// A file that is on disk when it was flushed.
struct Synced(File);

impl Write for Synced {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }
}

/// Erases again everybody on the list of erasures whom a store still knows that was restored by other means: PostgreSQL
/// by its own tools. Gives how many. All log-ins end. Doing it twice does no harm; nothing may serve the store before it
/// is done.
pub fn erase_listed(place: &Place) -> Result<u64, Failure> {
    let about = place.about()?;
    let keys = Keys::read(&place.keys, &about)?;
    erase_again(place, &about, keys)
}

/// Erases again everybody on the list of erasures whom the backup still knows, and ends the log-ins it holds.
fn erase_again(place: &Place, about: &About, keys: Keys) -> Result<u64, Failure> {
    let mut list = Erasures::read(&place.keys)?;
    let office = crate::office::open(
        place,
        about,
        keys,
        Limits::default(),
        Arc::new(SystemClock),
        Arc::new(OsEntropy),
    )?;
    let mut erased = 0;
    for id in list.persons() {
        let wanted = id.to_owned();
        let found = ask(&office, move |read| person::by_id(read, &wanted))?;
        if found.is_some_and(|person| !person.erased) {
            wait(person::erase(&office, &restoring(&office), id))?;
            erased += 1;
        }
    }
    wait(end_all_sessions(&office, &restoring(&office)))?;
    list.begin_anew();
    let mut again = list.clone();
    let mut again = ask(&office, move |read| {
        again.catch_up(read)?;
        Ok(again)
    })?;
    if again.leaves_traces() {
        office.store().rewrite(ledger::vault::TABLES)?;
        again.cleared();
    }
    again.write()?;
    Ok(erased)
}

/// Erasing is an archivist's act (PIPL§47); a restore repeats acts that archivists did, and says so in its events.
fn restoring(office: &Office) -> Ctx {
    let archivist = Staff {
        person: None,
        roles: [Role::Archivist].into(),
        outlet: String::new(),
        area: Area::country(),
        grants: Vec::new(),
    };
    Ctx {
        actor: Actor::staff("restore", archivist),
        channel: Channel::Internal,
        purpose: Some("restore".to_owned()),
        ..office.system("restore")
    }
}

fn postgres() -> Failure {
    Failure::new(
        Text::new("yichuang restore 只恢复内嵌数据库", "yichuang restore puts back embedded stores only"),
        Text::new(
            "请用 --store 指定一个文件夹；PostgreSQL 请用它自己的工具恢复，再运行 yichuang restore --erasures。",
            "Name a folder with --store; restore PostgreSQL with its own tools, then run yichuang restore --erasures.",
        ),
    )
}

fn occupied(folder: &Path) -> Failure {
    let folder = folder.display();
    Failure::new(
        Text::new(format!("{folder} 已经有数据"), format!("{folder} already holds something")),
        Text::new(
            "请用 --store 指定一个新文件夹，或者先把旧文件夹移走；恢复从不覆盖已有数据。",
            "Name a new folder with --store, or move the old one away first: a restore never writes over data.",
        ),
    )
}
