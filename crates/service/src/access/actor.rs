//! From a session to the actor that authority is asked for: the person with the mandates they hold, or the account
//! with its roles, its outlet and what that outlet may do.

use authz::Actor;
use base::Day;
use store::Read;

use super::model::{Session, SessionKind, StaffStatus};
use super::queries;
use crate::catalog::Catalog;
use crate::office::Stop;
use crate::outlet::{self, TakenToday};
use crate::person;

/// Who the session is on `day`. `catalog` says what an item leaves to an outlet's level, and `taken` how many cases an
/// outlet has taken in that day, for its quotas; a command that a quota bounds asks again inside its transaction.
/// [`Stop::Unknown`] when the person was erased or the account disabled since.
pub fn actor_of(
    read: &mut Read<'_>,
    session: &Session,
    day: Day,
    catalog: &Catalog,
    taken: TakenToday,
) -> Result<Actor, Stop> {
    match session.kind {
        SessionKind::Citizen => citizen(read, session),
        SessionKind::Staff => staff(read, session, day, catalog, taken),
    }
}

fn citizen(read: &mut Read<'_>, session: &Session) -> Result<Actor, Stop> {
    let person = person::by_id(read, &session.subject)?.filter(|row| !row.erased).ok_or(Stop::Unknown)?;
    let mandates = queries::held(read, &person.id)?;
    Ok(if mandates.is_empty() { Actor::citizen(person.id) } else { Actor::agent(person.id, mandates) })
}

fn staff(
    read: &mut Read<'_>,
    session: &Session,
    day: Day,
    catalog: &Catalog,
    taken: TakenToday,
) -> Result<Actor, Stop> {
    let found = queries::staff_by_id(read, &session.subject)?;
    let account = found.filter(|row| row.status == StaffStatus::Active).ok_or(Stop::Unknown)?;
    let grants = outlet::grants_of(read, &account.outlet, catalog, |read| taken(read, &account.outlet, day))?;
    let staff = authz::Staff {
        person: account.person,
        roles: account.roles,
        outlet: account.outlet,
        area: account.area,
        grants,
    };
    Ok(Actor::staff(account.id, staff))
}
