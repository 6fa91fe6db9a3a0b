//! A member of staff's own account: who, which roles, where, and since when they are logged in.

use askama::Template;
use base::Text;

use crate::frame::Frame;
use crate::pages::view::{Form, Page, Row};

/// The account of whoever is logged in.
#[derive(Debug, Template)]
#[template(path = "staff/me.html")]
pub struct StaffMe {
    /// The frame.
    pub frame: Frame,
    /// The nonce.
    pub form: Form,
    /// The account and the session.
    pub rows: Vec<Row>,
}

impl Page for StaffMe {
    fn title(&self) -> Text {
        Text::new("我的账号", "My account")
    }
}

#[cfg(test)]
impl StaffMe {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use crate::pages::view::Cell;
        use crate::pages::view::sample::{at, form};
        let rows = vec![
            Row::new("用户名", "User name", Cell::Data("limin".to_owned())),
            Row::new("登录时间", "Logged in", Cell::Moment(at("2026-11-21", 8, 55))),
        ];
        vec![("logged in", Self { frame: crate::frame::sample::staff("/staff/me"), form: form(), rows })]
    }
}
