//! Adding what is missing (补正): exactly the materials that were named, why each is needed, and by when.

use askama::Template;
use base::{Article, Day, Text};

use super::{Form, Link, Page};
use crate::frame::{Frame, Place};

/// A material that is missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The field its file is sent in: `material-photo`.
    pub field: String,
    /// What it is.
    pub name: Text,
    /// Whether only a photograph will do, not a document.
    pub picture: bool,
    /// What is wrong with what we have, and how it has to be.
    pub why: Text,
    /// The article that asks for it.
    pub article: Option<Article>,
}

/// The page of a supplement.
#[derive(Debug, Template)]
#[template(path = "citizen/supplement.html")]
pub struct Supplement {
    /// The frame.
    pub frame: Frame,
    /// The case's number.
    pub no: String,
    /// The item.
    pub item: Text,
    /// What is asked.
    pub asks: Vec<Ask>,
    /// By when.
    pub due: Day,
    /// The largest file taken, in MB.
    pub megabytes: u32,
    /// The fields of each thing asked: each has a form of its own with one file.
    pub form: Form,
}

impl Page for Supplement {
    fn title(&self) -> Text {
        Text::new("补交材料", "Add what is missing")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Cases)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new(format!("/cases/{}", self.no), "办理进度", "Progress"))
    }
}

#[cfg(test)]
impl Supplement {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::sample::{CASE, article, day, form, text, wrong};
        let photo = Ask {
            field: "material-photo".to_owned(),
            name: text("证件照", "Photo"),
            picture: true,
            why: text(
                "背景不是白色，请换一张白底的。",
                "The background is not white. Use one with a white background.",
            ),
            article: None,
        };
        let medical = Ask {
            field: "material-medical".to_owned(),
            name: text("身体条件证明", "Medical certificate"),
            picture: false,
            why: text(
                "证明已超过有效期，请重新体检，或者让医院联网上传。",
                "It has run out. Have a new check, or ask the hospital to send the result to us.",
            ),
            article: Some(article("162§85")),
        };
        let page = |form, asks| Self {
            frame: crate::frame::sample::citizen(&format!("/cases/{CASE}/supplement")),
            no: CASE.to_owned(),
            item: text("期满换证", "Licence renewal"),
            asks,
            due: day("2026-11-26"),
            megabytes: 5,
            form,
        };
        let too_big = wrong(
            "material-medical",
            "文件超过了5MB，请拍清楚一点但文件小一点",
            "The file is larger than 5 MB. Use a smaller one that can still be read",
        );
        vec![
            ("one", page(form(), vec![photo.clone()])),
            ("two, one too big", page(too_big, vec![photo, medical])),
        ]
    }
}
