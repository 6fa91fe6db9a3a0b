//! The first time: the one-time code, a password of one's own, and the authenticator. Each is a page; what was typed
//! before stands sealed in a cookie. The account is finished by the first log-in with all of it.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use base::FieldError;
use serde::{Deserialize, Serialize};
use service::access::{self, PASSWORD_LENGTH_MIN};
use service::office::Stop;

use super::frame::outside_frame;
use super::login::{locked, logged_in, words};
use super::{again, fresh};
use crate::answer::{Answer, on_to, page, page_again};
use crate::frame::Qr;
use crate::pages::login::set_cookie;
use crate::pages::view::Form;
use crate::pages::view::staff::setup::{SetupCode, SetupPassword, SetupTotp};
use crate::pending::{self, Pending, SECONDS};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor};

pub(super) fn routes() -> Table {
    Table::new()
        .get(Kind::Page, "/staff/setup", "staff.setup", Door::Anyone, get(code))
        .post(Kind::Page, "/staff/setup", "staff.setup_code", Door::Anyone, post(send_code))
        .get(Kind::Page, "/staff/setup/password", "staff.setup_choose", Door::Anyone, get(password))
        .post(Kind::Page, "/staff/setup/password", "staff.setup_password", Door::Anyone, post(send_password))
        .get(Kind::Page, "/staff/setup/totp", "staff.setup_connect", Door::Anyone, get(totp))
        .post(Kind::Page, "/staff/setup/totp", "staff.setup_totp", Door::Anyone, post(send_totp))
}

/// What was typed on the first page.
#[derive(Serialize, Deserialize)]
struct Invited {
    user: String,
    code: String,
}

impl Pending for Invited {
    const COOKIE: &'static str = "yc_setup";
}

/// An account with its password, which waits for the first code of its authenticator.
#[derive(Serialize, Deserialize)]
struct Chosen {
    user: String,
    password: String,
    secret: String,
    uri: String,
}

impl Pending for Chosen {
    const COOKIE: &'static str = "yc_setup_totp";
}

fn code_page(app: &App, visitor: &Visitor, form: Form) -> SetupCode {
    SetupCode { frame: outside_frame(app, visitor), form }
}

async fn code(State(app): State<App>, visitor: Visitor) -> Answer {
    page(&code_page(&app, &visitor, fresh(&app, &visitor)))
}

async fn send_code(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    let mut wrong = Vec::new();
    if posted.value("user").is_empty() {
        wrong.push(FieldError::new("user", "请填写用户名", "Fill in your user name"));
    }
    if posted.value("code").is_empty() {
        wrong.push(FieldError::new("code", "请填写一次性代码", "Fill in the one-time code"));
    }
    if !wrong.is_empty() {
        return page_again(&code_page(&app, &visitor, again(&app, &visitor, &posted, wrong)));
    }
    let invited = Invited { user: posted.value("user").to_owned(), code: posted.value("code").to_owned() };
    let sealed = pending::seal(&app, invited, visitor.now).unwrap_or_default();
    let mut response = Redirect::to("/staff/setup/password").into_response();
    set_cookie(&app, &mut response, Invited::COOKIE, &sealed, SECONDS);
    Ok(response)
}

fn password_page(app: &App, visitor: &Visitor, form: Form) -> SetupPassword {
    let shortest = u32::try_from(PASSWORD_LENGTH_MIN).unwrap_or(u32::MAX);
    SetupPassword { frame: outside_frame(app, visitor), form, shortest }
}

async fn password(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Answer {
    if pending::open::<Invited>(&app, &headers, visitor.now).is_none() {
        return on_to("/staff/setup");
    }
    page(&password_page(&app, &visitor, fresh(&app, &visitor)))
}

async fn send_password(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    posted: Posted,
) -> Answer {
    let Some(invited) = pending::open::<Invited>(&app, &headers, visitor.now) else {
        return on_to("/staff/setup");
    };
    // Two passwords that differ are not shown again: both are typed anew.
    let empty = |wrong| page_again(&password_page(&app, &visitor, fresh(&app, &visitor).wrong(wrong)));
    let password = posted.value("password");
    if password != posted.value("again") {
        let wrong = FieldError::new("again", "两次输入的密码不一样", "The two passwords differ");
        return empty(vec![wrong]);
    }
    match access::set_up_staff(&app.office, &visitor.ctx(), &invited.user, &invited.code, password).await {
        Ok(done) => {
            let chosen = Chosen {
                user: invited.user,
                password: password.to_owned(),
                secret: done.value.secret.reveal().to_owned(),
                uri: done.value.uri.reveal().to_owned(),
            };
            let sealed = pending::seal(&app, chosen, visitor.now).unwrap_or_default();
            let mut response = Redirect::to("/staff/setup/totp").into_response();
            set_cookie(&app, &mut response, Chosen::COOKIE, &sealed, SECONDS);
            Ok(response)
        }
        Err(Stop::Invalid(wrong)) => empty(wrong),
        Err(Stop::TooMany(seconds)) => {
            let until = visitor.now.plus_seconds(i64::from(seconds));
            locked(&app, &visitor, fresh(&app, &visitor), until, seconds)
        }
        Err(stop @ Stop::Refused(_)) => {
            // The code or the name is wrong: that is mended on the first page.
            let wrong = FieldError { field: "code".to_owned(), message: words(stop) };
            let form = fresh(&app, &visitor).with("user", invited.user).wrong(vec![wrong]);
            page_again(&code_page(&app, &visitor, form))
        }
        Err(stop) => Err(stop.into()),
    }
}

fn totp_page(app: &App, visitor: &Visitor, chosen: &Chosen, form: Form) -> Result<SetupTotp, Fault> {
    let broken = || Stop::Failed(ledger::Error::Broken("the code of a set-up is too long".to_owned()));
    let qr = Qr::of(&chosen.uri).ok_or_else(broken)?;
    Ok(SetupTotp { frame: outside_frame(app, visitor), form, qr, secret: chosen.secret.clone() })
}

async fn totp(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Answer {
    let Some(chosen) = pending::open::<Chosen>(&app, &headers, visitor.now) else {
        return on_to("/staff/setup");
    };
    page(&totp_page(&app, &visitor, &chosen, fresh(&app, &visitor))?)
}

async fn send_totp(State(app): State<App>, visitor: Visitor, headers: HeaderMap, posted: Posted) -> Answer {
    let Some(chosen) = pending::open::<Chosen>(&app, &headers, visitor.now) else {
        return on_to("/staff/setup");
    };
    let code = posted.value("code");
    match access::log_in_staff(&app.office, &visitor.ctx(), &chosen.user, &chosen.password, code).await {
        Ok(done) => {
            let mut response = logged_in(&app, &visitor, &done.value, "/desk", Chosen::COOKIE);
            set_cookie(&app, &mut response, Invited::COOKIE, "", 0);
            Ok(response)
        }
        Err(Stop::TooMany(seconds)) => {
            let until = visitor.now.plus_seconds(i64::from(seconds));
            locked(&app, &visitor, fresh(&app, &visitor), until, seconds)
        }
        Err(stop @ Stop::Refused(_)) => {
            let wrong = FieldError { field: "code".to_owned(), message: words(stop) };
            let form = again(&app, &visitor, &posted, vec![wrong]);
            page_again(&totp_page(&app, &visitor, &chosen, form)?)
        }
        Err(stop) => Err(stop.into()),
    }
}
