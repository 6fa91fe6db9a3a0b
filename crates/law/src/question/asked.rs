//! A question that was read: its keys by name.

use base::Day;
use serde_json::{Map, Value};

use super::key::{Key, Kind, Read};
use super::{Op, Wrong};
use crate::{Class, Classes, Law, Subject, nearest};

/// The key that every question may have: the day whose rules decide.
pub(super) const AS_OF: Key = Key::optional("as_of", Kind::Date);

/// A question with its keys read.
pub(crate) struct Asked<'a> {
    pub(super) law: &'a Law,
    /// The day whose rules decide; today where the question names none.
    pub(super) as_of: Day,
    /// Today.
    pub(super) today: Day,
    read: Vec<(&'static str, Read)>,
}

impl<'a> Asked<'a> {
    /// Reads the keys that an operation declares; a key it does not know is an error.
    pub(super) fn read(law: &'a Law, today: Day, op: &Op, input: &Map<String, Value>) -> Result<Self, Wrong> {
        let mut asked = Self { law, as_of: today, today, read: Vec::with_capacity(op.keys.len()) };
        for (name, value) in input {
            if name == "op" {
                continue;
            }
            let known = op.keys.iter().chain(std::iter::once(&AS_OF)).find(|key| key.name == name);
            let key = known.ok_or_else(|| unknown(name, op))?;
            if value.is_null() {
                continue;
            }
            let read = key.read(value)?;
            if let (true, Read::Date(Some(day))) = (key.name == AS_OF.name, &read) {
                asked.as_of = *day;
            }
            asked.read.push((key.name, read));
        }
        match op.keys.iter().find(|key| key.required && asked.get(key.name).is_none()) {
            Some(key) => Err(key.missing()),
            None => Ok(asked),
        }
    }

    fn get(&self, name: &str) -> Option<&Read> {
        self.read.iter().find(|(known, _)| *known == name).map(|(_, read)| read)
    }

    /// The key that gave a day; the one whose rules were asked for before all others.
    pub(super) fn gave(&self, day: Day) -> Option<&'static str> {
        let given =
            |(_, read): &&(&'static str, Read)| matches!(read, Read::Date(Some(date)) if *date == day);
        let own = (self.as_of == day).then_some(AS_OF.name);
        own.or_else(|| self.read.iter().find(given).map(|(name, _)| *name))
    }

    pub(super) fn text(&self, name: &str) -> &str {
        match self.get(name) {
            Some(Read::Text(text)) => text,
            Some(Read::Word(word)) => word,
            _ => "",
        }
    }

    pub(super) fn word(&self, name: &str) -> Option<&'static str> {
        match self.get(name) {
            Some(Read::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// A date; none where it was left out or has no end.
    pub(super) fn day(&self, name: &str) -> Option<Day> {
        match self.get(name) {
            Some(Read::Date(day)) => *day,
            _ => None,
        }
    }

    /// A date that the operation declares as needed.
    pub(super) fn needed_day(&self, name: &'static str) -> Result<Day, Wrong> {
        self.day(name).ok_or_else(|| Key::needed(name, Kind::Date).missing())
    }

    pub(super) fn count(&self, name: &str) -> Option<u16> {
        match self.get(name) {
            Some(Read::Count(count)) => u16::try_from(*count).ok(),
            _ => None,
        }
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        matches!(self.get(name), Some(Read::Flag(true)))
    }

    /// A flag that counts as this where it was left out.
    pub(super) fn flag_or(&self, name: &str, absent: bool) -> bool {
        match self.get(name) {
            Some(Read::Flag(yes)) => *yes,
            _ => absent,
        }
    }

    pub(super) fn class(&self, name: &'static str) -> Result<Class, Wrong> {
        match self.get(name) {
            Some(Read::Class(class)) => Ok(*class),
            _ => Err(Key::needed(name, Kind::Class).missing()),
        }
    }

    pub(super) fn classes(&self, name: &'static str) -> Result<&Classes, Wrong> {
        match self.get(name) {
            Some(Read::Classes(classes)) => Ok(classes),
            _ => Err(Key::needed(name, Kind::Classes).missing()),
        }
    }

    pub(super) fn subject(&self) -> Result<Subject, Wrong> {
        match self.get("subject") {
            Some(Read::Subject(subject)) => Ok(*subject),
            _ => Err(Key::needed("subject", Kind::Subject).missing()),
        }
    }
}

fn unknown(name: &str, op: &Op) -> Wrong {
    let known: Vec<&str> = op.keys.iter().map(|key| key.name).collect();
    let near = nearest(name, known.iter().copied().chain(std::iter::once(AS_OF.name))).unwrap_or_default();
    let shown: String = name.chars().take(40).collect();
    Wrong::at(
        &shown,
        "input.unknown_key",
        format!("没有“{shown}”这一项，最接近的是{near}；可以有：{}。", known.join("、")),
        format!("there is no key {shown:?}; the nearest is {near}; it may have {}", known.join(", ")),
    )
}
