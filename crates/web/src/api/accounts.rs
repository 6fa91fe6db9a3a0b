//! Accounts of staff, as those may see them who answer for them.

use authz::Action;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use service::access::{self, NewAccount, Staff};
use service::office::{Office, Stop};
use store::Read;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::codes::{RoleCode, StaffStatusCode};
use super::described::Described;
use super::json::{PathOf, QueryOf};
use super::problem::Answer;
use super::reply::{self, ReceiptView};
use super::see;
use super::shaped::{OutletId, PageSize, StaffId, Username};
use crate::route::{Door, Kind};
use crate::{App, Visitor};

pub(super) fn routes() -> Described {
    let view = Door::Staff(Action::StaffView);
    Described::new().route(Kind::Api, "api.staff.list", view, routes!(list)).route(
        Kind::Api,
        "api.staff.one",
        view,
        routes!(one),
    )
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
pub(super) struct AccountWithReceipts {
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
pub(super) async fn whole(
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
    after: Option<Username>,
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

/// 账号列表 · The accounts that you may see, in the order of their user names.
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
        let after = asked.after.as_ref().map(Username::as_str);
        let page = access::staff_list(read, &scope, outlet, asked.status.map(|s| s.0), after, size)?;
        let rows: Result<Vec<_>, Stop> = page.rows.iter().map(|row| view(&office, read, row)).collect();
        Ok(AccountList { accounts: rows?, next: page.next })
    });
    Ok(reply::ok(&app, &found.await?))
}

/// Which account.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct Which {
    /// 账号编号 The account's id.
    pub(super) id: StaffId,
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
