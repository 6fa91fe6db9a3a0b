//! One account, and what an administrator does with it: roles, a new one-time code, ended sessions, out of use and back.
//! Nobody changes their own; the page says so instead of leaving the buttons out silently.

use authz::{Action, Owner, Resource};
use axum::extract::{Path, State};
use axum::routing::{get, post};
use base::FieldError;
use service::access::{self, DisableReason, RolesToGive, Staff, StaffStatus};
use service::office::{Done, Stop};

use super::act::{said, stale, with_status};
use super::frame::{roles, staff_frame};
use super::users::{chosen_roles, one_time, role_choices, state};
use super::{again, fresh};
use crate::answer::{Answer, on_to, page, page_again};
use crate::frame::{Flash, FlashKind};
use crate::pages::view::staff::people::OneTime;
use crate::pages::view::staff::person::{May, StaffMember, Switch};
use crate::pages::view::{Cell, Choice, Form, Row};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor};

pub(super) fn routes() -> Table {
    let at = |act: &str| format!("/admin/users/{{user}}{act}");
    let door = Door::Staff;
    Table::new()
        .get(Kind::Page, &at(""), "admin.user", door(Action::StaffView), get(show))
        .post(Kind::Page, &at("/roles"), "admin.user_roles", door(Action::StaffSetRoles), post(set_roles))
        .post(Kind::Page, &at("/reset"), "admin.user_reset", door(Action::StaffResetTotp), post(reset))
        .post(Kind::Page, &at("/sessions"), "admin.user_sessions", door(Action::SessionEnd), post(sessions))
        .post(Kind::Page, &at("/disable"), "admin.user_disable", door(Action::StaffDisable), post(disable))
        .post(Kind::Page, &at("/enable"), "admin.user_enable", door(Action::StaffDisable), post(enable))
}

/// An account that the visitor may see.
async fn account(app: &App, visitor: &Visitor, user: &str) -> Result<Staff, Fault> {
    let user = user.to_owned();
    let found =
        app.office.query(move |read| access::staff_by_username(read, &user)?.ok_or(Stop::NotFound)).await?;
    let circumstances = visitor.ctx().circumstances();
    let decision =
        app.office.authorizer.decide(&visitor.actor, Action::StaffView, &found.resource(), circumstances);
    if decision.allowed { Ok(found) } else { Err(Stop::NotFound.into()) }
}

/// What the visitor may do with the account, and why not, where that may be told.
fn may(app: &App, visitor: &Visitor, account: &Staff) -> (May, Vec<base::Text>) {
    let circumstances = visitor.ctx().circumstances();
    let session =
        Resource::Session { owner: Owner::Staff(account.id.clone()), outlet: Some(account.outlet.clone()) };
    let mut why_not = Vec::new();
    let mut ask = |action, resource: &Resource| {
        let decision = app.office.authorizer.decide(&visitor.actor, action, resource, circumstances);
        if let Some(denial) = decision.reason.filter(|denial| !denial.is_hidden()) {
            let words = said(&denial.refusal());
            if !why_not.contains(&words) {
                why_not.push(words);
            }
        }
        decision.allowed
    };
    let record = account.resource();
    let switch = match account.status {
        StaffStatus::Active => Switch::Disable,
        StaffStatus::Disabled => Switch::Enable,
    };
    let may = May {
        set_roles: ask(Action::StaffSetRoles, &record),
        reset: ask(Action::StaffResetTotp, &record),
        end_sessions: ask(Action::SessionEnd, &session),
        switch: ask(Action::StaffDisable, &record).then_some(switch),
    };
    (may, why_not)
}

async fn member_page(
    app: &App,
    visitor: &Visitor,
    account: &Staff,
    form: Form,
    made: Option<OneTime>,
) -> Result<StaffMember, Fault> {
    let (office, own) = (app.office.clone(), account.clone());
    let found = app.office.query(move |read| {
        let name = access::staff_name(&office, read, &own)?;
        let outlet = service::outlet::by_id(read, &own.outlet)?.map(|outlet| outlet.name);
        Ok::<_, Stop>((name, outlet))
    });
    let (name, outlet) = found.await?;
    let (may, why_not) = may(app, visitor, account);
    let rows = vec![
        Row::new("姓名", "Name", name.map_or(Cell::Empty, Cell::Data)),
        Row::new("状态", "State", Cell::Tag(state(account))),
        Row::new("岗位", "Roles", Cell::Words(roles(&account.roles))),
        Row::new("网点", "Outlet", outlet.map_or(Cell::Empty, Cell::Words)),
    ];
    let reason = |reason: &DisableReason| Choice::new(reason.as_str(), reason.name());
    Ok(StaffMember {
        frame: staff_frame(app, visitor).await?,
        form,
        user: account.username.clone(),
        rows,
        roles: role_choices(),
        reasons: DisableReason::ALL.iter().map(reason).collect(),
        may,
        why_not,
        made,
    })
}

/// An empty form with the account's present roles ticked.
fn present(app: &App, visitor: &Visitor, account: &Staff) -> Form {
    let form = fresh(app, visitor);
    account.roles.iter().fold(form, |form, role| form.with("roles", role.as_str()))
}

async fn show(State(app): State<App>, visitor: Visitor, Path(user): Path<String>) -> Answer {
    let account = account(&app, &visitor, &user).await?;
    let form = present(&app, &visitor, &account);
    page(&member_page(&app, &visitor, &account, form, None).await?)
}

/// Goes back to the account when it was done; else says why not on the page, at the field where there is one.
async fn back<T>(
    app: &App,
    visitor: &Visitor,
    posted: &Posted,
    account: &Staff,
    done: Result<Done<T>, Stop>,
) -> Answer {
    let (status, flash) = match done {
        Ok(_) | Err(Stop::Repeated(_)) => return on_to(&format!("/admin/users/{}", account.username)),
        Err(Stop::Refused(refusals)) => {
            let one = |refusal| FieldError { field: "roles".to_owned(), message: said(refusal) };
            let form = again(app, visitor, posted, refusals.iter().map(one).collect());
            return page_again(&member_page(app, visitor, account, form, None).await?);
        }
        Err(Stop::Stale) => (axum::http::StatusCode::CONFLICT, stale()),
        Err(Stop::Denied(denial)) => {
            let text = said(&denial.refusal());
            (axum::http::StatusCode::FORBIDDEN, Flash { kind: FlashKind::Attention, text })
        }
        Err(stop) => return Err(stop.into()),
    };
    let form = present(app, visitor, account);
    let mut view = member_page(app, visitor, account, form, None).await?;
    view.frame.flash = Some(flash);
    Ok(with_status(page(&view)?, status))
}

async fn set_roles(
    State(app): State<App>,
    visitor: Visitor,
    Path(user): Path<String>,
    posted: Posted,
) -> Answer {
    let account = account(&app, &visitor, &user).await?;
    let give = RolesToGive { roles: chosen_roles(&posted), area: None };
    let ctx = visitor.ctx_once(posted.once());
    let done = access::set_roles(&app.office, &ctx, &account.id, &give).await;
    back(&app, &visitor, &posted, &account, done).await
}

async fn reset(State(app): State<App>, visitor: Visitor, Path(user): Path<String>, posted: Posted) -> Answer {
    let account = account(&app, &visitor, &user).await?;
    let ctx = visitor.ctx_once(posted.once());
    match access::reset_totp(&app.office, &ctx, &account.id).await {
        Ok(done) => {
            let form = fresh(&app, &visitor);
            let made = Some(one_time(done.value));
            page(&member_page(&app, &visitor, &account, form, made).await?)
        }
        done => back(&app, &visitor, &posted, &account, done).await,
    }
}

async fn sessions(
    State(app): State<App>,
    visitor: Visitor,
    Path(user): Path<String>,
    posted: Posted,
) -> Answer {
    let account = account(&app, &visitor, &user).await?;
    let ctx = visitor.ctx_once(posted.once());
    let done = access::end_sessions_of_staff(&app.office, &ctx, &account.id).await;
    back(&app, &visitor, &posted, &account, done).await
}

async fn disable(
    State(app): State<App>,
    visitor: Visitor,
    Path(user): Path<String>,
    posted: Posted,
) -> Answer {
    let account = account(&app, &visitor, &user).await?;
    let Some(reason) = DisableReason::parse(posted.value("reason")) else {
        let wrong = FieldError::new("reason", "请选择停用的原因", "Choose why it is disabled");
        let form = present(&app, &visitor, &account).wrong(vec![wrong]);
        return page_again(&member_page(&app, &visitor, &account, form, None).await?);
    };
    let ctx = visitor.ctx_once(posted.once());
    let done = access::disable_staff(&app.office, &ctx, &account.id, reason).await;
    back(&app, &visitor, &posted, &account, done).await
}

async fn enable(
    State(app): State<App>,
    visitor: Visitor,
    Path(user): Path<String>,
    posted: Posted,
) -> Answer {
    let account = account(&app, &visitor, &user).await?;
    let ctx = visitor.ctx_once(posted.once());
    let done = access::enable_staff(&app.office, &ctx, &account.id).await;
    back(&app, &visitor, &posted, &account, done).await
}
