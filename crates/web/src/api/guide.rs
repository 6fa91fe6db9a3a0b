//! Guidance: which item a question in plain words asks for.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use service::guide::{Match, Subject};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::described::Described;
use super::json::QueryOf;
use super::problem::Answer;
use super::reply;
use super::shaped::{Question, Words};
use crate::App;
use crate::route::{Door, Kind};

pub(super) fn routes() -> Described {
    Described::new().route(Kind::Api, "api.guide.ask", Door::Anyone, routes!(ask))
}

/// What a question asks for.
#[derive(Debug, Serialize, ToSchema)]
struct GuideAnswer {
    /// The item that answers it; none where no item does.
    #[schema(example = "licence-lost")]
    item: Option<String>,
    /// What it asks for, in words; none where that is not understood. Business without an item has a name too.
    name: Option<Words>,
    /// How well it fits, 0 to 1.
    #[schema(minimum = 0, maximum = 1, example = 0.87)]
    score: f64,
    /// The question as it was read, where something in it was taken for a slip.
    #[schema(example = "驾驶证丢了")]
    read_as: Option<String>,
    /// Other items that may be meant, the likeliest first.
    alternatives: Vec<Alternative>,
}

/// Another item that may be meant.
#[derive(Debug, Serialize, ToSchema)]
struct Alternative {
    /// Its code.
    #[schema(example = "licence-damaged")]
    item: String,
    /// Its name.
    name: Words,
    /// How well it fits, 0 to 1.
    #[schema(minimum = 0, maximum = 1, example = 0.41)]
    score: f64,
}

/// The question.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// 问题 In plain words, Chinese, pinyin or English.
    q: Question,
}

/// 智能导办 · Which item a question asks for. The item's own conditions say who can have it.
#[utoipa::path(
    get, path = "/api/v1/ask", tag = "items", params(Asked),
    responses((status = 200, description = "回答。 The answer.", body = GuideAnswer))
)]
async fn ask(State(app): State<App>, QueryOf(asked): QueryOf<Asked>) -> Answer {
    let answer = app.guide().await?.ask(asked.q.as_str());
    let alternative = |other: &Match| match &other.subject {
        Subject::Item(code) => {
            Some(Alternative { item: code.clone(), name: (&other.name).into(), score: other.score })
        }
        Subject::Topic { .. } => None,
    };
    let view = GuideAnswer {
        item: answer.item().map(|(code, _)| code.to_owned()),
        name: answer.best.as_ref().map(|best| (&best.name).into()),
        score: answer.best.as_ref().map_or(0.0, |best| best.score),
        alternatives: answer.others.iter().filter_map(alternative).collect(),
        read_as: answer.read_as,
    };
    Ok(reply::ok(&app, &view))
}
