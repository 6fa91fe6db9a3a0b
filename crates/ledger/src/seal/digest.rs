//! What events hold of vault rows: a SHA-256 over the whole row as stored. Changing any column of a row changes its
//! digest, so verification finds it without a key; and after erasure the digest says nothing, because what it was
//! made of (ciphertext, wrapped key, salt) is gone and cannot be guessed.

use super::cipher::{NONCE_LEN, Sealed, bound};
use crate::tree::Hash;

/// Bytes of salt in a blind-index row.
pub const SALT_LEN: usize = 16;

/// The digest of a value's row: person, field, version, nonce, ciphertext.
pub fn value_digest(
    person: &str,
    field: &str,
    version: u32,
    nonce: &[u8; NONCE_LEN],
    ciphertext: &[u8],
) -> Hash {
    let parts = [person.as_bytes(), field.as_bytes(), &version.to_be_bytes(), nonce, ciphertext];
    Hash::of(&bound("yichuang/digest/value/v1", &parts))
}

/// The digest of a person's key row: person, version, nonce, wrapped key.
pub fn key_digest(person: &str, version: u32, wrapped: &Sealed) -> Hash {
    let parts = [person.as_bytes(), &version.to_be_bytes(), wrapped.nonce(), wrapped.ciphertext()];
    Hash::of(&bound("yichuang/digest/key/v1", &parts))
}

/// The digest of a blind-index row: kind, index, person, salt. The salt is random and lies in the row: without it,
/// whoever holds the master key could test after an erasure whether a guessed number had been this person's.
pub fn blind_digest(kind: &str, index: &[u8; 32], person: &str, salt: &[u8; SALT_LEN]) -> Hash {
    let parts = [kind.as_bytes(), index.as_slice(), person.as_bytes(), salt.as_slice()];
    Hash::of(&bound("yichuang/digest/blind/v1", &parts))
}
