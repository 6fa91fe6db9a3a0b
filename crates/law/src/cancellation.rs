//! Why a licence is cancelled (注销, 162§79), and how one drives again.

use base::{Day, Text};
use serde::{Deserialize, Serialize};

use crate::{Answer, Class, Figure, Law, LawError};

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
    /// By showing to be fit, where the age that is in force now is not reached.
    IfFit,
}

impl Law {
    /// How one drives again after a licence was cancelled on a ground (`overdue`).
    pub fn after_cancellation(&self, ground: &str, on: Day) -> Result<Answer<Again>, LawError> {
        let row = self.cancellations.at(ground, on)?;
        Ok(Answer::new(row.data.again, [&row.rule]))
    }

    /// The last day on which a qualification that was cancelled on a ground can be restored without applying again: after an
    /// overdue renewal within the years of restoring, after a missing medical certificate while the validity lasts and
    /// for as long after it as a licence may be renewed. None on every other ground.
    pub fn restorable_until(
        &self,
        ground: &str,
        valid_until: Day,
        cancelled_on: Day,
        on: Day,
    ) -> Result<Answer<Option<Day>>, LawError> {
        let row = self.cancellations.at(ground, on)?;
        let figure = match row.data.again {
            Again::SubjectOne => Figure::RenewalRestore,
            Again::Medical => Figure::RenewalLate,
            Again::Never | Again::Reapply | Again::AfterBar | Again::IfFit => {
                return Ok(Answer::new(None, [&row.rule]));
            }
        };
        let within = self.measure(figure, on)?;
        let since = if row.data.again == Again::Medical { valid_until } else { cancelled_on };
        Ok(Answer::new(Some(within.after(since)), [&row.rule, within.rule]))
    }

    /// Whether a class that was lost at the old upper age before 2025 may be restored to somebody who is fit: while the age
    /// at which the class ends now is not reached (transition of order 172).
    pub fn restorable_by_age(
        &self,
        class: Class,
        lost_on: Day,
        birth: Day,
        as_of: Day,
    ) -> Result<Answer<bool>, LawError> {
        let row = self.cancellations.at("age_before_2025", as_of)?;
        let end = self.age_downgrade(class, birth, as_of, None)?;
        let may = lost_on < row.rule.from && !end.value.must_downgrade;
        Ok(Answer::new(may, std::iter::once(&row.rule).chain(&end.rows)).changing_on(end.changes_on))
    }

    /// What a ground of cancellation is called.
    pub fn cancellation_name(&self, ground: &str, on: Day) -> Result<&Text, LawError> {
        self.cancellations.at(ground, on).map(|row| &row.data.name)
    }
}
