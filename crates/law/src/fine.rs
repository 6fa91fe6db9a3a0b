//! When a fine is to be paid, and what is added when it is late (ACT§108–109); and the calendar limits of order 163,
//! which end on a working day (163§36).

use base::{Day, Fen};
use serde::Serialize;

use crate::share::percent_of;
use crate::{Answer, Deadline, Figure, Law, LawError};

/// What is added to a fine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LateFine {
    /// The days it is late.
    pub days: u32,
    /// What is added (加处罚款), never more than the fine.
    pub added: Fen,
}

impl Law {
    /// The last day on which a fine is paid in time.
    pub fn fine_deadline(&self, decided: Day) -> Result<Answer<Deadline>, LawError> {
        let within = self.measure(Figure::FinePayWithin, decided)?;
        let deadline = Deadline { days: within.value, last_day: within.after(decided) };
        Ok(Answer::new(deadline, [within.rule]))
    }

    /// What is added to a fine that is paid on a day.
    pub fn late_fine(&self, fine: Fen, decided: Day, paid: Day) -> Result<Answer<LateFine>, LawError> {
        let deadline = self.fine_deadline(decided)?;
        let rate = self.measure(Figure::FineLateRate, paid)?;
        let most = self.measure(Figure::FineLateMost, paid)?;
        let days = u32::try_from(paid.days_since(deadline.value.last_day)).unwrap_or(0);
        let grown = percent_of(fine, u32::from(rate.value).saturating_mul(days));
        let added = grown.min(percent_of(fine, u32::from(most.value)));
        let mut rules = deadline.rows;
        rules.extend([rate.rule.clone(), most.rule.clone()]);
        Ok(Answer::new(LateFine { days, added }, &rules))
    }

    /// The last day of a limit of calendar days in order 163: a holiday moves it to the first working day after.
    pub fn limit_of_163(&self, from: Day, days: u16) -> Result<Answer<Due163>, LawError> {
        let mut last_day = from.plus_days(i32::from(days));
        let mut provisional = false;
        loop {
            let day = self.is_working_day(last_day)?.value;
            provisional |= day.provisional;
            if day.working {
                let due = Due163 { last_day, provisional };
                return Ok(Answer::new(due, std::iter::empty()).under("163§36"));
            }
            last_day = last_day.plus_days(1);
        }
    }

    /// Until when somebody with a full cycle turns up for study after the notice, before the licence is publicly suspended
    /// (163§29).
    pub fn full_study_notice(&self, notified: Day) -> Result<Answer<Due163>, LawError> {
        let within = self.measure(Figure::PointsNotice, notified)?;
        let due = self.limit_of_163(notified, within.value)?;
        Ok(Answer::new(due.value, [within.rule]).under("163§36"))
    }
}

/// The end of a limit of order 163.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Due163 {
    /// The last day, itself in time.
    pub last_day: Day,
    /// Whether a year's notice of holidays is not known yet.
    pub provisional: bool,
}
