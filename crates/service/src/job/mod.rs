//! Work for outside systems, left in the same transaction as the event that calls for it. A worker takes each job at
//! least once; doing it twice does no harm, because outside systems are asked under the job's own id. Payloads hold
//! ids and codes only: what is personal is read when the job is done.

mod follow;
mod sql;

use base::{Instant, Region};
use store::{Read, Tx, params};

use crate::office::{Desk, Stop};

pub use follow::{advance, begin, read_up_to};

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

/// Tries before a job is laid aside for a person to look at.
pub const ATTEMPTS_MAX: i64 = 12;
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

/// The job did not work: again later, twice as long each time up to an hour; laid aside after the last try.
pub fn again(tx: &mut Tx<'_>, job: &Job, why: &str) -> Result<(), Stop> {
    let wait = 2i64.saturating_pow(u32::try_from(job.attempts.clamp(1, 12)).unwrap_or(12)).min(3600);
    let status = if job.attempts >= ATTEMPTS_MAX { "aside" } else { "due" };
    let (due, why): (Instant, String) = (tx.now().plus_seconds(wait), why.chars().take(300).collect());
    tx.exec(&sql::AGAIN, params![job.id, status, due, why])?;
    Ok(())
}

/// How many jobs stand in each status, and the oldest due moment of each.
pub fn counts(read: &mut Read<'_>) -> Result<Vec<(String, i64, Instant)>, Stop> {
    Ok(read.list(&sql::COUNTS, params![], |row| Ok((row.text(0)?, row.int(1)?, row.instant(2)?)))?)
}

pub(crate) fn statements() -> impl Iterator<Item = &'static store::Statement> {
    sql::STATEMENTS.iter().copied()
}
