//! Confirming a new mobile number: the code that was sent to it.

use askama::Template;
use base::Text;

use super::apply::Application;
use super::{Form, Link, Masked, Page};
use crate::frame::Frame;

/// The code.
#[derive(Debug, Template)]
#[template(path = "citizen/contact-code.html")]
pub struct ContactCode {
    /// The frame.
    pub frame: Frame,
    /// The item, and the way back to the number.
    pub application: Application,
    /// Field `code`.
    pub form: Form,
    /// The new number, to which the code went.
    pub phone: Masked,
    /// Minutes for which the code holds.
    pub minutes: u32,
    /// The code itself, shown in a demonstration only.
    pub demo_code: Option<String>,
}

impl Page for ContactCode {
    fn title(&self) -> Text {
        Text::new("输入新手机收到的验证码", "Enter the code sent to the new number")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn back(&self) -> Option<Link> {
        self.application.back.clone()
    }
}

#[cfg(test)]
impl ContactCode {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::sample::{form, wrong};
        let page = |form, demo_code| Self {
            frame: crate::frame::sample::citizen("/me/contact/code"),
            application: Application {
                code: "licence-contact".to_owned(),
                name: Text::new("变更联系方式", "Change of contact"),
                case: None,
                principal: None,
                step: 0,
                steps: 1,
                back: Some(Link::new("/me/contact", "返回", "Back")),
            },
            form,
            phone: Masked::new("139****0002"),
            minutes: 5,
            demo_code,
        };
        let typed = wrong(
            "code",
            "验证码不正确，还可以再试4次。请核对短信里最新的6位数字。",
            "The code is not right. You can try 4 more times. Check the six digits in your newest message.",
        );
        vec![("empty", page(form(), Some("482913".to_owned()))), ("wrong code", page(typed, None))]
    }
}
