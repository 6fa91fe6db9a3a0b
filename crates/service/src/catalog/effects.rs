//! What happens to the registry when an item is decided or issued: typed verbs. They are named here with their arguments
//! and the streams they write; the folders that own the records carry them out.

use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::facts::{Fact, Facts, Found};
use super::words::{Source, Stream};

/// When an effect happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EffectOn {
    /// When the case is decided.
    Decided,
    /// When what was produced is issued.
    Issued,
}

/// The validity a new card has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Validity {
    /// The next term of the law.
    Renewed,
    /// That of the old card.
    Kept,
}

/// Why a card is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReplaceReason {
    /// 遗失.
    Lost,
    /// 损毁.
    Damaged,
}

/// One effect with its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// `licence.reissue`: a licence with a new card, of this validity.
    LicenceReissue {
        /// The validity it has.
        validity: Validity,
    },
    /// `licence.replace`: a new card for the same licence; the old card is void.
    LicenceReplace {
        /// Why.
        reason: ReplaceReason,
        /// Always kept: a replacement changes nothing but the card.
        validity: Validity,
    },
    /// `person.change_contact`: the telephone number and address of the request become the person's.
    PersonChangeContact,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReissueArgs {
    validity: Validity,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReplaceArgs {
    reason: ReplaceReason,
    validity: Validity,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoArgs {}

impl Effect {
    /// The verbs there are.
    pub const VERBS: &[&str] = &["licence.reissue", "licence.replace", "person.change_contact"];

    /// Reads a verb with its arguments.
    pub fn parse(verb: &str, args: &Table) -> Result<Self, String> {
        let args = Value::Table(args.clone());
        let fail = |e: toml::de::Error| format!("{verb}: {}", e.to_string().trim());
        match verb {
            "licence.reissue" => {
                let args: ReissueArgs = args.try_into().map_err(fail)?;
                Ok(Self::LicenceReissue { validity: args.validity })
            }
            "licence.replace" => {
                let args: ReplaceArgs = args.try_into().map_err(fail)?;
                if args.validity == Validity::Kept {
                    Ok(Self::LicenceReplace { reason: args.reason, validity: args.validity })
                } else {
                    Err(format!(
                        "{verb}: a replacement keeps the validity; use licence.reissue for a new one"
                    ))
                }
            }
            "person.change_contact" => {
                let _: NoArgs = args.try_into().map_err(fail)?;
                Ok(Self::PersonChangeContact)
            }
            _ => {
                let near = law::nearest(verb, Self::VERBS.iter().copied()).unwrap_or_default();
                Err(format!("there is no effect {verb}; the nearest is {near}"))
            }
        }
    }

    /// The verb.
    pub const fn verb(self) -> &'static str {
        match self {
            Self::LicenceReissue { .. } => "licence.reissue",
            Self::LicenceReplace { .. } => "licence.replace",
            Self::PersonChangeContact => "person.change_contact",
        }
    }

    /// The stream it writes.
    pub const fn stream(self) -> Stream {
        match self {
            Self::LicenceReissue { .. } | Self::LicenceReplace { .. } => Stream::Licence,
            Self::PersonChangeContact => Stream::Person,
        }
    }

    /// The sources outside the office whose answers it needs.
    pub const fn sources(self) -> &'static [Source] {
        match self {
            Self::LicenceReissue { validity: Validity::Renewed } => &[Source::Violations],
            _ => &[],
        }
    }

    /// The source whose silence leaves the effect undetermined: a renewed validity depends on the points of the old one.
    pub(crate) fn unknown(self, facts: &Facts) -> Option<Source> {
        match (self, &facts.licence) {
            (Self::LicenceReissue { validity: Validity::Renewed }, Found::Found(licence)) => {
                (licence.cycles_with_12_points == Fact::Unknown).then_some(Source::Violations)
            }
            _ => None,
        }
    }
}
