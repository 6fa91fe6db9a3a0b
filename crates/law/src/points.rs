//! Points (记分): what a violation counts, what a cycle carries over, what study a full cycle asks for, and by how much
//! points are reduced (公安部令第163号).

use std::sync::Arc;

use base::{Day, Text};
use serde::{Deserialize, Serialize};

use crate::settings::{CycleOf, PointsCarry, TimesAndPoints};
use crate::share::reaches_over;
use crate::{Answer, Classes, Cycle, Figure, Law, LawError, Rule};

/// What one violation counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ViolationRow {
    /// What was done.
    pub name: Text,
    /// What it counts.
    pub points: u16,
    /// The case of speed, people or load over the limit that it stands for, where it is one.
    pub excess: Option<Excess>,
}

/// One case of something over its limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Excess {
    of: Measured,
    vehicle: String,
    place: Option<Place>,
    over: u16,
    under: Option<u16>,
}

/// What is over its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// Speed.
    Speed,
    /// People carried (载人).
    People,
    /// Load carried (载物).
    Load,
}

/// Where it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// 高速公路、城市快速路.
    Motorway,
    /// Other roads.
    Road,
}

/// The study after a full cycle, in days.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StudyRow {
    base: u16,
    most: u16,
    taught: u16,
    on_site: u16,
}

/// The exams after it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StudyExamRow {
    times: u16,
    points: u16,
    exams: Vec<String>,
}

/// What a full cycle asks for (满分学习).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FullStudy {
    /// Days of study.
    pub days: u16,
    /// Of them at least so many taught, on site or online.
    pub taught_days: u16,
    /// And of those so many on site.
    pub on_site_days: u16,
    /// The exams, in their order.
    pub exams: Vec<String>,
}

/// How points are reduced by study (学法减分).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reduction {
    /// 网上学习.
    Online,
    /// 现场学习.
    OnSite,
    /// 公益活动, by the hour.
    Service,
}

impl Law {
    /// What a violation counts, by its item (`8(1)`).
    pub fn violation(&self, item: &str, on: Day) -> Result<Answer<&ViolationRow>, LawError> {
        let row = self.violations.at(item, on)?;
        Ok(Answer::new(&row.data, [&row.rule]))
    }

    /// The items of all violations.
    pub fn violation_items(&self) -> impl Iterator<Item = &str> {
        self.violations.keys()
    }

    /// The points for something measured over its limit, both in one unit (km/h, people, kilograms); 0 where no item speaks
    /// of it. The share over the limit is not rounded. `on` is the day of the violation: its values count, whenever the
    /// decision is made.
    pub fn excess_points(
        &self,
        of: Measured,
        vehicle: &str,
        place: Option<Place>,
        (measured, limit): (u32, u32),
        on: Day,
    ) -> Answer<u16> {
        let reaches = |percent: u16| reaches_over(measured, limit, percent);
        let fits = |case: &Excess| {
            case.of == of
                && case.vehicle == vehicle
                && (case.place.is_none() || case.place == place)
                && measured > limit
                && reaches(case.over)
                && !case.under.is_some_and(reaches)
        };
        let held = self.violations.all().filter(|row| row.rule.in_force(on));
        let found =
            held.filter(|row| row.data.excess.as_ref().is_some_and(fits)).max_by_key(|row| row.data.points);
        Answer::new(found.map_or(0, |row| row.data.points), found.map(|row| &row.rule))
    }

    /// The points cycle in which a violation counts (163§13).
    pub fn cycle_of_violation(
        &self,
        first_issue: Day,
        violated: Day,
        decided: Day,
    ) -> Result<Answer<Cycle>, LawError> {
        let (reading, rule) = self.setting::<CycleOf>(decided)?;
        let day = match reading {
            CycleOf::Decision => decided,
            CycleOf::Violation => violated,
        };
        let cycle = self.cycle(first_issue, day)?;
        Ok(Answer::new(cycle.value, std::iter::once(rule).chain(&cycle.rows)))
    }

    /// Whether a record of another vehicle may be settled too by somebody whose points would come to this sum: only while it
    /// is less than a full cycle (163§14). Records of one vehicle may always be settled together.
    pub fn may_settle(&self, sum: u16, own_vehicle: bool, on: Day) -> Result<Answer<bool>, LawError> {
        let full = self.measure(Figure::PointsFull, on)?;
        Ok(Answer::new(own_vehicle || sum < full.value, [full.rule]).under("163§14"))
    }

    /// What a cycle that ends takes into the next: nothing but the points whose fine is overdue (163§15).
    pub fn carried_over(&self, points: u16, overdue_unpaid: u16, on: Day) -> Result<Answer<u16>, LawError> {
        let full = self.measure(Figure::PointsFull, on)?;
        if points >= full.value {
            return Err(LawError::question(
                "points.full",
                format!("记满{}分的，先参加满分学习、考试，期满不清除。", full.value),
                format!(
                    "a cycle of {} points or more is not cleared at its end but by study and exams",
                    full.value
                ),
            ));
        }
        if overdue_unpaid > points {
            let (zh, en) =
                ("逾期未缴罚款的记分多于周期内的记分。", "more points have an overdue fine than there are");
            return Err(LawError::question("points.overdue", zh, en));
        }
        let (reading, rule) = self.setting::<PointsCarry>(on)?;
        let carry = match reading {
            PointsCarry::All if overdue_unpaid > 0 => points,
            PointsCarry::All | PointsCarry::UnpaidOnly => overdue_unpaid,
        };
        Ok(Answer::new(carry, [rule]))
    }

    /// The study and the exams after a full cycle. `times` is how often the cycle was full, this time included.
    pub fn full_study(
        &self,
        classes: &Classes,
        points: u16,
        times: u16,
        on: Day,
    ) -> Result<Answer<FullStudy>, LawError> {
        let full = self.measure(Figure::PointsFull, on)?;
        if points < full.value || times == 0 {
            return Err(LawError::question(
                "points.not_full",
                format!("一个记分周期内记满{}分才需要满分学习，次数从1起算。", full.value),
                format!("study is asked for from {} points on, and the times count from 1", full.value),
            ));
        }
        let large = self.is_large(classes, on)?;
        let row = self.study.at(if large { "large" } else { "ordinary" }, on)?;
        let mut rules: Vec<Arc<Rule>> = vec![Arc::clone(&row.rule)];
        let by_points = points / full.value;
        let (reading, setting) = self.setting::<TimesAndPoints>(on)?;
        let count = match reading {
            TimesAndPoints::Larger => times.max(by_points),
            TimesAndPoints::Times => times,
            TimesAndPoints::Sum => times.saturating_add(by_points).saturating_sub(1),
        };
        let held = self.study_exams.all().filter(|row| row.rule.in_force(on));
        let exams = held.filter(|row| times >= row.data.times || points >= row.data.points).last();
        let exams = exams.ok_or(LawError::NotInForce { table: "study_exams", key: "1".to_owned(), on })?;
        rules.push(Arc::clone(&exams.rule));
        if times > 1 && by_points > 1 {
            rules.push(Arc::clone(setting));
        }
        let study = FullStudy {
            days: row.data.base.saturating_mul(count).min(row.data.most),
            taught_days: row.data.taught,
            on_site_days: row.data.on_site,
            exams: exams.data.exams.clone(),
        };
        Ok(Answer::new(study, &rules))
    }

    /// By how many points a cycle may still be reduced; 0 where it may not: a full cycle goes to study instead, and on
    /// probation there is no reduction.
    pub fn reduction_left(
        &self,
        points: u16,
        reduced: u16,
        in_probation: bool,
        on: Day,
    ) -> Result<Answer<u16>, LawError> {
        let most = self.measure(Figure::ReductionMost, on)?;
        let full = self.measure(Figure::PointsFull, on)?;
        if points >= full.value {
            return Ok(Answer::new(0, [most.rule, full.rule]));
        }
        if in_probation {
            return Ok(Answer::new(0, [most.rule]).under("163§26(3)"));
        }
        Ok(Answer::new(most.value.saturating_sub(reduced).min(points), [most.rule]))
    }

    /// What one passed study, or one hour of service, takes off.
    pub fn reduction_once(
        &self,
        how: Reduction,
        points: u16,
        reduced: u16,
        on: Day,
    ) -> Result<Answer<u16>, LawError> {
        let figure = match how {
            Reduction::Online => Figure::ReductionOnline,
            Reduction::OnSite => Figure::ReductionOnSite,
            Reduction::Service => Figure::ReductionService,
        };
        let once = self.measure(figure, on)?;
        let left = self.reduction_left(points, reduced, false, on)?;
        let rules: Vec<_> = std::iter::once(Arc::clone(once.rule)).chain(left.rows).collect();
        Ok(Answer::new(once.value.min(left.value), &rules))
    }

    /// Whether one of these is a large class.
    pub(crate) fn is_large(&self, classes: &Classes, on: Day) -> Result<bool, LawError> {
        for class in classes.iter() {
            if self.classes.at(class.code(), on)?.data.large {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
