//! The hot keys of staff pages: which there are, and whether they are on in this browser.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};

use super::frame::staff_frame;
use crate::answer::{Answer, page};
use crate::pages::login::set_cookie;
use crate::pages::view::staff::keys::StaffHelp;
use crate::route::{Door, Kind, Table};
use crate::visitor::KEYS;
use crate::{App, Posted, Visitor};

/// How long a browser keeps the choice, in seconds: a year.
const KEPT_SECONDS: i64 = 31_536_000;

pub(super) fn routes() -> Table {
    Table::new().get(Kind::Page, "/staff/help", "staff.help", Door::AnyStaff, get(help)).post(
        Kind::Page,
        "/staff/me/keys",
        "staff.me_keys",
        Door::AnyStaff,
        post(choose),
    )
}

async fn help(State(app): State<App>, visitor: Visitor) -> Answer {
    page(&StaffHelp { frame: staff_frame(&app, &visitor).await? })
}

/// Keeps the choice; anything but `off` turns them on.
async fn choose(State(app): State<App>, _: Visitor, posted: Posted) -> Answer {
    let word = if posted.value("keys") == "off" { "off" } else { "on" };
    let mut response = Redirect::to("/staff/me").into_response();
    set_cookie(&app, &mut response, KEYS, word, KEPT_SECONDS);
    Ok(response)
}
