//! Renewal at expiry (期满换证): when it opens, how long it stays open, and what the new licence says.
//!
//! Expiry itself is the last day of validity. Renewal opens 90 days before (162§63), stays open for a year after, when
//! the holder may no longer drive, and then the licence is to be cancelled; for two more years the qualification is
//! restored by passing subject one, and after that one applies again (162§79, §27).

use base::Day;
use serde::{Deserialize, Serialize};

use crate::{Answer, Figure, LateStart, Law, LawError, Term};

/// Where a licence stands with its renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RenewalState {
    /// Valid without end: nothing to renew.
    LongTerm,
    /// Not open yet.
    TooEarly,
    /// Open, the licence still valid.
    Open,
    /// Expired for at most a year: may be renewed, not driven with.
    Overdue,
    /// Expired for longer: to be cancelled, restored by subject one.
    Restore,
    /// Restoring is over too: apply again.
    Reapply,
}

/// The days that decide about a renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RenewalWindow {
    /// Where it stands.
    pub state: RenewalState,
    /// The first day on which renewal is open.
    pub opens_on: Option<Day>,
    /// The last day of validity.
    pub valid_until: Option<Day>,
    /// The last day on which renewal is open.
    pub renew_by: Option<Day>,
    /// The last day on which the qualification can be restored, reckoned from the day on which the licence was to be
    /// cancelled.
    pub restore_by: Option<Day>,
}

impl RenewalWindow {
    /// Whether it may be renewed, early or late.
    pub fn can_renew(self) -> bool {
        matches!(self.state, RenewalState::Open | RenewalState::Overdue)
    }

    /// Whether the validity is over.
    pub fn overdue(self) -> bool {
        matches!(self.state, RenewalState::Overdue | RenewalState::Restore | RenewalState::Reapply)
    }

    /// Whether the licence's validity still allows to drive.
    pub fn may_drive(self) -> bool {
        !self.overdue()
    }
}

/// What a renewed licence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RenewalIssue {
    /// Its length.
    pub term: Term,
    /// Its first day.
    pub valid_from: Day,
    /// Its last day; none of a long-term licence.
    pub valid_until: Option<Day>,
}

impl Law {
    /// Where a licence stands on this day. `valid_until` is none for a long-term licence.
    pub fn renew_window(
        &self,
        valid_until: Option<Day>,
        as_of: Day,
    ) -> Result<Answer<RenewalWindow>, LawError> {
        let Some(end) = valid_until else {
            let rule = self.measure(Figure::SecondTerm, as_of)?.rule;
            let state = RenewalState::LongTerm;
            let window =
                RenewalWindow { state, opens_on: None, valid_until, renew_by: None, restore_by: None };
            return Ok(Answer::new(window, [rule]));
        };
        let opens = self.measure(Figure::RenewalOpensBefore, as_of)?;
        let late = self.measure(Figure::RenewalLate, as_of)?;
        let restore = self.measure(Figure::RenewalRestore, as_of)?;
        let opens_on = opens.before(end);
        let renew_by = late.after(end);
        // Cancelled from the day after `renew_by`; the years of restoring end on the day that has its date.
        let restore_by = restore.after(renew_by);
        let (state, rules, changes_on) = if as_of < opens_on {
            (RenewalState::TooEarly, vec![opens.rule], Some(opens_on))
        } else if as_of <= end {
            (RenewalState::Open, vec![opens.rule], Some(end.plus_days(1)))
        } else if as_of <= renew_by {
            (RenewalState::Overdue, vec![late.rule, opens.rule], Some(renew_by.plus_days(1)))
        } else if as_of <= restore_by {
            (RenewalState::Restore, vec![late.rule, restore.rule], Some(restore_by.plus_days(1)))
        } else {
            (RenewalState::Reapply, vec![late.rule, restore.rule], None)
        };
        let window = RenewalWindow {
            state,
            opens_on: Some(opens_on),
            valid_until,
            renew_by: Some(renew_by),
            restore_by: Some(restore_by),
        };
        Ok(Answer::new(window, rules).changing_on(changes_on))
    }

    /// What the licence says when it is renewed on this day. Renewing early loses nothing: the new validity starts on
    /// the day the old one ends. An error on a day on which it cannot be renewed.
    pub fn renew_issue(
        &self,
        valid_until: Day,
        renew_on: Day,
        current: Term,
        cycles_with_12_points: u16,
    ) -> Result<Answer<RenewalIssue>, LawError> {
        let window = self.renew_window(Some(valid_until), renew_on)?;
        if !window.value.can_renew() {
            return Err(LawError::question(
                "renewal.not_possible",
                format!("{}不能办理期满换证（有效期至{}）。", renew_on.chinese(), valid_until.chinese()),
                format!("a licence valid until {valid_until} cannot be renewed on {renew_on}"),
            ));
        }
        let next = self.renewal_term(current, cycles_with_12_points, renew_on)?;
        let mut rules = next.rows.clone();
        rules.extend(window.rows);
        let mut valid_from = valid_until;
        if window.value.overdue() {
            let (reading, setting) = self.setting::<LateStart>(renew_on)?;
            rules.push(std::sync::Arc::clone(setting));
            if reading == LateStart::RenewalDay {
                valid_from = renew_on;
            }
        }
        let valid_until = self.term_end(next.value, valid_from, renew_on)?;
        Ok(Answer::new(RenewalIssue { term: next.value, valid_from, valid_until }, &rules))
    }
}
