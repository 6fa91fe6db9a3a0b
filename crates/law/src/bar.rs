//! What bars from applying for a licence, and until when (162§15, §18).

use base::{Day, Text};
use serde::{Deserialize, Serialize};

use crate::{Answer, Class, Law, LawError};

/// One bar.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BarRow {
    name: Text,
    years: Option<u16>,
    lasting: bool,
    large_only: bool,
}

/// How long a bar lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Barred {
    /// It does not bar from this class.
    Not,
    /// Until the day before this one.
    Until(Day),
    /// For as long as what it is about lasts.
    WhileItLasts,
    /// For life.
    ForLife,
}

impl Law {
    /// How long a bar (`revoked_drunk`) keeps somebody from a class, counted from the day it happened or ended.
    pub fn barred(&self, bar: &str, class: Class, since: Day, on: Day) -> Result<Answer<Barred>, LawError> {
        let row = self.bars.at(bar, on)?;
        let large = self.classes.at(class.code(), on)?.data.large;
        let barred = match row.data.years {
            _ if row.data.large_only && !large => Barred::Not,
            Some(years) => Barred::Until(since.plus_years(i16::try_from(years).unwrap_or(i16::MAX))),
            None if row.data.lasting => Barred::WhileItLasts,
            None => Barred::ForLife,
        };
        let over = match barred {
            Barred::Until(day) if day <= on => Barred::Not,
            other => other,
        };
        let changes_on = match over {
            Barred::Until(day) => Some(day),
            _ => None,
        };
        Ok(Answer::new(over, [&row.rule]).changing_on(changes_on))
    }

    /// What a bar is about.
    pub fn bar_name(&self, bar: &str, on: Day) -> Result<&Text, LawError> {
        self.bars.at(bar, on).map(|row| &row.data.name)
    }

    /// The keys of all bars.
    pub fn bars(&self) -> impl Iterator<Item = &str> {
        self.bars.keys()
    }
}
