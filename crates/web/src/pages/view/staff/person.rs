//! One member of staff: the account, and what an administrator may do with it. A new one-time code is shown once.

use askama::Template;
use base::Text;

use super::people::OneTime;
use crate::frame::{Frame, Place};
use crate::pages::view::{Choice, Form, Link, Page, Row};

/// What may be done with the account by whoever looks at it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct May {
    /// Give and take roles.
    pub set_roles: bool,
    /// Reset password and second factor.
    pub reset: bool,
    /// End its sessions.
    pub end_sessions: bool,
    /// Take it out of use, or back into use.
    pub switch: Option<Switch>,
}

/// The way an account can be switched from where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// Out of use.
    Disable,
    /// Back into use.
    Enable,
}

/// A member of staff: fields `roles`; `reason`.
#[derive(Debug, Template)]
#[template(path = "staff/person.html")]
pub struct StaffMember {
    /// The frame.
    pub frame: Frame,
    /// The fields.
    pub form: Form,
    /// The user name.
    pub user: String,
    /// The account.
    pub rows: Vec<Row>,
    /// The roles; the hint says what each may do.
    pub roles: Vec<Choice>,
    /// The reasons for disabling it.
    pub reasons: Vec<Choice>,
    /// What may be done.
    pub may: May,
    /// Why something may not be done that others may.
    pub why_not: Vec<Text>,
    /// The new one-time code, after it was made.
    pub made: Option<OneTime>,
}

impl Page for StaffMember {
    fn title(&self) -> Text {
        Text::new(format!("人员 {}", self.user), format!("Member of staff {}", self.user))
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Staff)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new("/admin/users", "人员", "Staff"))
    }
}

#[cfg(test)]
impl StaffMember {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use crate::frame::sample;
        use crate::pages::view::sample::{at, form, text, wrong};
        use crate::pages::view::{Cell, Tag, Tone};
        let page = |form: Form, may, made| Self {
            frame: sample::staff("/admin/users/limin"),
            form: form.with("roles", "clerk"),
            user: "limin".to_owned(),
            rows: vec![
                Row::new("姓名", "Name", Cell::Data("李敏".to_owned())),
                Row::new("状态", "State", Cell::Tag(Tag::new(Tone::Ok, "正常", "Active"))),
            ],
            roles: vec![
                Choice::new("clerk", text("受理员", "Clerk")).hint(text("受理、要求补正", "Accepts, asks")),
                Choice::new("auditor", text("审计员", "Auditor")).hint(text("只看不改", "Reads only")),
            ],
            reasons: vec![Choice::new("left", text("离职或者调离", "Left the office"))],
            may,
            why_not: Vec::new(),
            made,
        };
        let all = May { set_roles: true, reset: true, end_sessions: true, switch: Some(Switch::Disable) };
        let conflict = wrong(
            "roles",
            "审计员检查其他岗位的工作，不能同时承担被检查的岗位。",
            "An auditor examines the work of every other role and cannot hold one of them.",
        );
        let made = OneTime {
            user: "limin".to_owned(),
            code: "7KQ2M-8ZP4T-00000-AAAAA".to_owned(),
            until: at("2026-11-22", 9, 0),
        };
        let mut own = page(form(), May { end_sessions: true, ..May::default() }, None);
        own.why_not = vec![text("您不能变更自己的账号。", "You cannot change your own account.")];
        vec![
            ("all", page(form(), all, None)),
            ("conflict", page(conflict, all, None)),
            ("disabled", page(form(), May { switch: Some(Switch::Enable), ..May::default() }, None)),
            ("own", own),
            ("new code", page(form(), all, Some(made))),
        ]
    }
}
