//! Working days. The day of acceptance is day 0; a limit of n working days ends on the n-th working day after it.

use std::collections::BTreeSet;
use std::sync::Arc;

use base::{Day, Text};
use serde::Serialize;

use crate::holidays::{DayKind, year_key};
use crate::{Answer, Law, LawError, Rule};

/// What one day is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WorkingDay {
    /// Whether it is worked.
    pub working: bool,
    /// The holiday it belongs to.
    pub holiday: Option<Text>,
    /// Whether the year's notice is not known yet.
    pub provisional: bool,
}

/// The end of a limit in working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The last day.
    pub day: Day,
    /// Whether a day on the way lies in a year whose notice is not known yet.
    pub provisional: bool,
}

/// What a walk over days met: the notices used and the years without one.
#[derive(Default)]
struct Walk {
    rules: Vec<Arc<Rule>>,
    open_years: BTreeSet<String>,
}

impl Walk {
    fn note(&mut self, on: Day, kind: &DayKind<'_>) {
        if let Some(rule) = kind.rule.filter(|rule| !self.rules.contains(rule)) {
            self.rules.push(Arc::clone(rule));
        }
        if kind.provisional {
            self.open_years.insert(year_key(on));
        }
    }

    fn answer<T>(&self, value: T) -> Answer<T> {
        let unknown = self.open_years.iter().map(|year| {
            Text::new(
                format!("{year}年放假调休安排尚未录入，暂按法定节假日推算。"),
                format!("The notice of days off for {year} is not known yet; the statutory days are used."),
            )
        });
        Answer::new(value, &self.rules).unknowing(unknown)
    }
}

impl Law {
    /// What a day is.
    pub fn is_working_day(&self, on: Day) -> Result<Answer<WorkingDay>, LawError> {
        let kind = self.day_kind(on)?;
        let mut walk = Walk::default();
        walk.note(on, &kind);
        Ok(walk.answer(WorkingDay {
            working: kind.working,
            holiday: kind.holiday,
            provisional: kind.provisional,
        }))
    }

    /// The day on which a limit of `days` working days after `from` ends; 0 is `from` itself.
    pub fn add_working_days(&self, from: Day, days: u16) -> Result<Answer<Due>, LawError> {
        let mut walk = Walk::default();
        let mut day = from;
        let mut left = days;
        if left == 0 {
            walk.rules.extend(self.day_kind(from)?.rule.map(Arc::clone));
        }
        while left > 0 {
            day = day.plus_days(1);
            let kind = self.day_kind(day)?;
            walk.note(day, &kind);
            left -= u16::from(kind.working);
        }
        let due = Due { day, provisional: !walk.open_years.is_empty() };
        Ok(walk.answer(due))
    }

    /// How many working days lie after `from`, up to and with `until`: what a legal clock has used of its limit. 0 when
    /// `until` is not after `from`.
    pub fn working_days_between(&self, from: Day, until: Day) -> Result<Answer<u16>, LawError> {
        let mut walk = Walk::default();
        let mut day = from;
        let mut count = 0u16;
        while day < until {
            day = day.plus_days(1);
            let kind = self.day_kind(day)?;
            walk.note(day, &kind);
            count = count.saturating_add(u16::from(kind.working));
        }
        Ok(walk.answer(count))
    }
}
