//! A driving licence: who holds it, for which classes, since when and until when. It is registered once, reissued at
//! the end of a case (renewal, replacement), corrected by a second person, and its standing is set by the police or a
//! court. Its file number and dates are in clear; its holder's name and number lie in the vault.
//!
//! What it is not: the right to renew it. That is said by the item's conditions over the tables of `law`.

mod apply;
mod commands;
mod model;
mod queries;
mod sql;

pub(crate) use apply::apply;
pub use commands::{NewLicence, register, stream};
pub(crate) use commands::{correct, enter, reissue, set_standing};
pub use model::{Licence, LicenceEvent, LicenceReissued};
pub use queries::{after, by_file_number, by_id, of_holder};

pub(crate) fn statements() -> impl Iterator<Item = &'static store::Statement> {
    sql::STATEMENTS.iter().chain(apply::STATEMENTS).copied()
}
