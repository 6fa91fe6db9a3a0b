//! The keys of a question: what each may be, and how it is read.

use base::Day;
use serde_json::Value;

use super::Wrong;
use crate::normal::plain;
use crate::{Class, Classes, Subject, nearest};

/// The longest text that is read, in characters.
const TEXT_MAX: usize = 200;
/// The years that a date may lie in.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// A date as people type it, in those years; full-width digits and spaces do not count.
pub fn typed_day(text: &str) -> Option<Day> {
    Day::parse(&plain(text)).ok().filter(|day| YEARS.contains(&day.year()))
}

/// One key of an operation's input.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it may be.
    pub kind: Kind,
    /// Whether the question needs it.
    pub required: bool,
}

/// What a key may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text of at most 200 characters.
    Text,
    /// A date, `YYYY-MM-DD`.
    Date,
    /// A date, or 长期 for one without end.
    DateOrNone,
    /// A whole number from 0 to this one.
    Count(u32),
    /// `true` or `false`.
    Flag,
    /// `true` or `false`, or a list of what there is, which counts as `true` for a full one.
    FlagOrList,
    /// A licence class.
    Class,
    /// Licence classes as a licence prints them.
    Classes,
    /// An exam.
    Subject,
    /// One of these words.
    Word(&'static [&'static str]),
}

/// What a key was read as.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Read {
    Text(String),
    Date(Option<Day>),
    Count(u32),
    Flag(bool),
    Class(Class),
    Classes(Classes),
    Subject(Subject),
    Word(&'static str),
}

impl Key {
    /// A key that must be there.
    pub const fn needed(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, required: true }
    }

    /// A key that may be left out.
    pub const fn optional(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, required: false }
    }

    /// Reads what is written under it.
    pub(super) fn read(&self, value: &Value) -> Result<Read, Wrong> {
        let read = match (self.kind, value) {
            (Kind::Count(most), Value::Number(number)) => {
                whole(number).and_then(|n| u32::try_from(n).ok()).filter(|n| *n <= most).map(Read::Count)
            }
            (Kind::Flag | Kind::FlagOrList, Value::Bool(yes)) => Some(Read::Flag(*yes)),
            (Kind::FlagOrList, Value::Array(_)) => Some(Read::Flag(false)),
            (Kind::Count(_) | Kind::Flag | Kind::FlagOrList, _) => None,
            (_, Value::String(text)) => return self.read_text(text),
            (Kind::Class | Kind::Classes, Value::Array(listed)) => {
                let codes: Option<Vec<&str>> = listed.iter().map(Value::as_str).collect();
                return codes.ok_or_else(|| self.wrong()).and_then(|codes| self.read_text(&codes.concat()));
            }
            _ => None,
        };
        read.ok_or_else(|| self.wrong())
    }

    fn read_text(&self, text: &str) -> Result<Read, Wrong> {
        if text.chars().nth(TEXT_MAX).is_some() {
            let (zh, en) = (
                format!("{}最多{TEXT_MAX}个字符。", self.name),
                format!("{} has at most {TEXT_MAX} characters", self.name),
            );
            return Err(Wrong::at(self.name, "input.too_long", zh, en));
        }
        let read = match self.kind {
            Kind::Text => return Ok(Read::Text(text.to_owned())),
            Kind::DateOrNone if plain(text) == "长期" => Some(Read::Date(None)),
            Kind::Date | Kind::DateOrNone => return self.read_date(text),
            Kind::Class => Class::parse(&plain(text)).map(Read::Class),
            Kind::Classes => Classes::parse(text).ok().map(Read::Classes),
            Kind::Subject => Subject::parse(&plain(text)).map(Read::Subject),
            Kind::Word(words) => {
                let asked = plain(text).to_lowercase();
                words.iter().find(|word| **word == asked || **word == text).map(|word| Read::Word(word))
            }
            Kind::Count(_) | Kind::Flag | Kind::FlagOrList => None,
        };
        read.ok_or_else(|| self.unknown(text))
    }

    fn read_date(&self, text: &str) -> Result<Read, Wrong> {
        typed_day(text).map(|day| Read::Date(Some(day))).ok_or_else(|| {
            let (first, last) = (YEARS.start(), YEARS.end());
            Wrong::at(
                self.name,
                "input.date",
                format!("{}不是真实存在的日期，请写成YYYY-MM-DD，{first}年至{last}年。", self.name),
                format!("{} is no day that exists; write YYYY-MM-DD, from {first} to {last}", self.name),
            )
        })
    }

    fn unknown(&self, text: &str) -> Wrong {
        let known = self.kind.words();
        let near = nearest(&plain(text), known.iter().copied()).unwrap_or_default();
        let listed = known.join("、");
        Wrong::at(
            self.name,
            "input.not_one_of",
            format!("{}只能是{listed}，最接近的是{near}。", self.name),
            format!("{} is one of {}; the nearest is {near}", self.name, known.join(", ")),
        )
    }

    /// Something of another kind than it may be.
    fn wrong(&self) -> Wrong {
        let (zh, en) = match self.kind {
            Kind::Text => ("应为文字".to_owned(), "a text".to_owned()),
            Kind::Date | Kind::DateOrNone => {
                ("应为日期YYYY-MM-DD".to_owned(), "a date, YYYY-MM-DD".to_owned())
            }
            Kind::Count(most) => (format!("应为0至{most}的整数"), format!("a whole number from 0 to {most}")),
            Kind::Flag | Kind::FlagOrList => ("应为true或者false".to_owned(), "true or false".to_owned()),
            Kind::Class | Kind::Classes | Kind::Subject | Kind::Word(_) => {
                let known = self.kind.words();
                (format!("只能是{}", known.join("、")), format!("one of {}", known.join(", ")))
            }
        };
        Wrong::at(
            self.name,
            "input.type",
            format!("{}{zh}。", self.name),
            format!("{} must be {en}", self.name),
        )
    }

    /// The key is missing.
    pub(super) fn missing(&self) -> Wrong {
        let wrong = self.wrong().message;
        Wrong::at(
            self.name,
            "input.missing",
            format!("缺少{}：{}", self.name, wrong.zh),
            format!("{} is missing: {}", self.name, wrong.en),
        )
    }
}

/// A whole number, also where it is written `90.0`, which JSON Schema counts as an integer.
fn whole(number: &serde_json::Number) -> Option<u64> {
    number.as_u64().or_else(|| {
        let text = number.to_string();
        let (digits, rest) = text.split_once('.')?;
        rest.bytes().all(|b| b == b'0').then(|| digits.parse().ok()).flatten()
    })
}

impl Kind {
    /// The words it may be, where they are listed.
    pub(super) fn words(self) -> Vec<&'static str> {
        match self {
            Self::Class | Self::Classes => Class::ALL.iter().map(|class| class.code()).collect(),
            Self::Subject => Subject::NAMES.iter().map(|(_, name, _)| *name).collect(),
            Self::Word(words) => words.to_vec(),
            _ => Vec::new(),
        }
    }
}
