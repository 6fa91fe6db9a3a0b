//! The hot keys of staff pages.

use askama::Template;
use base::Text;

use crate::frame::Frame;
use crate::pages::view::Page;

/// Keys and what they do. Those of places work where the navigation has the place, those of acts where the page has
/// the button.
const KEYS: [(&str, &str, &str); 17] = [
    ("?", "打开这一页", "Open this page"),
    ("/", "到这一页的第一个填写框", "To the first field of the page"),
    ("j", "列表的下一行", "Next row of a list"),
    ("k", "列表的上一行", "Row before"),
    ("g h", "到工作台", "To the desk"),
    ("g w", "到办件", "To the cases"),
    ("g l", "到查询", "To looking up"),
    ("g i", "到制证发证", "To making and issuing"),
    ("g s", "到证芯", "To the blanks"),
    ("g d", "到日结", "To the end of the day"),
    ("a", "选中“受理”", "To “Accept”"),
    ("s", "选中“要求补正”", "To “Ask for papers”"),
    ("d", "选中“审核决定”", "To “Decide”"),
    ("f", "选中“收费”", "To “Take the fee”"),
    ("i", "选中“制证”", "To “Make the licence”"),
    ("h", "选中“发证”", "To “Hand over”"),
    ("Enter", "按下选中的按钮或者链接", "Press the button or link in focus"),
];

/// Help for staff: the hot keys.
#[derive(Debug, Template)]
#[template(path = "staff/help.html")]
pub struct StaffHelp {
    /// The frame.
    pub frame: Frame,
}

impl StaffHelp {
    /// Key and meaning.
    fn keys(&self) -> Vec<(&'static str, &'static str)> {
        KEYS.iter().map(|(key, zh, en)| (*key, self.frame.t(zh, en))).collect()
    }
}

impl Page for StaffHelp {
    fn title(&self) -> Text {
        Text::new("快捷键", "Hot keys")
    }
}

#[cfg(test)]
impl StaffHelp {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        let on = crate::frame::sample::staff("/staff/help");
        let off = Frame { keys: false, ..on.clone() };
        vec![("on", Self { frame: on }), ("off", Self { frame: off })]
    }
}
