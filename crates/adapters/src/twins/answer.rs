//! How a twin reads requests and says no.

use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base::{Problem, Text};
use http_body_util::BodyExt as _;
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::limits::{Limited, is_number};

/// How much of a body that is too large is still read, so that the sender gets the 413 and not a broken connection.
const DRAIN_MAX: usize = 8 * 1024 * 1024;

/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(10);

/// A problem (RFC 9457) as the profiles write it: Chinese in `title` and `detail`, English in `title_en` and
/// `detail_en`.
#[derive(Debug)]
pub(crate) struct Trouble(pub(crate) Box<Problem>);

impl From<Problem> for Trouble {
    fn from(problem: Problem) -> Self {
        Self(Box::new(problem))
    }
}

#[derive(Serialize)]
struct ProblemBody<'a> {
    r#type: String,
    status: u16,
    code: &'a str,
    title: &'a str,
    title_en: &'a str,
    detail: &'a str,
    detail_en: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    fields: &'a [base::FieldError],
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let Self(problem) = self;
        let body = ProblemBody {
            r#type: format!("/problems/{}", problem.code),
            status: problem.status,
            code: &problem.code,
            title: &problem.title.zh,
            title_en: &problem.title.en,
            detail: &problem.detail.zh,
            detail_en: &problem.detail.en,
            fields: &problem.fields,
        };
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = problem.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if problem.status == 401 {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// 404 under a code of the profile.
pub(crate) fn missing(code: &str, zh: &str, en: &str) -> Trouble {
    Problem::new(404, code, Text::new("没有找到", "Not found"), Text::new(zh, en)).into()
}

/// 409 under a code of the profile.
pub(crate) fn conflict(code: &str, zh: &str, en: &str) -> Trouble {
    let title = Text::new("与已有记录不一致", "It does not fit what is on record");
    Problem::new(409, code, title, Text::new(zh, en)).into()
}

/// A problem of the call itself; the code begins with `request.`.
pub(crate) fn of_request(status: u16, what: &str, zh: &str, en: &str) -> Trouble {
    let title = Text::new("请求不符合规约", "The request does not follow the profile");
    Problem::new(status, format!("request.{what}"), title, Text::new(zh, en)).into()
}

fn malformed() -> Trouble {
    of_request(
        400,
        "malformed",
        "请求内容无法读取。请检查JSON格式后重新发送。",
        "The request cannot be read. Check that the body is JSON and send it again.",
    )
}

fn not_of_profile() -> Trouble {
    of_request(
        422,
        "invalid",
        "有缺少的、多余的或类型不对的字段。请对照规约修改。",
        "A member is missing, unknown or of the wrong type. Compare the request with the profile.",
    )
}

/// Reads a whole body of at most `max` bytes: 413 if it is larger, 408 if it takes too long.
pub(crate) async fn read_body(body: Body, max: usize) -> Result<Bytes, Trouble> {
    let reading = async {
        let (mut body, mut kept, mut seen) = (body, Vec::new(), 0_usize);
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame.map_err(|_| malformed())?.into_data() else { continue };
            seen = seen.saturating_add(data.len());
            if seen > DRAIN_MAX {
                break;
            }
            if seen <= max {
                kept.extend_from_slice(&data);
            }
        }
        if seen <= max { Ok(Bytes::from(kept)) } else { Err(too_large(max)) }
    };
    tokio::time::timeout(BODY_TIME, reading).await.unwrap_or_else(|_| {
        Err(of_request(
            408,
            "too_slow",
            "请求内容没有在10秒内传完。",
            "The body did not arrive within 10 seconds.",
        ))
    })
}

fn too_large(max: usize) -> Trouble {
    of_request(
        413,
        "too_large",
        &format!("请求内容超过{max}字节。请分次发送。"),
        &format!("The body is larger than {max} bytes. Send it in parts."),
    )
}

/// A JSON body within its limits: 415 for another type, 413, 400 for what is not JSON, 422 for what the profile forbids.
#[derive(Debug)]
pub(crate) struct Sent<T>(pub(crate) T);

impl<S, T> FromRequest<S> for Sent<T>
where
    S: Send + Sync,
    T: DeserializeOwned + Limited,
{
    type Rejection = Trouble;

    async fn from_request(request: Request, _: &S) -> Result<Self, Trouble> {
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if kind.split(';').next().is_none_or(|kind| kind.trim() != "application/json") {
            let (zh, en) = ("请以application/json发送。", "Send the body as application/json.");
            return Err(of_request(415, "media_type", zh, en));
        }
        let body = read_body(request.into_body(), T::BODY_MAX).await?;
        // First whether it is JSON at all: a body that breaks off may otherwise fail over a member before its end.
        let _: IgnoredAny = serde_json::from_slice(&body).map_err(|_| malformed())?;
        let thing: T = serde_json::from_slice(&body)
            .map_err(|error| if error.is_data() { not_of_profile() } else { malformed() })?;
        let wrong = thing.wrong();
        if wrong.is_empty() { Ok(Self(thing)) } else { Err(Problem::invalid(wrong).into()) }
    }
}

/// The query of an address.
#[derive(Debug)]
pub(crate) struct Asked<T>(pub(crate) T);

impl<S, T> FromRequestParts<S> for Asked<T>
where
    S: Send + Sync,
    T: DeserializeOwned,
{
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Trouble> {
        let query = Query::from_request_parts(parts, state).await;
        query.map(|Query(asked)| Self(asked)).map_err(|_| malformed())
    }
}

/// The number in a path, in form.
#[derive(Debug)]
pub(crate) struct Number(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Number {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Trouble> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(number)) if is_number(&number) => Ok(Self(number)),
            _ => Err(of_request(
                400,
                "malformed",
                "路径中的编号应为1至64位的字母、数字、下划线或连字符。",
                "The number in the path must be 1 to 64 letters, digits, underscores or hyphens.",
            )),
        }
    }
}
