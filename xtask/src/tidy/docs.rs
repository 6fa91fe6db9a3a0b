//! Documents do not lie about files: every file that `README.md` or a page of `docs/` links to or names in code type
//! is there.

use super::Finding;
use crate::tree::{File, Tree};

const RULE: &str = "docs";

/// A word in code type is taken for a file when it ends like one of these.
const EXTENSIONS: [&str; 16] = [
    "md", "rs", "toml", "sh", "html", "css", "js", "mjs", "json", "sql", "txt", "cedar", "svg", "lock",
    "yml", "png",
];

/// …or when it begins with one of these folders. What the build makes is not part of the tree.
const FOLDERS: [&str; 7] = ["crates/", "xtask/", "docs/", "static/", "catalog/", "e2e/", ".ci/"];

/// Every file that a document names and the tree does not have.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let page = |file: &&File| {
        file.extension() == "md" && (file.path.starts_with("docs/") || !file.path.contains('/'))
    };
    tree.files.iter().filter(page).flat_map(|file| page_findings(tree, file)).collect()
}

fn page_findings(tree: &Tree, page: &File) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (line, text) in page.lines() {
        if text.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        if fenced {
            continue;
        }
        let linked = links(text).filter(|target| !exists_at(tree, page, target));
        let named = spans(text).filter(|span| is_file_name(span) && !exists_somewhere(tree, page, span));
        found.extend(linked.chain(named).map(|name| {
            let what = format!("`{name}` is not in the tree");
            Finding::new(RULE, &page.path, line, what, "write the name it has now, or take the sentence out")
        }));
    }
    found
}

/// Targets of links and pictures that are files: no address, no mark inside the page.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split([')', ' ', '#']).next());
    targets.filter(|target| !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:"))
}

/// What stands in code type.
fn spans(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn is_file_name(span: &str) -> bool {
    let plain = span.chars().all(|c| c.is_ascii_alphanumeric() || "._-/@".contains(c));
    let extension = span.rsplit('/').next().and_then(|name| name.rsplit_once('.'));
    let shaped = extension.is_some_and(|(name, end)| !name.is_empty() && EXTENSIONS.contains(&end));
    let placed = FOLDERS.iter().any(|folder| span.starts_with(folder));
    plain && !span.starts_with('/') && !span.starts_with("target/") && (shaped || placed)
}

/// Whether the path is there, seen from the page's folder (or from the root where it begins with `/`).
fn exists_at(tree: &Tree, page: &File, target: &str) -> bool {
    let folder = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let from = if target.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    has(tree, &parts.join("/"))
}

/// Whether the name is a path from the root or the page, or the end of some path.
fn exists_somewhere(tree: &Tree, page: &File, name: &str) -> bool {
    let end = format!("/{name}");
    exists_at(tree, page, name) || has(tree, name) || tree.paths.iter().any(|path| path.ends_with(&end))
}

/// Whether a file or a folder has this path.
fn has(tree: &Tree, path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let folder = format!("{path}/");
    tree.paths.contains(path) || tree.paths.iter().any(|known| known.starts_with(&folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let tree = Tree::of(&[
            ("docs/ARCHITECTURE.md", text),
            ("docs/adr/0001-storage.md", "# a\n"),
            ("crates/service/src/case/apply.rs", ""),
            ("README.md", "# b\n"),
        ]);
        check(&tree).into_iter().map(|f| format!("{} {}", f.line, f.what)).collect()
    }

    #[test]
    fn files_that_are_gone_are_found() {
        assert_eq!(found("a\n[b](adr/0002-x.md)\n"), ["2 `adr/0002-x.md` is not in the tree"]);
        assert_eq!(found("see `rules.rs` and `crates/case`\n").len(), 2);
        assert_eq!(found("![p](pictures/home.png)\n").len(), 1);
    }

    #[test]
    fn files_that_are_there_are_free() {
        let text = "[a](adr/0001-storage.md#x) [b](../README.md) [c](https://example.org/a.md) [d](#here)\n\
                    `case/apply.rs`, `apply.rs`, `crates/service`, `docs/adr/`, `/ledger/checkpoint`, `cargo test x.rs`\n\
                    `crates/{name}/a.rs` `target/debug/a.json` `v0.1.0`\n```\n`gone.rs`\n```\n";
        assert!(found(text).is_empty(), "{:?}", found(text));
    }
}
