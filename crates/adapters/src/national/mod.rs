//! The national platform (公安交通管理综合应用平台): every licence that the office issues is uploaded there.
//!
//! An upload is a licence and its version; the same version uploaded again gives the same receipt, so a job may repeat
//! it. Versions may arrive out of order: an older one is taken into the history and answered `superseded`, which is
//! success too. The national platform is a copy, never a source: the office's own ledger is what counts, and where
//! the platform is down uploads wait and the counter goes on. The profile is `docs/profiles/national.md`.

mod client;
mod twin;

#[cfg(test)]
mod tests;

use base::{Day, Instant, Region};
use serde::{Deserialize, Serialize};

pub use client::National;
pub(crate) use twin::router;

use crate::Private;
use crate::limits::{Limited, Wrong};
use crate::wire::present;

/// A licence as issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upload {
    /// Our id of the licence, 1 to 64 letters, digits, `_` and `-`.
    pub licence_id: String,
    /// Its version, 1 to 1,000,000: one more with every change that is issued.
    pub version: u32,
    /// The archive number (档案编号), in the form of a number.
    pub file_no: String,
    /// The holder's citizen identity number.
    pub id_number: Private,
    /// The holder's name, 1 to 60 characters.
    pub name: Private,
    /// The classes of vehicle, 1 to 20 codes.
    pub classes: Vec<String>,
    /// The day of the first licence.
    pub first_issued_on: Day,
    /// The first day of validity.
    pub valid_from: Day,
    /// The last day of validity; `null` is 长期 (without end).
    #[serde(deserialize_with = "present")]
    pub valid_until: Option<Day>,
    /// The issuing office's region.
    pub region: Region,
}

/// The national platform's receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Our id of the licence.
    pub licence_id: String,
    /// The version that the receipt is for.
    pub version: u32,
    /// The receipt's number.
    pub receipt_no: String,
    /// When that version was taken, in milliseconds UTC.
    pub received_at_ms: Instant,
    /// Whether a newer version has been taken since.
    pub state: ReceiptState,
}

/// Whether an uploaded version is the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptState {
    /// It is the newest.
    Current,
    /// A newer one is there; nothing is to be done.
    Superseded,
}

impl Limited for Upload {
    fn check(&self, wrong: &mut Wrong) {
        wrong.number("licence_id", &self.licence_id);
        wrong.count("version", self.version, 1_000_000);
        wrong.number("file_no", &self.file_no);
        wrong.id_number("id_number", self.id_number.as_str());
        wrong.text("name", self.name.as_str(), 60);
        wrong.classes("classes", &self.classes);
        wrong.holds("version", self.version > 0);
        wrong.holds("valid_until", self.valid_until.is_none_or(|last| last >= self.valid_from));
        wrong.holds("first_issued_on", self.first_issued_on <= self.valid_from);
    }
}

impl Limited for Receipt {
    fn check(&self, wrong: &mut Wrong) {
        wrong.number("licence_id", &self.licence_id);
        wrong.number("receipt_no", &self.receipt_no);
    }
}
