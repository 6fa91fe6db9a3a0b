//! Which crate may know which: the table of the architecture, read back from the manifests.

use toml::Table;

use super::Finding;
use crate::tree::{File, Tree};

const RULE: &str = "edge";

/// Each crate and what it may name under `[dependencies]` and `[build-dependencies]`.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("law", &["base"]),
    ("store", &["base"]),
    ("authz", &["base"]),
    ("adapters", &["base"]),
    ("ledger", &["base", "store"]),
    ("service", &["authz", "base", "law", "ledger", "store"]),
    ("web", &["adapters", "authz", "base", "law", "ledger", "service", "store"]),
    ("app", &["adapters", "authz", "base", "law", "ledger", "service", "store", "web"]),
    ("testkit", &["adapters", "app", "authz", "base", "law", "ledger", "service", "store", "web"]),
    ("xtask", &[]),
];

/// The kit of the tests: everyone may have it, and only for tests.
const TESTKIT: &str = "testkit";

/// Reads every manifest of the workspace's crates.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let manifest = |file: &&File| file.name() == "Cargo.toml" && file.path != "Cargo.toml";
    tree.files.iter().filter(manifest).flat_map(manifest_findings).collect()
}

fn manifest_findings(file: &File) -> Vec<Finding> {
    let Ok(manifest) = file.text.parse::<Table>() else {
        return vec![Finding::new(RULE, &file.path, 0, "this is not TOML", "mend the syntax")];
    };
    let name =
        manifest.get("package").and_then(|p| p.get("name")).and_then(|n| n.as_str()).unwrap_or_default();
    let Some((_, allowed)) = MAY_KNOW.iter().find(|(known, _)| *known == name) else {
        let what = format!("the crate `{name}` has no row in the table of crates");
        let instead =
            "put the code into a crate of the table, or add a row there and in xtask/src/tidy/edges.rs";
        return vec![Finding::new(RULE, &file.path, 0, what, instead)];
    };
    let mut found = Vec::new();
    for (section, table) in sections(&manifest) {
        for (key, value) in table {
            let other = value.get("package").and_then(|p| p.as_str()).unwrap_or(key);
            let ours = MAY_KNOW.iter().any(|(known, _)| *known == other);
            let for_tests = section.ends_with("dev-dependencies");
            let may = allowed.contains(&other) || (for_tests && other == TESTKIT && name != "base");
            if ours && !may {
                found.push(finding(file, &section, key, name, other, allowed));
            }
        }
    }
    found
}

/// Every table of dependencies with the name of its section, those of single targets included.
fn sections(manifest: &Table) -> Vec<(String, &Table)> {
    let kinds = ["dependencies", "build-dependencies", "dev-dependencies"];
    let of = |prefix: &str, table: &'_ Table| -> Vec<String> {
        kinds.iter().filter(|kind| table.contains_key(**kind)).map(|kind| format!("{prefix}{kind}")).collect()
    };
    let mut found = Vec::new();
    for section in of("", manifest) {
        found.extend(manifest.get(&section).and_then(|t| t.as_table()).map(|table| (section, table)));
    }
    let targets = manifest.get("target").and_then(|t| t.as_table());
    for (target, tables) in targets.into_iter().flatten() {
        let Some(tables) = tables.as_table() else { continue };
        for kind in of("", tables) {
            let table = tables.get(&kind).and_then(|t| t.as_table());
            found.extend(table.map(|table| (format!("target.{target}.{kind}"), table)));
        }
    }
    found
}

fn finding(file: &File, section: &str, key: &str, name: &str, other: &str, allowed: &[&str]) -> Finding {
    let what = format!("`{name}` names `{other}` under [{section}]");
    let instead = match (other, allowed) {
        (TESTKIT, _) => "name the kit of the tests under [dev-dependencies] only".to_owned(),
        (_, []) => {
            format!("`{name}` knows no other crate of ours: move the code to a crate that may know both")
        }
        _ => format!("`{name}` may know only {}: move the code, or turn the edge round", allowed.join(", ")),
    };
    Finding::new(RULE, &file.path, line_of(&file.text, section, key), what, instead)
}

/// The line of `key` in `[section]`; 0 where it is written in another form.
fn line_of(text: &str, section: &str, key: &str) -> usize {
    let mut inside = false;
    for (i, line) in text.lines().enumerate() {
        if let Some(header) = line.trim().strip_prefix('[') {
            inside = header.trim_end_matches(']') == section;
        } else if inside && line.split(['.', '=', ' ']).next() == Some(key) {
            return i + 1;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(name: &str, rest: &str) -> Vec<(usize, String)> {
        let manifest = format!("[package]\nname = \"{name}\"\n{rest}");
        let path = format!("crates/{name}/Cargo.toml");
        let found = check(&Tree::of(&[(&path, &manifest)]));
        found.into_iter().map(|f| (f.line, f.what)).collect()
    }

    #[test]
    fn an_edge_upwards_is_found_with_its_line() {
        let found = edges("law", "[dependencies]\nbase.workspace = true\nstore = { path = \"../store\" }\n");
        assert_eq!(found, [(5, "`law` names `store` under [dependencies]".to_owned())]);
        assert_eq!(edges("base", "[build-dependencies]\nlaw.workspace = true\n").len(), 1);
        assert_eq!(edges("service", "[dev-dependencies]\nweb.workspace = true\n").len(), 1);
        assert_eq!(edges("web", "[target.'cfg(unix)'.dependencies]\napp.workspace = true\n").len(), 1);
        assert_eq!(edges("xtask", "[dependencies]\nbase.workspace = true\n").len(), 1);
    }

    #[test]
    fn a_renamed_edge_is_found_too() {
        assert_eq!(
            edges("law", "[dependencies]\nx = { package = \"ledger\", path = \"../ledger\" }\n").len(),
            1
        );
    }

    #[test]
    fn the_kit_of_the_tests_is_for_tests() {
        assert_eq!(edges("service", "[dependencies]\ntestkit.workspace = true\n").len(), 1);
        assert!(edges("service", "[dev-dependencies]\ntestkit.workspace = true\n").is_empty());
        assert!(edges("testkit", "[dependencies]\nweb.workspace = true\nserde = \"1\"\n").is_empty());
    }

    #[test]
    fn a_crate_outside_the_table_is_found() {
        assert_eq!(edges("helpers", "")[0].1, "the crate `helpers` has no row in the table of crates");
        assert!(edges("ledger", "[dependencies]\nbase = \"1\"\nstore = \"1\"\nsha2 = \"1\"\n").is_empty());
    }
}
