//! Messages: what was sent to the reader, the unread first. The words are made when the page is made; nothing of a
//! person stands in the table of messages.

use askama::Template;
use base::{Instant, Text};

use super::{Form, Link, Page};
use crate::frame::{Frame, Place};

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// When it was sent.
    pub sent_at: Instant,
    /// Whether it is new to the reader.
    pub unread: bool,
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
    /// The nonce of marking all as read.
    pub form: Form,
    /// The messages, unread first, then the newest.
    pub messages: Vec<Message>,
}

impl Messages {
    /// Whether any is unread.
    fn any_unread(&self) -> bool {
        self.messages.iter().any(|message| message.unread)
    }
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
        use super::sample::{CASE, at, form, text};
        let page =
            |messages| Self { frame: crate::frame::sample::citizen("/messages"), form: form(), messages };
        let unread = Message {
            sent_at: at("2026-11-21", 15, 40),
            unread: true,
            title: text("已受理", "Accepted"),
            body: text(
                "您的期满换证申请已受理，11月23日前作出决定。",
                "Your licence renewal is accepted. We decide by 23 November.",
            ),
            link: Some(Link::new(format!("/cases/{CASE}"), "查看进度", "See how it goes")),
        };
        let read = Message {
            sent_at: at("2026-11-20", 9, 0),
            unread: false,
            title: text("驾驶证即将到期", "Your licence expires soon"),
            body: text(
                "您的驾驶证12月20日到期，可以网上换证。",
                "Your licence expires on 20 December. You can renew it online.",
            ),
            link: None,
        };
        vec![
            ("unread and read", page(vec![unread, read.clone()])),
            ("all read", page(vec![read])),
            ("none", page(Vec::new())),
        ]
    }
}
