//! House rules that neither the compiler nor clippy can know, as one pass over the whole tree.
//!
//! Each rule is a function from the tree to findings. A finding says where, what is wrong and what to do instead.
//! `xtask/exceptions.txt` lists the findings we live with, with their exact number and the reason; it may only
//! shrink, because a line whose number is higher than what is found is itself a finding. Every rule has a test with
//! a small tree that breaks it and one that keeps it.

mod ambient;
mod colours;
mod docs;
mod edges;
mod exceptions;
mod figures;
mod leftovers;
mod rust;
mod sizes;
mod sql;
mod styles;
mod stylesheet;
mod tables;
mod templates;
mod words;

use crate::outcome::Outcome;
use crate::run;
use crate::tree::Tree;

/// One broken rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// Path from the root.
    pub(crate) path: String,
    /// Line from 1; 0 where the finding is about the whole file.
    pub(crate) line: usize,
    /// The rule's short name, as the exceptions have it.
    pub(crate) rule: &'static str,
    /// What is wrong.
    pub(crate) what: String,
    /// What to do instead.
    pub(crate) instead: String,
}

impl Finding {
    /// A finding at a line.
    fn new(
        rule: &'static str,
        path: &str,
        line: usize,
        what: impl Into<String>,
        instead: impl Into<String>,
    ) -> Self {
        Self { path: path.to_owned(), line, rule, what: what.into(), instead: instead.into() }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: [{}] {}\n    instead: {}", self.path, self.line, self.rule, self.what, self.instead)
    }
}

/// Every rule over the tree, before exceptions.
fn findings(tree: &Tree) -> Vec<Finding> {
    let sources = rust::sources(tree);
    let mut found = edges::check(tree);
    found.extend(sizes::check(tree, &sources));
    found.extend(sql::check(tree, &sources));
    found.extend(ambient::check(&sources));
    found.extend(figures::check(&sources));
    found.extend(styles::check(tree));
    found.extend(templates::check(tree));
    found.extend(leftovers::check(tree, &sources));
    found.extend(words::check(tree));
    found.extend(docs::check(tree));
    found.sort();
    found
}

/// `cargo xtask tidy`.
pub(crate) fn command() -> Result<Outcome, String> {
    let tree = Tree::read(&run::root()?)?;
    let found = exceptions::apply(&tree, findings(&tree));
    print!("{}", sizes::table(&tree, &rust::sources(&tree)));
    for finding in &found {
        println!("{finding}");
    }
    println!("tidy: {} files, {} findings", tree.paths.len(), found.len());
    Ok(if found.is_empty() { Outcome::Well } else { Outcome::Found })
}
