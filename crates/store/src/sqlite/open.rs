//! Connections and their settings.

use std::path::Path;
use std::time::Duration;

use base::{Instant, Rng};
use rusqlite::config::DbConfig;
use rusqlite::{Connection as Raw, OpenFlags};

use crate::migrate::{self, Migration};
use crate::tx::Connection;
use crate::{Durability, Error, Limits, Tx};

/// Statements kept prepared on a connection; the program has a few hundred.
const STATEMENTS: usize = 512;

/// The writer waits so long for whoever cuts the log; on a slow disk that takes seconds.
const LOG_HELD: Duration = Duration::from_secs(20);

fn fail(error: &rusqlite::Error) -> Error {
    Error::sqlite("open", error)
}

/// Takes the store for this process. A second writing process is told so.
pub(super) fn lock(path: &Path) -> Result<std::fs::File, Error> {
    let name = path.with_extension("lock");
    let file =
        std::fs::File::create(&name).map_err(|e| Error::Unavailable(format!("{}: {e}", name.display())))?;
    file.try_lock().map_err(|_| {
        Error::Unavailable(format!("{} is in use by another process: stop it first", path.display()))
    })?;
    Ok(file)
}

/// The connection of the writer thread.
pub(super) fn writing(path: &Path, limits: Limits) -> Result<Raw, Error> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let raw = Raw::open_with_flags(path, flags).map_err(|e| fail(&e))?;
    steady(&raw)?;
    let cache_kib = u64::from(limits.cache_mib) * 1024;
    let (journal, synchronous) = match limits.durability {
        Durability::Full => ("WAL", "FULL"),
        Durability::Late => ("WAL", "NORMAL"),
        Durability::Making => ("MEMORY", "OFF"),
    };
    // wal_autocheckpoint=0: moving the log is the checkpoint thread's work, never a commit's.
    raw.execute_batch(&format!(
        "PRAGMA journal_mode={journal}; PRAGMA synchronous={synchronous}; PRAGMA wal_autocheckpoint=0;
         PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;
         PRAGMA cache_size=-{cache_kib};"
    ))
    .map_err(|e| fail(&e))?;
    raw.busy_timeout(LOG_HELD).map_err(|e| fail(&e))?;
    raw.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(raw)
}

/// A connection that cannot write.
pub(super) fn reading(path: &Path) -> Result<Raw, Error> {
    let raw = copying(path)?;
    steady(&raw)?;
    raw.execute_batch("PRAGMA query_only=ON; PRAGMA cache_size=-8192;").map_err(|e| fail(&e))?;
    raw.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(raw)
}

/// A connection that cannot write this database, but may write a copy of it.
pub(super) fn copying(path: &Path) -> Result<Raw, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let raw = Raw::open_with_flags(path, flags).map_err(|e| fail(&e))?;
    raw.busy_timeout(Duration::from_secs(5)).map_err(|e| fail(&e))?;
    Ok(raw)
}

/// A statement keeps its plan whatever values are bound. Without this the planner looks at them and prepares anew
/// when they change: a fifth of the time of a step.
fn steady(raw: &Raw) -> Result<(), Error> {
    raw.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(|_| ()).map_err(|e| fail(&e))
}

/// Brings the schema up to date in one transaction.
pub(super) fn migrate(raw: &Raw, migrations: &[Migration]) -> Result<(), Error> {
    raw.execute_batch("BEGIN IMMEDIATE").map_err(|e| fail(&e))?;
    let mut tx = Tx::new(Connection::Sqlite(raw), Instant::from_ms(0), Rng::from_number(0));
    let done = migrate::run(&mut tx, migrations);
    let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
    raw.execute_batch(end).map_err(|e| fail(&e))?;
    done
}
