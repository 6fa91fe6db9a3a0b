//! What people call a vehicle, and which rows of inspection and scrapping it falls under.

use std::collections::HashMap;

use base::{Day, Text};
use serde::Deserialize;

use crate::normal::plain;
use crate::table::{Row, Table};
use crate::{Law, LawError};

/// One description with other wordings of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VehicleRow {
    also: Vec<String>,
    inspection: String,
    scrapping: Option<String>,
}

/// The groups of inspection by how many people have such a vehicle; all others come after them.
const COMMON_FIRST: &[&str] =
    &["private_small", "van", "motorcycle", "private_large", "cargo", "commercial_passenger", "school_bus"];
/// How many of the nearest descriptions an error names.
const NEAREST_SHOWN: usize = 3;

/// Every wording, made plain, with the key of its row.
pub(crate) type Wordings = HashMap<String, String>;

/// The same words whichever sign stands between them: 小/微型, 小、微型 and 小微型 are one.
fn folded(words: &str) -> String {
    plain(words).chars().filter(|c| !matches!(c, '/' | '、' | ',' | '，' | ';' | '；' | ':' | '：')).collect()
}

/// What may be meant: the words as they are; without a remark on what they take in; of goods vehicles and motorcycles
/// without their use, which decides nothing there; and each with the last word that the tables of the orders leave out.
fn meant(words: &str) -> Vec<String> {
    let whole = folded(words);
    let bare = whole.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    let without = bare.filter(|(kind, remark)| {
        let by_use = matches!(*remark, "营运" | "非营运")
            && ["货", "摩托", "挂", "作业"].iter().any(|w| kind.contains(w));
        by_use || remark.starts_with("不含") || remark.starts_with('含')
    });
    let kinds = std::iter::once(whole.as_str()).chain(without.map(|(kind, _)| kind));
    kinds.flat_map(|kind| ["", "汽车", "车"].map(|end| format!("{kind}{end}"))).collect()
}

/// All wordings of a table; an error where two rows share one.
pub(crate) fn wordings(vehicles: &Table<VehicleRow>) -> Result<Wordings, LawError> {
    let mut all = Wordings::new();
    for row in vehicles.all() {
        for words in std::iter::once(&row.rule.key).chain(&row.data.also) {
            let before = all.insert(folded(words), row.rule.key.clone());
            if before.is_some_and(|key| key != row.rule.key) {
                return Err(crate::raw::wrong(
                    "vehicles.toml",
                    &row.rule.key,
                    format!("{words} stands twice"),
                ));
            }
        }
    }
    Ok(all)
}

/// A description of a vehicle that the tables know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VehicleKind<'a> {
    /// The words that a question may name it by.
    pub words: &'a str,
    /// What it is called in both languages; several descriptions may share the English one.
    pub name: Text,
    /// Whether it is exact enough to ask when it must be scrapped.
    pub scrapped: bool,
}

impl Law {
    /// Every description that holds on a day, those of most people first.
    pub fn vehicle_kinds(&self, on: Day) -> Result<Vec<VehicleKind<'_>>, LawError> {
        let mut rows: Vec<_> = self.vehicles.all().filter(|row| row.rule.in_force(on)).collect();
        let place = |group: &str| COMMON_FIRST.iter().position(|common| *common == group);
        rows.sort_by_key(|row| place(&row.data.inspection).unwrap_or(COMMON_FIRST.len()));
        let told = rows.into_iter().map(|row| {
            let words = row.rule.key.as_str();
            let called = match &row.data.scrapping {
                Some(key) => self.scrapping_name(key, on)?,
                None => self.inspection_name(&row.data.inspection, on)?,
            };
            let name = Text::new(words, called.en.clone());
            Ok(VehicleKind { words, name, scrapped: row.data.scrapping.is_some() })
        });
        told.collect()
    }

    /// Every description with the rows it points to.
    pub(crate) fn vehicle_groups(&self) -> impl Iterator<Item = (&str, &str, Option<&str>)> {
        self.vehicles
            .all()
            .map(|row| (row.rule.key.as_str(), row.data.inspection.as_str(), row.data.scrapping.as_deref()))
    }

    /// The row of a description; an error that names the nearest where there is none.
    fn vehicle(&self, words: &str, on: Day) -> Result<&Row<VehicleRow>, LawError> {
        let whole = meant(words).into_iter().find_map(|words| self.wordings.get(&words));
        match whole {
            Some(key) => self.vehicles.at(key, on),
            None => Err(self.unknown_vehicle(words, |_| true)),
        }
    }

    /// The group of inspection that a vehicle belongs to.
    pub(crate) fn inspected_as(&self, words: &str, on: Day) -> Result<(&Row<VehicleRow>, &str), LawError> {
        let row = self.vehicle(words, on)?;
        Ok((row, &row.data.inspection))
    }

    /// The row of scrapping that a vehicle belongs to; an error where the description is too general for one.
    pub(crate) fn scrapped_as(&self, words: &str, on: Day) -> Result<(&Row<VehicleRow>, &str), LawError> {
        let row = self.vehicle(words, on)?;
        let key = row.data.scrapping.as_deref();
        key.map(|key| (row, key))
            .ok_or_else(|| self.unknown_vehicle(words, |row| row.data.scrapping.is_some()))
    }

    fn unknown_vehicle(&self, words: &str, fits: impl Fn(&Row<VehicleRow>) -> bool) -> LawError {
        let asked = plain(words);
        let fitting = self.vehicles.all().filter(|row| fits(row)).map(|row| row.rule.key.as_str());
        let mut known: Vec<(usize, &str)> = fitting.map(|key| (likeness(&asked, key), key)).collect();
        known.sort_by_key(|(likeness, key)| (usize::MAX - likeness, key.chars().count()));
        let near: Vec<&str> = known.iter().take(NEAREST_SHOWN).map(|(_, key)| *key).collect();
        let near = near.join("、");
        LawError::question(
            "vehicle.unknown",
            format!("认不出车辆“{}”，最接近的是：{near}。", shortened(words)),
            format!(
                "there is no vehicle {:?}, or it is too general; the nearest known are {near}",
                shortened(words)
            ),
        )
    }
}

/// How much of two descriptions is the same, in thousandths: the characters they share of all they have. Chinese names
/// are told apart by which characters they have more than by their order.
fn likeness(asked: &str, known: &str) -> usize {
    let all = known.chars().count() + asked.chars().count();
    let mut left: Vec<char> = known.chars().collect();
    let shared =
        asked.chars().filter(|c| left.iter().position(|k| k == c).map(|at| left.swap_remove(at)).is_some());
    2_000 * shared.count() / all.max(1)
}

/// Enough of a text to recognise it.
fn shortened(words: &str) -> String {
    words.chars().take(40).collect()
}
