//! Unified social credit codes (GB 32100-2015): eighteen characters without I, O, S, V and Z. The first tells the
//! department of registration, the second the kind, six the area, nine the subject with a check of its own
//! (GB 11714), and the last checks them all.

use serde::Serialize;

use crate::Answer;
use crate::normal::plain;

/// The standard that the form and the check follow.
const STANDARD: &str = "GB 32100-2015";

/// The characters in the order of what they count.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// The weights of the first seventeen: powers of three, modulo 31.
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// The weights of the first eight of the subject's nine.
const SUBJECT_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
/// Which places are the area, digits only.
const AREA: std::ops::Range<usize> = 2..8;

/// Why a code is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UsccFault {
    /// Not 18 characters.
    Length,
    /// A character that does not belong at its place; the first of them.
    Charset(char),
    /// The last character should be this one.
    Checksum {
        /// What it should be.
        expected: char,
    },
}

impl UsccFault {
    /// `length`, `charset` or `checksum`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Charset(_) => "charset",
            Self::Checksum { .. } => "checksum",
        }
    }
}

/// A code that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Uscc {
    /// As it is written: capitals, no white space.
    pub normalized: String,
    /// What is wrong with it.
    pub fault: Option<UsccFault>,
    /// Whether the subject's nine characters check among themselves; none where length or characters are wrong. Older
    /// codes exist that do not, so this alone makes no code wrong.
    pub subject_checks: Option<bool>,
}

impl Uscc {
    /// Whether nothing is wrong with it.
    pub fn valid(&self) -> bool {
        self.fault.is_none()
    }

    /// Reads a code as people type it.
    pub fn read(text: &str) -> Answer<Self> {
        let normalized = plain(text);
        let (fault, subject_checks) = if let Err(fault) = form(&normalized, WEIGHTS.len() + 1) {
            (Some(fault), None)
        } else {
            let wrong = check(&normalized).filter(|expected| !normalized.ends_with(*expected));
            (wrong.map(|expected| UsccFault::Checksum { expected }), Some(subject_checks(&normalized)))
        };
        Answer::new(Self { normalized, fault, subject_checks }, []).under(STANDARD)
    }

    /// The check that belongs to the first seventeen characters.
    pub fn check_of(text: &str) -> Result<Answer<char>, UsccFault> {
        let body = plain(text);
        form(&body, WEIGHTS.len())?;
        check(&body).map(|check| Answer::new(check, []).under(STANDARD)).ok_or(UsccFault::Length)
    }

    /// The character at a place from 0; none where the length or a character is wrong.
    pub fn part(&self, places: std::ops::Range<usize>) -> Option<&str> {
        self.subject_checks?;
        self.normalized.get(places)
    }
}

fn form(code: &str, length: usize) -> Result<(), UsccFault> {
    if code.chars().count() != length {
        return Err(UsccFault::Length);
    }
    let belongs =
        |(at, c): &(usize, char)| ALPHABET.contains(*c) && (!AREA.contains(at) || c.is_ascii_digit());
    match code.chars().enumerate().find(|place| !belongs(place)) {
        Some((_, bad)) => Err(UsccFault::Charset(bad)),
        None => Ok(()),
    }
}

fn check(code: &str) -> Option<char> {
    let mut sum = 0;
    for (c, weight) in code.chars().zip(WEIGHTS) {
        sum += weight * ALPHABET.find(c)?;
    }
    ALPHABET.chars().nth((31 - sum % 31) % 31)
}

/// The check of the subject: letters count from 10 on in the whole alphabet.
fn subject_checks(code: &str) -> bool {
    let subject: Vec<char> = code.chars().skip(8).take(9).collect();
    let counted = subject.iter().zip(SUBJECT_WEIGHTS).map(|(c, weight)| c.to_digit(36).unwrap_or(0) * weight);
    let expected = match 11 - counted.sum::<u32>() % 11 {
        10 => 'X',
        11 => '0',
        rest => char::from_digit(rest, 10).unwrap_or('0'),
    };
    subject.last() == Some(&expected)
}
