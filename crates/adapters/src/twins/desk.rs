//! The desk at which every twin takes requests: token, size, fault, and the mark on every answer.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use base::{Clock, Instant, Rng};
use hyper::body::Frame;
use serde_json::Value;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::answer::{Sent, Trouble, of_request, read_body};
use super::faults::{Fault, FaultMode, Faults};
use super::{TwinConfig, missing};
use crate::Private;
use crate::limits::{BODY_MAX, Limited};
use crate::link::{ANSWER_MAX, SANDBOX};

/// Members that say which question an answer belongs to.
const ECHOES: [&str; 6] = ["id_number", "order_no", "message_no", "parcel_no", "tracking_no", "licence_id"];

/// What one twin works with.
#[derive(Debug)]
pub(crate) struct Desk {
    name: &'static str,
    token: Private,
    clock: Arc<dyn Clock>,
    seed: u64,
    faults: Faults,
}

/// Where the faults of the twins are chosen without HTTP. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct FaultDesk(Vec<Arc<Desk>>);

impl FaultDesk {
    /// Remembers a twin's desk and gives it back.
    pub(super) fn with(&mut self, desk: Arc<Desk>) -> Arc<Desk> {
        self.0.push(Arc::clone(&desk));
        desk
    }

    fn of(&self, twin: &str) -> Option<&Desk> {
        self.0.iter().find(|desk| desk.name == twin).map(Arc::as_ref)
    }

    /// The fault that a twin has now; none where there is no twin of this name.
    pub fn now(&self, twin: &str) -> Option<Fault> {
        self.of(twin).map(|desk| desk.faults.now())
    }

    /// Gives a twin a fault, within the limits of [`Fault`]. False, and nothing is changed, where there is no twin of this
    /// name or the fault is outside its limits.
    pub fn choose(&self, twin: &str, fault: Fault) -> bool {
        let Some(desk) = self.of(twin).filter(|_| fault.wrong().is_empty()) else { return false };
        desk.faults.choose(fault);
        true
    }
}

/// What a handler must know about the fault of its request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn {
    /// Behave as if the thing asked for were not there.
    pub(crate) lost: bool,
}

impl Desk {
    /// A desk without a fault.
    pub(crate) fn new(name: &'static str, config: &TwinConfig) -> Arc<Self> {
        let (token, clock) = (config.token.clone(), Arc::clone(&config.clock));
        Arc::new(Self { name, token, clock, seed: config.seed, faults: Faults::none() })
    }

    pub(crate) fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Chance that follows from the seed and `key` alone, whatever was asked before.
    pub(crate) fn chance(&self, key: &str) -> Rng {
        let mut hash = Sha256::new();
        hash.update(self.seed.to_le_bytes());
        hash.update(self.name.as_bytes());
        hash.update([0]);
        hash.update(key.as_bytes());
        Rng::from_seed(hash.finalize().into())
    }

    /// Whether this notification is to be delivered twice.
    pub(crate) fn notifies_twice(&self) -> bool {
        self.faults.take(|mode| mode == FaultMode::Twice).mode == FaultMode::Twice
    }

    /// The fault of one request. The payment twin keeps `twice` for its notifications.
    fn fault(&self) -> Fault {
        self.faults.take(|mode| mode != FaultMode::Twice || self.name != "payment")
    }

    fn admits(&self, headers: &HeaderMap) -> bool {
        let sent = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
        let token = sent.and_then(|v| v.strip_prefix("Bearer ")).unwrap_or_default();
        !token.is_empty() && bool::from(token.as_bytes().ct_eq(self.token.as_str().as_bytes()))
    }
}

/// One twin's routes: those of the profile behind token and faults, and those that only a twin has.
pub(crate) fn mount(desk: Arc<Desk>, profile: Router, own: Router) -> Router {
    let faults =
        Router::new().route("/faults", get(show_fault).post(choose_fault)).with_state(Arc::clone(&desk));
    profile
        .route_layer(from_fn_with_state(desk, take_request))
        .merge(own)
        .merge(faults)
        .fallback(async || {
            missing("request.unknown_path", "没有这个路径。请对照规约。", "There is no such path.")
        })
        .method_not_allowed_fallback(async || {
            of_request(405, "method", "这个路径不支持该方法。", "This path does not know the method.")
        })
        .layer(from_fn(mark))
}

async fn show_fault(State(desk): State<Arc<Desk>>) -> Json<Fault> {
    Json(desk.faults.now())
}

async fn choose_fault(State(desk): State<Arc<Desk>>, Sent(fault): Sent<Fault>) -> Json<Fault> {
    desk.faults.choose(fault);
    Json(desk.faults.now())
}

/// Says on every answer, good or bad, that it comes from a twin.
async fn mark(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(SANDBOX, HeaderValue::from_static("1"));
    response
}

/// Token, size, fault, work, and what the fault does to the answer.
async fn take_request(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    if !desk.admits(request.headers()) {
        let (zh, en) =
            ("令牌不对或没有令牌。请检查适配器设置。", "The token is missing or wrong. Check the settings.");
        return of_request(401, "unauthorised", zh, en).into_response();
    }
    let (parts, body) = request.into_parts();
    let body = match read_body(body, BODY_MAX).await {
        Ok(body) => body,
        Err(trouble) => return trouble.into_response(),
    };
    let fault = desk.fault();
    match fault.mode {
        FaultMode::Down => return down().into_response(),
        FaultMode::Slow => tokio::time::sleep(Duration::from_millis(fault.delay_ms.into())).await,
        FaultMode::Twice => {
            work(parts.clone(), body.clone(), fault, next.clone()).await;
        }
        _ => {}
    }
    let answer = work(parts, body, fault, next).await;
    match fault.mode {
        FaultMode::Wrong => misdirected(answer).await,
        FaultMode::Garbage => {
            ([(header::CONTENT_TYPE, "text/html")], "<html><body>502 Bad Gateway</body></html>")
                .into_response()
        }
        FaultMode::DropAnswer => Response::new(Body::new(Cut)),
        _ => answer,
    }
}

async fn work(parts: Parts, body: Bytes, fault: Fault, next: Next) -> Response {
    let mut request = Request::from_parts(parts, Body::from(body));
    request.extensions_mut().insert(Turn { lost: fault.mode == FaultMode::NotFound });
    next.run(request).await
}

fn down() -> Trouble {
    let Trouble(problem) = of_request(
        503,
        "down",
        "系统暂停服务，请稍后再试。",
        "The system is out of service. Try again later.",
    );
    problem.retry_after(5).into()
}

/// The same answer, but to a question about somebody or something else.
async fn misdirected(answer: Response) -> Response {
    let (parts, body) = answer.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, ANSWER_MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut value: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    if let Some(members) = value.as_object_mut() {
        for echo in ECHOES {
            if let Some(Value::String(text)) = members.get_mut(echo) {
                *text = another(text);
            }
        }
    }
    let mut response = (parts.status, Json(value)).into_response();
    if let Some(kind) = parts.headers.get(header::CONTENT_TYPE) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind.clone());
    }
    response
}

/// A number in the same form that is not the same.
fn another(number: &str) -> String {
    let mut letters: Vec<char> = number.chars().collect();
    if let Some(last) = letters.last_mut() {
        *last = if *last == '0' { '1' } else { '0' };
    }
    letters.into_iter().collect()
}

/// A body that breaks off before its first byte, which closes the connection.
struct Cut;

impl HttpBody for Cut {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(Some(Err(io::Error::from(io::ErrorKind::ConnectionReset))))
    }
}
