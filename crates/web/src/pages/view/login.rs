//! Logging in: the identity number and the mobile number on one page, the code that arrives by SMS on the next.
//! Nothing has to be remembered or solved, codes can be pasted (WCAG 3.3.8).

use askama::Template;
use base::{Instant, Text};

use super::{Form, Link, Masked, Page};
use crate::frame::Frame;

/// Identity number and mobile number.
#[derive(Debug, Template)]
#[template(path = "citizen/login.html")]
pub struct Login {
    /// The frame.
    pub frame: Frame,
    /// Fields `id_number`, `phone`; hidden `return`.
    pub form: Form,
    /// Until when logging in rests after too many wrong codes.
    pub locked_until: Option<Instant>,
}

impl Page for Login {
    fn title(&self) -> Text {
        Text::new("登录", "Log in")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

/// The code.
#[derive(Debug, Template)]
#[template(path = "citizen/login-code.html")]
pub struct LoginCode {
    /// The frame.
    pub frame: Frame,
    /// Field `code`; hidden `return`.
    pub form: Form,
    /// The number the code went to.
    pub phone: Masked,
    /// Minutes for which the code holds.
    pub minutes: u32,
    /// The code itself, shown in a demonstration only.
    pub demo_code: Option<String>,
}

impl Page for LoginCode {
    fn title(&self) -> Text {
        Text::new("输入短信验证码", "Enter the code we sent you")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new("/login", "返回", "Back"))
    }
}

#[cfg(test)]
impl Login {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::sample::{at, form, wrong};
        use crate::frame::sample;
        let page = |form, locked_until| Self { frame: sample::anyone("/login"), form, locked_until };
        let typed = wrong(
            "id_number",
            "身份证号码最后一位不对，请对照证件再核对一遍",
            "The last character of the ID number does not fit. Check it against your card",
        )
        .with("id_number", "999900199001011230")
        .with("phone", "13900000001");
        vec![
            ("empty", page(form().with("return", "/documents"), None)),
            ("wrong number", page(typed, None)),
            ("locked", page(form(), Some(at("2026-11-21", 15, 20)))),
        ]
    }
}

#[cfg(test)]
impl LoginCode {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::sample::{form, wrong};
        let page = |form, demo_code| Self {
            frame: crate::frame::sample::anyone("/login/code"),
            form,
            phone: Masked::new("139****0001"),
            minutes: 5,
            demo_code,
        };
        let typed = wrong(
            "code",
            "验证码不对或者已过期，请重新输入，或者重新获取",
            "The code is wrong or has expired. Enter it again or ask for a new one",
        );
        vec![("empty", page(form(), Some("482913".to_owned()))), ("wrong code", page(typed, None))]
    }
}
