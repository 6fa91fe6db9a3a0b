//! What the rules say about an item for one person today: everything at once, before anything is begun.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use service::catalog::{RequirementSpec, SpecState};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::cases::concerned;
use super::codes::{BeforeCode, KindCode, PartyCode, SourceCode};
use super::described::Described;
use super::items::{Which, item, judged};
use super::json::{PathOf, QueryOf};
use super::problem::{Answer, ArticleView, RefusalView, articles};
use super::reply;
use super::shaped::{PersonId, Words};
use crate::outside;
use crate::route::{Door, Kind};
use crate::{App, Visitor};

pub(super) fn routes() -> Described {
    Described::new().route(Kind::Api, "api.item.judge", Door::Citizen, routes!(judge))
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
/// 事实向外部系统查询；没有答复的系统不会导致不予办理。
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
    let facts = outside::facts(&app, &visitor, &known, which.code.as_str(), by_agent, None).await?;
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
