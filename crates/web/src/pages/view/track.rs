//! Looking up a case without logging in: the number and the last four digits of the mobile number. A wrong number and
//! an unknown one get the same answer.

use askama::Template;
use base::{Instant, Text};

use super::{Form, Link, Page, Tag};
use crate::frame::Frame;

/// What is told without a login: the item, where it stands, nothing about the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracked {
    /// The case's number.
    pub no: String,
    /// The item.
    pub item: Text,
    /// Where it stands, in a word.
    pub tag: Tag,
    /// Where it stands, in a sentence.
    pub standing: Text,
    /// When it last moved.
    pub moved_at: Instant,
}

/// The look-up.
#[derive(Debug, Template)]
#[template(path = "citizen/track.html")]
pub struct Track {
    /// The frame.
    pub frame: Frame,
    /// Fields `no`, `tail`.
    pub form: Form,
    /// The case, once found.
    pub found: Option<Tracked>,
}

impl Page for Track {
    fn title(&self) -> Text {
        Text::new("查办理进度", "Track a case")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new("/", "首页", "Home"))
    }
}

#[cfg(test)]
impl Track {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::Tone;
        use super::sample::{CASE, at, form, text, wrong};
        let page = |form, found| Self { frame: crate::frame::sample::anyone("/track"), form, found };
        let found = Tracked {
            no: CASE.to_owned(),
            item: text("期满换证", "Licence renewal"),
            tag: Tag::new(Tone::Info, "办理中", "Under way"),
            standing: text("正在制证，11月24日（含当日）前办结", "Being printed, done by 24 November"),
            moved_at: at("2026-11-21", 15, 4),
        };
        let unknown = wrong(
            "no",
            "没有查到这件申请，请核对办件编号和手机尾号",
            "We found no such case. Check the number and the last four digits",
        )
        .with("no", "999900-2026-9");
        vec![
            ("empty", page(form(), None)),
            ("found", page(form(), Some(found))),
            ("unknown", page(unknown, None)),
        ]
    }
}
