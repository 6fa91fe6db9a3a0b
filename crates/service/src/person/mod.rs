//! A person: the citizen behind licences and cases. What the office knows by value (name, identity number, telephone,
//! address) lies in the vault under a key of the person's own; rows and events hold the id and which version of each
//! value is in force. A person is found by the exact identity number through a blind index, never by browsing.
//!
//! What it is not: an account. A citizen logs in by identity number and telephone (folder `access`); a member of
//! staff is a person only where the office says so, and then may not touch their own cases.

mod apply;
mod commands;
mod contact;
mod erasure;
mod model;
mod queries;
mod sql;

pub(crate) use apply::apply;
pub use commands::{NewPerson, register};
pub(crate) use commands::{Sealed, photo_kept};
pub use contact::{change_phone, request_phone_code};
pub use erasure::{Asked, ask_erasure, confirm_erasure, erase, erasure_asked};
pub use model::{ErasureGround, Field, Masked, PersonEvent, PersonRow, PersonValues};
pub(crate) use queries::present;
pub use queries::{after, by_id, by_id_number, masked_name, opened_text, values, with_phone};
pub(crate) fn statements() -> impl Iterator<Item = &'static store::Statement> {
    sql::STATEMENTS.iter().chain(apply::STATEMENTS).copied()
}
