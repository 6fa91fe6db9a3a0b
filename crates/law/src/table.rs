//! One table with typed rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use base::{Article, Day};
use serde::de::DeserializeOwned;
use toml::Value;

use crate::raw::{RawTables, day_of, lacks, wrong};
use crate::{Confidence, LawError, Rule};

/// One row: its head and its figures.
#[derive(Clone, Debug)]
pub(crate) struct Row<T> {
    pub(crate) rule: Arc<Rule>,
    pub(crate) data: T,
}

/// The rows of one file by key, each key's rows in the order of time.
#[derive(Clone, Debug)]
pub(crate) struct Table<T> {
    name: &'static str,
    rows: BTreeMap<String, Vec<Row<T>>>,
}

impl<T: DeserializeOwned> Table<T> {
    /// Reads the rows of `{name}.toml` and checks that no two rows of a key hold on one day.
    pub(crate) fn read(name: &'static str, raw: &RawTables) -> Result<Self, LawError> {
        let file = format!("{name}.toml");
        let mut rows: BTreeMap<String, Vec<Row<T>>> = BTreeMap::new();
        for ((key, from), fields) in raw.rows(&file) {
            let row = read_row(name, &file, key, *from, fields)?;
            let versions = rows.entry(key.clone()).or_default();
            if versions.last().is_some_and(|last: &Row<T>| last.rule.until.is_none_or(|until| until >= *from))
            {
                return Err(wrong(&file, key, format!("the row before still holds on {from}")));
            }
            versions.push(row);
        }
        Ok(Self { name, rows })
    }
}

impl<T> Table<T> {
    /// The row of this key that holds on this day.
    pub(crate) fn at(&self, key: &str, on: Day) -> Result<&Row<T>, LawError> {
        let held = self.rows.get(key).and_then(|rows| rows.iter().rev().find(|row| row.rule.in_force(on)));
        held.ok_or_else(|| LawError::NotInForce { table: self.name, key: key.to_owned(), on })
    }

    /// Whether there is any row of this key.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.rows.contains_key(key)
    }

    /// All keys, sorted.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.rows.keys().map(String::as_str)
    }

    /// All rows of all keys.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Row<T>> {
        self.rows.values().flatten()
    }
}

fn read_row<T: DeserializeOwned>(
    table: &'static str,
    file: &str,
    key: &str,
    from: Day,
    fields: &toml::Table,
) -> Result<Row<T>, LawError> {
    let mut fields = fields.clone();
    let until = day_of(file, key, &fields, "until")?;
    if until.is_some_and(|until| until < from) {
        return Err(wrong(file, key, "until is before from"));
    }
    let articles: Vec<Article> = take(file, key, &mut fields, "articles")?;
    if articles.is_empty() {
        return Err(lacks(file, key, "articles"));
    }
    let confidence: Confidence = take(file, key, &mut fields, "confidence")?;
    let note = if fields.contains_key("note") { Some(take(file, key, &mut fields, "note")?) } else { None };
    for done in ["key", "from", "until"] {
        fields.remove(done);
    }
    let data =
        Value::Table(fields).try_into().map_err(|e| wrong(file, key, e.to_string().trim().to_owned()))?;
    let rule = Rule { table, key: key.to_owned(), from, until, articles, confidence, note };
    Ok(Row { rule: Arc::new(rule), data })
}

fn take<D: DeserializeOwned>(
    file: &str,
    key: &str,
    fields: &mut toml::Table,
    field: &str,
) -> Result<D, LawError> {
    let value = fields.remove(field).ok_or_else(|| lacks(file, key, field))?;
    value.try_into().map_err(|e| wrong(file, key, format!("{field}: {}", e.to_string().trim())))
}
