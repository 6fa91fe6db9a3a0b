//! Who is logging in, between the two log-in pages: identity number and telephone as typed, sealed in a cookie of the
//! person's own browser for ten minutes. They are kept nowhere on our side before the code is right.

use aes_gcm::aead::Aead;
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use base::{Instant, Rng};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::{Deserialize, Serialize};

use crate::App;

/// The cookie's name.
pub(crate) const COOKIE: &str = "yc_login";
/// How long it holds, in seconds.
pub(crate) const SECONDS: i64 = 600;

/// What was typed on the first page.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Pending {
    pub(crate) id_number: String,
    pub(crate) phone: String,
    pub(crate) next: String,
    until: i64,
}

impl Pending {
    pub(crate) fn new(id_number: &str, phone: &str, next: &str, now: Instant) -> Self {
        let until = now.plus_seconds(SECONDS).ms();
        Self { id_number: id_number.to_owned(), phone: phone.to_owned(), next: next.to_owned(), until }
    }

    /// The cookie's value; none where it cannot be made.
    pub(crate) fn seal(&self, app: &App, rng: &mut Rng) -> Option<String> {
        let nonce: [u8; 12] = rng.bytes();
        let plain = serde_json::to_vec(self).ok()?;
        let cipher = Aes256Gcm::new(&app.form_key.into());
        let sealed = cipher.encrypt(&Nonce::from(nonce), plain.as_slice()).ok()?;
        Some(BASE64.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// Reads a cookie's value; none when it is not ours or too old.
    pub(crate) fn open(app: &App, value: &str, now: Instant) -> Option<Self> {
        let bytes = BASE64.decode(value).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(12)?;
        let nonce: [u8; 12] = nonce.try_into().ok()?;
        let cipher = Aes256Gcm::new(&app.form_key.into());
        let plain = cipher.decrypt(&Nonce::from(nonce), sealed).ok()?;
        let pending: Self = serde_json::from_slice(&plain).ok()?;
        (pending.until > now.ms()).then_some(pending)
    }
}
