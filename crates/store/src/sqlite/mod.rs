//! The embedded engine: one writer thread with group commit, a few reading threads, and a thread that moves the
//! write-ahead log into the database so that no commit ever does.

mod checkpoint;
mod open;
mod readers;
mod replay;
mod rewrite;
mod writer;

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use base::{Instant, Rng};
use tokio::sync::oneshot;

use crate::migrate::Migration;
use crate::store::GroupHook;
use crate::trace::Trace;
use crate::tx::Connection;
use crate::{Durability, Error, Limits, Pending, Read, Tx};

pub(crate) use replay::{group, replay};

use checkpoint::Asked;
use readers::ReadJob;
use writer::WriteJob;

#[derive(Debug, Default)]
pub(super) struct Counters {
    groups: AtomicU64,
    closures: AtomicU64,
}

/// An open embedded store.
#[derive(Debug)]
pub(crate) struct Sqlite {
    writes: Option<SyncSender<WriteJob>>,
    reads: Option<SyncSender<ReadJob>>,
    log: Option<SyncSender<Asked>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    counters: std::sync::Arc<Counters>,
    pub(crate) trace: Trace,
    // Held for its lock on the file: two writing processes would each believe they number the events.
    _lock: std::fs::File,
}

impl Sqlite {
    pub(crate) fn open(
        path: &Path,
        limits: Limits,
        migrations: &[Migration],
        hook: Option<Box<dyn GroupHook>>,
    ) -> Result<Self, Error> {
        let lock = open::lock(path)?;
        let connection = open::writing(path, limits)?;
        open::migrate(&connection, migrations)?;
        let counters = std::sync::Arc::new(Counters::default());
        let trace = Trace::default();
        let mut threads = Vec::new();
        let (writes, inbox) = sync_channel(limits.queue);
        let (shared, hearing) = (counters.clone(), trace.clone());
        threads.push(spawn("yc-writer", move || {
            writer::Writer::new(connection, hook, limits.group, shared, hearing).run(&inbox);
        })?);
        let (reads, inbox) = sync_channel(limits.queue);
        let inbox = std::sync::Arc::new(Mutex::new(inbox));
        for _ in 0..readers(limits.readers) {
            let connection = open::reading(path)?;
            let inbox = inbox.clone();
            threads.push(spawn("yc-reader", move || readers::run(&connection, &inbox))?);
        }
        let (log, inbox) = sync_channel(8);
        let own = path.to_owned();
        if limits.durability != Durability::Making {
            threads.push(spawn("yc-wal", move || checkpoint::run(&own, &inbox))?);
        }
        Ok(Self {
            writes: Some(writes),
            reads: Some(reads),
            log: Some(log),
            threads: Mutex::new(threads),
            counters,
            trace,
            _lock: lock,
        })
    }

    pub(crate) fn write<T, E, F>(&self, now: Instant, rng: Rng, work: F) -> Pending<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        enqueue(self.writes.as_ref(), writer::job(now, rng, work, sender, self.trace.clone()), receiver)
    }

    pub(crate) fn read<T, E, F>(&self, work: F) -> Pending<T, E>
    where
        F: FnOnce(&mut Read<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        enqueue(self.reads.as_ref(), readers::job(work, sender, self.trace.clone()), receiver)
    }

    pub(crate) fn groups(&self) -> (u64, u64) {
        (self.counters.groups.load(Ordering::Relaxed), self.counters.closures.load(Ordering::Relaxed))
    }

    /// Writes tables anew in the writer thread, one closure each: others are served in between.
    pub(crate) fn rewrite(&self, tables: &'static [&'static str]) -> Result<(), Error> {
        for table in tables {
            let (sender, receiver) = oneshot::channel();
            let anew = move |tx: &mut Tx<'_>| match &tx.connection {
                Connection::Sqlite(raw) => rewrite::rewrite(raw, table),
                Connection::Postgres(_) => Ok(()),
            };
            let job = writer::job(Instant::from_ms(0), Rng::from_number(0), anew, sender, self.trace.clone());
            enqueue::<_, (), Error>(self.writes.as_ref(), job, receiver).wait()?;
        }
        Ok(())
    }

    /// Moves the write-ahead log into the database and cuts it to nothing, on the connection that always does so.
    pub(crate) fn empty_log(&self) -> Result<(), Error> {
        let (sender, receiver) = oneshot::channel();
        enqueue::<_, (), Error>(self.log.as_ref(), sender, receiver).wait()
    }
}

/// A copy of the database at `path` in the new file `to`: the rows as they stand, nothing of what was deleted.
pub(crate) fn copy(path: &Path, to: &Path) -> Result<(), Error> {
    let source = open::copying(path)?;
    let to = to.to_str().ok_or_else(|| Error::Unavailable("the path is not UTF-8".to_owned()))?;
    source.execute("VACUUM INTO ?1", [to]).map_err(|e| Error::sqlite("copy", &e))?;
    Ok(())
}

/// As many as asked for, but no more than there are cores: nothing here waits for a network, and each reader fills a
/// page cache of its own again after every commit.
fn readers(asked: usize) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    asked.min(cores.max(2)).max(1)
}

/// Closing hands every waiting closure to its thread first, then waits for the threads.
impl Drop for Sqlite {
    fn drop(&mut self) {
        self.writes.take();
        self.reads.take();
        self.log.take();
        let threads = self.threads.get_mut().map(std::mem::take).unwrap_or_default();
        for thread in threads {
            // The last clone may go inside one of our own threads (a closure that held it).
            if thread.thread().id() != std::thread::current().id() {
                let _ = thread.join();
            }
        }
    }
}

/// One snapshot on its own connection, on the calling thread.
pub(crate) fn snapshot<T, E: From<Error>>(
    path: &Path,
    work: impl FnOnce(&mut Read<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let raw = open::reading(path)?;
    let begin = raw.execute_batch("BEGIN DEFERRED");
    begin.map_err(|e| Error::sqlite("snapshot", &e))?;
    work(&mut Read::new(Connection::Sqlite(&raw)))
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, Error> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map_err(|e| Error::Unavailable(format!("no thread: {e}")))
}

fn enqueue<J, T, E: From<Error>>(
    queue: Option<&SyncSender<J>>,
    job: J,
    receiver: oneshot::Receiver<Result<T, E>>,
) -> Pending<T, E> {
    match queue.map(|q| q.try_send(job)) {
        Some(Ok(())) => Pending::coming(receiver),
        Some(Err(TrySendError::Full(_))) => Pending::refused(Error::Overloaded),
        _ => Pending::refused(Error::Unavailable("the store is closing".to_owned())),
    }
}
