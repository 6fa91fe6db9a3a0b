//! Mandates (委托): given to an agent for some items until a day, ended by either side.

use std::collections::BTreeSet;

use authz::Action;
use axum::extract::State;
use base::{Day, Instant};
use serde::{Deserialize, Serialize};
use service::access::{self, GrantMandate, Mandate, Mandates};
use service::office::Stop;
use store::Read;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::codes::EndedByCode;
use super::described::Described;
use super::json::{Body, PathOf, QueryOf};
use super::problem::Answer;
use super::reply::{self, ReceiptView};
use super::see;
use super::shaped::{DayText, IdNumber, ItemCode, MandateId, Name, PageSize};
use super::steps::ctx;
use crate::answer::once_done;
use crate::route::{Door, Kind};
use crate::{App, Visitor};

/// Most items of one mandate.
const ITEMS_MAX: usize = 20;

pub(super) fn routes() -> Described {
    Described::new()
        .route(Kind::Api, "api.mandate.list", Door::Citizen, routes!(list))
        .route(Kind::Api, "api.mandate.give", Door::Citizen, routes!(give))
        .route(Kind::Api, "api.mandate.end", Door::Citizen, routes!(end))
}

/// A mandate.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Mandate)]
struct MandateView {
    /// Its id.
    id: String,
    /// Who gave it.
    giver: Side,
    /// Who acts on it.
    agent: Side,
    /// For which items.
    items: Vec<String>,
    /// The first day in force.
    #[schema(format = Date)]
    from: String,
    /// The last day in force.
    #[schema(format = Date)]
    until: String,
    /// When it was ended before its time.
    #[schema(format = DateTime)]
    ended_at: Option<String>,
    /// By whom.
    ended_by: Option<EndedByCode>,
    /// Whether it is in force today.
    in_force: bool,
}

/// One side of a mandate.
#[derive(Debug, Serialize, ToSchema)]
struct Side {
    /// The person's id.
    person: String,
    /// 姓名, masked; none once it is erased.
    #[schema(example = "林**")]
    name: Option<String>,
}

/// A page of mandates, newest first.
#[derive(Debug, Serialize, ToSchema)]
struct MandateList {
    /// At most fifty.
    mandates: Vec<MandateView>,
    /// Give it as `after` for the next page; none on the last.
    next: Option<String>,
}

/// A mandate and its events.
#[derive(Debug, Serialize, ToSchema)]
struct MandateWithReceipts {
    #[serde(flatten)]
    mandate: MandateView,
    /// Its events, oldest first.
    receipts: Vec<ReceiptView>,
}

fn view(app: &App, read: &mut Read<'_>, mandate: Mandate, today: Day) -> Result<MandateView, Stop> {
    let mut side = |person: &str| -> Result<Side, Stop> {
        let name = see::masked_name(&app.office, read, person)?;
        Ok(Side { person: person.to_owned(), name })
    };
    let (giver, agent) = (side(&mandate.giver)?, side(&mandate.agent)?);
    let in_force = mandate.ended.is_none() && mandate.from <= today && today <= mandate.until;
    Ok(MandateView {
        id: mandate.id,
        giver,
        agent,
        items: mandate.items.into_iter().collect(),
        from: mandate.from.to_string(),
        until: mandate.until.to_string(),
        ended_at: mandate.ended.map(|(at, _)| Instant::rfc3339(at)),
        ended_by: mandate.ended.map(|(_, by)| EndedByCode(by)),
        in_force,
    })
}

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// 上一页的 next Where the list goes on.
    after: Option<MandateId>,
    /// 每页条数 Rows on the page.
    size: Option<PageSize>,
}

/// 委托 · The mandates you gave and those you hold.
#[utoipa::path(
    get, path = "/api/v1/mandates", tag = "mandates", params(Asked),
    responses((status = 200, description = "一页委托。 A page of mandates.", body = MandateList))
)]
async fn list(State(app): State<App>, visitor: Visitor, QueryOf(asked): QueryOf<Asked>) -> Answer {
    let scope = see::scope(&visitor, Action::MandateView);
    let (own, today) = (app.clone(), visitor.now.day());
    let found = app.office.query(move |read| {
        let size = PageSize::or_all(asked.size.as_ref());
        let after = asked.after.as_ref().map(MandateId::as_str);
        let page = access::mandates(read, &scope, &Mandates::default(), after, size)?;
        let rows: Result<Vec<_>, Stop> =
            page.rows.into_iter().map(|row| view(&own, read, row, today)).collect();
        Ok(MandateList { mandates: rows?, next: page.next })
    });
    Ok(reply::ok(&app, &found.await?))
}

async fn whole(app: &App, visitor: &Visitor, id: &str) -> Result<MandateWithReceipts, Stop> {
    let wanted = id.to_owned();
    let found =
        app.office.query(move |read| access::mandate_by_id(read, &wanted)?.ok_or(Stop::NotFound)).await?;
    see::allowed(app, visitor, Action::MandateView, &found.resource())?;
    let (own, stream, today) = (app.clone(), app.office.stream("mandate", id), visitor.now.day());
    let whole = app.office.query(move |read| {
        let receipts = reply::receipts(read, &stream)?;
        Ok(MandateWithReceipts { mandate: view(&own, read, found, today)?, receipts })
    });
    whole.await
}

/// Items of a mandate: 1 to 20.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(try_from = "Vec<ItemCode>")]
#[schema(value_type = Vec<ItemCode>, min_items = 1, max_items = 20)]
struct Items(BTreeSet<String>);

impl TryFrom<Vec<ItemCode>> for Items {
    type Error = &'static str;
    fn try_from(codes: Vec<ItemCode>) -> Result<Self, &'static str> {
        if (1..=ITEMS_MAX).contains(&codes.len()) {
            Ok(Self(codes.iter().map(|code| code.as_str().to_owned()).collect()))
        } else {
            Err("请选择1至20个事项。\u{1E}Choose 1 to 20 items.")
        }
    }
}

/// A mandate to be given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Give {
    /// The agent's name, as on the identity card.
    agent_name: Name,
    /// The agent's identity number.
    agent_id_number: IdNumber,
    /// For which items.
    items: Items,
    /// The first day in force; today where it is not given.
    from: Option<DayText>,
    /// The last day in force, at most a year after the first.
    until: DayText,
}

/// 委托他人 · Give a mandate. The agent must be on file, and is found by name and number together only.
#[utoipa::path(
    post, path = "/api/v1/mandates", tag = "mandates", request_body = Give,
    responses((status = 201, description = "已委托。 Given.", body = MandateWithReceipts))
)]
async fn give(State(app): State<App>, visitor: Visitor, body: Body<Give>) -> Answer {
    let Give { agent_name, agent_id_number, items, from, until } = body.value;
    let new = GrantMandate {
        giver: visitor.person()?.to_owned(),
        agent_name: agent_name.as_str().to_owned(),
        agent_id_number: agent_id_number.as_str().to_owned(),
        items: items.0,
        from: from.and_then(|day| day.day()),
        until: until.day().unwrap_or_else(|| visitor.now.day()),
    };
    let id = match access::grant_mandate(&app.office, &ctx(&visitor, body.once), &new).await {
        Ok(done) => done.value,
        Err(Stop::Repeated(Some(stream))) => of_stream(&stream).to_owned(),
        Err(stop) => return Err(stop.into()),
    };
    let whole = whole(&app, &visitor, &id).await?;
    Ok(reply::created(&app, &format!("/api/v1/mandates/{id}"), &whole))
}

/// The record whose life a stream is: the part after its kind.
pub(super) fn of_stream(stream: &str) -> &str {
    stream.split('/').nth(1).unwrap_or_default()
}

/// Which mandate.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct Which {
    /// 委托编号 The mandate's id.
    id: MandateId,
}

/// Nothing more to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EndMandate)]
#[expect(clippy::empty_structs_with_brackets, reason = "an object without members, not nothing")]
struct End {}

/// 终止委托 · End a mandate: the giver revokes it, or the agent lays it down.
#[utoipa::path(
    post, path = "/api/v1/mandates/{id}/end", tag = "mandates", params(Which), request_body = End,
    responses((status = 200, description = "已终止。 Ended.", body = MandateWithReceipts))
)]
async fn end(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<End>,
) -> Answer {
    let id = which.id.as_str();
    once_done(access::revoke_mandate(&app.office, &ctx(&visitor, body.once), id).await)?;
    let whole = whole(&app, &visitor, id).await?;
    Ok(reply::ok(&app, &whole))
}
