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
    let cipher = Aes256Gcm::new(&app.pending_key.into());
    let payload = Payload { msg: plain.as_slice(), aad: T::COOKIE.as_bytes() };
    let sealed = cipher.encrypt(&Nonce::from(nonce), payload).ok()?;
    Some(BASE64.encode([nonce.as_slice(), &sealed].concat()))
}

/// What this browser keeps; none when it keeps nothing, or it is not ours, or too old.
pub(crate) fn open<T: Pending>(app: &App, headers: &HeaderMap, now: Instant) -> Option<T> {
    let bytes = BASE64.decode(cookie(headers, T::COOKIE)?).ok()?;
    let (nonce, sealed) = bytes.split_at_checked(12)?;
    let nonce: [u8; 12] = nonce.try_into().ok()?;
    let cipher = Aes256Gcm::new(&app.pending_key.into());
    let payload = Payload { msg: sealed, aad: T::COOKIE.as_bytes() };
    let plain = cipher.decrypt(&Nonce::from(nonce), payload).ok()?;
    let kept: Kept<T> = serde_json::from_slice(&plain).ok()?;
    (kept.until > now.ms()).then_some(kept.value)
}

#[cfg(test)]
mod tests {
    use adapters::{Adapters, AdaptersConfig, Private};
    use axum::http::header;

    use super::*;
    use crate::testing::Bench;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Word(String);

    impl Pending for Word {
        const COOKIE: &'static str = "yc-word";
    }

    #[derive(Debug, Serialize, Deserialize)]
    struct Other(String);

    impl Pending for Other {
        const COOKIE: &'static str = "yc-other";
    }

    /// Another copy of the program over the same store and keys.
    fn another(bench: &Bench) -> App {
        let twins = AdaptersConfig::twins(&bench.app.settings.origin, &Private::from("token-of-the-twins"));
        let outside = Adapters::new(&twins).unwrap();
        App::new(bench.app.office.clone(), outside, bench.app.settings.clone(), None)
    }

    fn sent_back(name: &str, sealed: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, format!("{name}={sealed}").parse().unwrap());
        headers
    }

    #[test]
    fn what_one_copy_gave_a_browser_another_copy_takes_back() {
        let bench = Bench::on_sqlite();
        let (now, other) = (bench.clock_now(), another(&bench));
        let word = || Word("999901199003072937".to_owned());
        let sealed = seal(&bench.app, word(), now).unwrap();
        assert_eq!(open(&other, &sent_back(Word::COOKIE, &sealed), now), Some(word()));
        let late = now.plus_seconds(SECONDS);
        assert_eq!(open::<Word>(&other, &sent_back(Word::COOKIE, &sealed), late), None);
        assert!(open::<Other>(&other, &sent_back(Other::COOKIE, &sealed), now).is_none());
        let nonce = crate::nonce::make(&bench.app, now, &mut bench.app.office.entropy.rng());
        assert!(crate::nonce::holds(&other, &nonce, now));
        assert_ne!(other.form_key, other.pending_key);
    }
}
