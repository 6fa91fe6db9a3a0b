//! What an event's facts say of personal values and files, in the same members whatever the event's kind, so that
//! verify can follow them without knowing the office.

use serde::{Deserialize, Serialize};

use crate::tree::Hash;

/// The event of an erasure; its facts are [`Erased`].
pub const ERASED: &str = "person.erased";

/// Digests of vault rows that an event made, or took away. Stands in facts as member `vault`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VaultRows {
    /// Whose values.
    pub person: String,
    /// Digest of the person's wrapped key, when this event made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Hash>,
    /// The values made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueRow>,
    /// Digests of blind-index rows made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blinds: Vec<Hash>,
    /// Digests of blind-index rows taken away (an old telephone number).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<Hash>,
}

/// One version of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueRow {
    /// name, id_number, phone, …
    pub field: String,
    /// From 1.
    pub version: u32,
    /// Digest over (person, field, version, nonce, ciphertext).
    pub digest: Hash,
}

/// The facts of an erasure that verify needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// Whose values, key, blind rows and files are gone.
    pub person: String,
    /// Digests of the files destroyed.
    #[serde(default)]
    pub destroyed: Vec<Hash>,
}

/// The members any event's facts may have.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Cited {
    #[serde(default)]
    pub(crate) vault: Option<VaultRows>,
    #[serde(default)]
    pub(crate) files: Vec<Hash>,
    #[serde(default)]
    pub(crate) destroyed: Vec<Hash>,
}
