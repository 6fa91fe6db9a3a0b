//! Moves the write-ahead log into the database from its own connection, so that no commit pays for it.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use rusqlite::Connection as Raw;
use tokio::sync::oneshot;

use super::open;
use crate::{Error, Limits};

/// The log is moved when it is larger than this.
const MOVE_BYTES: u64 = 4 << 20;
/// Past this size writers are held for a moment so that the log starts again from its beginning.
const RESTART_BYTES: u64 = 256 << 20;
/// How long emptying the log may hold up writers while it waits for readers.
const PATIENCE: Duration = Duration::from_millis(250);

/// Somebody who asked for an empty log.
pub(super) type Asked = oneshot::Sender<Result<(), Error>>;

pub(super) fn run(path: &Path, inbox: &Receiver<Asked>) {
    let Ok(raw) = open::writing(path, Limits::default()) else { return };
    let _ = raw.busy_timeout(PATIENCE);
    let log = wal(path);
    loop {
        match inbox.recv_timeout(Duration::from_millis(200)) {
            // Whoever asked and went away does not mind the lost answer.
            Ok(asked) => drop(asked.send(empty(&raw))),
            Err(RecvTimeoutError::Timeout) => follow(&raw, &log),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    // A clean stop leaves one file.
    let _ = empty(&raw);
}

/// Keeps the log small.
fn follow(raw: &Raw, log: &Path) {
    let size = std::fs::metadata(log).map_or(0, |m| m.len());
    // What can be moved without holding up anybody is moved first, however large the log: cutting a log of which much
    // is still to be moved would hold up writers for as long as the disk takes.
    let done = match size {
        0..MOVE_BYTES => return,
        MOVE_BYTES..RESTART_BYTES => checkpoint(raw, "PASSIVE"),
        _ => checkpoint(raw, "PASSIVE").and_then(|_| checkpoint(raw, "TRUNCATE")),
    };
    if let Err(error) = done {
        tracing::warn!(%error, size, "the write-ahead log could not be moved");
    }
}

/// Moves everything and cuts the log to nothing; fails while a reader still looks at an older state.
fn empty(raw: &Raw) -> Result<(), Error> {
    let moved = |mode| checkpoint(raw, mode).map_err(|e| Error::sqlite("empty log", &e));
    // What can be moved without holding up anybody is moved first.
    moved("PASSIVE")?;
    if moved("TRUNCATE")? {
        return Err(Error::Unavailable("a long reader keeps the write-ahead log".to_owned()));
    }
    Ok(())
}

/// Gives whether readers or writers kept it from being finished.
fn checkpoint(raw: &Raw, mode: &str) -> rusqlite::Result<bool> {
    raw.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| row.get(0))
}

fn wal(path: &Path) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}
