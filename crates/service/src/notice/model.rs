//! Rows and events of notices.

use base::{Day, Instant, Text};
use serde::{Deserialize, Serialize};

use crate::closed::closed;
use crate::office::events;

base::id_types! {
    /// A notice.
    NoticeId = "ntc";
}

closed! {
    /// How much a notice presses.
    NoticeKind {
        /// Good to know.
        Information = "information", "通知", "notice";
        /// Something does not go as usual.
        Warning = "warning", "重要提醒", "important";
    }
    /// Whether a notice may be shown.
    NoticeStanding {
        /// On its days it is.
        Published = "published", "已发布", "published";
        /// It was taken back.
        Withdrawn = "withdrawn", "已撤下", "withdrawn";
    }
}

/// A notice as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// `ntc_…`.
    pub id: String,
    /// How much it presses.
    pub kind: NoticeKind,
    /// Its heading.
    pub title: Text,
    /// What it says.
    pub body: Text,
    /// The item it is about; none where it is about the office.
    pub item: Option<String>,
    /// The first day on which it is shown.
    pub from: Day,
    /// The last day on which it is shown.
    pub until: Day,
    /// Whether it may be shown.
    pub standing: NoticeStanding,
    /// When it was published.
    pub published_at: Instant,
}

impl Notice {
    /// Whether it is shown on this day.
    pub fn is_shown(&self, on: Day) -> bool {
        self.standing == NoticeStanding::Published && self.from <= on && on <= self.until
    }
}

/// A notice was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticePublished {
    /// `ntc_…`.
    pub notice: String,
    /// How much it presses.
    pub kind: NoticeKind,
    /// Its heading.
    pub title: Text,
    /// What it says.
    pub body: Text,
    /// The item it is about.
    pub item: Option<String>,
    /// The first day on which it is shown.
    pub from: Day,
    /// The last day on which it is shown.
    pub until: Day,
}

/// A notice was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeWithdrawn {
    /// The notice.
    pub notice: String,
}

events! {
    /// What happens to notices.
    NoticeEvent {
        /// Published.
        Published(NoticePublished) = "notice.published",
        /// Taken back.
        Withdrawn(NoticeWithdrawn) = "notice.withdrawn",
    }
}
