//! Cases that were done before: rows as one case left them, for other persons, in the months before today. They are
//! for measuring only; their events have no chain and prove nothing.

use std::collections::HashMap;

use base::{Clock as _, Rng, SystemClock};
use store::{Bulk, Limits, Param, Piece, Store, Table, Target, Value, params};

use super::ground::Subject;
use super::pattern::Pattern;
use super::record::Recorded;
use crate::outcome::Failure;

/// Cases in one transaction.
const BATCH: u64 = 2_000;
/// Numbers of these cases begin here, far from those that are measured.
const FROM: u64 = 1 << 32;
/// Between two of them, in milliseconds.
const APART_MS: i64 = 20_000;
/// A number of this size is a moment.
const MOMENT: i64 = 1_500_000_000_000;
/// Their events on streams that go on begin here, so that the next real one meets none.
const NUMBERS: i64 = 1 << 40;

/// A value of a row.
#[derive(Clone, Debug)]
enum Cell {
    Of(Param),
    /// Minus so many positions: before every real one.
    Position(i64),
    /// A number on a stream that is older than the case.
    Number,
}

/// The rows of a case.
#[derive(Debug)]
pub(super) struct Filling {
    tables: Vec<(&'static Bulk, Vec<Vec<Cell>>)>,
    pattern: Pattern,
    entries: i64,
}

impl Filling {
    /// Reads what the recorded cases left in the store they were recorded in.
    pub(super) fn read(recorded: &Recorded, subject: &Subject, persons: u64) -> Result<Self, Failure> {
        let mut filling = Self { tables: Vec::new(), pattern: Pattern::of(subject, 0, persons), entries: 0 };
        let found: Result<Vec<Found>, ledger::Error> = Store::snapshot(&recorded.place.database, |read| {
            let tables = tables(read)?;
            tables.into_iter().map(|table| Ok(rows(read, table, &recorded.numbers)?)).collect()
        });
        for Found { table, first, second } in found.map_err(Failure::from)? {
            if first.is_empty() || first.len() != second.len() || table.name == "stream" {
                filling.streams(&table, &first, &second);
                continue;
            }
            let pairs = first.iter().zip(&second).collect::<Vec<_>>();
            let rows = pairs.into_iter().map(|(a, b)| filling.row(&table, a, b)).collect();
            filling.tables.push((bulk(&table), rows));
        }
        Ok(filling)
    }

    /// Of streams only the case's own is new.
    fn streams(&mut self, table: &Table, first: &[Row], second: &[Row]) {
        let own = |rows: &[Row]| rows.iter().find(|row| is_text(row.first(), "case/")).cloned();
        if let (Some(a), Some(b)) = (own(first), own(second)) {
            let cells = a.iter().zip(&b).map(|(a, b)| Cell::Of(self.pattern.learn(a, b))).collect();
            self.tables.push((bulk(table), vec![cells]));
        }
    }

    fn row(&mut self, table: &Table, a: &Row, b: &Row) -> Vec<Cell> {
        let stream = table.columns.iter().position(|column| column.name == "stream");
        let older = stream.and_then(|at| a.get(at)).is_some_and(|value| !is_text(Some(value), "case/"));
        let cells = table.columns.iter().zip(a.iter().zip(b)).map(|(column, (a, b))| {
            match (table.name.as_str(), column.name.as_str()) {
                ("entry", "position") => {
                    self.entries += 1;
                    Cell::Position(self.entries)
                }
                ("event" | "entry" | "pending", "number") if older => Cell::Number,
                _ => Cell::Of(self.pattern.learn(a, b)),
            }
        });
        cells.collect()
    }

    /// Adds cases number `have` to `want` to the store at `target`.
    pub(super) fn add(
        self: &std::sync::Arc<Self>,
        target: &Target,
        subjects: &std::sync::Arc<Vec<Subject>>,
        have: u64,
        want: u64,
    ) -> Result<(), Failure> {
        let store = Store::open(target, Limits { queue: 4, ..Limits::default() }, &[], None)?;
        let mut from = have;
        while from < want {
            let to = want.min(from + BATCH);
            let (own, subjects) = (self.clone(), subjects.clone());
            let done = store.write(SystemClock.now(), &Rng::from_number(0), move |tx| {
                let cases: Vec<(u64, Vec<Value<'static>>)> =
                    (from..to).map(|n| (n, own.pattern.values(FROM + n, n, &subjects))).collect();
                for (bulk, rows) in &own.tables {
                    let all = cases.iter().flat_map(|(n, slots)| {
                        rows.iter().map(|row| row.iter().map(|cell| own.value(cell, *n, slots)).collect())
                    });
                    tx.bulk(bulk, all)?;
                }
                Ok::<(), store::Error>(())
            });
            done.wait()?;
            from = to;
        }
        Ok(())
    }

    fn value(&self, cell: &Cell, n: u64, slots: &[Value<'static>]) -> Value<'static> {
        let n = i64::try_from(n).unwrap_or(0);
        match cell {
            Cell::Position(at) => Value::Int(-(n * self.entries + at)),
            Cell::Number => Value::Int(NUMBERS + n),
            Cell::Of(Param::Fixed(Value::Int(moment))) if *moment > MOMENT => {
                Value::Int(moment - 30 * 86_400_000 - n * APART_MS)
            }
            Cell::Of(Param::Fixed(value)) => value.clone(),
            Cell::Of(Param::Slot(slot)) => slots.get(*slot).cloned().unwrap_or(Value::Null),
            Cell::Of(Param::Text(pieces)) => {
                let word = |piece: &Piece| match piece {
                    Piece::Word(word) => word.clone(),
                    Piece::Slot(slot) => match slots.get(*slot) {
                        Some(Value::Text(text)) => text.to_string(),
                        _ => String::new(),
                    },
                };
                Value::Text(pieces.iter().map(word).collect::<String>().into())
            }
            Cell::Of(Param::Position) => Value::Null,
        }
    }
}

type Row = Vec<Value<'static>>;

/// The rows of a table that name either case.
struct Found {
    table: Table,
    first: Vec<Row>,
    second: Vec<Row>,
}

fn is_text(value: Option<&Value<'static>>, begin: &str) -> bool {
    matches!(value, Some(Value::Text(text)) if text.starts_with(begin))
}

/// The tables that cases of months ago have rows in. Persons, their vault and the rows of the schema are not among them,
/// nor is what the program itself clears away: keys of repeated writes after a day, jobs when they are done.
fn tables(read: &mut store::Read<'_>) -> Result<Vec<Table>, store::Error> {
    const LEFT: [&str; 8] =
        ["case_file", "requirement", "paper", "payment", "parcel", "event", "entry", "stream"];
    let all = store::tables(read)?;
    Ok(all.into_iter().filter(|table| LEFT.contains(&table.name.as_str())).collect())
}

fn rows(read: &mut store::Read<'_>, table: Table, numbers: &[String; 2]) -> Result<Found, store::Error> {
    // Rows name a case by its id or its number; the number ends with the id's last eight characters.
    let marks: HashMap<usize, &str> = numbers
        .iter()
        .enumerate()
        .map(|(n, number)| (n, number.rsplit('-').next().unwrap_or(number)))
        .collect();
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let keys: Vec<&str> = table.columns.iter().filter(|c| c.key > 0).map(|c| c.name.as_str()).collect();
    let text = format!("SELECT {} FROM {} ORDER BY {}", columns.join(", "), table.name, keys.join(", "));
    let mut found = [Vec::new(), Vec::new()];
    read.each_adhoc("bench.rows", &text, params![], |row| {
        let values: Result<Row, store::Error> = (0..columns.len()).map(|at| row.value(at)).collect();
        let values = values?;
        for (n, list) in found.iter_mut().enumerate() {
            let mark = marks.get(&n).copied().unwrap_or("-");
            if values.iter().any(|value| matches!(value, Value::Text(text) if text.contains(mark))) {
                list.push(values.clone());
            }
        }
        Ok(())
    })?;
    let [first, second] = found;
    Ok(Found { table, first: sorted(first, numbers, 0), second: sorted(second, numbers, 1) })
}

/// In an order that does not depend on ids: rows of both cases must come alike.
fn sorted(mut rows: Vec<Row>, numbers: &[String; 2], own: usize) -> Vec<Row> {
    let mark = numbers.get(own).and_then(|number| number.rsplit('-').next()).unwrap_or("-").to_owned();
    let plain = |row: &Row| -> String {
        row.iter()
            .map(|value| match value {
                Value::Text(text) if text.contains(&mark) => "*".to_owned(),
                Value::Text(text) if !text.contains("999901_") => text.to_string(),
                Value::Int(n) if *n < MOMENT => format!("{n:020}"),
                _ => "*".to_owned(),
            })
            .collect()
    };
    rows.sort_by_key(plain);
    rows
}

/// Names of tables and columns live as long as the program; there are ten tables.
fn bulk(table: &Table) -> &'static Bulk {
    let columns: Vec<&'static str> =
        table.columns.iter().map(|column| &*Box::leak(column.name.clone().into_boxed_str())).collect();
    let name = Box::leak(table.name.clone().into_boxed_str());
    Box::leak(Box::new(Bulk { table: name, columns: Box::leak(columns.into_boxed_slice()) }))
}
