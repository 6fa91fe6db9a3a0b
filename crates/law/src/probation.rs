//! Probation (实习期) after a first licence of a category, and who must sit beside on a motorway (162§76–77).

use base::{Day, Text};
use serde::Serialize;

use crate::{Answer, Category, Class, Classes, Figure, Law, LawError};

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

    /// What may not be driven during probation, by key and name.
    pub fn barred_on_probation(&self, on: Day) -> Answer<Vec<(&str, &Text)>> {
        let rows: Vec<_> = self.probation_bars.all().filter(|row| row.rule.in_force(on)).collect();
        let barred = rows.iter().map(|row| (row.rule.key.as_str(), &row.data.name)).collect();
        Answer::new(barred, rows.iter().map(|row| &row.rule))
    }

    /// The classes that are left of a licence when the points of a cycle are full: those whose category is not on
    /// probation (162§80). None where the whole licence is cancelled.
    pub fn left_after_full_points(
        &self,
        held: &Classes,
        on_probation: Category,
        on: Day,
    ) -> Result<Answer<Option<Classes>>, LawError> {
        let row = self.cancellations.at("probation_full", on)?;
        let mut left = String::new();
        for class in held.iter() {
            if self.class(class, on)?.value.category != on_probation {
                left.push_str(class.code());
            }
        }
        Ok(Answer::new(Classes::parse(&left).ok(), [&row.rule]))
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
