//! Help, privacy, accessibility, display settings.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use base::Day;
use service::outlet::{self, Outlet};

use super::citizen_frame;
use super::view::Form;
use super::view::info::{Accessibility, Help, Privacy};
use super::view::me::DisplaySettings;
use crate::answer::{Answer, page};
use crate::route::{Door, Kind, Table};
use crate::{App, Posted, Visitor, nonce};

pub(super) fn routes() -> Table {
    Table::new()
        .get(Kind::Page, "/help", "help", Door::Anyone, get(help))
        .get(Kind::Page, "/privacy", "privacy", Door::Anyone, get(privacy))
        .get(Kind::Page, "/accessibility", "accessibility", Door::Anyone, get(accessibility))
        .get(Kind::Page, "/settings/display", "display", Door::Anyone, get(display))
        .post(Kind::Page, "/settings/display", "display.set", Door::Anyone, post(set_display))
}

async fn help(State(app): State<App>, visitor: Visitor) -> Answer {
    let frame = citizen_frame(&app, &visitor).await?;
    let head = app.settings.internet_outlet.clone();
    let head = app.office.query(move |read| outlet::by_id(read, &head)).await?;
    page(&Help {
        frame,
        hours: head.as_ref().and_then(Outlet::opening),
        address: head.map(|head| head.address),
    })
}

async fn privacy(State(app): State<App>, visitor: Visitor) -> Answer {
    page(&Privacy { frame: citizen_frame(&app, &visitor).await? })
}

async fn accessibility(State(app): State<App>, visitor: Visitor) -> Answer {
    let checked_on = Day::new(2026, 11, 22).unwrap_or_else(|_| visitor.now.day());
    page(&Accessibility { frame: citizen_frame(&app, &visitor).await?, checked_on })
}

async fn display(State(app): State<App>, visitor: Visitor) -> Answer {
    let form = Form::new(nonce::make(&app, visitor.now, &mut visitor.page_chance()))
        .with("size", visitor.display.size.word())
        .with("contrast", visitor.display.contrast.word());
    page(&DisplaySettings { frame: citizen_frame(&app, &visitor).await?, form })
}

/// Keeps the choice for a year and goes back to where the person was.
async fn set_display(State(app): State<App>, visitor: Visitor, posted: Posted) -> Response {
    let mut display = visitor.display;
    for field in ["size", "contrast"] {
        let value = posted.value(field);
        if !value.is_empty() {
            display = display.with(field, value);
        }
    }
    let back = local(posted.value("return")).unwrap_or("/");
    let mut response = Redirect::to(back).into_response();
    let mut cookies = vec![cookie(&app, crate::visitor::DISPLAY, &display.to_cookie())];
    if let Some(lang) = base::Lang::parse(posted.value("lang")) {
        cookies.push(cookie(&app, crate::visitor::LANG, lang.pick("zh", "en")));
    }
    for value in cookies {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

fn cookie(app: &App, name: &str, value: &str) -> String {
    let secure = if app.settings.secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}")
}

/// A path on this site, and nothing that a browser could take for another one.
pub(super) fn local(path: &str) -> Option<&str> {
    let inside = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    inside.then_some(path)
}
