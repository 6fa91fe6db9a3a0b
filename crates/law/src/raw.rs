//! The tables as TOML: the embedded files, and overlays merged into them row by row.
//!
//! A row is known by its key and the day it holds from. An overlay row without `from` changes the newest row of its
//! key. With the `from` of an existing row it changes that row. With another `from` it opens a new row, which takes
//! over what it does not say from the row in force the day before, and that row ends there. Every field an overlay
//! gives replaces the field of the same name; keys are the program's and cannot be added, except years of
//! calendars and beginnings of plates.

use std::collections::BTreeMap;

use base::Day;
use toml::{Table, Value};

use crate::plate::is_plate_prefix;
use crate::{LawError, digest_of, nearest};

/// The rows of one table, by key and first day.
pub(crate) type RawRows = BTreeMap<(String, Day), Table>;

/// Whether an overlay may add a row of this key.
type Addable = fn(&str) -> bool;

/// Every file, with its name and which keys an overlay may add.
const FILES: [(&str, Addable, &str); 46] = [
    ("ability.toml", never, include_str!("../tables/ability.toml")),
    ("ages.toml", never, include_str!("../tables/ages.toml")),
    ("areas.toml", never, include_str!("../tables/areas.toml")),
    ("bars.toml", never, include_str!("../tables/bars.toml")),
    ("bus_driver_losses.toml", never, include_str!("../tables/bus_driver_losses.toml")),
    ("cancellations.toml", never, include_str!("../tables/cancellations.toml")),
    ("classes.toml", never, include_str!("../tables/classes.toml")),
    ("delegations.toml", never, include_str!("../tables/delegations.toml")),
    ("downgrades.toml", never, include_str!("../tables/downgrades.toml")),
    ("exam_contents.toml", never, include_str!("../tables/exam_contents.toml")),
    ("exam_marks.toml", never, include_str!("../tables/exam_marks.toml")),
    ("exam_subjects.toml", never, include_str!("../tables/exam_subjects.toml")),
    ("exam_waits.toml", never, include_str!("../tables/exam_waits.toml")),
    ("fees.toml", never, include_str!("../tables/fees.toml")),
    ("figures.toml", never, include_str!("../tables/figures.toml")),
    ("foreign.toml", never, include_str!("../tables/foreign.toml")),
    ("holidays.toml", is_year, include_str!("../tables/holidays.toml")),
    ("inspection.toml", never, include_str!("../tables/inspection.toml")),
    ("licence_changes.toml", never, include_str!("../tables/licence_changes.toml")),
    ("licence_papers.toml", never, include_str!("../tables/licence_papers.toml")),
    ("limits.toml", never, include_str!("../tables/limits.toml")),
    ("measures.toml", never, include_str!("../tables/measures.toml")),
    ("moving.toml", is_year, include_str!("../tables/moving.toml")),
    ("paper_numbers.toml", never, include_str!("../tables/paper_numbers.toml")),
    ("penalties.toml", never, include_str!("../tables/penalties.toml")),
    ("physical.toml", never, include_str!("../tables/physical.toml")),
    ("plate_offices.toml", is_plate_prefix, include_str!("../tables/plate_offices.toml")),
    ("plates.toml", never, include_str!("../tables/plates.toml")),
    ("probation_bars.toml", never, include_str!("../tables/probation_bars.toml")),
    ("reduction_bars.toml", never, include_str!("../tables/reduction_bars.toml")),
    ("registration_refusals.toml", never, include_str!("../tables/registration_refusals.toml")),
    ("registrations.toml", never, include_str!("../tables/registrations.toml")),
    ("scrapping.toml", never, include_str!("../tables/scrapping.toml")),
    ("serial_forms.toml", never, include_str!("../tables/serial_forms.toml")),
    ("settings.toml", never, include_str!("../tables/settings.toml")),
    ("small_five.toml", never, include_str!("../tables/small_five.toml")),
    ("statutory.toml", never, include_str!("../tables/statutory.toml")),
    ("study.toml", never, include_str!("../tables/study.toml")),
    ("study_exams.toml", never, include_str!("../tables/study_exams.toml")),
    ("temporary_plates.toml", never, include_str!("../tables/temporary_plates.toml")),
    ("theory_papers.toml", never, include_str!("../tables/theory_papers.toml")),
    ("upgrades.toml", never, include_str!("../tables/upgrades.toml")),
    ("use_changes.toml", never, include_str!("../tables/use_changes.toml")),
    ("vehicle_papers.toml", never, include_str!("../tables/vehicle_papers.toml")),
    ("vehicles.toml", never, include_str!("../tables/vehicles.toml")),
    ("violations.toml", never, include_str!("../tables/violations.toml")),
];

/// All tables as TOML.
#[derive(Clone, Debug)]
pub(crate) struct RawTables {
    files: BTreeMap<&'static str, RawRows>,
}

impl RawTables {
    /// The files that come with the program.
    pub(crate) fn embedded() -> Result<Self, LawError> {
        let mut files = BTreeMap::new();
        for (name, _, text) in FILES {
            let mut rows = RawRows::new();
            for row in read_rows(name, text)? {
                let key = key_of(name, &row)?;
                let from = day_of(name, &key, &row, "from")?.ok_or_else(|| lacks(name, &key, "from"))?;
                if rows.insert((key.clone(), from), row).is_some() {
                    return Err(wrong(name, &key, format!("two rows hold from {from}")));
                }
            }
            files.insert(name, rows);
        }
        Ok(Self { files })
    }

    /// Merges an overlay's rows into the table of the same name.
    pub(crate) fn merge(&mut self, file: &str, text: &str) -> Result<(), LawError> {
        let Some((name, addable, _)) = FILES.iter().find(|(name, _, _)| *name == file) else {
            let near = nearest(file, FILES.iter().map(|(name, _, _)| *name)).map(str::to_owned);
            return Err(LawError::UnknownFile { file: file.to_owned(), nearest: near });
        };
        let rows = self.files.entry(name).or_default();
        for row in read_rows(name, text)? {
            merge_row(name, *addable, rows, row)?;
        }
        Ok(())
    }

    /// The rows of one table.
    pub(crate) fn rows(&self, file: &str) -> impl Iterator<Item = (&(String, Day), &Table)> {
        self.files.get(file).into_iter().flatten()
    }

    /// The names of all tables, sorted, without `.toml`.
    pub(crate) fn files() -> impl Iterator<Item = &'static str> {
        FILES.iter().map(|(file, ..)| file.strip_suffix(".toml").unwrap_or(file))
    }

    /// What a table's own comment says at its head; an unknown table is an error that names the nearest.
    pub(crate) fn intro(file: &str) -> Result<String, LawError> {
        let Some((_, _, text)) = FILES.iter().find(|(name, ..)| *name == file) else {
            let near = nearest(file, FILES.iter().map(|(name, ..)| *name)).map(str::to_owned);
            return Err(LawError::UnknownFile { file: file.to_owned(), nearest: near });
        };
        let lines = text.lines().map_while(|line| line.strip_prefix('#'));
        Ok(lines.map(str::trim).collect::<Vec<_>>().join("\n"))
    }

    /// Without one row, to see who misses it.
    #[cfg(test)]
    pub(crate) fn without(&self, file: &'static str, row: &(String, Day)) -> Self {
        let mut less = self.clone();
        if let Some(rows) = less.files.get_mut(file) {
            rows.remove(row);
        }
        less
    }

    /// SHA-256 over all rows of all tables.
    pub(crate) fn digest(&self) -> String {
        let tables = self.files.iter().map(|(name, rows)| {
            let rows = rows.values().cloned().map(Value::Table).collect();
            ((*name).to_owned(), Value::Array(rows))
        });
        digest_of(&Value::Table(tables.collect()))
    }
}

fn merge_row(file: &str, addable: Addable, rows: &mut RawRows, mut row: Table) -> Result<(), LawError> {
    let key = key_of(file, &row)?;
    let known = rows.keys().any(|(known, _)| *known == key);
    if !known && !addable(&key) {
        let near = nearest(&key, rows.keys().map(|(known, _)| known.as_str())).map(str::to_owned);
        return Err(LawError::UnknownKey { file: file.to_owned(), key, nearest: near });
    }
    let newest = rows.keys().filter(|(known, _)| *known == key).map(|(_, from)| *from).max();
    let from = day_of(file, &key, &row, "from")?.or(newest).ok_or_else(|| lacks(file, &key, "from"))?;
    row.insert("from".to_owned(), Value::from(from.to_string()));
    if let Some(present) = rows.get_mut(&(key.clone(), from)) {
        present.extend(row);
        return Ok(());
    }
    let before = rows.iter_mut().rfind(|((known, since), _)| *known == key && *since < from);
    let mut merged = Table::new();
    if let Some((_, previous)) = before {
        merged.clone_from(previous);
        let eve = Value::from(from.plus_days(-1).to_string());
        let ended = previous.get("until").and_then(Value::as_str).and_then(|until| Day::parse(until).ok());
        if ended.is_none_or(|until| until >= from) {
            previous.insert("until".to_owned(), eve);
        }
    }
    merged.extend(row);
    rows.insert((key, from), merged);
    Ok(())
}

fn never(_: &str) -> bool {
    false
}

fn is_year(key: &str) -> bool {
    key.len() == 4 && key.bytes().all(|b| b.is_ascii_digit())
}

fn read_rows(file: &str, text: &str) -> Result<Vec<Table>, LawError> {
    let syntax = |message: String| LawError::Syntax { file: file.to_owned(), message };
    let mut table: Table = toml::from_str(text).map_err(|e| syntax(e.to_string()))?;
    let rows = table.remove("row").unwrap_or(Value::Array(Vec::new()));
    if let Some(other) = table.keys().next() {
        return Err(syntax(format!("{other}: only [[row]] may stand at the top")));
    }
    rows.try_into().map_err(|_| syntax("row: write each row as [[row]]".to_owned()))
}

fn key_of(file: &str, row: &Table) -> Result<String, LawError> {
    let key = row.get("key").and_then(Value::as_str).filter(|key| !key.is_empty());
    key.map(str::to_owned).ok_or_else(|| lacks(file, "?", "key"))
}

/// The day in a field of a row, if the field is there.
pub(crate) fn day_of(file: &str, key: &str, row: &Table, field: &str) -> Result<Option<Day>, LawError> {
    let Some(value) = row.get(field) else { return Ok(None) };
    let day = value.as_str().and_then(|text| Day::parse(text).ok());
    day.map(Some).ok_or_else(|| wrong(file, key, format!("{field} is not a day written \"YYYY-MM-DD\"")))
}

/// A row lacks a field.
pub(crate) fn lacks(file: &str, key: &str, field: &str) -> LawError {
    wrong(file, key, format!("{field} is missing"))
}

/// A row is wrong.
pub(crate) fn wrong(file: &str, key: &str, message: impl Into<String>) -> LawError {
    LawError::Row { file: file.to_owned(), key: key.to_owned(), message: message.into() }
}
