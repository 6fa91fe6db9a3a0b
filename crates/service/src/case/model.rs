//! Rows and events of cases.

use std::collections::BTreeMap;

use base::{Day, Fen, Instant, Region, Text};
use ledger::VaultRows;
use ledger::tree::Hash;
use serde::{Deserialize, Serialize};

use super::fault::PaperFault;
use crate::catalog::{Before, Named, Party, RequirementKind};
use crate::closed::closed;
use crate::office::events;

closed! {
    /// Where a case stands.
    Stage {
        Draft = "draft", "填写中", "being filled in";
        Open = "open", "已受理", "accepted";
        Decided = "decided", "已决定", "decided";
        Issued = "issued", "已制证", "issued";
        Closed = "closed", "已办结", "closed";
        Refused = "refused", "未予办理", "refused";
        Withdrawn = "withdrawn", "已撤回", "withdrawn";
        Lapsed = "lapsed", "已失效", "lapsed";
    }
    /// Where a requirement stands.
    Status {
        Asked = "asked", "待提供", "to be handed in";
        Again = "again", "需补正", "to be supplemented";
        Checking = "checking", "核查中", "being checked";
        Given = "given", "已提供", "handed in";
        Waived = "waived", "免交", "not needed";
        Met = "met", "已完成", "done";
    }
    /// How the result reaches the person.
    Delivery {
        Pickup = "pickup", "网点领取", "picked up at the outlet";
        Post = "post", "邮寄到家", "sent by post";
    }
    /// How staff made sure, before they began a case, that whoever stands before them is the person concerned.
    Identity {
        Document = "document", "核对身份证件原件", "the original document was seen";
        Reader = "reader", "读卡核验身份证", "the identity card was read";
        Face = "face", "人脸比对", "the face was compared";
    }
    /// What a person can do against a decision (行政复议法, 行政诉讼法).
    Remedy {
        Review = "review", "自收到决定之日起六十日内申请行政复议", "apply for administrative review within sixty days of receiving the decision";
        Suit = "suit", "自收到决定之日起六个月内提起行政诉讼", "bring an administrative suit within six months of receiving the decision";
    }
}

impl Remedy {
    /// The remedy as a paper says it, with where to turn (行政复议法§24, 行政诉讼法§46).
    pub fn sentence(self) -> Text {
        let (zh, en) = match self {
            Self::Review => (
                "如果您不服本决定，可以自收到决定之日起六十日内，向本机关的本级人民政府申请行政复议。",
                "If you disagree, you may apply to the people's government at the same level as this office for administrative review within sixty days of receiving the decision.",
            ),
            Self::Suit => (
                "您也可以自收到决定之日起六个月内，向有管辖权的人民法院提起行政诉讼。",
                "You may also bring an administrative suit before the competent people's court within six months of receiving the decision.",
            ),
        };
        Text::new(zh, en)
    }
}

impl Stage {
    /// Nothing more can happen but rating and correction.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Refused | Self::Withdrawn | Self::Lapsed)
    }
}

impl Status {
    /// Whether the requirement no longer stands in the way. A paper handed in does, until a clerk has looked at it:
    /// acceptance is that look, so for acceptance itself `Given` is enough.
    pub const fn is_settled(self) -> bool {
        matches!(self, Self::Given | Self::Waived | Self::Met)
    }
}

/// A reason for refusing: the id of one of the item's conditions or requirements, whose words and articles it takes.
pub type Reason = String;

/// A case as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFile {
    /// `cas_…`.
    pub id: String,
    /// What people quote: `YC20261121-7K3M9QXA`.
    pub number: String,
    /// Code of the item.
    pub item: String,
    /// The person concerned.
    pub subject: String,
    /// Who applies: the person concerned, or the one an agent acts for.
    pub applicant: String,
    /// The agent, if one acts.
    pub agent: Option<String>,
    /// The licence concerned.
    pub licence: Option<String>,
    /// Region of its birth.
    pub region: Region,
    /// The outlet that decides it.
    pub outlet: String,
    /// The door it came through.
    pub channel: String,
    /// Where it stands.
    pub stage: Stage,
    /// When it was begun.
    pub opened_at: Instant,
    /// When the person handed it in.
    pub submitted_at: Option<Instant>,
    /// When it was accepted: day 0 of the legal limit.
    pub accepted_at: Option<Instant>,
    /// Last day of the legal limit, once accepted.
    pub due_on: Option<Day>,
    /// Since when the legal clock stands still.
    pub stopped_on: Option<Day>,
    /// When it was decided.
    pub decided_at: Option<Instant>,
    /// When the licence was made.
    pub issued_at: Option<Instant>,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// Who accepted it.
    pub acceptor: Option<String>,
    /// Who decided it.
    pub decider: Option<String>,
    /// Who made the licence.
    pub issuer: Option<String>,
    /// What it costs.
    pub fee: Fen,
    /// How the result reaches the person; not yet asked when none.
    pub delivery: Option<Delivery>,
    /// Version of the parcel's address in the vault, a value of this case alone; 0 when none was ever given.
    pub address_version: u32,
    /// Number of the blank used.
    pub blank: Option<String>,
    /// Reasons of a refusal.
    pub reasons: Vec<Reason>,
    /// 1 to 5, once rated.
    pub rating: Option<i64>,
    /// Number of the newest event.
    pub revision: i64,
}

impl CaseFile {
    /// The day it is judged by: the one on which it was handed in, so that nobody loses a right because the office took
    /// its time. `today` while it has not been handed in.
    pub fn handed_in_on(&self, today: Day) -> Day {
        self.submitted_at.map_or(today, Instant::day)
    }
}

/// Something a case needs before a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// The need's id in the item, or the source's for a check of data.
    pub code: String,
    /// One of the closed list.
    pub kind: RequirementKind,
    /// Who has to do something.
    pub party: Party,
    /// Before which stage.
    pub before: Before,
    /// Where it stands.
    pub status: Status,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Day>,
    /// Digest of the file that was handed in, or the source that proved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

impl Requirement {
    /// Where it stands, in words. What a check has found is not handed in by anybody: it has not passed yet.
    pub fn standing(&self) -> Text {
        match (self.status, self.kind, self.party) {
            (Status::Asked, RequirementKind::DataCheck, _) => Text::new("未通过", "not passed"),
            (Status::Asked, RequirementKind::Payment, _) => Text::new("待缴费", "to be paid"),
            (Status::Asked, _, Party::Office) => Text::new("待办理", "to be done"),
            (status, _, _) => status.name(),
        }
    }
}

/// A case was begun, with everything it needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseOpened {
    /// `cas_…`.
    pub case: String,
    /// What people quote.
    pub number: String,
    /// Code of the item.
    pub item: String,
    /// The person concerned.
    pub subject: String,
    /// Who applies.
    pub applicant: String,
    /// The agent, if one acts.
    pub agent: Option<String>,
    /// The licence concerned.
    pub licence: Option<String>,
    /// Region of its birth.
    pub region: Region,
    /// The outlet that decides it.
    pub outlet: String,
    /// The door.
    pub channel: String,
    /// How staff who began it made sure of the person; none where the person began it after logging in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// What it costs, in fen.
    pub fee: Fen,
    /// The order to pay, when it costs something.
    pub payment: Option<String>,
    /// What is needed.
    pub requirements: Vec<Requirement>,
}

/// The person said how the result shall reach them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveryChosen {
    /// The case.
    pub case: String,
    /// How.
    pub delivery: Delivery,
    /// Version of the address in the vault; 0 for picking up.
    pub address_version: u32,
    /// The sealed address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vault: Option<VaultRows>,
}

/// A paper was handed in, or asked-for words given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HandedIn {
    /// The case.
    pub case: String,
    /// The requirement.
    pub code: String,
    /// The file: one digest, or none for an undertaking.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Hash>,
    /// The new last day, when this started the legal clock again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Day>,
}

/// The person signed and handed the case in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Submitted {
    /// The case.
    pub case: String,
    /// How the person was known: `sms`, `counter`, `face`.
    pub identity: String,
}

/// A check of data, or an outside step, came to its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settled {
    /// The case.
    pub case: String,
    /// The requirement.
    pub code: String,
    /// Where it now stands.
    pub status: Status,
}

/// The fee was paid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Paid {
    /// The case.
    pub case: String,
    /// The order.
    pub payment: String,
    /// The payment system's own number.
    pub reference: String,
}

/// The order was given up unpaid, and another takes its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderedAnew {
    /// The case.
    pub case: String,
    /// The order that was given up.
    pub before: String,
    /// The new one.
    pub payment: String,
}

/// The case ended without its result, and the fee is to go back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RefundAsked {
    /// The case.
    pub case: String,
    /// The order.
    pub payment: String,
    /// How much, in fen.
    pub amount: Fen,
}

/// The payment system gave the fee back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refunded {
    /// The case.
    pub case: String,
    /// The order.
    pub payment: String,
    /// Our number of the refund.
    pub refund: String,
}

/// The case was accepted: the legal limit runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Accepted {
    /// The case.
    pub case: String,
    /// Who.
    pub by: String,
    /// Last day of the limit.
    pub due_on: Day,
    /// Number of the receipt (受理回执).
    pub paper: String,
}

/// Papers were asked for again, all at once (一次性告知).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SupplementAsked {
    /// The case.
    pub case: String,
    /// Who.
    pub by: String,
    /// Which requirements.
    pub codes: Vec<String>,
    /// What is wrong with each of them; nothing where a source could not answer and the paper takes its place.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub faults: BTreeMap<String, PaperFault>,
    /// By when.
    pub until: Day,
    /// Whether the legal clock stands still from now on.
    pub stops_clock: bool,
    /// Number of the notice.
    pub paper: String,
}

/// The case was not accepted (不予受理).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rejected {
    /// The case.
    pub case: String,
    /// Who.
    pub by: String,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What the words of the reasons name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<Named>,
    /// Number of the decision.
    pub paper: String,
}

/// The case was decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decided {
    /// The case.
    pub case: String,
    /// Who.
    pub by: String,
    /// Whether it was granted.
    pub granted: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// What the words of the reasons name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<Named>,
    /// Number of the decision.
    pub paper: String,
}

/// The result was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Issued {
    /// The case.
    pub case: String,
    /// Who.
    pub by: String,
    /// Number of the blank.
    pub blank: String,
    /// The parcel it goes out in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parcel: Option<String>,
}

/// The result was handed over at the outlet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HandedOver {
    /// The case.
    pub case: String,
    /// Who.
    pub by: String,
}

/// A parcel moved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParcelMoved {
    /// The case.
    pub case: String,
    /// The parcel.
    pub parcel: String,
    /// The post's number.
    pub tracking: String,
    /// From 1.
    pub number: i64,
    /// accepted, in_transit, out_for_delivery, delivered, returned.
    pub status: String,
}

/// The person took the case back, or it lapsed because nothing came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// The case.
    pub case: String,
    /// Whether the person did it; otherwise it lapsed.
    pub by_person: bool,
    /// Number of the paper.
    pub paper: String,
}

/// A mistake of a decision was put right by a second person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Corrected {
    /// The case.
    pub case: String,
    /// Who.
    pub by: String,
    /// The licence's right last day.
    pub valid_until: Option<Day>,
    /// Number of the paper.
    pub paper: String,
}

/// The person rated how they were served.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rated {
    /// The case.
    pub case: String,
    /// 1 (very dissatisfied) to 5 (very satisfied).
    pub score: i64,
    /// Version of the words in the vault; 0 for none.
    pub text_version: u32,
    /// The sealed words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vault: Option<VaultRows>,
}

events! {
    /// What happens to a case.
    CaseEvent {
        /// Begun.
        Opened(CaseOpened) = "case.opened",
        /// How the result reaches the person.
        DeliveryChosen(DeliveryChosen) = "case.delivery_chosen",
        /// A paper.
        HandedIn(HandedIn) = "case.handed_in",
        /// Signed and handed in.
        Submitted(Submitted) = "case.submitted",
        /// A check ended.
        Settled(Settled) = "case.settled",
        /// Paid.
        Paid(Paid) = "case.paid",
        /// A new order in the place of one given up.
        OrderedAnew(OrderedAnew) = "case.ordered_anew",
        /// The fee is to go back.
        RefundAsked(RefundAsked) = "case.refund_asked",
        /// The fee went back.
        Refunded(Refunded) = "case.refunded",
        /// Accepted.
        Accepted(Accepted) = "case.accepted",
        /// Asked again.
        SupplementAsked(SupplementAsked) = "case.supplement_asked",
        /// Not accepted.
        Rejected(Rejected) = "case.rejected",
        /// Decided.
        Decided(Decided) = "case.decided",
        /// Made.
        Issued(Issued) = "case.issued",
        /// Handed over.
        HandedOver(HandedOver) = "case.handed_over",
        /// The parcel moved.
        ParcelMoved(ParcelMoved) = "case.parcel_moved",
        /// Taken back or lapsed.
        Withdrawn(Withdrawn) = "case.withdrawn",
        /// Put right.
        Corrected(Corrected) = "case.corrected",
        /// Rated.
        Rated(Rated) = "case.rated",
    }
}
