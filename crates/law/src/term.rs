//! How long a licence is valid: six years, then ten, then without end (162§62, REG§26).

use base::Day;
use serde::{Deserialize, Serialize};

use crate::{AfterFullPoints, Answer, Figure, Law, LawError};

/// The length of a licence's validity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Term {
    /// 六年.
    #[serde(rename = "6年")]
    SixYears,
    /// 十年.
    #[serde(rename = "10年")]
    TenYears,
    /// 长期.
    #[serde(rename = "长期")]
    LongTerm,
}

impl Term {
    /// `6年`, `10年` or `长期`, as on the licence.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::SixYears => "6年",
            Self::TenYears => "10年",
            Self::LongTerm => "长期",
        }
    }

    /// Reads what [`Self::chinese`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "六年" => Some(Self::SixYears),
            "十年" => Some(Self::TenYears),
            _ => [Self::SixYears, Self::TenYears, Self::LongTerm]
                .into_iter()
                .find(|term| term.chinese() == text),
        }
    }
}

/// The validity of a first licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FirstValidity {
    /// Its length.
    pub term: Term,
    /// Its last day.
    pub valid_until: Day,
}

impl Law {
    /// The validity of a licence first issued on this day, under the rules of `on`.
    pub fn initial_validity(&self, first_issue: Day, on: Day) -> Result<Answer<FirstValidity>, LawError> {
        let years = self.measure(Figure::FirstTerm, on)?;
        let validity = FirstValidity { term: Term::SixYears, valid_until: years.after(first_issue) };
        Ok(Answer::new(validity, [years.rule]))
    }

    /// The term that follows this one, by the number of points cycles in it that reached 12 points.
    pub fn renewal_term(
        &self,
        current: Term,
        cycles_with_12_points: u16,
        on: Day,
    ) -> Result<Answer<Term>, LawError> {
        let rule = self.measure(Figure::SecondTerm, on)?.rule;
        if cycles_with_12_points == 0 || current == Term::LongTerm {
            let next = if current == Term::SixYears { Term::TenYears } else { Term::LongTerm };
            return Ok(Answer::new(next, [rule]));
        }
        let (reading, setting) = self.setting::<AfterFullPoints>(on)?;
        let next = match reading {
            AfterFullPoints::SameTerm => current,
            AfterFullPoints::SixYears => Term::SixYears,
        };
        Ok(Answer::new(next, [rule, setting]))
    }

    /// The last day of a term that starts on this day; none of a long-term licence.
    pub(crate) fn term_end(&self, term: Term, start: Day, on: Day) -> Result<Option<Day>, LawError> {
        Ok(match term {
            Term::SixYears => Some(self.measure(Figure::FirstTerm, on)?.after(start)),
            Term::TenYears => Some(self.measure(Figure::SecondTerm, on)?.after(start)),
            Term::LongTerm => None,
        })
    }
}
