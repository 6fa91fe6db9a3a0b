//! Erasing a person, as an archivist: one asks, another confirms.

use authz::Action;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use service::office::Stop;
use service::person;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::codes::ErasureCode;
use super::described::Described;
use super::json::{Body, PathOf};
use super::problem::Answer;
use super::reply;
use super::shaped::{PersonId, Reference};
use super::steps::ctx;
use crate::answer::once_done;
use crate::route::{Door, Kind};
use crate::{App, Visitor};

pub(super) fn routes() -> Described {
    let door = Door::Staff(Action::PersonErase);
    Described::new().route(Kind::Api, "api.erasure.ask", door, routes!(ask)).route(
        Kind::Api,
        "api.erasure.confirm",
        door,
        routes!(confirm),
    )
}

/// Which person.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct Which {
    /// 人员编号 The person's id, as a look-up gives it.
    id: PersonId,
}

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AskErasure)]
struct Ask {
    /// Why.
    ground: ErasureCode,
    /// The number of the application or paper it rests on.
    reference: Reference,
}

/// What was asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConfirmErasure)]
struct Confirm {
    /// The number under which it was asked for.
    reference: Reference,
}

/// Where the erasure of a person stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Erasure)]
struct ErasureView {
    /// The person's id.
    person: String,
    /// Whether nothing is left of the person but the id.
    erased: bool,
    /// What waits for another archivist.
    waits: Option<WaitsView>,
}

/// An erasure that waits for another archivist.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ErasureAsked)]
struct WaitsView {
    /// The account that asked.
    by: String,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Why.
    ground: ErasureCode,
    /// The number of the application or paper.
    reference: String,
}

async fn stands(app: &App, visitor: &Visitor, id: &str) -> Result<ErasureView, Stop> {
    let (office, id, now) = (app.office.clone(), id.to_owned(), visitor.now);
    let found = app.office.query(move |read| {
        let row = person::by_id(read, &id)?.ok_or(Stop::NotFound)?;
        let asked = if row.erased { None } else { person::erasure_asked(read, &office, &row.id, now)? };
        Ok((row, asked))
    });
    let (row, asked) = found.await?;
    let waits = asked.map(|asked| WaitsView {
        by: asked.by,
        at: asked.at.rfc3339(),
        ground: ErasureCode(asked.ground),
        reference: asked.reference,
    });
    Ok(ErasureView { person: row.id, erased: row.erased, waits })
}

/// 申请清除个人资料 · Ask for a person's erasure. Another archivist confirms it within thirty days.
///
/// 须写明理由和依据的文件编号。此人还有业务在办理的，不能清除。
/// The ground and the number of the paper are on record. Refused while a case of the person's is under way.
#[utoipa::path(
    post, path = "/api/v1/persons/{id}/erasure", tag = "persons", params(Which), request_body = Ask,
    responses((status = 200, description = "已申请。 Asked for.", body = ErasureView))
)]
async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<Ask>,
) -> Answer {
    let (id, Ask { ground, reference }) = (which.id.as_str(), &body.value);
    let ctx = ctx(&visitor, body.once.clone());
    once_done(person::ask_erasure(&app.office, &ctx, id, ground.0, reference.as_str()).await)?;
    Ok(reply::ok(&app, &stands(&app, &visitor, id).await?))
}

/// 确认清除个人资料 · Confirm an erasure that another archivist asked for. Nothing brings back what is gone.
#[utoipa::path(
    post, path = "/api/v1/persons/{id}/erasure/confirm", tag = "persons", params(Which), request_body = Confirm,
    responses((status = 200, description = "已清除。 Erased.", body = ErasureView))
)]
async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<Confirm>,
) -> Answer {
    let (id, reference) = (which.id.as_str(), &body.value.reference);
    let ctx = ctx(&visitor, body.once.clone());
    once_done(person::confirm_erasure(&app.office, &ctx, id, reference.as_str()).await)?;
    Ok(reply::ok(&app, &stands(&app, &visitor, id).await?))
}
