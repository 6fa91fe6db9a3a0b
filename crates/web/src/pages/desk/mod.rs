//! The pages of staff: logging in and setting up, the desk with its worklist, one case with its checks and acts, the
//! acts themselves, look-up with a purpose, stock of blanks, accounts, outlets, health, outside systems and the ledger.
//! Each noun has a file. A handler asks authority before it shows anything; an act that a person may not do is
//! explained in words, and one that they may not know of is not there.
//!
//! What it is not: it decides nothing. Whether a case can be accepted or decided is said by the rules of the case, who
//! may do it by the policies; the commands ask both again, under their locks.

mod acceptance;
mod act;
mod aside;
mod audit;
mod blank;
mod card;
mod case;
mod check;
mod correction;
mod counter;
mod day;
mod decision;
mod event;
mod event_name;
mod fault;
mod fee;
mod file;
mod finding;
mod frame;
mod ground;
mod handover;
mod health;
mod history;
mod interfaces;
mod issue;
mod keys;
mod knowledge;
mod login;
mod lookup;
mod me;
mod member;
mod notices;
mod opened;
mod outlets;
mod setup;
mod start;
mod stock;
mod supplement;
#[cfg(test)]
pub(super) mod tests;
mod users;
mod why;
mod worklist;

use base::FieldError;
use service::case::CaseFile;
use service::case::commands::Answer as Which;

use super::view::Form;
use crate::route::Table;
use crate::{App, Posted, Visitor, nonce};

pub(crate) use frame::frame_of;
pub(super) use frame::roles as role_names;
pub(super) use opened::name_for;
pub use why::why_in_words;

/// The routes of staff pages.
pub(super) fn routes() -> Table {
    login::routes()
        .merge(setup::routes())
        .merge(me::routes())
        .merge(keys::routes())
        .merge(start::routes())
        .merge(counter::routes())
        .merge(worklist::routes())
        .merge(case::routes())
        .merge(file::routes())
        .merge(acceptance::routes())
        .merge(supplement::routes())
        .merge(decision::routes())
        .merge(issue::routes())
        .merge(card::routes())
        .merge(handover::routes())
        .merge(fee::routes())
        .merge(correction::routes())
        .merge(lookup::routes())
        .merge(stock::routes())
        .merge(day::routes())
        .merge(users::routes())
        .merge(member::routes())
        .merge(outlets::routes())
        .merge(notices::routes())
        .merge(knowledge::routes())
        .merge(health::routes())
        .merge(interfaces::routes())
        .merge(aside::routes())
        .merge(audit::routes())
}

/// An empty form.
fn fresh(app: &App, visitor: &Visitor) -> Form {
    Form::new(nonce::make(app, visitor.now, &mut visitor.page_chance()))
}

/// An empty form on a case, which knows the revision it was made from.
fn fresh_on(app: &App, visitor: &Visitor, case: &CaseFile) -> Form {
    fresh(app, visitor).with("revision", case.revision.to_string())
}

/// The form again with what was typed and what is wrong.
fn again(app: &App, visitor: &Visitor, posted: &Posted, wrong: Vec<FieldError>) -> Form {
    posted.form(nonce::make(app, visitor.now, &mut visitor.page_chance())).wrong(wrong)
}

/// The form on a case again, now made from the case as it stands.
fn again_on(app: &App, visitor: &Visitor, posted: &Posted, case: &CaseFile, wrong: Vec<FieldError>) -> Form {
    let mut form = again(app, visitor, posted, wrong);
    form.values.retain(|(name, _)| name != "revision");
    form.with("revision", case.revision.to_string())
}

/// Which case a form is about, and the revision that it was made from.
fn which(case: &CaseFile, posted: &Posted) -> Which {
    Which { number: case.number.clone(), revision: posted.revision() }
}
