//! The law as questions and answers in JSON: what `yichuang law`, the calculators and their API ask.
//!
//! Every operation is declared once, with its keys, what each may be, and its results ([`OPS`]); reading, refusing and
//! describing a question follow from that declaration. An input that cannot be answered gives an error that names the
//! key and what is allowed.

mod asked;
mod calendar;
mod demerit;
mod exam;
mod found;
mod ids;
mod key;
mod licence;
mod line;
mod op;
mod reference;
mod schema;
#[cfg(test)]
mod tests;
mod vehicle;
mod wrong;

pub use found::Found;
pub use key::{Key, Kind, YEARS, typed_day};
pub use line::{answered, asked};
pub use op::{OPS, Op};
pub use reference::reference;
pub use schema::schema;
pub use wrong::Wrong;

#[cfg(test)]
pub(crate) use tests::golden_lines;
