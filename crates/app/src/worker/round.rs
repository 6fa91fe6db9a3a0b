//! What is done again and again, each in its own rhythm.

use base::Instant;
use service::office::Stop;

use super::Worker;
use crate::erasures::Erasures;
use crate::wait::ask;

/// When each round was last made; at the start none was.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rounds {
    post: Option<Instant>,
    erasures: Option<Instant>,
    tidy: Option<Instant>,
    forget: Option<Instant>,
    files: Option<Instant>,
}

/// How often the tables that forget are emptied, in seconds: as long as a code is good for.
const FORGET_S: i64 = 300;
/// How often files that nothing cites are looked for, in seconds.
const FILES_S: i64 = 86_400;

impl Worker {
    /// Makes every round whose time has come.
    pub(super) fn rounds(&self, made: &mut Rounds, now: Instant) {
        let due = |last: Option<Instant>, every_s: i64| {
            last.is_none_or(|last| now.since(last) >= every_s.saturating_mul(1000))
        };
        told("notices to partners", self.follow_for_notices().map(|_| ()));
        if due(made.erasures, self.rhythm.erasures_s) {
            made.erasures = Some(now);
            told("the list of erasures", self.note_erasures());
        }
        if due(made.post, self.rhythm.post_s) {
            made.post = Some(now);
            told("parcels", self.ask_post());
        }
        if due(made.tidy, self.rhythm.tidy_s) {
            made.tidy = Some(now);
            told("cases to lapse", self.lapse_overdue().map(|_| ()));
        }
        if due(made.forget, FORGET_S) {
            made.forget = Some(now);
            told("tables that forget", self.sweep());
        }
        if due(made.files, FILES_S) {
            made.files = Some(now);
            told("files that nothing cites", self.sweep_files());
        }
    }

    /// What a day brings: parcels that moved, and cases that nobody supplemented in time.
    pub(crate) fn daily(&self) -> Result<(), Stop> {
        self.ask_post()?;
        self.lapse_overdue().map(|_| ())
    }

    /// Brings the list of erased persons outside the database up to date, and clears what their erasure left: files
    /// that a stopped program did not destroy, and traces of deleted rows in the database's own files. Several erasures
    /// are cleared at once; what does not work is done again the next time.
    fn note_erasures(&self) -> Result<(), Stop> {
        let broken = |failure: crate::outcome::Failure| Stop::Failed(ledger::Error::Broken(failure.what.en));
        let mut list = Erasures::read(&self.keys).map_err(broken)?;
        let before = list.position();
        loop {
            let mut next = list.clone();
            let (more, read_on) = ask(&self.office, move |read| Ok((next.page(read)?, next)))?;
            list = read_on;
            if !more {
                break;
            }
        }
        if list.position() != before {
            list.write().map_err(broken)?;
        }
        for digest in list.destroyed() {
            let gone = self.office.files.erase(digest);
            gone.map_err(|error| Stop::Failed(ledger::Error::Broken(error.to_string())))?;
        }
        if list.leaves_traces() {
            self.office.store().rewrite(ledger::vault::TABLES)?;
            list.cleared();
            list.write().map_err(broken)?;
        }
        Ok(())
    }
}

/// A round that did not work is told in the log and made again at its next time.
fn told(round: &str, result: Result<(), Stop>) {
    if let Err(stop) = result {
        tracing::error!(round, error = %stop, "a round of the worker did not work");
    }
}
