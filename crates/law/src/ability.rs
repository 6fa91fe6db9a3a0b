//! The test of memory, judgement and reaction (三力测试): who must pass it.

use base::Day;
use serde::Deserialize;

use crate::{Answer, Class, Law, LawError};

/// From which age the test is needed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AbilityRow {
    from_age: u16,
}

impl Law {
    /// Whether an applicant of this age must pass the test for this class. Classes that nobody of the age may apply for
    /// have no row.
    pub(crate) fn applicant_ability_test(
        &self,
        class: Class,
        age: u16,
        on: Day,
    ) -> Result<Answer<bool>, LawError> {
        if !self.ability.has(class.code()) {
            return Ok(Answer::new(false, []));
        }
        let row = self.ability.at(class.code(), on)?;
        let needed = age >= row.data.from_age;
        Ok(Answer::new(needed, needed.then_some(&row.rule)))
    }

    /// Whether a holder must pass the test when a licence is renewed, transferred in, reviewed or restored.
    pub fn holder_ability_test(&self, birth: Day, on: Day) -> Result<Answer<bool>, LawError> {
        let row = self.ability.at("holder", on)?;
        let reached = self.reaches(birth, row.data.from_age, on)?;
        let needed = reached.value <= on;
        let changes_on = (!needed).then_some(reached.value);
        let rows = std::iter::once(&row.rule).chain(&reached.rows);
        Ok(Answer::new(needed, rows).changing_on(changes_on))
    }
}
