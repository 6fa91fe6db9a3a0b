//! The people who work in the city: at every outlet that decides, somebody who accepts, somebody who decides and
//! somebody who issues; and one account of every role to log in with.

use std::collections::BTreeMap;

use authz::{Actor, Area, Channel, Role, Staff};
use service::access::{BeginOffice, NewStaff, begin_office, register_staff, set_up_staff, staff_by_id};
use service::office::{Ctx, Office, Stop};
use service::outlet;

use super::Plan;
use super::outlets::fresh;
use super::places::PLACES;
use crate::wait::{ask, wait};

/// The password of every demonstration account.
pub(super) const PASSWORD: &str = "open-the-one-window";

/// An account that can be logged in with.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub(super) role: Role,
    pub(super) user: String,
    pub(super) totp_secret: String,
}

/// Who accepts, decides and issues at an outlet.
#[derive(Clone, Debug)]
pub(super) struct Team {
    pub(super) clerk: Ctx,
    pub(super) reviewer: Ctx,
    pub(super) issuer: Ctx,
}

/// Everybody who works here.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    pub(super) accounts: Vec<Account>,
    /// By the outlet's code.
    pub(super) teams: BTreeMap<&'static str, Team>,
    /// A second reviewer of the head office, who puts mistakes right.
    pub(super) second: Option<Ctx>,
}

/// One account to make.
struct Post {
    user: String,
    role: Role,
    place: usize,
    area: Option<Area>,
    /// Whether somebody logs in with it.
    shown: bool,
}

/// Begins the office: head outlet and administrator. Gives the administrator's context and the head outlet.
pub(super) fn begin(
    office: &Office,
    runtime: &tokio::runtime::Runtime,
    plan: &Plan,
) -> Result<(Ctx, String, Account), Stop> {
    let head = PLACES.first().map(|place| place.entry(plan, None)).ok_or(Stop::NotFound)?;
    let begin = BeginOffice { username: "admin01".to_owned(), name: "管示例".to_owned(), outlet: head };
    let made = wait(begin_office(office, &office.system("demo"), &begin))?.value;
    let account = set_up(office, runtime, Role::Administrator, "admin01", made.setup_code.reveal())?;
    let ctx = working(office, &made.staff)?;
    let outlet = ctx.outlet.clone().ok_or(Stop::NotFound)?;
    Ok((ctx, outlet, account))
}

/// Makes every account and sets up those that are shown.
pub(super) fn employ(
    office: &Office,
    runtime: &tokio::runtime::Runtime,
    admin: &Ctx,
    outlets: &[String],
    plan: &Plan,
) -> Result<People, Stop> {
    let mut people = People::default();
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for (n, post) in posts(plan).into_iter().enumerate() {
        let new = NewStaff {
            username: post.user.clone(),
            name: format!("示例{}", n + 1),
            roles: [post.role].into(),
            outlet: outlets.get(post.place).cloned().ok_or(Stop::NotFound)?,
            area: post.area,
            person: None,
        };
        let made = wait(register_staff(office, &fresh(office, admin), &new))?.value;
        ids.insert(post.user.clone(), made.staff);
        if post.shown {
            people.accounts.push(set_up(office, runtime, post.role, &post.user, made.setup_code.reveal())?);
        }
    }
    let ctx = |user: &str| working(office, ids.get(user).map_or("", String::as_str));
    for (n, place) in PLACES.iter().enumerate().filter(|(_, place)| place.whole) {
        let name = |role: &str| format!("{role}{:02}", n + 1);
        let team = Team {
            clerk: ctx(&name("clerk"))?,
            reviewer: ctx(&name("reviewer"))?,
            issuer: ctx(&name("issuer"))?,
        };
        people.teams.insert(place.code, team);
    }
    people.second = Some(ctx("reviewer00")?);
    Ok(people)
}

fn posts(plan: &Plan) -> Vec<Post> {
    let mut posts = Vec::new();
    for (place, _) in PLACES.iter().enumerate().filter(|(_, place)| place.whole) {
        let each = [("clerk", Role::Clerk), ("reviewer", Role::Reviewer), ("issuer", Role::Issuer)];
        posts.extend(each.map(|(name, role)| Post {
            user: format!("{name}{:02}", place + 1),
            role,
            place,
            area: None,
            shown: place == 0,
        }));
    }
    let city = || Some(Area::prefecture(plan.region));
    let head = |user: &str, role, area| Post { user: user.to_owned(), role, place: 0, area, shown: true };
    posts.extend([
        Post { shown: false, ..head("reviewer00", Role::Reviewer, None) },
        head("head01", Role::OutletHead, None),
        head("archivist01", Role::Archivist, None),
        head("examiner01", Role::Examiner, None),
        head("supervisor01", Role::Supervisor, city()),
        head("auditor01", Role::Auditor, city()),
        Post { place: PLACES.len() - 1, ..head("partner01", Role::PartnerClerk, None) },
    ]);
    posts
}

/// Sets password and second factor, as the person would with the one-time code.
fn set_up(
    office: &Office,
    runtime: &tokio::runtime::Runtime,
    role: Role,
    user: &str,
    code: &str,
) -> Result<Account, Stop> {
    let ctx = Ctx { actor: Actor::anyone(), channel: Channel::Counter, ..office.system("demo") };
    let done = runtime.block_on(set_up_staff(office, &ctx, user, code, PASSWORD))?;
    let secret: String = done.value.secret.reveal().chars().filter(|c| !c.is_whitespace()).collect();
    Ok(Account { role, user: user.to_owned(), totp_secret: secret })
}

/// The context of somebody at their counter.
fn working(office: &Office, id: &str) -> Result<Ctx, Stop> {
    let (own, wanted) = (office.clone(), id.to_owned());
    let (account, grants) = ask(office, move |read| {
        let account = staff_by_id(read, &wanted)?.ok_or(Stop::NotFound)?;
        let grants = outlet::grants_of(read, &account.outlet, &own.rules.catalog, |_| Ok(0))?;
        Ok((account, grants))
    })?;
    let staff = Staff {
        person: account.person,
        roles: account.roles,
        outlet: account.outlet.clone(),
        area: account.area,
        grants,
    };
    Ok(Ctx {
        actor: Actor::staff(account.id, staff),
        outlet: Some(account.outlet),
        channel: Channel::Counter,
        ..office.system("demo")
    })
}
