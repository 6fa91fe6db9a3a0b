//! Rebuilding the read rows: every event is applied again, in the ledger's order, to an empty store, and each read
//! table is compared with what the real one holds, row by row.

use std::collections::BTreeMap;

use base::{Instant, Rng};
use store::{Durability, Limits, Migration, Read, Store, Tag, Target, Value, params, tagged_tables};

use super::Report;
use crate::stream::{Apply, follow, unplaced};
use crate::{Error, Event};

/// What a rebuild needs to know of the office.
#[derive(Clone, Copy, Debug)]
pub struct Rebuild<'a> {
    /// All steps of the schema.
    pub migrations: &'a [Migration],
    /// The only writer of read rows.
    pub apply: Apply,
    /// An empty folder for the temporary store.
    pub folder: &'a std::path::Path,
}

const PAGE: u32 = 1_000;

/// Compares every read table with its rebuild.
pub fn rows(read: &mut Read<'_>, rebuild: Rebuild<'_>, report: &mut Report) -> Result<(), Error> {
    let target = Target::Sqlite(rebuild.folder.join("rebuild.db"));
    let limits = Limits { durability: Durability::Late, readers: 1, ..Limits::default() };
    let store = Store::open(&target, limits, rebuild.migrations, None)?;
    replay(read, &store, rebuild.apply, report)?;
    let shapes = store.tables()?;
    for (name, tag) in tagged_tables(rebuild.migrations) {
        let Some(shape) = shapes.iter().find(|t| t.name == name) else { continue };
        if tag == Tag::Read {
            compare(read, &store, shape, report)?;
        }
    }
    Ok(())
}

/// What is applied at once, and what it is called where it cannot be.
type Page = (String, Vec<Event>);

/// Every event in the ledger's order, then those that have no position yet.
fn replay(read: &mut Read<'_>, store: &Store, apply: Apply, report: &mut Report) -> Result<(), Error> {
    let mut position = 0;
    let mut placed = |read: &mut Read<'_>| {
        let page = follow(read, position, PAGE)?;
        let name = page.first().map_or(position, |(first, _)| *first).to_string();
        position = page.last().map_or(position, |(last, _)| last + 1);
        Ok((name, page.into_iter().map(|(_, event)| event).collect()))
    };
    if !pages(read, store, apply, report, &mut placed)? {
        return Ok(());
    }
    let mut after = (String::new(), 0);
    let mut waiting = |read: &mut Read<'_>| {
        let page = unplaced(read, (&after.0, after.1), PAGE)?;
        after = page.last().map_or(after.clone(), |last| (last.stream.to_string(), last.number));
        Ok((page.first().map_or(String::new(), |first| format!("{}#{}", first.stream, first.number)), page))
    };
    pages(read, store, apply, report, &mut waiting).map(|_| ())
}

/// Applies page after page until one is empty; false where the rebuild cannot go on.
fn pages(
    read: &mut Read<'_>,
    store: &Store,
    apply: Apply,
    report: &mut Report,
    next: &mut dyn FnMut(&mut Read<'_>) -> Result<Page, Error>,
) -> Result<bool, Error> {
    loop {
        let (name, page) = match next(read) {
            Ok((_, page)) if page.is_empty() => return Ok(true),
            Ok(page) => page,
            Err(error) => {
                report.find("ledger", "event", "", format!("the rebuild stops here: {error}"));
                return Ok(false);
            }
        };
        let done: Result<(), Error> = store
            .write(Instant::from_ms(0), &Rng::from_number(0), move |tx| {
                page.iter().try_for_each(|event| apply(tx, event))
            })
            .wait();
        if let Err(error) = done {
            report.find("ledger", "event", name, format!("the rebuild stops here: {error}"));
            return Ok(false);
        }
    }
}

type Rows = BTreeMap<String, Vec<Value<'static>>>;

/// Tables are compared in slices of the first key column's text, so that a city's rows never stand in memory at once.
fn compare(
    read: &mut Read<'_>,
    rebuilt: &Store,
    shape: &store::Table,
    report: &mut Report,
) -> Result<(), Error> {
    let name = shape.name.clone();
    let columns: Vec<String> = shape.columns.iter().map(|c| c.name.clone()).collect();
    let mut keys: Vec<_> = shape.columns.iter().filter(|c| c.key > 0).collect();
    keys.sort_by_key(|c| c.key);
    let keys: Vec<String> = keys.into_iter().map(|c| c.name.clone()).collect();
    let places: Vec<usize> = keys.iter().filter_map(|k| columns.iter().position(|c| c == k)).collect();
    let text = format!("SELECT {} FROM {name} ORDER BY {}", columns.join(", "), keys.join(", "));
    let width = columns.len();
    let (sender, receiver) = std::sync::mpsc::sync_channel::<(String, Vec<Value<'static>>)>(1_000);
    let (label, query, key_places) = (name.clone(), text.clone(), places.clone());
    let feeding = rebuilt.read(move |r: &mut Read<'_>| {
        r.each_adhoc(&label, &query, params![], |row| {
            // The comparing side may have gone; then there is nobody left to feed.
            let _ = sender.send(keyed(row, width, &key_places)?);
            Ok(())
        })
    });
    let mut left: Rows = BTreeMap::new();
    let mut right: Rows = BTreeMap::new();
    read.each_adhoc(&name, &text, params![], |row| {
        let (key, values) = keyed(row, width, &places)?;
        if let Ok((other, theirs)) = receiver.recv() {
            right.insert(other, theirs);
        }
        left.insert(key, values);
        settle(&name, &columns, &mut left, &mut right, report);
        Ok(())
    })?;
    right.extend(receiver.iter());
    let fed: Result<(), store::Error> = feeding.wait();
    fed?;
    settle(&name, &columns, &mut left, &mut right, report);
    for key in left.into_keys() {
        report.find("read", &name, key, "no event makes this row");
    }
    for key in right.into_keys() {
        report.find("read", &name, key, "the row is missing");
    }
    Ok(())
}

fn keyed(
    row: &store::Row<'_>,
    width: usize,
    places: &[usize],
) -> Result<(String, Vec<Value<'static>>), store::Error> {
    let values = (0..width).map(|i| row.value(i)).collect::<Result<Vec<_>, _>>()?;
    let parts: Vec<String> = places.iter().filter_map(|p| values.get(*p)).map(plain).collect();
    Ok((parts.join("/"), values))
}

fn plain(value: &Value<'_>) -> String {
    match value {
        Value::Null => String::new(),
        Value::Int(n) => n.to_string(),
        Value::Real(n) => n.to_string(),
        Value::Text(t) => t.to_string(),
        Value::Bytes(b) => hex::encode(b),
    }
}

/// Takes away the keys that both sides have, naming the columns in which they differ.
fn settle(name: &str, columns: &[String], left: &mut Rows, right: &mut Rows, report: &mut Report) {
    let both: Vec<String> = left.keys().filter(|k| right.contains_key(*k)).cloned().collect();
    for key in both {
        let (Some(ours), Some(theirs)) = (left.remove(&key), right.remove(&key)) else { continue };
        let differing: Vec<&str> = columns
            .iter()
            .zip(ours.iter().zip(&theirs))
            .filter(|(_, (a, b))| a != b)
            .map(|(c, _)| c.as_str())
            .collect();
        if !differing.is_empty() {
            let what = format!("{} differ from what the events say", differing.join(", "));
            report.find("read", name, key, what);
        }
    }
}
