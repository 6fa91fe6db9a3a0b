//! Searching the ledger: by stream, kind, person in office and days; and one event whole, with the proof that it is
//! under a signed checkpoint. Events hold no personal values.

use askama::Template;
use base::{Instant, Text};

use crate::frame::{Frame, Place};
use crate::pages::view::{Choice, Form, Link, Page, Row};

/// An event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventLine {
    /// Its gap-free position; `None` until it is sequenced.
    pub position: Option<u64>,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// What its kind is called: 受理.
    pub name: Text,
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
    /// How many events are under the newest checkpoint, and when it was signed; `None` before the first.
    pub checkpoint: Option<(u64, Instant)>,
}

impl Page for LedgerSearch {
    fn title(&self) -> Text {
        Text::new("账本", "Ledger")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Ledger)
    }

    fn live(&self) -> bool {
        true
    }
}

/// Whether an event was found where the ledger says it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inclusion {
    /// It is under the checkpoint over so many events, signed then.
    Proved(u64, Instant),
    /// It has no position yet: PostgreSQL gives one within a second.
    Pending,
    /// It is not: why, in words.
    Broken(Text),
}

/// One event whole.
#[derive(Debug, Template)]
#[template(path = "staff/event.html")]
pub struct LedgerEvent {
    /// The frame.
    pub frame: Frame,
    /// What its kind is called: 受理.
    pub name: Text,
    /// Its kind: `case.accepted`.
    pub kind: String,
    /// Everything about it but its facts.
    pub rows: Vec<Row>,
    /// Its facts as JSON, as they are hashed.
    pub facts: String,
    /// Whether it is where the ledger says it is.
    pub inclusion: Inclusion,
    /// The search of its stream.
    pub stream: Link,
}

impl Page for LedgerEvent {
    fn title(&self) -> Text {
        Text::new("账本记录", "Ledger event")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Ledger)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new("/admin/audit", "账本", "Ledger"))
    }
}

#[cfg(test)]
impl LedgerEvent {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use crate::pages::view::Cell;
        use crate::pages::view::sample::{CASE, at, text};
        let page = |inclusion| Self {
            frame: crate::frame::sample::staff("/admin/audit?stream=case/1&seq=3"),
            name: text("受理", "Case accepted"),
            kind: "case.accepted".to_owned(),
            rows: vec![
                Row::new("流与序号", "Stream and number", Cell::Data(format!("case/{CASE}/n1 #3"))),
                Row::new("记录时间", "Recorded", Cell::Moment(at("2026-11-21", 15, 40))),
                Row::new("经手人", "Actor", Cell::Words(text("王强（wangqiang）", "王强 (wangqiang)"))),
            ],
            facts: r#"{"case":"cas_1","by":"stf_1","due_on":"2026-11-23"}"#.to_owned(),
            inclusion,
            stream: Link::new("/admin/audit?stream=case/1", "这个流的全部记录", "All events of this stream"),
        };
        let broken = text("记录与检查点不一致。", "The event is not under the checkpoint.");
        vec![
            ("proved", page(Inclusion::Proved(48_300, at("2026-11-21", 15, 41)))),
            ("pending", page(Inclusion::Pending)),
            ("broken", page(Inclusion::Broken(broken))),
        ]
    }
}

#[cfg(test)]
impl LedgerSearch {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use crate::pages::view::sample::{CASE, at, text};
        let event = |position: Option<u64>, kind: &str, seq, actor| EventLine {
            position,
            recorded_at: at("2026-11-21", 15, 40),
            name: text("受理", "Case accepted"),
            kind: kind.to_owned(),
            stream: format!("case/{CASE}/a"),
            seq,
            actor,
            place: text("城东分所，窗口", "Chengdong branch, counter"),
            href: format!("/admin/audit?stream=case/{CASE}/a&seq={seq}"),
        };
        let events = vec![
            event(None, "case.decided", 4, text("审核岗 李敏", "Reviewer limin")),
            event(Some(48_211), "case.accepted", 3, text("受理岗 王强", "Clerk wangqiang")),
            event(Some(48_190), "payment.confirmed", 2, text("系统", "System")),
            event(Some(48_188), "case.submitted", 1, text("申请人", "Applicant")),
        ];
        let page = |events, next: Option<&str>, checkpoint| Self {
            frame: crate::frame::sample::staff("/admin/audit"),
            filter: Form::default().with("kind", ""),
            kinds: vec![
                Choice::new("", text("全部", "All")),
                Choice::new("case.accepted", text("受理", "Case accepted")),
                Choice::new("lookup", text("查询", "Look-up")),
            ],
            events,
            next: next.map(str::to_owned),
            checkpoint,
        };
        vec![
            (
                "four",
                page(events, Some("/admin/audit?before=48188"), Some((48_300, at("2026-11-21", 15, 41)))),
            ),
            ("none", page(Vec::new(), None, None)),
        ]
    }
}
