//! How the system is: every check of `doctor` with what to do next, the red first.

use askama::Template;
use base::{Instant, Text};

use crate::frame::{Frame, Place};
use crate::pages::view::{Link, Page, Tag};

/// What to do about a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing.
    Nothing,
    /// Run this command.
    Command(&'static str),
    /// Go to this page.
    Page(Link),
}

/// A check of the system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HealthCheck {
    /// What was checked.
    pub name: Text,
    /// Its state in a word.
    pub state: Tag,
    /// What was found.
    pub why: Text,
    /// What to do next.
    pub next: Next,
}

/// The system's health.
#[derive(Debug, Template)]
#[template(path = "staff/health.html")]
pub struct Health {
    /// The frame.
    pub frame: Frame,
    /// The checks, the red first.
    pub checks: Vec<HealthCheck>,
    /// When they were made.
    pub checked_at: Instant,
    /// Whether all are well.
    pub well: bool,
}

impl Page for Health {
    fn title(&self) -> Text {
        Text::new("运行状况", "Health")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Health)
    }
}

#[cfg(test)]
impl Health {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use crate::pages::view::Tone;
        use crate::pages::view::sample::{at, text};
        let check = |name, state, why, next| HealthCheck { name, state, why, next };
        let good = || Tag::new(Tone::Ok, "正常", "Well");
        let fine = vec![
            check(
                text("账本校验", "Ledger"),
                good(),
                text("48211条，链与检查点一致", "48,211 events, chains and checkpoint agree"),
                Next::Nothing,
            ),
            check(text("磁盘空间", "Disk"), good(), text("剩余412GB", "412 GB free"), Next::Nothing),
        ];
        let mut bad = vec![
            check(
                text("短信通道", "Text messages"),
                Tag::new(Tone::Err, "中断", "Down"),
                text("37条排队，最早的已等12分钟", "37 waiting, the oldest for 12 minutes"),
                Next::Page(Link::new("/admin/interfaces", "外部系统", "Outside systems")),
            ),
            check(
                text("备份", "Backup"),
                Tag::new(Tone::Warn, "过期", "Old"),
                text("上次备份是3天前", "The last backup is 3 days old"),
                Next::Command("yichuang backup backup.yc"),
            ),
        ];
        bad.extend(fine.clone());
        let page = |checks, well| Self {
            frame: crate::frame::sample::staff("/admin"),
            checks,
            checked_at: at("2026-11-21", 15, 4),
            well,
        };
        vec![("well", page(fine, true)), ("two problems", page(bad, false))]
    }
}
