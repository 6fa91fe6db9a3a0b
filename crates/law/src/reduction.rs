//! What shuts out from taking off points by study (学法减分, 163§26).

use base::{Day, Text};
use serde::Deserialize;

use crate::{Answer, Law, LawError};

/// One bar.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReductionBarRow {
    name: Text,
    cycles: Option<u16>,
    count: Option<u16>,
}

/// Something that may shut out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happened<'a> {
    /// The key of the bar (`serious`).
    pub what: &'a str,
    /// How many points cycles ago, 0 the current one; what lasts is always 0.
    pub cycles_ago: u16,
}

impl Law {
    /// The keys of what shuts somebody out, of everything that happened to them; empty where nothing does.
    pub fn reduction_barred(
        &self,
        happened: &[Happened<'_>],
        on: Day,
    ) -> Result<Answer<Vec<String>>, LawError> {
        for one in happened {
            self.reduction_bars.at(one.what, on)?;
        }
        let counts = |row: &ReductionBarRow, one: &&Happened<'_>| {
            row.cycles.is_none_or(|cycles| one.cycles_ago <= cycles)
        };
        let rows: Vec<_> = self
            .reduction_bars
            .all()
            .filter(|row| row.rule.in_force(on))
            .filter(|row| {
                let of_row = happened.iter().filter(|one| one.what == row.rule.key);
                of_row.filter(|one| counts(&row.data, one)).count()
                    >= usize::from(row.data.count.unwrap_or(1))
            })
            .collect();
        let keys = rows.iter().map(|row| row.rule.key.clone()).collect();
        Ok(Answer::new(keys, rows.iter().map(|row| &row.rule)))
    }

    /// What a bar is about.
    pub fn reduction_bar_name(&self, key: &str, on: Day) -> Result<&Text, LawError> {
        self.reduction_bars.at(key, on).map(|row| &row.data.name)
    }
}
