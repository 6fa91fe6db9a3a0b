//! The Idempotency-Key of every write: sending the same again under the same key does nothing twice. A custom header is
//! also what a form on another site cannot send.

use axum::http::HeaderMap;
use base::{FieldError, Problem};

use crate::Fault;

/// The header.
pub(super) const HEADER: &str = "idempotency-key";
/// The header as people write it.
pub(super) const NAME: &str = "Idempotency-Key";
/// Its shape.
pub(super) const PATTERN: &str = "^[A-Za-z0-9_-]{1,64}$";

/// Reads the key, which must be there once and have its shape.
pub(super) fn read(headers: &HeaderMap) -> Result<String, Fault> {
    let mut all = headers.get_all(HEADER).iter();
    let (first, more) = (all.next(), all.next());
    let key = first.filter(|_| more.is_none()).and_then(|value| value.to_str().ok());
    let shaped = |key: &&str| {
        (1..=64).contains(&key.len())
            && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    key.filter(shaped).map(str::to_owned).ok_or_else(|| {
        let wrong = FieldError::new(
            NAME,
            "请在请求头 Idempotency-Key 中填写1至64位字母、数字、下划线或连字符；同一次办理重试时用同一个值。",
            "Give the header Idempotency-Key: 1 to 64 letters, digits, underscores or hyphens, the same one when you \
             try the same thing again.",
        );
        Problem::invalid(vec![wrong]).into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(values: &[&'static str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(HEADER, value.parse().unwrap());
        }
        read(&headers).ok()
    }

    #[test]
    fn a_key_is_there_once_and_has_its_shape() {
        assert_eq!(given(&["2b1f_-Z9"]).as_deref(), Some("2b1f_-Z9"));
        for bad in [&[][..], &[""], &["a b"], &["a", "a"], &["ä"]] {
            assert_eq!(given(bad), None, "{bad:?}");
        }
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, "k".repeat(65).parse().unwrap());
        assert!(read(&headers).is_err());
    }
}
