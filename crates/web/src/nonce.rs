//! Form nonces: a random part, the moment, and a MAC under a key that every copy of the
//! program on the same keys has. A nonce proves that the form is
//! ours where the browser says nothing of where a post comes from, and it is the form's idempotency key: pressing
//! twice does a thing once.

use base::{Instant, Rng};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::App;

/// A form may stay open this long, in seconds.
const VALID_SECONDS: i64 = 12 * 3600;

/// A new nonce.
pub(crate) fn make(app: &App, now: Instant, rng: &mut Rng) -> String {
    let chance: [u8; 12] = rng.bytes();
    let body = [chance.as_slice(), &now.ms().to_be_bytes()].concat();
    let tag = tag(app, &body);
    BASE64.encode([body.as_slice(), tag.get(..16).unwrap_or_default()].concat())
}

/// Whether a nonce is ours and not too old.
pub(crate) fn holds(app: &App, nonce: &str, now: Instant) -> bool {
    let Ok(bytes) = BASE64.decode(nonce) else { return false };
    let (Some(body), Some(given)) = (bytes.get(..20), bytes.get(20..)) else { return false };
    let wanted = tag(app, body);
    let same = given.len() == 16 && given.iter().zip(&wanted).fold(0u8, |sum, (a, b)| sum | (a ^ b)) == 0;
    let made = body.get(12..20).and_then(|b| b.try_into().ok()).map_or(0, i64::from_be_bytes);
    let age = now.since(Instant::from_ms(made));
    same && (0..=VALID_SECONDS * 1000).contains(&age)
}

fn tag(app: &App, body: &[u8]) -> Vec<u8> {
    // HMAC takes a key of any length, so this cannot fail; an empty tag would make every nonce invalid.
    <Hmac<Sha256> as KeyInit>::new_from_slice(&app.form_key)
        .map(|mut mac| {
            mac.update(body);
            mac.finalize().into_bytes().to_vec()
        })
        .unwrap_or_default()
}
