//! Why a licence is cancelled (注销, 162§79), and how one drives again.

use base::{Day, Text};
use serde::{Deserialize, Serialize};

use crate::{Answer, Law, LawError};

/// One ground.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CancellationRow {
    name: Text,
    again: Again,
}

/// How one drives again after a cancellation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    /// Never with this licence.
    Never,
    /// By applying again (162§27).
    Reapply,
    /// By applying again once the bar is over.
    AfterBar,
    /// By passing subject one within the years of restoring.
    SubjectOne,
    /// By handing the medical certificate in.
    Medical,
}

impl Law {
    /// How one drives again after a licence was cancelled on a ground (`overdue`).
    pub fn after_cancellation(&self, ground: &str, on: Day) -> Result<Answer<Again>, LawError> {
        let row = self.cancellations.at(ground, on)?;
        Ok(Answer::new(row.data.again, [&row.rule]))
    }

    /// What a ground of cancellation is called.
    pub fn cancellation_name(&self, ground: &str, on: Day) -> Result<&Text, LawError> {
        self.cancellations.at(ground, on).map(|row| &row.data.name)
    }
}
