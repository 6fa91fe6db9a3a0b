//! What was typed into a calculator: dates, counts, boxes; what cannot be read is a message at its field.

use base::{Day, FieldError, Text};
use law::question::{YEARS, typed_day};
use law::{Classes, LawError, plain};

use crate::pages::item::failed;
use crate::{Fault, Posted};

/// A posted calculator and what is wrong with it.
pub(super) struct Asked<'a> {
    posted: &'a Posted,
    /// Today.
    pub(super) today: Day,
    /// What is wrong, in the order in which it was read.
    pub(super) wrong: Vec<FieldError>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(posted: &'a Posted, today: Day) -> Self {
        Self { posted, today, wrong: Vec::new() }
    }

    pub(super) fn text(&self, name: &str) -> &'a str {
        self.posted.value(name)
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.text(name) == "yes"
    }

    /// A field is wrong.
    pub(super) fn no(&mut self, field: &str, message: Text) {
        self.wrong.push(FieldError { field: field.to_owned(), message });
    }

    /// A date that is needed.
    pub(super) fn day(&mut self, name: &str) -> Option<Day> {
        let found = self.maybe_day(name);
        if found.is_none() && self.text(name).is_empty() {
            self.no(name, Text::new("请填写日期，例如2020-05-01", "Enter a date, for example 2020-05-01"));
        }
        found
    }

    /// A date that may be left out.
    pub(super) fn maybe_day(&mut self, name: &str) -> Option<Day> {
        let typed = self.text(name);
        if typed.is_empty() {
            return None;
        }
        let found = typed_day(typed);
        if found.is_none() {
            let (first, last) = (YEARS.start(), YEARS.end());
            let zh = format!("没有这一天，请写成2020-05-01的样子，{first}年至{last}年");
            let en = format!("There is no such day. Write it like 2020-05-01, from {first} to {last}");
            self.no(name, Text::new(zh, en));
        }
        found
    }

    /// A past date that is needed: of birth, of registration.
    pub(super) fn past_day(&mut self, name: &str) -> Option<Day> {
        let found = self.day(name)?;
        if found > self.today {
            self.no(name, Text::new("这一天还没有到，请核对", "That day is still to come. Check it"));
            return None;
        }
        Some(found)
    }

    /// A whole number up to `most`; this one where it was left out.
    pub(super) fn count(&mut self, name: &str, most: u16, absent: u16) -> Option<u16> {
        let typed = plain(self.text(name));
        if typed.is_empty() {
            return Some(absent);
        }
        let found = typed.parse().ok().filter(|count| *count <= most);
        if found.is_none() {
            let zh = format!("请填写0至{most}的整数");
            self.no(name, Text::new(zh, format!("Enter a whole number from 0 to {most}")));
        }
        found
    }

    /// Classes as a licence prints them; these where they were left out.
    pub(super) fn classes(&mut self, name: &str, absent: &str) -> Option<Classes> {
        let typed = self.text(name);
        let read = Classes::parse(&plain(if typed.is_empty() { absent } else { typed }));
        if read.is_err() {
            let (zh, en) = (
                "请照驾驶证填写准驾车型，例如C1或者A2D",
                "Enter the classes as on the licence, for example C1 or A2D",
            );
            self.no(name, Text::new(zh, en));
        }
        read.ok()
    }

    /// The answer of the law; a question that has none is a message at a field.
    pub(super) fn answer<T>(&mut self, field: &str, answer: Result<T, LawError>) -> Result<Option<T>, Fault> {
        match answer {
            Ok(answer) => Ok(Some(answer)),
            Err(LawError::Question { code, message }) => {
                self.no(named_by(code).unwrap_or(field), message);
                Ok(None)
            }
            Err(other) => Err(failed(other)),
        }
    }
}

/// The field that an error of the law speaks of, where it is not the one the question begins with.
fn named_by(code: &str) -> Option<&'static str> {
    match code {
        "vehicle.manufactured" => Some("manufactured"),
        "inspection.seats" => Some("seats"),
        _ => None,
    }
}
