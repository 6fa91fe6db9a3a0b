//! The hospitals (警医): the certificate of physical condition (身体条件证明) that a driver needs for a first licence, an
//! upgrade, a renewal and some replacements.
//!
//! The profile gives the newest certificate of a person, or says that there is none. How long a certificate counts is
//! not the hospital's to say: the platform reckons it from `issued_on` with the table of 162§85. Where the
//! certificate comes over this line, the paper is not asked for (162§28). The twin makes a certificate for everybody
//! whom the population twin knows, except for about one in sixteen, and takes others by `POST /certificates`.
//! The profile is `docs/profiles/hospital.md`.

mod client;
mod twin;

#[cfg(test)]
mod tests;

use base::Day;
use serde::{Deserialize, Serialize};

pub use client::Hospital;
pub(crate) use twin::router;

use crate::Private;
use crate::limits::{Limited, Wrong};
use crate::wire::present;

/// Whose certificate is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Find {
    /// Citizen identity number, 18 characters.
    pub id_number: Private,
}

/// A certificate of physical condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// The certificate's number, 1 to 64 letters, digits, `_` and `-`.
    pub number: String,
    /// The hospital's name, 1 to 100 characters.
    pub hospital: String,
    /// The day of the examination.
    pub issued_on: Day,
    /// Whether the hospital stands by it; `false` when it was withdrawn. Says nothing about its age.
    pub valid: bool,
    /// The classes of vehicle that the person is fit for: `["C1", "C2"]`.
    pub classes: Vec<String>,
}

/// The answer on the wire.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FindAnswer {
    id_number: Private,
    #[serde(deserialize_with = "present")]
    certificate: Option<Certificate>,
}

impl Limited for Find {
    fn check(&self, wrong: &mut Wrong) {
        wrong.id_number("id_number", self.id_number.as_str());
    }
}

impl Limited for Certificate {
    fn check(&self, wrong: &mut Wrong) {
        wrong.number("certificate.number", &self.number);
        wrong.text("certificate.hospital", &self.hospital, 100);
        wrong.classes("certificate.classes", &self.classes);
    }
}

impl Limited for FindAnswer {
    fn check(&self, wrong: &mut Wrong) {
        wrong.id_number("id_number", self.id_number.as_str());
        if let Some(certificate) = &self.certificate {
            certificate.check(wrong);
        }
    }
}
