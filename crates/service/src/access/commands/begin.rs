//! The first administrator. `init` runs it from the command line, where nobody can be logged in yet: whoever can run
//! it holds the store and its keys.

use std::sync::Arc;

use authz::{ActorKind, Area, Role};
use ledger::Stream;
use store::params;

use super::staff::{Draft, Invitation, NewAccount};
use super::{record, staff_stream};
use crate::access::facts::{OfficeBegun, StaffRegistered, StaffTotpReset};
use crate::access::rules::staff::{administrator_exists, administrator_waits};
use crate::access::sql;
use crate::office::{Ctx, Desk, Done, Office, Stop};
use crate::outlet::{self, GrantId, OpenOutlet, OutletId};

/// What beginning an office takes.
#[derive(Clone)]
pub struct BeginOffice {
    /// The administrator's work name.
    pub username: String,
    /// The administrator's name; goes to the vault.
    pub name: String,
    /// The head outlet, made where there is none yet.
    pub outlet: OpenOutlet,
}

impl std::fmt::Debug for BeginOffice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BeginOffice({}, {})", self.username, self.outlet.code)
    }
}

/// An administrator's account, and whether it can log in.
struct Administrator {
    id: String,
    username: String,
    finished: bool,
}

/// Makes the head outlet with a full grant, where there is no outlet, and the first administrator's account with a
/// one-time code. Run again before the account is finished, it gives a new code; afterwards it is refused.
pub async fn begin_office(office: &Office, ctx: &Ctx, begin: &BeginOffice) -> Result<Done<NewAccount>, Stop> {
    if ctx.actor.kind != ActorKind::System {
        return Err(Stop::NotFound);
    }
    let first = office.query(outlet::first).await?;
    let draft = Arc::new(Draft::make(office, ctx, &begin.username, &begin.name)?);
    let mut rng = office.entropy.rng();
    // Made here, so that the streams can be locked together.
    let new_outlet = first.is_none().then(|| {
        let id = OutletId::new(begin.outlet.region, ctx.now, &mut rng).to_string();
        (id, GrantId::new(begin.outlet.region, ctx.now, &mut rng).to_string())
    });
    let plan = begin.clone();
    let work = office.command(ctx, move |desk| {
        let own = office_stream(desk.office());
        lock(desk, &own, &draft.id, new_outlet.as_ref())?;
        let waiting = administrators(desk)?;
        if waiting.iter().any(|account| account.finished) {
            return Err(administrator_exists().into());
        }
        if let Some(first) = waiting.first() {
            let same = waiting.iter().find(|account| account.username == draft.username);
            let account = same.ok_or_else(|| administrator_waits(&first.username))?;
            return again(desk, account);
        }
        let (outlet, area) = head(desk, &plan, new_outlet.as_ref())?;
        let fact = StaffRegistered {
            staff: draft.id.clone(),
            username: draft.username.clone(),
            roles: [Role::Administrator].into(),
            outlet: outlet.clone(),
            area,
            person: None,
            vault: draft.sealed.rows().clone(),
        };
        let account = draft.keep(desk, &fact)?;
        record(desk, &own, OfficeBegun { outlet, staff: draft.id.clone() })?;
        Ok(account)
    });
    work.await
}

fn office_stream(office: &Office) -> Stream {
    office.stream("office", &office.region.to_string())
}

/// The office's own stream keeps two runs apart; the accounts that already wait are locked too, for a new code.
fn lock(
    desk: &mut Desk<'_, '_>,
    own: &Stream,
    staff: &str,
    new_outlet: Option<&(String, String)>,
) -> Result<(), Stop> {
    let office = desk.office();
    let mut streams = vec![own.clone()];
    let waiting = administrators(desk)?;
    if waiting.is_empty() {
        streams.push(staff_stream(office, staff));
        streams.extend(
            new_outlet
                .iter()
                .flat_map(|(outlet, grant)| [office.stream("outlet", outlet), office.stream("grant", grant)]),
        );
    }
    streams.extend(waiting.iter().map(|account| staff_stream(office, &account.id)));
    desk.lock(&streams.iter().collect::<Vec<_>>())
}

fn administrators(desk: &mut Desk<'_, '_>) -> Result<Vec<Administrator>, Stop> {
    Ok(desk.list(&sql::ADMINISTRATORS, params![], |row| {
        Ok(Administrator { id: row.text(0)?, username: row.text(1)?, finished: row.flag(2)? })
    })?)
}

/// A new code for an administrator who cannot log in any more, from the command line like [`begin_office`]: the only
/// administrator has nobody else to ask. Password and second factor are set anew; it is recorded as the system's act.
pub async fn recover_administrator(
    office: &Office,
    ctx: &Ctx,
    username: &str,
) -> Result<Done<NewAccount>, Stop> {
    if ctx.actor.kind != ActorKind::System {
        return Err(Stop::NotFound);
    }
    let name = username.to_owned();
    let work = office.command(ctx, move |desk| {
        let wanted = crate::access::rules::staff::username(&name);
        let all = administrators(desk)?;
        let account = all.iter().find(|account| account.username == wanted).ok_or(Stop::NotFound)?;
        desk.lock(&[&staff_stream(desk.office(), &account.id)])?;
        super::drop_sessions(desk, &account.id)?;
        again(desk, account)
    });
    work.await
}

/// A new code for the account; what it had before opens nothing any more.
fn again(desk: &mut Desk<'_, '_>, account: &Administrator) -> Result<NewAccount, Stop> {
    let stream = staff_stream(desk.office(), &account.id);
    record(desk, &stream, StaffTotpReset { staff: account.id.clone() })?;
    let code = Invitation::draw(desk.office(), &account.id, desk.moment());
    code.keep(desk, &account.id, &account.username)
}

/// The head outlet, made where it is to be, and the area around it.
fn head(
    desk: &mut Desk<'_, '_>,
    plan: &BeginOffice,
    new_outlet: Option<&(String, String)>,
) -> Result<(String, Area), Stop> {
    if let Some((id, grant)) = new_outlet {
        outlet::enter(desk, id, &plan.outlet)?;
        outlet::full_grant(desk, grant, id)?;
        return Ok((id.clone(), outlet::area_of(plan.outlet.region)));
    }
    let id = outlet::first(desk)?.ok_or(Stop::Stale)?;
    let at = outlet::by_id(desk, &id)?.ok_or(Stop::Stale)?;
    Ok((id, outlet::area_of(at.region)))
}
