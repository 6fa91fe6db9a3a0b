//! An answer on its way to JSON.

use base::{Article, Day, Text};
use serde_json::{Map, Value, json};
use std::sync::Arc;

use super::Op;
use crate::{Answer, Rule};

/// The results of a question, and why they are these.
#[derive(Clone, Debug, Default)]
pub struct Found {
    values: Vec<(&'static str, Value)>,
    basis: Vec<Article>,
    rows: Vec<Arc<Rule>>,
    unknown: Vec<Text>,
    changes_on: Option<Day>,
}

impl Found {
    /// Resting on what this answer rests on.
    pub(super) fn of<T>(answer: &Answer<T>) -> Self {
        Self {
            values: Vec::with_capacity(8),
            basis: answer.basis.clone(),
            rows: answer.rows.clone(),
            unknown: answer.unknown.clone(),
            changes_on: answer.changes_on,
        }
    }

    /// With a result.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// With a date as a result.
    pub(super) fn with_day(self, name: &'static str, day: impl Into<Option<Day>>) -> Self {
        let written = day.into().map(|day| day.to_string());
        self.with(name, written)
    }

    /// Resting on what this answer rests on as well.
    pub(super) fn also<T>(mut self, answer: &Answer<T>) -> Self {
        for article in &answer.basis {
            if !self.basis.contains(article) {
                self.basis.push(article.clone());
            }
        }
        self.rows
            .extend(answer.rows.iter().filter(|row| !self.rows.contains(row)).cloned().collect::<Vec<_>>());
        self
    }

    /// The articles that decided, the weightiest first.
    pub fn basis(&self) -> &[Article] {
        &self.basis
    }

    /// The results of an operation: every one it declares, null where it does not apply, and the articles. With
    /// `explain` also the rows, what is unknown, and when the answer would be another one.
    pub fn to_json(&self, op: &Op, explain: bool) -> Value {
        let mut result = Map::new();
        for name in op.results {
            let value = self.values.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
            result.insert((*name).to_owned(), value.unwrap_or(Value::Null));
        }
        debug_assert!(self.values.iter().all(|(name, _)| op.results.contains(name)), "{}", op.op);
        let basis: Vec<&str> = self.basis.iter().map(|article| article.0.as_str()).collect();
        result.insert("basis".to_owned(), json!(basis));
        if explain {
            let rows = self.rows.iter().map(|row| json!({ "table": row.table, "key": row.key, "from": row.from, "confidence": row.confidence }));
            result.insert("rows".to_owned(), rows.collect());
            result.insert("unknown".to_owned(), json!(self.unknown));
            result.insert("changes_on".to_owned(), json!(self.changes_on.map(|day| day.to_string())));
        }
        Value::Object(result)
    }
}
