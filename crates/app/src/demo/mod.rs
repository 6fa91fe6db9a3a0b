//! A demonstration city: 示例市, region 999901, which GB/T 2260 does not assign. Its outlets, staff, persons, licences,
//! vehicles and some weeks of cases are made by the real commands, one event after the other, on a clock that replays those
//! weeks; then the clock goes on with the machine's. Everything follows from one seed and the city's day, everybody in
//! it is made up, and every page and every checkpoint says that it is a demonstration.
//!
//! What it is not: test data for figures. Its people are all reachable under telephones that nobody has,
//! and its outside systems are twins.

mod build;
mod enter;
mod evening;
mod facts;
mod gate;
#[cfg(test)]
mod lists;
mod logins;
mod map;
mod names;
mod outlets;
mod people;
mod places;
mod portrait;
mod publicity;
mod recall;
mod reopen;
mod replay;
mod staff;
mod story;
#[cfg(test)]
mod tests;
mod twins;
mod vehicles;

use base::{Day, IdError, Instant, Region};
use serde::{Deserialize, Serialize};

pub use build::{City, Ground, build};
pub use gate::Gate;
pub use logins::{Login, table};
pub use map::city_map;
pub use reopen::reopen;

/// How a city is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Everything that looks like chance follows from it.
    pub seed: u64,
    /// The city's own region: six digits that begin with 9999.
    pub region: Region,
    /// The city's present moment.
    pub now: Instant,
    /// How many persons, at least 100.
    pub persons: usize,
    /// How many of them, from the first of the list, have the cases that are replayed.
    pub played: usize,
    /// How many weeks of past cases.
    pub weeks: i32,
    /// How many cases begin on a working day.
    pub cases_a_day: usize,
}

/// What a demonstration that was made to its end is opened again from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Made {
    /// How far its clock is ahead of the machine's, in milliseconds; 0 for a city of the day it was made on.
    pub ahead_ms: i64,
    /// As what it was made.
    pub plan: Plan,
}

impl Plan {
    /// A whole city: 1,050,000 drivers with 950,000 vehicles, and nine weeks of cases.
    pub fn city(now: Instant) -> Result<Self, IdError> {
        Ok(Self { persons: 1_050_000, ..Self::small(now)? })
    }

    /// The small city: 20,000 persons and nine weeks of cases.
    pub fn small(now: Instant) -> Result<Self, IdError> {
        Ok(Self { persons: 20_000, played: 20_000, weeks: 9, cases_a_day: 30, ..Self::tiny(now)? })
    }

    /// A city for a quick look and for tests: 2,000 persons and four weeks of cases.
    pub fn tiny(now: Instant) -> Result<Self, IdError> {
        let region = Region::parse("999901")?;
        Ok(Self { seed: 7, region, now, persons: 2_000, played: 2_000, weeks: 4, cases_a_day: 18 })
    }

    /// The first day of its history.
    pub fn first_day(&self) -> Day {
        self.now.day().plus_days(-7 * self.weeks)
    }
}
