//! Look-ups: a purpose from a closed list, with the number of the case, complaint or paper where there is one.

use base::{FieldError, Instant, Refusal};

use super::refused;
use crate::access::model::Purpose;

/// The same purpose for the same person within this time is one look-up.
const AGAIN_MS: i64 = 10 * 60 * 1000;

/// The reference as it is recorded: the number of a case, complaint or paper, in capital letters, digits and hyphens.
/// Words about the person have no place there.
pub(in crate::access) fn reference(
    purpose: Purpose,
    typed: Option<&str>,
) -> Result<Option<String>, FieldError> {
    let given = typed.map(str::trim).filter(|text| !text.is_empty());
    match given.map(paper_number) {
        Some(Some(number)) => Ok(Some(number)),
        None if !purpose.needs_reference() => Ok(None),
        _ => Err(FieldError::new(
            "reference",
            "请填写业务流水号、投诉编号或者公文编号，4至40位字母、数字和连字符。",
            "Give the number of the case, complaint or paper: 4 to 40 letters, digits and hyphens.",
        )),
    }
}

/// The number of a case, complaint or paper as it is recorded: 4 to 40 capital letters, digits and hyphens.
pub(crate) fn paper_number(typed: &str) -> Option<String> {
    let text = typed.trim().to_uppercase();
    let shaped = (4..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'));
    shaped.then_some(text)
}

/// Whether a look-up now is still the one before.
pub(in crate::access) fn is_same(before: Option<Instant>, now: Instant) -> bool {
    before.is_some_and(|before| now.since(before) < AGAIN_MS)
}

/// More than one person has this telephone.
pub(in crate::access) fn shared_phone() -> Refusal {
    refused(
        "access.phone_shared",
        ["有不止一位办事人登记了这个手机号码。", "请用身份证号码查询。"],
        ["More than one person is on file with this telephone.", "Look the person up by identity number."],
    )
}

/// The case that is named is not there.
pub(in crate::access) fn unknown_case() -> FieldError {
    FieldError::new(
        "reference",
        "没有找到这个流水号的业务，请核对后重新填写。",
        "There is no case with this number. Check it and type it again.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_has_to_be_named() {
        assert!(reference(Purpose::Case, None).is_err());
        assert!(reference(Purpose::Case, Some("  ")).is_err());
        assert_eq!(reference(Purpose::Case, Some(" yc-2026-01 ")), Ok(Some("YC-2026-01".to_owned())));
        assert_eq!(reference(Purpose::Inquiry, None), Ok(None));
        assert!(reference(Purpose::Oversight, Some("张三的邻居")).is_err(), "no words about people");
    }

    #[test]
    fn ten_minutes_are_one_look_up() {
        let before = Instant::from_ms(0);
        assert!(is_same(Some(before), Instant::from_ms(AGAIN_MS - 1)));
        assert!(!is_same(Some(before), Instant::from_ms(AGAIN_MS)));
        assert!(!is_same(None, before));
    }
}
