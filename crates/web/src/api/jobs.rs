//! Work for outside systems that was laid aside, for the administrator: what was refused, why, and running it again once
//! the cause is mended. What waits for a system that is down is not here: it goes on by itself.

use authz::{Action, Resource};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use service::job;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

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
    let door = Door::Staff(Action::JobRetry);
    Described::new().route(Kind::Api, "api.job.list", door, routes!(list)).route(
        Kind::Api,
        "api.job.retry",
        door,
        routes!(retry),
    )
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
    /// The case number, or the id of the person, it is about.
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
        kind: job.kind,
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

/// Nothing more to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = JobStep)]
#[expect(clippy::empty_structs_with_brackets, reason = "an object without members, not nothing")]
struct Step {}

/// 重新办理 · Run a job again that was laid aside; it is due at once and has all its tries before it.
///
/// 没有搁置的任务按没有找到处理。
/// A job that is not laid aside is not found.
#[utoipa::path(
    post, path = "/api/v1/jobs/{id}/retry", tag = "jobs", params(Which), request_body = Step,
    responses((status = 204, description = "已重新排队。 It is due again."))
)]
async fn retry(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<Step>,
) -> Answer {
    once_done(job::retry(&app.office, &ctx(&visitor, body.once), which.id.as_str()).await)?;
    Ok(reply::done(&app))
}
