//! Drawing pages and going on to the next one.

use askama::Template;
use axum::response::{Html, IntoResponse, Redirect, Response};
use base::{Problem, Text};
use service::office::Stop;

use crate::Fault;

/// What page handlers give.
pub(crate) type Answer = Result<Response, Fault>;

/// Draws a page.
pub(crate) fn page(view: &impl Template) -> Answer {
    let html = view.render().map_err(|error| {
        tracing::error!(%error, "a page was not drawn");
        Fault::from(Stop::Failed(ledger::Error::Broken("a page was not drawn".to_owned())))
    })?;
    Ok(Html(html).into_response())
}

/// Draws a form again with what is wrong: 422.
pub(crate) fn page_again(view: &impl Template) -> Answer {
    let mut response = page(view)?;
    *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// Goes on to another page after a step (303).
#[expect(clippy::unnecessary_wraps, reason = "the last line of a handler, which gives an Answer")]
pub(crate) fn on_to(path: &str) -> Answer {
    Ok(Redirect::to(path).into_response())
}

/// A step whose form was pressed twice has been done: go on as after the first time.
pub(crate) fn once_done<T>(result: Result<T, Stop>) -> Result<Option<T>, Stop> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Stop::Repeated(_)) => Ok(None),
        Err(stop) => Err(stop),
    }
}

/// An outside system that is needed for this step does not answer.
pub(crate) fn unreachable(what: &Text) -> Problem {
    Problem::new(
        503,
        "outside.unreachable",
        Text::new("外部系统暂时连接不上", "An outside system cannot be reached"),
        Text::new(
            format!("{}暂时连接不上，请稍后再试；您填写的内容没有丢失。", what.zh),
            format!(
                "The {} cannot be reached at the moment. Try again later; what you filled in is kept.",
                what.en
            ),
        ),
    )
    .retry_after(30)
}
