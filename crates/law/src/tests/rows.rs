//! Every row counts: rows that no question reaches are restated here, and a table that loses any row fails a golden
//! question, a restated row, or the reading itself.

use base::Day;
use serde_json::Value;

use super::{day, law};
use crate::Law;
use crate::question::{asked, golden_lines};
use crate::raw::RawTables;

const RESTATED: &str = include_str!("../../golden/rows.jsonl");

fn restated() -> impl Iterator<Item = Value> {
    RESTATED.lines().map(|line| serde_json::from_str(line).unwrap())
}

/// Whether the tables have a restated row as it is restated.
fn has(raw: &RawTables, golden: &Value) -> bool {
    let (file, on) =
        (format!("{}.toml", golden["table"].as_str().unwrap()), day(golden["on"].as_str().unwrap()));
    let of_key = raw.rows(&file).filter(|((key, from), _)| golden["key"] == *key && *from <= on);
    let Some((_, row)) = of_key.last() else { return false };
    let ended =
        row.get("until").and_then(|until| Day::parse(until.as_str()?).ok()).is_some_and(|until| until < on);
    let row = serde_json::to_value(row).unwrap();
    let same = |(name, value): (&String, &Value)| row[name.as_str()] == *value;
    !ended
        && golden["has"].as_object().unwrap().iter().all(same)
        && row["articles"].as_array().unwrap().contains(&golden["basis"])
}

#[test]
fn restated_rows_are_in_the_tables() {
    for golden in restated() {
        assert!(has(law().raw(), &golden), "{golden}");
    }
}

/// Whether a golden question is answered as it should be.
fn holds(law: &Law, golden: &Value) -> bool {
    let area = golden["area"].as_str().unwrap();
    let Ok((op, found)) = asked(law, day("2026-11-21"), area, golden["input"].as_object().unwrap()) else {
        return false;
    };
    let found = found.to_json(op, false);
    golden["expect"].as_object().unwrap().iter().all(|(key, value)| found[key.as_str()] == *value)
}

#[test]
fn a_table_that_loses_any_row_fails() {
    let restated: Vec<Value> = restated().collect();
    let questions: Vec<Value> = golden_lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut unmissed = Vec::new();
    for table in Law::tables() {
        let file: &'static str = format!("{table}.toml").leak();
        let rows: Vec<(String, Day)> = law().raw().rows(file).map(|(row, _)| row.clone()).collect();
        for row in rows {
            let less = law().raw().without(file, &row);
            if restated
                .iter()
                .any(|golden| golden["table"] == table && golden["key"] == row.0 && !has(&less, golden))
            {
                continue;
            }
            let Ok(less) = Law::read(less) else { continue };
            if questions.iter().all(|golden| holds(&less, golden)) {
                unmissed.push(format!("{file} {} from {}", row.0, row.1));
            }
        }
    }
    assert!(unmissed.is_empty(), "nobody misses {}:\n{}", unmissed.len(), unmissed.join("\n"));
}
