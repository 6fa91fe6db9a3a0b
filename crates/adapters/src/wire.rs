//! How members are read from JSON where serde's own rule is too lenient, and numbers written into paths.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Deserializer};

/// Reads a member that must be there but may be `null`. Serde takes a missing member for `None`; in a profile that
/// would turn an incomplete answer into "no certificate" or "valid for ever".
pub(crate) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer)
}

/// A number as one segment of a path. Numbers need no escaping; anything else is escaped rather than let into the
/// path, and the other system then does not know it.
pub(crate) fn segment(number: &str) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');
    utf8_percent_encode(number, KEPT).to_string()
}
