//! The “five small vehicles” (五小车辆), a word of local traffic police with three readings.

use base::{Day, Text};
use serde::Deserialize;

use crate::settings::{Setting, SmallFive};
use crate::{Answer, Law, LawError};

/// One kind of vehicle.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SmallFiveRow {
    name: Text,
    readings: Vec<String>,
}

impl Law {
    /// The keys and names of the five small vehicles in the office's reading.
    pub fn small_five(&self, on: Day) -> Result<Answer<Vec<(&str, &Text)>>, LawError> {
        let (reading, rule) = self.setting::<SmallFive>(on)?;
        let meant = |row: &SmallFiveRow| row.readings.iter().any(|word| word == reading.word());
        let rows = self.small_five.all().filter(|row| row.rule.in_force(on) && meant(&row.data));
        Ok(Answer::new(rows.map(|row| (row.rule.key.as_str(), &row.data.name)).collect(), [rule]))
    }
}
