//! The threads and what they run.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use base::{Instant, Rng};
use tokio::sync::oneshot;

use super::{Inbox, Job, session};
use crate::trace::{At, Trace};
use crate::tx::{Connection, Session};
use crate::{Error, Read, Tx};

/// Runs of a closure before a conflict is given to the caller.
const ATTEMPTS: u32 = 5;

pub(super) fn start(
    url: &str,
    read_only: bool,
    count: usize,
    inbox: Receiver<Job>,
) -> Result<Vec<JoinHandle<()>>, Error> {
    let inbox: Inbox = Arc::new(Mutex::new(inbox));
    let name = if read_only { "yc-reader" } else { "yc-writer" };
    (0..count.max(1))
        .map(|_| {
            let inbox = inbox.clone();
            let url = url.to_owned();
            std::thread::Builder::new()
                .name(name.to_owned())
                .spawn(move || run(&url, read_only, &inbox))
                .map_err(|e| Error::Unavailable(format!("no thread: {e}")))
        })
        .collect()
}

/// Takes jobs until every sender is gone. A broken connection is made anew before the next job; while that fails,
/// jobs are dropped, which their callers see as an unavailable store.
fn run(url: &str, read_only: bool, inbox: &Inbox) {
    let mut session = session::connect(url, read_only).ok();
    loop {
        let next = match inbox.lock() {
            Ok(inbox) => inbox.recv(),
            Err(_) => return,
        };
        let Ok(job) = next else { return };
        if session.as_ref().is_none_or(|s| s.client.is_closed()) {
            session = session::connect(url, read_only)
                .inspect_err(|error| tracing::error!(%error, "PostgreSQL cannot be reached"))
                .ok();
        }
        if let Some(session) = &mut session {
            job(session);
        }
    }
}

pub(super) fn read_job<T, E, F>(work: F, sender: oneshot::Sender<Result<T, E>>, trace: Trace) -> Job
where
    F: FnOnce(&mut Read<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    Box::new(move |session| {
        let mut read = Read::new(Connection::Postgres(session)).heard_by(&trace, At::Read);
        let result = catch_unwind(AssertUnwindSafe(|| work(&mut read)));
        let _ = sender.send(result.unwrap_or_else(|_| Err(Error::Panicked.into())));
    })
}

pub(super) fn write_job<T, E, F>(
    now: Instant,
    rng: Rng,
    work: F,
    sender: oneshot::Sender<Result<T, E>>,
    trace: Trace,
) -> Job
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    Box::new(move |session| {
        let mut jitter = rng.restarted();
        let mut attempt = 1;
        loop {
            match attempt_once(session, now, rng.restarted(), &work, &trace) {
                Outcome::Answer(result) => {
                    let _ = sender.send(result);
                    return;
                }
                Outcome::Conflict(error) if attempt >= ATTEMPTS => {
                    let _ = sender.send(Err(error.into()));
                    return;
                }
                Outcome::Conflict(_) => {
                    std::thread::sleep(Duration::from_millis(jitter.below(4 << attempt)));
                    attempt += 1;
                }
            }
        }
    })
}

enum Outcome<T, E> {
    Answer(Result<T, E>),
    Conflict(Error),
}

fn attempt_once<T, E: From<Error>>(
    session: &mut Session,
    now: Instant,
    rng: Rng,
    work: &impl Fn(&mut Tx<'_>) -> Result<T, E>,
    trace: &Trace,
) -> Outcome<T, E> {
    if let Err(error) = session::begin(session) {
        return Outcome::Answer(Err(error.into()));
    }
    let mut tx = Tx::new(Connection::Postgres(session), now, rng).heard_by(trace, At::Write);
    let result = catch_unwind(AssertUnwindSafe(|| work(&mut tx)));
    let conflict = tx.conflict.take();
    let result = result.unwrap_or_else(|_| Err(Error::Panicked.into()));
    match (result, conflict) {
        (Ok(value), None) => match session::end(session, true) {
            Ok(()) => Outcome::Answer(Ok(value)),
            Err(error) if error.is_retryable() => Outcome::Conflict(error),
            Err(error) => Outcome::Answer(Err(error.into())),
        },
        (result, conflict) => {
            let undone = session::end(session, false);
            match (conflict, undone, result) {
                (Some(error), Ok(()), _) => Outcome::Conflict(error),
                (_, Err(error), _) => Outcome::Answer(Err(error.into())),
                (None, Ok(()), result) => Outcome::Answer(result),
            }
        }
    }
}
