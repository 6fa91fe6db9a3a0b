//! What an administrator does with a job that was laid aside: run it again once the cause is mended, or give it up where
//! nobody waits for it. Both are events of the job's own stream, which say who did it and why.

use authz::{Action, Resource};
use base::{Refusal, Text};
use ledger::Stream;
use store::params;

use super::model::{GiveUpReason, JobEvent, JobGivenUp, JobRetried, RetryReason};
use super::sql;
use crate::office::{Ctx, Desk, Done, Office, Stop};

/// A job that lies aside, as an event names it.
struct Lying {
    stream: Stream,
    job: String,
    kind: String,
    about: String,
}

/// Runs a job again that was laid aside: it is due now and has all its tries before it. A job that is not aside is not
/// found.
pub async fn retry(office: &Office, ctx: &Ctx, id: &str, reason: RetryReason) -> Result<Done<()>, Stop> {
    let id = id.to_owned();
    office
        .command(ctx, move |desk| {
            let Lying { stream, job, kind, about } = lying(desk, &id, Action::JobRetry)?;
            let now = desk.moment();
            let event = JobEvent::from(JobRetried { job, kind, about, reason }).to_new(now)?;
            desk.record(&stream, event)?;
            changed(desk.exec(&sql::RETRY, params![id, now])?)
        })
        .await
}

/// Gives up a job that was laid aside, where [`why_not_given_up`] has nothing against it. A job that is not aside is not
/// found.
pub async fn give_up(office: &Office, ctx: &Ctx, id: &str, reason: GiveUpReason) -> Result<Done<()>, Stop> {
    let id = id.to_owned();
    office
        .command(ctx, move |desk| {
            let Lying { stream, job, kind, about } = lying(desk, &id, Action::JobGiveUp)?;
            if let Some(refusal) = why_not_given_up(&kind) {
                return Err(refusal.into());
            }
            let event = JobEvent::from(JobGivenUp { job, kind, about, reason }).to_new(desk.moment())?;
            desk.record(&stream, event)?;
            changed(desk.exec(&sql::GIVE_UP, params![id])?)
        })
        .await
}

/// Locks the job's stream, asks authority, and finds the job where it lies.
fn lying(desk: &mut Desk<'_, '_>, id: &str, action: Action) -> Result<Lying, Stop> {
    if base::parse_id("job", id).is_err() {
        return Err(Stop::NotFound);
    }
    let stream = desk.office().stream("job", id);
    desk.lock(&[&stream])?;
    desk.allow(action, &Resource::Platform)?;
    let found = desk.maybe(&sql::LYING, params![id], |row| Ok((row.text(0)?, row.text(1)?)))?;
    let (kind, about) = found.ok_or(Stop::NotFound)?;
    Ok(Lying { stream, job: id.to_owned(), kind, about })
}

/// Jobs are not under the lock of a stream: one that is no longer aside by now is not found after all.
fn changed(rows: u64) -> Result<(), Stop> {
    if rows == 0 { Err(Stop::NotFound) } else { Ok(()) }
}

/// Why a job of this kind has to be done in the end; none where it may be given up. A message or a notice whose moment
/// has passed harms nobody; a licence, a refund, an upload and a check are waited for.
pub fn why_not_given_up(kind: &str) -> Option<Refusal> {
    let (zh, en) = match kind {
        "sms.send" | "webhook.send" => return None,
        "payment.refund" => ("这是应当退还当事人的费用，不能不退。", "A person is owed this money."),
        "post.create" => ("当事人还在等这份证件。", "A person waits for this licence."),
        "national.upload" => {
            ("全国平台上的证件信息必须与本地一致。", "The national platform must have the licence as it is.")
        }
        "check.source" => ("有业务还在等这项核查结果。", "A case waits for the answer."),
        _ => ("不清楚还有谁在等这项任务。", "It is not known who waits for this."),
    };
    Some(Refusal::new(
        "job.waited_for",
        Text::new(zh, en),
        Text::new(
            "请先解决对方不接受的原因，再重新办理。",
            "Mend what the other side refuses, and run it again.",
        ),
    ))
}
