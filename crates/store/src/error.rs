//! What can go wrong below the rules. A missing row is not an error: look-ups return `Option`.

/// A failure of storage.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A UNIQUE, CHECK or foreign-key constraint said no; the closure's changes are undone.
    #[error("{statement}: a constraint refused the change: {constraint}")]
    Constraint {
        /// The statement's name.
        statement: String,
        /// What the engine says of the constraint.
        constraint: String,
    },
    /// Two transactions met; the store tries again by itself at most five times before anyone sees this.
    #[error("concurrent changes met too often: {0}")]
    Conflict(String),
    /// The queue of waiting closures is full: answer 503 and ask again later.
    #[error("too many requests are waiting for the store")]
    Overloaded,
    /// The engine cannot be reached, the disk is full, or the store is closing.
    #[error("the store is not available: {0}")]
    Unavailable(String),
    /// A stored value is not what the schema promises.
    #[error("{statement}: column {column} holds something else: {what}")]
    Corrupt {
        /// The statement's name.
        statement: String,
        /// The column's place, from 0.
        column: usize,
        /// What was found.
        what: String,
    },
    /// The closure stopped with a panic; its changes are undone.
    #[error("the work on the store stopped unexpectedly; nothing of it was kept")]
    Panicked,
    /// A fault in a statement or its parameters: a defect of the program.
    #[error("{statement}: {what}")]
    Statement {
        /// The statement's name.
        statement: String,
        /// What the engine says.
        what: String,
    },
}

impl Error {
    /// Whether running the same closure again may succeed.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Conflict(_))
    }

    pub(crate) fn sqlite(statement: &str, error: &rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::ConstraintViolation) => {
                Self::Constraint { statement: statement.to_owned(), constraint: error.to_string() }
            }
            Some(
                Code::DiskFull
                | Code::ReadOnly
                | Code::SystemIoFailure
                | Code::CannotOpen
                | Code::DatabaseBusy,
            ) => Self::Unavailable(format!("{statement}: {error}")),
            _ => Self::Statement { statement: statement.to_owned(), what: error.to_string() },
        }
    }

    pub(crate) fn postgres(statement: &str, error: &::postgres::Error) -> Self {
        use ::postgres::error::SqlState as State;
        let Some(db) = error.as_db_error() else {
            // Without a word from the server it is the connection, or a value that does not fit its parameter.
            let lost = error.is_closed()
                || std::error::Error::source(error)
                    .is_some_and(<dyn std::error::Error>::is::<std::io::Error>);
            let (statement, what) = (statement.to_owned(), format!("{statement}: {error}"));
            return if lost { Self::Unavailable(what) } else { Self::Statement { statement, what } };
        };
        let code = db.code();
        let constraint = db.constraint().unwrap_or_else(|| db.message()).to_owned();
        if code == &State::T_R_SERIALIZATION_FAILURE || code == &State::T_R_DEADLOCK_DETECTED {
            Self::Conflict(format!("{statement}: {}", db.message()))
        } else if code == &State::UNIQUE_VIOLATION
            || code == &State::CHECK_VIOLATION
            || code == &State::FOREIGN_KEY_VIOLATION
            || code == &State::NOT_NULL_VIOLATION
        {
            Self::Constraint { statement: statement.to_owned(), constraint }
        } else if code == &State::T_R_STATEMENT_COMPLETION_UNKNOWN
            || code == &State::LOCK_NOT_AVAILABLE
            || matches!(code.code().get(..2), Some("53" | "57" | "58" | "08" | "25"))
        {
            Self::Unavailable(format!("{statement}: {}", db.message()))
        } else {
            Self::Statement {
                statement: statement.to_owned(),
                what: format!("{}: {}", code.code(), db.message()),
            }
        }
    }
}
