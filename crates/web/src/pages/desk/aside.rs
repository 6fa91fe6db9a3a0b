//! One job that was laid aside, and what an administrator does with it: run it again, or give it up where nobody waits
//! for it. Both ask why, and both are events.

use authz::Action;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use base::{FieldError, Text};
use service::job::{self, GiveUpReason, RetryReason};
use service::office::{Done, Stop};

use super::act::said;
use super::frame::staff_frame;
use super::interfaces::may;
use super::why::why_in_words;
use super::{again, fresh};
use crate::answer::{Answer, on_to, page, page_again};
use crate::pages::view::staff::interfaces::{AsideJob, PutRight};
use crate::pages::view::{Cell, Choice, Form, Row};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor};

pub(super) fn routes() -> Table {
    let at = |act: &str| format!("/admin/interfaces/jobs/{{job}}{act}");
    let door = Door::Staff;
    Table::new()
        .get(Kind::Page, &at(""), "admin.job", door(Action::AdapterView), get(show))
        .post(Kind::Page, &at("/retry"), "admin.job_retried", door(Action::JobRetry), post(retry))
        .post(Kind::Page, &at("/give-up"), "admin.job_given_up", door(Action::JobGiveUp), post(give_up))
}

/// The job's page, for whoever may see the connections; none where it is not laid aside.
async fn whole(app: &App, visitor: &Visitor, id: &str, form: Form) -> Result<Option<AsideJob>, Fault> {
    if !may(app, visitor, Action::AdapterView) {
        return Ok(None);
    }
    let own = id.to_owned();
    let Some(job) = app.office.query(move |read| job::aside_by_id(read, &own)).await? else {
        return Ok(None);
    };
    let rows = vec![
        Row::new("等待的系统", "Waits for", Cell::Words(job.system.name())),
        Row::new("关于", "About", Cell::Data(job.subject)),
        Row::new("任务编号", "Number", Cell::Data(job.id)),
        Row::new("已试次数", "Tries", Cell::Data(job.attempts.to_string())),
        Row::new("搁置时间", "Laid aside", Cell::Moment(job.since)),
        Row::new("原因", "Why", Cell::Words(why_in_words(&job.why))),
    ];
    Ok(Some(AsideJob {
        frame: staff_frame(app, visitor).await?,
        form,
        href: format!("/admin/interfaces/jobs/{id}"),
        kind: job::kind_name(&job.kind),
        rows,
        may: may(app, visitor, Action::JobRetry).then(|| put_right(&job.kind)),
    }))
}

/// Why a job of this kind can be done now, or need not be.
fn put_right(kind: &str) -> PutRight {
    let why_not: Option<Text> = job::why_not_given_up(kind).as_ref().map(said);
    let ground = |reason: &GiveUpReason| Choice::new(reason.as_str(), reason.name());
    PutRight {
        again: RetryReason::ALL.iter().map(|reason| Choice::new(reason.as_str(), reason.name())).collect(),
        up: if why_not.is_none() { GiveUpReason::ALL.iter().map(ground).collect() } else { Vec::new() },
        why_not,
    }
}

async fn show(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let form = fresh(&app, &visitor);
    page(&whole(&app, &visitor, &id, form).await?.ok_or(Stop::NotFound)?)
}

/// The page again with what is wrong; the list, where the job is not laid aside any more.
async fn wrong(app: &App, visitor: &Visitor, id: &str, posted: &Posted, wrong: Vec<FieldError>) -> Answer {
    let form = again(app, visitor, posted, wrong);
    match whole(app, visitor, id, form).await? {
        Some(view) => page_again(&view),
        None => gone(),
    }
}

fn gone() -> Answer {
    on_to("/admin/interfaces?done=gone")
}

/// Goes back to the list when it was done, now or by the first press.
async fn back(
    app: &App,
    visitor: &Visitor,
    (id, act): (&str, &str),
    posted: &Posted,
    done: Result<Done<()>, Stop>,
) -> Answer {
    match done {
        Ok(_) | Err(Stop::Repeated(_)) => on_to(&format!("/admin/interfaces?done={act}")),
        Err(Stop::NotFound) => gone(),
        Err(Stop::Refused(refusals)) => {
            let one = |refusal| FieldError { field: "reason".to_owned(), message: said(refusal) };
            wrong(app, visitor, id, posted, refusals.iter().map(one).collect()).await
        }
        Err(stop) => Err(stop.into()),
    }
}

async fn retry(State(app): State<App>, visitor: Visitor, Path(id): Path<String>, posted: Posted) -> Answer {
    let Some(reason) = RetryReason::parse(posted.value("reason")) else {
        let missing = FieldError::new("reason", "请选择为什么现在可以办理", "Choose why it can be done now");
        return wrong(&app, &visitor, &id, &posted, vec![missing]).await;
    };
    let ctx = visitor.ctx_once(posted.once());
    let done = job::retry(&app.office, &ctx, &id, reason).await;
    back(&app, &visitor, (&id, "retry"), &posted, done).await
}

async fn give_up(State(app): State<App>, visitor: Visitor, Path(id): Path<String>, posted: Posted) -> Answer {
    let Some(ground) = GiveUpReason::parse(posted.value("ground")) else {
        let missing = FieldError::new("ground", "请选择为什么不用办理", "Choose why it need not be done");
        return wrong(&app, &visitor, &id, &posted, vec![missing]).await;
    };
    let ctx = visitor.ctx_once(posted.once());
    let done = job::give_up(&app.office, &ctx, &id, ground).await;
    back(&app, &visitor, (&id, "give-up"), &posted, done).await
}
