//! The catalogue, and what the rules say about an item for one person today.

use axum::extract::State;
use base::Day;
use serde::{Deserialize, Serialize};
use service::catalog::{Facts, Item, Judgement, Need, RequirementSpec, SpecState};
use service::office::Stop;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::cases::concerned;
use super::codes::{BeforeCode, ChannelCode, KindCode, PartyCode, ShapeCode, SourceCode, WhoCode};
use super::described::Described;
use super::json::{PathOf, QueryOf};
use super::problem::{Answer, ArticleView, RefusalView, articles};
use super::reply;
use super::shaped::{ItemCode, PersonId, Words};
use crate::outside;
use crate::route::{Door, Kind};
use crate::{App, Visitor};

pub(super) fn routes() -> Described {
    Described::new()
        .route(Kind::Api, "api.item.list", Door::Anyone, routes!(list))
        .route(Kind::Api, "api.item.one", Door::Anyone, routes!(one))
        .route(Kind::Api, "api.item.judge", Door::Citizen, routes!(judge))
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
struct Which {
    /// 业务代码 The item's code.
    code: ItemCode,
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

/// For whom.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ForWhom {
    /// 委托人 The person who gave you a mandate; yourself where there is none.
    person: Option<PersonId>,
}

/// What the rules say today: everything at once.
#[derive(Debug, Serialize, ToSchema)]
struct Verdict {
    /// Whether a case can be begun.
    allowed: bool,
    /// Everything that stands in the way.
    refusals: Vec<RefusalView>,
    /// What would be needed.
    requirements: Vec<SpecView>,
    /// Sources that did not answer. They refuse nothing; each is checked later.
    unknown: Vec<SourceCode>,
    /// What it costs, in fen.
    #[schema(minimum = 0, example = 1000)]
    fee_fen: i64,
    /// Within how many working days after acceptance it is finished; 0 is on the spot.
    limit_working_days: u16,
    /// What all of it stands on.
    articles: Vec<ArticleView>,
}

/// One thing that would be needed.
#[derive(Debug, Serialize, ToSchema)]
struct SpecView {
    /// Its code.
    code: String,
    /// Its kind.
    kind: KindCode,
    /// Who meets it.
    party: PartyCode,
    /// The stage it stands before.
    before: BeforeCode,
    /// `asked`, `waived` where shared data proves it, `checking` where the source did not answer.
    #[schema(pattern = "^(asked|waived|checking)$")]
    state: String,
    /// The source that proves it or was asked.
    source: Option<SourceCode>,
    /// The last day for a check.
    #[schema(format = Date)]
    due_on: Option<String>,
    /// Whether a signed undertaking may take its place.
    undertaking: bool,
    /// Its name.
    name: Words,
    /// How to meet it.
    help: Words,
    /// The articles it stands on.
    articles: Vec<ArticleView>,
}

impl From<&RequirementSpec> for SpecView {
    fn from(spec: &RequirementSpec) -> Self {
        let (state, source, due) = match spec.state {
            SpecState::Asked => ("asked", None, None),
            SpecState::Waived(source) => ("waived", Some(source), None),
            SpecState::Checking { source, due } => ("checking", Some(source), Some(due)),
        };
        Self {
            code: spec.id.clone(),
            kind: KindCode(spec.kind),
            party: PartyCode(spec.party),
            before: BeforeCode(spec.before),
            state: state.to_owned(),
            source: source.map(SourceCode),
            due_on: due.map(|day| day.to_string()),
            undertaking: spec.undertaking,
            name: (&spec.name).into(),
            help: (&spec.help).into(),
            articles: articles(&spec.articles),
        }
    }
}

/// 能不能办 · What the rules say for you today.
///
/// Outside systems are asked for the facts; one that does not answer refuses nothing.
#[utoipa::path(
    get, path = "/api/v1/items/{code}/judgement", tag = "items", params(Which, ForWhom),
    responses((status = 200, description = "规则的结论。 The verdict.", body = Verdict))
)]
async fn judge(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    QueryOf(whom): QueryOf<ForWhom>,
) -> Answer {
    item(&app, which.code.as_str())?;
    let (person, by_agent) = concerned(&visitor, whom.person.as_ref(), which.code.as_str())?;
    let known = outside::known(&app, &person).await?;
    let facts = outside::facts(&app, &visitor, &known, by_agent, None).await?;
    let judgement = judged(&app, which.code.as_str(), &facts)?;
    let verdict = Verdict {
        allowed: judgement.refusals.is_empty(),
        refusals: judgement.refusals.iter().map(RefusalView::from).collect(),
        requirements: judgement.requirements.iter().map(SpecView::from).collect(),
        unknown: judgement.unknown.iter().map(|fact| SourceCode(fact.source)).collect(),
        fee_fen: judgement.fee.0,
        limit_working_days: judgement.limit_working_days,
        articles: articles(&judgement.articles),
    };
    Ok(reply::ok(&app, &verdict))
}
