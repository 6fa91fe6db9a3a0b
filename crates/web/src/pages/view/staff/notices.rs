//! Notices for whoever publishes them: the list, and the form of a new one with fields `kind`, `title_zh`, `title_en`,
//! `body_zh`, `body_en`, `item`, `from`, `until`.

use askama::Template;
use base::{Day, Text};

use crate::frame::{Frame, Place};
use crate::pages::view::{Choice, Form, Page, Tag};

/// A notice in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeLine {
    /// Its id, for taking it back.
    pub id: String,
    /// What kind it is.
    pub kind: Text,
    /// Its heading.
    pub title: Text,
    /// What it says.
    pub body: Text,
    /// The item it is about.
    pub about: Option<Text>,
    /// The first day on which it is shown.
    pub from: Day,
    /// The last one.
    pub until: Day,
    /// How it stands today.
    pub state: Tag,
    /// Whether it can be taken back.
    pub may_withdraw: bool,
}

/// The notices.
#[derive(Debug, Template)]
#[template(path = "staff/notices.html")]
pub struct Notices {
    /// The frame.
    pub frame: Frame,
    /// The fields of a new one.
    pub form: Form,
    /// The newest first.
    pub notices: Vec<NoticeLine>,
    /// The kinds to choose from.
    pub kinds: Vec<Choice>,
    /// The items it can be about.
    pub items: Vec<Choice>,
}

impl Page for Notices {
    fn title(&self) -> Text {
        Text::new("公告", "Notices")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Notices)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[cfg(test)]
impl Notices {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use crate::pages::view::Tone;
        use crate::pages::view::sample::{day, form, text, wrong};
        let line = |state, about, may_withdraw| NoticeLine {
            id: "ntc_999901_01KAHF6Z5M8Q0W3J7V2N4B6C8N".to_owned(),
            kind: text("重要提醒", "important"),
            title: text("周六上午系统维护", "Maintenance on Saturday morning"),
            body: text(
                "11月28日8时至12时网上业务暂停。",
                "Online services rest on 28 November from 8 to 12.",
            ),
            about,
            from: day("2026-11-24"),
            until: day("2026-11-28"),
            state,
            may_withdraw,
        };
        let page = |form, notices| Self {
            frame: crate::frame::sample::staff("/admin/notices"),
            form,
            notices,
            kinds: vec![
                Choice::new("information", text("通知", "notice")),
                Choice::new("warning", text("重要提醒", "important")),
            ],
            items: vec![Choice::new("licence-lost", text("遗失补证", "Lost licence"))],
        };
        let about = Some(text("遗失补证", "Lost licence"));
        let shown = line(Tag::new(Tone::Ok, "正在显示", "Shown now"), None, true);
        let over = line(Tag::new(Tone::Plain, "已过期", "Over"), about, false);
        let bad =
            wrong("title_zh", "请填写，不超过80字，现在是0字。", "Write at most 80 characters; there are 0.");
        vec![
            ("two", page(form().with("from", "2026-11-22").with("until", "2026-11-29"), vec![shown, over])),
            ("none", page(form(), Vec::new())),
            ("wrong", page(bad.with("title_en", "Maintenance"), Vec::new())),
        ]
    }
}
