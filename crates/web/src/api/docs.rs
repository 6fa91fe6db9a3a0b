//! The description of the API for programs (OpenAPI 3.1) and for people (one page, drawn from the same description, no
//! script).

use std::sync::OnceLock;

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse};
use base::Text;
use serde_json::Value;
use service::office::Stop;
use utoipa_axum::routes;

use super::described::Described;
use super::problem::Answer;
use crate::App;
use crate::Visitor;
use crate::frame::Frame;
use crate::pages::frame_of;
use crate::pages::view::Page as _;
use crate::route::{Door, Kind};

pub(super) fn routes() -> Described {
    Described::new().route(Kind::Api, "api.openapi", Door::Anyone, routes!(openapi)).route(
        Kind::Page,
        "api.docs",
        Door::Anyone,
        routes!(docs),
    )
}

/// The description as JSON; the same bytes for the life of the program.
fn json() -> &'static str {
    static JSON: OnceLock<String> = OnceLock::new();
    JSON.get_or_init(|| super::openapi().to_json().unwrap_or_default())
}

/// 接口描述 · This description, as OpenAPI 3.1.
#[utoipa::path(
    get, path = "/api/openapi.json", tag = "docs",
    responses((status = 200, description = "接口描述。 The description.", body = Object, content_type = "application/json"))
)]
async fn openapi() -> Answer {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
    Ok((headers, json()).into_response())
}

/// One operation on the page.
#[derive(Debug)]
struct Row {
    method: String,
    path: String,
    id: String,
    /// What it does.
    words: Text,
    /// More of that; empty where there is no more to say.
    more: Text,
    /// Whether one must be logged in.
    login: bool,
    parameters: Vec<Parameter>,
    /// The name of the body's schema.
    body: Option<String>,
    answers: Vec<(String, Text)>,
}

#[derive(Debug)]
struct Parameter {
    name: String,
    place: String,
    required: bool,
    words: Text,
}

/// Operations of one kind.
#[derive(Debug)]
struct Group {
    name: String,
    words: Text,
    rows: Vec<Row>,
}

/// A schema on the page.
#[derive(Debug)]
struct Shape {
    name: String,
    json: String,
}

#[derive(Debug, Template)]
#[template(path = "api/docs.html")]
struct Docs {
    frame: Frame,
    groups: Vec<Group>,
    shapes: Vec<Shape>,
}

impl crate::pages::view::Page for Docs {
    fn title(&self) -> Text {
        Text::new("接口文档", "API documentation")
    }
}

/// 接口文档 · This description for people.
#[utoipa::path(
    get, path = "/api/docs", tag = "docs",
    responses((status = 200, description = "接口文档。 The page.", body = String, content_type = "text/html"))
)]
async fn docs(State(app): State<App>, visitor: Visitor) -> Answer {
    let described: Value = serde_json::from_str(json()).unwrap_or_default();
    let frame = frame_of(&app, &visitor).await?;
    let page = Docs { frame, groups: groups(&described), shapes: shapes(&described) };
    let html =
        askama::Template::render(&page).map_err(|e| Stop::Failed(ledger::Error::Broken(e.to_string())))?;
    Ok(Html(html).into_response())
}

/// Words of the description are Chinese and then English; where the one ends and the other begins.
fn both(words: &str) -> Text {
    if let Some((zh, en)) = words.split_once("。 ") {
        return Text::new(format!("{zh}。"), en);
    }
    let starts = words.match_indices(' ').map(|(at, _)| at);
    let mut starts = starts.filter_map(|at| words.split_at_checked(at));
    let english = |en: &str| en.trim_start().starts_with(|c: char| c.is_ascii_uppercase());
    match starts.find(|(zh, en)| !zh.is_ascii() && english(en)) {
        Some((zh, en)) => Text::new(zh.trim_end_matches([' ', '·']), en.trim_start()),
        None => Text::new(words, words),
    }
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn list<'v>(value: &'v Value, pointer: &str) -> impl Iterator<Item = &'v Value> {
    value.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}

fn members<'v>(value: &'v Value, pointer: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    value.pointer(pointer).and_then(Value::as_object).into_iter().flatten()
}

fn groups(described: &Value) -> Vec<Group> {
    let tags = list(described, "/tags");
    tags.map(|tag| {
        let name = text(tag, "/name");
        let of_tag = |operation: &Value| list(operation, "/tags").any(|t| t.as_str() == Some(&name));
        let rows = members(described, "/paths").flat_map(|(path, item)| {
            ["get", "post"].into_iter().filter_map(move |method| Some((path, method, item.get(method)?)))
        });
        let rows = rows.filter(|(_, _, operation)| of_tag(operation));
        let rows = rows.map(|(path, method, operation)| row(described, path, method, operation)).collect();
        Group { words: both(&text(tag, "/description")), name: name.clone(), rows }
    })
    .collect()
}

fn row(described: &Value, path: &str, method: &str, operation: &Value) -> Row {
    let summary = text(operation, "/summary");
    let description = text(operation, "/description");
    let schema = operation.pointer("/requestBody/content").and_then(Value::as_object);
    let schema = schema.and_then(|kinds| kinds.values().next()).map(|kind| text(kind, "/schema/$ref"));
    let answers = members(operation, "/responses").map(|(status, answer)| {
        let referred = text(answer, "/$ref");
        let target =
            referred.strip_prefix('#').and_then(|pointer| described.pointer(pointer)).unwrap_or(answer);
        (status.clone(), both(&text(target, "/description")))
    });
    Row {
        method: method.to_uppercase(),
        path: path.to_owned(),
        id: text(operation, "/operationId"),
        words: both(&summary),
        more: both(&description.strip_prefix(&summary).unwrap_or(&description).trim().replace('\n', " ")),
        login: list(operation, "/security").next().is_some(),
        parameters: list(operation, "/parameters")
            .map(|parameter| Parameter {
                name: text(parameter, "/name"),
                place: text(parameter, "/in"),
                required: parameter.get("required").and_then(Value::as_bool).unwrap_or(false),
                words: both(&text(parameter, "/description")),
            })
            .collect(),
        body: schema
            .and_then(|name| name.rsplit('/').next().map(str::to_owned))
            .filter(|name| !name.is_empty()),
        answers: answers.collect(),
    }
}

fn shapes(described: &Value) -> Vec<Shape> {
    members(described, "/components/schemas")
        .map(|(name, schema)| Shape {
            name: name.clone(),
            json: serde_json::to_string_pretty(schema).unwrap_or_default(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::both;

    #[test]
    fn words_are_parted_where_the_english_begins() {
        let parted = |words: &str| {
            let text = both(words);
            (text.zh, text.en)
        };
        let pair = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
        assert_eq!(parted("受理 · Accept a case."), pair("受理", "Accept a case."));
        assert_eq!(parted("已受理。 Accepted."), pair("已受理。", "Accepted."));
        assert_eq!(
            parted("上一页的 next Where the list goes on."),
            pair("上一页的 next", "Where the list goes on.")
        );
        let busy = "请按 Retry-After 重试。 Busy; try again after Retry-After.";
        assert_eq!(parted(busy), pair("请按 Retry-After 重试。", "Busy; try again after Retry-After."));
        assert_eq!(parted("OpenAPI 3.1。"), pair("OpenAPI 3.1。", "OpenAPI 3.1。"));
    }
}
