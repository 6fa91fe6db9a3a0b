//! Staff and their roles, for the administrator: the list, and a new member with a one-time code that is shown once.

use askama::Template;
use base::{Instant, Text};

use crate::frame::{Frame, Place};
use crate::pages::view::{Choice, Form, Link, Page, Tag};

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The user name.
    pub user: String,
    /// The name.
    pub name: String,
    /// The roles.
    pub roles: Vec<Text>,
    /// The outlet.
    pub outlet: Text,
    /// The state: 正常, 已停用.
    pub state: Tag,
}

/// The staff.
#[derive(Debug, Template)]
#[template(path = "staff/people.html")]
pub struct StaffList {
    /// The frame.
    pub frame: Frame,
    /// Finds one by field `user`.
    pub find: Form,
    /// The members.
    pub members: Vec<Member>,
    /// Whether this person may add members.
    pub may_add: bool,
    /// The next page; `None` on the last.
    pub next: Option<String>,
}

impl Page for StaffList {
    fn title(&self) -> Text {
        Text::new("人员", "Staff")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.find)
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Staff)
    }
}

/// The one-time code of a new member, shown once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTime {
    /// The user name.
    pub user: String,
    /// The code.
    pub code: String,
    /// Until when it holds.
    pub until: Instant,
}

/// A new member: fields `name`, `user`, `outlet`, `roles`.
#[derive(Debug, Template)]
#[template(path = "staff/person-new.html")]
pub struct StaffNew {
    /// The frame.
    pub frame: Frame,
    /// The fields.
    pub form: Form,
    /// The outlets.
    pub outlets: Vec<Choice>,
    /// The roles; the hint says what each may do.
    pub roles: Vec<Choice>,
    /// The code, after it was made.
    pub made: Option<OneTime>,
}

impl Page for StaffNew {
    fn title(&self) -> Text {
        if self.made.is_some() {
            Text::new("已添加", "Member added")
        } else {
            Text::new("添加人员", "Add a member of staff")
        }
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
mod samples {
    use super::*;
    use crate::frame::sample;
    use crate::pages::view::Tone;
    use crate::pages::view::sample::{at, form, text, wrong};

    impl StaffList {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let member = |user: &str, name: &str, roles, state| Member {
                user: user.to_owned(),
                name: name.to_owned(),
                roles,
                outlet: text("城东分所", "Chengdong branch"),
                state,
            };
            let members = vec![
                member(
                    "limin",
                    "李敏",
                    vec![text("审核岗", "Reviewer")],
                    Tag::new(Tone::Ok, "正常", "Active"),
                ),
                member(
                    "wangqiang",
                    "王强",
                    vec![text("受理岗", "Clerk"), text("发证岗", "Issuer")],
                    Tag::new(Tone::Ok, "正常", "Active"),
                ),
                member(
                    "zhaolei",
                    "赵雷",
                    vec![text("受理岗", "Clerk")],
                    Tag::new(Tone::Err, "已停用", "Stopped"),
                ),
            ];
            let page = |members, next: Option<&str>| Self {
                frame: sample::staff("/admin/users"),
                find: form(),
                members,
                may_add: true,
                next: next.map(str::to_owned),
            };
            vec![("three", page(members, Some("/admin/users?after=stf_1"))), ("none", page(Vec::new(), None))]
        }
    }

    impl StaffNew {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let outlets = vec![
                Choice::new("out_1", text("示例市车辆管理所", "Main office")),
                Choice::new("out_2", text("城东分所", "Chengdong branch")),
            ];
            let roles = vec![
                Choice::new("clerk", text("受理岗", "Clerk"))
                    .hint(text("受理、要求补正、不予受理", "Accepts, asks, rejects")),
                Choice::new("reviewer", text("审核岗", "Reviewer"))
                    .hint(text("审核决定，不能审核自己受理的件", "Decides, but never what they accepted")),
                Choice::new("issuer", text("发证岗", "Issuer"))
                    .hint(text("制证、发证、管证芯", "Prints, hands over, keeps the blanks")),
            ];
            let page = |form, made| Self {
                frame: sample::staff("/admin/users/new"),
                form,
                outlets: outlets.clone(),
                roles: roles.clone(),
                made,
            };
            let taken =
                wrong("user", "这个用户名已经有人用了，换一个", "This user name is taken. Choose another")
                    .with("user", "limin")
                    .with("name", "李敏")
                    .with("roles", "clerk")
                    .with("outlet", "out_2");
            let made = OneTime {
                user: "wangqiang".to_owned(),
                code: "7KQ2-M8ZP-4T".to_owned(),
                until: at("2026-11-22", 9, 0),
            };
            vec![
                ("empty", page(form(), None)),
                ("taken", page(taken, None)),
                ("made", page(form(), Some(made))),
            ]
        }
    }
}
