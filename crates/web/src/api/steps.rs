//! What the applicant does with a case, or a clerk at the counter for them: delivery, undertakings, handing in, taking
//! back, rating. Each step answers with the whole case, so that a step that is repeated answers the same.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::Number;
use service::case::Delivery;
use service::case::commands::{self, Answer as Form};
use service::office::{Done, Once, Stop};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::case_view::{self, CaseView};
use super::cases::Which;
use super::codes::DeliveryCode;
use super::described::Described;
use super::json::{Body, PathOf};
use super::problem::{Answer, ApiFault};
use super::reply;
use super::shaped::{Address, CaseNumber, NeedCode, Remark};
use crate::answer::once_done;
use crate::route::{Door, Kind};
use crate::{App, Visitor};

pub(super) fn routes() -> Described {
    Described::new()
        .route(Kind::Api, "api.case.delivery", Door::Known, routes!(delivery))
        .route(Kind::Api, "api.case.undertake", Door::Known, routes!(undertake))
        .route(Kind::Api, "api.case.submit", Door::Known, routes!(submit))
        .route(Kind::Api, "api.case.withdraw", Door::Known, routes!(withdraw))
        .route(Kind::Api, "api.case.rate", Door::Citizen, routes!(rate))
}

/// A step that needs no words.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    /// The case's revision when you looked at it; a case that has changed since is refused (409 `record.stale`).
    pub(super) revision: Option<Revision>,
}

/// The number of a case's newest event.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(try_from = "Number")]
#[schema(value_type = i64, minimum = 1, maximum = 9007199254740991i64, example = 6)]
pub(super) struct Revision(i64);

impl TryFrom<Number> for Revision {
    type Error = &'static str;
    fn try_from(number: Number) -> Result<Self, &'static str> {
        // The largest whole number that every reader of JSON has exactly.
        let known = whole(&number).filter(|n| (1..=9_007_199_254_740_991).contains(n));
        known.map(Self).ok_or("请填写办件的 revision。\u{1E}Give the case's revision.")
    }
}

/// A whole number. JSON knows one kind of number only, so that `6.0` is 6.
fn whole(number: &Number) -> Option<i64> {
    let rounded = |float: f64| format!("{float:.0}").parse().ok().filter(|_| float.fract() == 0.0);
    number.as_i64().or_else(|| number.as_f64().and_then(rounded))
}

/// Which case, and the revision it was looked at.
pub(super) fn form(which: &Which, revision: Option<Revision>) -> Form {
    Form { number: which.number.as_str().to_owned(), revision: revision.map(|r| r.0) }
}

/// The answer to a step: the whole case.
pub(super) async fn stepped<T>(
    app: &App,
    visitor: &Visitor,
    which: &Which,
    result: Result<Done<T>, Stop>,
) -> Result<Response, ApiFault> {
    // Whoever has just been let act on the case sees what came of it. A step that was done before is asked about anew.
    let done_now = result.is_ok();
    once_done(result)?;
    let number = which.number.as_str();
    let view = if done_now {
        case_view::after_step(app, visitor, number).await?
    } else {
        case_view::whole(app, visitor, number).await?
    };
    Ok(reply::ok(app, &view))
}

/// The context of a step.
pub(super) fn ctx(visitor: &Visitor, once: Once) -> service::office::Ctx {
    visitor.ctx_once(Some(once))
}

/// How the result shall reach the person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Choose {
    /// 网点领取 `pickup` or 邮寄到家 `post`.
    delivery: DeliveryCode,
    /// Where to, for `post`.
    address: Option<Address>,
    /// The case's revision when you looked at it.
    revision: Option<Revision>,
}

/// 领取方式 · Say how the result shall reach you.
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/delivery", tag = "cases", params(Which), request_body = Choose,
    responses((status = 200, description = "已选择。 Chosen.", body = CaseView))
)]
async fn delivery(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<Choose>,
) -> Answer {
    let Choose { delivery, address, revision } = body.value;
    let address = address.as_ref().filter(|_| delivery.0 == Delivery::Post).map_or("", Address::as_str);
    let (ctx, form) = (ctx(&visitor, body.once), form(&which, revision));
    let done = commands::choose_delivery(&app.office, &ctx, form, delivery.0, address).await;
    stepped(&app, &visitor, &which, done).await
}

/// Which requirement of which case.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct WhichNeed {
    /// 办件编号 The number that people quote.
    pub(super) number: CaseNumber,
    /// 材料代码 The requirement's code.
    pub(super) code: NeedCode,
}

/// 告知承诺 · Give a signed undertaking in the place of a paper.
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/requirements/{code}/undertaking", tag = "cases", params(WhichNeed),
    request_body = Step, responses((status = 200, description = "已承诺。 Given.", body = CaseView))
)]
async fn undertake(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(need): PathOf<WhichNeed>,
    body: Body<Step>,
) -> Answer {
    let (which, code) = (Which { number: need.number }, need.code.as_str().to_owned());
    let (ctx, form) = (ctx(&visitor, body.once), form(&which, body.value.revision));
    let done = commands::hand_in(&app.office, &ctx, form, code, None).await;
    stepped(&app, &visitor, &which, done).await
}

/// 提交 · Sign and hand the case in.
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/submit", tag = "cases", params(Which), request_body = Step,
    responses((status = 200, description = "已提交。 Handed in.", body = CaseView))
)]
async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<Step>,
) -> Answer {
    // A citizen was known by a text message when they logged in; at the counter a clerk looks at the card.
    let identity = if visitor.is_staff() { "counter" } else { "sms" };
    let (ctx, form) = (ctx(&visitor, body.once), form(&which, body.value.revision));
    let done = commands::submit(&app.office, &ctx, form, identity.to_owned()).await;
    stepped(&app, &visitor, &which, done).await
}

/// 撤回 · Take the case back.
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/withdraw", tag = "cases", params(Which), request_body = Step,
    responses((status = 200, description = "已撤回。 Taken back.", body = CaseView))
)]
async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<Step>,
) -> Answer {
    let (ctx, form) = (ctx(&visitor, body.once), form(&which, body.value.revision));
    let done = commands::withdraw(&app.office, &ctx, form).await;
    stepped(&app, &visitor, &which, done).await
}

/// How the person was served.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Rate {
    /// 1 (very dissatisfied) to 5 (very satisfied).
    score: Score,
    /// More, in the person's own words. They go to the vault.
    words: Option<Remark>,
    /// The case's revision when you looked at it.
    revision: Option<Revision>,
}

/// 1 to 5.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(try_from = "Number")]
#[schema(value_type = i64, minimum = 1, maximum = 5, example = 5)]
struct Score(i64);

impl TryFrom<Number> for Score {
    type Error = &'static str;
    fn try_from(score: Number) -> Result<Self, &'static str> {
        let known = whole(&score).filter(|n| (1..=5).contains(n));
        known.map(Self).ok_or("请填写1至5。\u{1E}Give 1 to 5.")
    }
}

/// 评价 · Rate how you were served.
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/rate", tag = "cases", params(Which), request_body = Rate,
    responses((status = 200, description = "已评价。 Rated.", body = CaseView))
)]
async fn rate(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    body: Body<Rate>,
) -> Answer {
    let Rate { score, words, revision } = &body.value;
    let words = words.as_ref().map_or("", Remark::as_str);
    let (ctx, form) = (ctx(&visitor, body.once.clone()), form(&which, *revision));
    let done = commands::rate(&app.office, &ctx, form, score.0, words).await;
    stepped(&app, &visitor, &which, done).await
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn whole_numbers_in_every_spelling_of_json() {
        let read = |text: &str| whole(&serde_json::from_str(text).unwrap());
        assert_eq!([read("6"), read("6.0"), read("6e0"), read("-1")], [Some(6), Some(6), Some(6), Some(-1)]);
        assert_eq!([read("6.5"), read("1e300"), read("18446744073709551615")], [None; 3]);
    }
}
