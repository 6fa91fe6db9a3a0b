//! What stands in a cell, made plain: full-width digits and letters become ordinary ones, pasted spaces go, and a cell
//! that a spreadsheet would run as a formula is made harmless on the way out and read back on the way in.

/// Characters with which a formula of a spreadsheet begins.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

/// A cell without pasted spaces at its ends, with full-width ASCII made ordinary.
pub(super) fn narrowed(cell: &str) -> String {
    let visible = cell.chars().filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'));
    let narrow = |c: char| match u32::from(c) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        _ if c.is_whitespace() || c.is_control() => ' ',
        _ => c,
    };
    unguarded(visible.map(narrow).collect::<String>().trim()).to_owned()
}

/// A number or a code: no space anywhere.
pub(super) fn code(cell: &str) -> String {
    narrowed(cell).chars().filter(|c| !c.is_whitespace()).collect()
}

/// A name or an address: between Latin words one space stays, between Chinese characters none.
pub(super) fn words(cell: &str) -> String {
    let plain = narrowed(cell);
    let mut joined = String::with_capacity(plain.len());
    for word in plain.split_whitespace() {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii());
        if latin(joined.chars().next_back()) && latin(word.chars().next()) {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
}

/// A value as an export writes it.
pub(super) fn guarded(value: &str) -> String {
    let plain: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if is_formula(&plain) { format!("'{plain}") } else { plain }
}

fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_spaces_and_full_width_characters_are_mended() {
        assert_eq!(code("　Ｃ１ D\u{200b} "), "C1D");
        assert_eq!(code("１３９ 0000\u{a0}0001"), "13900000001");
        assert_eq!(words(" 张　三 "), "张三");
        assert_eq!(words("Mary  Ann\tO'Neil"), "Mary Ann O'Neil");
        assert_eq!(words("红花岗区 １２ 号"), "红花岗区12号");
    }

    #[test]
    fn a_formula_goes_out_as_text_and_comes_back_as_it_was() {
        for value in ["=1+1", "+86", "-", "@x", "'=1", "'plain", "plain", ""] {
            let out = guarded(value);
            assert!(!out.starts_with(FORMULA), "{out}");
            assert_eq!(words(&out), value);
        }
    }
}
