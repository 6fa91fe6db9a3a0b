//! Staff log in with a user name and a password, then with the six digits of their authenticator app.

use askama::Template;
use base::{Instant, Text};

use crate::frame::Frame;
use crate::pages::view::{Form, Link, Page};

/// User name and password: fields `user`, `password`.
#[derive(Debug, Template)]
#[template(path = "staff/login.html")]
pub struct StaffLogin {
    /// The frame.
    pub frame: Frame,
    /// The fields.
    pub form: Form,
    /// Until when logging in rests after too many wrong passwords.
    pub locked_until: Option<Instant>,
}

impl Page for StaffLogin {
    fn title(&self) -> Text {
        Text::new("工作人员登录", "Staff login")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

/// The second step: field `code`.
#[derive(Debug, Template)]
#[template(path = "staff/totp.html")]
pub struct StaffTotp {
    /// The frame.
    pub frame: Frame,
    /// The field.
    pub form: Form,
}

impl Page for StaffTotp {
    fn title(&self) -> Text {
        Text::new("输入动态口令", "Enter your one-time code")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new("/staff/login", "返回", "Back"))
    }
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::frame::sample;
    use crate::pages::view::sample::{at, form, wrong};

    fn nobody(path: &str) -> Frame {
        let mut frame = sample::staff(path);
        (frame.who, frame.places) = (None, Vec::new());
        frame
    }

    impl StaffLogin {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let page = |form, locked_until| Self { frame: nobody("/staff/login"), form, locked_until };
            let bad = wrong(
                "password",
                "用户名或密码不对，请重新输入",
                "User name or password is wrong. Enter them again",
            )
            .with("user", "limin");
            vec![
                ("empty", page(form(), None)),
                ("wrong", page(bad, None)),
                ("locked", page(form(), Some(at("2026-11-21", 9, 30)))),
            ]
        }
    }

    impl StaffTotp {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let page = |form| Self { frame: nobody("/staff/login/code"), form };
            let bad =
                wrong("code", "动态口令不对，请等下一个数字再输", "The code is wrong. Wait for the next one");
            vec![("empty", page(form())), ("wrong", page(bad))]
        }
    }
}
