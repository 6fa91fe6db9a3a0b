//! Notices on the pages of citizens: on the home page, and on the guide of the item they are about.

use askama::Template;
use askama::filters::HtmlSafe;
use base::{Day, Text};

use crate::frame::Frame;

/// A notice as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its heading.
    pub title: Text,
    /// What it says, a paragraph for each line.
    pub body: Text,
    /// Whether something does not go as usual.
    pub warns: bool,
    /// The last day on which it is shown.
    pub until: Day,
}

impl From<service::notice::Notice> for Shown {
    fn from(notice: service::notice::Notice) -> Self {
        let warns = notice.kind == service::notice::NoticeKind::Warning;
        Self { title: notice.title, body: notice.body, warns, until: notice.until }
    }
}

/// Notices one after the other.
#[derive(Debug, Template)]
#[template(path = "part/notices.html")]
pub struct Board<'a> {
    frame: &'a Frame,
    notices: &'a [Shown],
}

impl HtmlSafe for Board<'_> {}

impl<'a> Board<'a> {
    /// These notices, in the reader's language.
    pub fn new(frame: &'a Frame, notices: &'a [Shown]) -> Self {
        Self { frame, notices }
    }
}

#[cfg(test)]
pub(crate) fn sample() -> Vec<Shown> {
    use super::sample::{day, text};
    vec![
        Shown {
            title: text("周六上午系统维护", "Maintenance on Saturday morning"),
            body: text(
                "11月28日8时至12时网上业务暂停。\n已经提交的办件不受影响。",
                "Online services rest on 28 November from 8 to 12.\nCases already handed in go on.",
            ),
            warns: true,
            until: day("2026-11-28"),
        },
        Shown {
            title: text("元旦办公安排", "New Year's Day"),
            body: text("1月1日休息。", "We are closed on 1 January."),
            warns: false,
            until: day("2027-01-01"),
        },
    ]
}
