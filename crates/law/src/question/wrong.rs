//! Why a question cannot be answered.

use base::{Day, Text};
use serde::Serialize;

use crate::LawError;

/// What is wrong with a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wrong {
    /// A stable code, for example `input.missing`.
    pub code: String,
    /// What is wrong and what is allowed.
    pub message: Text,
    /// The key it is about, where it is about one.
    pub key: Option<String>,
    /// The day on which no rule holds, until the key that gave it is known.
    #[serde(skip)]
    pub(super) lawless: Option<Day>,
}

impl Wrong {
    /// Something wrong with the question as a whole.
    pub(super) fn whole(code: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: Text::new(zh, en), key: None, lawless: None }
    }

    /// Something wrong with one key.
    pub(super) fn at(key: &str, code: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { key: Some(key.to_owned()), ..Self::whole(code, zh, en) }
    }
}

impl From<LawError> for Wrong {
    fn from(error: LawError) -> Self {
        match error {
            LawError::Question { code, message } => {
                Self { code: code.to_owned(), message, key: None, lawless: None }
            }
            LawError::NotInForce { table, key, on } => Self {
                lawless: Some(on),
                ..Self::whole(
                    "law.not_in_force",
                    format!("{}没有生效的规则（{table}：{key}）。", on.chinese()),
                    format!("no row of {table} for {key} holds on {on}"),
                )
            },
            other => Self::whole("law.tables", other.to_string(), other.to_string()),
        }
    }
}

impl Wrong {
    /// The same error, about this key where it names none.
    pub(super) fn about(mut self, key: &str) -> Self {
        self.key.get_or_insert_with(|| key.to_owned());
        self
    }
}
