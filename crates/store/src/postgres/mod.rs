//! PostgreSQL with the synchronous driver on our own threads (it panics inside an async context). A closure is one
//! transaction at READ COMMITTED; conflicts run it again with the same time and chance.

mod replay;
mod session;
mod workers;

pub(crate) use replay::{replaying, step};

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use base::{Instant, Rng};
use tokio::sync::oneshot;

use crate::migrate::Migration;
use crate::trace::Trace;
use crate::tx::{Connection, Session};
use crate::{Error, Limits, Pending, Read, Tx};

pub(super) type Job = Box<dyn FnOnce(&mut Session) + Send>;

/// An open PostgreSQL store.
#[derive(Debug)]
pub(crate) struct Postgres {
    writes: Option<SyncSender<Job>>,
    reads: Option<SyncSender<Job>>,
    pub(crate) trace: Trace,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Postgres {
    pub(crate) fn open(url: &str, limits: Limits, migrations: &[Migration]) -> Result<Self, Error> {
        let mut first = session::connect(url, false)?;
        session::migrate(&mut first, migrations)?;
        drop(first);
        let (writes, inbox) = sync_channel(limits.queue);
        let mut threads = workers::start(url, false, limits.writers, inbox)?;
        let (reads, inbox): (_, Receiver<Job>) = sync_channel(limits.queue);
        threads.extend(workers::start(url, true, limits.readers, inbox)?);
        Ok(Self {
            writes: Some(writes),
            reads: Some(reads),
            trace: Trace::default(),
            threads: Mutex::new(threads),
        })
    }

    pub(crate) fn write<T, E, F>(&self, now: Instant, rng: Rng, work: F) -> Pending<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        enqueue(
            self.writes.as_ref(),
            workers::write_job(now, rng, work, sender, self.trace.clone()),
            receiver,
        )
    }

    pub(crate) fn read<T, E, F>(&self, work: F) -> Pending<T, E>
    where
        F: FnOnce(&mut Read<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        enqueue(self.reads.as_ref(), workers::read_job(work, sender, self.trace.clone()), receiver)
    }
}

impl Postgres {
    /// Writes tables anew, each outside a transaction on a writing connection.
    pub(crate) fn rewrite(&self, tables: &'static [&'static str]) -> Result<(), Error> {
        let (sender, receiver) = oneshot::channel();
        let job: Job = Box::new(move |session| {
            let mut run =
                |text: &str| session.client.batch_execute(text).map_err(|e| Error::postgres("rewrite", &e));
            // Whoever comes to a table while this waits for a long reader waits behind it: so it does not wait long.
            let done = run("SET lock_timeout = '300ms'")
                .and_then(|()| tables.iter().try_for_each(|table| run(&format!("VACUUM FULL {table}"))));
            let again = run(session::LOCK_TIMEOUT);
            // Whoever asked and went away does not mind the lost answer.
            let _ = sender.send(done.and(again));
        });
        enqueue::<(), Error>(self.writes.as_ref(), job, receiver).wait()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.writes.take();
        self.reads.take();
        let threads = self.threads.get_mut().map(std::mem::take).unwrap_or_default();
        for thread in threads {
            if thread.thread().id() != std::thread::current().id() {
                let _ = thread.join();
            }
        }
    }
}

/// Runs one text outside any transaction on a connection of its own, without a limit of time: making and dropping
/// databases, VACUUM. Fixed words of the program, never a user's. Not for async code.
pub fn administer(url: &str, text: &str) -> Result<(), Error> {
    let mut own = session::connect(url, false)?;
    own.client.batch_execute(text).map_err(|e| Error::postgres("administer", &e))
}

/// One snapshot on its own connection, on the calling thread (never an async one).
pub(crate) fn snapshot<T, E: From<Error>>(
    url: &str,
    work: impl FnOnce(&mut Read<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let mut own = session::connect(url, true)?;
    session::begin_snapshot(&mut own)?;
    work(&mut Read::new(Connection::Postgres(&mut own)))
}

fn enqueue<T, E: From<Error>>(
    queue: Option<&SyncSender<Job>>,
    job: Job,
    receiver: oneshot::Receiver<Result<T, E>>,
) -> Pending<T, E> {
    match queue.map(|q| q.try_send(job)) {
        Some(Ok(())) => Pending::coming(receiver),
        Some(Err(TrySendError::Full(_))) => Pending::refused(Error::Overloaded),
        _ => Pending::refused(Error::Unavailable("the store is closing".to_owned())),
    }
}

/// The inbox that the threads of one kind share.
pub(super) type Inbox = Arc<Mutex<Receiver<Job>>>;
