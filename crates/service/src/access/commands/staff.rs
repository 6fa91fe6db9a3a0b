//! Accounts: made, given roles, moved, reset, disabled and enabled by an administrator, never by their owner.

use std::collections::BTreeSet;
use std::sync::Arc;

use authz::{Action, Area, Resource, Role};
use base::{FieldError, Instant};
use ledger::vault::Prepared;

use super::{invalid, record, staff_stream};
use crate::access::facts::{
    StaffDisabled, StaffEnabled, StaffMoved, StaffRegistered, StaffRolesSet, StaffTotpReset,
};
use crate::access::model::{DisableReason, Staff, StaffId, StaffStatus};
use crate::access::rules;
use crate::access::secret::Secret;
use crate::access::{queries, work};
use crate::office::{Ctx, Desk, Done, Office, Stop};
use crate::{outlet, person};

/// An account to be made.
#[derive(Clone)]
pub struct NewStaff {
    /// The work name it logs in with; not a person's name.
    pub username: String,
    /// The name of the person behind it; goes to the vault.
    pub name: String,
    /// Its roles.
    pub roles: BTreeSet<Role>,
    /// The outlet it belongs to, by id.
    pub outlet: String,
    /// The area it watches; none for that of its outlet.
    pub area: Option<Area>,
    /// Their own record as a person, where it is known.
    pub person: Option<String>,
}

impl std::fmt::Debug for NewStaff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewStaff({})", self.username)
    }
}

/// An account that waits for its person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    /// `stf_…`.
    pub staff: String,
    /// The work name it logs in with.
    pub username: String,
    /// The one-time code, to be handed to the person.
    pub setup_code: Secret,
    /// When the code ends.
    pub until: Instant,
}

/// What is made before the transaction: the id, the sealed name and the set-up code.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) username: String,
    pub(super) sealed: Prepared,
    code: Invitation,
}

/// A set-up code, what is stored of it, and when it ends.
#[derive(Clone, Debug)]
pub(super) struct Invitation {
    code: Secret,
    digest: [u8; 32],
    until: Instant,
}

impl Invitation {
    pub(super) fn draw(office: &Office, staff: &str, now: Instant) -> Self {
        let code = rules::setup::draw(&mut office.entropy.rng());
        let digest = rules::setup::digest_of(staff, &code);
        Self { code: Secret::new(code), digest, until: rules::setup::until(now) }
    }

    /// Puts it in force; whatever the account had before opens nothing any more.
    pub(super) fn keep(
        &self,
        desk: &mut Desk<'_, '_>,
        staff: &str,
        username: &str,
    ) -> Result<NewAccount, Stop> {
        work::invite(desk, staff, &self.digest, self.until)?;
        work::forgive(desk, &work::name_digest(username))?;
        Ok(NewAccount {
            staff: staff.to_owned(),
            username: username.to_owned(),
            setup_code: self.code.clone(),
            until: self.until,
        })
    }
}

impl Draft {
    pub(super) fn make(office: &Office, ctx: &Ctx, username: &str, name: &str) -> Result<Self, Stop> {
        let username = rules::staff::username(username);
        let checks = [rules::staff::check_username(&username), rules::staff::check_name(name)];
        invalid(checks.into_iter().filter_map(Result::err).collect())?;
        let id = StaffId::new(office.region, ctx.now, &mut ctx.rng.restarted()).to_string();
        let mut rng = office.entropy.rng();
        let (key, mut sealed) = office.vault.begin(&id, &mut rng)?;
        sealed.add_value(&key, "name", 1, name.trim(), &mut rng)?;
        let code = Invitation::draw(office, &id, ctx.now);
        Ok(Self { id, username, sealed, code })
    }

    /// Records the account on its stream, which the caller has locked, with whatever authority the caller asked for.
    pub(super) fn keep(&self, desk: &mut Desk<'_, '_>, new: &StaffRegistered) -> Result<NewAccount, Stop> {
        if queries::staff_by_username(desk, &self.username)?.is_some() {
            return Err(username_taken());
        }
        self.sealed.keep(desk)?;
        let own = staff_stream(desk.office(), &self.id);
        // Two administrators who choose the same name at once meet at the column's UNIQUE.
        record(desk, &own, new.clone()).map_err(|stop| {
            if outlet::is_duplicate(&stop, "access.staff_insert") { username_taken() } else { stop }
        })?;
        self.code.keep(desk, &self.id, &self.username)
    }
}

fn username_taken() -> Stop {
    FieldError::new(
        "username",
        "这个用户名已经有人使用，请换一个。",
        "This user name is taken. Choose another one.",
    )
    .into()
}

fn unknown_outlet() -> Stop {
    FieldError::new(
        "outlet",
        "没有找到这个网点，或者它已停止服务，请重新选择。",
        "This outlet was not found or is closed. Choose another one.",
    )
    .into()
}

/// The person named as the one behind an account is on file.
fn known_person(desk: &mut Desk<'_, '_>, person: Option<&str>) -> Result<(), Stop> {
    let Some(id) = person else { return Ok(()) };
    if person::by_id(desk, id)?.is_some_and(|row| !row.erased) {
        return Ok(());
    }
    Err(FieldError::new(
        "person",
        "没有找到这位工作人员本人的档案，请先查询，或者留空。",
        "This person's own file was not found. Look it up first, or leave it empty.",
    )
    .into())
}

/// Makes an account; gives the one-time code with which its person sets a password and a second factor.
pub async fn register_staff(office: &Office, ctx: &Ctx, new: &NewStaff) -> Result<Done<NewAccount>, Stop> {
    rules::staff::roles(&new.roles)?;
    let draft = Arc::new(Draft::make(office, ctx, &new.username, &new.name)?);
    let new = new.clone();
    office
        .command(ctx, move |desk| {
            desk.lock(&[&staff_stream(desk.office(), &draft.id)])?;
            let at = outlet::by_id(desk, &new.outlet)?.ok_or_else(unknown_outlet)?;
            let account =
                Resource::Account { staff: draft.id.clone(), outlet: at.id.clone(), region: at.region };
            desk.allow(Action::StaffCreate, &account)?;
            known_person(desk, new.person.as_deref())?;
            let fact = StaffRegistered {
                staff: draft.id.clone(),
                username: draft.username.clone(),
                roles: new.roles.clone(),
                outlet: at.id,
                area: new.area.clone().unwrap_or_else(|| outlet::area_of(at.region)),
                person: new.person.clone(),
                vault: draft.sealed.rows().clone(),
            };
            draft.keep(desk, &fact)
        })
        .await
}

/// The roles an account is to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RolesToGive {
    /// All of them.
    pub roles: BTreeSet<Role>,
    /// The area it watches; none to leave it as it is.
    pub area: Option<Area>,
}

/// Gives an account these roles and no others; they hold from the account's next request. Roles that exclude each other
/// are refused.
pub async fn set_roles(
    office: &Office,
    ctx: &Ctx,
    staff: &str,
    give: &RolesToGive,
) -> Result<Done<()>, Stop> {
    rules::staff::roles(&give.roles)?;
    let give = give.clone();
    on_account(office, ctx, staff, Action::StaffSetRoles, move |desk, now| {
        let own = staff_stream(desk.office(), &now.id);
        let area = give.area.clone().unwrap_or_else(|| now.area.clone());
        record(desk, &own, StaffRolesSet { staff: now.id.clone(), roles: give.roles.clone(), area })
    })
    .await
}

/// Moves an account to another outlet. Its sessions end, because they were opened at the old one.
pub async fn move_staff(office: &Office, ctx: &Ctx, staff: &str, outlet: &str) -> Result<Done<()>, Stop> {
    let to = outlet.to_owned();
    on_account(office, ctx, staff, Action::StaffSetRoles, move |desk, now| {
        let at = outlet::by_id(desk, &to)?.filter(|at| at.status == outlet::OutletStatus::Open);
        let at = at.ok_or_else(unknown_outlet)?;
        let own = staff_stream(desk.office(), &now.id);
        let area = outlet::area_of(at.region);
        record(desk, &own, StaffMoved { staff: now.id.clone(), outlet: at.id, area })?;
        super::drop_sessions(desk, &now.id)
    })
    .await
}

/// Closes an account; its sessions end at once.
pub async fn disable_staff(
    office: &Office,
    ctx: &Ctx,
    staff: &str,
    reason: DisableReason,
) -> Result<Done<()>, Stop> {
    on_account(office, ctx, staff, Action::StaffDisable, move |desk, now| {
        if now.status == StaffStatus::Disabled {
            return Err(Stop::Stale);
        }
        let own = staff_stream(desk.office(), &now.id);
        record(desk, &own, StaffDisabled { staff: now.id.clone(), reason })?;
        super::drop_sessions(desk, &now.id)
    })
    .await
}

/// Opens a closed account again, with the credentials it had.
pub async fn enable_staff(office: &Office, ctx: &Ctx, staff: &str) -> Result<Done<()>, Stop> {
    on_account(office, ctx, staff, Action::StaffDisable, |desk, now| {
        if now.status == StaffStatus::Active {
            return Err(Stop::Stale);
        }
        let own = staff_stream(desk.office(), &now.id);
        record(desk, &own, StaffEnabled { staff: now.id.clone() })
    })
    .await
}

/// Resets the second factor, and with it the password: whoever has lost the one may have lost the other. Gives a new
/// one-time code; sessions end, and a lock-out is lifted.
pub async fn reset_totp(office: &Office, ctx: &Ctx, staff: &str) -> Result<Done<NewAccount>, Stop> {
    let code = Invitation::draw(office, staff, ctx.now);
    on_account(office, ctx, staff, Action::StaffResetTotp, move |desk, now| {
        let own = staff_stream(desk.office(), &now.id);
        record(desk, &own, StaffTotpReset { staff: now.id.clone() })?;
        super::drop_sessions(desk, &now.id)?;
        code.keep(desk, &now.id, &now.username)
    })
    .await
}

async fn on_account<T, F>(
    office: &Office,
    ctx: &Ctx,
    staff: &str,
    action: Action,
    work: F,
) -> Result<Done<T>, Stop>
where
    F: Fn(&mut Desk<'_, '_>, &Staff) -> Result<T, Stop> + Send + 'static,
    T: Send + 'static,
{
    let id = staff.to_owned();
    office
        .command(ctx, move |desk| {
            desk.lock(&[&staff_stream(desk.office(), &id)])?;
            let now = queries::staff_by_id(desk, &id)?.ok_or(Stop::NotFound)?;
            desk.allow(action, &now.resource())?;
            work(desk, &now)
        })
        .await
}
