//! What a machine reads when a request is not answered with success: problem details of RFC 9457, with the members
//! that a refusal adds.

use serde::{Deserialize, Serialize};

use crate::{Refusal, Text};

/// One field that is wrong, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name as the form or the schema has it.
    pub field: String,
    /// What is wrong and how to mend it.
    pub message: Text,
}

impl FieldError {
    /// An error of one field.
    pub fn new(field: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { field: field.into(), message: Text::new(zh, en) }
    }
}

/// A problem of RFC 9457. `type` is `/problems/{code}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// HTTP status.
    pub status: u16,
    /// Stable code, for example `case.not_found`.
    pub code: String,
    /// Short words for any occurrence of this problem.
    pub title: Text,
    /// What happened this time and what to do.
    pub detail: Text,
    /// The fields that are wrong; empty where the problem is not about fields.
    pub fields: Vec<FieldError>,
    /// The rule that refused, for status 409.
    pub refusal: Option<Box<Refusal>>,
    /// Seconds after which the same request may succeed.
    pub retry_after_s: Option<u32>,
}

impl Problem {
    /// A problem with the given status, code and words.
    pub fn new(status: u16, code: impl Into<String>, title: Text, detail: Text) -> Self {
        Self {
            status,
            code: code.into(),
            title,
            detail,
            fields: Vec::new(),
            refusal: None,
            retry_after_s: None,
        }
    }

    /// 422: fields the schema or the form forbids.
    pub fn invalid(fields: Vec<FieldError>) -> Self {
        let mut problem = Self::new(
            422,
            "request.invalid",
            Text::new("填写内容有误", "Some fields are wrong"),
            Text::new("请按提示修改后再提交。", "Mend the fields named and send again."),
        );
        problem.fields = fields;
        problem
    }

    /// 404: it is not there, or not yours to see; the two look the same on purpose.
    pub fn not_found() -> Self {
        Self::new(
            404,
            "not_found",
            Text::new("没有找到", "Not found"),
            Text::new(
                "没有这项内容，或者您无权查看。请核对编号，或从首页重新进入。",
                "There is no such thing, or it is not yours to see. Check the number or start from the home page.",
            ),
        )
    }

    /// The same problem, with the seconds after which it is worth asking again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let mut problem = Self::new(
            409,
            refusal.rule.clone(),
            Text::new("依法不能办理", "Refused under the rules"),
            Text::new(
                format!("{}{}", refusal.reason.zh, refusal.instead.zh),
                format!("{} {}", refusal.reason.en, refusal.instead.en),
            ),
        );
        problem.refusal = Some(Box::new(refusal));
        problem
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.status, self.code, self.detail.en)
    }
}

impl std::error::Error for Problem {}
