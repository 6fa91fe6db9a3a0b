//! The cryptography of the vault, without its tables.
//!
//! Every person has a [`DataKey`]; it encrypts that person's values and files and lies in the database wrapped by the
//! [`MasterKey`], which is a file of the operator's outside the database and its backup. Destroying the wrapped key
//! destroys everything under it: that is erasure. Exact look-up goes through a [`BlindIndex`]: a keyed hash of the
//! normalised value, under a key of its own for each kind of value.
//!
//! Every stored form begins with the tag of its [`Algorithm`] and is bound to its place: a value copied to another
//! person, field or version, a key to another person, does not open. The digests of [`digest`] go into events, so
//! that a changed row is found by whoever has no key at all.
//!
//! It is not a key management service: whoever holds the master key file and the database reads everything.

mod blind;
mod cipher;
pub mod digest;
mod master;
mod person;

#[cfg(test)]
mod tests;

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

pub use blind::{BlindIndex, BlindKey, BlindKind};
pub use cipher::{Algorithm, NONCE_LEN, Sealed};
pub use master::MasterKey;
pub use person::DataKey;

/// Why something does not open or cannot be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The stored form names an algorithm this program does not have.
    #[error("sealed with algorithm {0}, which this program does not have")]
    Algorithm(u8),
    /// The stored form is too short, or its nonce has another length.
    #[error("the stored form is cut off")]
    Short,
    /// It was altered, stands in another place than it was sealed for, or was sealed under another key.
    #[error("altered, moved from its place, or sealed under another key")]
    Unopened,
    /// It is longer than one call may seal (64 GiB for AES-GCM).
    #[error("too long to seal")]
    TooLong,
    /// The opened value is not text.
    #[error("the opened value is not UTF-8")]
    NotText,
    /// The master key file has not its three lines, or a line is not what it should be.
    #[error("the master key file is not three lines: header, key, check")]
    KeyFile,
    /// The check line of the master key file does not fit the key: the file was damaged or mistyped.
    #[error("the check line of the master key file does not fit its key")]
    KeyCheck,
}

/// An opened value. It is wiped from memory when it goes and never printed by accident.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Plain(Vec<u8>);

impl Plain {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The value as text.
    pub fn as_text(&self) -> Result<&str, SealError> {
        std::str::from_utf8(&self.0).map_err(|_| SealError::NotText)
    }
}

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plain({} bytes)", self.0.len())
    }
}
