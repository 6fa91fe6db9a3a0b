//! The catalogue: what is offered, for whom, under which law.

use axum::extract::State;
use base::Day;
use serde::{Deserialize, Serialize};
use service::catalog::{Facts, Item, Judgement, Need};
use service::office::Stop;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::codes::{BeforeCode, ChannelCode, KindCode, PartyCode, ShapeCode, SourceCode, WhoCode};
use super::described::Described;
use super::json::PathOf;
use super::problem::{Answer, ArticleView, articles};
use super::reply;
use super::shaped::{ItemCode, Words};
use crate::route::{Door, Kind};
use crate::{App, Visitor};

pub(super) fn routes() -> Described {
    Described::new().route(Kind::Api, "api.item.list", Door::Anyone, routes!(list)).route(
        Kind::Api,
        "api.item.one",
        Door::Anyone,
        routes!(one),
    )
}

/// An item in a few words.
#[derive(Debug, Serialize, ToSchema)]
struct ItemLine {
    /// Its code.
    #[schema(example = "licence-renew-expiry")]
    code: String,
    /// Its name.
    name: Words,
    /// What it is.
    summary: Words,
    /// How it runs.
    shape: ShapeCode,
    /// What it costs, in fen.
    #[schema(minimum = 0, example = 1000)]
    fee_fen: i64,
    /// Within how many working days after acceptance it is finished; 0 is on the spot.
    #[schema(example = 1)]
    limit_working_days: u16,
}

/// The items offered today.
#[derive(Debug, Serialize, ToSchema)]
struct ItemList {
    /// By code.
    items: Vec<ItemLine>,
}

/// An item of the catalogue.
#[derive(Debug, Serialize, ToSchema)]
struct ItemView {
    #[serde(flatten)]
    line: ItemLine,
    /// Who may ask for it.
    who: Vec<WhoCode>,
    /// Where it may be asked for.
    channels: Vec<ChannelCode>,
    /// Who can ask, and when, in words.
    who_words: Words,
    /// What to bring.
    materials: Words,
    /// What happens, step by step.
    steps: Vec<Words>,
    /// What one gets, and when.
    result: Words,
    /// The law in words.
    law: Words,
    /// The articles it stands on.
    articles: Vec<ArticleView>,
    /// What can be needed.
    needs: Vec<NeedView>,
    /// The codes of the conditions that must hold; a refusal names one of them.
    conditions: Vec<ConditionView>,
    /// The first day on which it is offered.
    #[schema(format = Date)]
    effective_from: String,
    /// The last day on which it is offered.
    #[schema(format = Date)]
    effective_until: Option<String>,
}

/// Something that can be needed.
#[derive(Debug, Serialize, ToSchema)]
struct NeedView {
    /// Its code within the item.
    #[schema(example = "photo")]
    code: String,
    /// Its kind.
    kind: KindCode,
    /// Who meets it.
    party: PartyCode,
    /// The stage it stands before.
    before: BeforeCode,
    /// The source whose data makes it unnecessary.
    waived_by: Option<SourceCode>,
    /// Whether a signed undertaking may take its place.
    undertaking: bool,
    /// Its name.
    name: Words,
    /// The articles it stands on.
    articles: Vec<ArticleView>,
}

/// Something that must hold.
#[derive(Debug, Serialize, ToSchema)]
struct ConditionView {
    /// The code that a refusal has.
    #[schema(example = "licence.renewal_too_early")]
    code: String,
    /// The articles it stands on.
    articles: Vec<ArticleView>,
}

impl From<&Need> for NeedView {
    fn from(need: &Need) -> Self {
        Self {
            code: need.id.clone(),
            kind: KindCode(need.kind),
            party: PartyCode(need.party),
            before: BeforeCode(need.before),
            waived_by: need.waived_by.map(SourceCode),
            undertaking: need.undertaking,
            name: (&need.name).into(),
            articles: articles(&need.articles),
        }
    }
}

/// The law's tables cannot answer: a fault of the rule set and never of the caller.
fn law_failed(error: law::LawError) -> Stop {
    Stop::Failed(ledger::Error::Broken(format!("the tables of the law cannot answer: {error}")))
}

/// An item by its code, if it is offered.
pub(super) fn item<'a>(app: &'a App, code: &str) -> Result<&'a Item, Stop> {
    app.office.rules.catalog.item(code).map_err(|_| Stop::NotFound)
}

/// What the rules say about an item and facts.
pub(super) fn judged(app: &App, code: &str, facts: &Facts) -> Result<Judgement, Stop> {
    item(app, code)?.judge(&app.office.rules.law, facts).map_err(law_failed)
}

fn line(app: &App, item: &Item, today: Day) -> Result<ItemLine, Stop> {
    let law = &app.office.rules.law;
    let fee = item.fee.as_ref().map(|key| law.fee(key, today)).transpose().map_err(law_failed)?;
    let texts = item.texts(law, today).map_err(law_failed)?;
    Ok(ItemLine {
        code: item.code.clone(),
        name: (&item.name).into(),
        summary: texts.summary.into(),
        shape: ShapeCode(item.shape),
        fee_fen: fee.map_or(0, |fee| fee.value.0),
        limit_working_days: law.limit(&item.limit, today).map_err(law_failed)?.value,
    })
}

/// 业务目录 · The items offered today.
#[utoipa::path(
    get, path = "/api/v1/items", tag = "items",
    responses((status = 200, description = "业务目录。 The catalogue.", body = ItemList))
)]
async fn list(State(app): State<App>, visitor: Visitor) -> Answer {
    let today = visitor.now.day();
    let offered = app.office.rules.catalog.items().filter(|item| item.in_force(today));
    let items: Result<Vec<ItemLine>, Stop> = offered.map(|item| line(&app, item, today)).collect();
    Ok(reply::ok(&app, &ItemList { items: items? }))
}

/// Which item.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct Which {
    /// 业务代码 The item's code.
    pub(super) code: ItemCode,
}

/// 业务详情 · An item: who, what is needed, what it costs, how long it takes, under which law.
#[utoipa::path(
    get, path = "/api/v1/items/{code}", tag = "items", params(Which),
    responses((status = 200, description = "业务。 The item.", body = ItemView))
)]
async fn one(State(app): State<App>, visitor: Visitor, PathOf(which): PathOf<Which>) -> Answer {
    let today = visitor.now.day();
    let item = item(&app, which.code.as_str())?;
    let texts = item.texts(&app.office.rules.law, today).map_err(law_failed)?;
    let conditions = item.conditions.iter();
    let view = ItemView {
        line: line(&app, item, today)?,
        who: item.who.iter().copied().map(WhoCode).collect(),
        channels: item.channels.iter().copied().map(ChannelCode).collect(),
        who_words: texts.who.into(),
        materials: texts.materials.into(),
        steps: texts.steps.into_iter().map(Words::from).collect(),
        result: texts.result.into(),
        law: texts.law.into(),
        articles: articles(&item.articles),
        needs: item.needs.iter().map(NeedView::from).collect(),
        conditions: conditions
            .map(|c| ConditionView { code: c.id.clone(), articles: articles(&c.articles) })
            .collect(),
        effective_from: item.effective_from.to_string(),
        effective_until: item.effective_until.map(|day| day.to_string()),
    };
    Ok(reply::ok(&app, &view))
}
