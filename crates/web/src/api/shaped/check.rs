//! Whether a text has its shape: what the patterns of the description say, by hand.

pub(super) fn digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|b| b.is_ascii_digit())
}

/// Crockford's base 32, as the ends of ids and case numbers have it.
pub(super) fn crockford(text: &str, count: usize) -> bool {
    let known =
        |b: u8| b.is_ascii_digit() || (b.is_ascii_uppercase() && !matches!(b, b'I' | b'L' | b'O' | b'U'));
    text.len() == count && text.bytes().all(known)
}

pub(super) fn case_number(text: &str) -> bool {
    let parts = text.strip_prefix("YC").and_then(|rest| rest.split_once('-'));
    parts.is_some_and(|(day, tail)| digits(day, 8) && crockford(tail, 8))
}

pub(super) fn paper_number(text: &str) -> bool {
    let Some((case, end)) = text.rsplit_once('-') else { return false };
    let mut end = end.chars();
    let letter = end.next().is_some_and(|c| "SGBZJCK".contains(c));
    let number = end.as_str();
    letter
        && case_number(case)
        && (1..=6).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
}

/// Whether every character is one that people write: no control characters.
pub(super) fn plain(text: &str, least: usize, most: usize) -> bool {
    let count = text.chars().count();
    (least..=most).contains(&count) && !text.chars().any(|c| c < '\u{20}' || c == '\u{7F}')
}

pub(super) fn word(text: &str, most: usize, more: &[u8]) -> bool {
    let mut bytes = text.bytes();
    let first = bytes.next().is_some_and(|b| b.is_ascii_lowercase());
    first
        && text.len() <= most
        && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || more.contains(&b))
}

pub(super) fn cursor(text: &str) -> bool {
    let parts = text.split_once('.');
    let opened = |ms: &str| (1..=15).contains(&ms.len()) && ms.bytes().all(|b| b.is_ascii_digit());
    parts.is_some_and(|(ms, number)| opened(ms) && case_number(number))
}

pub(super) fn whole(text: &str, most: u32) -> bool {
    let canonical = text.parse::<u32>().is_ok_and(|n| n.to_string() == text && (1..=most).contains(&n));
    canonical && !text.is_empty()
}
