//! What a handler answers when it cannot do what was asked: a problem, or a way to the log-in page. As JSON it is
//! RFC 9457; on pages the same problem is drawn as a page by the layer around them.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use base::{Lang, Problem};
use serde_json::{Value, json};
use service::office::Stop;

/// A handler's failure.
#[derive(Clone, Debug)]
pub enum Fault {
    /// A problem to be told.
    Problem(Box<Problem>),
    /// Log in first, then come back to this path.
    LogIn {
        /// Where to log in.
        at: &'static str,
        /// Where to come back to.
        next: String,
    },
}

/// The problem of a response, for the layer that draws pages.
#[derive(Clone, Debug)]
pub(crate) struct Told(pub(crate) Box<Problem>);

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<Stop> for Fault {
    fn from(stop: Stop) -> Self {
        if let Stop::Failed(error) = &stop {
            tracing::error!(%error, "a request failed");
        }
        Problem::from(stop).into()
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        match self {
            Self::LogIn { at, next } => {
                let next = percent_encoding::utf8_percent_encode(&next, percent_encoding::NON_ALPHANUMERIC);
                Redirect::to(&format!("{at}?next={next}")).into_response()
            }
            Self::Problem(problem) => {
                let mut response = json_answer(&problem);
                response.extensions_mut().insert(Told(problem));
                response
            }
        }
    }
}

fn json_answer(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Json(body(problem))).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = problem.retry_after_s {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if problem.status == 401 {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// The members of RFC 9457 with ours: both languages always, so that a caller need not ask twice.
fn body(problem: &Problem) -> Value {
    let mut body = json!({
        "type": format!("/problems/{}", problem.code),
        "status": problem.status,
        "code": problem.code,
        "title": problem.title.get(Lang::Zh),
        "detail": problem.detail.get(Lang::Zh),
        "title_en": problem.title.get(Lang::En),
        "detail_en": problem.detail.get(Lang::En),
    });
    if let Some(members) = body.as_object_mut() {
        if !problem.fields.is_empty() {
            members.insert("fields".to_owned(), json!(problem.fields));
        }
        if let Some(refusal) = &problem.refusal {
            let articles: Vec<_> =
                refusal.articles.iter().map(|a| json!({ "short": a, "long": a.long() })).collect();
            members.insert("rule".to_owned(), json!(refusal.rule));
            members.insert("article".to_owned(), json!(articles));
            members.insert("reason".to_owned(), json!(refusal.reason));
            members.insert("instead".to_owned(), json!(refusal.instead));
        }
    }
    body
}
