//! Checking the code of a licence or of a paper without logging in: paste the text of the code, or arrive here by scanning it. The answer
//! is true or false with the statement's facts, never more than the code itself says.

use askama::Template;
use base::{Instant, Text};

use super::{Form, Page, Row};
use crate::frame::Frame;

/// What the check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The signature holds and the statement is still true.
    Genuine,
    /// A paper of this office: the facts say what it ought to say.
    Paper,
    /// The signature holds, but the code has run out: ask for a new one.
    RunOut,
    /// The signature holds, but the licence is no longer valid: why.
    NoLonger(Text),
    /// Not signed by this office, or changed.
    False,
    /// Not a code of ours at all.
    Unreadable,
}

impl Finding {
    /// The class in the style sheet.
    fn word(&self) -> &'static str {
        match self {
            Self::Genuine | Self::Paper => "ok",
            Self::RunOut => "warn",
            Self::NoLonger(_) | Self::False | Self::Unreadable => "err",
        }
    }
}

/// The result of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// What was found.
    pub finding: Finding,
    /// What the statement says, masked as it was signed; empty where it is false.
    pub facts: Vec<Row>,
    /// When it was signed; `None` where it is false.
    pub signed_at: Option<Instant>,
    /// The ledger position it stands under.
    pub position: Option<u64>,
    /// When we checked.
    pub checked_at: Instant,
}

/// The check.
#[derive(Debug, Template)]
#[template(path = "citizen/verify.html")]
pub struct Verify {
    /// The frame.
    pub frame: Frame,
    /// Field `t`: the text of the code.
    pub form: Form,
    /// The result; `None` before anything was asked.
    pub checked: Option<Checked>,
}

impl Page for Verify {
    fn title(&self) -> Text {
        Text::new("核验证件和文书", "Check a licence or a paper")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[cfg(test)]
impl Verify {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::sample::{at, day, form, text, wrong};
        use super::{Cell, Masked};
        let page = |form, checked| Self { frame: crate::frame::sample::anyone("/verify"), form, checked };
        let checked = |finding, true_at_all: bool| {
            let facts = vec![
                Row::new("姓名", "Name", Cell::Masked(Masked::new("张*"))),
                Row::new("证号", "Number", Cell::Masked(Masked::new("999900********1234"))),
                Row::new("准驾车型", "Class", Cell::Data("C1".to_owned())),
                Row::new("有效期至", "Valid until", Cell::Date(day("2032-12-20"))),
            ];
            Some(Checked {
                finding,
                facts: if true_at_all { facts } else { Vec::new() },
                signed_at: true_at_all.then(|| at("2026-11-21", 15, 4)),
                position: true_at_all.then_some(48_211),
                checked_at: at("2026-11-21", 15, 5),
            })
        };
        let paper = Some(Checked {
            finding: Finding::Paper,
            facts: vec![
                Row::new("文书", "Paper", Cell::Words(text("受理回执", "Receipt"))),
                Row::new("文书编号", "Number", Cell::Data("YC20261121-7K3M9QXA-S6".to_owned())),
                Row::new("日期", "Date", Cell::Date(day("2026-11-21"))),
            ],
            signed_at: None,
            position: Some(48_211),
            checked_at: at("2026-11-21", 15, 5),
        });
        let typed = || form().with("t", "yc1.8Zk2p8Zk2p8Zk2p8Zk2p8Zk2p");
        let lapsed = Finding::NoLonger(text(
            "这张证已于2026年11月10日注销。",
            "This licence was cancelled on 10 November 2026.",
        ));
        vec![
            ("empty", page(form(), None)),
            ("nothing typed", page(wrong("t", "请粘贴二维码里的文字", "Paste the text of the code"), None)),
            ("genuine", page(typed(), checked(Finding::Genuine, true))),
            ("paper", page(typed(), paper)),
            ("run out", page(typed(), checked(Finding::RunOut, true))),
            ("no longer valid", page(typed(), checked(lapsed, true))),
            ("false", page(typed(), checked(Finding::False, false))),
            ("unreadable", page(typed(), checked(Finding::Unreadable, false))),
        ]
    }
}
