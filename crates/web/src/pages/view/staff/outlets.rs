//! The outlets of the network, to look up: code, name, kind, level and standing. Nothing is changed here.

use askama::Template;
use base::Text;

use crate::frame::{Frame, Place};
use crate::pages::view::{Page, Tag};

/// An outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutletLine {
    /// Its short code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Where it is.
    pub address: Text,
    /// What it is.
    pub kind: Text,
    /// 1: every item; 2: what has been delegated to it.
    pub tier: u8,
    /// Whether it serves people.
    pub state: Tag,
}

/// The outlets.
#[derive(Debug, Template)]
#[template(path = "staff/outlets.html")]
pub struct OutletList {
    /// The frame.
    pub frame: Frame,
    /// The outlets, in the order in which they were entered.
    pub outlets: Vec<OutletLine>,
    /// The next page; `None` on the last.
    pub next: Option<String>,
}

impl Page for OutletList {
    fn title(&self) -> Text {
        Text::new("网点", "Outlets")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Staff)
    }
}

#[cfg(test)]
impl OutletList {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use crate::pages::view::Tone;
        use crate::pages::view::sample::text;
        let line = |code: &str, name, tier, state| OutletLine {
            code: code.to_owned(),
            name,
            address: text("示例路1号", "1 Example Road"),
            kind: text("车管分所", "Branch"),
            tier,
            state,
        };
        let outlets = vec![
            line("SL01", text("示例市车辆管理所", "Main office"), 1, Tag::new(Tone::Ok, "营业", "Open")),
            line("SL02", text("城东分所", "Chengdong"), 2, Tag::new(Tone::Err, "停止服务", "Closed")),
        ];
        let page = |outlets, next: Option<&str>| Self {
            frame: crate::frame::sample::staff("/admin/outlets"),
            outlets,
            next: next.map(str::to_owned),
        };
        vec![("two", page(outlets, Some("/admin/outlets?after=out_1"))), ("none", page(Vec::new(), None))]
    }
}
