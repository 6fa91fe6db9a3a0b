//! The account of whoever is logged in, and logging it out everywhere.

use authz::ActorKind;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use service::access;
use service::office::Stop;

use super::frame::{roles, staff_frame};
use super::fresh;
use crate::answer::{Answer, page};
use crate::pages::login::{session_name, set_cookie};
use crate::pages::view::staff::me::StaffMe;
use crate::pages::view::{Cell, Row};
use crate::route::{Door, Kind, Table};
use crate::{App, Posted, Visitor};

pub(super) fn routes() -> Table {
    Table::new().get(Kind::Page, "/staff/me", "staff.me", Door::AnyStaff, get(me)).post(
        Kind::Page,
        "/staff/me/sessions",
        "staff.me_sessions",
        Door::AnyStaff,
        post(end),
    )
}

async fn me(State(app): State<App>, visitor: Visitor) -> Answer {
    let frame = staff_frame(&app, &visitor).await?;
    let (ActorKind::Staff(staff), Some(session)) = (&visitor.actor.kind, &visitor.session) else {
        return Err(Stop::Unknown.into());
    };
    let id = visitor.actor.id.clone();
    let found = app.office.query(move |read| access::staff_by_id(read, &id)?.ok_or(Stop::Unknown));
    let account = found.await?;
    let name = frame.who.as_ref().map(|who| who.name.to_string()).unwrap_or_default();
    let outlet = frame.who.as_ref().and_then(|who| who.outlet.clone()).unwrap_or_default();
    let rows = vec![
        Row::new("姓名", "Name", Cell::Data(name)),
        Row::new("用户名", "User name", Cell::Data(account.username)),
        Row::new("岗位", "Roles", Cell::Words(roles(&staff.roles))),
        Row::new("网点", "Outlet", Cell::Words(outlet)),
        Row::new("登录时间", "Logged in", Cell::Moment(session.created_at)),
        Row::new("登录有效期至", "Session ends", Cell::Moment(session.expires_at)),
    ];
    page(&StaffMe { frame, form: fresh(&app, &visitor), rows })
}

async fn end(State(app): State<App>, visitor: Visitor, _: Posted) -> Answer {
    let session = visitor.session.clone().ok_or(Stop::Unknown)?;
    access::end_own_sessions(&app.office, &visitor.ctx(), &session).await?;
    let mut response = Redirect::to("/staff/login").into_response();
    set_cookie(&app, &mut response, session_name(&app), "", 0);
    Ok(response)
}
