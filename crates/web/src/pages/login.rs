//! Logging in as a citizen: identity number and telephone, then the code of the message. And logging out.

use adapters::Private;
use adapters::sms::{LOGIN_CODE, NewMessage, template_id};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use base::{FieldError, Problem};
use serde::{Deserialize, Serialize};
use service::access::{self, CODE_MINUTES, CodeToSend};
use service::office::Stop;

use super::info::local;
use super::view::login::{Login, LoginCode};
use super::view::{Form, Masked};
use crate::answer::{Answer, on_to, page, page_again};
use crate::pending::{self, Pending, SECONDS};
use crate::route::{Door, Kind, Table};
use crate::visitor::{SESSION_PLAIN, SESSION_TLS, cookie};
use crate::{App, Fault, Posted, Visitor, nonce};

pub(super) fn routes() -> Table {
    Table::new()
        .get(Kind::Page, "/login", "login", Door::Anyone, get(login))
        .post(Kind::Page, "/login", "login.ask", Door::Anyone, post(ask))
        .get(Kind::Page, "/login/code", "login.code", Door::Anyone, get(code))
        .post(Kind::Page, "/login/code", "login.enter", Door::Anyone, post(enter))
        .post(Kind::Page, "/login/again", "login.again", Door::Anyone, post(again))
        .post(Kind::Page, "/logout", "logout", Door::Anyone, post(logout))
        .get(Kind::Api, "/demo/sms", "demo.sms", Door::Anyone, get(demo_sms))
}

/// What was typed on the first page.
#[derive(Serialize, Deserialize)]
struct Typed {
    id_number: String,
    phone: String,
    next: String,
}

impl Pending for Typed {
    const COOKIE: &'static str = "yc_login";
}

#[derive(Deserialize)]
struct Next {
    #[serde(default, alias = "return")]
    next: String,
}

fn fresh(app: &App, visitor: &Visitor) -> Form {
    Form::new(nonce::make(app, visitor.now, &mut visitor.page_chance()))
}

fn login_page(app: &App, visitor: &Visitor, form: Form) -> Login {
    Login { frame: visitor.page_frame(app), form, locked_until: None }
}

async fn login(State(app): State<App>, visitor: Visitor, Query(next): Query<Next>) -> Answer {
    let back = local(&next.next).unwrap_or("/").to_owned();
    if visitor.person().is_ok() {
        return on_to(&back);
    }
    let form = fresh(&app, &visitor).with("return", back);
    page(&login_page(&app, &visitor, form))
}

async fn ask(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    let back = local(posted.value("return")).unwrap_or("/");
    let typed = Typed {
        id_number: posted.value("id_number").to_owned(),
        phone: posted.value("phone").to_owned(),
        next: back.to_owned(),
    };
    match send(&app, &visitor, &typed).await {
        Ok(()) => Ok(to_code(&app, &visitor, typed)),
        Err(Fault::Problem(problem)) if matches!(problem.status, 422 | 429) => {
            let errors = if problem.fields.is_empty() {
                vec![FieldError { field: "phone".to_owned(), message: problem.detail.clone() }]
            } else {
                problem.fields.clone()
            };
            let again = posted.form(nonce::make(&app, visitor.now, &mut visitor.page_chance())).wrong(errors);
            page_again(&login_page(&app, &visitor, again))
        }
        Err(fault) => Err(fault),
    }
}

/// Asks for a code and sends it. An unknown person gets the same answer and no message.
async fn send(app: &App, visitor: &Visitor, pending: &Typed) -> Result<(), Fault> {
    let ctx = visitor.ctx();
    let asked = access::request_code(&app.office, &ctx, &pending.id_number, &pending.phone).await?;
    if let Some(CodeToSend { code, .. }) = asked.value {
        let message = NewMessage {
            message_no: format!("code-{}", visitor.request),
            template: template_id(LOGIN_CODE),
            phone: Private::new(law_phone(&pending.phone)),
            parameters: [
                ("code".to_owned(), Private::new(code.reveal())),
                ("minutes".to_owned(), Private::new(CODE_MINUTES.to_string())),
            ]
            .into(),
        };
        let (own, mut rng) = (app.clone(), visitor.page_chance());
        let sending = tokio::spawn(async move {
            if let Err(error) = own.outside.sms.send(&message, &mut rng).await {
                tracing::warn!(%error, "a log-in code was not sent");
            }
        });
        // Waiting would tell, by time or by error, who is on file. A demonstration waits, because its next page shows
        // the code.
        if app.demo.is_some() {
            let _ = sending.await;
        }
    }
    Ok(())
}

/// The telephone as messages are sent to it.
fn law_phone(typed: &str) -> String {
    law::Phone::parse(typed).map_or_else(|_| typed.to_owned(), |p| p.as_str().to_owned())
}

fn to_code(app: &App, visitor: &Visitor, typed: Typed) -> Response {
    let sealed = pending::seal(app, typed, visitor.now).unwrap_or_default();
    let mut response = Redirect::to("/login/code").into_response();
    set_cookie(app, &mut response, Typed::COOKIE, &sealed, SECONDS);
    response
}

/// Sets a cookie for this site that scripts cannot read.
pub(super) fn set_cookie(app: &App, response: &mut Response, name: &str, value: &str, seconds: i64) {
    let secure = if app.settings.secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

fn pending(app: &App, visitor: &Visitor, headers: &HeaderMap) -> Option<Typed> {
    pending::open(app, headers, visitor.now)
}

fn code_page(app: &App, visitor: &Visitor, pending: &Typed, form: Form) -> LoginCode {
    let phone = law_phone(&pending.phone);
    let masked: String =
        phone.chars().enumerate().map(|(i, c)| if (3..7).contains(&i) { '*' } else { c }).collect();
    let newest = |demo: &crate::Demo| (demo.sms_sent)(&phone).into_iter().find_map(|text| six_digits(&text));
    LoginCode {
        frame: visitor.page_frame(app),
        form,
        phone: Masked::new(masked),
        minutes: u32::try_from(CODE_MINUTES).unwrap_or(5),
        demo_code: app.demo.as_ref().and_then(newest),
    }
}

/// The first code in a text.
pub(super) fn six_digits(text: &str) -> Option<String> {
    text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6).map(str::to_owned)
}

async fn code(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Answer {
    let Some(pending) = pending(&app, &visitor, &headers) else { return on_to("/login") };
    let form = fresh(&app, &visitor);
    page(&code_page(&app, &visitor, &pending, form))
}

async fn again(State(app): State<App>, visitor: Visitor, headers: HeaderMap, _: Posted) -> Answer {
    let Some(pending) = pending(&app, &visitor, &headers) else { return on_to("/login") };
    match send(&app, &visitor, &pending).await {
        Ok(()) => on_to("/login/code"),
        Err(fault) => {
            let form = fresh(&app, &visitor).wrong(too_often(fault)?);
            page_again(&code_page(&app, &visitor, &pending, form))
        }
    }
}

/// What the page of the code says when no other code is sent: the one before may still be typed.
pub(super) fn too_often(fault: Fault) -> Result<Vec<FieldError>, Fault> {
    match fault {
        Fault::Problem(problem) if matches!(problem.status, 429 | 503) => {
            Ok(vec![FieldError { field: "code".to_owned(), message: problem.detail }])
        }
        fault => Err(fault),
    }
}

async fn enter(State(app): State<App>, visitor: Visitor, headers: HeaderMap, posted: Posted) -> Answer {
    let Some(pending) = pending(&app, &visitor, &headers) else { return on_to("/login") };
    let ctx = visitor.ctx();
    let typed = posted.value("code");
    let entered = access::log_in_citizen(&app.office, &ctx, &pending.id_number, &pending.phone, typed).await;
    let errors = match entered {
        Ok(done) => {
            let mut response = Redirect::to(local(&pending.next).unwrap_or("/")).into_response();
            let seconds = done.value.expires_at.since(visitor.now) / 1000;
            set_cookie(&app, &mut response, session_name(&app), done.value.token.as_str(), seconds);
            set_cookie(&app, &mut response, Typed::COOKIE, "", 0);
            return Ok(response);
        }
        Err(Stop::Invalid(errors)) => errors,
        Err(stop @ (Stop::Refused(_) | Stop::TooMany(_))) => {
            let problem = Problem::from(stop);
            vec![FieldError { field: "code".to_owned(), message: problem.detail }]
        }
        Err(stop) => return Err(stop.into()),
    };
    let form = fresh(&app, &visitor).wrong(errors);
    page_again(&code_page(&app, &visitor, &pending, form))
}

/// The name of the session's cookie.
pub(super) fn session_name(app: &App) -> &'static str {
    if app.settings.secure { SESSION_TLS } else { SESSION_PLAIN }
}

async fn logout(State(app): State<App>, visitor: Visitor, headers: HeaderMap, _: Posted) -> Answer {
    if let Some(token) = cookie(&headers, session_name(&app)).and_then(access::Token::parse) {
        access::end_session(&app.office, &visitor.ctx(), &token).await?;
    }
    let to = if visitor.is_staff() { "/staff/login" } else { "/" };
    let mut response = Redirect::to(to).into_response();
    set_cookie(&app, &mut response, session_name(&app), "", 0);
    Ok(response)
}

#[derive(Deserialize)]
struct Asked {
    phone: String,
}

/// What the demonstration's message system sent to a number: only a demonstration has this.
async fn demo_sms(State(app): State<App>, Query(asked): Query<Asked>) -> Answer {
    let demo = app.demo.as_ref().ok_or(Stop::NotFound)?;
    Ok((demo.sms_sent)(&asked.phone).join("\n").into_response())
}
