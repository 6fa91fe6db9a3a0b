//! Why tables cannot be read, or why a question has no answer.

use base::{Day, Text};

/// What is wrong with the tables or with the question.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LawError {
    /// A file is not TOML, or is not a list of `[[row]]`.
    #[error("{file}: {message}")]
    Syntax {
        /// The file's name.
        file: String,
        /// What the reader says.
        message: String,
    },
    /// An overlay names a file that no table has.
    #[error("there is no table {file}{}", did_you_mean(nearest.as_deref()))]
    UnknownFile {
        /// The name given.
        file: String,
        /// The known name that is most like it.
        nearest: Option<String>,
    },
    /// A row has a key that its table does not know.
    #[error("{file}: there is no key {key}{}", did_you_mean(nearest.as_deref()))]
    UnknownKey {
        /// The table.
        file: String,
        /// The key given.
        key: String,
        /// The known key that is most like it.
        nearest: Option<String>,
    },
    /// A row lacks something, or has something it should not have.
    #[error("{file}, row {key}: {message}")]
    Row {
        /// The table.
        file: String,
        /// The row's key.
        key: String,
        /// What is wrong.
        message: String,
    },
    /// No row of this key holds on this day.
    #[error("no row of {table} for {key} holds on {on}")]
    NotInForce {
        /// The table.
        table: &'static str,
        /// The key asked for.
        key: String,
        /// The day whose rules were asked for.
        on: Day,
    },
    /// The question contradicts itself or falls outside what the law speaks about.
    #[error("{}", message.en)]
    Question {
        /// A stable code, for example `renewal.not_possible`.
        code: &'static str,
        /// What is wrong with the question.
        message: Text,
    },
}

impl LawError {
    /// A question that has no answer.
    pub(crate) fn question(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Question { code, message: Text::new(zh, en) }
    }
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map(|name| format!("; the nearest known is {name}")).unwrap_or_default()
}

/// The candidate most like `word`: the fewest changes, a common beginning counting in its favour, because people cut
/// names short more often than they misspell them. None of an empty list.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates.into_iter().min_by_key(|candidate| {
        let common = word.chars().zip(candidate.chars()).take_while(|(a, b)| a == b).count();
        (word.chars().count() + distance(word, candidate)).saturating_sub(common)
    })
}

/// Levenshtein's distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut left = i + 1;
        let mut row = vec![left];
        for (cb, pair) in b.iter().zip(above.windows(2)) {
            if let [corner, up] = pair {
                left = (left + 1).min(up + 1).min(corner + usize::from(ca != *cb));
                row.push(left);
            }
        }
        above = row;
    }
    above.last().copied().unwrap_or_default()
}
