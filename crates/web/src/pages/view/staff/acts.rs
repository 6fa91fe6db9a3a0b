//! Two acts at acceptance: asking once for everything that is missing, and not accepting. Both make a numbered paper,
//! so both pages say which paper will be made and what stands on it.

use askama::Template;
use base::{Day, Text};

use super::super::{Choice, Form, Link, Masked, Page};
use crate::frame::{Frame, Place};

/// The case an act is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The case's number.
    pub no: String,
    /// The item.
    pub item: Text,
    /// The person.
    pub person: Masked,
}

impl Subject {
    /// The way back to the case.
    pub fn back(&self) -> Link {
        Link::new(format!("/desk/cases/{}", self.no), "返回办件", "Back to the case")
    }
}

/// Ask for what is missing: fields `materials`, `due`.
#[derive(Debug, Template)]
#[template(path = "staff/ask.html")]
pub struct AskSupplement {
    /// The frame.
    pub frame: Frame,
    /// The case.
    pub subject: Subject,
    /// The fields.
    pub form: Form,
    /// The papers that can be asked for again.
    pub papers: Vec<Paper>,
    /// What can be wrong with a paper.
    pub faults: Vec<Choice>,
    /// The earliest and the latest day that can be set.
    pub earliest: Day,
    /// The latest day.
    pub latest: Day,
}

/// A paper that can be asked for again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The field in which its fault is chosen.
    pub field: String,
    /// What it is.
    pub name: Text,
    /// The article that asks for it.
    pub basis: Text,
}

impl AskSupplement {
    /// The days that can be set, in words.
    fn window(&self) -> String {
        let (earliest, latest) = (self.frame.date(&self.earliest), self.frame.date(&self.latest));
        if self.frame.zh() {
            format!("{earliest}到{latest}之间")
        } else {
            format!("Between {earliest} and {latest}")
        }
    }
}

impl Page for AskSupplement {
    fn title(&self) -> Text {
        Text::new("一次性告知补正", "Ask for what is missing")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Worklist)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn back(&self) -> Option<Link> {
        Some(self.subject.back())
    }
}

/// Do not accept: field `reason`.
#[derive(Debug, Template)]
#[template(path = "staff/reject.html")]
pub struct RejectAcceptance {
    /// The frame.
    pub frame: Frame,
    /// The case.
    pub subject: Subject,
    /// The fields.
    pub form: Form,
    /// The grounds the law has, with their articles as hint.
    pub grounds: Vec<Choice>,
    /// The remedies that will stand on the paper.
    pub remedies: Vec<Text>,
}

impl Page for RejectAcceptance {
    fn title(&self) -> Text {
        Text::new("不予受理", "Do not accept")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Worklist)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn back(&self) -> Option<Link> {
        Some(self.subject.back())
    }
}

#[cfg(test)]
pub(crate) mod samples {
    use super::*;
    use crate::frame::sample;
    use crate::pages::view::sample::{CASE, day, form, text, wrong};

    pub(crate) fn subject() -> Subject {
        Subject {
            no: CASE.to_owned(), item: text("期满换证", "Licence renewal"), person: Masked::new("张*")
        }
    }

    pub(crate) fn remedies() -> Vec<Text> {
        vec![
            text(
                "60日内向示例市人民政府申请行政复议",
                "Reconsideration by Shili Municipal Government within 60 days",
            ),
            text(
                "6个月内向示例市城中区人民法院提起行政诉讼",
                "An action at Chengzhong District Court within 6 months",
            ),
        ]
    }

    impl AskSupplement {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let paper = |code: &str, name, basis| Paper { field: format!("fault-{code}"), name, basis };
            let papers = vec![
                paper(
                    "photo",
                    text("证件照片", "Photograph"),
                    text("公安部令第162号第63条", "MPS Order 162, art. 63"),
                ),
                paper("medical", text("身体条件证明", "Medical certificate"), Text::default()),
            ];
            let faults = vec![
                Choice::new("unclear", text("不清晰，有的内容看不清", "not legible")),
                Choice::new("expired", text("已过有效期", "out of date")),
            ];
            let page = |form| Self {
                frame: sample::staff(&format!("/desk/cases/{CASE}/ask")),
                subject: subject(),
                form,
                papers: papers.clone(),
                faults: faults.clone(),
                earliest: day("2026-11-24"),
                latest: day("2026-12-21"),
            };
            let picked = form().with("fault-photo", "unclear").with("due", "2026-11-26");
            let none = wrong(
                "fault-photo",
                "请至少选择一份材料哪里不合要求",
                "Choose what is wrong with at least one of the papers",
            )
            .with("due", "2026-11-26");
            vec![("picked", page(picked)), ("nothing picked", page(none))]
        }
    }

    impl RejectAcceptance {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let grounds = vec![
                Choice::new("not-needed", text("依法不需要取得许可", "No licence is needed"))
                    .hint(text("行政许可法第32条", "Administrative Licensing Act, art. 32")),
                Choice::new("not-ours", text("不属于本机关职权范围", "Not within this office's powers"))
                    .hint(text("行政许可法第32条", "Administrative Licensing Act, art. 32")),
                Choice::new("barred", text("有不得申请的情形", "The applicant is barred"))
                    .hint(text("公安部令第162号第15条", "MPS Order 162, art. 15")),
            ];
            let page = |form| Self {
                frame: sample::staff(&format!("/desk/cases/{CASE}/reject")),
                subject: subject(),
                form,
                grounds: grounds.clone(),
                remedies: remedies(),
            };
            vec![
                ("empty", page(form())),
                ("no ground", page(wrong("reason", "请选择不予受理的理由", "Choose the ground"))),
            ]
        }
    }
}
