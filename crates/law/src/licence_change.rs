//! Exchanges and replacements of a licence (换证、补证, 162§63–69, §81): papers, days and limits.

use base::{Day, Text};
use serde::{Deserialize, Serialize};

use crate::raw::wrong;
use crate::registration::PaperRow;
use crate::table::Table;
use crate::{Answer, Law, LawError};

/// One exchange.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LicenceChangeRow {
    name: Text,
    needs: Vec<String>,
    within_days: Option<u16>,
    anywhere: bool,
    taken_back: bool,
    limit: String,
}

/// What an exchange takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LicenceChange {
    /// What it is called.
    pub name: Text,
    /// The papers.
    pub needs: Vec<Text>,
    /// Within how many calendar days it is asked for; none where the order names none.
    pub within_days: Option<u16>,
    /// Whether any office may do it.
    pub anywhere: bool,
    /// Whether the old licence is taken back.
    pub taken_back: bool,
    /// Within how many working days it is done.
    pub working_days: u16,
}

impl Law {
    /// What an exchange or a replacement (`damaged`) takes.
    pub fn licence_change(&self, key: &str, on: Day) -> Result<Answer<LicenceChange>, LawError> {
        let row = self.licence_changes.at(key, on)?;
        let needs = row.data.needs.iter().map(|need| Ok(self.licence_papers.at(need, on)?.data.name.clone()));
        let limit = self.limit(&row.data.limit, on)?;
        let value = LicenceChange {
            name: row.data.name.clone(),
            needs: needs.collect::<Result<_, LawError>>()?,
            within_days: row.data.within_days,
            anywhere: row.data.anywhere,
            taken_back: row.data.taken_back,
            working_days: limit.value,
        };
        Ok(Answer::new(value, std::iter::once(&row.rule).chain(&limit.rows)))
    }

    /// The keys of all exchanges.
    pub fn licence_changes(&self) -> impl Iterator<Item = &str> {
        self.licence_changes.keys()
    }

    /// Every paper and limit that an exchange names is there.
    pub(crate) fn check_licence_changes(&self) -> Result<(), LawError> {
        let papers: &Table<PaperRow> = &self.licence_papers;
        for row in self.licence_changes.all() {
            let (file, key) = ("licence_changes.toml", &row.rule.key);
            if let Some(missing) = row.data.needs.iter().find(|need| !papers.has(need)) {
                return Err(wrong(file, key, format!("there is no paper {missing}")));
            }
            if !self.limits.has(&row.data.limit) {
                return Err(wrong(file, key, format!("there is no limit {}", row.data.limit)));
            }
        }
        Ok(())
    }
}
