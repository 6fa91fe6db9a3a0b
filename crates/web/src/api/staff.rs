//! Accounts of staff: listed, made, given roles, disabled, enabled and reset by an administrator, never by their owner.

use std::collections::BTreeSet;

use authz::{Action, Area, Role};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use service::access::{self, NewAccount, NewStaff, RolesToGive, Staff};
use service::office::{Office, Stop};
use store::Read;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::codes::{DisableCode, RoleCode, StaffStatusCode};
use super::described::Described;
use super::json::{Body, PathOf, QueryOf};
use super::mandates::of_stream;
use super::problem::Answer;
use super::reply::{self, ReceiptView};
use super::see;
use super::shaped::{AreaCode, Name, OutletId, PageSize, PersonId, StaffId, Username};
use super::steps::ctx;
use crate::answer::once_done;
use crate::route::{Door, Kind};
use crate::{App, Visitor};

pub(super) fn routes() -> Described {
    let staff = Door::Staff;
    Described::new()
        .route(Kind::Api, "api.staff.list", staff(Action::StaffView), routes!(list))
        .route(Kind::Api, "api.staff.create", staff(Action::StaffCreate), routes!(create))
        .route(Kind::Api, "api.staff.one", staff(Action::StaffView), routes!(one))
        .route(Kind::Api, "api.staff.roles", staff(Action::StaffSetRoles), routes!(roles))
        .route(Kind::Api, "api.staff.disable", staff(Action::StaffDisable), routes!(disable))
        .route(Kind::Api, "api.staff.enable", staff(Action::StaffDisable), routes!(enable))
        .route(Kind::Api, "api.staff.reset", staff(Action::StaffResetTotp), routes!(reset))
}

/// An account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StaffAccount)]
struct AccountView {
    /// Its id.
    id: String,
    /// The work name it logs in with.
    #[schema(example = "clerk.zy01")]
    username: String,
    /// 姓名, masked but for the first character; none once it is erased.
    #[schema(example = "王**")]
    name: Option<String>,
    /// What it may do.
    roles: Vec<RoleCode>,
    /// The outlet it belongs to.
    outlet: String,
    /// The area it watches.
    #[schema(example = "9999")]
    area: String,
    /// Whether it can be used.
    status: StaffStatusCode,
}

/// An account with its events, and the one-time code where one was just made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StaffAccountWithReceipts)]
struct AccountWithReceipts {
    #[serde(flatten)]
    account: AccountView,
    /// The code with which the person sets password and second factor. Shown once: none when the same is asked again.
    #[schema(example = "7K3M9-QXA2B-4CD6E-F8GH0")]
    setup_code: Option<String>,
    /// Its events, oldest first.
    receipts: Vec<ReceiptView>,
}

/// The first character of a name, and stars.
fn masked(name: &str) -> String {
    name.chars().enumerate().map(|(i, c)| if i == 0 { c } else { '*' }).collect()
}

fn view(office: &Office, read: &mut Read<'_>, account: &Staff) -> Result<AccountView, Stop> {
    Ok(AccountView {
        id: account.id.clone(),
        username: account.username.clone(),
        name: access::staff_name(office, read, account)?.map(|name| masked(&name)),
        roles: account.roles.iter().copied().map(RoleCode).collect(),
        outlet: account.outlet.clone(),
        area: account.area.to_string(),
        status: StaffStatusCode(account.status),
    })
}

/// An account that the visitor may see.
async fn whole(
    app: &App,
    visitor: &Visitor,
    id: &str,
    made: Option<&NewAccount>,
) -> Result<AccountWithReceipts, Stop> {
    let wanted = id.to_owned();
    let found =
        app.office.query(move |read| access::staff_by_id(read, &wanted)?.ok_or(Stop::NotFound)).await?;
    see::allowed(app, visitor, Action::StaffView, &found.resource())?;
    let (office, stream) = (app.office.clone(), app.office.stream("staff", id));
    let setup_code = made.map(|made| made.setup_code.reveal().to_owned());
    let whole = app.office.query(move |read| {
        let account = view(&office, read, &found)?;
        Ok(AccountWithReceipts { account, setup_code, receipts: reply::receipts(read, &stream)? })
    });
    whole.await
}

/// Which accounts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// 账号状态 Only those that stand so.
    status: Option<StaffStatusCode>,
    /// 网点 Only those of this outlet.
    outlet: Option<OutletId>,
    /// 上一页的 next Where the list goes on.
    after: Option<StaffId>,
    /// 每页条数 Rows on the page.
    size: Option<PageSize>,
}

/// A page of accounts.
#[derive(Debug, Serialize, ToSchema)]
struct AccountList {
    /// At most fifty.
    accounts: Vec<AccountView>,
    /// Give it as `after` for the next page; none on the last.
    next: Option<String>,
}

/// 账号列表 · The accounts that you may see.
#[utoipa::path(
    get, path = "/api/v1/staff", tag = "staff", params(Asked),
    responses((status = 200, description = "一页账号。 A page of accounts.", body = AccountList))
)]
async fn list(State(app): State<App>, visitor: Visitor, QueryOf(asked): QueryOf<Asked>) -> Answer {
    let scope = see::scope(&visitor, Action::StaffView);
    let office = app.office.clone();
    let found = app.office.query(move |read| {
        let size = PageSize::or_all(asked.size.as_ref());
        let outlet = asked.outlet.as_ref().map(OutletId::as_str);
        let after = asked.after.as_ref().map(StaffId::as_str);
        let page = access::staff_list(read, &scope, outlet, asked.status.map(|s| s.0), after, size)?;
        let rows: Result<Vec<_>, Stop> = page.rows.iter().map(|row| view(&office, read, row)).collect();
        Ok(AccountList { accounts: rows?, next: page.next })
    });
    Ok(reply::ok(&app, &found.await?))
}

/// Which account.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct Which {
    /// 账号编号 The account's id.
    id: StaffId,
}

/// 账号 · An account.
#[utoipa::path(
    get, path = "/api/v1/staff/{id}", tag = "staff", params(Which),
    responses((status = 200, description = "账号。 The account.", body = AccountWithReceipts))
)]
async fn one(State(app): State<App>, visitor: Visitor, PathOf(which): PathOf<Which>) -> Answer {
    let whole = whole(&app, &visitor, which.id.as_str(), None).await?;
    Ok(reply::ok(&app, &whole))
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
