//! Ed25519 keys in the texts of C2SP: `PRIVATE+KEY+name+id+base64` in the operator's key file, `name+id+base64` for
//! everybody who verifies.

use std::fmt;

use base::Rng;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::Signer as _;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::StatementKind;

/// The signature type of plain Ed25519 in C2SP signed-note.
const ED25519: u8 = 0x01;

/// The longest key name, in bytes.
const NAME_MAX_BYTES: usize = 255;

/// Why a text is not a key, or a name cannot be a key's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The name is empty, longer than 255 bytes, has a space, a plus or a control character, or is the first line
    /// of a statement.
    #[error("a key's name is 1 to 255 bytes without spaces, plus signs and control characters")]
    Name,
    /// The text has not the parts of a key's text.
    #[error("not a key: expected name+id+base64, or PRIVATE+KEY+name+id+base64 for a signing key")]
    Form,
    /// The key is of another algorithm than Ed25519.
    #[error("the key is not an Ed25519 key")]
    Algorithm,
    /// The id is not that of this name and key: the text was altered or joined from two.
    #[error("the id does not fit the name and the key")]
    Id,
    /// The public key is no point of the curve, or one for which anybody can make signatures.
    #[error("the public key is not a usable Ed25519 key")]
    Point,
}

/// A public key with the name it goes by, such as `yichuang.example/ledger`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: [u8; 4],
    key: ed25519_dalek::VerifyingKey,
}

impl VerifierKey {
    fn new(name: &str, key: ed25519_dalek::VerifyingKey) -> Result<Self, KeyError> {
        // A statement's first line as a key's name would let a statement be read as this key's checkpoint.
        if !is_name(name)
            || name.len() > NAME_MAX_BYTES
            || StatementKind::ALL.iter().any(|kind| kind.name() == name)
        {
            return Err(KeyError::Name);
        }
        if key.is_weak() {
            return Err(KeyError::Point);
        }
        Ok(Self { name: name.to_owned(), id: key_id(name, key.as_bytes()), key })
    }

    /// Reads `name+id+base64`.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let parts = parse_parts(text)?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(&parts.key).map_err(|_| KeyError::Point)?;
        let read = Self::new(parts.name, key)?;
        if read.id == parts.id { Ok(read) } else { Err(KeyError::Id) }
    }

    /// The key's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of SHA-256(name ‖ line break ‖ `01` ‖ public key).
    pub const fn id(&self) -> [u8; 4] {
        self.id
    }

    /// `name+id`: what a message calls the key.
    pub fn label(&self) -> String {
        format!("{}+{}", self.name, hex::encode(self.id))
    }

    /// Whether `signature` is this key's over `text`. Strict: no second spelling of a signature passes.
    pub fn verifies(&self, text: &[u8], signature: &[u8]) -> bool {
        let signature = signature.try_into().map(|bytes| ed25519_dalek::Signature::from_bytes(&bytes));
        signature.is_ok_and(|signature| self.key.verify_strict(text, &signature).is_ok())
    }
}

/// The key as everybody writes it.
impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{}", self.label(), encode(self.key.as_bytes()).as_str())
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The ledger's signing key. Its file lies outside the database and its backup; the memory is wiped when it goes.
pub struct SigningKey {
    verifier: VerifierKey,
    key: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// A new key of this name. `rng` must come from the system's entropy and serve nothing else.
    pub fn generate(name: &str, rng: &mut Rng) -> Result<Self, KeyError> {
        Self::from_seed(name, &Zeroizing::new(rng.bytes()))
    }

    fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let key = ed25519_dalek::SigningKey::from_bytes(seed);
        Ok(Self { verifier: VerifierKey::new(name, key.verifying_key())?, key })
    }

    /// Reads the text of a key file; white space around it is passed over.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let parts = parse_parts(text.trim().strip_prefix("PRIVATE+KEY+").ok_or(KeyError::Form)?)?;
        let read = Self::from_seed(parts.name, &parts.key)?;
        if read.verifier.id == parts.id { Ok(read) } else { Err(KeyError::Id) }
    }

    /// The text of a key file, one line. Whoever reads it can sign as this ledger.
    pub fn to_text(&self) -> Zeroizing<String> {
        let secret = encode(self.key.as_bytes());
        Zeroizing::new(format!("PRIVATE+KEY+{}+{}\n", self.verifier.label(), secret.as_str()))
    }

    /// The public half.
    pub const fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// The Ed25519 signature (RFC 8032) over `text`.
    pub(super) fn sign(&self, text: &[u8]) -> [u8; 64] {
        self.key.sign(text).to_bytes()
    }
}

/// Names the public half only.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.verifier.label())
    }
}

/// Whether C2SP lets a key have this name.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

fn key_id(name: &str, public: &[u8; 32]) -> [u8; 4] {
    let hash =
        Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(public).finalize();
    let [a, b, c, d, ..]: [u8; 32] = hash.into();
    [a, b, c, d]
}

fn encode(key: &[u8; 32]) -> Zeroizing<String> {
    let typed = Zeroizing::new([&[ED25519], key.as_slice()].concat());
    Zeroizing::new(BASE64_STANDARD.encode(typed.as_slice()))
}

/// `name+id+base64` taken apart.
struct KeyParts<'a> {
    name: &'a str,
    id: [u8; 4],
    key: Zeroizing<[u8; 32]>,
}

fn parse_parts(text: &str) -> Result<KeyParts<'_>, KeyError> {
    // The name has no plus, but base64 may: cut from the left.
    let (name, rest) = text.split_once('+').ok_or(KeyError::Form)?;
    let (id_text, encoded) = rest.split_once('+').ok_or(KeyError::Form)?;
    let mut id = [0u8; 4];
    hex::decode_to_slice(id_text, &mut id).map_err(|_| KeyError::Form)?;
    let typed = Zeroizing::new(BASE64_STANDARD.decode(encoded).map_err(|_| KeyError::Form)?);
    let (algorithm, key) = typed.split_first().ok_or(KeyError::Form)?;
    if *algorithm != ED25519 {
        return Err(KeyError::Algorithm);
    }
    let key = key.try_into().map(Zeroizing::new).map_err(|_| KeyError::Form)?;
    Ok(KeyParts { name, id, key })
}
