//! Ids: a visible prefix, the six-digit region of the record's birth (placement, never meaning), and 26 characters
//! that sort by time: `cas_520300_01KAHF6Z5M8Q0W3J7V2N4B6C8D`. Ten characters are the millisecond, sixteen are chance.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Instant, Rng};

/// Crockford's base 32: no I, L, O, U, so that a number read out over the telephone is not misheard.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Six digits of GB/T 2260, or a code that the standard does not assign (demonstrations).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region(u32);

impl Region {
    /// Reads exactly six digits.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let shaped = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
        match text.parse() {
            Ok(number) if shaped => Ok(Self(number)),
            _ => Err(IdError::Region),
        }
    }

    /// The first four digits: the prefecture.
    pub fn prefecture(self) -> u32 {
        self.0 / 100
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl TryFrom<String> for Region {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        Self::parse(&text)
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.to_string()
    }
}

/// Why a text is not an id of the kind asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The prefix is another one.
    #[error("the id has another prefix")]
    Prefix,
    /// The region is not six digits.
    #[error("the region is not six digits")]
    Region,
    /// The last part is not 26 characters of Crockford's base 32.
    #[error("the last part is not 26 characters of Crockford's base 32")]
    Tail,
}

/// Makes an id from the context's clock and chance.
pub fn new_id(prefix: &str, region: Region, now: Instant, rng: &mut Rng) -> String {
    let mut tail = [0u8; 26];
    let ms = u64::try_from(now.ms()).unwrap_or(0);
    let high = u128::from(rng.number() & 0xFFFF) << 64;
    let chance = high | u128::from(rng.number());
    let whole = (u128::from(ms) << 80) | chance;
    for (i, slot) in tail.iter_mut().rev().enumerate() {
        let digit = usize::try_from((whole >> (5 * i)) & 31).unwrap_or(0);
        *slot = ALPHABET.get(digit).copied().unwrap_or(b'0');
    }
    format!("{prefix}_{region}_{}", String::from_utf8_lossy(&tail))
}

/// Checks that `text` is an id with this prefix and gives its region.
pub fn parse_id(prefix: &str, text: &str) -> Result<Region, IdError> {
    let rest = text.strip_prefix(prefix).and_then(|r| r.strip_prefix('_')).ok_or(IdError::Prefix)?;
    let (region, tail) = rest.split_once('_').ok_or(IdError::Region)?;
    let region = Region::parse(region)?;
    let shaped = tail.len() == 26 && tail.bytes().all(|b| ALPHABET.contains(&b));
    if shaped { Ok(region) } else { Err(IdError::Tail) }
}

/// The moment at which an id of ours was made; none for any other text.
pub fn id_made_at(text: &str) -> Option<Instant> {
    let (_, tail) = text.rsplit_once('_').filter(|(_, tail)| tail.len() == 26)?;
    let digit = |byte| ALPHABET.iter().position(|known| *known == byte);
    let ms = tail.bytes().take(10).try_fold(0i64, |ms, byte| {
        let digit = i64::try_from(digit(byte)?).ok()?;
        ms.checked_mul(32)?.checked_add(digit)
    });
    ms.map(Instant::from_ms)
}

/// Declares newtypes for ids: `id_types! { /// A case. CaseId = "cas"; }`.
#[macro_export]
macro_rules! id_types {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The visible prefix.
            pub const PREFIX: &'static str = $prefix;

            /// A new id from the context's clock and chance.
            pub fn new(region: $crate::Region, now: $crate::Instant, rng: &mut $crate::Rng) -> Self {
                Self($crate::new_id($prefix, region, now, rng))
            }

            /// Reads an id that came from outside.
            pub fn parse(text: &str) -> Result<Self, $crate::IdError> {
                $crate::parse_id($prefix, text).map(|_| Self(text.to_owned()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(d)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    )*};
}

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macro declares public types; here they stay in the test")]
mod tests {
    use super::*;

    id_types! {
        /// A test's id.
        TestId = "tst";
    }

    #[test]
    fn ids_sort_by_time_and_read_back() {
        let mut rng = Rng::from_number(1);
        let region = Region::parse("520300").unwrap();
        let early = TestId::new(region, Instant::from_ms(1_700_000_000_000), &mut rng);
        let late = TestId::new(region, Instant::from_ms(1_700_000_000_001), &mut rng);
        assert!(early < late);
        assert_eq!(early.as_str().len(), 4 + 7 + 26);
        assert_eq!(TestId::parse(early.as_str()), Ok(early.clone()));
        assert_eq!(parse_id(TestId::PREFIX, late.as_str()), Ok(region));
        assert_eq!(id_made_at(late.as_str()), Some(Instant::from_ms(1_700_000_000_001)));
    }

    #[test]
    fn other_texts_are_not_ids() {
        assert_eq!(TestId::parse("cas_520300_01KAHF6Z5M8Q0W3J7V2N4B6C8D"), Err(IdError::Prefix));
        assert_eq!(TestId::parse("tst_52030_01KAHF6Z5M8Q0W3J7V2N4B6C8D"), Err(IdError::Region));
        assert_eq!(TestId::parse("tst_520300_01KAHF6Z5M8Q0W3J7V2N4B6C8U"), Err(IdError::Tail));
        assert_eq!(TestId::parse("tst_520300_"), Err(IdError::Tail));
        assert_eq!(id_made_at("tst_520300_U1KAHF6Z5M8Q0W3J7V2N4B6C8D"), None);
        assert_eq!([id_made_at("tst_520300_"), id_made_at("system")], [None; 2]);
    }
}
