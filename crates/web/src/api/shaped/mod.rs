//! Texts with a shape: the newtypes of path parameters, queries and bodies. Each one says its pattern in the
//! description and holds to it when it is read, so that 422 is what the schema forbids and nothing else.
//!
//! What a shape cannot say (a check character, a day that has passed) is a rule's business and answered with 409.

mod check;
mod words;

use base::Day;
use serde::Deserialize;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::{KnownFormat, RefOr};

use check::{case_number, cursor, digits, paper_number, plain, whole, word};
pub(super) use words::Words;

/// Parts the Chinese words of a fault from the English ones on their way through serde.
pub(super) const BETWEEN: char = '\u{1E}';

/// A text that does not have its shape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Misshapen {
    zh: &'static str,
    en: &'static str,
}

impl std::fmt::Display for Misshapen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{BETWEEN}{}", self.zh, self.en)
    }
}

/// A schema of a text.
fn text(pattern: &str, example: &str, description: &str, format: Option<KnownFormat>) -> RefOr<Schema> {
    let object = ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(pattern))
        .description(Some(description.trim()))
        .format(format.map(SchemaFormat::KnownFormat))
        .examples([example]);
    RefOr::T(object.into())
}

macro_rules! shaped {
    ($($(#[doc = $doc:literal])+ $name:ident {
        pattern: $pattern:expr, example: $example:literal, holds: $holds:expr, zh: $zh:literal, en: $en:literal
        $(, format: $format:expr)?
    })*) => {
        $(
            $(#[doc = $doc])+
            #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
            #[serde(try_from = "String")]
            pub(super) struct $name(String);

            impl $name {
                /// The text.
                pub(super) fn as_str(&self) -> &str {
                    &self.0
                }
            }

            impl TryFrom<String> for $name {
                type Error = Misshapen;
                fn try_from(text: String) -> Result<Self, Misshapen> {
                    let holds: fn(&str) -> bool = $holds;
                    if holds(&text) { Ok(Self(text)) } else { Err(Misshapen { zh: $zh, en: $en }) }
                }
            }

            /// What people send is not printed.
            impl std::fmt::Debug for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(stringify!($name))
                }
            }

            impl utoipa::PartialSchema for $name {
                fn schema() -> RefOr<Schema> {
                    let format: Option<KnownFormat> = None;
                    $(let format = format.or(Some($format));)?
                    text($pattern, $example, concat!($($doc),+), format)
                }
            }

            impl utoipa::ToSchema for $name {}
        )*

        /// Every shape, for the components of the description.
        pub(super) fn schemas() -> Vec<(String, RefOr<Schema>)> {
            vec![$((stringify!($name).to_owned(), <$name as utoipa::PartialSchema>::schema()),)*]
        }

        /// Every shape with its example and its check: for the tests.
        #[cfg(test)]
        pub(super) fn all() -> Vec<(&'static str, &'static str, fn(&str) -> bool)> {
            vec![$((stringify!($name), $example, $holds),)*]
        }
    };
}

shaped! {
    /// What people quote of a case.
    CaseNumber {
        pattern: "^YC[0-9]{8}-[0-9A-HJKMNP-TV-Z]{8}$", example: "YC20261123-7K3M9QXA", holds: case_number,
        zh: "请填写办件编号，例如 YC20261123-7K3M9QXA。",
        en: "Give a case number such as YC20261123-7K3M9QXA."
    }
    /// The number of a paper: that of its case, a letter for its kind and the number of its event.
    PaperNumber {
        pattern: "^YC[0-9]{8}-[0-9A-HJKMNP-TV-Z]{8}-[SGBZJCK][0-9]{1,6}$", example: "YC20261123-7K3M9QXA-S6",
        holds: paper_number,
        zh: "请填写文书编号，例如 YC20261123-7K3M9QXA-S6。",
        en: "Give the number of a paper such as YC20261123-7K3M9QXA-S6."
    }
    /// The code of an item of the catalogue.
    ItemCode {
        pattern: "^[a-z][a-z0-9-]{0,63}$", example: "licence-renew-expiry", holds: |t| word(t, 64, b"-"),
        zh: "请填写业务代码，例如 licence-renew-expiry。",
        en: "Give the code of an item such as licence-renew-expiry."
    }
    /// The code of a requirement of a case, or of a condition of its item.
    NeedCode {
        pattern: "^[a-z][a-z0-9._-]{0,63}$", example: "photo", holds: |t| word(t, 64, b"._-"),
        zh: "请填写材料或条件的代码，例如 photo。",
        en: "Give the code of a requirement or condition such as photo."
    }
    /// A person's id. It says nothing about the person.
    PersonId {
        pattern: "^per_[0-9]{6}_[0-9A-HJKMNP-TV-Z]{26}$", example: "per_999901_01KAHF6Z5M8Q0W3J7V2N4B6C8D",
        holds: |t| base::parse_id("per", t).is_ok(),
        zh: "请填写以 per_ 开头的人员编号。", en: "Give an id that begins with per_."
    }
    /// The id of a staff account.
    StaffId {
        pattern: "^stf_[0-9]{6}_[0-9A-HJKMNP-TV-Z]{26}$", example: "stf_999901_01KAHF6Z5M8Q0W3J7V2N4B6C8D",
        holds: |t| base::parse_id("stf", t).is_ok(),
        zh: "请填写以 stf_ 开头的账号编号。", en: "Give an id that begins with stf_."
    }
    /// An outlet's id.
    OutletId {
        pattern: "^out_[0-9]{6}_[0-9A-HJKMNP-TV-Z]{26}$", example: "out_999901_01KAHF6Z5M8Q0W3J7V2N4B6C8D",
        holds: |t| base::parse_id("out", t).is_ok(),
        zh: "请填写以 out_ 开头的网点编号。", en: "Give an id that begins with out_."
    }
    /// A mandate's id.
    MandateId {
        pattern: "^mnd_[0-9]{6}_[0-9A-HJKMNP-TV-Z]{26}$", example: "mnd_999901_01KAHF6Z5M8Q0W3J7V2N4B6C8D",
        holds: |t| base::parse_id("mnd", t).is_ok(),
        zh: "请填写以 mnd_ 开头的委托编号。", en: "Give an id that begins with mnd_."
    }
    /// A job's id.
    JobId {
        pattern: "^job_[0-9]{6}_[0-9A-HJKMNP-TV-Z]{26}$", example: "job_999901_01KAHF6Z5M8Q0W3J7V2N4B6C8D",
        holds: |t| base::parse_id("job", t).is_ok(),
        zh: "请填写以 job_ 开头的任务编号。", en: "Give an id that begins with job_."
    }
    /// A look-up's id.
    LookUpId {
        pattern: "^lku_[0-9]{6}_[0-9A-HJKMNP-TV-Z]{26}$", example: "lku_999901_01KAHF6Z5M8Q0W3J7V2N4B6C8D",
        holds: |t| base::parse_id("lku", t).is_ok(),
        zh: "请填写以 lku_ 开头的查询记录编号。", en: "Give an id that begins with lku_."
    }
    /// An identity number of 18 characters (GB 11643-1999). Its check character is judged by the rules.
    IdNumber {
        pattern: "^[0-9]{17}[0-9Xx]$", example: "999901199003072937",
        holds: |t| t.len() == 18 && t.bytes().enumerate().all(|(i, b)| b.is_ascii_digit() || (i == 17 && matches!(b, b'X' | b'x'))),
        zh: "身份证号码应为18位：17位数字，最后一位是数字或X。",
        en: "An identity number has 18 characters: 17 digits, then a digit or X."
    }
    /// A mobile number of the mainland, 11 digits.
    Phone {
        pattern: "^1[3-9][0-9]{9}$", example: "13900000001",
        holds: |t| digits(t, 11) && matches!(t.as_bytes(), [b'1', b'3'..=b'9', ..]),
        zh: "请填写11位手机号码，例如 13900000001。", en: "Give a mobile number of 11 digits such as 13900000001."
    }
    /// Six digits from a message or an authenticator.
    Code {
        pattern: "^[0-9]{6}$", example: "123456", holds: |t| digits(t, 6),
        zh: "请填写6位数字。", en: "Give six digits."
    }
    /// The work name of a staff account.
    Username {
        pattern: "^[a-z][a-z0-9._-]{2,31}$", example: "clerk.zy01", holds: |t| t.len() >= 3 && word(t, 32, b"._-"),
        zh: "用户名为3至32位，以小写字母开头，只用小写字母、数字、点、下划线和连字符。",
        en: "A user name has 3 to 32 characters: small letters, digits, dots, underscores and hyphens, a letter first."
    }
    /// A password.
    Password {
        pattern: "^[^\\x00-\\x1F\\x7F]{1,128}$", example: "correct horse battery", holds: |t| plain(t, 1, 128),
        zh: "请填写密码，不超过128个字符。", en: "Give a password of at most 128 characters."
    }
    /// A person's name.
    Name {
        pattern: "^[^\\x00-\\x1F\\x7F]{1,40}$", example: "林示例", holds: |t| plain(t, 1, 40),
        zh: "请填写姓名，不超过40字。", en: "Give a name of at most 40 characters."
    }
    /// Where a parcel goes.
    Address {
        pattern: "^[^\\x00-\\x1F\\x7F]{1,120}$", example: "示例市示例路1号（林示例 13900000001收）", holds: |t| plain(t, 1, 120),
        zh: "请填写收件地址，不超过120字。", en: "Give an address of at most 120 characters."
    }
    /// What a person says about how they were served.
    Remark {
        pattern: "^[^\\x00-\\x09\\x0B-\\x1F\\x7F]{0,500}$", example: "很快，谢谢。",
        holds: |t| plain(&t.replace('\n', " "), 0, 500),
        zh: "请填写不超过500字。", en: "Write at most 500 characters."
    }
    /// A question in plain words.
    Question {
        pattern: "^[^\\x00-\\x1F\\x7F]{1,200}$", example: "驾照丢了怎么办", holds: |t| plain(t, 1, 200),
        zh: "请用一句话提问，不超过200字。", en: "Ask a question of at most 200 characters."
    }
    /// A calendar day in Asia/Shanghai, 1800 to 2399.
    DayText {
        pattern: "^((18|19|2[0-3])[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|((18|19|2[1-3])(0[48]|[2468][048]|[13579][26])|20([02468][048]|[13579][26]))-02-29)$",
        example: "2026-12-10",
        holds: |t| Day::parse(t).is_ok_and(|day| day.year() < 2400),
        zh: "请填写日期，例如 2026-12-10。", en: "Give a day such as 2026-12-10.",
        format: KnownFormat::Date
    }
    /// The number of a case, complaint or paper for which a file is looked into.
    Reference {
        pattern: "^[0-9A-Za-z_-]{4,40}$", example: "YC20261123-7K3M9QXA",
        holds: |t| (4..=40).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')),
        zh: "请填写业务流水号、投诉编号或者公文编号，4至40位字母、数字和连字符。",
        en: "Give the number of the case, complaint or paper: 4 to 40 letters, digits and hyphens."
    }
    /// The printed number of a blank.
    BlankNumber {
        pattern: "^[0-9A-Z]{6,20}$", example: "5200000000001",
        holds: |t| (6..=20).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()),
        zh: "请填写证芯编号，6至20位数字和大写字母。",
        en: "Give the number of a blank: 6 to 20 digits and capital letters."
    }
    /// A part of the country: two, four or six digits of GB/T 2260, or `cn` for all of it.
    AreaCode {
        pattern: "^(cn|[0-9]{2}|[0-9]{4}|[0-9]{6})$", example: "9999", holds: |t| authz::Area::parse(t).is_ok(),
        zh: "请填写2、4或6位行政区划代码，全国为 cn。",
        en: "Give two, four or six digits of an area, or cn for the whole country."
    }
    /// Where a list of cases goes on: as `next` of the page before gave it.
    CaseCursor {
        pattern: "^[0-9]{1,15}\\.YC[0-9]{8}-[0-9A-HJKMNP-TV-Z]{8}$", example: "1795395600000.YC20261123-7K3M9QXA",
        holds: cursor,
        zh: "请填写上一页返回的 next。", en: "Give what the page before gave as next."
    }
    /// Rows on a page.
    PageSize {
        pattern: "^([1-9]|[1-4][0-9]|50)$", example: "20", holds: |t| whole(t, 50),
        zh: "请填写1至50。", en: "Give 1 to 50."
    }
    /// How many entries a tree has: at most 15 digits, without leading zeros.
    TreeSize {
        pattern: "^(0|[1-9][0-9]{0,14})$", example: "128",
        holds: |t| t.len() <= 15 && t.parse::<u64>().is_ok_and(|n| n.to_string() == t),
        zh: "请填写账本的条目数，例如 128。", en: "Give the size of a tree, for example 128."
    }
    /// What a licence's code holds: the text of the QR code, or the last part of the link in it.
    StatementText {
        pattern: "^[\\x20-\\x7E]{1,600}$", example: "YC1:6BFOXN*TS0BI$ZD4N9:9S6RCVN5+O30K3/XIV0W23NTDE",
        holds: |t| (1..=600).contains(&t.len()) && t.bytes().all(|b| (0x20..=0x7E).contains(&b)),
        zh: "请填写二维码里的文字，不超过600个字符。", en: "Give the text of the code, at most 600 characters."
    }
}

impl DayText {
    /// The day.
    pub(super) fn day(&self) -> Option<Day> {
        Day::parse(self.as_str()).ok()
    }
}

impl CaseCursor {
    /// After a case that was begun at this moment.
    pub(super) fn after(opened_ms: i64, number: &str) -> String {
        format!("{opened_ms}.{number}")
    }

    /// Moment and number.
    pub(super) fn parts(&self) -> Option<(i64, String)> {
        let (ms, number) = self.as_str().split_once('.')?;
        Some((ms.parse().ok()?, number.to_owned()))
    }
}

impl PageSize {
    /// Rows on the page, 1 to 50; 50 where nothing was asked for.
    pub(super) fn or_all(size: Option<&Self>) -> u32 {
        size.and_then(|size| size.as_str().parse().ok()).unwrap_or(50)
    }
}

impl TreeSize {
    /// The number.
    pub(super) fn number(&self) -> u64 {
        self.as_str().parse().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_has_its_own_shape() {
        for (name, example, holds) in all() {
            assert!(holds(example), "{name}: {example}");
            assert!(!holds("") || name == "Remark", "{name} takes nothing");
            assert!(!holds("\u{0}"), "{name} takes control characters");
            assert!(
                !holds(&format!("{example}\n")) || name == "Remark",
                "{name} takes a line break at the end"
            );
        }
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        let holds = |text: &str| DayText::try_from(text.to_owned()).is_ok();
        assert!(holds("2024-02-29") && holds("2000-02-29") && holds("1800-01-01") && holds("2399-12-31"));
        assert!(!holds("2100-02-29") && !holds("2026-02-29") && !holds("2026-04-31") && !holds("1799-12-31"));
    }

    #[test]
    fn cursors_come_back_as_they_were_given() {
        let cursor =
            CaseCursor::try_from(CaseCursor::after(1_795_395_600_000, "YC20261123-7K3M9QXA")).unwrap();
        assert_eq!(cursor.parts(), Some((1_795_395_600_000, "YC20261123-7K3M9QXA".to_owned())));
    }
}
