//! What a year's days are: the notice's days off and days worked, or, without a notice, the statutory days.

use std::sync::Arc;

use base::{Day, Text};
use serde::Deserialize;

use crate::raw::wrong;
use crate::{Law, LawError, Rule};

/// A yearly notice.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticeRow {
    off: Vec<Off>,
    work: Vec<Day>,
}

/// Days off in a row.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Off {
    names: Vec<String>,
    from: Day,
    until: Day,
}

/// A statutory holiday.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatutoryRow {
    name: Text,
    anchor: String,
    before: u16,
    days: u16,
}

/// The days of a year that move.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MovingRow {
    spring_festival: Day,
    qingming: Day,
    dragon_boat: Day,
    mid_autumn: Day,
}

/// What is known of one day.
pub(crate) struct DayKind<'a> {
    pub(crate) working: bool,
    pub(crate) holiday: Option<Text>,
    pub(crate) provisional: bool,
    pub(crate) rule: Option<&'a Arc<Rule>>,
}

impl Law {
    /// What a day is. A notice's word about a day wins, even a day of the year before or after its own; else Monday to
    /// Friday are worked.
    pub(crate) fn day_kind(&self, on: Day) -> Result<DayKind<'_>, LawError> {
        for row in self.notices.all() {
            if row.data.work.contains(&on) {
                return Ok(DayKind {
                    working: true,
                    holiday: None,
                    provisional: false,
                    rule: Some(&row.rule),
                });
            }
            if let Some(off) = row.data.off.iter().find(|off| off.from <= on && on <= off.until) {
                let holiday = Some(self.names(&off.names, on)?);
                return Ok(DayKind { working: false, holiday, provisional: false, rule: Some(&row.rule) });
            }
        }
        let weekday = on.is_weekday();
        if let Ok(row) = self.notices.at(&year_key(on), on) {
            return Ok(DayKind {
                working: weekday,
                holiday: None,
                provisional: false,
                rule: Some(&row.rule),
            });
        }
        let mut statutory = self.statutory.all().filter(|row| row.rule.in_force(on)).peekable();
        if statutory.peek().is_none() {
            // A year whose holidays are not in the tables has unknown days, not only worked ones.
            return Err(LawError::NotInForce { table: "statutory", key: year_key(on), on });
        }
        let mut rule = None;
        for row in statutory {
            rule.get_or_insert(&row.rule);
            let start = self.anchor_day(&row.data.anchor, on)?.plus_days(-i32::from(row.data.before));
            if start <= on && on < start.plus_days(i32::from(row.data.days)) {
                let holiday = Some(row.data.name.clone());
                return Ok(DayKind { working: false, holiday, provisional: true, rule: Some(&row.rule) });
            }
        }
        // That it is none of the holidays rests on the same measure as they do.
        Ok(DayKind { working: weekday, holiday: None, provisional: true, rule })
    }

    fn names(&self, keys: &[String], on: Day) -> Result<Text, LawError> {
        let mut names = Vec::new();
        for key in keys {
            names.push(&self.statutory.at(key, on)?.data.name);
        }
        let zh: Vec<&str> = names.iter().map(|name| name.zh.as_str()).collect();
        let en: Vec<&str> = names.iter().map(|name| name.en.as_str()).collect();
        Ok(Text::new(zh.join("、"), en.join(", ")))
    }

    /// The day in `on`'s year that an anchor (`10-01`, `dragon_boat`) stands for.
    fn anchor_day(&self, anchor: &str, on: Day) -> Result<Day, LawError> {
        if let Ok(day) = Day::parse(&format!("{}-{anchor}", year_key(on))) {
            return Ok(day);
        }
        let year = &self.moving.at(&year_key(on), on)?.data;
        moving_day(year, anchor).ok_or(LawError::NotInForce { table: "moving", key: anchor.to_owned(), on })
    }

    /// The notices name known holidays and days in order; the statutory days have anchors that exist.
    pub(crate) fn check_calendar(&self) -> Result<(), LawError> {
        for row in self.notices.all() {
            let fail = |message: String| Err(wrong("holidays.toml", &row.rule.key, message));
            for off in &row.data.off {
                if off.until < off.from {
                    return fail(format!("the days off from {} end before they begin", off.from));
                }
                if let Some(name) = off.names.iter().find(|name| self.statutory.at(name, off.from).is_err()) {
                    return fail(format!("there is no holiday {name}"));
                }
                if let Some(day) = row.data.work.iter().find(|day| off.from <= **day && **day <= off.until) {
                    return fail(format!("{day} is both off and worked"));
                }
            }
        }
        for row in self.statutory.all() {
            let sample = self.moving.all().next().map(|year| moving_day(&year.data, &row.data.anchor));
            let moves = sample.flatten().is_some();
            if !moves && Day::parse(&format!("2000-{}", row.data.anchor)).is_err() {
                let said =
                    format!("the anchor {} is neither MM-DD nor a day of moving.toml", row.data.anchor);
                return Err(wrong("statutory.toml", &row.rule.key, said));
            }
        }
        Ok(())
    }
}

fn moving_day(year: &MovingRow, anchor: &str) -> Option<Day> {
    match anchor {
        "spring_festival" => Some(year.spring_festival),
        "qingming" => Some(year.qingming),
        "dragon_boat" => Some(year.dragon_boat),
        "mid_autumn" => Some(year.mid_autumn),
        _ => None,
    }
}

/// The key of a year's rows.
pub(crate) fn year_key(on: Day) -> String {
    format!("{:04}", on.year())
}
