//! A style sheet cut into preludes and declarations. The sheets of this repository are flat by rule, so this knows
//! only what flat sheets need: comments, texts, brackets, rules and the at-rules that hold rules.

/// What a piece of a sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A selector or an at-rule, up to its brace or semicolon.
    Prelude {
        /// Whether it stands inside a rule that holds declarations.
        nested: bool,
    },
    /// `property: value`.
    Declaration,
}

/// One piece of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The line it begins on, from 1.
    pub(super) line: usize,
    /// Its kind.
    pub(super) kind: Kind,
    /// Its text, trimmed, without comments.
    pub(super) text: String,
}

/// At-rules whose braces hold further rules.
const GROUPS: [&str; 6] = ["@media", "@supports", "@keyframes", "@layer", "@container", "@scope"];

/// Cuts a sheet up.
pub(super) fn pieces(css: &str) -> Vec<Piece> {
    let mut reader = Reader { line: 1, start: 1, ..Reader::default() };
    let mut quote = None;
    let mut brackets = 0_usize;
    let mut escaped = false;
    for c in without_comments(css).chars() {
        if c == '\n' {
            reader.line += 1;
        }
        match (quote, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), _) if open == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[') => brackets += 1,
            (None, ')' | ']') => brackets = brackets.saturating_sub(1),
            (None, '{') if brackets == 0 => {
                reader.open();
                continue;
            }
            (None, '}') if brackets == 0 => {
                reader.close();
                continue;
            }
            (None, ';') if brackets == 0 => {
                reader.end();
                continue;
            }
            _ => {}
        }
        reader.push(c);
    }
    reader.end();
    reader.pieces
}

#[derive(Default)]
struct Reader {
    line: usize,
    start: usize,
    text: String,
    /// For each open brace whether it holds rules (`true`) or declarations.
    open: Vec<bool>,
    pieces: Vec<Piece>,
}

impl Reader {
    fn push(&mut self, c: char) {
        if self.text.is_empty() {
            if c.is_whitespace() {
                return;
            }
            self.start = self.line;
        }
        self.text.push(c);
    }

    fn add(&mut self, kind: Kind) {
        let text = std::mem::take(&mut self.text).trim().to_owned();
        if !text.is_empty() {
            self.pieces.push(Piece { line: self.start, kind, text });
        }
    }

    fn in_declarations(&self) -> bool {
        self.open.last() == Some(&false)
    }

    fn open(&mut self) {
        let group = GROUPS.iter().any(|group| self.text.starts_with(group));
        let nested = self.in_declarations();
        self.add(Kind::Prelude { nested });
        self.open.push(group);
    }

    fn close(&mut self) {
        self.end();
        self.open.pop();
    }

    fn end(&mut self) {
        let kind = if self.in_declarations() { Kind::Declaration } else { Kind::Prelude { nested: false } };
        self.add(kind);
    }
}

/// The sheet with its comments blanked, lines kept.
fn without_comments(css: &str) -> String {
    let mut clean = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        let (inside, after) = comment.split_once("*/").unwrap_or((comment, ""));
        clean.push_str(before);
        clean.push(' ');
        clean.extend(inside.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    clean.push_str(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_sheet_is_preludes_and_declarations() {
        let css = "/* a\n{ */a{color:red;b:url(data:x;y)}\n@media print{\np{ margin : 0 }}\n@import \"x;y\";";
        let cut: Vec<_> = pieces(css).into_iter().map(|p| (p.line, p.kind, p.text)).collect();
        let prelude = Kind::Prelude { nested: false };
        let expected = [
            (2, prelude, "a"),
            (2, Kind::Declaration, "color:red"),
            (2, Kind::Declaration, "b:url(data:x;y)"),
            (3, prelude, "@media print"),
            (4, prelude, "p"),
            (4, Kind::Declaration, "margin : 0"),
            (5, prelude, "@import \"x;y\""),
        ];
        assert_eq!(cut, expected.map(|(line, kind, text)| (line, kind, text.to_owned())));
    }

    #[test]
    fn a_rule_inside_a_rule_is_nested() {
        let nested =
            |css| pieces(css).into_iter().filter(|p| p.kind == Kind::Prelude { nested: true }).count();
        assert_eq!(nested("a{b:c;&:hover{d:e}}"), 1);
        assert_eq!(nested("a{@media print{d:e}}"), 1);
        assert_eq!(nested("@media print{@supports (a:b){a{d:e}}}@font-face{a:b}"), 0);
    }
}
