//! Read rows are written by `apply` and by nothing else: a statement that inserts into, updates or deletes from a
//! table tagged `read` stands in an `apply.rs` or in a file of an `apply` folder. Statements are declared where a
//! reader looks for them, in files named `sql.rs` or `apply.rs`.

use super::Finding;
use super::rust::{Literal, Source};
use super::tables::{self, Tables};
use crate::tree::Tree;

const RULE: &str = "sql";

/// The words before a table's name in a statement that writes it.
const WRITES: &[&[&str]] = &[
    &["INSERT", "INTO"],
    &["INSERT", "OR", "IGNORE", "INTO"],
    &["INSERT", "OR", "REPLACE", "INTO"],
    &["REPLACE", "INTO"],
    &["MERGE", "INTO"],
    &["UPDATE"],
    &["UPDATE", "ONLY"],
    &["DELETE", "FROM"],
    &["TRUNCATE", "TABLE"],
    &["TRUNCATE"],
    &["COPY"],
];

/// Where statements stand, and which tables they write.
pub(super) fn check(tree: &Tree, sources: &[Source]) -> Vec<Finding> {
    let (tables, mut found) = tables::read(tree, sources);
    for source in sources.iter().filter(|source| source.path.starts_with("crates/")) {
        let in_apply = source.name() == "apply.rs" || source.path.contains("/apply/");
        if !in_apply {
            let shipped = source.literals.iter().filter(|literal| !source.is_test(literal.line));
            found.extend(shipped.filter_map(|literal| writes_read(source, literal, &tables)));
            found.extend(bulk_findings(source, &tables));
        }
        if !in_apply && source.name() != "sql.rs" && !source.path.starts_with("crates/store/") {
            found.extend(misplaced(source));
        }
    }
    found
}

/// A statement that writes a table tagged `read`, outside `apply`.
fn writes_read(source: &Source, literal: &Literal, tables: &Tables) -> Option<Finding> {
    let table = written(&literal.text).into_iter().find(|table| tables.get(table) == Some(&"read"))?;
    Some(outside_apply(source, literal.line, &table))
}

/// A bulk write names its table as a text of its own: the first one of the declaration.
fn bulk_findings(source: &Source, tables: &Tables) -> Vec<Finding> {
    let bulk = |(line, code): &(usize, &str)| code.contains("Bulk {") && !source.is_test(*line);
    let finding = |(line, _): (usize, &str)| {
        let table = first_literal(source, line, 2)?;
        let read = tables.get(table) == Some(&"read");
        read.then(|| outside_apply(source, line, table))
    };
    source.lines().filter(bulk).filter_map(finding).collect()
}

/// The first text on this line or the few after it.
fn first_literal(source: &Source, line: usize, reach: usize) -> Option<&str> {
    let near = source.literals.iter().find(|literal| (line..=line + reach).contains(&literal.line));
    near.map(|literal| literal.text.as_str())
}

fn outside_apply(source: &Source, line: usize, table: &str) -> Finding {
    let what = format!("writes `{table}`, a table of read rows, outside apply");
    let instead = "append an event and write the row where it is applied, in the folder's apply.rs";
    Finding::new(RULE, &source.path, line, what, instead)
}

/// Statements declared in a file where nobody looks for them. A statement's first text is its name, folder first.
fn misplaced(source: &Source) -> Vec<Finding> {
    let named =
        |text: &str| text.contains('.') && text.bytes().all(|b| b.is_ascii_lowercase() || b"._".contains(&b));
    let declared = |(line, code): &(usize, &str)| {
        let opens = code.contains("Statement::new(") || code.contains("statements!");
        opens && !source.is_test(*line) && first_literal(source, *line, 2).is_some_and(named)
    };
    let finding = |(line, _)| {
        let instead = "declare it in the folder's sql.rs, or in apply.rs where it writes read rows";
        Finding::new(RULE, &source.path, line, "a statement is declared here", instead)
    };
    source.lines().filter(declared).map(finding).collect()
}

/// The tables that a text writes, in lower case, where the text is SQL.
fn written(text: &str) -> Vec<String> {
    let word = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    let words: Vec<&str> = text.split(word).filter(|word| !word.is_empty()).collect();
    let mut tables = Vec::new();
    for start in 0..words.len() {
        let rest = words.get(start..).unwrap_or_default();
        for verb in WRITES {
            let said =
                rest.iter().zip(*verb).filter(|(word, wanted)| word.eq_ignore_ascii_case(wanted)).count();
            if said == verb.len() {
                tables.extend(rest.get(verb.len()).map(|table| table.to_ascii_lowercase()));
            }
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::rust::sources;

    const MIGRATION: &str = "-- table licence: read\n-- table job: work\n-- table event: ledger\n";

    fn found(path: &str, code: &str) -> Vec<(usize, String)> {
        let tree = Tree::of(&[("crates/service/migrations/0001.sql", MIGRATION), (path, code)]);
        check(&tree, &sources(&tree)).into_iter().map(|f| (f.line, f.what)).collect()
    }

    const WRITE: &str = "pub static A: Statement = Statement::new(\n    \"licence.put\",\n    \"INSERT INTO licence (id)\n     VALUES ($1)\");\n";

    #[test]
    fn read_rows_are_written_in_apply_only() {
        let outside = found("crates/service/src/licence/sql.rs", WRITE);
        assert_eq!(outside, [(3, "writes `licence`, a table of read rows, outside apply".to_owned())]);
        assert!(found("crates/service/src/licence/apply.rs", WRITE).is_empty());
        assert!(found("crates/service/src/licence/apply/renewal.rs", WRITE).is_empty());
    }

    #[test]
    fn every_way_to_write_is_known() {
        let statements = [
            "UPDATE licence SET a = $1",
            "DELETE FROM licence WHERE id = $1",
            "WITH x AS (SELECT 1) insert into licence SELECT * FROM x",
            "INSERT OR REPLACE INTO licence VALUES (1)",
            "TRUNCATE TABLE licence",
        ];
        for statement in statements {
            let code = format!("static A: &str = \"{statement}\";\n");
            assert_eq!(found("crates/service/src/licence/sql.rs", &code).len(), 1, "{statement}");
        }
    }

    #[test]
    fn reading_and_other_kinds_of_tables_are_free() {
        let statements = [
            "SELECT id FROM licence WHERE id = $1 FOR UPDATE",
            "INSERT INTO job (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET id = excluded.id",
            "DELETE FROM job WHERE id IN (SELECT id FROM licence)",
        ];
        for statement in statements {
            let code = format!("static A: &str = \"{statement}\";\n");
            assert!(found("crates/service/src/licence/sql.rs", &code).is_empty(), "{statement}");
        }
    }

    #[test]
    fn a_bulk_write_counts_as_a_write() {
        let code = "static A: Bulk = Bulk {\n    table: \"licence\", columns: &[\"id\"] };\n\
                    static B: Bulk = Bulk { table: \"job\", columns: &[\"id\"] };\n";
        let outside = found("crates/service/src/licence/commands.rs", code);
        assert_eq!(outside.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1]);
        assert!(found("crates/service/src/licence/apply.rs", code).is_empty());
    }

    #[test]
    fn statements_stand_in_their_files() {
        let code = "pub static A: Statement = Statement::new(\"licence.get\", \"SELECT 1\");\n";
        assert_eq!(found("crates/service/src/licence/queries.rs", code).len(), 1);
        assert!(found("crates/service/src/licence/sql.rs", code).is_empty());
        let several = "statements! {\n    /// One.\n    pub(crate) A = \"licence.get\": \"SELECT 1\";\n}\n";
        assert_eq!(found("crates/service/src/licence/queries.rs", several).len(), 1);
        assert!(found("crates/ledger/src/note.rs", "let s = Statement::new(&lines);\n").is_empty());
        let test = format!("#[cfg(test)]\nmod tests {{\n{code}}}\n");
        assert!(found("crates/service/src/licence/queries.rs", &test).is_empty());
    }
}
