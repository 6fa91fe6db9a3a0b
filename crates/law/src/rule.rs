//! The head that every row of every table has: from when to when it holds, under which articles, how well known.

use base::{Article, Day, Text};
use serde::{Deserialize, Serialize};

/// How well a figure is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Read in the text of the rule, or in a government's own copy of it.
    Seen,
    /// Common knowledge of the trade, or several secondary sources that agree.
    Known,
    /// Sources differ, or only one weak source was found.
    Unsure,
}

/// The head of one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// The table's name, without `.toml`.
    pub table: &'static str,
    /// The row's key; several rows of one key follow each other in time.
    pub key: String,
    /// The first day on which the row holds.
    pub from: Day,
    /// The last day on which the row holds; none where no end is known.
    pub until: Option<Day>,
    /// The articles or standards it stands on; never empty.
    pub articles: Vec<Article>,
    /// How well it is known.
    pub confidence: Confidence,
    /// What a reader should know about it, where there is something.
    pub note: Option<Text>,
}

impl Rule {
    /// Whether the row holds on this day; both ends are included.
    pub fn in_force(&self, on: Day) -> bool {
        self.from <= on && self.until.is_none_or(|until| on <= until)
    }
}
