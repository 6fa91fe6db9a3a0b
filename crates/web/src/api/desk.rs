//! What staff do with a case: accept, ask again, refuse to accept, decide, make the licence, hand it over, put right.

use authz::Action;
use axum::extract::State;
use base::FieldError;
use serde::Deserialize;
use service::case::Ask;
use service::case::commands::{self, Verdict};
use service::office::Stop;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::case_view::CaseView;
use super::cases::Which;
use super::codes::FaultCode;
use super::described::Described;
use super::json::{Body, PathOf};
use super::problem::Answer;
use super::shaped::{BlankNumber, DayText, NeedCode};
use super::steps::{Revision, Step, ctx, form, stepped};
use crate::outside;
use crate::route::{Door, Kind};
use crate::{App, Visitor};

/// Most requirements or reasons in one step.
const CODES_MAX: usize = 30;

pub(super) fn routes() -> Described {
    let staff = Door::Staff;
    Described::new()
        .route(Kind::Api, "api.case.accept", staff(Action::CaseAccept), routes!(accept))
        .route(Kind::Api, "api.case.supplement", staff(Action::CaseSupplement), routes!(supplement))
        .route(Kind::Api, "api.case.reject", staff(Action::CaseReject), routes!(reject))
        .route(Kind::Api, "api.case.decide", staff(Action::CaseDecide), routes!(decide))
        .route(Kind::Api, "api.case.issue", staff(Action::CaseIssue), routes!(issue))
        .route(Kind::Api, "api.case.hand_over", staff(Action::CaseHandOver), routes!(hand_over))
        .route(Kind::Api, "api.case.correct", staff(Action::CaseCorrect), routes!(correct))
}

/// Codes of requirements or conditions: 1 to 30.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(try_from = "Vec<NeedCode>")]
#[schema(value_type = Vec<NeedCode>, min_items = 1, max_items = 30)]
struct Codes(Vec<String>);

impl TryFrom<Vec<NeedCode>> for Codes {
    type Error = &'static str;
    fn try_from(codes: Vec<NeedCode>) -> Result<Self, &'static str> {
        if (1..=CODES_MAX).contains(&codes.len()) {
            Ok(Self(codes.iter().map(|code| code.as_str().to_owned()).collect()))
        } else {
            Err("请填写1至30项。\u{1E}Give 1 to 30 codes.")
        }
    }
}

/// A paper that is asked for again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AskedPaper {
    /// The requirement.
    code: NeedCode,
    /// What is wrong with it.
    fault: FaultCode,
}

/// Papers that are asked for again: 1 to 30.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(try_from = "Vec<AskedPaper>")]
#[schema(value_type = Vec<AskedPaper>, min_items = 1, max_items = 30)]
struct Asks(Vec<Ask>);

impl TryFrom<Vec<AskedPaper>> for Asks {
    type Error = &'static str;
    fn try_from(asked: Vec<AskedPaper>) -> Result<Self, &'static str> {
        if (1..=CODES_MAX).contains(&asked.len()) {
            Ok(Self(asked.iter().map(|one| Ask::new(one.code.as_str(), one.fault.0)).collect()))
        } else {
            Err("请填写1至30项。\u{1E}Give 1 to 30 papers.")
        }
    }
}

/// 受理 · Accept a case. The legal limit begins; the day of acceptance is day 0.
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/accept", tag = "desk", params(Which), request_body = Step,
    responses((status = 200, description = "已受理。 Accepted.", body = CaseView))
)]
async fn accept(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<Step>,
) -> Answer {
    let (ctx, form) = (ctx(&visitor, body.once), form(&which, body.value.revision));
    let done = commands::accept(&app.office, &ctx, form).await;
    stepped(&app, &visitor, &which, done).await
}

/// What is to be handed in again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Supplement {
    /// The requirements, all at once, each with what is wrong with it.
    asks: Asks,
    /// By when: from tomorrow to thirty days from today.
    until: DayText,
    /// The case's revision when you looked at it.
    revision: Option<Revision>,
}

/// 一次性告知 · Ask for papers again, all at once. After acceptance the legal clock stands still until they come.
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/supplement", tag = "desk", params(Which), request_body = Supplement,
    responses((status = 200, description = "已告知。 Asked for.", body = CaseView))
)]
async fn supplement(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<Supplement>,
) -> Answer {
    let Supplement { asks, until, revision } = body.value;
    let until = until.day().unwrap_or_else(|| visitor.now.day());
    let (ctx, form) = (ctx(&visitor, body.once), form(&which, revision));
    let done = commands::ask_again(&app.office, &ctx, form, asks.0, until).await;
    stepped(&app, &visitor, &which, done).await
}

/// Why a case is not accepted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Reject {
    /// Codes of the item's conditions or requirements; their words and articles go into the decision.
    reasons: Codes,
    /// The case's revision when you looked at it.
    revision: Option<Revision>,
}

/// 不予受理 · Refuse to accept a case, with reasons.
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/reject", tag = "desk", params(Which), request_body = Reject,
    responses((status = 200, description = "不予受理。 Not accepted.", body = CaseView))
)]
async fn reject(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<Reject>,
) -> Answer {
    let Reject { reasons, revision } = body.value;
    let (ctx, form) = (ctx(&visitor, body.once), form(&which, revision));
    let judgement = outside::judgement_for(&app, &visitor, which.number.as_str()).await?;
    let done = commands::reject(&app.office, &ctx, form, reasons.0, judgement).await;
    stepped(&app, &visitor, &which, done).await
}

/// A reviewer's word.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Decide {
    /// 准予 or 不予.
    verdict: Word,
    /// Why not, for `refuse`: codes of the item's conditions or requirements.
    reasons: Option<Codes>,
    /// The case's revision when you looked at it.
    revision: Option<Revision>,
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = VerdictCode)]
enum Word {
    /// 准予.
    Grant,
    /// 不予.
    Refuse,
}

/// 审核决定 · Decide an accepted case. Whoever accepted it does not decide it.
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/decide", tag = "desk", params(Which), request_body = Decide,
    responses((status = 200, description = "已决定。 Decided.", body = CaseView))
)]
async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<Decide>,
) -> Answer {
    let Decide { verdict, reasons, revision } = body.value;
    let reasons = reasons.map(|codes| codes.0).unwrap_or_default();
    let verdict = match verdict {
        Word::Grant => Verdict::Grant,
        Word::Refuse => Verdict::Refuse(reasons),
    };
    let (ctx, form) = (ctx(&visitor, body.once), form(&which, revision));
    let judgement = outside::judgement_for(&app, &visitor, which.number.as_str()).await?;
    let done = commands::decide(&app.office, &ctx, form, verdict, judgement).await;
    stepped(&app, &visitor, &which, done).await
}

/// On which blank.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Issue {
    /// The printed number on the card in your hand; `/api/v1/stock/next` says which is next.
    blank: BlankNumber,
    /// The case's revision when you looked at it.
    revision: Option<Revision>,
}

/// 制证 · Make the licence on a numbered blank of the outlet's stock.
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/issue", tag = "desk", params(Which), request_body = Issue,
    responses((status = 200, description = "已制证。 Made.", body = CaseView))
)]
async fn issue(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<Issue>,
) -> Answer {
    let Issue { blank, revision } = &body.value;
    let (case, known) = outside::case_and_person(&app, &visitor, which.number.as_str()).await?;
    let known = known.ok_or(Stop::NotFound)?;
    // The new term follows from the points of the ended one (162§62); a source that is down stops the issue.
    let full_cycles = outside::cycles_of(&app, &visitor, &case, &known).await?;
    let (ctx, form) = (ctx(&visitor, body.once), form(&which, *revision));
    let done = commands::issue(&app.office, &ctx, form, blank.as_str().to_owned(), full_cycles).await;
    stepped(&app, &visitor, &which, done).await
}

/// 交付 · Hand the licence over at the outlet.
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/handover", tag = "desk", params(Which), request_body = Step,
    responses((status = 200, description = "已交付。 Handed over.", body = CaseView))
)]
async fn hand_over(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<Step>,
) -> Answer {
    let (ctx, form) = (ctx(&visitor, body.once), form(&which, body.value.revision));
    let done = commands::hand_over(&app.office, &ctx, form).await;
    stepped(&app, &visitor, &which, done).await
}

/// What is put right.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Correct {
    /// The licence's right last day; left out for a licence without end.
    valid_until: Option<DayText>,
    /// Whether the licence is without end; said in so many words, and then without a last day.
    #[serde(default)]
    long_term: bool,
    /// The case's revision when you looked at it.
    revision: Option<Revision>,
}

/// 更正 · Put right the last day of a licence's term, by somebody who neither accepted nor decided.
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/correct", tag = "desk", params(Which), request_body = Correct,
    responses((status = 200, description = "已更正。 Put right.", body = CaseView))
)]
async fn correct(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<Correct>,
) -> Answer {
    let Correct { valid_until, long_term, revision } = body.value;
    let valid_until = valid_until.and_then(|day| day.day());
    if valid_until.is_some() == long_term {
        let (zh, en) = (
            "请填写有效期止，或者注明改为长期，二选一。",
            "Give the last day, or say that it is without end.",
        );
        return Err(Stop::from(FieldError::new("valid_until", zh, en)).into());
    }
    let (ctx, form) = (ctx(&visitor, body.once), form(&which, revision));
    let done = commands::correct(&app.office, &ctx, form, valid_until).await;
    stepped(&app, &visitor, &which, done).await
}
