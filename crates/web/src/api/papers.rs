//! Papers of a case as data: which, when, what it states, and the event it comes from. The words are those of the
//! catalogue today; what a paper states by code never changes.

use authz::{Action, Resource};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use service::case;
use service::office::Stop;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::case_parts::{ReasonView, need_name, reason};
use super::codes::{PaperCode, RemedyCode};
use super::described::Described;
use super::json::PathOf;
use super::problem::Answer;
use super::reply::ReceiptView;
use super::shaped::{PaperNumber, Words};
use super::{items, reply, see, statement};
use crate::route::{Door, Kind};
use crate::{App, Visitor};

pub(super) fn routes() -> Described {
    Described::new().route(Kind::Api, "api.paper.one", Door::Known, routes!(one))
}

/// Which paper.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct Which {
    /// 文书编号 The paper's number.
    number: PaperNumber,
}

/// A numbered paper.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Paper)]
struct PaperView {
    /// Its number.
    #[schema(example = "YC20261123-7K3M9QXA-S6")]
    number: String,
    /// The case it belongs to.
    case: String,
    /// Which paper.
    kind: PaperCode,
    /// When it was made.
    #[schema(format = DateTime)]
    made_at: String,
    /// What is to be handed in again.
    supplements: Vec<Named>,
    /// Why it was refused.
    reasons: Vec<ReasonView>,
    /// What the person can do against it.
    remedies: Vec<RemedyView>,
    /// The day it names: the legal limit of a receipt, the last day of a notice, the right last day of a correction.
    #[schema(format = Date)]
    until: Option<String>,
    /// The address that checks it without logging in, as the code on the paper has it; none in the second before the
    /// ledger has given its event a position.
    check: Option<String>,
    /// The event it comes from.
    receipts: Vec<ReceiptView>,
}

/// A requirement by code and name.
#[derive(Debug, Serialize, ToSchema)]
struct Named {
    /// Its code.
    code: String,
    /// Its name.
    name: Words,
}

/// What can be done against a decision.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Remedy)]
struct RemedyView {
    /// Its code.
    code: RemedyCode,
    /// What it is and by when.
    words: Words,
}

/// 文书 · A paper of a case.
#[utoipa::path(
    get, path = "/api/v1/papers/{number}", tag = "papers", params(Which),
    responses((status = 200, description = "文书。 The paper.", body = PaperView))
)]
async fn one(State(app): State<App>, visitor: Visitor, PathOf(which): PathOf<Which>) -> Answer {
    let number = which.number.as_str().to_owned();
    let found = app.office.query(move |read| {
        let (paper, of) = case::paper(read, &number)?.ok_or(Stop::NotFound)?;
        let case = case::by_number(read, &of)?.ok_or(Stop::NotFound)?;
        let event = ledger::event(read, &paper.stream, paper.event_number)?;
        let position = ledger::position(read, &paper.stream, paper.event_number)?;
        Ok((paper, case, event, position))
    });
    let (paper, case, event, position) = found.await?;
    let resource = match case::resource(&case) {
        Resource::Case(facts) => Resource::Paper(facts),
        other => other,
    };
    see::allowed(&app, &visitor, Action::PaperView, &resource)?;
    let item = items::item(&app, &case.item).ok();
    let birth = crate::outside::birth(&app, &case.subject).await?;
    let said = case::said(&app.office, &paper, birth);
    let remedies = paper.body.remedies.iter().copied();
    let view = PaperView {
        number: paper.number.clone(),
        case: case.number,
        kind: PaperCode(paper.kind),
        made_at: paper.made_at.rfc3339(),
        supplements: paper
            .body
            .codes
            .iter()
            .map(|code| Named { code: code.clone(), name: need_name(item, code).into() })
            .collect(),
        reasons: paper.body.reasons.iter().map(|code| reason(item, code, &said)).collect(),
        remedies: remedies.map(|r| RemedyView { code: RemedyCode(r), words: r.name().into() }).collect(),
        until: paper.body.until.map(|day| day.to_string()),
        check: check(&app, &paper, event.as_ref(), position)?,
        receipts: event.into_iter().map(ReceiptView::from).collect(),
    };
    Ok(reply::ok(&app, &view))
}

/// The address that checks the paper, once its event has a position.
fn check(
    app: &App,
    paper: &case::Paper,
    event: Option<&ledger::Event>,
    position: Option<u64>,
) -> Result<Option<String>, Stop> {
    let (Some(event), Some(position)) = (event, position) else { return Ok(None) };
    let signed = statement::sign_paper(app, paper, position, &event.digest()?)?;
    Ok(Some(statement::address(app, &signed)))
}
