//! Readings that the law leaves open: which there are and what may be chosen is fixed here, what is chosen stands in
//! `tables/settings.toml` and may be overlaid by an office.

use std::sync::Arc;

use base::Day;
use serde::Deserialize;

use crate::{Law, LawError, Rule};

/// One open reading with its choices.
pub(crate) trait Setting: Sized + Copy + 'static {
    /// The row's key.
    const KEY: &'static str;
    /// Every choice with its word.
    const CHOICES: &'static [(&'static str, Self)];

    /// The word of this choice.
    fn word(self) -> &'static str;
}

macro_rules! settings {
    ($($(#[$doc:meta])* $name:ident = $key:literal { $($(#[$choice_doc:meta])* $choice:ident = $word:literal,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub enum $name { $($(#[$choice_doc])* $choice,)* }

            impl Setting for $name {
                const KEY: &'static str = $key;
                const CHOICES: &'static [(&'static str, Self)] = &[$(($word, Self::$choice),)*];

                fn word(self) -> &'static str {
                    match self { $(Self::$choice => $word,)* }
                }
            }
        )*

        /// Every setting's key with the words it may have.
        pub(crate) fn choices() -> Vec<(&'static str, Vec<&'static str>)> {
            vec![$(($key, <$name as Setting>::CHOICES.iter().map(|(word, _)| *word).collect()),)*]
        }
    };
}

settings! {
    /// On which day an age is reached.
    Reached = "age.reached" {
        /// On the birthday.
        Birthday = "birthday",
        /// On the day after.
        DayAfter = "day_after",
    }
    /// The birthday, in common years, of those born on 29 February.
    LeapBirthday = "age.leap_birthday" {
        /// 1 March.
        MarchFirst = "march_first",
        /// 28 February.
        FebruaryLast = "february_last",
    }
    /// How an upper age is read.
    UpperBoundary = "age.upper_boundary" {
        /// It ends on the day the age is reached.
        Birthday = "birthday",
        /// It lasts until the day before the next birthday.
        WholeYear = "whole_year",
    }
    /// On which day the new validity of a late renewal starts.
    LateStart = "renewal.late_start" {
        /// On the day the old validity ended.
        OldEnd = "old_end",
        /// On the day of renewal.
        RenewalDay = "renewal_day",
    }
    /// The new validity when a points cycle reached 12 points.
    AfterFullPoints = "renewal.after_full_points" {
        /// As long as the old one.
        SameTerm = "same_term",
        /// Six years.
        SixYears = "six_years",
    }
    /// Whether a vehicle that stood long between factory and registration is inspected without exemption.
    OldStock = "inspection.old_stock" {
        /// It is.
        On = "on",
        /// It is not.
        Off = "off",
    }
    /// Whether an exempt vehicle that is long overdue must come to a station.
    OverdueOnSite = "inspection.overdue_on_site" {
        /// It must.
        On = "on",
        /// It need not.
        Off = "off",
    }
    /// Which points go into the next cycle when a fine is overdue.
    PointsCarry = "points.carry" {
        /// Those of the violation whose fine is overdue.
        UnpaidOnly = "unpaid_only",
        /// All of them.
        All = "all",
    }
    /// How the times and the points of a cycle count together for the days of study.
    TimesAndPoints = "study.times_and_points" {
        /// The larger decides.
        Larger = "larger",
        /// They add up.
        Sum = "sum",
        /// The times alone count.
        Times = "times",
    }
    /// In which points cycle the points of a violation count.
    CycleOf = "points.cycle_of" {
        /// In that of the day of the decision.
        Decision = "decision",
        /// In that of the day of the violation.
        Violation = "violation",
    }
    /// What the five small vehicles are.
    SmallFive = "small_five.reading" {
        /// As the country says.
        Country = "country",
        /// As the city says.
        City = "city",
        /// What mobile offices and village stations serve.
        Service = "service",
    }
    /// Which class a train of exactly the mass asks for at which the light class ends.
    TrainAtLimit = "trailer.at_limit" {
        /// A2.
        Heavy = "A2",
        /// C6.
        Light = "C6",
    }
}

/// The choice of a row.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettingRow {
    pub(crate) value: String,
}

impl Law {
    /// What is chosen on this day, and by which row.
    pub(crate) fn setting<S: Setting>(&self, on: Day) -> Result<(S, &Arc<Rule>), LawError> {
        let row = self.settings.at(S::KEY, on)?;
        let chosen = S::CHOICES.iter().find(|(word, _)| *word == row.data.value).map(|(_, choice)| *choice);
        let absent = || LawError::NotInForce { table: "settings", key: S::KEY.to_owned(), on };
        Ok((chosen.ok_or_else(absent)?, &row.rule))
    }
}
