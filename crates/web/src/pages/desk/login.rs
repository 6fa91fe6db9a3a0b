//! Staff log in with user name and password, then with the six digits of their authenticator. All three are judged
//! together at the end, so that nobody learns which of them was wrong; between the pages they stand sealed in a cookie.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use base::{FieldError, Instant, Problem, Text};
use serde::{Deserialize, Serialize};
use service::access::{self, LoggedIn};
use service::office::Stop;

use super::frame::outside_frame;
use super::{again, fresh};
use crate::answer::{Answer, on_to, page, page_again};
use crate::pages::info::local;
use crate::pages::login::{session_name, set_cookie};
use crate::pages::view::Form;
use crate::pages::view::staff::login::{StaffLogin, StaffTotp};
use crate::pending::{self, Pending, SECONDS};
use crate::route::{Door, Kind, Table};
use crate::{App, Posted, Visitor};

pub(super) fn routes() -> Table {
    Table::new()
        .get(Kind::Page, "/staff/login", "staff.login", Door::Anyone, get(login))
        .post(Kind::Page, "/staff/login", "staff.login_send", Door::Anyone, post(send))
        .get(Kind::Page, "/staff/login/code", "staff.code", Door::Anyone, get(code))
        .post(Kind::Page, "/staff/login/code", "staff.enter", Door::Anyone, post(enter))
}

/// What was typed on the first page.
#[derive(Serialize, Deserialize)]
struct Typed {
    user: String,
    password: String,
    next: String,
}

impl Pending for Typed {
    const COOKIE: &'static str = "yc_staff_login";
}

#[derive(Deserialize)]
struct Next {
    #[serde(default, alias = "return")]
    next: String,
}

fn login_page(app: &App, visitor: &Visitor, form: Form, locked_until: Option<Instant>) -> StaffLogin {
    StaffLogin { frame: outside_frame(app, visitor), form, locked_until }
}

async fn login(State(app): State<App>, visitor: Visitor, Query(next): Query<Next>) -> Answer {
    let back = local(&next.next).unwrap_or("/desk").to_owned();
    if visitor.is_staff() {
        return on_to(&back);
    }
    let form = fresh(&app, &visitor).with("return", back);
    page(&login_page(&app, &visitor, form, None))
}

async fn send(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    let mut wrong = Vec::new();
    if posted.value("user").is_empty() {
        wrong.push(FieldError::new("user", "请填写用户名", "Fill in your user name"));
    }
    if posted.value("password").is_empty() {
        wrong.push(FieldError::new("password", "请填写密码", "Fill in your password"));
    }
    if !wrong.is_empty() {
        let form = again(&app, &visitor, &posted, wrong);
        return page_again(&login_page(&app, &visitor, form, None));
    }
    let typed = Typed {
        user: posted.value("user").to_owned(),
        password: posted.value("password").to_owned(),
        next: local(posted.value("return")).unwrap_or("/desk").to_owned(),
    };
    let sealed = pending::seal(&app, typed, visitor.now).unwrap_or_default();
    let mut response = Redirect::to("/staff/login/code").into_response();
    set_cookie(&app, &mut response, Typed::COOKIE, &sealed, SECONDS);
    Ok(response)
}

fn totp_page(app: &App, visitor: &Visitor, form: Form) -> StaffTotp {
    StaffTotp { frame: outside_frame(app, visitor), form }
}

async fn code(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Answer {
    if pending::open::<Typed>(&app, &headers, visitor.now).is_none() {
        return on_to("/staff/login");
    }
    page(&totp_page(&app, &visitor, fresh(&app, &visitor)))
}

async fn enter(State(app): State<App>, visitor: Visitor, headers: HeaderMap, posted: Posted) -> Answer {
    let Some(typed) = pending::open::<Typed>(&app, &headers, visitor.now) else {
        return on_to("/staff/login");
    };
    let (ctx, code) = (visitor.ctx(), posted.value("code"));
    match access::log_in_staff(&app.office, &ctx, &typed.user, &typed.password, code).await {
        Ok(done) => {
            let to = local(&typed.next).unwrap_or("/desk");
            Ok(logged_in(&app, &visitor, &done.value, to, Typed::COOKIE))
        }
        Err(stop) => refused(&app, &visitor, &posted, &typed, stop),
    }
}

/// Goes on as somebody who is logged in; what the browser kept until now is forgotten.
pub(super) fn logged_in(app: &App, visitor: &Visitor, done: &LoggedIn, to: &str, kept: &str) -> Response {
    let mut response = Redirect::to(to).into_response();
    let seconds = done.expires_at.since(visitor.now) / 1000;
    set_cookie(app, &mut response, session_name(app), done.token.as_str(), seconds);
    set_cookie(app, &mut response, kept, "", 0);
    response
}

/// A wrong word is mended on the page it was typed on; a door that is closed is said on the first page.
fn refused(app: &App, visitor: &Visitor, posted: &Posted, typed: &Typed, stop: Stop) -> Answer {
    let first = || fresh(app, visitor).with("return", typed.next.clone());
    match stop {
        Stop::TooMany(seconds) => {
            let until = visitor.now.plus_seconds(i64::from(seconds));
            locked(app, visitor, first(), until, seconds)
        }
        Stop::Refused(refusals) => {
            let disabled = refusals.iter().any(|refusal| refusal.rule == "access.account_disabled");
            let message = words(Stop::Refused(refusals));
            if disabled {
                let form = first().with("user", typed.user.clone());
                let form = form.wrong(vec![FieldError { field: "user".to_owned(), message }]);
                return page_again(&login_page(app, visitor, form, None));
            }
            let wrong = vec![FieldError { field: "code".to_owned(), message }];
            page_again(&totp_page(app, visitor, again(app, visitor, posted, wrong)))
        }
        stop => Err(stop.into()),
    }
}

/// The log-in page while the door is closed: 429, with the moment from which it opens again.
pub(super) fn locked(app: &App, visitor: &Visitor, form: Form, until: Instant, seconds: u32) -> Answer {
    let mut response = page(&login_page(app, visitor, form, Some(until)))?;
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    response.headers_mut().insert(axum::http::header::RETRY_AFTER, seconds.into());
    Ok(response)
}

/// What a refusal says, to stand beside a field.
pub(super) fn words(stop: Stop) -> Text {
    Problem::from(stop).detail
}
