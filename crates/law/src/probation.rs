//! Probation (实习期) after a first licence of a category, and who must sit beside on a motorway (162§76–77).

use base::Day;
use serde::Serialize;

use crate::{Answer, Class, Classes, Figure, Law, LawError};

/// The probation of one category, cars or motorcycles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Probation {
    /// Its last day.
    pub until: Day,
    /// Whether it goes on.
    pub running: bool,
}

impl Law {
    /// The probation that began with the first licence of a category. Another class of the same category brings no new
    /// one.
    pub fn probation(&self, first_of_category: Day, as_of: Day) -> Result<Answer<Probation>, LawError> {
        let length = self.measure(Figure::ProbationLength, as_of)?;
        let over_on = length.after(first_of_category);
        let running = first_of_category <= as_of && as_of < over_on;
        let value = Probation { until: over_on.plus_days(-1), running };
        Ok(Answer::new(value, [length.rule]).changing_on(running.then_some(over_on)))
    }

    /// Whether somebody may sit beside a driver on probation on a motorway: they have held the class, or one that covers
    /// it, long enough. For C5 that is C2 or one that covers it.
    pub fn may_accompany(
        &self,
        driven: Class,
        held: &Classes,
        held_since: Day,
        on: Day,
    ) -> Result<Answer<bool>, LawError> {
        let years = self.measure(Figure::ProbationCompanionHeld, on)?;
        let asked = if driven == Class::C5 { Class::C2 } else { driven };
        let covers = self.covers(held, asked, on)?;
        let long_from = years.after(held_since);
        let mut rows = vec![std::sync::Arc::clone(years.rule)];
        rows.extend(covers.rows);
        let enough = long_from <= on;
        let changes_on = (covers.value && !enough).then_some(long_from);
        Ok(Answer::new(covers.value && enough, &rows).changing_on(changes_on))
    }
}
