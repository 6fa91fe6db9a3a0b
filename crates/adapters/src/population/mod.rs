//! The population register (人口信息): whether an identity number and a name belong together, whether that person is
//! alive and registered, in which district, and whether the identity card still proves who they are.
//!
//! The register answers yes or no about a name; it never gives one out. About somebody whose name does not match it
//! says nothing else, so that nobody can learn a stranger's status by guessing. Where the register has answered,
//! the identity document need not be shown again (162§4, §28: papers that shared data proves are not asked for).
//! The profile is `docs/profiles/population.md`.

mod client;
mod twin;

#[cfg(test)]
mod tests;

use base::{Day, Region};
use serde::{Deserialize, Serialize};

pub use client::Population;
pub use twin::PersonRecord;
pub(crate) use twin::{People, router};

use crate::Private;
use crate::limits::{Limited, Wrong};
use crate::wire::present;

/// What the register is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Citizen identity number, 18 characters.
    pub id_number: Private,
    /// Name as on the identity card, 1 to 60 characters.
    pub name: Private,
}

/// What the register knows about an identity number and a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum Checked {
    /// They belong together.
    Match(Registered),
    /// The number exists under another name.
    Mismatch,
    /// Nobody has this number.
    NoSuchPerson,
}

/// What the register says about a person whose name matched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// The registration's status.
    pub status: PersonStatus,
    /// Where the person is registered now (six digits of GB/T 2260).
    pub region: Region,
    /// The identity card.
    pub document: Document,
}

/// The status of a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonStatus {
    /// Registered (正常).
    Normal,
    /// Died (死亡).
    Deceased,
    /// Struck off for another reason, for example settled abroad (注销).
    Cancelled,
}

/// The identity card as the register has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Whether it may be used.
    pub state: DocumentState,
    /// Its last day of validity; `null` is 长期 (without end).
    #[serde(deserialize_with = "present")]
    pub valid_until: Option<Day>,
}

/// Whether an identity card may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentState {
    /// In use.
    Valid,
    /// Reported lost.
    Lost,
    /// Replaced or withdrawn.
    Withdrawn,
}

impl Document {
    /// Whether the register proves the identity document on `day`, so that it need not be shown.
    pub fn proves_identity_on(&self, day: Day) -> bool {
        self.state == DocumentState::Valid && self.valid_until.is_none_or(|last| day <= last)
    }
}

/// The answer on the wire.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CheckAnswer {
    id_number: Private,
    #[serde(flatten)]
    checked: Checked,
}

impl Limited for Check {
    fn check(&self, wrong: &mut Wrong) {
        wrong.id_number("id_number", self.id_number.as_str());
        wrong.text("name", self.name.as_str(), 60);
    }
}

impl Limited for CheckAnswer {
    fn check(&self, wrong: &mut Wrong) {
        wrong.id_number("id_number", self.id_number.as_str());
    }
}
