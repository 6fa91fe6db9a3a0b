//! A case as the API shows it: one rendering of its rows, the same after every step and for everybody who may see it.
//! Personal values are masked; receipts are the events of its stream.

use authz::Action;
use base::{Instant, Text};
use ledger::tree::Hash;
use serde::Serialize;
use service::case::{CaseFile, Paper, Requirement};
use service::catalog::{Item, Source};
use service::office::Stop;
use service::{case, delivery, outlet, payment};
use utoipa::ToSchema;

use super::codes::{
    BeforeCode, DeliveryCode, KindCode, PaperCode, PartyCode, SourceCode, StageCode, StatusCode,
};
use super::me::PersonView;
use super::problem::{ArticleView, articles};
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
    /// Who applies; none once the person's values are erased.
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

/// Something a case needs before a stage.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Requirement)]
pub(super) struct RequirementView {
    /// Its code.
    #[schema(example = "photo")]
    code: String,
    /// Its kind.
    kind: KindCode,
    /// Who meets it.
    party: PartyCode,
    /// The stage it stands before.
    before: BeforeCode,
    /// Where it stands.
    status: StatusCode,
    /// Its name.
    name: Words,
    /// By when.
    #[schema(format = Date)]
    due_on: Option<String>,
    /// Digest of the file that was handed in.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    file: Option<String>,
    /// The source that proved it, or is being asked.
    source: Option<SourceCode>,
    /// Whether a signed undertaking may take its place.
    undertaking: bool,
    /// The articles it stands on.
    articles: Vec<ArticleView>,
}

/// A reason of a refusal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Reason)]
pub(super) struct ReasonView {
    /// The code of a condition or requirement of the item.
    #[schema(example = "licence.renewal_too_early")]
    code: String,
    /// Why.
    reason: Words,
    /// The articles it stands on.
    articles: Vec<ArticleView>,
}

/// A paper in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PaperLine {
    /// Its number.
    #[schema(example = "YC20261123-7K3M9QXA-S6")]
    number: String,
    /// Which paper.
    kind: PaperCode,
    /// When it was made.
    #[schema(format = DateTime)]
    made_at: String,
}

/// An order to pay.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Order)]
pub(super) struct OrderView {
    /// Its number at the payment system.
    pub(super) number: String,
    /// How much, in fen.
    #[schema(minimum = 0, example = 1000)]
    pub(super) amount_fen: i64,
    /// Whether it was paid.
    pub(super) paid: bool,
    /// The payment system's own number of the payment.
    pub(super) reference: Option<String>,
}

/// A parcel.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Parcel)]
pub(super) struct ParcelView {
    /// Where it is.
    #[schema(pattern = "^(waiting|accepted|in_transit|out_for_delivery|delivered|returned)$")]
    status: String,
    /// The post's number, once it has the parcel.
    tracking: Option<String>,
    /// Its moves, oldest first.
    moves: Vec<MoveView>,
}

/// One move of a parcel.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ParcelMove)]
pub(super) struct MoveView {
    /// Where it was.
    status: String,
    /// When.
    #[schema(format = DateTime)]
    at: String,
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

async fn around(app: &App, case: &CaseFile) -> Result<Around, Stop> {
    let (office, case) = (app.office.clone(), case.clone());
    let stream = case::commands::stream(&office, &case.id);
    let found = app.office.query(move |read| {
        let masked = see::masked(&office, read, &case.applicant)?;
        let order = payment::of_case(read, &case.id)?;
        let parcel = match delivery::of_case(read, &case.id)? {
            None => None,
            Some(parcel) => {
                let moves = delivery::moves(read, &parcel.id)?.into_iter();
                let moves = moves.map(|(status, at)| MoveView { status, at: at.rfc3339() }).collect();
                Some(ParcelView { status: parcel.status, tracking: parcel.tracking, moves })
            }
        };
        Ok(Around {
            applicant: masked.map(|masked| PersonView::new(&case.applicant, masked)),
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
        })
    });
    found.await
}

/// A case that the visitor may see, with everything that belongs to it.
pub(super) async fn whole(app: &App, visitor: &Visitor, number: &str) -> Result<CaseView, Stop> {
    let (case, needs) = see::case(app, visitor, number).await?;
    let mut around = around(app, &case).await?;
    if see::allowed(app, visitor, Action::ParcelView, &parcel_of(&case)).is_err() {
        around.parcel = None;
    }
    let item = items::item(app, &case.item).ok();
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
        reasons: case.reasons.iter().map(|code| reason(item, code)).collect(),
        rating: case.rating,
        requirements: needs.iter().map(|need| requirement(item, need)).collect(),
        papers: around.papers.iter().map(paper_line).collect(),
        payment: around.payment,
        parcel: around.parcel,
        receipts: around.receipts,
    })
}

/// The parcel of a case, as authority sees it.
fn parcel_of(case: &CaseFile) -> authz::Resource {
    match case::resource(case) {
        authz::Resource::Case(facts) => authz::Resource::Parcel(facts),
        other => other,
    }
}

fn paper_line(paper: &Paper) -> PaperLine {
    PaperLine { number: paper.number.clone(), kind: PaperCode(paper.kind), made_at: paper.made_at.rfc3339() }
}

/// The name of a requirement in its item, or of the source that is asked.
pub(super) fn need_name(item: Option<&Item>, code: &str) -> Text {
    let need = item.and_then(|item| item.needs.iter().find(|need| need.id == code));
    match (need, Source::parse(code)) {
        (Some(need), _) => need.name.clone(),
        (None, Some(source)) => source.name(),
        (None, None) => Text::new(code, code),
    }
}

fn requirement(item: Option<&Item>, need: &Requirement) -> RequirementView {
    let of_item = item.and_then(|item| item.needs.iter().find(|known| known.id == need.code));
    let evidence = need.evidence.as_deref();
    RequirementView {
        code: need.code.clone(),
        kind: KindCode(need.kind),
        party: PartyCode(need.party),
        before: BeforeCode(need.before),
        status: StatusCode(need.status),
        name: need_name(item, &need.code).into(),
        due_on: need.due_on.map(|day| day.to_string()),
        file: evidence.filter(|text| Hash::parse_hex(text).is_ok()).map(str::to_owned),
        source: evidence.and_then(Source::parse).map(SourceCode),
        undertaking: of_item.is_some_and(|known| known.undertaking),
        articles: of_item.map(|known| articles(&known.articles)).unwrap_or_default(),
    }
}

/// A reason in the words of the item's condition or requirement.
pub(super) fn reason(item: Option<&Item>, code: &str) -> ReasonView {
    let condition = item.and_then(|item| item.conditions.iter().find(|c| c.id == code));
    let need = item.and_then(|item| item.needs.iter().find(|n| n.id == code));
    let (words, stands_on) = match (condition, need) {
        (Some(condition), _) => (condition.reason.clone(), condition.articles.as_slice()),
        (None, Some(need)) => (
            Text::new(
                format!("缺少或者不符合要求：{}。", need.name.zh),
                format!("Missing or not in order: {}.", need.name.en),
            ),
            need.articles.as_slice(),
        ),
        (None, None) => (Text::new(code, code), [].as_slice()),
    };
    ReasonView { code: code.to_owned(), reason: words.into(), articles: articles(stands_on) }
}
