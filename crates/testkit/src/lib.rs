//! What tests share: a database of their own on either engine. On SQLite it is a file in a temporary folder; on
//! PostgreSQL a schema of the cluster that TEST_PG_URL names, dropped afterwards. Without that variable the
//! PostgreSQL half of a test says loudly that it did not run; `./check` always sets it.
#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a harness stops where it cannot work"
)]

mod plan;
mod search;
mod totp;
mod wal;

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use store::{Engine, Target};

pub use plan::Planner;
pub use search::{Needles, files};
pub use totp::totp;
pub use wal::Wal;

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// An empty database that goes away with this value.
#[derive(Debug)]
pub struct Database {
    target: Target,
    folder: tempfile::TempDir,
    schema: Option<(String, String)>,
}

impl Database {
    /// A database on `engine`; none where PostgreSQL is not at hand.
    pub fn on(engine: Engine) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        if engine == Engine::Sqlite {
            let target = Target::Sqlite(folder.path().join("test.db"));
            return Some(Self { target, folder, schema: None });
        }
        let Ok(url) = std::env::var("TEST_PG_URL") else {
            eprintln!("NOT RUN on PostgreSQL: TEST_PG_URL is not set");
            return None;
        };
        let name = format!("t{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
        let mut client = postgres::Client::connect(&url, postgres::NoTls).expect("the test cluster");
        client.batch_execute(&format!("CREATE SCHEMA {name}")).expect("a schema");
        let joint = if url.contains('?') { '&' } else { '?' };
        let target = Target::Postgres(format!("{url}{joint}options=-csearch_path%3D{name}"));
        Some(Self { target, folder, schema: Some((url, name)) })
    }

    /// Where it is.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// A folder beside it, for files and keys.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs SQL behind the program's back, as [`tamper`](Self::tamper) does,
    /// for a change that the schema may refuse; none where it does.
    pub fn attempt(&self, sql: &str) -> Option<u64> {
        match &self.target {
            Target::Sqlite(path) => {
                let raw = rusqlite::Connection::open(path).expect("the database");
                raw.execute(sql, []).ok().and_then(|changed| u64::try_from(changed).ok())
            }
            Target::Postgres(url) => {
                let mut client = postgres::Client::connect(url, postgres::NoTls).expect("the test cluster");
                client.execute(sql, &[]).ok()
            }
        }
    }

    /// Runs SQL behind the program's back: tampering.
    pub fn tamper(&self, sql: &str) -> u64 {
        match &self.target {
            Target::Sqlite(path) => {
                let raw = rusqlite::Connection::open(path).expect("the database");
                let changed = raw.execute(sql, []).expect("the statement");
                u64::try_from(changed).unwrap_or(u64::MAX)
            }
            Target::Postgres(url) => {
                let mut client = postgres::Client::connect(url, postgres::NoTls).expect("the test cluster");
                client.execute(sql, &[]).expect("the statement")
            }
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some((url, name)) = &self.schema
            && let Ok(mut client) = postgres::Client::connect(url, postgres::NoTls)
        {
            // A schema that stays behind does not disturb the next test.
            let _ = client.batch_execute(&format!("DROP SCHEMA IF EXISTS {name} CASCADE"));
        }
    }
}

/// Declares tests that run once on each engine: `both! { name: |db| { … }; }`, where `db` is a [`Database`].
#[macro_export]
macro_rules! both {
    ($($name:ident: $body:expr;)*) => {$(
        mod $name {
            use super::*;

            #[test]
            fn sqlite() {
                run(store::Engine::Sqlite);
            }

            #[test]
            fn postgres() {
                run(store::Engine::Postgres);
            }

            fn run(engine: store::Engine) {
                if let Some(database) = $crate::Database::on(engine) {
                    let body: fn(&$crate::Database) = $body;
                    body(&database);
                }
            }
        }
    )*};
}
