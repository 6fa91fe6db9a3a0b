//! Signing and verifying.

use std::fmt;

use axum::http::HeaderMap;
use base::{Instant, Rng};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::limits::is_number;

/// The header with the message's id.
pub const HEADER_ID: &str = "webhook-id";
/// The header with the attempt's second.
pub const HEADER_TIMESTAMP: &str = "webhook-timestamp";
/// The header with the signatures.
pub const HEADER_SIGNATURE: &str = "webhook-signature";

/// How far a message's second may be from ours, in seconds, either way.
pub const TOLERANCE_S: i64 = 300;

/// The most signatures that are looked at; a rotation needs two.
const SIGNATURES_MAX: usize = 8;

const PREFIX: &str = "whsec_";

/// A shared secret of 24 to 64 bytes, written `whsec_` and base64.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

/// The text is not `whsec_` and the base64 of 24 to 64 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a webhook secret is whsec_ and the base64 of 24 to 64 bytes")]
pub struct SecretError;

impl Secret {
    /// A new secret of 32 bytes.
    pub fn new(rng: &mut Rng) -> Self {
        Self(rng.bytes::<32>().to_vec())
    }

    /// Reads `whsec_…`.
    pub fn parse(text: &str) -> Result<Self, SecretError> {
        let bytes =
            text.strip_prefix(PREFIX).and_then(|rest| STANDARD.decode(rest).ok()).ok_or(SecretError)?;
        if (24..=64).contains(&bytes.len()) { Ok(Self(bytes)) } else { Err(SecretError) }
    }

    /// `whsec_…`, to show once to whoever must know it.
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(&self.0))
    }

    fn mac(&self, id: &str, timestamp_s: i64, body: &[u8]) -> Option<[u8; 32]> {
        // HMAC takes keys of any length; the branch without a key does not happen.
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(format!("{id}.{timestamp_s}.").as_bytes());
        mac.update(body);
        Some(mac.finalize().into_bytes().into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Why a message is not taken for the sender's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// One of the three headers is missing or not in form.
    #[error("a header of the message is missing or not in form")]
    Header,
    /// The message's second is more than five minutes away from ours.
    #[error("the message is too old or from the future")]
    Stale,
    /// No signature fits: another secret, another body, another id or second.
    #[error("no signature fits")]
    Signature,
}

/// A message that came from whoever holds the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The message's id, the same for every repeat: keep it and work on it once.
    pub id: String,
    /// The second of this attempt.
    pub sent_at: Instant,
}

/// The value of `webhook-signature` under every secret given. `id` is 1 to 64 letters, digits, `_` and `-`: with
/// a full stop in it one message could pass for another.
pub fn sign(secrets: &[Secret], id: &str, now: Instant, body: &[u8]) -> Result<String, SignatureError> {
    if !is_number(id) || secrets.is_empty() {
        return Err(SignatureError::Header);
    }
    let second = now.ms().div_euclid(1000);
    let signatures: Option<Vec<String>> = secrets
        .iter()
        .map(|secret| secret.mac(id, second, body).map(|mac| format!("v1,{}", STANDARD.encode(mac))))
        .collect();
    Ok(signatures.ok_or(SignatureError::Signature)?.join(" "))
}

/// Checks a message against the secrets that may have signed it. `body` is the bytes as they came: a body that was
/// parsed and written again is another body.
pub fn verify(
    secrets: &[Secret],
    headers: &HeaderMap,
    body: &[u8],
    now: Instant,
) -> Result<Verified, SignatureError> {
    let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).ok_or(SignatureError::Header);
    let (id, second, signatures) = (header(HEADER_ID)?, header(HEADER_TIMESTAMP)?, header(HEADER_SIGNATURE)?);
    let digits = second.len() <= 12 && second.bytes().all(|b| b.is_ascii_digit());
    let second: i64 = second.parse().ok().filter(|_| digits).ok_or(SignatureError::Header)?;
    if !is_number(id) {
        return Err(SignatureError::Header);
    }
    if second.abs_diff(now.ms().div_euclid(1000)) > TOLERANCE_S.unsigned_abs() {
        return Err(SignatureError::Stale);
    }
    let expected: Vec<[u8; 32]> = secrets.iter().filter_map(|secret| secret.mac(id, second, body)).collect();
    // Every pair is compared, so that the time taken says nothing about which one fits.
    let mut fits = subtle::Choice::from(0);
    for given in signatures.split(' ').take(SIGNATURES_MAX) {
        let given = given.strip_prefix("v1,").and_then(|text| STANDARD.decode(text).ok()).unwrap_or_default();
        for mac in &expected {
            fits |= mac.as_slice().ct_eq(&given);
        }
    }
    if bool::from(fits) {
        Ok(Verified { id: id.to_owned(), sent_at: Instant::from_ms(second.saturating_mul(1000)) })
    } else {
        Err(SignatureError::Signature)
    }
}
