//! Outlets, for everybody; and the blanks of one's own outlet, for those who make licences.

use authz::{Action, Resource};
use axum::extract::State;
use axum::http::StatusCode;
use ledger::Event;
use serde::{Deserialize, Serialize};
use service::office::Stop;
use service::outlet::{self, BlankKind, Outlet};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::codes::{BlankKindCode, OutletKindCode, OutletStatusCode};
use super::described::Described;
use super::json::{Body, PathOf, QueryOf};
use super::problem::{Answer, answered_before};
use super::reply::{self, ReceiptView};
use super::see;
use super::shaped::{BlankNumber, OutletId, PageSize, Words};
use super::steps::ctx;
use crate::route::{Door, Kind};
use crate::{App, Visitor};

/// Most events of a stock that are looked through for a receipt that was asked for again.
const EVENTS_MAX: u32 = 5000;

pub(super) fn routes() -> Described {
    Described::new()
        .route(Kind::Api, "api.outlet.list", Door::Anyone, routes!(list))
        .route(Kind::Api, "api.outlet.one", Door::Anyone, routes!(one))
        .route(Kind::Api, "api.stock.next", Door::Staff(Action::StockView), routes!(next))
        .route(Kind::Api, "api.stock.receive", Door::Staff(Action::StockReceive), routes!(receive))
}

/// An outlet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Outlet)]
struct OutletView {
    /// Its id.
    id: String,
    /// The short code people know it by.
    #[schema(example = "ZY01")]
    code: String,
    /// Its name.
    name: Words,
    /// Where it is.
    address: Words,
    /// What it is.
    kind: OutletKindCode,
    /// 1: every item; 2: what has been delegated to it.
    #[schema(minimum = 1, maximum = 2)]
    tier: u8,
    /// The county or prefecture it stands in.
    #[schema(pattern = "^[0-9]{6}$", example = "999901")]
    region: String,
    /// The outlet that answers for it.
    parent: Option<String>,
    /// Whether it serves people.
    status: OutletStatusCode,
}

impl From<Outlet> for OutletView {
    fn from(outlet: Outlet) -> Self {
        Self {
            id: outlet.id,
            code: outlet.code,
            name: outlet.name.into(),
            address: outlet.address.into(),
            kind: OutletKindCode(outlet.kind),
            tier: outlet.tier,
            region: outlet.region.to_string(),
            parent: outlet.parent,
            status: OutletStatusCode(outlet.status),
        }
    }
}

/// A page of outlets.
#[derive(Debug, Serialize, ToSchema)]
struct OutletList {
    /// At most fifty.
    outlets: Vec<OutletView>,
    /// Give it as `after` for the next page; none on the last.
    next: Option<String>,
}

/// Which outlets.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// 营业状态 Only those that stand so.
    status: Option<OutletStatusCode>,
    /// 上一页的 next Where the list goes on.
    after: Option<OutletId>,
    /// 每页条数 Rows on the page.
    size: Option<PageSize>,
}

/// 服务网点 · Where people are served.
#[utoipa::path(
    get, path = "/api/v1/outlets", tag = "outlets", params(Asked),
    responses((status = 200, description = "一页网点。 A page of outlets.", body = OutletList))
)]
async fn list(State(app): State<App>, visitor: Visitor, QueryOf(asked): QueryOf<Asked>) -> Answer {
    let scope = see::scope(&visitor, Action::OutletView);
    let (status, size) = (asked.status.map(|status| status.0), PageSize::or_all(asked.size.as_ref()));
    let page = app.office.query(move |read| {
        outlet::outlets(read, &scope, status, asked.after.as_ref().map(OutletId::as_str), size)
    });
    let page = page.await?;
    let outlets = page.rows.into_iter().map(OutletView::from).collect();
    Ok(reply::ok(&app, &OutletList { outlets, next: page.next }))
}

/// Which outlet.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct Which {
    /// 网点编号 The outlet's id.
    id: OutletId,
}

/// 网点 · An outlet.
#[utoipa::path(
    get, path = "/api/v1/outlets/{id}", tag = "outlets", params(Which),
    responses((status = 200, description = "网点。 The outlet.", body = OutletView))
)]
async fn one(State(app): State<App>, visitor: Visitor, PathOf(which): PathOf<Which>) -> Answer {
    let found = by_id(&app, which.id.as_str()).await?;
    see::allowed(&app, &visitor, Action::OutletView, &found.resource())?;
    Ok(reply::ok(&app, &OutletView::from(found)))
}

async fn by_id(app: &App, id: &str) -> Result<Outlet, Stop> {
    let id = id.to_owned();
    app.office.query(move |read| outlet::by_id(read, &id)?.ok_or(Stop::NotFound)).await
}

/// The blanks of one's own outlet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Stock)]
struct StockView {
    /// The outlet.
    outlet: String,
    /// What they become.
    kind: BlankKindCode,
    /// The lowest number in stock; none when there is none left.
    next: Option<String>,
    /// How many are in stock.
    in_stock: u32,
    /// How many were used.
    used: u32,
    /// How many were written off.
    spoiled: u32,
}

/// What stock is of.
fn stock_of(found: &Outlet) -> Resource {
    Resource::Stock { outlet: found.id.clone(), region: found.region }
}

/// 证芯库存 · The next blank of your outlet, and how many there are.
#[utoipa::path(
    get, path = "/api/v1/stock/next", tag = "stock",
    responses((status = 200, description = "库存。 The stock.", body = StockView))
)]
async fn next(State(app): State<App>, visitor: Visitor) -> Answer {
    let found = by_id(&app, visitor.outlet()?).await?;
    see::allowed(&app, &visitor, Action::StockView, &stock_of(&found))?;
    let id = found.id;
    let kind = BlankKind::DrivingLicence;
    let stock = app.office.query(move |read| {
        let next = outlet::next_blank(read, &id, kind)?;
        let count = outlet::stock_count(read, &id)?;
        let (in_stock, used, spoiled) = (count.in_stock, count.used, count.spoiled);
        Ok(StockView { outlet: id, kind: BlankKindCode(kind), next, in_stock, used, spoiled })
    });
    Ok(reply::ok(&app, &stock.await?))
}

/// A range of printed numbers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReceiveBlanks)]
struct Receive {
    /// What they become.
    kind: BlankKindCode,
    /// The first number.
    first: BlankNumber,
    /// The last number: of the same length, different only in the digits at the end, at most 500 in all.
    last: BlankNumber,
}

/// Blanks taken in.
#[derive(Debug, Serialize, ToSchema)]
struct Received {
    /// How many.
    count: u32,
    /// The event.
    receipts: Vec<ReceiptView>,
}

/// 证芯入库 · Take numbered blanks in.
#[utoipa::path(
    post, path = "/api/v1/stock/receive", tag = "stock", request_body = Receive,
    responses((status = 201, description = "已入库。 Taken in.", body = Received))
)]
async fn receive(State(app): State<App>, visitor: Visitor, body: Body<Receive>) -> Answer {
    let Receive { kind, first, last } = &body.value;
    let (first, last) = (first.as_str(), last.as_str());
    let outlet = visitor.outlet()?.to_owned();
    let taken =
        outlet::receive_blanks(&app.office, &ctx(&visitor, body.once), &outlet, kind.0, first, last).await;
    let received = match taken {
        Ok(done) => Received {
            count: done.value,
            receipts: done.receipts.into_iter().map(ReceiptView::from).collect(),
        },
        Err(Stop::Repeated(_)) => {
            let event = received_before(&app, &outlet, first, last).await?.ok_or_else(answered_before)?;
            Received { count: count(first, last), receipts: vec![event.into()] }
        }
        Err(stop) => return Err(stop.into()),
    };
    Ok(reply::json(&app, StatusCode::CREATED, &received))
}

/// The event by which this range was taken in.
async fn received_before(app: &App, outlet: &str, first: &str, last: &str) -> Result<Option<Event>, Stop> {
    let stream = outlet::stock_stream(&app.office, outlet);
    let (first, last) = (first.to_owned(), last.to_owned());
    app.office
        .query(move |read| {
            let events = ledger::events(read, &stream, 0, EVENTS_MAX)?;
            let this = |event: &Event| {
                let facts: serde_json::Value = serde_json::from_str(&event.facts).unwrap_or_default();
                let is = |name: &str, number: &str| facts.get(name).and_then(|v| v.as_str()) == Some(number);
                event.kind == "stock.received" && is("first", &first) && is("last", &last)
            };
            Ok(events.into_iter().find(this))
        })
        .await
}

/// How many numbers a range has that was taken in.
fn count(first: &str, last: &str) -> u32 {
    let prefix = first.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = |text: &str| text.strip_prefix(prefix).and_then(|digits| digits.parse::<u128>().ok());
    let (Some(from), Some(to)) = (number(first), number(last)) else { return 0 };
    u32::try_from(to.saturating_sub(from).saturating_add(1)).unwrap_or(u32::MAX)
}
