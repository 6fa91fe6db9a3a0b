//! Identity numbers (GB 11643-1999): six digits of area, eight of birth, three of sequence (the last odd for men) and a
//! check character.

use std::fmt;
use std::sync::Arc;

use base::{Day, Region, Text};
use serde::{Deserialize, Serialize};

use crate::normal::plain;
use crate::{Answer, Law, Rule};

/// The weights of the first seventeen digits, and the check characters by remainder of 11.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// The standard that the form and the check follow.
const STANDARD: &str = "GB 11643-1999";

/// The area codes of demonstration cities begin like this; GB/T 2260 does not assign them.
const DEMONSTRATION: &str = "9999";

/// Which areas a number may begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Areas {
    /// Those that are assigned.
    Assigned,
    /// Those, and the demonstration cities' 9999xx: only in a store made for demonstration.
    Demonstration,
}

/// Sex as the number tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sex {
    /// 男.
    #[serde(rename = "男")]
    Male,
    /// 女.
    #[serde(rename = "女")]
    Female,
}

/// Whose number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// 居民身份证.
    Resident,
    /// 港澳台居民居住证(香港).
    HongKong,
    /// 港澳台居民居住证(澳门).
    Macao,
    /// 港澳台居民居住证(台湾).
    Taiwan,
}

impl Holder {
    /// The document that bears the number.
    pub const fn document(self) -> &'static str {
        match self {
            Self::Resident => "居民身份证",
            Self::HongKong => "港澳台居民居住证(香港)",
            Self::Macao => "港澳台居民居住证(澳门)",
            Self::Taiwan => "港澳台居民居住证(台湾)",
        }
    }
}

/// A valid number and what it tells. It is personal data: `Debug` masks it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ResidentId {
    number: String,
    area: Region,
    birth: Day,
    sequence: u16,
    holder: Holder,
}

/// Why a number is not valid. The first fault in the order of this list is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IdFault {
    /// Not 18 characters.
    Length,
    /// Something other than seventeen digits and a digit or X.
    Charset,
    /// No such area.
    Area,
    /// No such day, or a day to come.
    BirthDate,
    /// The check character should be this one.
    Checksum {
        /// What it should be.
        expected: char,
    },
}

impl ResidentId {
    /// The 18 characters, digits and perhaps a capital X.
    pub fn as_str(&self) -> &str {
        &self.number
    }

    /// The six digits of area.
    pub fn area(&self) -> Region {
        self.area
    }

    /// The day of birth.
    pub fn birth(&self) -> Day {
        self.birth
    }

    /// Sex as the number tells it.
    pub fn sex(&self) -> Sex {
        if self.sequence % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// Whose number it is.
    pub fn holder(&self) -> Holder {
        self.holder
    }

    /// `3301**********1234`: for screens.
    pub fn masked(&self) -> String {
        let head: String = self.number.chars().take(4).collect();
        let tail: String = self.number.chars().skip(14).collect();
        format!("{head}**********{tail}")
    }
}

impl fmt::Debug for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResidentId({})", self.masked())
    }
}

impl IdFault {
    /// The fault's code: `length`, `charset`, `area`, `birth_date` or `checksum`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Charset => "charset",
            Self::Area => "area",
            Self::BirthDate => "birth_date",
            Self::Checksum { .. } => "checksum",
        }
    }

    /// What is wrong and how to mend it, for the person who typed it.
    pub fn message(self) -> Text {
        match self {
            Self::Length => Text::new(
                "身份证号码应为18位，请核对后重新填写。",
                "An identity number has 18 characters. Check it and type it again.",
            ),
            Self::Charset => Text::new(
                "身份证号码由17位数字和最后一位数字或X组成，请核对。",
                "An identity number is 17 digits and then a digit or X. Check it and type it again.",
            ),
            Self::Area => Text::new(
                "号码前六位不是有效的行政区划代码，请对照证件核对。",
                "The first six digits are no area that exists. Compare them with the card.",
            ),
            Self::BirthDate => Text::new(
                "号码第7至14位不是有效的出生日期，请对照证件核对。",
                "Digits 7 to 14 are not a possible day of birth. Compare them with the card.",
            ),
            Self::Checksum { .. } => Text::new(
                "号码校验不通过，可能有一位填错或两位颠倒，请对照证件逐位核对。",
                "The number does not check: a digit may be wrong or two may be swapped. Compare it with the card digit by digit.",
            ),
        }
    }
}

impl Law {
    /// Reads an identity number as people type it: full-width digits, a small x and spaces are mended. `on` is the day
    /// of asking, after which nobody is born.
    pub fn resident_id(&self, text: &str, areas: Areas, on: Day) -> Answer<Result<ResidentId, IdFault>> {
        let mut rules = Vec::new();
        let read = self.read_id(&plain(text), areas, on, &mut rules);
        Answer::new(read, &rules).under(STANDARD)
    }

    /// The 18-character number that took the place of a 15-digit one: the century and the check character are added.
    pub fn resident_id_from_15(
        &self,
        text: &str,
        areas: Areas,
        on: Day,
    ) -> Answer<Result<ResidentId, IdFault>> {
        let mut rules = Vec::new();
        let old = plain(text);
        let read = match (old.len(), old.get(..6), old.get(6..)) {
            (15, Some(area), Some(rest)) if old.bytes().all(|b| b.is_ascii_digit()) => {
                let digits = format!("{area}19{rest}");
                let check = check_character(&digits).unwrap_or_default();
                self.read_id(&format!("{digits}{check}"), areas, on, &mut rules)
            }
            _ if old.chars().count() == 15 => Err(IdFault::Charset),
            _ => Err(IdFault::Length),
        };
        Answer::new(read, &rules).under(STANDARD)
    }

    fn read_id(
        &self,
        number: &str,
        areas: Areas,
        on: Day,
        rules: &mut Vec<Arc<Rule>>,
    ) -> Result<ResidentId, IdFault> {
        if number.chars().count() != 18 {
            return Err(IdFault::Length);
        }
        let parts = number.split_at_checked(17).zip(check_character(number));
        let ((digits, given), expected) = parts.ok_or(IdFault::Charset)?;
        if !given.bytes().all(|b| b.is_ascii_digit() || b == b'X') {
            return Err(IdFault::Charset);
        }
        let holder = if areas == Areas::Demonstration && digits.starts_with(DEMONSTRATION) {
            Holder::Resident
        } else {
            let row = digits.get(..2).and_then(|province| self.area(province, on)).ok_or(IdFault::Area)?;
            rules.push(Arc::clone(&row.rule));
            row.data.holder
        };
        let area = digits.get(..6).and_then(|area| Region::parse(area).ok()).ok_or(IdFault::Area)?;
        let birth = birth_of(digits).filter(|birth| *birth <= on).ok_or(IdFault::BirthDate)?;
        if !given.starts_with(expected) {
            return Err(IdFault::Checksum { expected });
        }
        let sequence = digits.get(14..).and_then(|three| three.parse().ok()).ok_or(IdFault::Charset)?;
        Ok(ResidentId { number: number.to_owned(), area, birth, sequence, holder })
    }
}

fn birth_of(digits: &str) -> Option<Day> {
    let (year, month, day) = (digits.get(6..10)?, digits.get(10..12)?, digits.get(12..14)?);
    Day::parse(&format!("{year}-{month}-{day}")).ok()
}

/// The check character that belongs to the first seventeen digits; none when there are not seventeen digits.
pub fn check_character(number: &str) -> Option<char> {
    let mut digits = number.chars();
    let mut sum = 0;
    for weight in WEIGHTS {
        sum += weight * digits.next()?.to_digit(10)?;
    }
    let remainder = usize::try_from(sum % 11).ok()?;
    CHECKS.get(remainder).copied()
}
