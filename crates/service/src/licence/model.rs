//! Rows and events of licences.

use base::{Day, Region};
use law::{Classes, Term};
use serde::{Deserialize, Serialize};

use crate::catalog::LicenceStatus;
use crate::office::events;

/// A licence as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Licence {
    /// `lic_…`.
    pub id: String,
    /// Whose.
    pub holder: String,
    /// 档案编号: twelve digits, the first four of the office's region.
    pub file_number: String,
    /// 准驾车型.
    pub classes: Classes,
    /// Whether it is in order.
    pub status: LicenceStatus,
    /// 初次领证日期, from which the twelve-month cycles of points run (163§3).
    pub first_issue: Day,
    /// First day of the term in force.
    pub valid_from: Day,
    /// Last day of the term in force; none on a long-term one.
    pub valid_until: Option<Day>,
    /// 6年, 10年 or 长期.
    pub term: Term,
    /// Number of the blank it is printed on.
    pub blank: Option<String>,
    /// How many times it was issued, from 1.
    pub edition: u32,
    /// Where it is kept.
    pub region: Region,
}

/// 6, 10 or 0, as rows hold it.
pub(super) const fn years(term: Term) -> i64 {
    match term {
        Term::SixYears => 6,
        Term::TenYears => 10,
        Term::LongTerm => 0,
    }
}

pub(super) const fn term(years: i64) -> Option<Term> {
    match years {
        6 => Some(Term::SixYears),
        10 => Some(Term::TenYears),
        0 => Some(Term::LongTerm),
        _ => None,
    }
}

/// A licence was entered (import, first issue).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LicenceRegistered {
    /// `lic_…`.
    pub licence: String,
    /// Whose.
    pub holder: String,
    /// 档案编号.
    pub file_number: String,
    /// 准驾车型.
    pub classes: String,
    /// 初次领证日期.
    pub first_issue: Day,
    /// First day of the term.
    pub valid_from: Day,
    /// Last day of the term.
    pub valid_until: Option<Day>,
    /// Years of the term; 0 is long-term.
    pub term: i64,
    /// Where.
    pub region: Region,
}

/// A licence was issued anew at the end of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LicenceReissued {
    /// `lic_…`.
    pub licence: String,
    /// The case that led to it.
    pub case: String,
    /// expired, lost or damaged.
    pub reason: String,
    /// First day of the term.
    pub valid_from: Day,
    /// Last day of the term.
    pub valid_until: Option<Day>,
    /// Years of the term; 0 is long-term.
    pub term: i64,
    /// Number of the blank.
    pub blank: String,
    /// From 1.
    pub edition: u32,
}

/// The last day of a term was corrected after a decision, by a second person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LicenceCorrected {
    /// `lic_…`.
    pub licence: String,
    /// The case in which it went wrong.
    pub case: String,
    /// The right last day; none for a long-term licence.
    pub valid_until: Option<Day>,
}

/// The police or a court set the licence's standing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LicenceStatusSet {
    /// `lic_…`.
    pub licence: String,
    /// The code of the new standing.
    pub status: String,
}

events! {
    /// What happens to a licence.
    LicenceEvent {
        /// Entered.
        Registered(LicenceRegistered) = "licence.registered",
        /// Issued anew.
        Reissued(LicenceReissued) = "licence.reissued",
        /// Corrected.
        Corrected(LicenceCorrected) = "licence.corrected",
        /// Its standing set.
        StatusSet(LicenceStatusSet) = "licence.status_set",
    }
}
