//! The store's front: it takes closures, hands them to the engine's threads, and gives back their answers.

use std::path::PathBuf;
use std::sync::Arc;

use base::{Instant, Rng};

use crate::migrate::{self, Migration};
use crate::pending::Pending;
use crate::postgres::Postgres;
use crate::schema::{self, Table};
use crate::sqlite::Sqlite;
use crate::trace::Trace;
use crate::{Engine, Error, Read, Tx};

/// How often emptying the log is tried after tables were rewritten, a quarter of a second each, before the copying has
/// been for nothing.
const LOG_TRIES: u32 = 20;

/// Which store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The database file of an embedded store; its folder exists.
    Sqlite(PathBuf),
    /// `postgres://…`.
    Postgres(String),
}

/// Limits of the store's threads and queues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Closures that may wait for a writer (and as many for a reader); one more is answered [`Error::Overloaded`].
    pub queue: usize,
    /// Closures in one commit on SQLite.
    pub group: usize,
    /// Threads that read.
    pub readers: usize,
    /// Threads that write on PostgreSQL; SQLite has one.
    pub writers: usize,
    /// What an answer promises on SQLite.
    pub durability: Durability,
    /// MiB of the database that the writer keeps in memory on SQLite. More of it is worth its memory only while a
    /// register is brought in, whose keys fall everywhere.
    pub cache_mib: u32,
}

/// What an answer promises on SQLite; PostgreSQL keeps what its own settings say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// What was answered is on disk.
    Full,
    /// What was answered survives the program, and not always the machine: for a store that is built only to be
    /// compared, and to show that the test of durability can fail.
    Late,
    /// Nothing: a store that is being made from the beginning and is made again if anything comes between. There is no
    /// log; open it again to work with it.
    Making,
}

impl Default for Limits {
    fn default() -> Self {
        Self { queue: 4096, group: 64, readers: 4, writers: 16, durability: Durability::Full, cache_mib: 32 }
    }
}

/// Something a closure leaves for the hook before the commit: an event's stream, number and digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The stream.
    pub key: String,
    /// The event's number in it.
    pub number: i64,
    /// The event's leaf hash.
    pub digest: [u8; 32],
}

/// Runs in the writer thread of an embedded store, once a group, before its COMMIT. On PostgreSQL it is not called.
pub trait GroupHook: Send {
    /// Sees the notes of every closure that is kept, in their order. An error undoes the whole group.
    fn before_commit(&mut self, tx: &mut Tx<'_>, notes: &[Note]) -> Result<(), Error>;

    /// Learns whether the commit held.
    fn after_commit(&mut self, kept: bool);
}

/// A database and the threads that work on it. Cheap to clone; closes when the last clone goes.
#[derive(Clone, Debug)]
pub struct Store {
    driver: Arc<Driver>,
}

#[derive(Debug)]
enum Driver {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Store {
    /// Opens the store, brings its schema up to `migrations`, and starts its threads. `hook` is for the ledger.
    pub fn open(
        target: &Target,
        limits: Limits,
        migrations: &[Migration],
        hook: Option<Box<dyn GroupHook>>,
    ) -> Result<Self, Error> {
        let driver = match target {
            Target::Sqlite(path) => Driver::Sqlite(Sqlite::open(path, limits, migrations, hook)?),
            Target::Postgres(url) => Driver::Postgres(Postgres::open(url, limits, migrations)?),
        };
        Ok(Self { driver: Arc::new(driver) })
    }

    /// Which engine it runs on.
    pub fn engine(&self) -> Engine {
        match &*self.driver {
            Driver::Sqlite(_) => Engine::Sqlite,
            Driver::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs `work` in one transaction. It may run again after a conflict, with the same time and chance, so it must
    /// not act on anything outside `tx`. The answer comes after the commit.
    pub fn write<T, E, F>(&self, now: Instant, rng: &Rng, work: F) -> Pending<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &*self.driver {
            Driver::Sqlite(d) => d.write(now, rng.restarted(), work),
            Driver::Postgres(d) => d.write(now, rng.restarted(), work),
        }
    }

    /// Runs `work` on a reading connection; it cannot change anything.
    pub fn read<T, E, F>(&self, work: F) -> Pending<T, E>
    where
        F: FnOnce(&mut Read<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &*self.driver {
            Driver::Sqlite(d) => d.read(work),
            Driver::Postgres(d) => d.read(work),
        }
    }

    /// The listener of this store.
    pub fn trace(&self) -> &Trace {
        match &*self.driver {
            Driver::Sqlite(d) => &d.trace,
            Driver::Postgres(d) => &d.trace,
        }
    }

    /// The tables as they are, for comparing engines and for scans by the schema.
    pub fn tables(&self) -> Result<Vec<Table>, Error> {
        self.read(schema::tables).wait()
    }

    /// Groups committed so far and closures in them (SQLite; zero on PostgreSQL).
    pub fn groups(&self) -> (u64, u64) {
        match &*self.driver {
            Driver::Sqlite(d) => d.groups(),
            Driver::Postgres(_) => (0, 0),
        }
    }

    /// Writes tables anew, so that nothing of their deleted rows can be read in the database's files or, on SQLite,
    /// in its write-ahead log: `VACUUM FULL` on PostgreSQL. Each table is closed to others for as long as copying it
    /// takes. Fails while a long reader holds an older state; then ask again later. Blocks; not for async code.
    pub fn rewrite(&self, tables: &'static [&'static str]) -> Result<(), Error> {
        match &*self.driver {
            Driver::Sqlite(d) => {
                // A reader that keeps the log would make the copying be for nothing.
                d.empty_log()?;
                d.rewrite(tables)?;
                (1..LOG_TRIES).find_map(|_| d.empty_log().ok()).map_or_else(|| d.empty_log(), Ok)
            }
            Driver::Postgres(d) => d.rewrite(tables),
        }
    }

    /// A copy of the embedded database at `target` in the new file `to`, as it stands at one moment and without
    /// anything of what was deleted. It takes no lock and can run beside a serving process.
    pub fn copy(target: &Target, to: &std::path::Path) -> Result<(), Error> {
        match target {
            Target::Sqlite(path) => crate::sqlite::copy(path, to),
            Target::Postgres(_) => Err(Error::Unavailable("PostgreSQL is copied by pg_dump".to_owned())),
        }
    }

    /// Runs `work` on this thread over one snapshot of the store at `target`, however long it takes: verify, backup
    /// and export. It takes no lock and changes nothing, so that it can run beside a serving process.
    pub fn snapshot<T, E, F>(target: &Target, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Read<'_>) -> Result<T, E>,
        E: From<Error>,
    {
        match target {
            Target::Sqlite(path) => crate::sqlite::snapshot(path, work),
            Target::Postgres(url) => crate::postgres::snapshot(url, work),
        }
    }

    /// The version its schema has.
    pub fn schema_version(&self) -> Result<i64, Error> {
        self.read(migrate::version).wait()
    }
}
