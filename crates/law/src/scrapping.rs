//! Mandatory scrapping (强制报废): years of use at the latest, mileage, and what a change of use leaves (12令§5–7).

use std::sync::Arc;

use base::{Day, Text};
use serde::{Deserialize, Serialize};

use crate::inspection::made_before;
use crate::share::ten_thousands;
use crate::{Answer, Figure, Law, LawError};

/// The limits of one kind of vehicle.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScrappingRow {
    name: Text,
    years: Option<u16>,
    mileage_km: Option<u32>,
    /// What it counts as when its use changes; none of a kind that the rule of changes does not name.
    group: Option<String>,
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

/// Which limit counts after a change of use.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UseChangeRow {
    rule: Changed,
}

/// How two limits become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Changed {
    /// The limit of the kind before.
    Before,
    /// The limit of the kind after.
    After,
    /// The stricter.
    Stricter,
    /// The formula of annex 1.
    Formula,
}

/// How it stands with a ride-hailing car.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RideHailing {
    /// It may serve until the day before this one.
    Until(Day),
    /// It leaves the business and may be driven privately.
    Leaves,
    /// It is scrapped.
    Scrapped,
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
        made_before(manufactured, registered)?;
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

    /// The years of use in all after a change of use from one kind to another (`private_small` to `taxi_small`), `used` years
    /// begun after registration; none where neither kind has a limit (12令§6). A change the rule does not speak of keeps
    /// the stricter of both limits.
    pub fn scrap_years_changed(
        &self,
        from: &str,
        to: &str,
        used: u16,
        on: Day,
    ) -> Result<Answer<Option<u16>>, LawError> {
        let (before, after) = (self.scrapping.at(from, on)?, self.scrapping.at(to, on)?);
        let (old, new) = (before.data.years, after.data.years);
        let group = |row: &ScrappingRow| row.group.clone().unwrap_or_default();
        let key = format!("{}.{}", group(&before.data), group(&after.data));
        let change = self.use_changes.has(&key).then(|| self.use_changes.at(&key, on)).transpose()?;
        let mut rules = vec![Arc::clone(&before.rule), Arc::clone(&after.rule)];
        rules.extend(change.map(|change| Arc::clone(&change.rule)));
        let years = match change.map(|change| change.data.rule) {
            Some(Changed::Before) => old,
            Some(Changed::After) => new,
            Some(Changed::Formula) => match new {
                Some(new) => Some(self.scrap_years_after_change(used, old, new, on)?.value),
                None => None,
            },
            Some(Changed::Stricter) | None => [old, new].into_iter().flatten().min(),
        };
        Ok(Answer::new(years, &rules))
    }

    /// The years of use when a vehicle of a kind moves to another province, whose limit may be another: the stricter for
    /// those that a province may limit (12令§6), else that of the national table. `here` and `there` are the provinces'.
    pub fn scrap_years_moved(
        &self,
        kind: &str,
        here: u16,
        there: u16,
        on: Day,
    ) -> Result<Answer<Option<u16>>, LawError> {
        let national = self.scrapping.at(kind, on)?;
        let key = format!("moved.{kind}");
        if !self.use_changes.has(&key) {
            return Ok(Answer::new(national.data.years, [&national.rule]));
        }
        let change = self.use_changes.at(&key, on)?;
        Ok(Answer::new(Some(here.min(there)), [&change.rule, &national.rule]))
    }

    /// Whether a ride-hailing car (网约车) is scrapped for its mileage, or leaves that business for its age (网约车办法§39).
    pub fn ride_hailing(
        &self,
        registered: Day,
        mileage_km: u32,
        as_of: Day,
    ) -> Result<Answer<RideHailing>, LawError> {
        let (years, most) = (
            self.measure(Figure::RideHailingYears, as_of)?,
            self.measure(Figure::RideHailingMileage, as_of)?,
        );
        let leaves_on = years.after(registered);
        let value = if mileage_km >= ten_thousands(most.value) {
            RideHailing::Scrapped
        } else if leaves_on <= as_of {
            RideHailing::Leaves
        } else {
            RideHailing::Until(leaves_on)
        };
        Ok(Answer::new(value, [years.rule, most.rule]).changing_on((as_of < leaves_on).then_some(leaves_on)))
    }

    /// The day on which the office tells an owner of the limit (REG§9).
    pub fn scrapping_notice_on(&self, scrap_on: Day, on: Day) -> Result<Answer<Day>, LawError> {
        let before = self.measure(Figure::ScrappingNotice, on)?;
        Ok(Answer::new(before.before(scrap_on), [before.rule]))
    }

    /// What a kind of vehicle of the table of scrapping is called.
    pub fn scrapping_name(&self, key: &str, on: Day) -> Result<&Text, LawError> {
        self.scrapping.at(key, on).map(|row| &row.data.name)
    }
}
