//! Outlets (网点): where people are served, from the head office to a bank's counter, what each may do there, and the
//! numbered blanks it holds. Authority is given to an outlet by grants (下放办): for items, stages, an area, a daily
//! quota and a time; a grant is narrowed, suspended, let run again, and withdrawn for good, and each is an event.
//! Blanks are received by ranges of printed numbers and leave one by one: used for a licence, or written off.
//!
//! What it is not: it does not judge whether a grant holds today (crate `authz` does), knows no queue and no
//! appointment, and gives no work to anybody.
//!
//! For example a case's issue command locks [`stock_stream`] among its streams and calls `take_blank` with the number
//! on the card in the clerk's hand; a number the outlet does not have is refused before anything is printed.

mod apply;
mod column;
mod commands;
mod list;
mod model;
mod queries;
mod rules;
mod sql;
mod stock;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub(crate) use apply::apply;
pub(crate) use column::column;
pub use commands::{
    ChangeOutlet, GiveGrant, NarrowGrant, OpenOutlet, change, close, give_grant, narrow_grant, open, reopen,
    resume_grant, suspend_grant, withdraw_grant,
};
pub(crate) use commands::{enter, full_grant, is_duplicate, stream};
pub(crate) use list::{Columns, Listing, Order};
pub use list::{PAGE, Page};
pub use model::{
    Blank, BlankKind, BlankStatus, GrantId, GrantReason, GrantRow, Outlet, OutletEvent, OutletId, OutletKind,
    OutletStatus, SpoilReason, StockCount,
};
pub(crate) use queries::first;
pub use queries::{blanks, by_code, by_id, grant_by_id, grants, grants_of, next_blank, outlets, stock_count};
pub use rules::{RANGE_MAX, area_of};
pub(crate) use stock::take_blank;
pub use stock::{receive_blanks, spoil_blank, stock_stream};

/// How many cases an outlet has taken in today, for the quotas of its grants: said by whoever keeps the cases.
pub type TakenToday = fn(&mut store::Read<'_>, &str, base::Day) -> Result<u32, crate::office::Stop>;

pub(crate) fn statements() -> impl Iterator<Item = &'static store::Statement> {
    sql::STATEMENTS.iter().chain(apply::STATEMENTS).copied()
}
