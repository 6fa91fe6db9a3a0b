//! Rating a case in the five levels of GB/T 39735-2020 (好差评). A dissatisfied answer is promised a reply.

use askama::Template;
use base::Text;

use super::{Form, Link, Page};
use crate::frame::{Frame, Place};

/// The rating of a case.
#[derive(Debug, Template)]
#[template(path = "citizen/rate.html")]
pub struct Rate {
    /// The frame.
    pub frame: Frame,
    /// The case's number.
    pub no: String,
    /// The item.
    pub item: Text,
    /// Fields `level` (5 down to 1), `words`.
    pub form: Form,
    /// Whether it was given; the page then thanks.
    pub given: bool,
}

impl Page for Rate {
    fn title(&self) -> Text {
        if self.given {
            Text::new("谢谢您的评价", "Thank you")
        } else {
            Text::new("这次办得怎么样？", "How did it go?")
        }
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
impl Rate {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::sample::{CASE, form, text, wrong};
        let page = |form, given| Self {
            frame: crate::frame::sample::citizen(&format!("/cases/{CASE}/rate")),
            no: CASE.to_owned(),
            item: text("期满换证", "Licence renewal"),
            form,
            given,
        };
        vec![
            ("asked", page(form(), false)),
            ("nothing picked", page(wrong("level", "请选择一个评价", "Choose one of the five"), false)),
            ("given", page(form(), true)),
        ]
    }
}
