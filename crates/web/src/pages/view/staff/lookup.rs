//! Looking up another person's file. The purpose comes first and is recorded with every look; the result is masked and
//! says that the person can see who looked.

use askama::Template;
use base::Text;

use crate::frame::{Frame, Place};
use crate::pages::view::document::Licence;
use crate::pages::view::vehicle::{self, Vehicle};
use crate::pages::view::{Choice, Form, Link, Page, Row, Tag};

/// A case of the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCase {
    /// The case.
    pub link: Link,
    /// The stage.
    pub stage: Tag,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The person's file, masked.
    pub rows: Vec<Row>,
    /// The person's licence.
    pub licence: Option<Licence>,
    /// The person's vehicles.
    pub vehicles: Vec<Vehicle>,
    /// The person's cases.
    pub cases: Vec<FoundCase>,
    /// The purpose that was recorded.
    pub purpose: Text,
}

/// The answer to a look-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing was asked yet.
    NotAsked,
    /// There is no such person in our files.
    Nobody,
    /// Found.
    Found(Box<Found>),
}

/// Look-up: fields `purpose`, `case`, `id_number`.
#[derive(Debug, Template)]
#[template(path = "staff/lookup.html")]
pub struct Lookup {
    /// The frame.
    pub frame: Frame,
    /// The fields.
    pub form: Form,
    /// The purposes this role may give.
    pub purposes: Vec<Choice>,
    /// The answer.
    pub answer: Answer,
}

impl Page for Lookup {
    fn title(&self) -> Text {
        Text::new("查询", "Look up")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Lookup)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[cfg(test)]
impl Lookup {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use crate::frame::sample;
        use crate::pages::view::sample::{CASE, form, licence, text, wrong};
        use crate::pages::view::{Cell, Masked, Tone};
        let purposes = vec![
            Choice::new("case", text("办理业务", "To handle a case")),
            Choice::new("complaint", text("处理投诉", "To answer a complaint")),
            Choice::new("supervision", text("监督检查", "Supervision")),
        ];
        let page = |form, answer| Self {
            frame: sample::staff("/desk/lookup"),
            form,
            purposes: purposes.clone(),
            answer,
        };
        let found = Found {
            rows: vec![
                Row::new("姓名", "Name", Cell::Masked(Masked::new("张*"))),
                Row::new("身份证号码", "ID number", Cell::Masked(Masked::new("999900********1234"))),
                Row::new("手机号码", "Mobile number", Cell::Masked(Masked::new("139****0001"))),
            ],
            licence: Some(licence()),
            vehicles: vehicle::samples(),
            cases: vec![FoundCase {
                link: Link::new(
                    format!("/desk/cases/{CASE}"),
                    "期满换证 999900-2026-0003812",
                    "Licence renewal 999900-2026-0003812",
                ),
                stage: Tag::new(Tone::Info, "办理中", "Under way"),
            }],
            purpose: text("办理业务", "To handle a case"),
        };
        let asked = || form().with("purpose", "case").with("id_number", "999900199001011234");
        vec![
            ("empty", page(form(), Answer::NotAsked)),
            (
                "no purpose",
                page(wrong("purpose", "请先选择查询理由", "Choose a purpose first"), Answer::NotAsked),
            ),
            ("found", page(asked(), Answer::Found(Box::new(found)))),
            ("nobody", page(asked(), Answer::Nobody)),
        ]
    }
}
