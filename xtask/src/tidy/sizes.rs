//! How long files are: a median near 120 lines, 400 is long, 600 is the end. Modules and files that only tests
//! compile do not count; the length of functions is clippy's.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Finding;
use super::rust::Source;
use crate::tree::{File, Tree};

const RULE: &str = "size";

/// A file of code longer than this is refused.
const LINES_MAX: usize = 600;

/// Every file of code that is too long.
pub(super) fn check(tree: &Tree, sources: &[Source]) -> Vec<Finding> {
    let too_long = |(path, lines): (String, usize)| {
        (lines > LINES_MAX).then(|| {
            let what = format!("{lines} lines of code, more than {LINES_MAX}");
            Finding::new(
                RULE,
                &path,
                0,
                what,
                "cut the file along the domain, a decision or a resource a file",
            )
        })
    };
    measured(tree, sources).into_iter().filter_map(too_long).collect()
}

/// The table of sizes: one line a crate.
pub(super) fn table(tree: &Tree, sources: &[Source]) -> String {
    let mut crates: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    for (path, lines) in measured(tree, sources) {
        let mut parts = path.split('/');
        let first = parts.next().unwrap_or_default();
        let name = if first == "crates" { parts.next().unwrap_or(first) } else { first };
        crates.entry(name.to_owned()).or_default().push((lines, path));
    }
    let mut table =
        format!("{:<10}{:>7}{:>8}{:>8}{:>6}{:>6}\n", "crate", "files", "lines", "median", "p90", "max");
    for (name, mut files) in crates {
        files.sort();
        let sum: usize = files.iter().map(|(lines, _)| lines).sum();
        let at = |percent: usize| {
            let place = (files.len() * percent).div_ceil(100).saturating_sub(1);
            files.get(place).map_or(0, |(lines, _)| *lines)
        };
        let (longest, path) = files.last().cloned().unwrap_or_default();
        let row = (files.len(), at(50), at(90));
        let _ = writeln!(table, "{name:<10}{:>7}{sum:>8}{:>8}{:>6}{longest:>6}  {path}", row.0, row.1, row.2);
    }
    table
}

/// Lines of code of every file that counts: Rust without its tests, and the scripts of pages and tests.
fn measured(tree: &Tree, sources: &[Source]) -> Vec<(String, usize)> {
    let rust = sources.iter().filter(|source| !source.test.iter().all(|test| *test)).map(|source| {
        let lines = source.test.iter().filter(|test| !**test).count();
        (source.path.clone(), lines)
    });
    let scripts =
        tree.files.iter().filter(|file| matches!(file.extension(), "js" | "mjs") && !file.is_test());
    rust.chain(scripts.map(|file: &File| (file.path.clone(), file.text.lines().count()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::rust::sources;

    fn long(path: &str, text: &str) -> Vec<Finding> {
        let tree = Tree::of(&[(path, text)]);
        check(&tree, &sources(&tree))
    }

    #[test]
    fn a_file_over_the_end_is_found() {
        assert!(long("crates/law/src/a.rs", &"let a;\n".repeat(600)).is_empty());
        let found = long("crates/law/src/a.rs", &"let a;\n".repeat(601));
        assert_eq!(found[0].what, "601 lines of code, more than 600");
        assert_eq!(long("static/app.js", &"let a;\n".repeat(601)).len(), 1);
    }

    #[test]
    fn tests_do_not_count() {
        let inline =
            format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", "let a;\n".repeat(600), "let b;\n".repeat(99));
        assert!(long("crates/law/src/a.rs", &inline).is_empty());
        assert!(long("crates/law/src/tests.rs", &"let a;\n".repeat(601)).is_empty());
        assert!(long("crates/law/tests/all.rs", &"let a;\n".repeat(601)).is_empty());
    }

    #[test]
    fn the_table_has_a_line_a_crate() {
        let tree = Tree::of(&[
            ("crates/law/src/a.rs", &"let a;\n".repeat(10)),
            ("crates/law/src/b.rs", &"let a;\n".repeat(30)),
            ("xtask/src/main.rs", "fn main() {}\n"),
        ]);
        let table = table(&tree, &sources(&tree));
        let law: Vec<&str> = table.lines().nth(1).unwrap().split_whitespace().collect();
        assert_eq!(law, ["law", "2", "40", "10", "30", "30", "crates/law/src/b.rs"]);
        assert!(table.contains("xtask"));
    }
}
