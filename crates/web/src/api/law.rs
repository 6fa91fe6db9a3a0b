//! The law as a service: the questions of `yichuang law`, one at a time, for whoever asks. Nothing that is asked is kept.

use axum::extract::State;
use base::{FieldError, Problem};
use law::question;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::described::Described;
use super::json::Body;
use super::problem::{Answer, ArticleView, articles};
use super::reply;
use crate::route::{Door, Kind};
use crate::{App, Visitor};

pub(super) fn routes() -> Described {
    Described::new().route(Kind::Api, "api.law.ask", Door::Anyone, routes!(ask)).route(
        Kind::Api,
        "api.law.questions",
        Door::Anyone,
        routes!(questions),
    )
}

/// One question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LawQuestion {
    /// 领域 The area, as `/api/v1/law/questions` lists them.
    #[schema(max_length = 200, example = "inspection")]
    area: String,
    /// 问题 `op` and the keys of that operation; `as_of` is the day whose rules decide, today where it is left out.
    #[schema(example = json!({ "op": "next_inspection", "vehicle": "非营运小型、微型载客汽车", "registered": "2020-05-01" }))]
    input: Map<String, Value>,
}

/// The answer.
#[derive(Debug, Serialize, ToSchema)]
struct LawAnswer {
    /// Every result of the operation, null where one does not apply; `basis`, `rows`, `unknown` and `changes_on` say
    /// why, what is not known, and when the answer would be another one.
    result: Map<String, Value>,
    /// The articles that decided, in words.
    articles: Vec<ArticleView>,
}

/// 问一条规定 · What the law says of one question, with its articles.
///
/// 与命令 `yichuang law` 相同，按今天有效的规定回答；不保存所问的内容。
/// The same as the command `yichuang law`, under the rules in force today; nothing that is asked is kept.
#[utoipa::path(
    post, path = "/api/v1/law", tag = "law", request_body = LawQuestion,
    responses((status = 200, description = "回答。 The answer.", body = LawAnswer))
)]
async fn ask(State(app): State<App>, visitor: Visitor, body: Body<LawQuestion>) -> Answer {
    let LawQuestion { area, input } = body.value;
    let asked = question::asked(&app.office.rules.law, visitor.now.day(), &area, &input);
    let (op, found) = asked.map_err(|wrong| Problem::invalid(vec![wrong_field(wrong)]))?;
    let Value::Object(result) = found.to_json(op, true) else { return Err(Problem::not_found().into()) };
    Ok(reply::ok(&app, &LawAnswer { result, articles: articles(found.basis()) }))
}

/// The field of the body that a question is wrong in.
fn wrong_field(wrong: question::Wrong) -> FieldError {
    let field = match wrong.key.as_deref() {
        None => "input".to_owned(),
        Some("area") => "area".to_owned(),
        Some(key) => format!("input.{key}"),
    };
    FieldError { field, message: wrong.message }
}

/// 能问什么 · What can be asked, as a JSON Schema (2020-12) of every question.
#[utoipa::path(
    get, path = "/api/v1/law/questions", tag = "law",
    responses((status = 200, description = "问题的格式。 The schema of the questions.", body = Object, content_type = "application/json"))
)]
async fn questions(State(app): State<App>) -> Answer {
    Ok(reply::ok(&app, &question::schema()))
}
