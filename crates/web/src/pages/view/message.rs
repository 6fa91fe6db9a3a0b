//! Messages: what was told to the reader, the newest first. The words are made when the page is made; nothing of a
//! person is kept for them.

use askama::Template;
use base::{Instant, Text};

use super::{Link, Masked, Page};
use crate::frame::{Frame, Place};

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// When it was sent.
    pub sent_at: Instant,
    /// What it is about.
    pub title: Text,
    /// What it says.
    pub body: Text,
    /// Where it leads.
    pub link: Option<Link>,
}

/// The reader's messages.
#[derive(Debug, Template)]
#[template(path = "citizen/messages.html")]
pub struct Messages {
    /// The frame.
    pub frame: Frame,
    /// The telephone that text messages go to; empty where none is on file.
    pub phone: Masked,
    /// The messages, the newest first.
    pub messages: Vec<Message>,
}

impl Page for Messages {
    fn title(&self) -> Text {
        Text::new("消息", "Messages")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Me)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new("/me", "我的", "Me"))
    }
}

#[cfg(test)]
impl Messages {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::sample::{CASE, at, text};
        let page = |phone, messages| Self {
            frame: crate::frame::sample::citizen("/messages"),
            phone: Masked::new(phone),
            messages,
        };
        let link = Link::new(format!("/cases/{CASE}"), "查看进度", "See how it goes");
        let accepted = Message {
            sent_at: at("2026-11-21", 15, 40),
            title: text("已受理", "Accepted"),
            body: text(
                "期满换证：申请已经受理，正在审核。",
                "Licence renewal: your application is accepted and being examined.",
            ),
            link: Some(link),
        };
        let made = Message { sent_at: at("2026-11-20", 9, 0), link: None, ..accepted.clone() };
        vec![
            ("two", page("139****0001", vec![accepted, made])),
            ("none", page("139****0001", Vec::new())),
            ("no telephone", page("", Vec::new())),
        ]
    }
}
