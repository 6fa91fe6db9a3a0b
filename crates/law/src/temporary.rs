//! Temporary plates (临时行驶车号牌) and keeping an old number (164§44–47).

use std::sync::Arc;

use base::{Day, Text};
use serde::{Deserialize, Serialize};

use crate::{Answer, Figure, Law, LawError};

/// One reason for a temporary plate.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TemporaryRow {
    name: Text,
    days: Option<u16>,
    months: Option<u16>,
    times: Option<u16>,
}

/// A temporary plate that may be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TemporaryPlate {
    /// Whether one more may be given.
    pub allowed: bool,
    /// Its last day; the insurance's where that ends before.
    pub until: Day,
    /// How often it may be given in all; none where the text does not limit it.
    pub times: Option<u16>,
}

/// Whether an old number may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Retention {
    /// Whether it may.
    pub allowed: bool,
    /// Whether it was used long enough.
    pub used_enough: bool,
    /// The last day to apply for it.
    pub apply_by: Day,
}

impl Law {
    /// A temporary plate given on a day for a reason (`unregistered`), after so many before it.
    pub fn temporary_plate(
        &self,
        reason: &str,
        issued: Day,
        insured_until: Day,
        given_before: u16,
    ) -> Result<Answer<TemporaryPlate>, LawError> {
        let row = self.temporary_plates.at(reason, issued)?;
        // The day it is given counts as its first.
        let end = match (row.data.days, row.data.months) {
            (Some(days), _) => issued.plus_days(i32::from(days) - 1),
            (None, Some(months)) => issued.plus_months(i32::from(months)).plus_days(-1),
            (None, None) => insured_until,
        };
        let value = TemporaryPlate {
            allowed: row.data.times.is_none_or(|times| given_before < times) && issued <= insured_until,
            until: end.min(insured_until),
            times: row.data.times,
        };
        Ok(Answer::new(value, [&row.rule]))
    }

    /// What a temporary plate is for.
    pub fn temporary_plate_name(&self, reason: &str, on: Day) -> Result<&Text, LawError> {
        self.temporary_plates.at(reason, on).map(|row| &row.data.name)
    }

    /// Whether the number of a vehicle that left its owner on a day may be kept for another (164§44).
    pub fn number_retention(
        &self,
        used_since: Day,
        left_on: Day,
        as_of: Day,
    ) -> Result<Answer<Retention>, LawError> {
        let within = self.measure(Figure::RetentionApplyWithin, as_of)?;
        let used = self.measure(Figure::RetentionUsed, as_of)?;
        let apply_by = within.after(left_on);
        let used_enough = used.after(used_since) <= left_on;
        let value = Retention {
            allowed: used_enough && left_on <= as_of && as_of <= apply_by,
            used_enough,
            apply_by,
        };
        let rules = [Arc::clone(within.rule), Arc::clone(used.rule)];
        Ok(Answer::new(value, &rules).changing_on((as_of <= apply_by).then(|| apply_by.plus_days(1))))
    }
}
