//! Values that the samples of many views share. Names, numbers and places are made up: the region code 999900 is
//! assigned to no place, telephone numbers are of the 1390000 series.

use base::{Article, Day, FieldError, Instant, Refusal, Text};

use super::document::Licence;
use super::{Form, Masked, Tag, Tone};

/// A day.
pub(crate) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// A moment of a day in Asia/Shanghai.
pub(crate) fn at(text: &str, hour: i64, minute: i64) -> Instant {
    day(text).start().plus_seconds(hour * 3600 + minute * 60)
}

/// Words in both languages.
pub(crate) fn text(zh: &str, en: &str) -> Text {
    Text::new(zh, en)
}

/// An article of law.
pub(crate) fn article(short: &str) -> Article {
    Article::new(short)
}

/// An empty form.
pub(crate) fn form() -> Form {
    Form::new("n1.8Zk2sample")
}

/// A form with one field wrong.
pub(crate) fn wrong(field: &str, zh: &str, en: &str) -> Form {
    form().wrong(vec![FieldError::new(field, zh, en)])
}

/// The number of the sample case.
pub(crate) const CASE: &str = "999900-2026-0003812";

/// A refusal with its article and a way on.
pub(crate) fn too_early() -> Refusal {
    Refusal::new(
        "licence.renewal_too_early",
        text(
            "您的驾驶证有效期至2027年6月30日，现在还不到可以换证的时间。",
            "Your licence is valid until 30 June 2027. It is too early to renew it.",
        ),
        text(
            "请在2027年4月1日以后再来办理，届时我们会发短信提醒您。",
            "Come back from 1 April 2027. We will remind you by text message.",
        ),
    )
    .under("162§63")
}

/// A second refusal, so that lists are seen with more than one.
pub(crate) fn fines_open() -> Refusal {
    Refusal::new(
        "licence.violations_open",
        text(
            "您名下有2起交通违法还没有处理完毕。",
            "Two traffic violations in your name are not settled yet.",
        ),
        text(
            "请先处理违法并缴纳罚款，处理完毕后马上就能换证。",
            "Settle them and pay the fines first. You can renew as soon as that is done.",
        ),
    )
    .under("162§72")
    .under("162§73")
}

/// A valid licence.
pub(crate) fn licence() -> Licence {
    Licence {
        name: Masked::new("张*"),
        id_number: Masked::new("999900********1234"),
        class: "C1".to_owned(),
        file_number: "999900123456".to_owned(),
        first_issue: day("2020-12-20"),
        valid_from: day("2020-12-20"),
        renewed_ahead: false,
        valid_until: Some(day("2026-12-20")),
        state: Tag::new(Tone::Ok, "正常", "Valid"),
        points: Some(3),
        points_until: Some(day("2026-12-19")),
        photo: None,
        renew: None,
    }
}
