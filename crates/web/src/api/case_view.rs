//! A case as the API shows it: one rendering of its rows, the same after every step. Personal values are masked; receipts
//! are the events of its stream.
//!
//! Staff see of the person the masked name and nothing else, as on the desk's page: reading a case is daily work and is
//! recorded nowhere, while the ends of an identity number and of a telephone, masked as they are, tell one person of the
//! same name from another and belong to the file. Whoever needs them looks into the file for a purpose
//! (`POST /api/v1/lookups`), and that is on record.

use authz::Action;
use base::{Instant, Text};
use serde::Serialize;
use service::case::{CaseFile, Paper, Requirement};
use service::catalog::Item;
use service::office::Stop;
use service::{case, delivery, outlet, payment};
use utoipa::ToSchema;

use super::case_parts::{
    MoveView, OrderView, PaperLine, ParcelView, ReasonView, RequirementView, paper_line, reason, requirement,
};
use super::codes::{DeliveryCode, StageCode};
use super::me::PersonView;
use super::reply::{self, ReceiptView};
use super::shaped::Words;
use super::{items, see};
use crate::{App, Visitor};

/// A case in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CaseLine {
    /// What people quote.
    #[schema(example = "YC20261123-7K3M9QXA")]
    number: String,
    /// Code of the item.
    #[schema(example = "licence-renew-expiry")]
    item: String,
    /// Name of the item.
    item_name: Words,
    /// Where it stands.
    stage: StageCode,
    /// Where it stands, in words.
    stage_name: Words,
    /// The outlet that decides it.
    outlet: String,
    /// When it was begun.
    #[schema(format = DateTime)]
    opened_at: String,
    /// When the person handed it in.
    #[schema(format = DateTime)]
    submitted_at: Option<String>,
    /// The last day of the legal limit, once accepted.
    #[schema(format = Date)]
    due_on: Option<String>,
    /// Since when the legal clock stands still.
    #[schema(format = Date)]
    stopped_on: Option<String>,
    /// Number of its newest event: send it back with a step, so that a step made on an older view is refused.
    #[schema(minimum = 1, example = 6)]
    revision: i64,
}

/// A case.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Case)]
pub(super) struct CaseView {
    #[serde(flatten)]
    line: CaseLine,
    /// Who applies; none once the person's values are erased. Staff see the name alone: the rest belongs to the file.
    applicant: Option<PersonView>,
    /// The person who acts for them.
    agent: Option<String>,
    /// The licence concerned.
    licence: Option<String>,
    /// Name of the outlet.
    outlet_name: Option<Words>,
    /// When it was accepted: day 0 of the legal limit.
    #[schema(format = DateTime)]
    accepted_at: Option<String>,
    /// When it was decided.
    #[schema(format = DateTime)]
    decided_at: Option<String>,
    /// When the licence was made.
    #[schema(format = DateTime)]
    issued_at: Option<String>,
    /// When it ended.
    #[schema(format = DateTime)]
    ended_at: Option<String>,
    /// What it costs, in fen.
    #[schema(minimum = 0, example = 1000)]
    fee_fen: i64,
    /// How the result reaches the person.
    delivery: Option<DeliveryCode>,
    /// Number of the blank used.
    blank: Option<String>,
    /// Why it was refused.
    reasons: Vec<ReasonView>,
    /// 1 to 5, once rated.
    #[schema(minimum = 1, maximum = 5)]
    rating: Option<i64>,
    /// What it needs.
    requirements: Vec<RequirementView>,
    /// Its numbered papers.
    papers: Vec<PaperLine>,
    /// The order to pay; none where it costs nothing.
    payment: Option<OrderView>,
    /// The parcel; none before the licence is made, and where it is picked up.
    parcel: Option<ParcelView>,
    /// Its events, oldest first. The answer to a step has that step's event among them.
    receipts: Vec<ReceiptView>,
}

fn moment(at: Option<Instant>) -> Option<String> {
    at.map(Instant::rfc3339)
}

/// A case for a list.
pub(super) fn line(app: &App, case: &CaseFile) -> CaseLine {
    let name =
        items::item(app, &case.item).map_or_else(|_| Text::new(&case.item, &case.item), |i| i.name.clone());
    CaseLine {
        number: case.number.clone(),
        item: case.item.clone(),
        item_name: name.into(),
        stage: StageCode(case.stage),
        stage_name: case.stage.name().into(),
        outlet: case.outlet.clone(),
        opened_at: case.opened_at.rfc3339(),
        submitted_at: moment(case.submitted_at),
        due_on: case.due_on.map(|day| day.to_string()),
        stopped_on: case.stopped_on.map(|day| day.to_string()),
        revision: case.revision,
    }
}

/// What belongs to a case beside its own row.
struct Around {
    applicant: Option<PersonView>,
    outlet_name: Option<Words>,
    papers: Vec<Paper>,
    payment: Option<OrderView>,
    parcel: Option<ParcelView>,
    receipts: Vec<ReceiptView>,
}

/// A case, its requirements and what belongs to it, as one reading of the store.
async fn everything(
    app: &App,
    visitor: &Visitor,
    number: &str,
) -> Result<(CaseFile, Vec<Requirement>, Around), Stop> {
    let (office, number, staff) = (app.office.clone(), number.to_owned(), visitor.is_staff());
    let found = app.office.query(move |read| {
        let case = case::by_number(read, &number)?.ok_or(Stop::NotFound)?;
        let needs = case::requirements(read, &case.id)?;
        let stream = case::commands::stream(&office, &case.id);
        let applicant = if staff {
            let name = see::masked_name(&office, read, &case.applicant)?;
            name.map(|name| PersonView::name_alone(&case.applicant, name))
        } else {
            let masked = see::masked(&office, read, &case.applicant)?;
            masked.map(|masked| PersonView::new(&case.applicant, masked))
        };
        let order = payment::of_case(read, &case.id)?;
        let parcel = match delivery::of_case(read, &case.id)? {
            None => None,
            Some(parcel) => {
                let moves = delivery::moves(read, &parcel.id)?.into_iter();
                let moves = moves.map(|(status, at)| MoveView { status, at: at.rfc3339() }).collect();
                Some(ParcelView { status: parcel.status, tracking: parcel.tracking, moves })
            }
        };
        let around = Around {
            applicant,
            outlet_name: outlet::by_id(read, &case.outlet)?.map(|outlet| outlet.name.into()),
            papers: case::papers(read, &case.id)?,
            payment: order.map(|order| OrderView {
                number: order.id,
                amount_fen: order.amount.0,
                paid: order.paid,
                reference: order.reference,
            }),
            parcel,
            receipts: reply::receipts(read, &stream)?,
        };
        Ok((case, needs, around))
    });
    found.await
}

/// A case that the visitor may see, with everything that belongs to it.
pub(super) async fn whole(app: &App, visitor: &Visitor, number: &str) -> Result<CaseView, Stop> {
    let (case, needs, around) = everything(app, visitor, number).await?;
    see::allowed(app, visitor, Action::CaseView, &case::resource(&case))?;
    view(app, visitor, case, needs, around).await
}

/// The same for a visitor whom authority has just let act on the case.
pub(super) async fn after_step(app: &App, visitor: &Visitor, number: &str) -> Result<CaseView, Stop> {
    let (case, needs, around) = everything(app, visitor, number).await?;
    view(app, visitor, case, needs, around).await
}

async fn view(
    app: &App,
    visitor: &Visitor,
    case: CaseFile,
    needs: Vec<Requirement>,
    mut around: Around,
) -> Result<CaseView, Stop> {
    if around.parcel.is_some() && see::allowed(app, visitor, Action::ParcelView, &parcel_of(&case)).is_err() {
        around.parcel = None;
    }
    let item = items::item(app, &case.item).ok();
    let reasons = reasons(app, &case, &around.papers, item).await?;
    Ok(CaseView {
        line: line(app, &case),
        applicant: around.applicant,
        agent: case.agent.clone(),
        licence: case.licence.clone(),
        outlet_name: around.outlet_name,
        accepted_at: moment(case.accepted_at),
        decided_at: moment(case.decided_at),
        issued_at: moment(case.issued_at),
        ended_at: moment(case.ended_at),
        fee_fen: case.fee.0,
        delivery: case.delivery.map(DeliveryCode),
        blank: case.blank.clone(),
        reasons,
        rating: case.rating,
        requirements: needs.iter().map(|need| requirement(item, need)).collect(),
        papers: around.papers.iter().map(paper_line).collect(),
        payment: around.payment,
        parcel: around.parcel,
        receipts: around.receipts,
    })
}

/// Why it was refused, as the paper of the decision says it.
async fn reasons(
    app: &App,
    case: &CaseFile,
    papers: &[Paper],
    item: Option<&Item>,
) -> Result<Vec<ReasonView>, Stop> {
    let Some(paper) = papers.iter().rev().find(|paper| !paper.body.reasons.is_empty()) else {
        return Ok(Vec::new());
    };
    let birth = crate::outside::birth(app, &case.subject).await?;
    let said = case::said(&app.office, paper, birth);
    Ok(paper.body.reasons.iter().map(|code| reason(item, code, &said)).collect())
}

/// The parcel of a case, as authority sees it.
fn parcel_of(case: &CaseFile) -> authz::Resource {
    match case::resource(case) {
        authz::Resource::Case(facts) => authz::Resource::Parcel(facts),
        other => other,
    }
}
