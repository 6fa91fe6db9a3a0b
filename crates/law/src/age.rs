//! Ages, and between which of them a licence class may be applied for (162§14).

use std::sync::Arc;

use base::Day;
use serde::{Deserialize, Serialize};

use crate::{Answer, Class, Law, LawError, LeapBirthday, Reached, Rule, UpperBoundary};

/// The ages of one class.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AgeRow {
    min: u16,
    max: Option<u16>,
}

/// In which way a class is applied for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Application {
    /// 初次申领.
    Initial,
    /// 增加准驾车型.
    Add,
    /// By a student of full-time vocational driving education (全日制驾驶职业教育), for A1 and A2.
    VocationalStudent,
}

/// Why somebody may not apply for a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeObstacle {
    /// The lowest age is not reached.
    TooYoung,
    /// The highest age is reached.
    TooOld,
    /// The class is reached by upgrade only.
    UpgradeOnly,
    /// The class is no upgrade: a first licence, or what one changes to when health asks for it.
    FirstOnly,
    /// The test of memory, judgement and reaction (三力测试) is to be passed first.
    AbilityTest,
}

/// Whether somebody's age allows to apply for a class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgeFit {
    /// Completed years of age.
    pub age: u16,
    /// The lowest age.
    pub min: u16,
    /// The highest age; none where the class has no upper age.
    pub max: Option<u16>,
    /// Whether the test of memory, judgement and reaction is asked for at this age.
    pub ability_test_needed: bool,
    /// Whether the class may be a first licence.
    pub initial_allowed: bool,
    /// Everything that stands in the way.
    pub obstacles: Vec<AgeObstacle>,
}

impl AgeFit {
    /// Whether nothing stands in the way.
    pub fn eligible(&self) -> bool {
        self.obstacles.is_empty()
    }

    /// Whether the age lies between its ends.
    pub fn age_ok(&self) -> bool {
        !self.obstacles.iter().any(|o| matches!(o, AgeObstacle::TooYoung | AgeObstacle::TooOld))
    }
}

impl Law {
    /// Completed years of age on a day. An error when the day is before birth.
    pub fn age_on(&self, birth: Day, on: Day) -> Result<Answer<u16>, LawError> {
        if on < birth {
            return Err(LawError::question(
                "age.before_birth",
                format!("{}早于出生日期{}。", on.chinese(), birth.chinese()),
                format!("{on} is before the day of birth, {birth}"),
            ));
        }
        let years = u16::try_from(on.year() - birth.year()).unwrap_or(0);
        let reached = self.reaches(birth, years, on)?;
        let age = if reached.value <= on { years } else { years.saturating_sub(1) };
        let next = self.reaches(birth, age + 1, on)?.value;
        Ok(reached.map(|_| age).changing_on(next))
    }

    /// The day on which somebody born on `birth` reaches an age, as ages are read on `on`.
    pub fn reaches(&self, birth: Day, age: u16, on: Day) -> Result<Answer<Day>, LawError> {
        let mut birthday = birth.plus_years(i16::try_from(age).unwrap_or(i16::MAX));
        let mut rules: Vec<&Arc<Rule>> = Vec::new();
        if birthday.day_of_month() != birth.day_of_month() {
            let (reading, rule) = self.setting::<LeapBirthday>(on)?;
            rules.push(rule);
            if reading == LeapBirthday::MarchFirst {
                birthday = birthday.plus_days(1);
            }
        }
        let (reading, rule) = self.setting::<Reached>(on)?;
        rules.push(rule);
        if reading == Reached::DayAfter && age > 0 {
            birthday = birthday.plus_days(1);
        }
        Ok(Answer::new(birthday, rules))
    }

    /// The day from which a class may no longer be applied for by age; none of a class without an upper age.
    pub(crate) fn closes_on(
        &self,
        class: Class,
        birth: Day,
        as_of: Day,
    ) -> Result<Option<Answer<Day>>, LawError> {
        let limits = self.ages.at(class.code(), as_of)?;
        let Some(max) = limits.data.max else { return Ok(None) };
        let (reading, rule) = self.setting::<UpperBoundary>(as_of)?;
        let past = if reading == UpperBoundary::WholeYear { max + 1 } else { max };
        let day = self.reaches(birth, past, as_of)?.value;
        Ok(Some(Answer::new(day, [&limits.rule, rule])))
    }

    /// Whether somebody may apply for a class by age, under the rules of `as_of`.
    pub fn class_age_fit(
        &self,
        class: Class,
        birth: Day,
        as_of: Day,
        application: Application,
        ability_test_passed: bool,
    ) -> Result<Answer<AgeFit>, LawError> {
        let large_student =
            matches!(class, Class::A1 | Class::A2) && application == Application::VocationalStudent;
        let key = if large_student { format!("{class}.student") } else { class.code().to_owned() };
        let limits = self.ages.at(&key, as_of)?;
        let class_row = self.classes.at(class.code(), as_of)?;
        let age = self.age_on(birth, as_of)?;
        let opens = self.reaches(birth, limits.data.min, as_of)?.value;
        let mut rules: Vec<Arc<Rule>> = vec![Arc::clone(&limits.rule)];
        let mut closes = None;
        if let Some(max) = limits.data.max {
            let (reading, rule) = self.setting::<UpperBoundary>(as_of)?;
            rules.push(Arc::clone(rule));
            let past = if reading == UpperBoundary::WholeYear { max + 1 } else { max };
            closes = Some(self.reaches(birth, past, as_of)?.value);
        }
        let test = self.applicant_ability_test(class, age.value, as_of)?;
        rules.extend(test.rows);
        rules.push(Arc::clone(&class_row.rule));
        rules.extend(age.rows);
        let first = class_row.data.first_application;
        let obstacles = [
            (as_of < opens, AgeObstacle::TooYoung),
            (closes.is_some_and(|day| day <= as_of), AgeObstacle::TooOld),
            (application == Application::Initial && !first, AgeObstacle::UpgradeOnly),
            (application == Application::Add && !class_row.data.addable, AgeObstacle::FirstOnly),
            (test.value && !ability_test_passed, AgeObstacle::AbilityTest),
        ];
        let fit = AgeFit {
            age: age.value,
            min: limits.data.min,
            max: limits.data.max,
            ability_test_needed: test.value,
            initial_allowed: first,
            obstacles: obstacles.into_iter().filter(|(stands, _)| *stands).map(|(_, o)| o).collect(),
        };
        let changes_on = if as_of < opens { Some(opens) } else { closes.filter(|day| as_of < *day) };
        Ok(Answer::new(fit, &rules).changing_on(changes_on))
    }
}
