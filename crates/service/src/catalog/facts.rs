//! What is known about a person, a licence and a request when an item is judged. Facts are gathered by the commands from
//! the registry and from outside systems; the catalogue only reads them. They serialise to TOML and JSON, which is how
//! the test facts of conditions are written: an unknown fact is the word `"unknown"`, something looked for and not
//! there is `"nothing"`. A fact that is left out is unknown, so that forgetting one never decides anything.

use std::fmt;

use base::Day;
use law::{Classes, Law, LawError, Term};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::words::{LicenceStatus, Source};

/// A value, or that its source did not answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fact<T> {
    /// The value.
    Known(T),
    /// Its source did not answer.
    #[default]
    Unknown,
}

/// What a look-up gave: something, nothing, or no answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Found<T> {
    /// This was found.
    Found(T),
    /// The source answered that there is none.
    Nothing,
    /// The source did not answer.
    #[default]
    Unknown,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Word {
    Unknown,
    Nothing,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum WordOr<T> {
    Word(Word),
    Value(T),
}

impl<T: Serialize> Serialize for Fact<T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known(value) => value.serialize(s),
            Self::Unknown => Word::Unknown.serialize(s),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Fact<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        match WordOr::deserialize(d)? {
            WordOr::Value(value) => Ok(Self::Known(value)),
            WordOr::Word(Word::Unknown) => Ok(Self::Unknown),
            WordOr::Word(Word::Nothing) => {
                Err(serde::de::Error::custom("\"nothing\" is no value of this fact"))
            }
        }
    }
}

impl<T: Serialize> Serialize for Found<T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Found(value) => value.serialize(s),
            Self::Nothing => Word::Nothing.serialize(s),
            Self::Unknown => Word::Unknown.serialize(s),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Found<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Ok(match WordOr::deserialize(d)? {
            WordOr::Value(value) => Self::Found(value),
            WordOr::Word(Word::Unknown) => Self::Unknown,
            WordOr::Word(Word::Nothing) => Self::Nothing,
        })
    }
}

/// A day that must be said even where there is none: leaving it out would make a licence valid without end.
mod day_or_none {
    use base::Day;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands the field by reference"
    )]
    pub(super) fn serialize<S: Serializer>(day: &Option<Day>, s: S) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => s.collect_str(day),
            None => s.serialize_str("none"),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Day>, D::Error> {
        let text = String::deserialize(d)?;
        if text == "none" { Ok(None) } else { Day::parse(&text).map(Some).map_err(serde::de::Error::custom) }
    }
}

/// Everything an item is judged by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The legal day whose rules decide.
    pub as_of: Day,
    /// Whether an agent asks in the person's name.
    #[serde(default)]
    pub by_agent: bool,
    /// The person concerned.
    pub person: PersonFacts,
    /// The person's licence.
    #[serde(default)]
    pub licence: Found<LicenceFacts>,
    /// The new contact that is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactFacts>,
}

/// Facts about the person concerned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonFacts {
    /// Day of birth.
    pub birth: Day,
    /// Whether the population register confirms the identity document.
    #[serde(default)]
    pub identity_confirmed: Fact<bool>,
    /// Whether a photograph that a licence can be made with is on file.
    #[serde(default)]
    pub photo_on_file: Fact<bool>,
    /// The newest medical check that a networked hospital sent.
    #[serde(default)]
    pub medical: Found<MedicalFacts>,
    /// The day on which the test of memory, judgement and reaction was last passed.
    #[serde(default)]
    pub ability_test_passed_on: Found<Day>,
}

/// A medical check sent by a hospital.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MedicalFacts {
    /// The day of the check.
    pub issued: Day,
    /// Whether the person fits all classes of the licence.
    pub fit: bool,
}

/// Facts about a licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LicenceFacts {
    /// The classes on it.
    pub classes: Classes,
    /// Its state.
    pub status: LicenceStatus,
    /// The day of first issue (初次领证日期).
    pub first_issue: Day,
    /// The first day of the present validity.
    pub valid_from: Day,
    /// The last day of the present validity; none, written `"none"`, of a long-term licence.
    #[serde(with = "day_or_none")]
    pub valid_until: Option<Day>,
    /// The length of the present validity.
    pub term: Term,
    /// Points cycles of the present validity that reached full points.
    #[serde(default)]
    pub cycles_with_12_points: Fact<u16>,
    /// Violations that are not settled.
    #[serde(default)]
    pub unsettled_violations: Fact<u32>,
    /// Accidents that are not settled.
    #[serde(default)]
    pub unsettled_accidents: Fact<u32>,
    /// Points recorded in the cycle that ended last.
    #[serde(default)]
    pub points_in_ended_cycle: Fact<u16>,
    /// The worst accident with equal or greater blame in the cycle that ended last.
    #[serde(default)]
    pub accident_in_ended_cycle: Fact<law::Accident>,
    /// Whether the review for the cycle that ended last is done.
    #[serde(default)]
    pub reviewed: Fact<bool>,
    /// The last day of an approved extension by age (162§65).
    #[serde(default)]
    pub extended_until: Found<Day>,
    /// Codes of the items of which a case about this licence is open.
    #[serde(default)]
    pub open_items: Vec<String>,
}

/// A change of contact that is asked for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactFacts {
    /// The new mobile number as typed; none where the number stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Whether anything differs from what is on file.
    pub differs: bool,
}

/// The number is personal data and is not printed.
impl fmt::Debug for ContactFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContactFacts {{ phone: {}, differs: {} }}", self.phone.is_some(), self.differs)
    }
}

/// Whether a source proves what a paper would.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It does: the paper is not asked for.
    Proved,
    /// It answered and does not: the paper is asked for.
    NotProved,
    /// It did not answer.
    Unknown,
}

impl Proof {
    fn of(fact: Fact<bool>) -> Self {
        match fact {
            Fact::Known(true) => Self::Proved,
            Fact::Known(false) => Self::NotProved,
            Fact::Unknown => Self::Unknown,
        }
    }
}

impl Facts {
    /// Whether a source proves its paper. Medical checks and tests count only while they are good; a check that found
    /// the person unfit proves nothing.
    pub fn proof(&self, source: Source, law: &Law) -> Result<Proof, LawError> {
        Ok(match source {
            Source::PopulationRegister => Proof::of(self.person.identity_confirmed),
            Source::PhotoLibrary => Proof::of(self.person.photo_on_file),
            Source::HospitalNetwork => match &self.person.medical {
                Found::Found(check) => {
                    let good = self.as_of <= law.medical_certificate_until(check.issued)?.value;
                    Proof::of(Fact::Known(check.fit && good))
                }
                Found::Nothing => Proof::NotProved,
                Found::Unknown => Proof::Unknown,
            },
            Source::AbilityTests => match self.person.ability_test_passed_on {
                Found::Found(passed) => {
                    Proof::of(Fact::Known(self.as_of <= law.ability_test_until(passed)?.value))
                }
                Found::Nothing => Proof::NotProved,
                Found::Unknown => Proof::Unknown,
            },
            Source::LicenceRegister | Source::Violations | Source::Accidents | Source::Studies => {
                Proof::NotProved
            }
        })
    }
}
