//! Moves the write-ahead log into the database from its own connection, so that no commit pays for it.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::open;

/// The log is moved when it is larger than this.
const MOVE_BYTES: u64 = 4 << 20;
/// Past this size writers are held for a moment so that the log starts again from its beginning.
const RESTART_BYTES: u64 = 256 << 20;

pub(super) fn run(path: &Path, stopped: &Receiver<()>) {
    let Ok(raw) = open::writing(path, true) else { return };
    let log = wal(path);
    while stopped.recv_timeout(Duration::from_millis(200)) == Err(RecvTimeoutError::Timeout) {
        let size = std::fs::metadata(&log).map_or(0, |m| m.len());
        let mode = match size {
            0..MOVE_BYTES => continue,
            MOVE_BYTES..RESTART_BYTES => "PASSIVE",
            _ => "TRUNCATE",
        };
        let moved = raw.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |_| Ok(()));
        if let Err(error) = moved {
            tracing::warn!(%error, size, "the write-ahead log could not be moved");
        }
    }
    // A clean stop leaves one file.
    let _ = raw.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
}

fn wal(path: &Path) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}
