//! Pages that say how things are: help, privacy, accessibility. They hold no data of anybody.

use askama::Template;
use base::{Day, Text};

use super::Page;
use crate::frame::Frame;

/// Declares a page that says how things are.
macro_rules! info {
    ($page:ident, $zh:literal, $en:literal) => {
        impl Page for $page {
            fn title(&self) -> Text {
                Text::new($zh, $en)
            }
        }
    };
}

/// Help: how to reach us, and answers to what is asked most.
#[derive(Debug, Template)]
#[template(path = "citizen/help.html")]
pub struct Help {
    /// The frame.
    pub frame: Frame,
    /// The head outlet's hours in words; none where the office has not said them.
    pub hours: Option<Text>,
    /// The head outlet's address; none where no outlet is on record yet.
    pub address: Option<Text>,
}

info!(Help, "帮助", "Help");

/// What we keep, for how long, and who can see it.
#[derive(Debug, Template)]
#[template(path = "citizen/privacy.html")]
pub struct Privacy {
    /// The frame.
    pub frame: Frame,
}

info!(Privacy, "隐私说明", "Privacy");

/// What the pages can do for people who see, hear or move with difficulty, and what they cannot do yet.
#[derive(Debug, Template)]
#[template(path = "citizen/accessibility.html")]
pub struct Accessibility {
    /// The frame.
    pub frame: Frame,
    /// The day on which the pages were last looked at.
    pub checked_on: Day,
}

info!(Accessibility, "无障碍说明", "Accessibility");

#[cfg(test)]
mod samples {
    use super::*;
    use crate::frame::sample;
    use crate::pages::view::sample::{day, text};

    impl Help {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let page = |hours, address| Self { frame: sample::anyone("/help"), hours, address };
            let hours = text("工作日办公，具体时间请打电话询问", "Working days; call us for the exact hours");
            let address = text("示例市城中区人民路88号", "88 Renmin Road, Chengzhong, Shili");
            vec![
                ("whole", page(Some(hours), Some(address))),
                ("before an outlet is on record", page(None, None)),
            ]
        }
    }

    impl Privacy {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            vec![("whole", Self { frame: sample::anyone("/privacy") })]
        }
    }

    impl Accessibility {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let page = Self { frame: sample::anyone("/accessibility"), checked_on: day("2026-11-21") };
            vec![("whole", page)]
        }
    }
}
