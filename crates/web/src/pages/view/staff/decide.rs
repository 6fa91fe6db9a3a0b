//! Deciding, and correcting a decision. The checks stand above the choice, so that nobody decides against them without
//! seeing it; a refusal takes its reasons from the rules with their articles; a correction is done by a second person,
//! who neither accepted nor decided.

use askama::Template;
use base::Text;

use super::acts::Subject;
use super::case::{Check, Document};
use crate::frame::{Frame, Place};
use crate::pages::view::{Choice, Form, Link, Page, Row};

/// Decide: fields `decision` (`grant`, `refuse`), `reasons`.
#[derive(Debug, Template)]
#[template(path = "staff/decide.html")]
pub struct Decide {
    /// The frame.
    pub frame: Frame,
    /// The case.
    pub subject: Subject,
    /// The fields.
    pub form: Form,
    /// The checks.
    pub checks: Vec<Check>,
    /// The reasons for a refusal, with their articles as hint.
    pub reasons: Vec<Choice>,
    /// What will be granted.
    pub result: Vec<Row>,
    /// What was handed in, to be looked at beside the checks.
    pub documents: Vec<Document>,
    /// Why it cannot be granted yet; empty where it can.
    pub not_yet: Vec<Text>,
}

impl Page for Decide {
    fn title(&self) -> Text {
        Text::new("审核决定", "Decide")
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

/// Correct a decision: fields `field`, `value`. It is done by somebody who neither accepted nor decided.
#[derive(Debug, Template)]
#[template(path = "staff/correct.html")]
pub struct Correct {
    /// The frame.
    pub frame: Frame,
    /// The case.
    pub subject: Subject,
    /// The fields.
    pub form: Form,
    /// What stands on the licence now.
    pub now: Vec<Row>,
    /// What can be corrected.
    pub fields: Vec<Choice>,
}

impl Page for Correct {
    fn title(&self) -> Text {
        Text::new("更正决定", "Correct a decision")
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
mod samples {
    use super::super::acts::samples::subject;
    use super::super::case::Verdict;
    use super::*;
    use crate::frame::sample;
    use crate::pages::view::Cell;
    use crate::pages::view::sample::{CASE, article, day, form, text, wrong};

    fn check(verdict: Verdict, name: Text, found: Text) -> Check {
        Check { verdict, name, found, article: Some(article("162§63")) }
    }

    impl Decide {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let good = check(
                Verdict::Good,
                text("在换证时间内", "Within the renewal window"),
                text("有效期至2026-12-20", "Valid until 2026-12-20"),
            );
            let unknown = check(
                Verdict::Unknown,
                text("身份证明有效", "Identity document is valid"),
                text("人口信息系统没有回应", "The population register does not answer"),
            );
            let page = |form, checks, not_yet| Self {
                frame: sample::staff(&format!("/desk/cases/{CASE}/decide")),
                subject: subject(),
                form,
                checks,
                reasons: vec![
                    Choice::new("violations", text("有交通违法未处理", "Traffic violations are open"))
                        .hint(text("公安部令第162号第72条", "MPS Order 162, art. 72")),
                    Choice::new("unfit", text("身体条件不合格", "Not medically fit"))
                        .hint(text("公安部令第162号第14条", "MPS Order 162, art. 14")),
                ],
                result: vec![
                    Row::new("准驾车型", "Class", Cell::Data("C1".to_owned())),
                    Row::new("有效期起", "Valid from", Cell::Date(day("2026-12-20"))),
                    Row::new("有效期止", "Valid until", Cell::Date(day("2036-12-20"))),
                ],
                documents: vec![Document {
                    name: text("证件照片", "Photograph"),
                    href: format!("/desk/cases/{CASE}/decide?doc=photo"),
                    file: "/static/mark.svg".to_owned(),
                    picture: true,
                    here: true,
                }],
                not_yet,
            };
            let missing = vec![text(
                "身份核查还没有结果，有结果前不能准予。",
                "The identity check has no result yet; until then it cannot be granted.",
            )];
            let no_reason = wrong("reasons", "不予许可必须选择理由", "A refusal needs a reason")
                .with("decision", "refuse");
            vec![
                ("can grant", page(form(), vec![good.clone()], Vec::new())),
                ("not yet", page(form(), vec![unknown, good.clone()], missing)),
                ("no reason", page(no_reason, vec![good], Vec::new())),
            ]
        }
    }

    impl Correct {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let page = |form| Self {
                frame: sample::staff(&format!("/desk/cases/{CASE}/correct")),
                subject: subject(),
                form,
                now: vec![Row::new("有效期止", "Valid until", Cell::Date(day("2032-12-20")))],
                fields: vec![
                    Choice::new("valid_until", text("有效期止", "Valid until")),
                    Choice::new("long_term", text("改为长期", "Valid without end")),
                ],
            };
            let same = wrong("value", "请填写与现在不同的日期", "Give another day than the present one");
            vec![("empty", page(form())), ("same day", page(same.with("value", "2032-12-20")))]
        }
    }
}
