//! Exams for a licence: pass marks, when a subject may be booked, how often, and how long a learner's permit counts
//! (162§38–47).

use std::sync::Arc;

use base::Day;
use serde::{Deserialize, Serialize};

use crate::{Answer, Class, Figure, Law, LawError};

/// A value of some classes that differs from the others'.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Of {
    classes: Vec<Class>,
    value: u16,
}

/// The pass mark of one subject.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkRow {
    mark: u16,
    other: Vec<Of>,
}

/// When one subject may be booked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WaitRow {
    days: u16,
    other: Vec<Of>,
    upgrade: Vec<Of>,
    without: Vec<Class>,
    practical: bool,
}

/// One exam.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// 科目一.
    #[serde(rename = "科目一")]
    One,
    /// 科目二.
    #[serde(rename = "科目二")]
    Two,
    /// 科目三道路驾驶技能.
    #[serde(rename = "科目三道路驾驶技能")]
    Road,
    /// 安全文明驾驶常识, called 科目四.
    #[serde(rename = "安全文明驾驶常识")]
    Safety,
}

impl Subject {
    /// Every subject with its name and what else it is called.
    pub const NAMES: &[(Self, &str, &[&str])] = &[
        (Self::One, "科目一", &[]),
        (Self::Two, "科目二", &[]),
        (Self::Road, "科目三道路驾驶技能", &["科目三", "道路驾驶技能", "科目三(道路驾驶技能)"]),
        (
            Self::Safety,
            "安全文明驾驶常识",
            &["科目四", "科目三安全文明驾驶常识", "安全文明驾驶常识考试", "科目三(安全文明驾驶常识)"],
        ),
    ];

    /// Its name.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::One => "科目一",
            Self::Two => "科目二",
            Self::Road => "科目三道路驾驶技能",
            Self::Safety => "安全文明驾驶常识",
        }
    }

    /// Its name in English.
    pub const fn english(self) -> &'static str {
        match self {
            Self::One => "theory",
            Self::Two => "driving ground",
            Self::Road => "road",
            Self::Safety => "safe driving",
        }
    }

    /// Reads a name or another one of it.
    pub fn parse(text: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(_, name, also)| *name == text || also.contains(&text))
            .map(|(subject, ..)| *subject)
    }
}

/// Whether a subject may be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Booking {
    /// Whether it may.
    pub can_book: bool,
    /// How many days there are to wait; none where the class does not sit the subject.
    pub min_days: Option<u16>,
}

/// How long a learner's permit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Permit {
    /// Whether it counts on the day of asking.
    pub valid: bool,
    /// Its years.
    pub years: u16,
    /// Its last day.
    pub until: Day,
}

impl Law {
    /// The pass mark of a subject, of 100.
    pub fn pass_mark(&self, subject: Subject, class: Class, on: Day) -> Result<Answer<u16>, LawError> {
        let row = self.exam_marks.at(subject.chinese(), on)?;
        Ok(Answer::new(value_of(&row.data.other, class).unwrap_or(row.data.mark), [&row.rule]))
    }

    /// Whether a subject may be booked, so many days after the learner's permit. `upgrade` is a holder of a car class
    /// who adds the class.
    pub fn can_book(
        &self,
        subject: Subject,
        class: Class,
        upgrade: bool,
        permit_issued: Day,
        as_of: Day,
    ) -> Result<Answer<Booking>, LawError> {
        let row = self.exam_waits.at(subject.chinese(), as_of)?;
        let mut rules = vec![Arc::clone(&row.rule)];
        if row.data.without.contains(&class) {
            return Ok(Answer::new(Booking { can_book: false, min_days: None }, &rules));
        }
        let shorter = value_of(&row.data.upgrade, class).filter(|_| upgrade);
        let days = shorter.or_else(|| value_of(&row.data.other, class)).unwrap_or(row.data.days);
        let permit = self.permit(permit_issued, as_of)?;
        let opens = permit_issued.plus_days(i32::from(days));
        let can_book = permit.value.valid && opens <= as_of;
        if !permit.value.valid {
            rules.extend(permit.rows);
        }
        let changes_on = if as_of < opens { opens } else { permit.value.until.plus_days(1) };
        let value = Booking { can_book, min_days: Some(days) };
        Ok(Answer::new(value, &rules).changing_on((as_of < changes_on).then_some(changes_on)))
    }

    /// Whether a subject may be booked again after a failed booking.
    pub fn can_rebook(
        &self,
        subject: Subject,
        last_failed: Day,
        as_of: Day,
    ) -> Result<Answer<Booking>, LawError> {
        let after = self.measure(Figure::ExamRebookAfter, as_of)?;
        let practical = self.exam_waits.at(subject.chinese(), as_of)?.data.practical;
        let days = if practical { after.value } else { 0 };
        let opens = last_failed.plus_days(i32::from(days));
        let value = Booking { can_book: opens <= as_of, min_days: Some(days) };
        Ok(Answer::new(value, [after.rule]).changing_on((as_of < opens).then_some(opens)))
    }

    /// How often a subject may be booked within a learner's permit; none where nothing limits it.
    pub fn bookings_max(&self, subject: Subject, on: Day) -> Result<Answer<Option<u16>>, LawError> {
        let most = self.measure(Figure::ExamBookings, on)?;
        let practical = self.exam_waits.at(subject.chinese(), on)?.data.practical;
        Ok(Answer::new(practical.then_some(most.value), [most.rule]))
    }

    /// How long a learner's permit counts for somebody: not past the day before the class may no longer be applied for by
    /// age (162§41).
    pub fn permit_of(
        &self,
        class: Class,
        birth: Day,
        issued: Day,
        as_of: Day,
    ) -> Result<Answer<Permit>, LawError> {
        let permit = self.permit(issued, as_of)?;
        let Some(closes) = self.closes_on(class, birth, as_of)? else { return Ok(permit) };
        let until = permit.value.until.min(closes.value.plus_days(-1));
        let valid = issued <= as_of && as_of <= until;
        let value = Permit { valid, until, ..permit.value };
        let rules: Vec<_> = permit.rows.into_iter().chain(closes.rows).collect();
        Ok(Answer::new(value, &rules).changing_on((as_of <= until).then(|| until.plus_days(1))))
    }

    /// How long a learner's permit counts whoever holds it; [`Law::permit_of`] also knows the upper age of its class.
    pub fn permit(&self, issued: Day, as_of: Day) -> Result<Answer<Permit>, LawError> {
        let valid = self.measure(Figure::PermitValid, as_of)?;
        let until = valid.after(issued);
        let permit = Permit { valid: issued <= as_of && as_of <= until, years: valid.value, until };
        Ok(Answer::new(permit, [valid.rule]).changing_on((as_of <= until).then(|| until.plus_days(1))))
    }

    /// The last day on which renewal may be put off (延期): while the validity lasts, and for as long after it as a licence may
    /// still be renewed (162§75).
    pub fn postpone_by(&self, valid_until: Day, on: Day) -> Result<Answer<Day>, LawError> {
        let late = self.measure(Figure::RenewalLate, on)?;
        Ok(Answer::new(late.after(valid_until), [late.rule]).under("162§75"))
    }

    /// The longest that renewal, review or a medical certificate is put off, in years; there is no driving meanwhile.
    pub fn postponed_longest(&self, on: Day) -> Result<Answer<u16>, LawError> {
        let longest = self.measure(Figure::PostponeLongest, on)?;
        Ok(Answer::new(longest.value, [longest.rule]))
    }
}

fn value_of(others: &[Of], class: Class) -> Option<u16> {
    others.iter().find(|other| other.classes.contains(&class)).map(|other| other.value)
}
