//! What a finished file does not hold: marks for later, spaces at line ends, a missing last line break.

use super::Finding;
use super::rust::Source;
use crate::tree::Tree;

const MARK: &str = "mark";
const SPACE: &str = "space";

/// Marks in any text, as whole words. They are put together here so that this file does not hold them itself.
const MARKS: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];

/// Macros that say the code is not done.
const MACROS: [&str; 3] = ["todo!", "unimplemented!", "dbg!"];

/// Every left-over of the tree.
pub(super) fn check(tree: &Tree, sources: &[Source]) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.files.iter().filter(|file| !is_locked(&file.path)) {
        for (line, text) in file.text.split('\n').enumerate().map(|(i, text)| (i + 1, text)) {
            let mark = MARKS.iter().find(|mark| has_word(text, mark));
            found.extend(mark.map(|mark| {
                Finding::new(
                    MARK,
                    &file.path,
                    line,
                    format!("`{mark}` is left over"),
                    "do it now, or file it and take the mark out",
                )
            }));
            if text.ends_with([' ', '\t', '\r']) {
                found.push(Finding::new(SPACE, &file.path, line, "white space ends the line", "take it out"));
            }
        }
        if !file.text.is_empty() && !file.text.ends_with('\n') {
            found.push(Finding::new(SPACE, &file.path, 0, "the last line has no line break", "add one"));
        }
    }
    for source in sources {
        for (line, code) in source.lines() {
            let left = MACROS.iter().find(|name| has_word(code, name));
            found.extend(left.map(|name| {
                Finding::new(MARK, &source.path, line, format!("`{name}` is left over"), "write the code")
            }));
        }
    }
    found
}

/// Lock files are written by tools, and their digests may spell anything.
pub(super) fn is_locked(path: &str) -> bool {
    path.ends_with("Cargo.lock") || path.ends_with("package-lock.json") || path.ends_with(".lock.json")
}

/// Whether `word` stands in `text` with no letter, digit or underscore on either side.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|t| t.chars().next());
        // A word that ends in a sign, such as a macro's `!`, may be followed by anything.
        let goes_on = word.ends_with(part) && after.is_some_and(part);
        !(before.is_some_and(part) || goes_on)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::rust::sources;

    fn found(path: &str, text: &str) -> Vec<String> {
        let tree = Tree::of(&[(path, text)]);
        let all = check(&tree, &sources(&tree));
        all.into_iter().map(|f| format!("{}:{} {}", f.rule, f.line, f.what)).collect()
    }

    #[test]
    fn marks_are_found_as_whole_words() {
        for mark in MARKS {
            assert_eq!(
                found("docs/a.md", &format!("a\n{mark}: b\n")),
                [format!("mark:2 `{mark}` is left over")]
            );
            assert!(found("docs/a.md", &format!("A{mark}B\n")).is_empty());
        }
        assert_eq!(found("crates/a/src/a.rs", "fn f() { todo!() }\n"), ["mark:1 `todo!` is left over"]);
        assert!(found("crates/a/src/a.rs", "// dbg!(x) prints\nlet a = \"todo!\";\n").is_empty());
    }

    #[test]
    fn spaces_at_line_ends_and_missing_line_breaks_are_found() {
        assert_eq!(found("a.txt", "a \nb\n"), ["space:1 white space ends the line"]);
        assert_eq!(found("a.txt", "a\r\nb\n"), ["space:1 white space ends the line"]);
        assert_eq!(found("a.txt", "a\nb"), ["space:0 the last line has no line break"]);
        assert!(found("a.txt", "a\nb\n").is_empty() && found("a.txt", "").is_empty());
    }

    #[test]
    fn lock_files_are_the_tools_own() {
        assert!(found("e2e/package-lock.json", "a ").is_empty());
    }
}
