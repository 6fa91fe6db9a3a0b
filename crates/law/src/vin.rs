//! Vehicle identification numbers (GB 16735): seventeen characters without I, O and Q, of which the ninth checks the
//! others and the tenth tells the model year. Imported vehicles may fail the check; whoever uses it decides.

use serde::Serialize;

use crate::Answer;
use crate::normal::plain;

/// The standard that the form and the check follow.
const STANDARD: &str = "GB 16735";

/// The weight of each position; the check itself has none.
const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/// Where the check stands.
const CHECK_AT: usize = 8;
/// Where the model year stands.
const YEAR_AT: usize = 9;

/// The codes of thirty model years in their order: no I, O, Q, U, Z and 0.
const YEAR_CODES: &str = "ABCDEFGHJKLMNPRSTVWXY123456789";
/// The years that the first code stands for.
const FIRST_YEARS: [u16; 2] = [1980, 2010];

/// Why a number is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VinFault {
    /// Not 17 characters.
    Length,
    /// A character that no number has; the first of them.
    Charset(char),
    /// The ninth character should be this one.
    Checksum {
        /// What it should be.
        expected: char,
    },
}

impl VinFault {
    /// `length`, `charset` or `checksum`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Charset(_) => "charset",
            Self::Checksum { .. } => "checksum",
        }
    }
}

/// A number that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Vin {
    /// As it is written: capitals, no white space.
    pub normalized: String,
    /// The character at the place of the check; none where the length is wrong.
    pub check: Option<char>,
    /// What is wrong with it.
    pub fault: Option<VinFault>,
}

/// The model year that a number tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ModelYear {
    /// The code, the tenth character.
    pub code: char,
    /// The years it may stand for, the earlier first; empty where the code stands for none.
    pub years: Vec<u16>,
}

impl Vin {
    /// Whether nothing is wrong with it.
    pub fn valid(&self) -> bool {
        self.fault.is_none()
    }

    /// Reads a number as people type it.
    pub fn read(text: &str) -> Answer<Self> {
        let normalized = plain(text);
        let fault = fault(&normalized);
        let check =
            if normalized.chars().count() == WEIGHTS.len() { normalized.chars().nth(CHECK_AT) } else { None };
        Answer::new(Self { normalized, check, fault }, []).under(STANDARD)
    }

    /// The check that belongs to a number whose ninth place is written `_`.
    pub fn check_of(text: &str) -> Result<Answer<char>, VinFault> {
        let blank = plain(text);
        if blank.chars().count() != WEIGHTS.len() {
            return Err(VinFault::Length);
        }
        for (at, c) in blank.chars().enumerate() {
            if (at == CHECK_AT) != (c == '_') || at != CHECK_AT && value(c).is_none() {
                return Err(VinFault::Charset(c));
            }
        }
        expected(&blank).map(|check| Answer::new(check, []).under(STANDARD)).ok_or(VinFault::Length)
    }

    /// The model year; none where the number is not seventeen characters of its alphabet. A letter that no number has is
    /// a code without years when it stands at the place of the year itself.
    pub fn model_year(&self) -> Option<Answer<ModelYear>> {
        let read = |(at, c): (usize, char)| value(c).is_some() || at == YEAR_AT && c.is_ascii_uppercase();
        if self.check.is_none() || !self.normalized.chars().enumerate().all(read) {
            return None;
        }
        let code = self.normalized.chars().nth(YEAR_AT)?;
        let place = YEAR_CODES.chars().position(|known| known == code).and_then(|p| u16::try_from(p).ok());
        let years =
            place.map_or_else(Vec::new, |place| FIRST_YEARS.iter().map(|first| first + place).collect());
        Some(Answer::new(ModelYear { code, years }, []).under(STANDARD))
    }
}

fn fault(number: &str) -> Option<VinFault> {
    if number.chars().count() != WEIGHTS.len() {
        return Some(VinFault::Length);
    }
    if let Some(bad) = number.chars().find(|c| value(*c).is_none()) {
        return Some(VinFault::Charset(bad));
    }
    let expected = expected(number)?;
    (number.chars().nth(CHECK_AT) != Some(expected)).then_some(VinFault::Checksum { expected })
}

/// The check of seventeen characters, whatever stands at its own place.
fn expected(number: &str) -> Option<char> {
    let sum: u32 = number.chars().zip(WEIGHTS).map(|(c, weight)| weight * value(c).unwrap_or(0)).sum();
    if sum % 11 == 10 { Some('X') } else { char::from_digit(sum % 11, 10) }
}

/// What a character counts; none of one that no number has.
fn value(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        'A'..='H' => Some(u32::from(c) - u32::from('A') + 1),
        'J'..='N' => Some(u32::from(c) - u32::from('J') + 1),
        'P' => Some(7),
        'R' => Some(9),
        'S'..='Z' => Some(u32::from(c) - u32::from('S') + 2),
        _ => None,
    }
}
