//! Reaching an age (达到年龄换证): from 63 the large classes, and M N P, may no longer be driven; from 70 neither may C3
//! C4 C6 D E. Most are exchanged for a lower class; the first group may be extended by up to three years (162§65).

use base::Day;
use serde::{Deserialize, Serialize};

use crate::{Answer, Class, Classes, Figure, Law, LawError};

/// The end of one class by age.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DowngradeRow {
    at: u16,
    to: Vec<Class>,
    keep: Vec<Class>,
    extendable: bool,
}

/// The days of an extension (延长驾驶资格).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Extension {
    /// The first day on which it may be applied for.
    pub apply_from: Day,
    /// The last day on which it may be applied for: the day before the age is reached.
    pub apply_until: Day,
    /// The day from which no extension helps.
    pub ends_on: Day,
    /// Its greatest length in years.
    pub longest_years: u16,
}

/// Whether a class has come to its end by age.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Downgrade {
    /// Completed years of age.
    pub age: u16,
    /// Whether the class may no longer be driven.
    pub must_downgrade: bool,
    /// The day from which it may not, or may not be; none of a class without end by age.
    pub ends_on: Option<Day>,
    /// What it is exchanged for; empty where it simply ends.
    pub to: Vec<Class>,
    /// What may be kept beside it.
    pub keep: Vec<Class>,
    /// The extension that the rules offer, where they offer one.
    pub extension: Option<Extension>,
}

impl Law {
    /// Whether a class has come to its end by age. `extended_until` is the last day of an approved extension.
    pub fn age_downgrade(
        &self,
        class: Class,
        birth: Day,
        as_of: Day,
        extended_until: Option<Day>,
    ) -> Result<Answer<Downgrade>, LawError> {
        let age = self.age_on(birth, as_of)?;
        if !self.downgrades.has(class.code()) {
            let value = Downgrade {
                age: age.value,
                must_downgrade: false,
                ends_on: None,
                to: Vec::new(),
                keep: Vec::new(),
                extension: None,
            };
            return Ok(Answer::new(value, &age.rows).under("162§65"));
        }
        let row = self.downgrades.at(class.code(), as_of)?;
        let reached = self.reaches(birth, row.data.at, as_of)?.value;
        let mut rules = vec![std::sync::Arc::clone(&row.rule)];
        rules.extend(age.rows);
        let mut extension = None;
        let mut ends_on = reached;
        if row.data.extendable {
            let before = self.measure(Figure::ExtensionApplyBefore, as_of)?;
            let longest = self.measure(Figure::ExtensionLongest, as_of)?;
            rules.push(std::sync::Arc::clone(longest.rule));
            let last = self.reaches(birth, row.data.at + longest.value, as_of)?.value;
            extension = Some(Extension {
                apply_from: self.reaches(birth, row.data.at - before.value.min(row.data.at), as_of)?.value,
                apply_until: reached.plus_days(-1),
                ends_on: last,
                longest_years: longest.value,
            });
            if let Some(until) = extended_until {
                ends_on = reached.max(until.plus_days(1)).min(last);
            }
        }
        let must_downgrade = ends_on <= as_of;
        let value = Downgrade {
            age: age.value,
            must_downgrade,
            ends_on: Some(ends_on),
            to: row.data.to.clone(),
            keep: self.not_past(&row.data.keep, birth, as_of)?,
            extension,
        };
        Ok(Answer::new(value, &rules).changing_on((!must_downgrade).then_some(ends_on)))
    }

    /// Those of some classes that have not come to their own end by age.
    fn not_past(&self, classes: &[Class], birth: Day, as_of: Day) -> Result<Vec<Class>, LawError> {
        let mut kept = Vec::new();
        for class in classes {
            if !self.age_downgrade(*class, birth, as_of, None)?.value.must_downgrade {
                kept.push(*class);
            }
        }
        Ok(kept)
    }

    /// The classes of a licence that have come to their end by age; empty where the age fits all of them.
    pub fn classes_past_age(
        &self,
        classes: &Classes,
        birth: Day,
        as_of: Day,
        extended_until: Option<Day>,
    ) -> Result<Answer<Vec<Class>>, LawError> {
        let mut past = Vec::new();
        let mut rules = Vec::new();
        let mut changes_on: Option<Day> = None;
        for class in classes.iter() {
            let answer = self.age_downgrade(class, birth, as_of, extended_until)?;
            if answer.value.must_downgrade {
                past.push(class);
                rules.extend(answer.rows);
            } else if let Some(day) = answer.changes_on {
                changes_on = Some(changes_on.map_or(day, |earlier| earlier.min(day)));
            }
        }
        Ok(Answer::new(past, &rules).changing_on(changes_on))
    }
}
