//! Beginning, finding and reading cases.

use authz::Action;
use axum::extract::State;
use axum::response::Response;
use base::Text;
use serde::{Deserialize, Serialize};
use service::case::commands::{self, OpenCase, Opened};
use service::case::{self, CaseEvent, Listed};
use service::catalog::{Shape, Subject};
use service::office::{Once, Stop};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::case_view::{self, CaseLine, CaseView};
use super::codes::StageCode;
use super::described::Described;
use super::json::{Body, PathOf, QueryOf};
use super::problem::{Answer, ApiFault, answered_before};
use super::shaped::{CaseCursor, CaseNumber, ItemCode, PersonId};
use super::{items, reply, see};
use crate::outside;
use crate::route::{Door, Kind};
use crate::{App, Visitor};

/// Cases on a page.
const PAGE: usize = 50;

pub(super) fn routes() -> Described {
    Described::new()
        .route(Kind::Api, "api.case.list", Door::Known, routes!(list))
        .route(Kind::Api, "api.case.open", Door::Citizen, routes!(open))
        .route(Kind::Api, "api.case.one", Door::Known, routes!(one))
}

/// The person concerned, and whether the visitor acts for them as an agent. Somebody who gave the visitor no mandate
/// in force is nobody to the visitor.
pub(super) fn concerned(
    visitor: &Visitor,
    person: Option<&PersonId>,
    item: &str,
) -> Result<(String, bool), ApiFault> {
    let own = visitor.person()?;
    let Some(person) = person.map(PersonId::as_str).filter(|person| *person != own) else {
        return Ok((own.to_owned(), false));
    };
    if visitor.acts_for(person, item) { Ok((person.to_owned(), true)) } else { Err(Stop::NotFound.into()) }
}

/// Which cases.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// 办理阶段 Only cases that stand here.
    stage: Option<StageCode>,
    /// 是否只列已提交的 Whether only cases that were handed in; drafts too where it is not said.
    #[param(inline)]
    submitted: Option<Whether>,
    /// 上一页的 next Where the list goes on.
    after: Option<CaseCursor>,
}

/// Yes or no, in a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Whether {
    /// Yes.
    True,
    /// No.
    False,
}

/// A page of cases, those begun first at the top.
#[derive(Debug, Serialize, ToSchema)]
struct CaseList {
    /// At most fifty.
    cases: Vec<CaseLine>,
    /// Give it as `after` for the next page; none on the last.
    #[schema(example = "1795395600000.YC20261123-7K3M9QXA")]
    next: Option<String>,
}

/// 办件列表 · The cases that you may see.
///
/// 群众看到自己的和委托人的；工作人员看到本网点的；监督人员看到辖区内已提交的。
/// A citizen sees their own and those of persons whose mandate they hold; staff see their outlet's, and those who watch
/// see what was handed in within their area.
#[utoipa::path(
    get, path = "/api/v1/cases", tag = "cases", params(Asked),
    responses((status = 200, description = "一页办件。 A page of cases.", body = CaseList))
)]
async fn list(State(app): State<App>, visitor: Visitor, QueryOf(asked): QueryOf<Asked>) -> Answer {
    let scope = see::scope(&visitor, Action::CaseView);
    let listed = Listed {
        stages: asked.stage.map(|stage| stage.0).into_iter().collect(),
        submitted: asked.submitted == Some(Whether::True),
        after: asked.after.and_then(|cursor| cursor.parts()),
    };
    let mut cases = app.office.query(move |read| case::list(read, &scope, &listed)).await?;
    let more = cases.len() > PAGE;
    cases.truncate(PAGE);
    let last = cases.last().filter(|_| more);
    let next = last.map(|case| CaseCursor::after(case.opened_at.ms(), &case.number));
    let cases = cases.iter().map(|case| case_view::line(&app, case)).collect();
    Ok(reply::ok(&app, &CaseList { cases, next }))
}

/// Which case.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct Which {
    /// 办件编号 The number that people quote.
    pub(super) number: CaseNumber,
}

/// 办件详情 · A case with its requirements, papers, payment, parcel and receipts.
#[utoipa::path(
    get, path = "/api/v1/cases/{number}", tag = "cases", params(Which),
    responses((status = 200, description = "办件。 The case.", body = CaseView))
)]
async fn one(State(app): State<App>, visitor: Visitor, PathOf(which): PathOf<Which>) -> Answer {
    let view = case_view::whole(&app, &visitor, which.number.as_str()).await?;
    Ok(reply::ok(&app, &view))
}

/// What to begin.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Open {
    /// 业务代码 The item.
    item: ItemCode,
    /// 委托人 The person who gave you a mandate; yourself where there is none.
    person: Option<PersonId>,
}

/// 申请 · Begin a case.
///
/// 按事实核对事项的条件；不符合时答复 409，一次说全理由并记录在案。需要的材料和步骤成为办件的要件。
/// The item's conditions are judged on the facts; 409 names every reason at once, and is on record. What is needed
/// becomes the case's requirements.
#[utoipa::path(
    post, path = "/api/v1/cases", tag = "cases", request_body = Open,
    responses((status = 201, description = "已开始，Location 指向办件。 Begun; Location says where it is.", body = CaseView,
        headers(("Location" = String, description = "办件的地址。 Where the case is."))))
)]
async fn open(State(app): State<App>, visitor: Visitor, body: Body<Open>) -> Answer {
    let Open { item: code, person } = &body.value;
    let item = items::item(&app, code.as_str())?;
    if item.shape != Shape::Case {
        return Err(ApiFault::Refused(vec![no_case(&item.name)]));
    }
    let (subject, by_agent) = concerned(&visitor, person.as_ref(), code.as_str())?;
    let known = outside::known(&app, &subject).await?;
    let facts = outside::facts(&app, &visitor, &known, code.as_str(), by_agent, None).await?;
    let licence = known.licence.filter(|_| item.subject == Subject::Licence);
    let command = OpenCase {
        item: code.as_str().to_owned(),
        subject,
        agent: by_agent.then(|| visitor.actor.id.clone()),
        licence: licence.map(|licence| licence.id),
        outlet: app.settings.internet_outlet.clone(),
        identity: None,
        facts,
    };
    begin(&app, &visitor, body.once, command).await
}

/// Begins a case and answers with it, or with every reason why not.
pub(super) async fn begin(app: &App, visitor: &Visitor, once: Once, command: OpenCase) -> Answer {
    let (code, facts) = (command.item.clone(), command.facts.clone());
    let ctx = visitor.ctx_once(Some(once));
    match commands::open(&app.office, &ctx, command).await {
        Ok(done) => match done.value {
            Opened::Begun(number) => begun(app, visitor, &number).await,
            Opened::Refused(refusals) => Err(ApiFault::Refused(refusals)),
        },
        Err(Stop::Repeated(Some(stream))) => {
            if let Some(number) = number_of(app, stream).await? {
                return begun(app, visitor, &number).await;
            }
            // The first time it was refused; the reasons are those of the same facts.
            let refusals = items::judged(app, &code, &facts)?.refusals;
            if refusals.is_empty() { Err(answered_before().into()) } else { Err(ApiFault::Refused(refusals)) }
        }
        Err(stop) => Err(stop.into()),
    }
}

async fn begun(app: &App, visitor: &Visitor, number: &str) -> Result<Response, ApiFault> {
    let view = case_view::whole(app, visitor, number).await?;
    Ok(reply::created(app, &format!("/api/v1/cases/{number}"), &view))
}

/// The number of the case that a stream is the life of.
async fn number_of(app: &App, stream: String) -> Result<Option<String>, Stop> {
    app.office
        .query(move |read| {
            let Some(event) = ledger::event(read, &stream, 1)? else { return Ok(None) };
            Ok(match CaseEvent::read(&event)? {
                Some(CaseEvent::Opened(opened)) => Some(opened.number),
                _ => None,
            })
        })
        .await
}

/// An item that is done at once makes no case.
pub(super) fn no_case(name: &Text) -> base::Refusal {
    base::Refusal::new(
        "item.not_a_case",
        Text::new(
            format!("“{}”当场就办完，不产生办件。", name.zh),
            format!("“{}” is done at once and makes no case.", name.en),
        ),
        Text::new(
            "变更手机号码请用 /api/v1/me/phone。",
            "To change a telephone number, use /api/v1/me/phone.",
        ),
    )
}
