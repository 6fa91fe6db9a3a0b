//! The kind of every table, from the comment line beside its migration: `-- table NAME: ledger|read|vault|work`.

use std::collections::BTreeMap;

use super::Finding;
use super::rust::Source;
use crate::tree::{File, Tree};

const RULE: &str = "table";

/// The four kinds of rows.
const KINDS: [&str; 4] = ["ledger", "read", "vault", "work"];

/// Tables by name with their kind, as the migrations tag them.
pub(super) type Tables = BTreeMap<String, &'static str>;

/// Reads all tags, and says where a table has none, two, or one of no known kind.
pub(super) fn read(tree: &Tree, sources: &[Source]) -> (Tables, Vec<Finding>) {
    let mut tables = Tables::new();
    let mut found = Vec::new();
    let texts = texts(tree, sources);
    for (path, start, text) in &texts {
        for (i, line) in text.lines().enumerate() {
            let Some((name, kind)) = tag(line) else { continue };
            let at = start + i;
            match KINDS.into_iter().find(|known| *known == kind) {
                None => {
                    let what = format!("the table `{name}` is tagged `{kind}`");
                    found.push(Finding::new(
                        RULE,
                        path,
                        at,
                        what,
                        format!("tag it one of {}", KINDS.join(", ")),
                    ));
                }
                Some(kind) => {
                    if tables.insert(name.to_owned(), kind).is_some() {
                        let what = format!("the table `{name}` is tagged twice");
                        found.push(Finding::new(
                            RULE,
                            path,
                            at,
                            what,
                            "keep the tag beside its CREATE TABLE",
                        ));
                    }
                }
            }
        }
    }
    for (path, start, text) in &texts {
        found.extend(untagged(path, *start, text, &tables));
    }
    (tables, found)
}

/// Every text that may hold a migration: SQL files, and texts in Rust code outside tests.
fn texts<'a>(tree: &'a Tree, sources: &'a [Source]) -> Vec<(&'a str, usize, &'a str)> {
    let sql = |file: &&File| file.extension() == "sql" && !file.is_test();
    let files = tree.files.iter().filter(sql).map(|file| (file.path.as_str(), 1, file.text.as_str()));
    let literals = sources.iter().filter(|source| source.path.starts_with("crates/")).flat_map(|source| {
        let shipped = source.literals.iter().filter(|literal| !source.is_test(literal.line));
        shipped.map(|literal| (source.path.as_str(), literal.line, literal.text.as_str()))
    });
    files.chain(literals).collect()
}

/// `-- table NAME: KIND` as its two words; words may follow the kind.
fn tag(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.trim().strip_prefix("-- table ")?.split_once(':')?;
    Some((name.trim(), rest.split_whitespace().next().unwrap_or_default()))
}

fn untagged(path: &str, start: usize, text: &str, tables: &Tables) -> Vec<Finding> {
    let mut found = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let upper = line.to_ascii_uppercase();
        let Some((before, after)) = upper.split_once("CREATE TABLE ") else { continue };
        let after = after.trim_start().trim_start_matches("IF NOT EXISTS ");
        let name: String = after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        let name = name.to_ascii_lowercase();
        if before.contains("--") || name.is_empty() || tables.contains_key(&name) {
            continue;
        }
        let what = format!("the table `{name}` has no tag");
        let instead = format!("write `-- table {name}: {}` above it, with its kind", KINDS.join("|"));
        found.push(Finding::new(RULE, path, start + i, what, instead));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::rust::sources;

    fn read_all(files: &[(&str, &str)]) -> (Tables, Vec<String>) {
        let tree = Tree::of(files);
        let (tables, found) = read(&tree, &sources(&tree));
        (tables, found.into_iter().map(|f| format!("{}:{} {}", f.path, f.line, f.what)).collect())
    }

    #[test]
    fn tags_are_read_from_sql_and_from_texts_in_code() {
        let sql = "-- table licence: read (rebuilt)\nCREATE TABLE licence (id TEXT);\n";
        let code = "const T: &str = \"-- table job: work\\nCREATE TABLE IF NOT EXISTS job (id TEXT)\";\n";
        let (tables, found) = read_all(&[("crates/a/0001.sql", sql), ("crates/store/src/job.rs", code)]);
        assert_eq!(tables, Tables::from([("licence".to_owned(), "read"), ("job".to_owned(), "work")]));
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn a_table_without_a_tag_is_found() {
        let (_, found) = read_all(&[("crates/a/0001.sql", "-- words\ncreate table case_row (id TEXT);\n")]);
        assert_eq!(found, ["crates/a/0001.sql:2 the table `case_row` has no tag"]);
    }

    #[test]
    fn unknown_kinds_and_second_tags_are_found() {
        let sql = "-- table a: rea\n-- table b: work\n-- table b: read\n";
        let (_, found) = read_all(&[("crates/a/0001.sql", sql)]);
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn tables_of_tests_need_no_tag() {
        let code = "#[cfg(test)]\nmod tests {\n    const T: &str = \"CREATE TABLE t (id TEXT)\";\n}\n";
        assert!(read_all(&[("crates/store/src/a.rs", code)]).1.is_empty());
    }
}
