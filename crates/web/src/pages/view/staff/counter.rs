//! A case begun at the counter, for the person who stands there.

use askama::Template;
use base::{Fen, Text};

use super::acts::Subject;
use crate::frame::{Frame, Place};
use crate::pages::view::{Choice, Form, Link, Page};

/// Who it is for and what: fields `item`, `id_number`, `identity`.
#[derive(Debug, Template)]
#[template(path = "staff/counter.html")]
pub struct CounterStart {
    /// The frame.
    pub frame: Frame,
    /// The fields.
    pub form: Form,
    /// What can be done for a person.
    pub items: Vec<Choice>,
    /// How the person's identity can be checked.
    pub ways: Vec<Choice>,
    /// Why it cannot be begun, each with what to do instead.
    pub refusals: Vec<Text>,
}

impl Page for CounterStart {
    fn title(&self) -> Text {
        Text::new("窗口办理", "At the counter")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Desk)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

/// A paper that the person owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Whether only a photograph will do, not a document.
    pub picture: bool,
}

/// The case that is filled in: field `file` while a paper is owed; then `delivery`, `address`, `signed`.
#[derive(Debug, Template)]
#[template(path = "staff/counter-case.html")]
pub struct CounterCase {
    /// The frame.
    pub frame: Frame,
    /// The case.
    pub subject: Subject,
    /// The fields.
    pub form: Form,
    /// How many papers are owed.
    pub left: usize,
    /// The first of them.
    pub paper: Option<Paper>,
    /// What it costs.
    pub fee: Fen,
}

impl Page for CounterCase {
    fn title(&self) -> Text {
        match &self.paper {
            Some(paper) => Text::new(format!("收取{}", paper.name.zh), format!("Take in: {}", paper.name.en)),
            None => Text::new("领取方式和签名", "Delivery and signature"),
        }
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Desk)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new(format!("/desk/cases/{}", self.subject.no), "办件", "The case"))
    }
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::frame::sample;
    use crate::pages::view::Masked;
    use crate::pages::view::sample::{CASE, form, text, wrong};

    impl CounterStart {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let page = |form, refusals| Self {
                frame: sample::staff("/desk/counter"),
                form,
                items: vec![
                    Choice::new("licence-renew-expiry", text("期满换证", "Licence renewal")),
                    Choice::new("licence-lost", text("遗失补证", "Lost licence")),
                ],
                ways: vec![
                    Choice::new("document", text("核对身份证件原件", "the original document was seen")),
                    Choice::new("reader", text("读卡核验身份证", "the identity card was read")),
                ],
                refusals,
            };
            let typed = wrong(
                "id_number",
                "没有这个号码的档案，请对照证件核对一遍",
                "Nobody on file has this number. Check it against the document",
            )
            .with("item", "licence-renew-expiry");
            let refused = vec![text(
                "您还有2起道路交通安全违法行为没有处理完毕。请先处理完毕，再来申请。",
                "Two traffic violations are not settled. Settle them first, then apply again.",
            )];
            vec![
                ("empty", page(form(), Vec::new())),
                ("nobody", page(typed, Vec::new())),
                ("refused", page(form(), refused)),
            ]
        }
    }

    impl CounterCase {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let page = |form, paper: Option<Paper>| Self {
                frame: sample::staff(&format!("/desk/counter/{CASE}")),
                subject: Subject {
                    no: CASE.to_owned(),
                    item: text("期满换证", "Licence renewal"),
                    person: Masked::new("张三"),
                },
                form,
                left: usize::from(paper.is_some()),
                paper,
                fee: Fen::yuan(10),
            };
            let photo = Paper { code: "photo".to_owned(), name: text("证件照", "Photo"), picture: true };
            let medical = Paper {
                code: "medical".to_owned(),
                name: text("身体条件证明", "Medical certificate"),
                picture: false,
            };
            let unsigned = wrong(
                "signed",
                "请申请人核对、签名后勾选",
                "Tick this once the applicant has checked and signed it",
            )
            .with("delivery", "pickup");
            vec![
                ("a photo", page(form(), Some(photo.clone()))),
                ("a paper", page(form(), Some(medical))),
                (
                    "no file",
                    page(
                        wrong("file", "请选择或者拍摄这份材料", "Choose or photograph this paper"),
                        Some(photo),
                    ),
                ),
                ("to sign", page(form(), None)),
                ("not signed", page(unsigned, None)),
            ]
        }
    }
}
