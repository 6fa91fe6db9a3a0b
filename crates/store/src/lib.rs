//! Storage: one SQL text, two engines. On SQLite one writer thread groups closures into a commit; on PostgreSQL a
//! few threads with the synchronous driver run a transaction each. Both run the same closure over the same [`Tx`],
//! so that nothing above this crate knows which engine it is on.
//!
//! What it is not: it knows no table of the office, no event and no person. A closure holds statements and pure
//! decisions only; hashing of passwords, files, signing and HTTP happen before or after it.
#![warn(missing_docs)]

mod bulk;
mod error;
mod migrate;
mod pending;
mod postgres;
mod replay;
mod schema;
mod sqlite;
mod statement;
mod store;
mod trace;
mod tx;
mod value;

pub use bulk::Bulk;
pub use error::Error;
pub use migrate::{Migration, Tag, tagged_tables};
pub use pending::Pending;
pub use postgres::administer;
pub use replay::{Line, Pace, Param, Piece, Script};
pub use schema::{Column, Table, tables};
pub use statement::{Engine, Statement};
pub use store::{Durability, GroupHook, Limits, Note, Store, Target};
pub use trace::{At, Said, Trace};
pub use tx::{Read, Tx};
pub use value::{Row, ToValue, Value};

/// Values for a statement's parameters, in order: `params![id.as_str(), now, Option::<&str>::None]`.
#[macro_export]
macro_rules! params {
    () => { &[] as &[$crate::Value<'_>] };
    ($($value:expr),+ $(,)?) => { &[$($crate::ToValue::to_value(&$value)),+] as &[$crate::Value<'_>] };
}
