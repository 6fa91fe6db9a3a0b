//! Reading outlets, grants and blanks.

use authz::{Area, Scope, Standing};
use base::{Region, Text};
use store::{Read, Row, params};

use super::column::column;
use super::list::{Columns, Listing, Order, Page};
use super::model::{
    Blank, BlankKind, BlankStatus, GrantRow, Outlet, OutletKind, OutletStatus, SpoilReason, StockCount,
};
use super::{rules, sql};
use crate::catalog::Catalog;
use crate::office::Stop;

/// An outlet by id.
pub fn by_id(read: &mut Read<'_>, id: &str) -> Result<Option<Outlet>, Stop> {
    Ok(read.maybe(&sql::BY_ID, params![id], outlet)?)
}

/// An outlet by its short code.
pub fn by_code(read: &mut Read<'_>, code: &str) -> Result<Option<Outlet>, Stop> {
    Ok(read.maybe(&sql::BY_CODE, params![code], outlet)?)
}

/// The outlet with the lowest id, if there is one. A prefecture's code comes before those of its counties, so it is the
/// head office.
pub(crate) fn first(read: &mut Read<'_>) -> Result<Option<String>, Stop> {
    Ok(read.maybe(&sql::FIRST, params![], |row| row.text(0))?)
}

/// Outlets by id; `status` leaves out those that stand otherwise.
pub fn outlets(
    read: &mut Read<'_>,
    scope: &Scope,
    status: Option<OutletStatus>,
    after: Option<&str>,
    wanted: u32,
) -> Result<Page<Outlet>, Stop> {
    const SELECT: &str = "SELECT id, code, name_zh, name_en, address_zh, address_en, kind, tier, region, parent, \
                          hours, status FROM outlet";
    let columns = Columns { outlet: Some("id"), region: Some("region"), ..Columns::default() };
    let listing = Listing::new("outlet.list", SELECT, scope, &columns);
    let listing = listing.filter("status", status.map(OutletStatus::as_str));
    Ok(listing.page(read, Order::up("id"), after, wanted, outlet, |outlet| &outlet.id)?)
}

/// One grant.
pub fn grant_by_id(read: &mut Read<'_>, id: &str) -> Result<Option<GrantRow>, Stop> {
    Ok(read.maybe(&sql::GRANT_BY_ID, params![id], grant)?)
}

/// What an outlet is authorised to do, running or not, newest first, from at most 500 grants: as an actor carries it.
/// Of each grant there is what the items of `catalog` leave to the outlet's level. `taken_today` says how many cases
/// the outlet has taken in today; it is asked only where a grant has a quota, because counting takes the longer the
/// more there are.
pub fn grants_of(
    read: &mut Read<'_>,
    outlet: &str,
    catalog: &Catalog,
    taken_today: impl FnOnce(&mut Read<'_>) -> Result<u32, Stop>,
) -> Result<Vec<authz::Grant>, Stop> {
    let grants = read.list(&sql::GRANTS_OF, params![outlet], grant)?;
    let bounded = grants.iter().any(|grant| grant.daily_quota.is_some());
    let taken = if bounded { taken_today(read)? } else { 0 };
    let within = |grant: &GrantRow| rules::within_level(grant.as_grant(taken), grant.level, catalog);
    Ok(grants.iter().flat_map(within).collect())
}

/// Grants as records, newest first; those of one outlet where it is named.
pub fn grants(
    read: &mut Read<'_>,
    scope: &Scope,
    of: Option<&str>,
    after: Option<&str>,
    wanted: u32,
) -> Result<Page<GrantRow>, Stop> {
    const SELECT: &str = "SELECT g.id, g.outlet, o.region, g.items, g.stages, g.area, g.from_day, g.until_day, \
                          g.daily_quota, g.standing, o.kind, o.tier FROM outlet_grant AS g JOIN outlet AS o ON o.id = g.outlet";
    let columns = Columns { outlet: Some("g.outlet"), region: Some("o.region"), ..Columns::default() };
    let listing = Listing::new("outlet.grant_list", SELECT, scope, &columns).filter("g.outlet", of);
    Ok(listing.page(read, Order::down("g.id"), after, wanted, grant, |grant| &grant.id)?)
}

/// Blanks by number; those of one outlet, or in one state, where these are named.
pub fn blanks(
    read: &mut Read<'_>,
    scope: &Scope,
    of: Option<&str>,
    status: Option<BlankStatus>,
    after: Option<&str>,
    wanted: u32,
) -> Result<Page<Blank>, Stop> {
    const SELECT: &str = "SELECT b.number, b.kind, b.outlet, b.status, b.used_for, b.reason, b.changed_at \
                          FROM blank AS b JOIN outlet AS o ON o.id = b.outlet";
    let columns = Columns { outlet: Some("b.outlet"), region: Some("o.region"), ..Columns::default() };
    let listing = Listing::new("outlet.blank_list", SELECT, scope, &columns)
        .filter("b.outlet", of)
        .filter("b.status", status.map(BlankStatus::as_str));
    Ok(listing.page(read, Order::up("b.number"), after, wanted, blank, |blank| &blank.number)?)
}

/// One blank.
pub(super) fn blank_by_number(read: &mut Read<'_>, number: &str) -> Result<Option<Blank>, Stop> {
    Ok(read.maybe(&sql::BLANK_BY_NUMBER, params![number], blank)?)
}

/// Whether one of these numbers is already known, to any outlet; `numbers` is in order.
pub(super) fn known_number(read: &mut Read<'_>, numbers: &[String]) -> Result<Option<String>, Stop> {
    let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else { return Ok(None) };
    // Text between two numbers of one length may have another length; those are other blanks.
    let found = read.list(&sql::BLANK_IN_RANGE, params![first, last], |row| row.text(0))?;
    Ok(found.into_iter().find(|number| numbers.binary_search(number).is_ok()))
}

/// The lowest number that the outlet has in stock: what a clerk is offered.
pub fn next_blank(read: &mut Read<'_>, outlet: &str, kind: BlankKind) -> Result<Option<String>, Stop> {
    Ok(read.maybe(&sql::BLANK_NEXT, params![outlet, kind.as_str()], |row| row.text(0))?)
}

/// How many blanks of an outlet are where.
pub fn stock_count(read: &mut Read<'_>, outlet: &str) -> Result<StockCount, Stop> {
    let mut count = StockCount::default();
    read.each(&sql::STOCK_COUNT, params![outlet], |row| {
        let number = u32::try_from(row.int(1)?).unwrap_or(u32::MAX);
        match column(row, 0, BlankStatus::parse)? {
            BlankStatus::InStock => count.in_stock = number,
            BlankStatus::Used => count.used = number,
            BlankStatus::Spoiled => count.spoiled = number,
        }
        Ok(())
    })?;
    Ok(count)
}

fn tier(row: &Row<'_>, at: usize) -> Result<u8, store::Error> {
    Ok(u8::try_from(row.int(at)?).unwrap_or(2))
}

fn outlet(row: &Row<'_>) -> Result<Outlet, store::Error> {
    Ok(Outlet {
        id: row.text(0)?,
        code: row.text(1)?,
        name: Text::new(row.text(2)?, row.text(3)?),
        address: Text::new(row.text(4)?, row.text(5)?),
        kind: column(row, 6, OutletKind::parse)?,
        tier: tier(row, 7)?,
        region: row.parsed(8, Region::parse)?,
        parent: row.opt_text(9)?,
        hours: row.text(10)?,
        status: column(row, 11, OutletStatus::parse)?,
    })
}

fn grant(row: &Row<'_>) -> Result<GrantRow, store::Error> {
    Ok(GrantRow {
        id: row.text(0)?,
        outlet: row.text(1)?,
        region: row.parsed(2, Region::parse)?,
        items: row.json(3)?,
        stages: row.json(4)?,
        area: row.parsed(5, Area::parse)?,
        from: row.day(6)?,
        until: row.opt_day(7)?,
        daily_quota: row.opt_int(8)?.and_then(|n| u32::try_from(n).ok()),
        standing: column(row, 9, Standing::parse)?,
        level: column(row, 10, OutletKind::parse)?.level(tier(row, 11)?),
    })
}

fn blank(row: &Row<'_>) -> Result<Blank, store::Error> {
    let reason = row.opt_text(5)?;
    Ok(Blank {
        number: row.text(0)?,
        kind: column(row, 1, BlankKind::parse)?,
        outlet: row.text(2)?,
        status: column(row, 3, BlankStatus::parse)?,
        used_for: row.opt_text(4)?,
        reason: reason.and_then(|code| SpoilReason::parse(&code)),
        changed_at: row.instant(6)?,
    })
}
