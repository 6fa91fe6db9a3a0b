//! The repository speaks to its readers: it holds no path of somebody's machine, no number of a tracker they cannot
//! open, no host of a package registry and no word about how a change came to be written.

use super::Finding;
use super::leftovers::{has_word, is_locked};
use crate::tree::Tree;

const RULE: &str = "word";

/// A banned text with what to do instead. Each is put together from two halves so that this file does not hold it.
struct Ban {
    text: &'static str,
    whole_word: bool,
    instead: &'static str,
}

const PATH: &str = "write a path relative to the repository, or a folder that the operator names";
const HOST: &str = "name the package and let the reader's own client find it";
const READER: &str = "say what the code does, for someone who knows only the repository";

const fn part(text: &'static str, instead: &'static str) -> Ban {
    Ban { text, whole_word: false, instead }
}

const fn word(text: &'static str, instead: &'static str) -> Ban {
    Ban { text, whole_word: true, instead }
}

/// Compared without regard to capitals, except for the whole words in capitals.
const BANS: &[Ban] = &[
    part(concat!("/wo", "rk/"), PATH),
    part(concat!("/ro", "ot/"), PATH),
    part(concat!("/ho", "me/"), PATH),
    part(concat!("registry.", "npmjs"), HOST),
    part(concat!("npm", "mirror"), HOST),
    part(concat!("crates", ".io"), HOST),
    part(concat!("pypi", ".org"), HOST),
    part(concat!("python", "hosted"), HOST),
    part(concat!("deb.", "debian"), HOST),
    part(concat!("issue", " #"), READER),
    part(concat!("coding ses", "sion"), READER),
    part(concat!("working ses", "sion"), READER),
    part(concat!("earlier ses", "sion"), READER),
    part(concat!("language ", "model"), READER),
    part(concat!("co-authored", "-by"), READER),
    part(concat!("cla", "ude"), READER),
    part(concat!("anth", "ropic"), READER),
    part(concat!("open", "ai.com"), READER),
    part(concat!("chat", "gpt"), READER),
    word(concat!("A", "I"), READER),
    word(concat!("LL", "M"), READER),
];

/// Every banned word of the tree; lock files are looked at for foreign sources only.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in &tree.files {
        if is_locked(&file.path) {
            found.extend(file.lines().filter_map(|(line, text)| foreign_source(&file.path, line, text)));
            continue;
        }
        for (line, text) in file.lines() {
            let said = |ban: &&Ban| holds(text, ban);
            found.extend(BANS.iter().filter(said).map(|ban| {
                Finding::new(
                    RULE,
                    &file.path,
                    line,
                    format!("`{}` does not belong here", ban.text),
                    ban.instead,
                )
            }));
        }
    }
    found
}

/// Whether a line holds a banned text. A path counts only where it begins: `static/home/` is nobody's machine.
fn holds(text: &str, ban: &Ban) -> bool {
    if ban.whole_word {
        return has_word(text, ban.text);
    }
    let lower = text.to_ascii_lowercase();
    lower.match_indices(ban.text).any(|(at, _)| {
        let before = lower.get(..at).and_then(|text| text.chars().next_back());
        !ban.text.starts_with('/') || !before.is_some_and(|c| c.is_alphanumeric() || "._-}".contains(c))
    })
}

/// A lock may name the index that cargo itself names, and no address beside it.
fn foreign_source(path: &str, line: usize, text: &str) -> Option<Finding> {
    let index = concat!("registry+https://github.com/rust-lang/crates", ".io-index");
    let address = text.contains("://") && !text.contains(index);
    address.then(|| {
        let what = format!("the lock names an address: {}", text.trim());
        Finding::new(
            RULE,
            path,
            line,
            what,
            "lock versions and digests only (npm: omit-lockfile-registry-resolved=true)",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn every_banned_text_is_found() {
        for ban in BANS {
            assert!(found("docs/a.md", &format!("see {} x\n", ban.text)) >= 1, "{}", ban.text);
        }
    }

    #[test]
    fn the_words_of_the_office_are_free() {
        let text = "The session cookie ends; the exam session begins. The assistant page answers. AIR, FAIL, 粤A·12345.\n";
        assert_eq!(found("docs/a.md", text), 0);
        assert_eq!(found("docs/a.md", concat!("see static/ho", "me/a.svg and {url}/ro", "ot/x\n")), 0);
    }

    #[test]
    fn locks_name_no_host() {
        let npm = format!("  \"resolved\": \"https://registry.{}.org/a/-/a-1.tgz\",\n", "npmjs");
        assert_eq!(found("e2e/package-lock.json", &npm), 1);
        assert_eq!(found("e2e/package-lock.json", "  \"integrity\": \"sha512-a/x\"\n"), 0);
        let cargo = format!("source = \"registry+https://github.com/rust-lang/crates{}-index\"\n", ".io");
        assert_eq!(found("Cargo.lock", &cargo), 0);
        assert_eq!(found("Cargo.lock", "source = \"git+https://example.org/x\"\n"), 1);
    }
}
