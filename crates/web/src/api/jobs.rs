//! Work for outside systems that was laid aside, for the administrator: what was refused, why, running it again once the
//! cause is mended, and giving it up where nobody waits for it. What waits for a system that is down is not here: it goes
//! on by itself.

use authz::{Action, Resource};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use service::job;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::codes::{GiveUpCode, RetryCode, SystemCode};
use super::described::Described;
use super::json::{Body, PathOf};
use super::problem::Answer;
use super::shaped::JobId;
use super::steps::ctx;
use super::{reply, see};
use crate::answer::once_done;
use crate::route::{Door, Kind};
use crate::{App, Visitor};

pub(super) fn routes() -> Described {
    let (retried, given_up) = (Door::Staff(Action::JobRetry), Door::Staff(Action::JobGiveUp));
    Described::new()
        .route(Kind::Api, "api.job.list", retried, routes!(list))
        .route(Kind::Api, "api.job.retry", retried, routes!(retry))
        .route(Kind::Api, "api.job.give_up", given_up, routes!(give_up))
}

/// A job that was laid aside.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Job)]
struct JobView {
    /// Its id.
    #[schema(example = "job_999901_01KAHF6Z5M8Q0W3J7V2N4B6C8D")]
    id: String,
    /// What was to be done.
    #[schema(example = "post.create")]
    kind: String,
    /// Whom it waits for.
    system: SystemCode,
    /// The case number, the id of the person, or the name of the receiver, it is about.
    #[schema(example = "YC20261123-7K3M9QXA")]
    about: String,
    /// Tries so far.
    #[schema(minimum = 0, example = 12)]
    tries: i64,
    /// Since when it lies.
    #[schema(format = DateTime)]
    since: String,
    /// The last answer, in English; a code of the outside system where it gave one.
    #[schema(example = "the system refused: post.address_unknown")]
    why: String,
    /// Whether it may be given up; false where somebody waits for it.
    may_be_given_up: bool,
}

/// Jobs that were laid aside.
#[derive(Debug, Serialize, ToSchema)]
struct JobList {
    /// Those that have lain longest, at most fifty.
    jobs: Vec<JobView>,
}

/// 搁置的任务 · Work for outside systems that was refused and waits for a person.
#[utoipa::path(
    get, path = "/api/v1/jobs", tag = "jobs",
    responses((status = 200, description = "搁置的任务。 The jobs.", body = JobList))
)]
async fn list(State(app): State<App>, visitor: Visitor) -> Answer {
    see::allowed(&app, &visitor, Action::JobRetry, &Resource::Platform)?;
    let jobs = app.office.query(job::aside).await?;
    let view = |job: job::Aside| JobView {
        id: job.id,
        may_be_given_up: job::why_not_given_up(&job.kind).is_none(),
        kind: job.kind,
        system: SystemCode(job.system),
        about: job.subject,
        tries: job.attempts,
        since: job.since.rfc3339(),
        why: job.why,
    };
    Ok(reply::ok(&app, &JobList { jobs: jobs.into_iter().map(view).collect() }))
}

/// Which job.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct Which {
    /// 任务编号 The job's id.
    id: JobId,
}

/// Why it can be done now.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RetryJob)]
struct Again {
    /// What was mended.
    reason: RetryCode,
}

/// 重新办理 · Run a job again that was laid aside; it is due at once and has all its tries before it.
///
/// 没有搁置的任务按没有找到处理。办理人和原因记入账本。
/// A job that is not laid aside is not found. Who did it and why goes on record.
#[utoipa::path(
    post, path = "/api/v1/jobs/{id}/retry", tag = "jobs", params(Which), request_body = Again,
    responses((status = 204, description = "已重新排队。 It is due again."))
)]
async fn retry(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<Again>,
) -> Answer {
    let reason = body.value.reason.0;
    once_done(job::retry(&app.office, &ctx(&visitor, body.once), which.id.as_str(), reason).await)?;
    Ok(reply::done(&app))
}

/// Why it need not be done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = GiveUpJob)]
struct Up {
    /// Why it need not be done.
    reason: GiveUpCode,
}

/// 不再办理 · Give up a job that was laid aside and that nobody waits for: a message, or a notice to a partner.
///
/// 当事人或者业务还在等的任务不能放弃（409）。没有搁置的任务按没有找到处理。办理人和原因记入账本。
/// What a person or a case waits for is refused (409). A job that is not laid aside is not found. Who did it and why goes
/// on record.
#[utoipa::path(
    post, path = "/api/v1/jobs/{id}/give-up", tag = "jobs", params(Which), request_body = Up,
    responses((status = 204, description = "已放弃。 It is given up."))
)]
async fn give_up(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<Up>,
) -> Answer {
    let reason = body.value.reason.0;
    once_done(job::give_up(&app.office, &ctx(&visitor, body.once), which.id.as_str(), reason).await)?;
    Ok(reply::done(&app))
}
