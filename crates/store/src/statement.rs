//! Statements are named constants with one text. `$1` is rewritten to `?1` for SQLite (its driver takes `$1` for a
//! name and would number it by first appearance), and a handful of splices cover what the engines spell differently.

use std::sync::OnceLock;

use crate::Error;

/// Which engine a store runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// The embedded default.
    Sqlite,
    /// PostgreSQL, or an engine that speaks its protocol.
    Postgres,
}

impl Engine {
    /// `sqlite` or `postgres`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }

    /// The text as this engine reads it.
    pub fn spell(self, text: &str) -> String {
        let splices: &[(&str, &str)] = match self {
            Self::Sqlite => &[
                ("{int}", "INTEGER"),
                ("{real}", "REAL"),
                ("{bytes}", "BLOB"),
                ("{table_opts}", "STRICT"),
                ("{keyed_opts}", "STRICT, WITHOUT ROWID"),
                (" {for_update}", ""),
                (" {skip_locked}", ""),
                ("{greatest}", "max"),
            ],
            Self::Postgres => &[
                ("{int}", "BIGINT"),
                ("{real}", "DOUBLE PRECISION"),
                ("{bytes}", "BYTEA"),
                (" {table_opts}", ""),
                (" {keyed_opts}", ""),
                ("{for_update}", "FOR UPDATE"),
                ("{skip_locked}", "FOR UPDATE SKIP LOCKED"),
                ("{greatest}", "greatest"),
            ],
        };
        let done = splices.iter().fold(text.to_owned(), |text, (slot, word)| text.replace(slot, word));
        match self {
            Self::Sqlite => number_parameters(&done),
            Self::Postgres => done,
        }
    }
}

/// `$n` outside quotes becomes `?n`.
fn number_parameters(text: &str) -> String {
    let mut quoted = false;
    text.chars()
        .map(|c| {
            quoted ^= c == '\'';
            if c == '$' && !quoted { '?' } else { c }
        })
        .collect()
}

/// A named statement. `Statement::new("case.by_id", "SELECT … WHERE id = $1")`.
#[derive(Debug)]
pub struct Statement {
    name: &'static str,
    text: &'static str,
    postgres_text: Option<&'static str>,
    racing: bool,
    sqlite: OnceLock<String>,
    postgres: OnceLock<String>,
}

impl Statement {
    /// A statement with one text for both engines.
    pub const fn new(name: &'static str, text: &'static str) -> Self {
        Self {
            name,
            text,
            postgres_text: None,
            racing: false,
            sqlite: OnceLock::new(),
            postgres: OnceLock::new(),
        }
    }

    /// A second text where PostgreSQL deserves another query; tidy counts these.
    #[must_use]
    pub const fn on_postgres(mut self, text: &'static str) -> Self {
        self.postgres_text = Some(text);
        self
    }

    /// A duplicate key here means that another transaction was quicker with the same number: the closure runs again
    /// instead of failing.
    #[must_use]
    pub const fn racing(mut self) -> Self {
        self.racing = true;
        self
    }

    pub(crate) fn failed(&self, error: &::postgres::Error) -> Error {
        match Error::postgres(self.name, error) {
            Error::Constraint { constraint, .. } if self.racing => Error::Conflict(constraint),
            other => other,
        }
    }

    /// Folder and verb: `case.by_id`. Unique in the program.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The text as `engine` reads it.
    pub fn text(&self, engine: Engine) -> &str {
        match engine {
            Engine::Sqlite => self.sqlite.get_or_init(|| engine.spell(self.text)),
            Engine::Postgres => {
                self.postgres.get_or_init(|| engine.spell(self.postgres_text.unwrap_or(self.text)))
            }
        }
    }
}

/// Declares statements and lists them, so that a test can prepare each one on both engines:
/// `statements! { pub CASE_BY_ID = "case.by_id": "SELECT …"; }` also makes `STATEMENTS`.
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $vis:vis $name:ident = $label:literal: $text:literal;)*) => {
        $($(#[$doc])* $vis static $name: $crate::Statement = $crate::Statement::new($label, $text);)*

        /// Every statement of this file.
        pub(crate) static STATEMENTS: &[&$crate::Statement] = &[$(&$name),*];
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_outside_quotes() {
        assert_eq!(Engine::Sqlite.spell("a = $2 AND b = '$1' AND c = $1"), "a = ?2 AND b = '$1' AND c = ?1");
        assert_eq!(Engine::Postgres.spell("a = $2"), "a = $2");
    }

    #[test]
    fn splices_are_spelt_per_engine() {
        let text = "CREATE TABLE t (a {int}, b {bytes}) {table_opts}";
        assert_eq!(Engine::Sqlite.spell(text), "CREATE TABLE t (a INTEGER, b BLOB) STRICT");
        assert_eq!(Engine::Postgres.spell(text), "CREATE TABLE t (a BIGINT, b BYTEA)");
        assert_eq!(Engine::Sqlite.spell("SELECT 1 {for_update}"), "SELECT 1");
    }
}
