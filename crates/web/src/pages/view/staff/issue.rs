//! Issuing: the jobs that wait, and one licence on one numbered blank. The number on the blank is typed or scanned and
//! compared with stock; then the licence is handed over, or the post fetches it. A blank that is spoilt is recorded, never thrown
//! away silently.

use askama::Template;
use base::{Instant, Text};

use super::acts::Subject;
use super::case::Act;
use crate::frame::{Frame, Place};
use crate::pages::view::{Form, Link, Masked, Page, Row, Tag};

/// A licence to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The case's number.
    pub no: String,
    /// The item.
    pub item: Text,
    /// The person.
    pub person: Masked,
    /// Picked up or posted.
    pub delivery: Text,
    /// When it was decided.
    pub decided_at: Instant,
    /// To make, or made and waiting to be picked up.
    pub state: Tag,
    /// Whether it is made.
    pub made: bool,
}

impl Job {
    /// The next step, as its button says it.
    fn act(&self) -> Text {
        if self.made { Act::HandOver.label() } else { Act::Issue.label() }
    }
}

/// The jobs.
#[derive(Debug, Template)]
#[template(path = "staff/issue-list.html")]
pub struct IssueList {
    /// The frame.
    pub frame: Frame,
    /// The jobs, the oldest first.
    pub jobs: Vec<Job>,
    /// Blanks left at this outlet.
    pub blanks: u64,
    /// Whether that is below the minimum.
    pub low: bool,
}

impl Page for IssueList {
    fn title(&self) -> Text {
        Text::new("制证发证", "Make and issue")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Issue)
    }
}

/// How far an issue is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IssueStep {
    /// Take a blank: field `blank`; `spoilt` for the number of one that was spoilt.
    Blank {
        /// The next number in stock; empty where there is none.
        expected: String,
    },
    /// Hand it over: fields `seen` (the identity was checked) and, where the old card is taken back, `old`.
    HandOver {
        /// The number printed on.
        blank: String,
        /// The article under which the old card is taken back; none where it is not.
        old_card: Option<Text>,
    },
}

/// One licence.
#[derive(Debug, Template)]
#[template(path = "staff/issue.html")]
pub struct Issue {
    /// The frame.
    pub frame: Frame,
    /// The case.
    pub subject: Subject,
    /// The fields.
    pub form: Form,
    /// What stands on the licence.
    pub rows: Vec<Row>,
    /// How far it is.
    pub step: IssueStep,
}

impl Issue {
    /// What the next number should be; an empty stock says so.
    fn expects(&self, expected: &str) -> String {
        if expected.is_empty() {
            let empty =
                ("本网点没有在库的证芯，请先入库", "Your outlet has no blank in stock; receive some first");
            return self.frame.t(empty.0, empty.1).to_owned();
        }
        self.frame.fill("扫描或输入，下一张应是{0}", "Scan or type it; the next should be {0}", expected)
    }

    /// The last part of the form's address.
    fn act(&self) -> &'static str {
        match self.step {
            IssueStep::Blank { .. } => "issue",
            IssueStep::HandOver { .. } => "handover",
        }
    }
}

impl Page for Issue {
    fn title(&self) -> Text {
        match self.step {
            IssueStep::Blank { .. } => Text::new("制证", "Print the licence"),
            IssueStep::HandOver { .. } => Text::new("当面发证", "Hand it over"),
        }
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Issue)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new("/desk/issue", "制证发证", "Make and issue"))
    }
}

#[cfg(test)]
mod samples {
    use super::super::acts::samples::subject;
    use super::*;
    use crate::frame::sample;
    use crate::pages::view::sample::{CASE, at, day, form, text, wrong};
    use crate::pages::view::{Cell, Tone};

    impl IssueList {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let job = |no: &str, person: &str, delivery, state| Job {
                no: no.to_owned(),
                item: text("期满换证", "Licence renewal"),
                person: Masked::new(person),
                delivery,
                decided_at: at("2026-11-21", 10, 12),
                made: state != Tag::new(Tone::Info, "待制证", "To make"),
                state,
            };
            let jobs = vec![
                job(CASE, "张*", text("邮寄", "Post"), Tag::new(Tone::Info, "待制证", "To make")),
                job(
                    "999900-2026-0003702",
                    "吴*",
                    text("自取", "Pick-up"),
                    Tag::new(Tone::Warn, "待领取", "To hand over"),
                ),
            ];
            let page = |jobs, blanks, low| Self { frame: sample::staff("/desk/issue"), jobs, blanks, low };
            vec![("two jobs, low", page(jobs, 12, true)), ("none", page(Vec::new(), 480, false))]
        }
    }

    impl Issue {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let page = |form, step| Self {
                frame: sample::staff(&format!("/desk/cases/{CASE}/issue")),
                subject: subject(),
                form,
                rows: vec![
                    Row::new("准驾车型", "Class", Cell::Data("C1".to_owned())),
                    Row::new("有效期止", "Valid until", Cell::Date(day("2036-12-20"))),
                ],
                step,
            };
            let blank = || IssueStep::Blank { expected: "9990001234567".to_owned() };
            let number = || "9990001234567".to_owned();
            let article = || base::Article::new("162§68").long();
            let other = wrong(
                "blank",
                "这个编号不在本网点库存里，请核对证芯上的编号",
                "This number is not in the outlet's stock. Check the number on the blank",
            )
            .with("blank", "9990001234");
            vec![
                ("blank", page(form(), blank())),
                ("no blank", page(form(), IssueStep::Blank { expected: String::new() })),
                ("wrong blank", page(other, blank())),
                ("hand over", page(form(), IssueStep::HandOver { blank: number(), old_card: None })),
                (
                    "hand over, old card back",
                    page(form(), IssueStep::HandOver { blank: number(), old_card: Some(article()) }),
                ),
            ]
        }
    }
}
