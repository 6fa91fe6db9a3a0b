//! The gateway's twin: it keeps what it took, and shows it to whoever watches the demonstration.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use base::Instant;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Message, MessageState, NewMessage};
use crate::Private;
use crate::twins::{Asked, Desk, Kept, Number, Sent, Trouble, Turn, conflict, missing, mount};

/// The most messages that are kept; the oldest go first.
const MESSAGES_MAX: usize = 20_000;

/// How many messages to one number are shown.
const SHOWN_MAX: usize = 20;

/// How long a message is under way.
const UNDER_WAY_S: i64 = 2;

/// A message that the twin took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentMessage {
    /// Our number.
    pub message_no: String,
    /// The template's id.
    pub template: String,
    /// To whom.
    pub phone: Private,
    /// The template's parameters, a login code among them.
    pub parameters: BTreeMap<String, Private>,
    /// When the twin took it, in milliseconds UTC.
    pub sent_at_ms: Instant,
}

/// Everything the twin took.
#[derive(Debug)]
pub(crate) struct Messages(Mutex<Kept<(NewMessage, Instant)>>);

impl Default for Messages {
    fn default() -> Self {
        Self(Mutex::new(Kept::new(MESSAGES_MAX)))
    }
}

impl Messages {
    fn kept(&self) -> MutexGuard<'_, Kept<(NewMessage, Instant)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The newest messages to a number, the newest first.
    pub(crate) fn sent(&self, phone: &str) -> Vec<SentMessage> {
        let kept = self.kept();
        let to_phone = kept.newest().filter(|(message, _)| message.phone.as_str() == phone).take(SHOWN_MAX);
        to_phone
            .map(|(message, at)| SentMessage {
                message_no: message.message_no.clone(),
                template: message.template.clone(),
                phone: message.phone.clone(),
                parameters: message.parameters.clone(),
                sent_at_ms: *at,
            })
            .collect()
    }
}

#[derive(Clone, Debug)]
struct Twin {
    desk: Arc<Desk>,
    messages: Arc<Messages>,
}

/// The twin's routes.
pub(crate) fn router(desk: Arc<Desk>, messages: Arc<Messages>) -> Router {
    let twin = Twin { desk: Arc::clone(&desk), messages };
    let profile = Router::new()
        .route("/messages", post(send))
        .route("/messages/{message_no}", get(show))
        .with_state(twin.clone());
    let own = Router::new().route("/sent", get(sent)).with_state(twin);
    mount(desk, profile, own)
}

async fn send(
    State(twin): State<Twin>,
    Extension(turn): Extension<Turn>,
    Sent(message): Sent<NewMessage>,
) -> Result<(StatusCode, Json<Message>), Trouble> {
    if turn.lost {
        let (zh, en) = ("没有这个短信模板。请检查设置。", "There is no such template. Check the settings.");
        return Err(missing("sms.no_such_template", zh, en));
    }
    let now = twin.desk.now();
    let mut kept = twin.messages.kept();
    if let Some((before, at)) = kept.get(&message.message_no) {
        if *before != message {
            return Err(conflict(
                "sms.message_differs",
                "该编号已用于另一条短信。请换一个编号。",
                "This number was used for another message. Take a new number.",
            ));
        }
        return Ok((StatusCode::OK, Json(state(before, *at, now))));
    }
    let answer = state(&message, now, now);
    kept.put(&answer.message_no, (message, now));
    Ok((StatusCode::CREATED, Json(answer)))
}

async fn show(
    State(twin): State<Twin>,
    Extension(turn): Extension<Turn>,
    Number(message_no): Number,
) -> Result<Json<Message>, Trouble> {
    let kept = twin.messages.kept();
    let found = kept.get(&message_no).filter(|_| !turn.lost);
    let (message, at) = found.ok_or_else(|| {
        missing(
            "sms.no_such_message",
            "没有这条短信。请核对编号。",
            "There is no such message. Check its number.",
        )
    })?;
    Ok(Json(state(message, *at, twin.desk.now())))
}

#[derive(Debug, Deserialize)]
struct SentQuery {
    phone: String,
}

async fn sent(State(twin): State<Twin>, Asked(query): Asked<SentQuery>) -> Json<Value> {
    Json(json!({ "messages": twin.messages.sent(&query.phone) }))
}

/// A message is under way for two seconds; one to a number that ends in 9999 fails.
fn state(message: &NewMessage, at: Instant, now: Instant) -> Message {
    let arrives = at.plus_seconds(UNDER_WAY_S);
    let (state, since_ms) = match (now < arrives, message.phone.as_str().ends_with("9999")) {
        (true, _) => (MessageState::Accepted, at),
        (false, false) => (MessageState::Delivered, arrives),
        (false, true) => (MessageState::Failed, arrives),
    };
    Message { message_no: message.message_no.clone(), state, since_ms }
}
