//! The reader: what is on file (masked), who has looked at it and why, where the reader is logged in, and the display
//! settings. That people can see who looked at their file is the reader's side of the purpose that staff must give.

use askama::Template;
use base::{Instant, Text};

use super::{Form, Page, Row};
use crate::frame::{Frame, Place};

/// A look-up of the reader's file by somebody in office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookedUp {
    /// When.
    pub at: Instant,
    /// Where.
    pub outlet: Text,
    /// The role of who looked.
    pub role: Text,
    /// The purpose given.
    pub purpose: Text,
}

/// A login of the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The session's public handle, for logging it out.
    pub handle: String,
    /// When it began.
    pub since: Instant,
    /// When it was last used, up to a minute behind.
    pub seen: Instant,
    /// Whether it is this one.
    pub this: bool,
}

/// The reader's own page.
#[derive(Debug, Template)]
#[template(path = "citizen/me.html")]
pub struct Me {
    /// The frame.
    pub frame: Frame,
    /// The nonce of logging out elsewhere.
    pub form: Form,
    /// What is on file.
    pub on_file: Vec<Row>,
    /// Who looked at the file, the newest first.
    pub looked: Vec<LookedUp>,
    /// Where the reader is logged in.
    pub sessions: Vec<Session>,
}

impl Me {
    /// How many of the log-ins are elsewhere.
    pub fn elsewhere(&self) -> usize {
        self.sessions.iter().filter(|session| !session.this).count()
    }
}

impl Page for Me {
    fn title(&self) -> Text {
        Text::new("我的", "Me")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Me)
    }
}

/// Text size, contrast and language: fields `size`, `contrast`.
#[derive(Debug, Template)]
#[template(path = "citizen/display.html")]
pub struct DisplaySettings {
    /// The frame, in the display that is set now.
    pub frame: Frame,
    /// The fields.
    pub form: Form,
}

impl DisplaySettings {
    /// The page with the present display picked.
    pub fn of(frame: Frame, nonce: impl Into<String>) -> Self {
        let form = Form::new(nonce)
            .with("size", frame.display.size.word())
            .with("contrast", frame.display.contrast.word());
        Self { frame, form }
    }
}

impl Page for DisplaySettings {
    fn title(&self) -> Text {
        Text::new("显示设置", "Display settings")
    }

    fn here(&self) -> Option<Place> {
        (!self.frame.is_staff()).then_some(Place::Me)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[cfg(test)]
impl Me {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::sample::{at, form, text};
        use super::{Cell, Masked};
        let page = |looked, sessions| Self {
            frame: crate::frame::sample::citizen("/me"),
            form: form(),
            on_file: vec![
                Row::new("姓名", "Name", Cell::Masked(Masked::new("张*"))),
                Row::new("身份证号码", "ID number", Cell::Masked(Masked::new("999900********1234"))),
                Row::new("手机号码", "Mobile number", Cell::Masked(Masked::new("139****0001"))),
                Row::new("联系地址", "Address", Cell::Masked(Masked::new("示例市城东区幸福路****"))),
                Row::new("电子邮箱", "E-mail", Cell::Empty),
            ],
            looked,
            sessions,
        };
        let this = Session {
            handle: "s1".to_owned(),
            since: at("2026-11-21", 14, 50),
            seen: at("2026-11-21", 15, 2),
            this: true,
        };
        let other = Session {
            handle: "s2".to_owned(),
            since: at("2026-11-21", 8, 11),
            seen: at("2026-11-21", 14, 40),
            this: false,
        };
        let third = Session { handle: "s3".to_owned(), ..other.clone() };
        let looked = LookedUp {
            at: at("2026-11-21", 15, 38),
            outlet: text("城东分所", "Chengdong branch"),
            role: text("受理岗", "Clerk"),
            purpose: text("办理您的期满换证申请", "To handle your licence renewal"),
        };
        vec![
            ("one look-up", page(vec![looked], vec![this.clone(), other, third])),
            ("no look-up", page(Vec::new(), vec![this])),
        ]
    }
}

#[cfg(test)]
impl DisplaySettings {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        vec![("present", Self::of(crate::frame::sample::citizen("/settings/display"), "n1.8Zk2sample"))]
    }
}
