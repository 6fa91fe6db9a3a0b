//! Figures of law stand in `crates/law/tables` with their article, never in code: the rules themselves may count to one
//! and no further.

use super::Finding;
use super::rust::Source;

const RULE: &str = "figure";

/// The files of `crates/law/src` that read tables, words and numbers with an algorithm of their own (weights, moduli),
/// and hold no rule.
const READERS: &[&str] = &[
    "canon.rs",
    "error.rs",
    "normal.rs",
    "phone.rs",
    "plate.rs",
    "raw.rs",
    "reference.rs",
    "resident_id.rs",
    "share.rs",
    "uscc.rs",
    "vehicle.rs",
    "vehicle_words.rs",
    "vin.rs",
];

/// Numbers above one in the files that hold rules.
pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| holds_rules(source)) {
        for (line, code) in source.lines().filter(|(line, _)| !source.is_test(*line)) {
            found.extend(numbers(code).filter(|number| number.parse().is_ok_and(|n: u64| n > 1)).map(
                |number| {
                    Finding::new(
                        RULE,
                        &source.path,
                        line,
                        format!("{number} stands in a rule"),
                        "give it a row in crates/law/tables with its article",
                    )
                },
            ));
        }
    }
    found
}

fn holds_rules(source: &Source) -> bool {
    let inside = source.path.strip_prefix("crates/law/src/");
    inside.is_some_and(|file| !file.contains('/') && !READERS.contains(&file))
}

/// The whole numbers of a line of code, without their underscores; not those that are part of a name.
fn numbers(code: &str) -> impl Iterator<Item = String> {
    let words = code.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    words
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        .map(|word| word.chars().filter(|c| *c != '_').take_while(char::is_ascii_digit).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::rust::sources;
    use crate::tree::Tree;

    #[test]
    fn a_number_in_a_rule_is_found_and_elsewhere_is_not() {
        let tree = Tree::of(&[
            ("crates/law/src/renewal.rs", "fn f(d: u16) -> bool {\n    d >= 90 || d == 1 || A1 == d2\n}\n"),
            ("crates/law/src/vin.rs", "const WEIGHTS: [u32; 2] = [8, 7];\n"),
            ("crates/law/src/tests/renewal.rs", "fn f() { g(90) }\n"),
            ("crates/web/src/x.rs", "fn f() { g(90) }\n"),
        ]);
        let found = check(&sources(&tree));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].line, found[0].path.as_str()), (2, "crates/law/src/renewal.rs"));
    }
}
