//! The accounts of staff: the list, and a new one with its one-time code.

use std::collections::BTreeSet;

use authz::{Action, Role};
use axum::extract::{Query, State};
use axum::routing::{get, post};
use base::{FieldError, Problem, Text};
use serde::Deserialize;
use service::access::{self, NewAccount, NewStaff, Staff, StaffStatus};
use service::office::Stop;
use service::outlet::{self, OutletStatus, PAGE};

use super::act::said;
use super::frame::{has_role, scope, staff_frame};
use super::{again, fresh};
use crate::answer::{Answer, on_to, page, page_again};
use crate::pages::view::staff::people::{Member, OneTime, StaffList, StaffNew};
use crate::pages::view::{Choice, Form, Tag, Tone};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor};

pub(super) fn routes() -> Table {
    let (see, create) = (Door::Staff(Action::StaffView), Door::Staff(Action::StaffCreate));
    Table::new()
        .get(Kind::Page, "/admin/users", "admin.users", see, get(list))
        .get(Kind::Page, "/admin/users/new", "admin.user_new", create, get(new))
        .post(Kind::Page, "/admin/users/new", "admin.user_made", create, post(made))
}

#[derive(Deserialize)]
struct Asked {
    after: Option<String>,
    #[serde(default)]
    user: String,
}

async fn list(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let user = asked.user.trim().to_owned();
    let mut find = Form::default().with("user", user.clone());
    if !user.is_empty() {
        let known = app.office.query(move |read| access::staff_by_username(read, &user)).await?;
        if let Some(account) = known {
            return on_to(&format!("/admin/users/{}", account.username));
        }
        let (zh, en) = ("没有这个用户名，请核对", "There is no such user name; check it");
        find = find.wrong(vec![FieldError::new("user", zh, en)]);
    }
    let (office, scope) = (app.office.clone(), scope(&visitor, Action::StaffView));
    let found = app.office.query(move |read| {
        let found = access::staff_list(read, &scope, None, None, asked.after.as_deref(), PAGE)?;
        let mut members = Vec::new();
        for account in found.rows {
            let name = access::staff_name(&office, read, &account)?.unwrap_or_default();
            let outlet = outlet::by_id(read, &account.outlet)?.map(|outlet| outlet.name);
            members.push(member(account, name, outlet.unwrap_or_default()));
        }
        Ok((members, found.next))
    });
    let (members, next) = found.await?;
    page(&StaffList {
        frame: staff_frame(&app, &visitor).await?,
        find,
        members,
        may_add: has_role(&app, &visitor, Action::StaffCreate),
        next: next.map(|after| format!("/admin/users?after={after}")),
    })
}

fn member(account: Staff, name: String, outlet: Text) -> Member {
    Member {
        state: state(&account),
        roles: account.roles.iter().map(|role| role.label()).collect(),
        user: account.username,
        name,
        outlet,
    }
}

/// Whether an account can be used.
pub(super) fn state(account: &Staff) -> Tag {
    let tone = match account.status {
        StaffStatus::Active => Tone::Ok,
        StaffStatus::Disabled => Tone::Err,
    };
    Tag { tone, text: account.status.name() }
}

/// The roles of staff, each with what it may do.
pub(super) fn role_choices() -> Vec<Choice> {
    let staff = Role::ALL.iter().copied().filter(|role| role.is_staff());
    staff.map(|role| Choice::new(role.as_str(), role.label()).hint(work(role))).collect()
}

fn work(role: Role) -> Text {
    let (zh, en) = match role {
        Role::Citizen | Role::Agent => ("", ""),
        Role::Clerk => {
            ("受理、要求补正、不予受理、发证", "Accepts, asks for papers, does not accept, hands over")
        }
        Role::Reviewer => {
            ("审核决定和更正，不能审核自己受理的", "Decides and corrects, never what they accepted")
        }
        Role::Issuer => ("制证、发证、管证芯", "Makes licences, hands over, keeps the blanks"),
        Role::OutletHead => {
            ("看本网点的业务和人员，管证芯", "Sees the outlet's cases and people, keeps the blanks")
        }
        Role::PartnerClerk => ("在合作网点受理，不能查档案", "Accepts at a partner's outlet, sees no files"),
        Role::Archivist => ("管档案，依法清除个人信息", "Keeps the files, erases where the law asks for it"),
        Role::Examiner => ("主持考试", "Conducts exams"),
        Role::Supervisor => {
            ("看辖区内的业务和查询记录，不改动", "Watches cases and look-ups in an area, changes nothing")
        }
        Role::Auditor => {
            ("看辖区内全部记录和账本，不改动", "Reads everything in an area and the ledger, changes nothing")
        }
        Role::Administrator => {
            ("管账号、网点和授权，不办业务", "Accounts, outlets and authority; never cases")
        }
    };
    Text::new(zh, en)
}

/// The roles that a form names; a word that is none is left out.
pub(super) fn chosen_roles(posted: &Posted) -> BTreeSet<Role> {
    posted.all("roles").iter().filter_map(|code| Role::parse(code)).collect()
}

/// A one-time code as it is shown once.
pub(super) fn one_time(account: NewAccount) -> OneTime {
    OneTime { user: account.username, code: account.setup_code.reveal().to_owned(), until: account.until }
}

async fn new_page(
    app: &App,
    visitor: &Visitor,
    form: Form,
    made: Option<OneTime>,
) -> Result<StaffNew, Fault> {
    let scope = scope(visitor, Action::OutletView);
    let found = app.office.query(move |read| {
        let (mut choices, mut after) = (Vec::new(), None);
        loop {
            let open = Some(OutletStatus::Open);
            let list = outlet::outlets(read, &scope, open, after.as_deref(), PAGE)?;
            choices.extend(list.rows.into_iter().map(|outlet| Choice::new(outlet.id, outlet.name)));
            after = list.next;
            if after.is_none() {
                return Ok(choices);
            }
        }
    });
    Ok(StaffNew {
        frame: staff_frame(app, visitor).await?,
        form,
        outlets: found.await?,
        roles: role_choices(),
        made,
    })
}

async fn new(State(app): State<App>, visitor: Visitor) -> Answer {
    // Most accounts are for the administrator's own office.
    let form = fresh(&app, &visitor).with("outlet", visitor.outlet()?);
    page(&new_page(&app, &visitor, form, None).await?)
}

/// The member's own record, found by the identity number that was typed, so that nobody handles their own case. The
/// administrator learns nothing but that it is there, and the account that is made of it says who asked.
async fn own_record(
    app: &App,
    visitor: &Visitor,
    posted: &Posted,
) -> Result<Result<Option<String>, FieldError>, Fault> {
    let typed = posted.value("id_number");
    if typed.is_empty() {
        return Ok(Ok(None));
    }
    let wrong = |message: Text| Ok(Err(FieldError { field: "id_number".to_owned(), message }));
    match access::person_at_counter(&app.office, &visitor.ctx(), typed).await {
        Ok(Some(person)) => Ok(Ok(Some(person))),
        Ok(None) => wrong(Text::new(
            "没有找到这位工作人员本人的档案。请核对号码；没有档案的，请留空。",
            "This member has no file of their own here. Check the number, or leave it empty where there is none.",
        )),
        Err(Stop::Invalid(fields)) => wrong(fields.into_iter().map(|f| f.message).next().unwrap_or_default()),
        Err(stop @ Stop::TooMany(_)) => wrong(Problem::from(stop).detail),
        Err(stop) => Err(stop.into()),
    }
}

/// What nobody can make an account without, all of it at once.
fn left_out(posted: &Posted) -> Vec<FieldError> {
    let wanted = [
        ("name", "请填写姓名", "Fill in the name"),
        ("user", "请填写用户名", "Fill in the user name"),
        ("roles", "请至少选择一个岗位", "Choose at least one role"),
    ];
    let empty = |field: &str| posted.all(field).iter().all(|value| value.trim().is_empty());
    wanted
        .into_iter()
        .filter(|(field, _, _)| empty(field))
        .map(|(f, zh, en)| FieldError::new(f, zh, en))
        .collect()
}

async fn made(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    let missing = left_out(&posted);
    if !missing.is_empty() {
        let form = again(&app, &visitor, &posted, missing);
        return page_again(&new_page(&app, &visitor, form, None).await?);
    }
    let person = match own_record(&app, &visitor, &posted).await? {
        Ok(person) => person,
        Err(wrong) => {
            let form = again(&app, &visitor, &posted, vec![wrong]);
            return page_again(&new_page(&app, &visitor, form, None).await?);
        }
    };
    let new = NewStaff {
        username: posted.value("user").to_owned(),
        name: posted.value("name").to_owned(),
        roles: chosen_roles(&posted),
        outlet: posted.value("outlet").to_owned(),
        area: None,
        person,
    };
    if new.username.trim().eq_ignore_ascii_case("new") {
        // `/admin/users/new` is this page; an account of this name would have none.
        let wrong = FieldError::new(
            "user",
            "这个用户名系统自己要用，请换一个。",
            "Choose another name; this one is taken.",
        );
        let form = again(&app, &visitor, &posted, vec![wrong]);
        return page_again(&new_page(&app, &visitor, form, None).await?);
    }
    let ctx = visitor.ctx_once(posted.once());
    let wrong = match access::register_staff(&app.office, &ctx, &new).await {
        Ok(done) => {
            let form = fresh(&app, &visitor);
            return page(&new_page(&app, &visitor, form, Some(one_time(done.value))).await?);
        }
        // The code was shown after the first press and is not shown again.
        Err(Stop::Repeated(_)) => return on_to("/admin/users"),
        Err(Stop::Invalid(fields)) => fields.into_iter().map(named).collect(),
        Err(Stop::Refused(refusals)) => {
            let one = |refusal| FieldError { field: "roles".to_owned(), message: said(refusal) };
            refusals.iter().map(one).collect()
        }
        Err(stop) => return Err(stop.into()),
    };
    let form = again(&app, &visitor, &posted, wrong);
    page_again(&new_page(&app, &visitor, form, None).await?)
}

/// A wrong field under the name it has in the form.
fn named(field: FieldError) -> FieldError {
    let name = if field.field == "username" { "user".to_owned() } else { field.field };
    FieldError { field: name, ..field }
}
