//! Events to rows.

use ledger::{Error, Event, VaultRows};
use store::{Tx, params};

use super::facts::{AccessEvent, LookedUp, MandateGranted, StaffRegistered};
use super::model::StaffStatus;

store::statements! {
    REGISTERED = "access.staff_insert": "
        INSERT INTO staff (id, username, roles, outlet, area, person, status, name_version, registered_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, 'active', $7, $8, $8)";
    STATUS = "access.staff_status": "UPDATE staff SET status = $2, changed_at = $3 WHERE id = $1";
    ROLES = "access.staff_roles": "UPDATE staff SET roles = $2, area = $3, changed_at = $4 WHERE id = $1";
    MOVED = "access.staff_move": "UPDATE staff SET outlet = $2, area = $3, changed_at = $4 WHERE id = $1";
    MANDATE = "access.mandate_insert": "
        INSERT INTO mandate (id, giver, agent, items, from_day, until_day, granted_at, ended_at, ended_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, NULL)";
    MANDATE_ENDED = "access.mandate_end": "UPDATE mandate SET ended_at = $2, ended_by = $3 WHERE id = $1";
    LOOK_UP = "access.look_up_insert": "
        INSERT INTO look_up (id, staff, outlet, region, subject, purpose, reference, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
}

pub(crate) fn apply(tx: &mut Tx<'_>, event: &Event) -> Result<bool, Error> {
    let Some(fact) = AccessEvent::read(event)? else { return Ok(false) };
    let at = event.recorded_at;
    match fact {
        // They say who acted and when; no row follows.
        AccessEvent::OfficeBegun(_)
        | AccessEvent::StaffSetUp(_)
        | AccessEvent::StaffTotpReset(_)
        | AccessEvent::StaffSessionsEnded(_) => {}
        AccessEvent::StaffRegistered(r) => registered(tx, event, &r)?,
        AccessEvent::StaffDisabled(d) => {
            tx.exec(&STATUS, params![d.staff, StaffStatus::Disabled.as_str(), at])?;
        }
        AccessEvent::StaffEnabled(e) => {
            tx.exec(&STATUS, params![e.staff, StaffStatus::Active.as_str(), at])?;
        }
        AccessEvent::StaffRolesSet(s) => {
            tx.exec(&ROLES, params![s.staff, json(event, &s.roles)?, s.area.to_string(), at])?;
        }
        AccessEvent::StaffMoved(m) => {
            tx.exec(&MOVED, params![m.staff, m.outlet, m.area.to_string(), at])?;
        }
        AccessEvent::MandateGranted(m) => granted(tx, event, &m)?,
        AccessEvent::MandateEnded(m) => {
            tx.exec(&MANDATE_ENDED, params![m.mandate, at, m.by.as_str()])?;
        }
        AccessEvent::LookedUp(l) => looked_up(tx, event, &l)?,
    }
    Ok(true)
}

fn registered(tx: &mut Tx<'_>, event: &Event, r: &StaffRegistered) -> Result<(), Error> {
    let (roles, area, at) = (json(event, &r.roles)?, r.area.to_string(), event.recorded_at);
    let name = version(&r.vault, "name");
    tx.exec(&REGISTERED, params![r.staff, r.username, roles, r.outlet, area, r.person, name, at])?;
    Ok(())
}

/// The newest version of a field among the values that an event made; 0 where there is none.
fn version(vault: &VaultRows, field: &str) -> u32 {
    vault.values.iter().filter(|value| value.field == field).map(|value| value.version).max().unwrap_or(0)
}

fn granted(tx: &mut Tx<'_>, event: &Event, m: &MandateGranted) -> Result<(), Error> {
    let (items, at) = (json(event, &m.items)?, event.recorded_at);
    tx.exec(&MANDATE, params![m.mandate, m.giver, m.agent, items, m.from, m.until, at])?;
    Ok(())
}

fn looked_up(tx: &mut Tx<'_>, event: &Event, l: &LookedUp) -> Result<(), Error> {
    let (region, purpose, at) = (l.region.to_string(), l.purpose.as_str(), event.recorded_at);
    tx.exec(&LOOK_UP, params![l.look_up, l.staff, l.outlet, region, l.subject, purpose, l.reference, at])?;
    Ok(())
}

fn json(event: &Event, value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|e| Error::Fact { kind: event.kind.clone(), what: e.to_string() })
}
