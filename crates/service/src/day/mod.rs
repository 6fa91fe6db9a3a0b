//! The end of a day at an outlet (日结): blanks and fees are counted by hand and compared with the books, a difference
//! gets a reason, what is left over is listed, and the day is closed. Closing is an event on the outlet's stream, which
//! keeps what the books said and what was counted; it changes neither.
//!
//! The books are reckoned from the last closing on, not from midnight: what happens after a closing belongs to the next
//! one, and a day that nobody closed is in the one after it.
//!
//! What it is not: it writes no blank off and takes no fee (folders `outlet` and `case`), and it holds nobody up: a day
//! can be closed whatever is left over.
//!
//! For example an outlet began with 120 blanks and used 14: the books say 106. Whoever counts 105 closes the day with a
//! reason, and the supervisor of the area sees both numbers.

mod apply;
mod commands;
mod model;
mod queries;
mod rules;
mod sql;
#[cfg(test)]
mod tests;

pub(crate) use apply::apply;
pub use commands::close;
pub use model::{
    BlankSheet, Closing, DayClosed, DayEvent, DifferenceReason, FeeSheet, Left, LeftOver, Sheet, Tally,
};
pub use queries::{closings, sheet};

pub(crate) fn statements() -> impl Iterator<Item = &'static store::Statement> {
    sql::STATEMENTS.iter().chain(apply::STATEMENTS).copied()
}
