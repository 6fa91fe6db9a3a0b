//! What people call a vehicle, and which rows of inspection and scrapping it falls under.

use std::collections::HashMap;

use base::{Day, Text};
use serde::Deserialize;

use crate::normal::plain;
use crate::table::{Row, Table};
use crate::vehicle_words::{folded, said};
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

/// Every wording, as it stands and by what it says, with the key of its row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wordings {
    whole: HashMap<String, (String, Option<u16>)>,
    signs: HashMap<String, String>,
}

impl Wordings {
    /// All wordings of a table; an error where two rows share one.
    pub(crate) fn of(vehicles: &Table<VehicleRow>) -> Result<Self, LawError> {
        let mut all = Self::default();
        for row in vehicles.all() {
            let key = &row.rule.key;
            for words in std::iter::once(key).chain(&row.data.also) {
                let whole = folded(words);
                let said = said(&whole);
                let seats = said.as_ref().and_then(|said| said.seats);
                let before = [
                    all.whole.insert(whole, (key.clone(), seats)).map(|(before, _)| before),
                    said.and_then(|said| all.signs.insert(said.signs, key.clone())),
                ];
                if before.into_iter().flatten().any(|before| before != *key) {
                    let fault = format!("{words} stands twice");
                    return Err(crate::raw::wrong("vehicles.toml", key, fault));
                }
            }
        }
        Ok(all)
    }

    /// The key of the row that is meant, and how many seats the words speak of.
    fn meant(&self, words: &str) -> Option<(&str, Option<u16>)> {
        let whole = folded(words);
        if let Some((key, seats)) = self.whole.get(&whole) {
            return Some((key, *seats));
        }
        let said = said(&whole)?;
        self.signs.get(&said.signs).map(|key| (key.as_str(), said.seats))
    }
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

    /// The row of a description, and the seats it speaks of; an error that names the nearest where there is none.
    fn vehicle(&self, words: &str, on: Day) -> Result<(&Row<VehicleRow>, Option<u16>), LawError> {
        match self.wordings.meant(words) {
            Some((key, seats)) => Ok((self.vehicles.at(key, on)?, seats)),
            None => Err(self.unknown_vehicle(words, |_| true)),
        }
    }

    /// The row of a description, its group of inspection, and the seats it speaks of.
    pub(crate) fn inspected_as(
        &self,
        words: &str,
        on: Day,
    ) -> Result<(&Row<VehicleRow>, &str, Option<u16>), LawError> {
        let (row, seats) = self.vehicle(words, on)?;
        Ok((row, &row.data.inspection, seats))
    }

    /// The row of scrapping that a vehicle belongs to; an error where the description is too general for one.
    pub(crate) fn scrapped_as(&self, words: &str, on: Day) -> Result<(&Row<VehicleRow>, &str), LawError> {
        let (row, _) = self.vehicle(words, on)?;
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
