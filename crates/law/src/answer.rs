//! An answer explains itself.

use std::sync::Arc;

use base::{Article, Day, Text};
use serde::Serialize;

use crate::{Confidence, Rule};

/// The value asked for, and why it is this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer<T> {
    /// The value.
    pub value: T,
    /// The articles that decided it, each once, the weightiest first.
    pub basis: Vec<Article>,
    /// The rows that decided it, each once.
    pub rows: Vec<Arc<Rule>>,
    /// What is not known and could change the answer; empty where nothing is.
    pub unknown: Vec<Text>,
    /// The first day on which the same question would have another answer; none where no such day follows from the
    /// facts given.
    pub changes_on: Option<Day>,
}

impl<T> Answer<T> {
    /// An answer decided by these rows.
    pub(crate) fn new<'a>(value: T, rows: impl IntoIterator<Item = &'a Arc<Rule>>) -> Self {
        let mut answer =
            Self { value, basis: Vec::new(), rows: Vec::new(), unknown: Vec::new(), changes_on: None };
        for row in rows {
            if !answer.rows.contains(row) {
                answer.rows.push(Arc::clone(row));
            }
            for article in &row.articles {
                if !answer.basis.contains(article) {
                    answer.basis.push(article.clone());
                }
            }
        }
        answer
    }

    /// The same answer, resting on this standard before everything else.
    pub(crate) fn under(mut self, standard: &str) -> Self {
        let article = Article::new(standard);
        self.basis.retain(|known| *known != article);
        self.basis.insert(0, article);
        self
    }

    /// The same answer, good until the day before `day`.
    pub(crate) fn changing_on(mut self, day: impl Into<Option<Day>>) -> Self {
        self.changes_on = day.into();
        self
    }

    /// The same answer with something that is not known.
    pub(crate) fn unknowing(mut self, what: impl IntoIterator<Item = Text>) -> Self {
        self.unknown.extend(what);
        self
    }

    /// The same reasons for a value made from this one.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Answer<U> {
        Answer {
            value: make(self.value),
            basis: self.basis,
            rows: self.rows,
            unknown: self.unknown,
            changes_on: self.changes_on,
        }
    }

    /// How well the weakest row is known; `Seen` where no row was needed.
    pub fn confidence(&self) -> Confidence {
        self.rows.iter().map(|row| row.confidence).max().unwrap_or(Confidence::Seen)
    }
}
