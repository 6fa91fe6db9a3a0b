//! What a form sent: names and values, its nonce, and the digest of it all.

use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use base::{Problem, Text};
use http_body_util::{BodyExt, Limited};
use service::office::Once;
use sha2::{Digest, Sha256};

use crate::guard::NonceNeeded;
use crate::pages::view::Form;
use crate::visitor::Visitor;
use crate::{App, Fault, nonce};

/// Longest body of a form without files, in bytes.
const FORM_MAX_BYTES: usize = 64 * 1024;

/// A posted form. Control characters are dropped, full-width digits and letters stay as typed.
#[derive(Clone, Debug)]
pub struct Posted {
    values: Vec<(String, String)>,
    route: String,
    body: [u8; 32],
}

impl Posted {
    /// The first value of a name, without space around it; empty where there is none.
    pub fn value(&self, name: &str) -> &str {
        self.values.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// All values of a name.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.values.iter().filter(|(known, _)| known == name).map(|(_, v)| v.trim().to_owned()).collect()
    }

    /// The form again with what was typed, under a new nonce.
    pub fn form(&self, nonce: String) -> Form {
        let mut form = Form::new(nonce);
        form.values = self.values.iter().filter(|(name, _)| name != "nonce").cloned().collect();
        form
    }

    /// The nonce as the key under which the form's step happens once.
    pub fn once(&self) -> Option<Once> {
        let key = self.value("nonce");
        (!key.is_empty()).then(|| Once { route: self.route.clone(), key: key.to_owned(), body: self.body })
    }

    /// The case's revision that the form was made from.
    pub fn revision(&self) -> Option<i64> {
        self.value("revision").parse().ok()
    }

    /// A form from its parts, for uploads that were read another way.
    pub(crate) fn from_parts(values: Vec<(String, String)>, route: String, body: [u8; 32]) -> Self {
        Self { values, route, body }
    }
}

/// Fails a form that nothing proves to be ours.
pub(crate) fn proven(app: &App, visitor: &Visitor, needed: bool, given: &str) -> Result<(), Fault> {
    if !needed || nonce::holds(app, given, visitor.now) {
        return Ok(());
    }
    Err(Problem::new(
        403,
        "request.form_expired",
        Text::new("表单已过期", "The form has expired"),
        Text::new("请返回上一页，刷新后重新提交。", "Go back, reload the page and send it again."),
    )
    .into())
}

impl FromRequest<App> for Posted {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let needed = request.extensions().get::<NonceNeeded>().is_some();
        let visitor = request.extensions().get::<Visitor>().cloned();
        let visitor = visitor.ok_or_else(|| Fault::from(Problem::not_found()))?;
        let route = format!("{} {}", request.method(), request.uri().path());
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if !kind.is_empty() && !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(unreadable(StatusCode::UNSUPPORTED_MEDIA_TYPE).into());
        }
        let read = Limited::new(request.into_body(), FORM_MAX_BYTES).collect().await;
        let bytes = read.map_err(|_| Fault::from(unreadable(StatusCode::PAYLOAD_TOO_LARGE)))?.to_bytes();
        let values = parse(&bytes);
        let posted = Self { values, route, body: Sha256::digest(&bytes).into() };
        proven(app, &visitor, needed, posted.value("nonce"))?;
        Ok(posted)
    }
}

fn parse(bytes: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(bytes);
    let decode = |part: &str| {
        let spaced = part.replace('+', " ");
        let decoded = percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned();
        decoded.chars().filter(|c| !c.is_control() || *c == '\n').collect::<String>()
    };
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

fn unreadable(status: StatusCode) -> Problem {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::new(
            413,
            "request.too_large",
            Text::new("提交的内容太大", "What was sent is too large"),
            Text::new("请缩短内容或换一个小一些的文件。", "Shorten it, or choose a smaller file."),
        );
    }
    Problem::new(
        status.as_u16(),
        "request.unreadable",
        Text::new("无法读取提交的内容", "What was sent cannot be read"),
        Text::new("请从页面重新提交。", "Send it again from the page."),
    )
}

/// The same words for other readers of bodies.
pub(crate) fn too_large() -> Problem {
    unreadable(StatusCode::PAYLOAD_TOO_LARGE)
}
