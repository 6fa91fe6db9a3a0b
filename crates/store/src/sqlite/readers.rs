//! The reading threads: each closure sees one snapshot, and those that wait together may see the same.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc::Receiver;

use rusqlite::Connection as Raw;
use tokio::sync::oneshot;

use super::writer::control;
use crate::trace::{At, Trace};
use crate::tx::Connection;
use crate::{Error, Read};

/// Jobs that share a snapshot. More would keep other threads idle while one works.
const TOGETHER: usize = 4;

pub(super) type ReadJob = Box<dyn FnOnce(&Raw) + Send>;

pub(super) fn job<T, E, F>(work: F, sender: oneshot::Sender<Result<T, E>>, trace: Trace) -> ReadJob
where
    F: FnOnce(&mut Read<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    Box::new(move |raw| {
        let mut read = Read::new(Connection::Sqlite(raw)).heard_by(&trace, At::Read);
        let result = catch_unwind(AssertUnwindSafe(|| work(&mut read)));
        let _ = sender.send(result.unwrap_or_else(|_| Err(Error::Panicked.into())));
    })
}

pub(super) fn run(raw: &Raw, inbox: &Mutex<Receiver<ReadJob>>) {
    while let Some(jobs) = waiting(inbox) {
        // A failed BEGIN leaves single statements, each with its own snapshot: still true answers.
        let _ = control(raw, "BEGIN DEFERRED");
        for job in jobs {
            job(raw);
        }
        let _ = control(raw, "COMMIT");
    }
}

/// The first job that comes and a few that wait behind it: what is asked before a snapshot begins may share it. None
/// when nobody can ask any more.
fn waiting(inbox: &Mutex<Receiver<ReadJob>>) -> Option<Vec<ReadJob>> {
    let inbox = inbox.lock().ok()?;
    let mut jobs = vec![inbox.recv().ok()?];
    jobs.extend(inbox.try_iter().take(TOGETHER - 1));
    Some(jobs)
}
