//! Points cycles (记分周期): twelve months from the day of first issue, and on from every anniversary (163§3).

use base::Day;
use serde::Serialize;

use crate::{Answer, Figure, Law, LawError};

/// One points cycle of a driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Cycle {
    /// 1 for the first.
    pub number: u16,
    /// Its first day, an anniversary of first issue.
    pub start: Day,
    /// Its last day.
    pub end: Day,
}

impl Law {
    /// The cycle that contains `as_of`. An anniversary of 29 February falls on the 28th in common years.
    pub fn cycle(&self, first_issue: Day, as_of: Day) -> Result<Answer<Cycle>, LawError> {
        let length = self.measure(Figure::CycleLength, as_of)?;
        if as_of < first_issue {
            return Err(LawError::question(
                "cycle.before_first_issue",
                format!("{}早于初次领证日期{}，没有记分周期。", as_of.chinese(), first_issue.chinese()),
                format!("{as_of} is before the day of first issue, {first_issue}: there is no points cycle."),
            ));
        }
        let start_of = |number: u16| first_issue.plus_months(i32::from(length.value) * i32::from(number));
        let mut number = 0;
        while start_of(number + 1) <= as_of {
            number += 1;
        }
        let next = start_of(number + 1);
        let cycle = Cycle { number: number + 1, start: start_of(number), end: next.plus_days(-1) };
        Ok(Answer::new(cycle, [length.rule]).changing_on(next))
    }

    /// The last day of the cycle with this number (from 1).
    pub(crate) fn cycle_end(&self, first_issue: Day, number: u16, on: Day) -> Result<Day, LawError> {
        let length = self.measure(Figure::CycleLength, on)?;
        Ok(first_issue.plus_months(i32::from(length.value) * i32::from(number)).plus_days(-1))
    }
}
