//! Reading accounts, mandates, look-ups and sessions.

use std::collections::BTreeSet;

use authz::{Area, Items, Role, Scope};
use base::{Instant, Region, Text};
use store::{Read, Row, params};

use super::model::{EndedBy, LookUp, Looked, Mandate, Purpose, Session, SessionKind, Staff, StaffStatus};
use super::rules;
use super::secret::Token;
use super::sql;
use crate::office::{Office, Stop};
use crate::outlet::{Columns, Listing, Order, Page, column};

/// An account by id.
pub fn staff_by_id(read: &mut Read<'_>, id: &str) -> Result<Option<Staff>, Stop> {
    Ok(read.maybe(&sql::STAFF_BY_ID, params![id], staff)?)
}

/// An account by its work name, in capital or small letters.
pub fn staff_by_username(read: &mut Read<'_>, username: &str) -> Result<Option<Staff>, Stop> {
    let name = rules::staff::username(username);
    Ok(read.maybe(&sql::STAFF_BY_USERNAME, params![name], staff)?)
}

/// The name of the person behind an account; none once it is gone from the vault.
pub fn staff_name(office: &Office, read: &mut Read<'_>, staff: &Staff) -> Result<Option<String>, Stop> {
    let Some(key) = office.vault.key(read, &staff.id)? else { return Ok(None) };
    let plain = office.vault.open(read, &key, "name", staff.name_version)?;
    let text = plain.as_ref().map(|plain| plain.as_text().map(str::to_owned)).transpose();
    Ok(text.map_err(ledger::Error::from)?)
}

/// Whether somebody other than this account could work in this role at the outlet.
pub fn another_at(read: &mut Read<'_>, outlet: &str, role: Role, account: &str) -> Result<bool, Stop> {
    let holds = format!("%\"{role}\"%");
    Ok(read.one(&sql::OTHERS_AT, params![outlet, account, holds], |row| row.int(0))? > 0)
}

/// Accounts by id; those of one outlet, or in one state, where these are named.
pub fn staff_list(
    read: &mut Read<'_>,
    scope: &Scope,
    outlet: Option<&str>,
    status: Option<StaffStatus>,
    after: Option<&str>,
    wanted: u32,
) -> Result<Page<Staff>, Stop> {
    const SELECT: &str = "SELECT s.id, s.username, s.roles, s.outlet, o.region, s.area, s.person, s.status, \
                          s.name_version FROM staff AS s JOIN outlet AS o ON o.id = s.outlet";
    let columns = Columns {
        outlet: Some("s.outlet"),
        region: Some("o.region"),
        account: Some("s.id"),
        ..Columns::default()
    };
    let listing = Listing::new("access.staff_list", SELECT, scope, &columns)
        .filter("s.outlet", outlet)
        .filter("s.status", status.map(StaffStatus::as_str));
    Ok(listing.page(read, Order::up("s.username"), after, wanted, staff, |staff| &staff.username)?)
}

/// A mandate by id.
pub fn mandate_by_id(read: &mut Read<'_>, id: &str) -> Result<Option<Mandate>, Stop> {
    Ok(read.maybe(&sql::MANDATE_BY_ID, params![id], mandate)?)
}

/// Which mandates of those one may see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mandates {
    /// Those that this person gave.
    pub giver: Option<String>,
    /// Those that this person holds.
    pub agent: Option<String>,
}

/// Mandates, newest first.
pub fn mandates(
    read: &mut Read<'_>,
    scope: &Scope,
    which: &Mandates,
    after: Option<&str>,
    wanted: u32,
) -> Result<Page<Mandate>, Stop> {
    const SELECT: &str =
        "SELECT id, giver, agent, items, from_day, until_day, ended_at, ended_by FROM mandate";
    let columns = Columns { persons: &["giver", "agent"], ..Columns::default() };
    let listing = Listing::new("access.mandate_list", SELECT, scope, &columns)
        .filter("giver", which.giver.as_deref())
        .filter("agent", which.agent.as_deref());
    Ok(listing.page(read, Order::down("id"), after, wanted, mandate, |mandate| &mandate.id)?)
}

/// The mandates a person holds, ended ones left out, newest first, at most 200: as an actor carries them.
pub(super) fn held(read: &mut Read<'_>, agent: &str) -> Result<Vec<authz::Mandate>, Stop> {
    Ok(read.list(&sql::MANDATES_HELD, params![agent], |row| {
        let items: BTreeSet<String> = row.json(1)?;
        let (from, until) = (row.day(2)?, row.opt_day(3)?);
        Ok(authz::Mandate { giver: row.text(0)?, items: Items::List(items), from, until })
    })?)
}

/// Which look-ups of those one may review.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LookUps {
    /// Those by this account.
    pub staff: Option<String>,
    /// Those into this person's file.
    pub subject: Option<String>,
}

/// Look-ups, newest first.
pub fn look_ups(
    read: &mut Read<'_>,
    scope: &Scope,
    which: &LookUps,
    after: Option<&str>,
    wanted: u32,
) -> Result<Page<LookUp>, Stop> {
    const SELECT: &str = "SELECT id, staff, outlet, region, subject, purpose, reference, at FROM look_up";
    let columns =
        Columns { outlet: Some("outlet"), region: Some("region"), by: Some("staff"), ..Columns::default() };
    let listing = Listing::new("access.look_up_list", SELECT, scope, &columns)
        .filter("staff", which.staff.as_deref())
        .filter("subject", which.subject.as_deref());
    Ok(listing.page(read, Order::down("id"), after, wanted, look_up, |look_up| &look_up.id)?)
}

/// The session that a token opens, if it still holds. A disabled account has none.
pub fn session(read: &mut Read<'_>, token: &Token, now: Instant) -> Result<Option<Session>, Stop> {
    let found = read.maybe(&sql::SESSION_GET, params![token.digest()], session_row)?;
    Ok(found.filter(|session| rules::session::holds(session, now)))
}

/// Most log-ins of one person or account that are listed.
const SESSIONS_LISTED: u32 = 50;

/// Where the holder of this session is logged in, the last used first, this one among them.
pub fn own_sessions(read: &mut Read<'_>, session: &Session, now: Instant) -> Result<Vec<Session>, Stop> {
    let all = read.list(&sql::SESSIONS_OF, params![session.subject, SESSIONS_LISTED], session_row)?;
    Ok(all.into_iter().filter(|found| rules::session::holds(found, now)).collect())
}

fn session_row(row: &Row<'_>) -> Result<Session, store::Error> {
    Ok(Session {
        digest: row.digest(0)?,
        kind: column(row, 1, SessionKind::parse)?,
        subject: row.text(2)?,
        outlet: row.opt_text(3)?,
        created_at: row.instant(4)?,
        seen_at: row.instant(5)?,
        expires_at: row.instant(6)?,
    })
}

fn staff(row: &Row<'_>) -> Result<Staff, store::Error> {
    Ok(Staff {
        id: row.text(0)?,
        username: row.text(1)?,
        roles: row.json(2)?,
        outlet: row.text(3)?,
        region: row.parsed(4, Region::parse)?,
        area: row.parsed(5, Area::parse)?,
        person: row.opt_text(6)?,
        status: column(row, 7, StaffStatus::parse)?,
        name_version: u32::try_from(row.int(8)?).unwrap_or(0),
    })
}

fn mandate(row: &Row<'_>) -> Result<Mandate, store::Error> {
    let (at, by) = (row.opt_int(6)?, row.opt_text(7)?);
    let by = by.as_deref().and_then(EndedBy::parse);
    Ok(Mandate {
        id: row.text(0)?,
        giver: row.text(1)?,
        agent: row.text(2)?,
        items: row.json(3)?,
        from: row.day(4)?,
        until: row.day(5)?,
        ended: at.map(Instant::from_ms).zip(by),
    })
}

/// Who looked at a person's file, newest first, at most fifty: when, where, in which roles and why; never who by name.
pub fn looked_at(read: &mut Read<'_>, person: &str) -> Result<Vec<Looked>, Stop> {
    Ok(read.list(&sql::LOOKED_AT, params![person], |row| {
        Ok(Looked {
            at: row.instant(0)?,
            purpose: column(row, 1, Purpose::parse)?,
            outlet: Text::new(row.opt_text(2)?.unwrap_or_default(), row.opt_text(3)?.unwrap_or_default()),
            roles: match row.opt_text(4)? {
                Some(_) => row.json(4)?,
                None => BTreeSet::new(),
            },
        })
    })?)
}

fn look_up(row: &Row<'_>) -> Result<LookUp, store::Error> {
    Ok(LookUp {
        id: row.text(0)?,
        staff: row.text(1)?,
        outlet: row.text(2)?,
        region: row.parsed(3, Region::parse)?,
        subject: row.text(4)?,
        purpose: column(row, 5, Purpose::parse)?,
        reference: row.opt_text(6)?,
        at: row.instant(7)?,
    })
}
