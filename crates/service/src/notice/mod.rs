//! Notices (公告): what the office tells everybody at every door: a day on which it is closed, a system under repair,
//! an item that is suspended for a while. A notice has its words in both languages and the days on which it is shown;
//! it may be about one item of the catalogue, and then stands on that item's guide too.
//!
//! It is published and withdrawn, never altered: what people were told on a day stays on record. It is no message to a
//! person, and it changes no rule.
//!
//! For example `publish(&office, &ctx, &new)` shows it from its first day on, and `in_force(read, day)` is what a page
//! asks.

mod apply;
mod commands;
mod model;
mod queries;
mod rules;
mod sql;
#[cfg(test)]
mod tests;

pub(crate) use apply::apply;
pub use commands::{NewNotice, publish, withdraw};
pub use model::{Notice, NoticeEvent, NoticeKind, NoticePublished, NoticeStanding, NoticeWithdrawn};
pub use queries::{by_id, in_force, newest};
pub use rules::{BODY_MAX, DAYS_MAX, SHOWN_MAX, TITLE_MAX};

pub(crate) fn statements() -> impl Iterator<Item = &'static store::Statement> {
    sql::STATEMENTS.iter().chain(apply::STATEMENTS).copied()
}
