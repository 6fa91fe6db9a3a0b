//! The first time: the one-time code that `init` or an administrator gave, a password of one's own, and the secret of
//! the authenticator app. Each is a page of its own, so that nobody is stuck in the middle.

use askama::Template;
use base::Text;

use crate::frame::{Frame, Qr};
use crate::pages::view::{Form, Page};

/// The one-time code: fields `user`, `code`.
#[derive(Debug, Template)]
#[template(path = "staff/setup-code.html")]
pub struct SetupCode {
    /// The frame.
    pub frame: Frame,
    /// The fields.
    pub form: Form,
}

impl Page for SetupCode {
    fn title(&self) -> Text {
        Text::new("首次设置", "First set-up")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

/// A password: fields `password`, `again`.
#[derive(Debug, Template)]
#[template(path = "staff/setup-password.html")]
pub struct SetupPassword {
    /// The frame.
    pub frame: Frame,
    /// The fields.
    pub form: Form,
    /// The shortest password taken, in characters.
    pub shortest: u32,
}

impl Page for SetupPassword {
    fn title(&self) -> Text {
        Text::new("设置密码", "Choose a password")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

/// The authenticator: field `code`.
#[derive(Debug, Template)]
#[template(path = "staff/setup-totp.html")]
pub struct SetupTotp {
    /// The frame.
    pub frame: Frame,
    /// The field.
    pub form: Form,
    /// The code to scan: an `otpauth://` address.
    pub qr: Qr,
    /// The secret in base32, in groups of four, for typing.
    pub secret: String,
}

impl Page for SetupTotp {
    fn title(&self) -> Text {
        Text::new("绑定动态口令", "Connect your authenticator")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::frame::sample;
    use crate::pages::view::sample::{form, wrong};

    fn nobody(path: &str) -> Frame {
        let mut frame = sample::staff(path);
        (frame.who, frame.places) = (None, Vec::new());
        frame
    }

    impl SetupCode {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let page = |form| Self { frame: nobody("/staff/setup"), form };
            let used = wrong(
                "code",
                "一次性代码不对或者已经用过，请找管理员重新发",
                "The code is wrong or used. Ask your administrator for a new one",
            );
            vec![("empty", page(form())), ("used", page(used))]
        }
    }

    impl SetupPassword {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let page = |form| Self { frame: nobody("/staff/setup/password"), form, shortest: 12 };
            let short = wrong(
                "password",
                "密码至少12个字符，试试一句话",
                "Use at least 12 characters. A short sentence works well",
            );
            vec![("empty", page(form())), ("short", page(short))]
        }
    }

    impl SetupTotp {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let page = |form| Self {
                frame: nobody("/staff/setup/totp"),
                form,
                qr: Qr::of("otpauth://totp/Yichuang:limin?secret=JBSWY3DPEHPK3PXP&issuer=Yichuang").unwrap(),
                secret: "JBSW Y3DP EHPK 3PXP".to_owned(),
            };
            let bad = wrong(
                "code",
                "动态口令不对，请核对手机时间后再输",
                "The code is wrong. Check your phone's clock and try again",
            );
            vec![("empty", page(form())), ("wrong", page(bad))]
        }
    }
}
