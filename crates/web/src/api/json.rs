//! Reading requests: bodies, queries and paths. What cannot be parsed is 400; what the schema forbids is 422 and names
//! the field; a path that names nothing is 404. The framework's own plain-text answers never come out.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use base::{FieldError, Problem, Text};
use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use serde::de::DeserializeOwned;
use serde_json::Value;
use service::office::Once;
use sha2::{Digest, Sha256};

use super::key;
use super::shaped::BETWEEN;
use crate::posted::too_large;
use crate::{App, Fault};

/// Longest body without files, in bytes.
const BODY_MAX_BYTES: usize = 64 * 1024;

/// A JSON body and the key under which its write happens once.
#[derive(Debug)]
pub(super) struct Body<T> {
    /// What was sent.
    pub(super) value: T,
    /// The key.
    pub(super) once: Once,
}

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &App) -> Result<Self, Fault> {
        let key = key::read(request.headers())?;
        let route = format!("{} {}", request.method(), request.uri().path());
        if !is_json(request.headers()) {
            return Err(not_json().into());
        }
        let bytes = whole(request).await?;
        let value = from_json(&bytes)?;
        Ok(Self { value, once: Once { route, key, body: Sha256::digest(&bytes).into() } })
    }
}

async fn whole(request: Request) -> Result<Bytes, Fault> {
    let read = Limited::new(request.into_body(), BODY_MAX_BYTES).collect().await;
    match read {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => Err(too_large().into()),
        Err(_) => Err(malformed("the body ended early").into()),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}

fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    let value: Value = serde_json::from_slice(bytes).map_err(|e| Fault::from(malformed(&e.to_string())))?;
    Ok(typed(value).map_err(|field| Problem::invalid(vec![field]))?)
}

/// Reads a value as a type, or says which field is wrong.
fn typed<T: DeserializeOwned>(value: Value) -> Result<T, FieldError> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        field_error(path.trim_start_matches('.'), &error.inner().to_string())
    })
}

/// The words for what serde found wrong.
fn field_error(path: &str, found: &str) -> FieldError {
    let place = if path.is_empty() || path == "?" { "body" } else { path };
    let inside = |name: &str| match place {
        "body" => name.to_owned(),
        place if place == name || place.ends_with(&format!(".{name}")) => place.to_owned(),
        place => format!("{place}.{name}"),
    };
    let named = found.split('`').nth(1).unwrap_or_default();
    if let Some((zh, en)) = found.split_once(BETWEEN) {
        FieldError::new(place, zh, en)
    } else if found.starts_with("missing field") {
        FieldError::new(inside(named), "缺少这一项，请填写。", "This is missing. Give it.")
    } else if found.starts_with("unknown field") {
        let (zh, en) = ("没有这一项，请删去后重试。", "There is no such field. Leave it out.");
        FieldError::new(inside(named), zh, en)
    } else {
        FieldError::new(
            place,
            "类型或取值不对，请对照接口文档修改。",
            "The type or the value is wrong. See the description of the API.",
        )
    }
}

/// A query.
#[derive(Debug)]
pub(super) struct QueryOf<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequestParts<App> for QueryOf<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Fault> {
        let values =
            pairs(parts.uri.query().unwrap_or_default()).map_err(|field| Problem::invalid(vec![field]))?;
        Ok(Self(typed(values).map_err(|field| Problem::invalid(vec![field]))?))
    }
}

/// The pairs of a query as an object of texts. The same name twice is one too many.
fn pairs(query: &str) -> Result<Value, FieldError> {
    let mut values = BTreeMap::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decoded(name)?, decoded(value)?);
        if values.insert(name.clone(), Value::String(value)).is_some() {
            return Err(FieldError::new(
                name,
                "这个参数出现了两次，请只填一次。",
                "This parameter comes twice. Give it once.",
            ));
        }
    }
    Ok(values.into_iter().collect())
}

fn decoded(text: &str) -> Result<String, FieldError> {
    let spaced = text.replace('+', " ");
    let decoded = percent_encoding::percent_decode_str(&spaced).decode_utf8();
    decoded
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| FieldError::new("query", "查询参数不是 UTF-8 编码。", "The query is not UTF-8."))
}

/// The parameters of a path. What does not have its shape names nothing.
#[derive(Debug)]
pub(super) struct PathOf<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequestParts<App> for PathOf<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let nothing = || Fault::from(Problem::not_found());
        let raw = RawPathParams::from_request_parts(parts, app).await.map_err(|_| nothing())?;
        let values: Value =
            raw.iter().map(|(name, value)| (name.to_owned(), Value::String(value.to_owned()))).collect();
        serde_json::from_value(values).map(Self).map_err(|_| nothing())
    }
}

fn malformed(what: &str) -> Problem {
    // What the reader says names a line and a column and never repeats a value.
    let at: String = what.chars().take(120).collect();
    Problem::new(
        400,
        "request.malformed",
        Text::new("无法读取请求内容", "The body cannot be read"),
        Text::new(
            format!("请求内容不是完整的 JSON，请检查后重新提交。（{at}）"),
            format!("The body is not whole JSON. Check it and send it again. ({at})"),
        ),
    )
}

fn not_json() -> Problem {
    Problem::new(
        415,
        "request.media_type",
        Text::new("请求内容的类型不对", "The media type is not the one expected"),
        Text::new(
            "请用 Content-Type: application/json 提交 JSON；上传文件的接口用 multipart/form-data。",
            "Send JSON with Content-Type: application/json; files are sent as multipart/form-data.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::api::shaped::Phone;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Sample {
        phone: Phone,
        inner: Option<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Inner {
        count: u32,
    }

    fn wrong(body: &str) -> (u16, Vec<String>) {
        match from_json::<Sample>(body.as_bytes()).unwrap_err() {
            Fault::Problem(problem) => {
                (problem.status, problem.fields.into_iter().map(|f| f.field).collect())
            }
            other @ Fault::LogIn { .. } => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_wrong_field_is_named_with_its_place() {
        let cases = [
            (r#"{"phone": "1390000000"}"#, "phone"),
            (r#"{"phone": 1}"#, "phone"),
            ("{}", "phone"),
            (r#"{"phone": "13900000001", "more": 1}"#, "more"),
            (r#"{"phone": "13900000001", "inner": {"count": -1}}"#, "inner.count"),
            (r#"{"phone": "13900000001", "inner": {}}"#, "inner.count"),
            (r#"{"phone": "13900000001", "inner": {"count": 1, "x": 1}}"#, "inner.x"),
            (r#"{"phone": "13900000001", "inner": 5}"#, "inner"),
            ("[]", "body"),
        ];
        for (body, field) in cases {
            assert_eq!(wrong(body), (422, vec![field.to_owned()]), "{body}");
        }
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        for body in ["", "{", "{\"phone\": }", "\u{0}", "nul", "{\"a\": \"\\ud800\"}", &"[".repeat(500)] {
            assert_eq!(wrong(body).0, 400, "{body}");
        }
    }

    #[test]
    fn a_query_has_each_name_once() {
        assert_eq!(pairs("a=%E6%9E%97+1&b=").unwrap(), serde_json::json!({ "a": "林 1", "b": "" }));
        assert_eq!(pairs("a=1&a=2").unwrap_err().field, "a");
        assert_eq!(pairs("a=%FF").unwrap_err().field, "query");
    }
}
