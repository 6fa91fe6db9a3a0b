//! The findings we live with: `xtask/exceptions.txt`, one a line, `rule path count reason…`.
//!
//! The count is exact. More findings than the line allows are shown; fewer make the line itself a finding, so that
//! the list only shrinks.

use std::collections::BTreeMap;

use super::Finding;
use crate::tree::Tree;

const RULE: &str = "exception";

/// Where the list stands.
const PATH: &str = "xtask/exceptions.txt";

/// Takes out what the list allows and adds what is wrong with the list.
pub(super) fn apply(tree: &Tree, found: Vec<Finding>) -> Vec<Finding> {
    let text = tree.files.iter().find(|file| file.path == PATH).map_or("", |file| file.text.as_str());
    let mut left: Vec<Finding> = Vec::new();
    let mut groups: BTreeMap<(String, String), Vec<Finding>> = BTreeMap::new();
    for finding in found {
        groups.entry((finding.rule.to_owned(), finding.path.clone())).or_default().push(finding);
    }
    for (i, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = line.split_whitespace();
        let (rule, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let count = words.next().and_then(|word| word.parse::<usize>().ok());
        let Some(count) = count.filter(|_| words.next().is_some()) else {
            let what = format!("`{line}` is not `rule path count reason`");
            left.push(Finding::new(RULE, PATH, i + 1, what, "write all four"));
            continue;
        };
        let key = (rule.to_owned(), path.to_owned());
        let there = groups.get(&key).map_or(0, Vec::len);
        if there == count {
            groups.remove(&key);
        } else if there < count {
            groups.remove(&key);
            let what = format!("`{rule} {path}` allows {count}, and {there} are left");
            left.push(Finding::new(RULE, PATH, i + 1, what, "lower the count, or take the line out at 0"));
        }
    }
    left.extend(groups.into_values().flatten());
    left.sort();
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(list: &str, count: usize) -> Vec<String> {
        let tree = Tree::of(&[(PATH, list)]);
        let found = (1..=count).map(|line| Finding::new("size", "a.rs", line, "long", "cut")).collect();
        apply(&tree, found).into_iter().map(|f| format!("{} {}", f.rule, f.line)).collect()
    }

    #[test]
    fn an_exact_line_excuses() {
        assert!(left("# why\n\nsize a.rs 2 tables of the standard\n", 2).is_empty());
        assert_eq!(left("", 1), ["size 1"]);
    }

    #[test]
    fn the_list_only_shrinks() {
        assert_eq!(left("size a.rs 2 reason\n", 1), ["exception 1"]);
        assert_eq!(left("size b.rs 1 reason\n", 0), ["exception 1"]);
        assert_eq!(left("size a.rs 1 reason\n", 2), ["size 1", "size 2"]);
    }

    #[test]
    fn a_line_without_a_reason_is_none() {
        assert_eq!(left("size a.rs 1\n", 1), ["size 1", "exception 1"]);
    }
}
