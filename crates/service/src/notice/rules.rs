//! What a notice must be.

use base::{Day, FieldError, Text};

use super::commands::NewNotice;
use super::model::Notice;

/// Longest heading, in characters of either language.
pub const TITLE_MAX: usize = 80;
/// Longest text, in characters of either language.
pub const BODY_MAX: usize = 1_000;
/// Most days from its publication to its last one.
pub const DAYS_MAX: i32 = 366;
/// Most notices that are shown at once; an office with more tells nobody anything.
pub const SHOWN_MAX: u32 = 5;

/// What is wrong with a new notice, field by field.
pub(super) fn wrong(new: &NewNotice, today: Day, is_item: impl Fn(&str) -> bool) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    words(&mut wrong, "title", &new.title, TITLE_MAX);
    words(&mut wrong, "body", &new.body, BODY_MAX);
    if new.until < new.from || new.until < today {
        let (zh, en) =
            ("最后一天不能早于第一天，也不能已经过去。", "The last day is before the first, or has passed.");
        wrong.push(FieldError::new("until", zh, en));
    } else if new.until.days_since(today) > DAYS_MAX {
        wrong.push(FieldError::new(
            "until",
            format!("最长显示{DAYS_MAX}天，请改早一些。"),
            format!("It can be shown for at most {DAYS_MAX} days: choose an earlier day."),
        ));
    }
    if new.item.as_deref().is_some_and(|item| !is_item(item)) {
        let (zh, en) = ("没有这个事项，请重新选择。", "There is no such item. Choose again.");
        wrong.push(FieldError::new("item", zh, en));
    }
    wrong
}

/// Whether some day from `from` to `until` has as many notices as are shown.
pub(super) fn is_full(others: &[Notice], from: Day, until: Day) -> bool {
    let most = usize::try_from(SHOWN_MAX).unwrap_or(usize::MAX);
    (0..=until.days_since(from)).any(|days| {
        let day = from.plus_days(days);
        others.iter().filter(|notice| notice.is_shown(day)).count() >= most
    })
}

fn words(wrong: &mut Vec<FieldError>, field: &str, text: &Text, most: usize) {
    for (lang, words) in [("zh", &text.zh), ("en", &text.en)] {
        let length = words.chars().count();
        let odd = words.chars().any(|c| c.is_control() && c != '\n');
        if words.trim().is_empty() || length > most || odd {
            wrong.push(FieldError::new(
                format!("{field}_{lang}"),
                format!("请填写，不超过{most}字，现在是{length}字。"),
                format!("Write at most {most} characters; there are {length}."),
            ));
        }
    }
}
