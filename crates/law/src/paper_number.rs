//! Numbers printed on papers: how many digits they have.

use base::{Day, Text};
use serde::{Deserialize, Serialize};

use crate::normal::plain;
use crate::{Answer, Law, LawError};

/// One kind of number.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PaperNumberRow {
    name: Text,
    digits: u16,
    stays: bool,
}

/// Whether a text is a number of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PaperNumber {
    /// Whether it is.
    pub valid: bool,
    /// How many digits it has to have.
    pub digits: u16,
    /// Whether it stays when the paper is issued anew.
    pub stays: bool,
}

impl Law {
    /// Whether a text has the form of a number on a paper (`licence_file`); full-width digits and spaces do no harm.
    pub fn paper_number(&self, kind: &str, text: &str, on: Day) -> Result<Answer<PaperNumber>, LawError> {
        let row = self.paper_numbers.at(kind, on)?;
        let digits = row.data.digits;
        let number = plain(text);
        let valid = number.len() == usize::from(digits) && number.bytes().all(|b| b.is_ascii_digit());
        Ok(Answer::new(PaperNumber { valid, digits, stays: row.data.stays }, [&row.rule]))
    }

    /// What a kind of number is called.
    pub fn paper_number_name(&self, kind: &str, on: Day) -> Result<&Text, LawError> {
        self.paper_numbers.at(kind, on).map(|row| &row.data.name)
    }
}
