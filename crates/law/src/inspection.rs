//! Periodic inspection (检验): when a vehicle is next due, whether it must come or only the mark is applied for, and from
//! when that may be done (REG§16, 164§54, the reform of 2022).
//!
//! The months are counted from registration, and each inspection is due by the last day of its month. What a table calls
//! up to ten years includes the inspection at the end of the tenth.

use std::sync::Arc;

use base::{Day, Text};
use serde::{Deserialize, Serialize};

use crate::settings::{OldStock, OverdueOnSite};
use crate::table::Row;
use crate::{Answer, Confidence, Figure, Law, LawError, Rule};

/// How one group of vehicles is inspected.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InspectionRow {
    name: Text,
    opens_months: u16,
    phases: Vec<Phase>,
    original: Option<String>,
    seats_max: Option<u16>,
    beyond: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Phase {
    to: Option<u16>,
    every: u16,
    #[serde(default)]
    mark_only: Vec<u16>,
}

impl InspectionRow {
    /// The other rows it points to.
    pub(crate) fn refers(&self) -> impl Iterator<Item = &str> {
        self.original.iter().chain(&self.beyond).map(String::as_str)
    }
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InspectionAction {
    /// Only the mark is applied for (免上线).
    MarkOnly,
    /// The vehicle is inspected at a station.
    OnSite,
}

/// What is known of a vehicle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected<'a> {
    /// What it is, in the words of the tables or a common variant.
    pub vehicle: &'a str,
    /// The day of registration (注册登记日期).
    pub registered: Day,
    /// Whether every inspection due before was done.
    pub previous_all_done: bool,
    /// How many may sit in it, the driver included.
    pub seats: Option<u16>,
    /// Whether it had an accident with casualties.
    pub injury_accident: bool,
    /// Whether somebody was punished for altering it.
    pub illegal_modification: bool,
    /// When it left the factory.
    pub manufactured: Option<Day>,
}

/// The next inspection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct NextInspection {
    /// The last day.
    pub due: Day,
    /// What is to be done.
    pub action: InspectionAction,
    /// The first day on which it may be done.
    pub opens: Day,
    /// Whether it may be done on the day of asking.
    pub open: bool,
}

/// The inspections that were due before the day of asking.
#[derive(Clone, Copy, Default)]
struct Missed {
    count: u16,
    last: Option<NextInspection>,
    on_site: bool,
}

impl Missed {
    fn add(&mut self, step: NextInspection) {
        self.count = self.count.saturating_add(1);
        self.on_site |= step.action == InspectionAction::OnSite;
        self.last = Some(step);
    }
}

impl Law {
    /// The next inspection of a vehicle as of a day. Where one was missed, the last that was due.
    pub fn next_inspection(
        &self,
        facts: &Inspected<'_>,
        as_of: Day,
    ) -> Result<Answer<NextInspection>, LawError> {
        if as_of < facts.registered {
            let (zh, en) = ("查询日期早于注册登记日期。", "the day asked for is before registration");
            return Err(LawError::question("inspection.before_registration", zh, en));
        }
        made_before(facts.manufactured, facts.registered)?;
        let mut rules = Vec::new();
        let group = self.group(facts, as_of, &mut rules)?;
        let mut missed = Missed::default();
        for (months, action) in due_months(&group.data) {
            let due = facts.registered.plus_months(i32::from(months)).month_end();
            let first = Day::new(due.year(), due.month(), 1).unwrap_or(due);
            let opens = first.plus_months(1 - i32::from(group.data.opens_months));
            let step = NextInspection { due, action, opens, open: opens <= as_of };
            if due < as_of {
                missed.add(step);
                continue;
            }
            let last = missed.last.filter(|_| !facts.previous_all_done);
            let answer = self.told(last.unwrap_or(step), &rules, as_of)?;
            return match last {
                Some(last) => Ok(answer.unknowing(self.which_was_missed(&missed, last, as_of)?)),
                None => Ok(answer),
            };
        }
        let (zh, en) =
            ("注册登记日期太早，无法推算。", "the day of registration is too long ago to count from");
        Err(LawError::question("inspection.too_old", zh, en))
    }

    /// What depends on which of the inspections before was missed.
    fn which_was_missed(
        &self,
        missed: &Missed,
        last: NextInspection,
        as_of: Day,
    ) -> Result<Vec<Text>, LawError> {
        let mut unknown = Vec::new();
        if missed.on_site && last.action == InspectionAction::MarkOnly {
            unknown.push(Text::new(
                "不知道缺的是哪一次：以前有一次应当上线检验，如果那次没有做，现在要上线检验。",
                "Which inspection was missed is not known: if it was an earlier one at a station, the vehicle must come.",
            ));
        }
        let most = self.measure(Figure::ScrappingMarksMissed, as_of)?.value;
        if missed.count >= most {
            unknown.push(Text::new(
                format!("连续{most}个检验周期没有取得检验合格标志的，应当强制报废（12令§4）。"),
                format!("A vehicle without a mark for {most} cycles in a row must be scrapped (12令§4)."),
            ));
        }
        Ok(unknown)
    }

    fn told(
        &self,
        mut next: NextInspection,
        rules: &[Arc<Rule>],
        as_of: Day,
    ) -> Result<Answer<NextInspection>, LawError> {
        let mut rules = rules.to_vec();
        if next.due < as_of && next.action == InspectionAction::MarkOnly {
            let (reading, rule) = self.setting::<OverdueOnSite>(as_of)?;
            rules.push(Arc::clone(rule));
            let longest = self.measure(Figure::InspectionOverdueMark, as_of)?;
            if reading == OverdueOnSite::On && longest.after(next.due) < as_of {
                next.action = InspectionAction::OnSite;
                rules.push(Arc::clone(longest.rule));
            }
        }
        let changes_on = if next.open { next.due.plus_days(1) } else { next.opens };
        Ok(Answer::new(next, &rules).changing_on((as_of < changes_on).then_some(changes_on)))
    }

    /// The rows that decide, the weightiest first.
    fn group(
        &self,
        facts: &Inspected<'_>,
        on: Day,
        rules: &mut Vec<Arc<Rule>>,
    ) -> Result<&Row<InspectionRow>, LawError> {
        let (words, key, seats_said) = self.inspected_as(facts.vehicle, on)?;
        if let (Some(seats), Some(said)) = (facts.seats, seats_said)
            && seats != said
        {
            return Err(LawError::question(
                "inspection.seats",
                format!("车辆写明{said}座，座位数却是{seats}；请改其中之一。"),
                format!("the description says {said} seats and seats is {seats}; correct one of them"),
            ));
        }
        let seats = facts.seats.or(seats_said);
        let mut row = self.inspection.at(key, on)?;
        if let (Some(most), Some(seats), Some(beyond)) = (row.data.seats_max, seats, &row.data.beyond)
            && seats > most
        {
            row = self.inspection.at(beyond, on)?;
        }
        if let Some(original) = &row.data.original {
            let mut lost = facts.injury_accident || facts.illegal_modification;
            let years = self.measure(Figure::InspectionOldStock, on)?;
            let stock = facts.manufactured.is_some_and(|made| years.after(made) < facts.registered);
            if stock && !lost {
                let (reading, rule) = self.setting::<OldStock>(on)?;
                rules.push(Arc::clone(rule));
                lost = reading == OldStock::On;
            }
            if lost {
                row = self.inspection.at(original, on)?;
            }
        }
        rules.insert(0, Arc::clone(&row.rule));
        if words.rule.confidence == Confidence::Unsure {
            rules.push(Arc::clone(&words.rule));
        }
        Ok(row)
    }

    /// What a group of inspection is called.
    pub fn inspection_name(&self, key: &str, on: Day) -> Result<&Text, LawError> {
        self.inspection.at(key, on).map(|row| &row.data.name)
    }
}

/// A vehicle is registered on the day it left the factory at the earliest.
pub(crate) fn made_before(manufactured: Option<Day>, registered: Day) -> Result<(), LawError> {
    if manufactured.is_some_and(|made| made > registered) {
        let zh = "出厂日期晚于注册登记日期；请填写合格证上的制造日期。";
        let en = "it left the factory after registration; give the date of manufacture on the certificate";
        return Err(LawError::question("vehicle.manufactured", zh, en));
    }
    Ok(())
}

/// In which months after registration inspections are due, and how.
fn due_months(row: &InspectionRow) -> impl Iterator<Item = (u16, InspectionAction)> + '_ {
    let mut before = 0u16;
    std::iter::from_fn(move || {
        let fits = |phase: &&Phase| phase.to.is_none_or(|to| before.saturating_add(phase.every) <= to);
        let phase = row.phases.iter().find(fits)?;
        before = before.checked_add(phase.every.max(1))?;
        let mark = phase.mark_only.contains(&before);
        Some((before, if mark { InspectionAction::MarkOnly } else { InspectionAction::OnSite }))
    })
}
