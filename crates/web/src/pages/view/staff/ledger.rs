//! Searching the ledger: by stream, kind, person in office and days. It shows events, which hold no personal values,
//! and the state of the last check of the chains.

use askama::Template;
use base::{Instant, Text};

use crate::frame::{Frame, Place};
use crate::pages::view::{Choice, Form, Page};

/// An event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventLine {
    /// Its gap-free position; `None` until it is sequenced.
    pub position: Option<u64>,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Its kind: `case.accepted`.
    pub kind: String,
    /// Its stream.
    pub stream: String,
    /// Its number in the stream.
    pub seq: u64,
    /// Who acted.
    pub actor: Text,
    /// At which outlet, through which door.
    pub place: Text,
    /// The event whole.
    pub href: String,
}

/// The search: fields `stream`, `kind`, `actor`, `from`, `to`.
#[derive(Debug, Template)]
#[template(path = "staff/ledger.html")]
pub struct LedgerSearch {
    /// The frame.
    pub frame: Frame,
    /// The fields.
    pub filter: Form,
    /// The kinds to filter by, "all" first.
    pub kinds: Vec<Choice>,
    /// The events, the newest first.
    pub events: Vec<EventLine>,
    /// The next page; `None` on the last.
    pub next: Option<String>,
    /// When the chains were last checked, and whether they held; `None` where they never were.
    pub checked: Option<(Instant, bool)>,
}

impl Page for LedgerSearch {
    fn title(&self) -> Text {
        Text::new("账本", "Ledger")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Ledger)
    }
}

#[cfg(test)]
impl LedgerSearch {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use crate::pages::view::sample::{CASE, at, text};
        let event = |position: Option<u64>, kind: &str, seq, actor| EventLine {
            position,
            recorded_at: at("2026-11-21", 15, 40),
            kind: kind.to_owned(),
            stream: format!("case/{CASE}/a"),
            seq,
            actor,
            place: text("城东分所，窗口", "Chengdong branch, counter"),
            href: format!("/admin/audit/case/{CASE}/a/{seq}"),
        };
        let events = vec![
            event(None, "case.decided", 4, text("审核岗 李敏", "Reviewer limin")),
            event(Some(48_211), "case.accepted", 3, text("受理岗 王强", "Clerk wangqiang")),
            event(Some(48_190), "payment.confirmed", 2, text("系统", "System")),
            event(Some(48_188), "case.submitted", 1, text("申请人", "Applicant")),
        ];
        let page = |events, next: Option<&str>, checked| Self {
            frame: crate::frame::sample::staff("/admin/audit"),
            filter: Form::default().with("kind", ""),
            kinds: vec![
                Choice::new("", text("全部", "All")),
                Choice::new("case.accepted", text("受理", "Case accepted")),
                Choice::new("lookup", text("查询", "Look-up")),
            ],
            events,
            next: next.map(str::to_owned),
            checked,
        };
        vec![
            (
                "four",
                page(events.clone(), Some("/admin/audit?before=48188"), Some((at("2026-11-21", 3, 0), true))),
            ),
            ("check failed", page(events, None, Some((at("2026-11-21", 3, 0), false)))),
            ("none", page(Vec::new(), None, None)),
        ]
    }
}
