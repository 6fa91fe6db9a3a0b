//! The desk: how much waits at each stage and what presses most; and the worklist behind it, with the overdue first.
//! Every state of the list stands in its address, so that it can be sent to a colleague.

use askama::Template;
use base::{Day, Text};

use crate::frame::{Frame, Place};
use crate::pages::view::{Choice, Form, Masked, Page, Tag};

/// How many cases wait at a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The worklist filtered to them.
    pub href: String,
    /// 待受理, 待审核, 待发证 …
    pub name: Text,
    /// How many.
    pub number: u64,
    /// Whether they are late.
    pub late: bool,
}

/// A case in the worklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkRow {
    /// The case's number.
    pub no: String,
    /// The item.
    pub item: Text,
    /// The person.
    pub person: Masked,
    /// The stage.
    pub stage: Tag,
    /// The legal due day; `None` before acceptance.
    pub due: Option<Day>,
    /// Whether that day is over.
    pub late: bool,
    /// The door it came through.
    pub channel: Text,
    /// Who holds it now.
    pub holder: Option<Masked>,
}

/// The desk.
#[derive(Debug, Template)]
#[template(path = "staff/desk.html")]
pub struct Desk {
    /// The frame.
    pub frame: Frame,
    /// The counts.
    pub counts: Vec<Count>,
    /// Whether they take the next step of some of them.
    pub acts: bool,
    /// What presses most, at most ten.
    pub urgent: Vec<WorkRow>,
    /// Whether this member of staff may begin a case for a person at the counter.
    pub takes_in: bool,
}

impl Page for Desk {
    fn title(&self) -> Text {
        Text::new("工作台", "Desk")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Desk)
    }
}

/// A stage to filter by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// The worklist filtered to it.
    pub href: String,
    /// Its name.
    pub name: Text,
    /// How many cases.
    pub number: u64,
    /// Whether it is the one in sight.
    pub here: bool,
}

/// The worklist.
#[derive(Debug, Template)]
#[template(path = "staff/worklist.html")]
pub struct Worklist {
    /// The frame.
    pub frame: Frame,
    /// The stages.
    pub stages: Vec<Stage>,
    /// The filter: fields `no`, `item`, `mine`.
    pub filter: Form,
    /// The state of the present filter, sent along.
    pub state: String,
    /// The items to filter by, "all" first.
    pub items: Vec<Choice>,
    /// The cases, the overdue first.
    pub rows: Vec<WorkRow>,
    /// The first page; `None` on it.
    pub first: Option<String>,
    /// The next page; `None` on the last.
    pub next: Option<String>,
}

impl Page for Worklist {
    fn title(&self) -> Text {
        Text::new("办件", "Cases")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Worklist)
    }

    fn live(&self) -> bool {
        true
    }
}

#[cfg(test)]
pub(crate) mod samples {
    use super::*;
    use crate::frame::sample;
    use crate::pages::view::Tone;
    use crate::pages::view::sample::{day, text};

    fn rows() -> Vec<WorkRow> {
        let row = |n: u32, item: Text, person: &str, stage: Tag, due: Option<&str>, late: bool| WorkRow {
            no: format!("999900-2026-{n:07}"),
            item,
            person: Masked::new(person),
            stage,
            due: due.map(day),
            late,
            channel: text("网上", "Online"),
            holder: late.then(|| Masked::new("王*")),
        };
        let renew = || text("期满换证", "Licence renewal");
        let lost = || text("遗失补证", "Lost licence");
        let decide = || Tag::new(Tone::Info, "待审核", "To decide");
        vec![
            row(3790, renew(), "李**", decide(), Some("2026-11-19"), true),
            row(
                3801,
                lost(),
                "赵*",
                Tag::new(Tone::Warn, "需人工核验", "Needs a person"),
                Some("2026-11-20"),
                true,
            ),
            row(3812, renew(), "张*", decide(), Some("2026-11-23"), false),
            row(3815, renew(), "孙**", Tag::new(Tone::Plain, "待受理", "To accept"), None, false),
            row(
                3817,
                text("变更联系方式", "Change of contact"),
                "欧阳**",
                Tag::new(Tone::Plain, "待受理", "To accept"),
                None,
                false,
            ),
            row(
                3744,
                lost(),
                "周*",
                Tag::new(Tone::Hold, "等补正", "Waiting for papers"),
                Some("2026-11-26"),
                false,
            ),
            row(3702, renew(), "吴*", Tag::new(Tone::Ok, "待发证", "To issue"), Some("2026-11-24"), false),
        ]
    }

    impl Desk {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let count = |stage: &str, name, number, late| Count {
                href: format!("/desk/worklist?state={stage}"),
                name,
                number,
                late,
            };
            let counts = vec![
                count("late", text("已超期", "Overdue"), 2, true),
                count("open", text("待受理", "To accept"), 14, false),
                count("decide", text("待审核", "To decide"), 9, false),
                count("issue", text("待发证", "To issue"), 6, false),
            ];
            let none = vec![
                count("open", text("待受理", "To accept"), 0, false),
                count("decide", text("待审核", "To decide"), 0, false),
            ];
            let page = |counts, urgent| Self {
                frame: sample::staff("/desk"),
                counts,
                acts: true,
                urgent,
                takes_in: true,
            };
            vec![("busy", page(counts, rows())), ("all done", page(none, Vec::new()))]
        }
    }

    impl Worklist {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let stage = |state: &str, name, number, here| Stage {
                href: format!("/desk/worklist?state={state}"),
                name,
                number,
                here,
            };
            let page = |rows, next: Option<&str>| Self {
                first: next.map(|_| "/desk/worklist?state=decide".to_owned()),
                frame: sample::staff("/desk/worklist?state=decide"),
                stages: vec![
                    stage("all", text("全部", "All"), 31, false),
                    stage("late", text("已超期", "Overdue"), 2, false),
                    stage("open", text("待受理", "To accept"), 14, false),
                    stage("decide", text("待审核", "To decide"), 9, true),
                    stage("issue", text("待发证", "To issue"), 6, false),
                ],
                filter: Form::default().with("item", "licence-renew-expiry"),
                state: "decide".to_owned(),
                items: vec![
                    Choice::new("", text("全部事项", "All items")),
                    Choice::new("licence-renew-expiry", text("期满换证", "Licence renewal")),
                    Choice::new("licence-lost", text("遗失补证", "Lost licence")),
                ],
                rows,
                next: next.map(str::to_owned),
            };
            vec![
                ("seven", page(rows(), Some("/desk/worklist?state=decide&after=3702"))),
                ("none", page(Vec::new(), None)),
            ]
        }
    }
}
