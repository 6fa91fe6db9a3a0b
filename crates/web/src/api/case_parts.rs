//! The parts of a case as the API shows them: requirements, reasons, papers, the order to pay, the parcel.

use base::Text;
use ledger::tree::Hash;
use serde::Serialize;
use service::case::{Paper, Requirement};
use service::catalog::{Item, Said, Source};
use utoipa::ToSchema;

use super::codes::{BeforeCode, KindCode, PaperCode, PartyCode, SourceCode, StatusCode};
use super::problem::{ArticleView, articles};
use super::shaped::Words;

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
    pub(super) status: String,
    /// The post's number, once it has the parcel.
    pub(super) tracking: Option<String>,
    /// Its moves, oldest first.
    pub(super) moves: Vec<MoveView>,
}

/// One move of a parcel.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ParcelMove)]
pub(super) struct MoveView {
    /// Where it was.
    pub(super) status: String,
    /// When.
    #[schema(format = DateTime)]
    pub(super) at: String,
}

pub(super) fn paper_line(paper: &Paper) -> PaperLine {
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

pub(super) fn requirement(item: Option<&Item>, need: &Requirement) -> RequirementView {
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

/// A reason in the words of the item's condition or requirement, as it was said on the day of the decision.
pub(super) fn reason(item: Option<&Item>, code: &str, said: &Said<'_>) -> ReasonView {
    let words = item.and_then(|item| item.reason(code, said));
    let (what, stands_on) =
        words.map_or_else(|| (Text::new(code, code), Vec::new()), |words| (words.what, words.articles));
    ReasonView { code: code.to_owned(), reason: what.into(), articles: articles(&stands_on) }
}
