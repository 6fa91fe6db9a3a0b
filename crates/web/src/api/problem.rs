//! What the API answers when it cannot do what was asked: problem details of RFC 9457, one schema for all of them.
//!
//! Three statuses are kept apart. 422 says that the schema forbids what was sent, and only the readers of requests say
//! it. 409 says that the schema allows it and a rule does not: a lawful refusal with its rule, its articles and what
//! the person can do instead, or a value that the rules find wrong (a check character, a day that has passed). 404
//! says that it is not there or not the caller's to see.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use base::{FieldError, Refusal, Text};
use serde::Serialize;
use service::office::Stop;
use utoipa::ToSchema;

use super::shaped::Words;
use crate::Fault;

/// A problem (RFC 9457, `application/problem+json`). Words come in both languages, so that nobody need ask twice.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Problem {
    /// `/problems/` and the code.
    #[serde(rename = "type")]
    #[schema(example = "/problems/licence.renewal_too_early")]
    kind: String,
    /// The HTTP status again.
    #[schema(minimum = 400, maximum = 599, example = 409)]
    status: u16,
    /// A stable code, folder first.
    #[schema(example = "licence.renewal_too_early")]
    code: String,
    /// Short words for any occurrence, in Chinese.
    title: String,
    /// What happened this time and what to do, in Chinese.
    detail: String,
    /// The title in English.
    title_en: String,
    /// The detail in English.
    detail_en: String,
    /// The fields that are wrong, where the problem is about fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<Field>,
    /// The rule that refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    /// What the rule stands on; empty where it is the platform's own rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<Vec<ArticleView>>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Words>,
    /// What the person can do instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    instead: Option<Words>,
    /// Every refusal at once, the first one being that of `rule`, where there is more than one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refusals: Vec<RefusalView>,
}

/// One field that is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Field {
    /// Its name in the body, the query or the headers; parts of a path are joined by full stops.
    #[schema(example = "phone")]
    field: String,
    /// What is wrong and how to mend it.
    message: Words,
}

/// An article of law, or a standard.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Article)]
pub(super) struct ArticleView {
    /// Its short form.
    #[schema(example = "162§63")]
    short: String,
    /// Its name in words.
    long: Words,
}

/// A refusal: what, why, under which rule, and what instead.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Refusal)]
pub(super) struct RefusalView {
    /// A stable code, folder first.
    #[schema(example = "licence.renewal_too_early")]
    rule: String,
    /// What it stands on.
    article: Vec<ArticleView>,
    /// Why.
    reason: Words,
    /// What the person can do instead.
    instead: Words,
}

impl From<&base::Article> for ArticleView {
    fn from(article: &base::Article) -> Self {
        Self { short: article.0.clone(), long: article.long().into() }
    }
}

/// Articles as the API shows them.
pub(super) fn articles(all: &[base::Article]) -> Vec<ArticleView> {
    all.iter().map(ArticleView::from).collect()
}

impl From<&Refusal> for RefusalView {
    fn from(refusal: &Refusal) -> Self {
        Self {
            rule: refusal.rule.clone(),
            article: articles(&refusal.articles),
            reason: (&refusal.reason).into(),
            instead: (&refusal.instead).into(),
        }
    }
}

impl Problem {
    fn of(problem: &base::Problem, all: &[Refusal]) -> Self {
        let refusal = problem.refusal.as_deref();
        let fields = problem.fields.iter();
        let refusals = if all.len() > 1 { all } else { &[] };
        Self {
            kind: format!("/problems/{}", problem.code),
            status: problem.status,
            code: problem.code.clone(),
            title: problem.title.zh.clone(),
            detail: problem.detail.zh.clone(),
            title_en: problem.title.en.clone(),
            detail_en: problem.detail.en.clone(),
            fields: fields.map(|f| Field { field: f.field.clone(), message: (&f.message).into() }).collect(),
            rule: refusal.map(|r| r.rule.clone()),
            article: refusal.map(|r| articles(&r.articles)),
            reason: refusal.map(|r| (&r.reason).into()),
            instead: refusal.map(|r| (&r.instead).into()),
            refusals: refusals.iter().map(RefusalView::from).collect(),
        }
    }
}

/// A handler's failure.
#[derive(Debug)]
pub(super) enum ApiFault {
    /// Told as every door tells it.
    Told(Fault),
    /// The rules refuse, for all these reasons.
    Refused(Vec<Refusal>),
}

/// What handlers of the API give.
pub(super) type Answer = Result<Response, ApiFault>;

impl From<Stop> for ApiFault {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Refused(all) if !all.is_empty() => Self::Refused(all),
            Stop::Invalid(fields) => not_accepted(fields).into(),
            Stop::KeyReused => key_reused().into(),
            Stop::Repeated(_) => answered_before().into(),
            other => Self::Told(other.into()),
        }
    }
}

impl From<base::Problem> for ApiFault {
    fn from(problem: base::Problem) -> Self {
        Self::Told(problem.into())
    }
}

/// What a handler meets with 422 the schema has allowed, so that it is for the rules to say no.
impl From<Fault> for ApiFault {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Problem(problem) if problem.status == 422 => {
                let mut problem = *problem;
                problem.status = 409;
                with_rule(&mut problem);
                problem.into()
            }
            other => Self::Told(other),
        }
    }
}

impl IntoResponse for ApiFault {
    fn into_response(self) -> Response {
        let problem = match self {
            Self::Told(Fault::Problem(problem)) => return answer(&problem, &[]),
            Self::Told(fault) => return fault.into_response(),
            Self::Refused(all) => match all.first() {
                Some(first) => return answer(&base::Problem::from(first.clone()), &all),
                None => base::Problem::not_found(),
            },
        };
        answer(&problem, &[])
    }
}

fn answer(problem: &base::Problem, all: &[Refusal]) -> Response {
    // The common members and headers are those of every door; the body is written anew with the refusals.
    let mut response = Fault::from(problem.clone()).into_response();
    if let Ok(body) = serde_json::to_vec(&Problem::of(problem, all)) {
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        *response.body_mut() = body.into();
    }
    response
}

/// Values that the schema allows and the rules do not.
fn not_accepted(fields: Vec<FieldError>) -> base::Problem {
    let mut problem = base::Problem::invalid(fields);
    problem.status = 409;
    "request.not_accepted".clone_into(&mut problem.code);
    with_rule(&mut problem);
    problem
}

/// A 409 always says why and what instead.
fn with_rule(problem: &mut base::Problem) {
    if problem.refusal.is_some() {
        return;
    }
    let reason = problem.fields.first().map_or_else(|| problem.detail.clone(), |f| f.message.clone());
    let instead = Text::new(
        "请按提示修改后，用新的 Idempotency-Key 再提交。",
        "Mend what is named and send again with a new Idempotency-Key.",
    );
    problem.refusal = Some(Box::new(Refusal::new(problem.code.clone(), reason, instead)));
}

/// The key came before with another body. The schema allows it, so that this is no 422.
fn key_reused() -> base::Problem {
    let mut problem = base::Problem::from(Stop::KeyReused);
    problem.status = 409;
    with_rule(&mut problem);
    problem
}

/// The key was used for something that left nothing to show again.
pub(super) fn answered_before() -> base::Problem {
    let mut problem = base::Problem::new(
        409,
        "request.answered_before",
        Text::new("这个幂等键已经用过", "This idempotency key was used before"),
        Text::new(
            "用这个 Idempotency-Key 的请求已经答复过，这次没有再办理一遍。请用新的 Idempotency-Key 再提交。",
            "A request with this Idempotency-Key was answered before and was not carried out again. Send again with a \
             new Idempotency-Key.",
        ),
    );
    with_rule(&mut problem);
    problem
}
