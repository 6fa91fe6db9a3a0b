//! Work for outside systems, left in the same transaction as the event that calls for it. A worker takes each job at
//! least once; doing it twice does no harm, because outside systems are asked under the job's own id. Payloads hold
//! ids and codes only: what is personal is read when the job is done.
//!
//! No outage loses a job: it is tried until the other side answers. Only what the other side, or a rule, will never take
//! is laid aside with the reason, and an administrator runs it again once the cause is mended, or gives it up where nobody
//! waits for it.

mod follow;
mod model;
mod put_right;
mod sql;
mod waiting;

use base::{Instant, Region};
use ledger::{Error, Event};
use store::{Read, Row, Tx, params};

use crate::office::{Desk, Stop};

pub use follow::{advance, begin, read_up_to};
pub use model::{GiveUpReason, JobEvent, JobGivenUp, JobRetried, RetryReason, System, kind_name};
pub use put_right::{give_up, retry, why_not_given_up};
pub use waiting::{Waiting, waiting};

/// A job that a worker has taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// `job_…`: also the idempotency key towards the outside system.
    pub id: String,
    /// `sms.send`, `post.create`, `national.upload`, `check.source`, `payment.refund`, `webhook.send`.
    pub kind: String,
    /// The case number or person it is about.
    pub subject: String,
    /// Ids and codes.
    pub payload: serde_json::Value,
    /// Tries so far, this one included.
    pub attempts: i64,
}

/// Tries that follow each other quickly, twice as far apart each time: over an hour in all. After them a job that met an
/// answer which can never become right is laid aside for a person, and one that met an outage goes on by the hour.
pub const QUICK_TRIES: i64 = 12;
/// The least time between two tries of a job that has waited for longer than the quick ones take, in seconds.
const SLOW_SECONDS: i64 = 3_000;
/// What chance adds to it, in seconds: jobs that failed together do not all come back together.
const SLOW_SPREAD_SECONDS: u64 = 1_200;
/// Jobs that a list shows.
const LIST_MAX: i64 = 50;
/// How long a worker may keep a job before another takes it, in seconds.
const TAKEN_SECONDS: i64 = 60;

/// Leaves a job, to be done at once.
pub fn put(
    desk: &mut Desk<'_, '_>,
    kind: &str,
    subject: &str,
    payload: &serde_json::Value,
) -> Result<(), Stop> {
    let now = desk.moment();
    put_at(desk, kind, subject, payload, now)
}

/// Leaves a job, to be done from the moment `due` on.
pub fn put_at(
    desk: &mut Desk<'_, '_>,
    kind: &str,
    subject: &str,
    payload: &serde_json::Value,
    due: Instant,
) -> Result<(), Stop> {
    let now = desk.moment();
    let region: Region = desk.office().region;
    let id = base::new_id("job", region, now, desk.chance());
    desk.exec(&sql::PUT, params![id, kind, subject, payload.to_string(), due])?;
    Ok(())
}

/// Leaves a message to a person; `about` is the case number its words name.
pub fn sms(desk: &mut Desk<'_, '_>, person: &str, template: &str, about: &str) -> Result<(), Stop> {
    let payload = serde_json::json!({ "template": template, "about": about });
    put(desk, "sms.send", person, &payload)
}

/// Takes up to twenty due jobs, also those that another worker took and did not finish in time.
pub fn claim(tx: &mut Tx<'_>) -> Result<Vec<Job>, Stop> {
    let now = tx.now();
    let until = now.plus_seconds(TAKEN_SECONDS);
    let mut jobs = tx.list(&sql::CLAIM, params![now, until], |row| {
        Ok(Job {
            id: row.text(0)?,
            kind: row.text(1)?,
            subject: row.text(2)?,
            payload: row.json(3)?,
            attempts: row.int(4)?,
        })
    })?;
    jobs.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(jobs)
}

/// The job is done.
pub fn done(tx: &mut Tx<'_>, id: &str) -> Result<(), Stop> {
    tx.exec(&sql::DONE, params![id])?;
    Ok(())
}

/// Why a job was not done this time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missed {
    /// Nobody answered as they should (no connection, no answer in time, a system that cannot work now): the job goes
    /// on until somebody does, quickly at first and then by the hour.
    Outage(String),
    /// The answer can never become right by itself: after the quick tries the job is laid aside for a person.
    Wrong(String),
    /// Its time has not come: it was no try, and the next is in so many seconds.
    NotYet(&'static str, i64),
}

/// The job was not done: says when the next try is, or lays it aside.
pub fn missed(tx: &mut Tx<'_>, job: &Job, missed: &Missed) -> Result<(), Stop> {
    let (now, tries) = (tx.now(), job.attempts);
    let (status, wait, tries, why) = match missed {
        Missed::NotYet(why, seconds) => ("due", *seconds, tries.saturating_sub(1).max(0), *why),
        Missed::Wrong(why) if tries >= QUICK_TRIES => ("aside", 0, tries, why.as_str()),
        Missed::Wrong(why) | Missed::Outage(why) => ("due", wait_seconds(tx, tries), tries, why.as_str()),
    };
    let (due, why): (Instant, String) = (now.plus_seconds(wait), why.chars().take(300).collect());
    tx.exec(&sql::MISSED, params![job.id, status, due, tries, why])?;
    Ok(())
}

/// How long until the try after this one, in seconds: 2, 4, 8, … 2,048, and then by the hour.
fn wait_seconds(tx: &mut Tx<'_>, tries: i64) -> i64 {
    if tries < QUICK_TRIES {
        return 2i64.saturating_pow(u32::try_from(tries.max(1)).unwrap_or(1));
    }
    let more = tx.rng().below(SLOW_SPREAD_SECONDS);
    SLOW_SECONDS.saturating_add(i64::try_from(more).unwrap_or(0))
}

/// A job that was laid aside, as whoever puts it right sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// `job_…`.
    pub id: String,
    /// What was to be done.
    pub kind: String,
    /// Whom it waits for.
    pub system: System,
    /// The case number or person it is about, or the receiver of a notice.
    pub subject: String,
    /// Tries so far.
    pub attempts: i64,
    /// Since when it lies.
    pub since: Instant,
    /// The last answer, in words of the program; it names nobody.
    pub why: String,
}

/// The jobs that were laid aside, those first that have lain longest; at most fifty.
pub fn aside(read: &mut Read<'_>) -> Result<Vec<Aside>, Stop> {
    Ok(read.list(&sql::ASIDE, params![LIST_MAX], lies)?)
}

/// A job that was laid aside, by its id.
pub fn aside_by_id(read: &mut Read<'_>, id: &str) -> Result<Option<Aside>, Stop> {
    Ok(read.maybe(&sql::ASIDE_BY_ID, params![id], lies)?)
}

fn lies(row: &Row<'_>) -> Result<Aside, store::Error> {
    let (kind, payload) = (row.text(1)?, row.text(3)?);
    Ok(Aside {
        id: row.text(0)?,
        system: System::of(&kind, &payload),
        kind,
        subject: row.text(2)?,
        attempts: row.int(4)?,
        since: row.instant(5)?,
        why: row.opt_text(6)?.unwrap_or_default(),
    })
}

/// How many jobs have waited for a system longer than the quick tries take.
pub fn by_the_hour(read: &mut Read<'_>) -> Result<i64, Stop> {
    Ok(read.one(&sql::BY_THE_HOUR, params![QUICK_TRIES], |row| row.int(0))?)
}

/// How many jobs stand in each status, and the oldest due moment of each.
pub fn counts(read: &mut Read<'_>) -> Result<Vec<(String, i64, Instant)>, Stop> {
    Ok(read.list(&sql::COUNTS, params![], |row| Ok((row.text(0)?, row.int(1)?, row.instant(2)?)))?)
}

/// Whether an event is one of this folder's. It is read and leaves no row: jobs are work, not record.
pub(crate) fn apply(event: &Event) -> Result<bool, Error> {
    Ok(JobEvent::read(event)?.is_some())
}

pub(crate) fn statements() -> impl Iterator<Item = &'static store::Statement> {
    sql::STATEMENTS.iter().copied()
}

#[cfg(test)]
mod tests;
