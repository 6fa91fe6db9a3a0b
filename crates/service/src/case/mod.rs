//! A case: one piece of business from the first word to the last, whatever door it came through. It has seven stages
//! (draft, open, decided, issued, closed, refused, withdrawn or lapsed) and a set of requirements, each of which must
//! be settled before a stage is entered. Page, API and timeline are renderings of the requirement list.
//!
//! 补正 is a requirement that is asked again; after acceptance it stops the legal clock, which counts working days.
//! Accepted, supplement, refused, withdrawn and decided each make a numbered paper. A refusal names the remedies.
//!
//! What it is not: the law of an item (folder `catalog`), money (`payment`), or parcels (`delivery`): a case only knows
//! whether the requirement that stands for them is settled.
//!
//! For example, a renewal: opened with the conditions judged, photo and delivery answered, paid, submitted, accepted by
//! a clerk, decided by a reviewer, issued on a blank by an issuer, delivered, rated.

mod apply;
pub mod commands;
mod fault;
mod model;
mod paper;
mod queries;
pub mod rules;
mod sql;
#[cfg(test)]
mod tests;

pub(crate) use apply::apply;
pub use fault::{Ask, PaperFault};
pub use model::{CaseEvent, CaseFile, Delivery, Identity, Reason, Remedy, Requirement, Stage, Status};
pub use paper::{Paper, PaperBody, PaperKind, said};
pub use queries::{
    Listed, by_number, counts, delivery_address, list, mine, open_of_licence, overdue, paper, papers,
    requirements, resource, second_issuer, taken_today,
};

pub(crate) fn statements() -> impl Iterator<Item = &'static store::Statement> {
    sql::STATEMENTS.iter().chain(apply::STATEMENTS).copied()
}
