//! What a person typed on one page and a later page needs, sealed in a cookie of their own browser for ten minutes:
//! who is logging in, between the pages of logging in. It is kept nowhere on our side before the last word is right.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use axum::http::HeaderMap;
use base::Instant;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::App;
use crate::visitor::cookie;

/// How long a browser keeps it, in seconds.
pub(crate) const SECONDS: i64 = 600;

/// Something that a browser keeps for us between two pages.
pub(crate) trait Pending: Serialize + DeserializeOwned {
    /// The cookie's name; what was sealed under another name does not open.
    const COOKIE: &'static str;
}

/// What is sealed: the value and when it ends.
#[derive(Serialize, Deserialize)]
struct Kept<T> {
    value: T,
    until: i64,
}

/// The cookie's value; none where it cannot be made.
pub(crate) fn seal<T: Pending>(app: &App, value: T, now: Instant) -> Option<String> {
    let kept = Kept { value, until: now.plus_seconds(SECONDS).ms() };
    let plain = serde_json::to_vec(&kept).ok()?;
    let nonce: [u8; 12] = app.office.entropy.rng().bytes();
    let cipher = Aes256Gcm::new(&app.form_key.into());
    let payload = Payload { msg: plain.as_slice(), aad: T::COOKIE.as_bytes() };
    let sealed = cipher.encrypt(&Nonce::from(nonce), payload).ok()?;
    Some(BASE64.encode([nonce.as_slice(), &sealed].concat()))
}

/// What this browser keeps; none when it keeps nothing, or it is not ours, or too old.
pub(crate) fn open<T: Pending>(app: &App, headers: &HeaderMap, now: Instant) -> Option<T> {
    let bytes = BASE64.decode(cookie(headers, T::COOKIE)?).ok()?;
    let (nonce, sealed) = bytes.split_at_checked(12)?;
    let nonce: [u8; 12] = nonce.try_into().ok()?;
    let cipher = Aes256Gcm::new(&app.form_key.into());
    let payload = Payload { msg: sealed, aad: T::COOKIE.as_bytes() };
    let plain = cipher.decrypt(&Nonce::from(nonce), payload).ok()?;
    let kept: Kept<T> = serde_json::from_slice(&plain).ok()?;
    (kept.until > now.ms()).then_some(kept.value)
}
