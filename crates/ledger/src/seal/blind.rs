//! Finding a person by an exact value without storing the value.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::MasterKey;
use super::cipher::mac;
use crate::tree::Hash;

/// The kinds of value a person can be found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlindKind {
    /// Identity document number: 公民身份号码 (GB 11643), passport, residence permit.
    IdNumber,
    /// Mobile telephone number in China.
    Phone,
    /// E-mail address.
    Email,
}

impl BlindKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::IdNumber, Self::Phone, Self::Email];

    /// The kind's name in rows and events.
    pub const fn name(self) -> &'static str {
        match self {
            Self::IdNumber => "id_number",
            Self::Phone => "phone",
            Self::Email => "email",
        }
    }

    /// The kind of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The one spelling that is looked up: full-width letters and digits made narrow, spaces and hyphens dropped;
    /// document numbers in capitals, addresses in small letters, telephone numbers without +86 or 0086.
    pub fn normalise(self, value: &str) -> String {
        let narrow: String = value.chars().map(narrow).filter(|c| !c.is_whitespace()).collect();
        match self {
            Self::IdNumber => narrow.replace('-', "").to_uppercase(),
            Self::Email => narrow.to_lowercase(),
            Self::Phone => {
                let digits = narrow.replace(['-', '(', ')'], "");
                let local = digits.strip_prefix("+86").or_else(|| digits.strip_prefix("0086"));
                local.unwrap_or(&digits).to_owned()
            }
        }
    }
}

/// Full-width ASCII (U+FF01 to U+FF5E), as Chinese input methods type it, made narrow; the ideographic space too.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    }
}

/// The key of one kind's index: HMAC-SHA-256 of the kind under the master key.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct BlindKey {
    #[zeroize(skip)]
    kind: BlindKind,
    bytes: [u8; 32],
}

impl BlindKey {
    /// The key of this kind under this master key; always the same.
    pub fn derive(master: &MasterKey, kind: BlindKind) -> Self {
        Self { kind, bytes: *master.derive("blind", kind.name()) }
    }

    /// The kind it is for.
    pub const fn kind(&self) -> BlindKind {
        self.kind
    }

    /// What the value is found by: HMAC-SHA-256 of its normalised form.
    pub fn index(&self, value: &str) -> BlindIndex {
        BlindIndex(Hash::from_bytes(mac(&self.bytes, &[self.kind.normalise(value).as_bytes()])))
    }
}

impl fmt::Debug for BlindKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BlindKey({})", self.kind.name())
    }
}

/// The key of a blind-index row. It is personal: two rows with the same one are about the same number, so it is
/// erased with the person and never printed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlindIndex(Hash);

impl BlindIndex {
    /// The 32 bytes of the row's column.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for BlindIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BlindIndex")
    }
}
