//! The numbered papers of a case. A paper states codes and dates as they were when its event happened; names and words
//! are filled in from catalogue and vault when it is shown or printed, so that an erased person is gone from it too.

use std::collections::BTreeMap;

use base::{Day, Instant, Text};
use serde::{Deserialize, Serialize};

use super::fault::PaperFault;
use super::model::{Reason, Remedy};
use crate::catalog::{Named, Said};
use crate::office::Office;

/// Which paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// 受理回执.
    Receipt,
    /// 一次性告知书.
    Notice,
    /// 不予受理决定书.
    Rejection,
    /// 准予决定书.
    Grant,
    /// 不予许可决定书.
    Refusal,
    /// 撤回或失效通知书.
    Withdrawal,
    /// 更正通知书.
    Correction,
}

impl PaperKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Receipt,
        Self::Notice,
        Self::Rejection,
        Self::Grant,
        Self::Refusal,
        Self::Withdrawal,
        Self::Correction,
    ];

    /// The code in rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Notice => "notice",
            Self::Rejection => "rejection",
            Self::Grant => "grant",
            Self::Refusal => "refusal",
            Self::Withdrawal => "withdrawal",
            Self::Correction => "correction",
        }
    }

    /// The kind with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == code)
    }

    /// Its name.
    pub fn name(self) -> Text {
        let (zh, en) = match self {
            Self::Receipt => ("受理回执", "Receipt"),
            Self::Notice => ("一次性告知书", "Notice of what is missing"),
            Self::Rejection => ("不予受理决定书", "Decision not to accept"),
            Self::Refusal => ("不予许可决定书", "Decision to refuse"),
            Self::Grant => ("准予决定书", "Decision to grant"),
            Self::Withdrawal => ("终止办理通知书", "Notice that the case ended"),
            Self::Correction => ("更正通知书", "Notice of correction"),
        };
        Text::new(zh, en)
    }

    /// The letter in its number: S 受理, G 告知, B 不予受理, Z 准予, J 不予许可, C 撤回, K 更正.
    pub const fn letter(self) -> char {
        match self {
            Self::Receipt => 'S',
            Self::Notice => 'G',
            Self::Rejection => 'B',
            Self::Grant => 'Z',
            Self::Refusal => 'J',
            Self::Withdrawal => 'C',
            Self::Correction => 'K',
        }
    }
}

/// What a paper states beside its case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperBody {
    /// Requirements named (一次性告知书).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// What is wrong with each of them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub faults: BTreeMap<String, PaperFault>,
    /// Reasons of a refusal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// What the words of the reasons name, as it was then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<Named>,
    /// What the person can do against it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remedies: Vec<Remedy>,
    /// By when: the legal limit of a receipt, the last day of a notice, the right last day of a correction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

/// A paper of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// `YC20261121-7K3M9QXA-S3`.
    pub number: String,
    /// The case.
    pub case: String,
    /// Which paper.
    pub kind: PaperKind,
    /// When.
    pub made_at: Instant,
    /// The event it comes from.
    pub stream: String,
    /// The event's number.
    pub event_number: i64,
    /// What it states.
    pub body: PaperBody,
}

/// What fills the words of the reasons on a paper. `birth` is the person's birthday, none once they are erased.
pub fn said<'a>(office: &'a Office, paper: &'a Paper, birth: Option<Day>) -> Said<'a> {
    Said { law: &office.rules.law, on: paper.made_at.day(), named: &paper.body.named, birth }
}

/// The number of the paper that the next event of the case makes.
pub(crate) fn number(case: &str, kind: PaperKind, event: i64) -> String {
    format!("{case}-{}{event}", kind.letter())
}
