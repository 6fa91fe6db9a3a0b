//! What people type, made plain: full-width digits and letters become ordinary ones, white space goes.

/// The text without white space, with full-width ASCII made ordinary and letters made capital.
pub fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{200b}')
        .map(narrow)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// Full-width forms U+FF01 to U+FF5E stand 0xFEE0 above the ASCII characters they look like.
fn narrow(c: char) -> char {
    match u32::from(c) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}
