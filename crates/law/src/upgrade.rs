//! Adding a class (增加准驾车型): what must have been held and how clean the cycles must be (162§17); and which exams are sat
//! in whatever way one applies (162§30, §36–37, §79).

use std::cmp::Ordering;
use std::sync::Arc;

use base::Day;
use serde::{Deserialize, Serialize};

use crate::classes::ClassRow;
use crate::settings::TrainAtLimit;
use crate::table::Row;
use crate::{Answer, Class, Classes, Figure, Law, LawError, Subject};

/// The way to one class.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UpgradeRow {
    paths: Vec<Path>,
    clean_cycles: u16,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Path {
    held: Vec<Class>,
    years: u16,
}

/// The exams of one way to apply.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExamSubjectRow {
    how: Way,
    to: Vec<Class>,
    held: Vec<Class>,
    exams: Vec<Subject>,
}

/// In which way a licence is come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// 初次申领.
    Initial,
    /// 增加准驾车型.
    Add,
    /// 军队、武警部队驾驶证换证.
    Military,
    /// 境外驾驶证换证.
    Foreign,
    /// 恢复驾驶资格.
    Restore,
}

/// Whether a class may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Upgrade {
    /// Whether a class that leads to it was held long enough.
    pub held_enough: bool,
    /// The day from which it is; none where no class held leads to it.
    pub held_from: Option<Day>,
    /// Whether the cycles asked for are clean.
    pub clean: bool,
    /// How many cycles before the current one must be.
    pub clean_cycles: u16,
}

impl Upgrade {
    /// Whether it may be added.
    pub fn allowed(self) -> bool {
        self.held_enough && self.clean
    }
}

impl Law {
    /// Whether a class may be added by somebody who holds these classes, each since a day, and whose last cycle with 12
    /// points was so many cycles ago (0 the current one; none where there was none).
    pub fn upgrade(
        &self,
        to: Class,
        held: &[(Class, Day)],
        full_cycles_ago: Option<u16>,
        student: bool,
        as_of: Day,
    ) -> Result<Answer<Upgrade>, LawError> {
        let key = format!("{to}.student");
        let row = if student && self.upgrades.has(&key) {
            self.upgrades.at(&key, as_of)?
        } else {
            self.upgrades.at(to.code(), as_of)?
        };
        // A class that covers one of the path's is as good: whoever holds B2 may drive what C1 is for (162§30(3)). One that
        // covers what is to be added leads nowhere new.
        let leads = |class: Class, path: &Path| {
            let covers = |row: &Row<ClassRow>| {
                let covered = &row.data.covers;
                !covered.contains(&to) && covered.iter().any(|one| path.held.contains(one))
            };
            path.held.contains(&class) || self.classes.at(class.code(), as_of).is_ok_and(covers)
        };
        let ready = |path: &Path| {
            let since =
                held.iter().filter(|(class, _)| leads(*class, path)).map(|(_, since)| *since).min()?;
            Some(since.plus_years(i16::try_from(path.years).unwrap_or(i16::MAX)))
        };
        let held_from = row.data.paths.iter().filter_map(ready).min();
        let held_enough = row.data.paths.is_empty() || held_from.is_some_and(|from| from <= as_of);
        let value = Upgrade {
            held_enough,
            held_from,
            clean: full_cycles_ago.is_none_or(|ago| ago > row.data.clean_cycles),
            clean_cycles: row.data.clean_cycles,
        };
        Ok(Answer::new(value, [&row.rule]).changing_on(held_from.filter(|from| as_of < *from)))
    }

    /// The class that a train of a car and a trailer (汽车列车) of this total mass asks for, in kilograms (162 annex 1).
    pub fn class_of_train(&self, kilograms: u32, on: Day) -> Result<Answer<Class>, LawError> {
        let limit = self.measure(Figure::TrailerLightUnder, on)?;
        let (at_limit, setting) = self.setting::<TrainAtLimit>(on)?;
        let light = match kilograms.cmp(&u32::from(limit.value)) {
            Ordering::Less => true,
            Ordering::Equal => at_limit == TrainAtLimit::Light,
            Ordering::Greater => false,
        };
        let class = if light { Class::C6 } else { Class::A2 };
        Ok(Answer::new(class, [limit.rule, setting]))
    }

    /// The exams that are sat for a class: the row with the most conditions that fit decides.
    pub fn exams_of(
        &self,
        how: Way,
        to: Class,
        held: Option<&Classes>,
        on: Day,
    ) -> Result<Answer<&[Subject]>, LawError> {
        let fits = |row: &ExamSubjectRow| {
            let holds = held.is_some_and(|held| held.iter().any(|class| row.held.contains(&class)));
            row.how == how && (row.to.is_empty() || row.to.contains(&to)) && (row.held.is_empty() || holds)
        };
        let rows = self.exam_subjects.all().filter(|row| row.rule.in_force(on) && fits(&row.data));
        let best = rows
            .max_by_key(|row| usize::from(!row.data.to.is_empty()) + usize::from(!row.data.held.is_empty()));
        let row = best.ok_or_else(|| LawError::NotInForce {
            table: "exam_subjects",
            key: to.code().to_owned(),
            on,
        })?;
        Ok(Answer::new(row.data.exams.as_slice(), [&Arc::clone(&row.rule)]))
    }
}
