//! Logging in and out. A citizen asks for a code by text message and types it; staff give password and the code of
//! their authenticator. Either gets a bearer token.
//!
//! These writes take an Idempotency-Key like all others, and forget it: a code works once by itself, and what is kept
//! for a key must never be a digest of a password.

use adapters::sms::LOGIN_CODE;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use service::access::{self, CODE_MINUTES, CodeToSend, LoggedIn, Token};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::codes::SessionCode;
use super::described::Described;
use super::json::Body;
use super::problem::Answer;
use super::reply;
use super::shaped::{Code, IdNumber, Password, Phone, Username};
use crate::route::{Door, Kind};
use crate::{App, Visitor, code_message};

pub(super) fn routes() -> Described {
    Described::new()
        .route(Kind::Api, "api.session.code", Door::Anyone, routes!(ask_code))
        .route(Kind::Api, "api.session.begin", Door::Anyone, routes!(begin))
        .route(Kind::Api, "api.session.begin_staff", Door::Anyone, routes!(begin_staff))
        .route(Kind::Api, "api.session.end", Door::Known, routes!(end))
}

/// For whom a code is asked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AskCode {
    id_number: IdNumber,
    phone: Phone,
}

/// A code is on its way, if the person is on file with this telephone. The answer is the same where not.
#[derive(Debug, Serialize, ToSchema)]
struct CodeAsked {
    /// How long a code is good for, in minutes.
    #[schema(example = 5)]
    minutes: i64,
}

/// 获取登录验证码 · Ask for a log-in code.
///
/// 验证码发到登记的手机。没有登记的人得到同样的答复，但不会收到短信；短信系统故障时答复也相同。每小时最多五次。
/// The code goes to the telephone on file. Whoever is not on file gets the same answer and no message, whether or not
/// the message system works. At most five codes an hour.
#[utoipa::path(
    post, path = "/api/v1/session/code", tag = "session", request_body = AskCode,
    responses((status = 200, description = "已受理。 Asked for.", body = CodeAsked))
)]
async fn ask_code(State(app): State<App>, visitor: Visitor, body: Body<AskCode>) -> Answer {
    let AskCode { id_number, phone } = &body.value;
    let asked = access::request_code(&app.office, &visitor.ctx(), id_number.as_str(), phone.as_str()).await?;
    if let Some(CodeToSend { code, .. }) = asked.value {
        let (own, visitor, phone) = (app.clone(), visitor.clone(), phone.as_str().to_owned());
        let sending = tokio::spawn(async move {
            if let Err(fault) = code_message::send(&own, &visitor, LOGIN_CODE, &phone, &code).await {
                tracing::warn!(?fault, "a log-in code was not sent");
            }
        });
        // Waiting would tell, by time or by error, who is on file. A demonstration waits: it shows the code at once.
        if app.demo.is_some() {
            let _ = sending.await;
        }
    }
    Ok(reply::ok(&app, &CodeAsked { minutes: CODE_MINUTES }))
}

/// A citizen's log-in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Begin {
    id_number: IdNumber,
    phone: Phone,
    /// The six digits of the newest message.
    code: Code,
}

/// A staff account's log-in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BeginStaff {
    username: Username,
    password: Password,
    /// The six digits that the authenticator shows.
    code: Code,
}

/// Somebody is logged in.
#[derive(Serialize, ToSchema)]
struct SessionBegun {
    /// Send it as `Authorization: Bearer …`. It is shown this once.
    #[schema(min_length = 43, max_length = 43)]
    token: String,
    /// As what.
    kind: SessionCode,
    /// The person's or the account's id.
    subject: String,
    /// When the session ends even if it is used.
    #[schema(format = DateTime)]
    expires_at: String,
    /// After how many minutes without a request it ends before that.
    #[schema(example = 30)]
    idle_minutes: i64,
}

fn begun(app: &App, logged_in: &LoggedIn) -> Response {
    let (idle, _) = access::session_limits(logged_in.kind);
    let body = SessionBegun {
        token: logged_in.token.as_str().to_owned(),
        kind: SessionCode(logged_in.kind),
        subject: logged_in.subject.clone(),
        expires_at: logged_in.expires_at.rfc3339(),
        idle_minutes: idle / 60_000,
    };
    reply::json(app, axum::http::StatusCode::CREATED, &body)
}

/// 群众登录 · Log a citizen in.
#[utoipa::path(
    post, path = "/api/v1/session", tag = "session", request_body = Begin,
    responses((status = 201, description = "已登录。 Logged in.", body = SessionBegun))
)]
async fn begin(State(app): State<App>, visitor: Visitor, body: Body<Begin>) -> Answer {
    let Begin { id_number, phone, code } = &body.value;
    let ctx = visitor.ctx();
    let done =
        access::log_in_citizen(&app.office, &ctx, id_number.as_str(), phone.as_str(), code.as_str()).await?;
    Ok(begun(&app, &done.value))
}

/// 工作人员登录 · Log a member of staff in.
///
/// 连续五次失败后锁定一刻钟，再错时间更长（429）。
/// Five failures in a row close the door for a quarter of an hour, and longer each time (429).
#[utoipa::path(
    post, path = "/api/v1/session/staff", tag = "session", request_body = BeginStaff,
    responses((status = 201, description = "已登录。 Logged in.", body = SessionBegun))
)]
async fn begin_staff(State(app): State<App>, visitor: Visitor, body: Body<BeginStaff>) -> Answer {
    let BeginStaff { username, password, code } = &body.value;
    let ctx = visitor.ctx();
    let done =
        access::log_in_staff(&app.office, &ctx, username.as_str(), password.as_str(), code.as_str()).await?;
    Ok(begun(&app, &done.value))
}

/// Nothing more to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct End {
    /// Whether all sessions of this person or account end, and not only this one.
    #[serde(default)]
    everywhere: bool,
}

/// 退出登录 · Log out.
#[utoipa::path(
    post, path = "/api/v1/session/end", tag = "session", request_body = End,
    responses((status = 204, description = "已退出。 Logged out."))
)]
async fn end(State(app): State<App>, visitor: Visitor, headers: HeaderMap, body: Body<End>) -> Answer {
    let ctx = visitor.ctx();
    if body.value.everywhere {
        if let Some(session) = &visitor.session {
            access::end_own_sessions(&app.office, &ctx, session).await?;
        }
    } else if let Some(token) = given(&app, &headers).and_then(Token::parse) {
        access::end_session(&app.office, &ctx, &token).await?;
    }
    Ok(reply::done(&app))
}

/// The token that the request came with, as a bearer or in the cookie.
fn given<'h>(app: &App, headers: &'h HeaderMap) -> Option<&'h str> {
    use crate::visitor::{SESSION_PLAIN, SESSION_TLS, cookie};
    let bearer = headers.get(axum::http::header::AUTHORIZATION).and_then(|v| v.to_str().ok());
    let name = if app.settings.secure { SESSION_TLS } else { SESSION_PLAIN };
    bearer.and_then(|v| v.strip_prefix("Bearer ")).map(str::trim).or_else(|| cookie(headers, name))
}
