//! Authenticated encryption: one algorithm now, a tag in every stored form so that a second can follow.

use std::fmt;

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use base::Rng;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{Plain, SealError};

/// Bytes of a nonce.
pub const NONCE_LEN: usize = 12;

/// Bytes of the authentication tag.
const TAG_LEN: usize = 16;

/// How something was sealed: the first byte of every stored form. A national algorithm (SM4-GCM) would be a second
/// tag; old rows keep opening under their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// AES-256-GCM (NIST SP 800-38D), 96-bit nonce, 128-bit tag.
    Aes256Gcm,
}

impl Algorithm {
    /// The stored tag.
    pub const fn tag(self) -> u8 {
        match self {
            Self::Aes256Gcm => 1,
        }
    }

    /// The algorithm of a stored tag.
    pub fn from_tag(tag: u8) -> Result<Self, SealError> {
        match tag {
            1 => Ok(Self::Aes256Gcm),
            other => Err(SealError::Algorithm(other)),
        }
    }
}

/// What a vault row holds of a value or a wrapped key: two columns.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    nonce: [u8; NONCE_LEN],
    ciphertext: Vec<u8>,
}

impl Sealed {
    /// From the two columns of a row. Whether they fit shows when it is opened.
    pub fn from_parts(nonce: &[u8], ciphertext: Vec<u8>) -> Result<Self, SealError> {
        let nonce = nonce.try_into().map_err(|_| SealError::Short)?;
        if ciphertext.len() <= TAG_LEN { Err(SealError::Short) } else { Ok(Self { nonce, ciphertext }) }
    }

    /// The nonce column, 12 bytes.
    pub const fn nonce(&self) -> &[u8; NONCE_LEN] {
        &self.nonce
    }

    /// The ciphertext column: the algorithm's tag, the encrypted bytes, the authentication tag; 17 bytes longer than
    /// what was sealed.
    pub fn ciphertext(&self) -> &[u8] {
        &self.ciphertext
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} bytes)", self.ciphertext.len())
    }
}

/// Encrypts `plain` under `key` for the place that `place` describes (see [`bound`]).
pub(super) fn seal(key: &[u8; 32], place: &[u8], plain: &[u8], rng: &mut Rng) -> Result<Sealed, SealError> {
    // A context's generator starts again when a transaction is tried again, and a repeated nonce over another text
    // would betray both. So the chance is mixed with everything that is sealed: only the same text in the same
    // place, with the same chance, can meet the same nonce, and that gives the same bytes and tells nothing.
    let chance: Zeroizing<[u8; 32]> = Zeroizing::new(rng.bytes());
    let mixed = mac(key, &[b"yichuang/nonce/v1", chance.as_slice(), &bound("place", &[place]), plain]);
    let [nonce, ..] = mixed.as_chunks::<NONCE_LEN>().0 else { return Err(SealError::Short) };
    seal_with_nonce(key, place, plain, *nonce)
}

pub(super) fn seal_with_nonce(
    key: &[u8; 32],
    place: &[u8],
    plain: &[u8],
    nonce: [u8; NONCE_LEN],
) -> Result<Sealed, SealError> {
    let algorithm = Algorithm::Aes256Gcm;
    let aad = [&[algorithm.tag()], place].concat();
    let encrypted = Aes256Gcm::new(key.into()).encrypt(&nonce.into(), Payload { msg: plain, aad: &aad });
    let encrypted = encrypted.map_err(|_| SealError::TooLong)?;
    Ok(Sealed { nonce, ciphertext: [&[algorithm.tag()], encrypted.as_slice()].concat() })
}

/// Decrypts what [`seal`] made for the same place under the same key.
pub(super) fn open(key: &[u8; 32], place: &[u8], sealed: &Sealed) -> Result<Plain, SealError> {
    let (tag, encrypted) = sealed.ciphertext.split_first().ok_or(SealError::Short)?;
    let algorithm = Algorithm::from_tag(*tag)?;
    let aad = [&[algorithm.tag()], place].concat();
    let plain = match algorithm {
        Algorithm::Aes256Gcm => {
            Aes256Gcm::new(key.into()).decrypt(&sealed.nonce.into(), Payload { msg: encrypted, aad: &aad })
        }
    };
    plain.map(Plain).map_err(|_| SealError::Unopened)
}

/// HMAC-SHA-256 (RFC 2104) over the parts one after another.
pub(super) fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // A key shorter than the block is filled with zeros by the standard; done here, making it cannot fail.
    let mut block = Zeroizing::new([0u8; 64]);
    for (slot, byte) in block.iter_mut().zip(key) {
        *slot = *byte;
    }
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// A label and parts as bytes that no other label and parts give: each behind its length in eight bytes.
pub(super) fn bound(label: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in std::iter::once(label.as_bytes()).chain(parts.iter().copied()) {
        bytes.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}
