//! Accounts of staff: made, given roles, disabled, enabled and reset by an administrator, never by their owner.

use std::collections::BTreeSet;

use authz::{Action, Area, Role};
use axum::extract::State;
use serde::Deserialize;
use service::access::{self, NewStaff, RolesToGive};
use service::office::Stop;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::accounts::{AccountWithReceipts, Which, whole};
use super::codes::{DisableCode, RoleCode};
use super::described::Described;
use super::json::{Body, PathOf};
use super::mandates::of_stream;
use super::problem::Answer;
use super::reply;
use super::shaped::{AreaCode, Name, OutletId, PersonId, Username};
use super::steps::ctx;
use crate::answer::once_done;
use crate::route::{Door, Kind};
use crate::{App, Visitor};

pub(super) fn routes() -> Described {
    let staff = Door::Staff;
    Described::new()
        .route(Kind::Api, "api.staff.create", staff(Action::StaffCreate), routes!(create))
        .route(Kind::Api, "api.staff.roles", staff(Action::StaffSetRoles), routes!(roles))
        .route(Kind::Api, "api.staff.disable", staff(Action::StaffDisable), routes!(disable))
        .route(Kind::Api, "api.staff.enable", staff(Action::StaffDisable), routes!(enable))
        .route(Kind::Api, "api.staff.reset", staff(Action::StaffResetTotp), routes!(reset))
}

/// Roles: 1 to 10.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(try_from = "Vec<RoleCode>")]
#[schema(value_type = Vec<RoleCode>, min_items = 1, max_items = 10)]
struct Roles(BTreeSet<Role>);

impl TryFrom<Vec<RoleCode>> for Roles {
    type Error = &'static str;
    fn try_from(roles: Vec<RoleCode>) -> Result<Self, &'static str> {
        if (1..=10).contains(&roles.len()) {
            Ok(Self(roles.into_iter().map(|role| role.0).collect()))
        } else {
            Err("请选择1至10个岗位。\u{1E}Give 1 to 10 roles.")
        }
    }
}

fn area(code: Option<&AreaCode>) -> Option<Area> {
    code.and_then(|code| Area::parse(code.as_str()).ok())
}

/// An account to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewStaffAccount)]
struct Create {
    /// The work name it logs in with; a work number and not a person's name.
    username: Username,
    /// The person's name; it goes to the vault.
    name: Name,
    /// What it may do; roles that exclude each other are refused.
    roles: Roles,
    /// The outlet it belongs to.
    outlet: OutletId,
    /// The area it watches, for supervisors and auditors; its outlet's where it is not given.
    area: Option<AreaCode>,
    /// The person's own record, where it is known: nobody handles their own case.
    person: Option<PersonId>,
}

/// 新增账号 · Make an account. Hand the one-time code to its person.
#[utoipa::path(
    post, path = "/api/v1/staff", tag = "staff", request_body = Create,
    responses((status = 201, description = "已新增。 Made.", body = AccountWithReceipts))
)]
async fn create(State(app): State<App>, visitor: Visitor, body: Body<Create>) -> Answer {
    let Create { username, name, roles, outlet, area: watched, person } = body.value;
    let new = NewStaff {
        username: username.as_str().to_owned(),
        name: name.as_str().to_owned(),
        roles: roles.0,
        outlet: outlet.as_str().to_owned(),
        area: area(watched.as_ref()),
        person: person.map(|person| person.as_str().to_owned()),
    };
    let made = match access::register_staff(&app.office, &ctx(&visitor, body.once), &new).await {
        Ok(done) => Ok(done.value),
        Err(Stop::Repeated(Some(stream))) => Err(of_stream(&stream).to_owned()),
        Err(stop) => return Err(stop.into()),
    };
    let id = made.as_ref().map_or_else(String::clone, |made| made.staff.clone());
    let whole = whole(&app, &visitor, &id, made.as_ref().ok()).await?;
    Ok(reply::created(&app, &format!("/api/v1/staff/{id}"), &whole))
}

/// What an account may do from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SetRoles {
    /// All its roles.
    roles: Roles,
    /// The area it watches; as it is where it is not given.
    area: Option<AreaCode>,
}

/// 调整岗位 · Give an account these roles and no others.
#[utoipa::path(
    post, path = "/api/v1/staff/{id}/roles", tag = "staff", params(Which), request_body = SetRoles,
    responses((status = 200, description = "已调整。 Given.", body = AccountWithReceipts))
)]
async fn roles(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<SetRoles>,
) -> Answer {
    let id = which.id.as_str();
    let give = RolesToGive { area: area(body.value.area.as_ref()), roles: body.value.roles.0 };
    once_done(access::set_roles(&app.office, &ctx(&visitor, body.once), id, &give).await)?;
    Ok(reply::ok(&app, &whole(&app, &visitor, id, None).await?))
}

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DisableAccount)]
struct Disable {
    /// Why.
    reason: DisableCode,
}

/// 停用账号 · Close an account; its sessions end at once.
#[utoipa::path(
    post, path = "/api/v1/staff/{id}/disable", tag = "staff", params(Which), request_body = Disable,
    responses((status = 200, description = "已停用。 Closed.", body = AccountWithReceipts))
)]
async fn disable(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<Disable>,
) -> Answer {
    let id = which.id.as_str();
    once_done(access::disable_staff(&app.office, &ctx(&visitor, body.once), id, body.value.reason.0).await)?;
    Ok(reply::ok(&app, &whole(&app, &visitor, id, None).await?))
}

/// Nothing more to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccountStep)]
#[expect(clippy::empty_structs_with_brackets, reason = "an object without members, not nothing")]
struct Step {}

/// 启用账号 · Open a closed account again, with the credentials it had.
#[utoipa::path(
    post, path = "/api/v1/staff/{id}/enable", tag = "staff", params(Which), request_body = Step,
    responses((status = 200, description = "已启用。 Opened.", body = AccountWithReceipts))
)]
async fn enable(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<Step>,
) -> Answer {
    let id = which.id.as_str();
    once_done(access::enable_staff(&app.office, &ctx(&visitor, body.once), id).await)?;
    Ok(reply::ok(&app, &whole(&app, &visitor, id, None).await?))
}

/// 重置口令 · Reset password and second factor; a new one-time code is made.
#[utoipa::path(
    post, path = "/api/v1/staff/{id}/reset", tag = "staff", params(Which), request_body = Step,
    responses((status = 200, description = "已重置。 Reset.", body = AccountWithReceipts))
)]
async fn reset(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<Step>,
) -> Answer {
    let id = which.id.as_str();
    let done = once_done(access::reset_totp(&app.office, &ctx(&visitor, body.once), id).await)?;
    let made = done.map(|done| done.value);
    Ok(reply::ok(&app, &whole(&app, &visitor, id, made.as_ref()).await?))
}
