//! The reading threads: each closure sees one snapshot.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc::Receiver;

use rusqlite::Connection as Raw;
use tokio::sync::oneshot;

use super::writer::control;
use crate::trace::{At, Trace};
use crate::tx::Connection;
use crate::{Error, Read};

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
    loop {
        let next = match inbox.lock() {
            Ok(inbox) => inbox.recv(),
            Err(_) => return,
        };
        let Ok(job) = next else { return };
        // A failed BEGIN leaves single statements, each with its own snapshot: still true answers.
        let _ = control(raw, "BEGIN DEFERRED");
        job(raw);
        let _ = control(raw, "COMMIT");
    }
}
