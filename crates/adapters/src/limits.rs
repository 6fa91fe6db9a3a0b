//! The declared limits of every member, checked in both directions: a twin answers 422 to a question outside them,
//! a client takes an answer outside them for [`AdapterError::BadAnswer`](crate::AdapterError).

use base::{Fen, FieldError};

/// The largest request body that a profile allows, in bytes.
pub(crate) const BODY_MAX: usize = 64 * 1024;

/// The largest amount of one order: 100,000 yuan, far above any fee of the office.
pub(crate) const AMOUNT_MAX: Fen = Fen::yuan(100_000);

/// Something that came over the wire and has limits.
pub(crate) trait Limited {
    /// The largest request body, in bytes.
    const BODY_MAX: usize = BODY_MAX;

    /// Names every member that is outside its limits.
    fn check(&self, wrong: &mut Wrong);

    /// The members that are outside their limits.
    fn wrong(&self) -> Vec<FieldError> {
        let mut wrong = Wrong::default();
        self.check(&mut wrong);
        wrong.0
    }
}

/// The members found wrong so far.
#[derive(Debug, Default)]
pub(crate) struct Wrong(Vec<FieldError>);

impl Wrong {
    /// Whether nothing was found wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn unless(&mut self, right: bool, field: &str, zh: impl Into<String>, en: impl Into<String>) {
        if !right {
            self.0.push(FieldError::new(field, zh, en));
        }
    }

    /// Words for people: 1 to `max` characters, no control characters.
    pub(crate) fn text(&mut self, field: &str, value: &str, max: usize) {
        let right = (1..=max).contains(&value.chars().count()) && !value.chars().any(char::is_control);
        self.unless(
            right,
            field,
            format!("请填写1至{max}个字，不含换行和控制字符。"),
            format!("Give 1 to {max} characters without line breaks or control characters."),
        );
    }

    /// A number that one of the two systems gave: 1 to 64 of letters, digits, `_` and `-`.
    pub(crate) fn number(&mut self, field: &str, value: &str) {
        self.unless(
            is_number(value),
            field,
            "请填写1至64位的字母、数字、下划线或连字符。",
            "Give 1 to 64 letters, digits, underscores or hyphens.",
        );
    }

    /// A citizen identity number in form: 17 digits and a digit or `X`. Whether its check character is right is the
    /// platform's own rule (GB 11643-1999) and settled before any system is asked.
    pub(crate) fn id_number(&mut self, field: &str, value: &str) {
        let bytes = value.as_bytes();
        let right = bytes.len() == 18
            && bytes.iter().enumerate().all(|(i, b)| b.is_ascii_digit() || (i == 17 && *b == b'X'));
        self.unless(
            right,
            field,
            "请填写18位公民身份号码，末位可以是大写X。",
            "Give the 18 characters of a citizen identity number; the last may be a capital X.",
        );
    }

    /// A mobile number of the mainland: 11 digits, the first is 1.
    pub(crate) fn mobile(&mut self, field: &str, value: &str) {
        let right = value.len() == 11 && value.starts_with('1') && value.bytes().all(|b| b.is_ascii_digit());
        self.unless(right, field, "请填写11位手机号码。", "Give a mobile number of 11 digits.");
    }

    /// Any telephone number a postman can call: 5 to 20 digits, `-` or `+`.
    pub(crate) fn phone(&mut self, field: &str, value: &str) {
        let shaped = value.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'+');
        self.unless(
            shaped && (5..=20).contains(&value.len()),
            field,
            "请填写5至20位的电话号码。",
            "Give a telephone number of 5 to 20 digits.",
        );
    }

    /// An absolute `http` or `https` address of at most 2,048 characters without white space or a fragment.
    pub(crate) fn url(&mut self, field: &str, value: &str) {
        let shaped = value.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}#".contains(&b));
        let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
        let host = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', ':']));
        self.unless(
            shaped && host && value.len() <= 2048,
            field,
            "请填写以http://或https://开头的完整网址，不超过2048个字符。",
            "Give a whole address that begins with http:// or https://, of at most 2,048 characters.",
        );
    }

    /// An amount to pay or to give back: 0.01 to 100,000.00 yuan.
    pub(crate) fn amount(&mut self, field: &str, value: Fen) {
        self.unless(
            value > Fen::ZERO && value <= AMOUNT_MAX,
            field,
            format!("金额应在0.01元至{AMOUNT_MAX}元之间。"),
            format!("The amount must be between 0.01 and {AMOUNT_MAX} yuan."),
        );
    }

    /// A list of at most `max` entries.
    pub(crate) fn at_most(&mut self, field: &str, count: usize, max: usize) {
        self.unless(
            count <= max,
            field,
            format!("最多{max}项，请分次提交。"),
            format!("Give at most {max} entries; send the rest separately."),
        );
    }

    /// Codes of classes of vehicle (准驾车型), 1 to 20 of them, each one capital letter and at most one digit: `C1`.
    pub(crate) fn classes(&mut self, field: &str, classes: &[String]) {
        let code = |class: &String| {
            let mut letters = class.bytes();
            let first = letters.next().is_some_and(|b| b.is_ascii_uppercase());
            first && letters.next().is_none_or(|b| b.is_ascii_digit()) && letters.next().is_none()
        };
        self.unless(
            (1..=20).contains(&classes.len()) && classes.iter().all(code),
            field,
            "请填写1至20个准驾车型代号，例如C1。",
            "Give 1 to 20 codes of vehicle classes, for example C1.",
        );
    }

    /// Members that must agree with each other.
    pub(crate) fn holds(&mut self, field: &str, right: bool) {
        self.unless(
            right,
            field,
            "与其他字段不一致，请核对。",
            "It does not agree with the other members; check them.",
        );
    }

    /// A count that no honest system exceeds.
    pub(crate) fn count(&mut self, field: &str, count: u32, max: u32) {
        self.unless(
            count <= max,
            field,
            format!("数值不能大于{max}。"),
            format!("The number must not be above {max}."),
        );
    }
}

/// 1 to 64 letters, digits, `_` and `-`: what may stand in a path without escaping.
pub(crate) fn is_number(value: &str) -> bool {
    (1..=64).contains(&value.len())
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}
