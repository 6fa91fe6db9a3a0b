//! The files of the repository as the rules see them: everything git tracks or would track, never what it ignores.

use std::collections::BTreeSet;
use std::path::Path;

use crate::run;

/// One text file.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// Path from the root, with `/`.
    pub(crate) path: String,
    /// The whole content.
    pub(crate) text: String,
}

impl File {
    /// The file's own name.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// What stands after the last dot of the name; empty where there is none.
    pub(crate) fn extension(&self) -> &str {
        self.name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// Whether the path has this folder among its parts.
    pub(crate) fn is_under(&self, folder: &str) -> bool {
        self.path.split('/').rev().skip(1).any(|part| part == folder)
    }

    /// Whether the whole file is test code by its name or folder.
    pub(crate) fn is_test(&self) -> bool {
        self.name() == "tests.rs" || self.name().ends_with(".test.mjs") || self.is_under("tests")
    }

    /// Lines with their numbers from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(i, line)| (i + 1, line))
    }
}

/// All files: the paths of everything, the contents of what is text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    /// Every path, pictures and other binary files too.
    pub(crate) paths: BTreeSet<String>,
    /// The text files, by path.
    pub(crate) files: Vec<File>,
}

impl Tree {
    /// Reads the tree below `root`: tracked files and new ones that are not ignored.
    pub(crate) fn read(root: &Path) -> Result<Self, String> {
        let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        let listed = run::read(root, "git", &arguments)?;
        let mut tree = Self::default();
        for path in listed.split('\0').filter(|path| !path.is_empty()) {
            // A tracked file that was deleted but not yet committed as deleted is no longer part of the tree.
            let Ok(bytes) = std::fs::read(root.join(path)) else { continue };
            tree.paths.insert(path.to_owned());
            if bytes.contains(&0) {
                continue;
            }
            if let Ok(text) = String::from_utf8(bytes) {
                tree.files.push(File { path: path.to_owned(), text });
            }
        }
        tree.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(tree)
    }

    /// The text file at `path`.
    #[cfg(test)]
    pub(crate) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// A tree of given files, for tests.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let mut tree = Self::default();
        for (path, text) in files {
            tree.paths.insert((*path).to_owned());
            tree.files.push(File { path: (*path).to_owned(), text: (*text).to_owned() });
        }
        tree
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_knows_its_name_folders_and_kind() {
        let tree =
            Tree::of(&[("crates/service/src/case/apply.rs", "a\nb\n"), ("crates/app/tests/cli.rs", "")]);
        let apply = tree.file("crates/service/src/case/apply.rs").unwrap();
        assert_eq!((apply.name(), apply.extension()), ("apply.rs", "rs"));
        assert!(apply.is_under("case") && !apply.is_under("apply.rs") && !apply.is_test());
        assert_eq!(apply.lines().last(), Some((2, "b")));
        assert!(tree.file("crates/app/tests/cli.rs").unwrap().is_test());
    }

    #[test]
    fn the_tree_on_disk_has_this_file() {
        let tree = Tree::read(&run::root().unwrap()).unwrap();
        assert!(tree.file("xtask/src/tree.rs").unwrap().text.contains("mod tests"));
        assert!(tree.paths.iter().all(|path| !path.starts_with("target/")));
    }
}
