//! Foreign licences: which may be exchanged, and how long a temporary permit lasts (162§20–21).

use base::Day;
use serde::{Deserialize, Serialize};

use crate::{Answer, Class, Law, LawError};

/// One condition.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForeignRow {
    days: Option<u16>,
    months: Option<u16>,
    held_years: Option<u16>,
}

/// Whether a foreign licence may be exchanged for a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Foreign {
    /// Whether its holder stayed long enough where it was issued.
    pub stayed_enough: bool,
    /// Whether the class was held long enough.
    pub held_enough: bool,
}

impl Foreign {
    /// Whether it may be exchanged.
    pub const fn allowed(self) -> bool {
        self.stayed_enough && self.held_enough
    }
}

impl Law {
    /// Whether a foreign licence may be exchanged by somebody who stayed so many days in a year where it was issued and has
    /// held the class since a day.
    pub fn foreign_licence(
        &self,
        class: Class,
        stayed_days: u16,
        held_since: Day,
        as_of: Day,
    ) -> Result<Answer<Foreign>, LawError> {
        let stay = self.foreign.at("stay", as_of)?;
        let mut rules = vec![&stay.rule];
        let mut held_from = held_since;
        if self.foreign.has(class.code()) {
            let row = self.foreign.at(class.code(), as_of)?;
            let years = row.data.held_years.unwrap_or_default();
            held_from = held_since.plus_years(i16::try_from(years).unwrap_or(i16::MAX));
            rules.push(&row.rule);
        }
        let value = Foreign {
            stayed_enough: stay.data.days.is_none_or(|days| stayed_days >= days),
            held_enough: held_from <= as_of,
        };
        Ok(Answer::new(value, rules).changing_on((as_of < held_from).then_some(held_from)))
    }

    /// The last day on which a temporary permit (临时机动车驾驶许可) may count, of a short stay or a longer one.
    pub fn temporary_permit(&self, short_stay: bool, issued: Day) -> Result<Answer<Day>, LawError> {
        let row = self.foreign.at(if short_stay { "permit.short" } else { "permit.long" }, issued)?;
        let months = i32::from(row.data.months.unwrap_or_default());
        Ok(Answer::new(issued.plus_months(months).plus_days(-1), [&row.rule]))
    }
}
