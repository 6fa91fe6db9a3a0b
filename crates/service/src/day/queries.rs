//! Reckoning a day, and reading the days that were closed.

use authz::Scope;
use base::{Day, Fen, Text};
use store::{Read, Row, params};

use super::model::{BlankSheet, Closing, DifferenceReason, FeeSheet, Left, LeftOver, Sheet, Tally};
use super::sql;
use crate::office::Stop;
use crate::outlet::{BlankStatus, Columns, Listing, Order, Page};

/// Cases listed as left over for one reason at most.
pub(super) const LEFT_MAX: i64 = 500;

/// The books of an outlet on this day: blanks, fees, and what is left over.
pub fn sheet(read: &mut Read<'_>, outlet: &str, day: Day) -> Result<Sheet, Stop> {
    let last = read.maybe(&sql::LAST, params![outlet], closing)?;
    // After a closing of today these are the beginnings of tomorrow's books.
    let since = last.as_ref().map_or_else(|| day.start(), |last| last.closed_at);
    let mut moved = |status: BlankStatus| -> Result<u32, Stop> {
        Ok(read.one(&sql::MOVED, params![outlet, status.as_str(), since], number)?)
    };
    let (used, spoiled) = (moved(BlankStatus::Used)?, moved(BlankStatus::Spoiled)?);
    let fresh = moved(BlankStatus::InStock)?;
    let now: u32 = read.one(&sql::STOCK, params![outlet], |row| count(row, 0))?;
    let were = now.saturating_add(used).saturating_add(spoiled);
    // What came in and left within the first day is in what it began with: no closing says how many there were.
    let start = last.as_ref().map_or_else(|| were.saturating_sub(fresh), stock_after);
    // A blank can be used at a moment before a closing and be on record after it only. Whatever the moments say, the
    // books end with what is in stock.
    let (received, late) = (were.saturating_sub(start), start.saturating_sub(were));
    let blanks = BlankSheet { start, received, used: used.saturating_add(late), spoiled };
    let fees = read.one(&sql::FEES, params![outlet, since], |row| {
        Ok(FeeSheet { expected: Fen(row.int(0)?), payments: count(row, 1)? })
    })?;
    let closed = last.filter(|last| last.day == day);
    Ok(Sheet { day, since, blanks, fees, left: left(read, outlet, day)?, closed })
}

/// How many blanks the books said at a closing.
fn stock_after(last: &Closing) -> u32 {
    last.blanks.expected()
}

fn left(read: &mut Read<'_>, outlet: &str, day: Day) -> Result<Vec<LeftOver>, Stop> {
    let one = |row: &Row<'_>| row.text(0);
    let mut all = Vec::new();
    for what in Left::ALL.iter().copied() {
        let numbers = match what {
            Left::Unhanded => read.list(&sql::UNHANDED, params![outlet, LEFT_MAX], one)?,
            Left::Parcel => read.list(&sql::PARCELS, params![outlet, LEFT_MAX], one)?,
            Left::Job => read.list(&sql::JOBS, params![outlet, LEFT_MAX], one)?,
            Left::HalfDone => read.list(&sql::HALF_DONE, params![outlet, LEFT_MAX], one)?,
            Left::Due => read.list(&sql::DUE, params![outlet, day, LEFT_MAX], one)?,
        };
        all.push(LeftOver { what, numbers });
    }
    Ok(all)
}

/// Closed days, newest first, of the outlets that the scope lets see.
pub fn closings(
    read: &mut Read<'_>,
    scope: &Scope,
    after: Option<&str>,
    wanted: u32,
) -> Result<Page<Closing>, Stop> {
    const SELECT: &str = "SELECT d.id, d.outlet, o.name_zh, o.name_en, d.day, d.closed_at, d.closed_by, d.blanks_start, \
         d.blanks_received, d.blanks_used, d.blanks_spoiled, d.blanks_counted, d.blanks_reason, \
         d.fees_expected, d.fees_payments, d.fees_counted, d.fees_reason, d.left_over \
         FROM outlet_day AS d JOIN outlet AS o ON o.id = d.outlet";
    let columns = Columns { outlet: Some("d.outlet"), region: Some("o.region"), ..Columns::default() };
    let listing = Listing::new("day.list", SELECT, scope, &columns);
    Ok(listing.page(read, Order::down("d.id"), after, wanted, closing, |closing| &closing.id)?)
}

fn number(row: &Row<'_>) -> Result<u32, store::Error> {
    count(row, 0)
}

fn count(row: &Row<'_>, at: usize) -> Result<u32, store::Error> {
    Ok(u32::try_from(row.int(at)?).unwrap_or(u32::MAX))
}

fn reason(row: &Row<'_>, at: usize) -> Result<Option<DifferenceReason>, store::Error> {
    Ok(row.opt_text(at)?.and_then(|code| DifferenceReason::parse(&code)))
}

fn closing(row: &Row<'_>) -> Result<Closing, store::Error> {
    Ok(Closing {
        id: row.text(0)?,
        outlet: row.text(1)?,
        name: Text::new(row.text(2)?, row.text(3)?),
        day: row.day(4)?,
        closed_at: row.instant(5)?,
        closed_by: row.text(6)?,
        blanks: BlankSheet {
            start: count(row, 7)?,
            received: count(row, 8)?,
            used: count(row, 9)?,
            spoiled: count(row, 10)?,
        },
        fees: FeeSheet { expected: Fen(row.int(13)?), payments: count(row, 14)? },
        counted: Tally {
            blanks: count(row, 11)?,
            blanks_reason: reason(row, 12)?,
            fees: Fen(row.int(15)?),
            fees_reason: reason(row, 16)?,
        },
        left: row.json(17)?,
    })
}
