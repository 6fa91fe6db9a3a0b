//! Mandatory scrapping (强制报废): years of use at the latest, mileage, and what a change of use leaves (12令§5–7).

use std::sync::Arc;

use base::{Day, Text};
use serde::{Deserialize, Serialize};

use crate::{Answer, Figure, Law, LawError};

/// The limits of one kind of vehicle.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScrappingRow {
    name: Text,
    years: Option<u16>,
    mileage_km: Option<u32>,
}

/// Until when a vehicle may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Scrapping {
    /// Years of use; none without a limit of years.
    pub years: Option<u16>,
    /// The day on which they are over.
    pub scrap_on: Option<Day>,
    /// The mileage at which the state advises to scrap, in kilometres.
    pub mileage_km: Option<u32>,
    /// From this day on its use, owner and area may not change any more: the last year has begun.
    pub last_year_from: Option<Day>,
}

impl Law {
    /// The limits of a vehicle. The years count from registration, or from the factory where it was registered more
    /// than two years after.
    pub fn scrapping(
        &self,
        vehicle: &str,
        registered: Day,
        manufactured: Option<Day>,
        on: Day,
    ) -> Result<Answer<Scrapping>, LawError> {
        let (_, key) = self.scrapped_as(vehicle, on)?;
        let row = self.scrapping.at(key, on)?;
        let within = self.measure(Figure::ScrappingRegisterWithin, on)?;
        let last_year = self.measure(Figure::ScrappingLastYear, on)?;
        let mut rules = vec![Arc::clone(&row.rule)];
        let mut start = registered;
        if let Some(made) = manufactured.filter(|made| within.after(*made) < registered) {
            start = made;
            rules.push(Arc::clone(within.rule));
        }
        let years = row.data.years;
        let scrap_on = years.map(|years| start.plus_years(i16::try_from(years).unwrap_or(i16::MAX)));
        let value = Scrapping {
            years,
            scrap_on,
            mileage_km: row.data.mileage_km,
            last_year_from: scrap_on.map(|day| last_year.before(day)),
        };
        Ok(Answer::new(value, &rules).changing_on(value.last_year_from.filter(|day| on < *day)))
    }

    /// The years of use in all when a small private passenger vehicle becomes a commercial one (annex 1): those used,
    /// and of the new limit the share that is left of the old. `used` counts years begun as whole ones; the sum is
    /// rounded down.
    pub fn scrap_years_after_change(
        &self,
        used: u16,
        original: Option<u16>,
        new_limit: u16,
        on: Day,
    ) -> Result<Answer<u16>, LawError> {
        let unlimited = self.measure(Figure::ScrappingUnlimitedAs, on)?;
        let most = self.measure(Figure::ScrappingChangedMost, on)?;
        let original = u32::from(original.unwrap_or(unlimited.value).max(1));
        let used = u32::from(used);
        let left = original.saturating_sub(used);
        let total = used + left * u32::from(new_limit) / original;
        let total = u16::try_from(total).unwrap_or(u16::MAX).min(most.value);
        Ok(Answer::new(total, [unlimited.rule, most.rule]))
    }

    /// What a kind of vehicle of the table of scrapping is called.
    pub fn scrapping_name(&self, key: &str, on: Day) -> Result<&Text, LawError> {
        self.scrapping.at(key, on).map(|row| &row.data.name)
    }
}
