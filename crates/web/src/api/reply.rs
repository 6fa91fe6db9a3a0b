//! Answers that went well: JSON under the newest checkpoint of the ledger, and the receipts of events.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use ledger::{Event, Stream};
use serde::Serialize;
use service::office::{Receipt, Stop};
use store::Read;
use utoipa::ToSchema;

use crate::App;

/// The newest checkpoint: how many entries the ledger has and the base64 of its root, with a space between. The signed
/// note is at `/ledger/checkpoint`.
pub(super) const CHECKPOINT: HeaderName = HeaderName::from_static("yichuang-checkpoint");

/// Most events of one stream that an answer names.
const RECEIPTS_MAX: u32 = 200;

/// What can be proved: an event of the ledger. Its proof is at `/ledger/proof/{stream}/{number}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Receipt)]
pub(super) struct ReceiptView {
    /// The stream: a record's life.
    #[schema(example = "case/cas_999901_01KAHF6Z5M8Q0W3J7V2N4B6C8D/n1")]
    stream: String,
    /// The event's number in it, from 1.
    #[schema(minimum = 1, example = 6)]
    number: i64,
    /// What happened.
    #[schema(example = "case.accepted")]
    kind: String,
}

impl From<Receipt> for ReceiptView {
    fn from(receipt: Receipt) -> Self {
        Self { stream: receipt.stream, number: receipt.number, kind: receipt.kind }
    }
}

impl From<Event> for ReceiptView {
    fn from(event: Event) -> Self {
        Self { stream: event.stream.to_string(), number: event.number, kind: event.kind }
    }
}

/// The receipts of a whole stream, oldest first.
pub(super) fn receipts(read: &mut Read<'_>, stream: &Stream) -> Result<Vec<ReceiptView>, Stop> {
    let kinds = ledger::kinds(read, stream, RECEIPTS_MAX)?;
    let receipt = |(number, kind)| ReceiptView { stream: stream.to_string(), number, kind };
    Ok(kinds.into_iter().map(receipt).collect())
}

/// Answers with a body.
pub(super) fn json(app: &App, status: StatusCode, body: &impl Serialize) -> Response {
    under_checkpoint(app, (status, Json(body)).into_response())
}

/// 200 with a body.
pub(super) fn ok(app: &App, body: &impl Serialize) -> Response {
    json(app, StatusCode::OK, body)
}

/// 201 with a body and where the new thing is.
pub(super) fn created(app: &App, location: &str, body: &impl Serialize) -> Response {
    let mut response = json(app, StatusCode::CREATED, body);
    if let Ok(value) = HeaderValue::from_str(location) {
        response.headers_mut().insert(axum::http::header::LOCATION, value);
    }
    response
}

/// 204.
pub(super) fn done(app: &App) -> Response {
    under_checkpoint(app, StatusCode::NO_CONTENT.into_response())
}

fn under_checkpoint(app: &App, mut response: Response) -> Response {
    if let Some(newest) = app.office.ledger.newest() {
        let text = format!("{} {}", newest.checkpoint.size, newest.checkpoint.root.to_base64());
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().insert(CHECKPOINT, value);
        }
    }
    response
}
