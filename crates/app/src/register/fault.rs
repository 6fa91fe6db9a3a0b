//! What is wrong with a row, and how to mend it.

use base::{FieldError, Text};

use super::member::Member;

/// One thing that is wrong with one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Which member; none where it is the row as a whole.
    pub(super) member: Option<Member>,
    /// What is wrong.
    pub(super) what: Text,
    /// How to mend it.
    pub(super) next: Text,
}

impl Fault {
    /// A fault of one member.
    pub(super) fn of(member: Member, what: (&str, &str), next: (&str, &str)) -> Self {
        let text = |(zh, en): (&str, &str)| Text::new(zh, en);
        Self { member: Some(member), what: text(what), next: text(next) }
    }

    /// A fault of the row as a whole.
    pub(super) fn row(what: Text, next: Text) -> Self {
        Self { member: None, what, next }
    }

    /// A cell that has to be filled and is not.
    pub(super) fn empty(member: Member) -> Self {
        let label = member.label();
        Self {
            member: Some(member),
            what: Text::new(format!("“{}”没有填写", label.zh), format!("the {} is missing", label.en)),
            next: Text::new("请补充后重新导入这一行。", "Fill it in and import this row again."),
        }
    }

    /// What a command found wrong with a field.
    pub(super) fn refused(error: &FieldError) -> Self {
        Self {
            member: Member::parse(&error.field),
            what: error.message.clone(),
            next: Text::new(
                "请核对库中的记录；确属重复的，从文件中删去这一行。",
                "Compare it with the record that is there; where it is a repetition, take this row out of the file.",
            ),
        }
    }
}
