//! The writer thread. It takes the first waiting closure, then as many more as are there, runs each inside its own
//! SAVEPOINT, commits once, and only then answers: nobody is told of a change that is not on disk.
//!
//! A commit costs as much processor time as several closures, and a sync. Whoever was answered after the last two commits
//! is likely to come back with their next step, so that while there is such company the group waits a moment for each of
//! them before it commits. Somebody who is alone is never kept waiting.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use base::{Instant, Rng, Stopwatch};
use rusqlite::Connection as Raw;
use tokio::sync::oneshot;

use super::Counters;
use crate::store::{GroupHook, Note};
use crate::trace::{At, Trace};
use crate::tx::Connection;
use crate::{Error, Tx};

/// A closure that takes longer is logged: it holds up everyone behind it.
const SLOW_US: u64 = 2_000;

/// So many in the last two groups together are company.
const COMPANY: usize = 8;
/// A group that has so many waits for nobody: others would stand idle meanwhile.
const ENOUGH: usize = 24;
/// How long a group waits for the next closure.
const MOMENT: Duration = Duration::from_micros(500);

/// On Linux each thread has its own.
#[cfg(target_os = "linux")]
const NICE: i32 = -10;

/// What the group still has to tell one caller, given whether the commit held.
type Answer = Box<dyn FnOnce(Result<(), Error>) + Send>;

/// Runs one closure on the writer's connection; gives the notes it left and the answer to send after the commit.
pub(super) type WriteJob = Box<dyn FnOnce(&Raw) -> (Vec<Note>, Answer) + Send>;

/// Wraps a closure of any types into a job.
pub(super) fn job<T, E, F>(
    now: Instant,
    rng: Rng,
    work: F,
    sender: oneshot::Sender<Result<T, E>>,
    trace: Trace,
) -> WriteJob
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    Box::new(move |raw| {
        let watch = Stopwatch::start();
        let (notes, result) = in_savepoint(raw, now, rng, &work, &trace);
        let took = watch.elapsed_us();
        if took > SLOW_US {
            tracing::warn!(took_us = took, "a closure held the writer");
        }
        let answer: Answer = Box::new(move |commit| {
            // What the closure itself met says more than what became of its group. A caller that has gone away does not
            // mind the lost answer.
            let _ = sender.send(result.and_then(|value| commit.map(|()| value).map_err(E::from)));
        });
        (notes, answer)
    })
}

fn in_savepoint<T, E: From<Error>>(
    raw: &Raw,
    now: Instant,
    rng: Rng,
    work: &impl Fn(&mut Tx<'_>) -> Result<T, E>,
    trace: &Trace,
) -> (Vec<Note>, Result<T, E>) {
    if let Err(error) = control(raw, "SAVEPOINT closure") {
        return (Vec::new(), Err(error.into()));
    }
    let mut tx = Tx::new(Connection::Sqlite(raw), now, rng).heard_by(trace, At::Write);
    let result = catch_unwind(AssertUnwindSafe(|| work(&mut tx)));
    let notes = std::mem::take(&mut tx.notes);
    let (keep, result) = match result {
        Ok(Ok(value)) => (true, Ok(value)),
        Ok(Err(error)) => (false, Err(error)),
        Err(_) => (false, Err(Error::Panicked.into())),
    };
    let end = if keep { Ok(()) } else { control(raw, "ROLLBACK TO closure") };
    match end.and_then(|()| control(raw, "RELEASE closure")) {
        Ok(()) if keep => (notes, result),
        Ok(()) => (Vec::new(), result),
        Err(error) => (Vec::new(), result.and(Err(error.into()))),
    }
}

pub(super) fn control(raw: &Raw, text: &str) -> Result<(), Error> {
    let mut prepared = raw.prepare_cached(text).map_err(|e| Error::sqlite(text, &e))?;
    prepared.execute([]).map(|_| ()).map_err(|e| Error::sqlite(text, &e))
}

/// Everybody waits for this thread, so it runs before the others where the system lets it: Linux, with the right to
/// (`LimitNICE=-10` for a service). Elsewhere it waits its turn; a group then takes longer when all cores are busy.
fn go_first() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, NICE) {
        tracing::debug!(%error, "the writer has the priority of every other thread");
    }
}

/// Whether a group that has `have` waits for company, as the last two groups had it.
fn expects_another(last: [usize; 2], have: usize) -> bool {
    let company: usize = last.iter().sum();
    company >= COMPANY && have < company.min(ENOUGH)
}

pub(super) struct Writer {
    raw: Raw,
    hook: Option<Box<dyn GroupHook>>,
    group: usize,
    /// Closures in the last two groups.
    last: [usize; 2],
    counters: Arc<Counters>,
    trace: Trace,
}

impl Writer {
    pub(super) fn new(
        raw: Raw,
        hook: Option<Box<dyn GroupHook>>,
        group: usize,
        counters: Arc<Counters>,
        trace: Trace,
    ) -> Self {
        Self { raw, hook, group: group.max(1), last: [0; 2], counters, trace }
    }

    /// Runs until every sender is gone.
    pub(super) fn run(mut self, inbox: &Receiver<WriteJob>) {
        go_first();
        while let Ok(first) = inbox.recv() {
            self.commit_group(first, inbox);
        }
    }

    fn commit_group(&mut self, first: WriteJob, inbox: &Receiver<WriteJob>) {
        let begun = control(&self.raw, "BEGIN IMMEDIATE");
        let mut notes = Vec::new();
        let mut answers: Vec<Answer> = Vec::new();
        if begun.is_ok() {
            let mut next = Some(first);
            while let Some(job) = next {
                let (left, answer) = job(&self.raw);
                notes.extend(left);
                answers.push(answer);
                // A closure after this one would be a transaction of its own, and the group's notes would be of nothing.
                next = self.still_open().ok().and_then(|()| self.another(answers.len(), inbox));
            }
        }
        let committed = begun.and_then(|()| self.still_open()).and_then(|()| self.finish(&notes));
        if let Err(error) = &committed {
            tracing::error!(%error, closures = answers.len(), "a group was not committed");
            if self.still_open().is_ok() {
                let _ = control(&self.raw, "ROLLBACK");
            }
        }
        if let Some(hook) = &mut self.hook {
            hook.after_commit(committed.is_ok());
        }
        let [_, before] = self.last;
        self.last = [before, answers.len()];
        self.counters.groups.fetch_add(1, Ordering::Relaxed);
        self.counters.closures.fetch_add(u64::try_from(answers.len()).unwrap_or(0), Ordering::Relaxed);
        for answer in answers {
            answer(committed.clone());
        }
    }

    /// The next closure of a group that has `have`.
    fn another(&self, have: usize, inbox: &Receiver<WriteJob>) -> Option<WriteJob> {
        if have >= self.group {
            return None;
        }
        if let Ok(job) = inbox.try_recv() {
            return Some(job);
        }
        if expects_another(self.last, have) { inbox.recv_timeout(MOMENT).ok() } else { None }
    }

    /// SQLite gives up a whole transaction by itself where the disk is full or fails under a statement. What the group
    /// did so far is undone then, and nothing of it may be committed or sequenced.
    fn still_open(&self) -> Result<(), Error> {
        if self.raw.is_autocommit() {
            let what = "SQLite gave up the transaction (the disk is full or failed); nothing of it was kept";
            return Err(Error::Unavailable(what.to_owned()));
        }
        Ok(())
    }

    fn finish(&mut self, notes: &[Note]) -> Result<(), Error> {
        if let Some(hook) = &mut self.hook
            && !notes.is_empty()
        {
            // The hook has no request: it takes no time and no chance from the transaction.
            let mut tx = Tx::new(Connection::Sqlite(&self.raw), Instant::from_ms(0), Rng::from_number(0))
                .heard_by(&self.trace, At::Commit);
            hook.before_commit(&mut tx, notes)?;
        }
        control(&self.raw, "COMMIT")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_has_company_is_kept_waiting() {
        // One or three at a time, each answered before the next step: nobody else is coming.
        assert!(![[0, 0], [1, 0], [1, 1], [3, 3], [6, 1]].into_iter().any(|last| expects_another(last, 1)));
        // Many: until as many as before are there, and never for more than enough.
        assert_eq!([1, 9, 10, 30].map(|have| expects_another([4, 6], have)), [true, true, false, false]);
        assert_eq!([1, 23, 24, 63].map(|have| expects_another([60, 4], have)), [true, true, false, false]);
        // The crowd is gone: two groups later nobody waits for it.
        assert!(expects_another([40, 1], 1) && !expects_another([1, 1], 1));
    }
}
