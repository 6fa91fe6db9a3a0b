//! Measures of reform: from which day business is done in more ways than the orders' text says.

use base::{Day, Text};
use serde::Deserialize;

use crate::{Answer, Law, LawError};

/// One measure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MeasureRow {
    name: Text,
}

impl Law {
    /// Whether a measure (`mortgage_release_online`) has begun; a measure that is none is an error.
    pub fn has_begun(&self, measure: &str, on: Day) -> Result<Answer<bool>, LawError> {
        let absent = LawError::NotInForce { table: "measures", key: measure.to_owned(), on };
        let rows = || self.measures.all().filter(|row| row.rule.key == measure);
        let first = rows().next().ok_or(absent)?;
        let begun = rows().any(|row| row.rule.in_force(on));
        Ok(Answer::new(begun, [&first.rule]).changing_on((on < first.rule.from).then_some(first.rule.from)))
    }

    /// The measures in force on a day, with what they say.
    pub fn measures(&self, on: Day) -> impl Iterator<Item = (&str, &Text)> {
        let held = self.measures.all().filter(move |row| row.rule.in_force(on));
        held.map(|row| (row.rule.key.as_str(), &row.data.name))
    }
}
