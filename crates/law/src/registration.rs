//! Registrations of vehicles (公安部令第164号): which papers each takes, whether the vehicle is looked at, until when it is
//! asked for, within which limit it is done, and what refuses it.

use base::{Article, Day, Text};
use serde::{Deserialize, Serialize};

use crate::raw::wrong;
use crate::{Answer, Due, Figure, Law, LawError};

/// One registration.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegistrationRow {
    name: Text,
    needs: Vec<String>,
    vehicle_seen: bool,
    within_days: Option<u16>,
    limit: String,
}

/// One reason to refuse.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegistrationRefusalRow {
    name: Text,
    of: Vec<String>,
}

/// One paper, or another thing that has a name and nothing else.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PaperRow {
    pub(crate) name: Text,
}

/// What a registration takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Registration {
    /// What it is called.
    pub name: Text,
    /// The papers.
    pub needs: Vec<Text>,
    /// Whether the vehicle is looked at (查验).
    pub vehicle_seen: bool,
    /// Within how many calendar days it is asked for; none where the order names none.
    pub within_days: Option<u16>,
    /// Within how many working days it is done.
    pub working_days: u16,
}

/// Why a registration is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RegistrationRefusal {
    /// Its key.
    pub key: String,
    /// The reason.
    pub name: Text,
    /// The articles.
    pub articles: Vec<Article>,
}

impl Law {
    /// What a registration (`change.colour`) takes.
    pub fn registration(&self, key: &str, on: Day) -> Result<Answer<Registration>, LawError> {
        let row = self.registrations.at(key, on)?;
        let needs = row.data.needs.iter().map(|need| Ok(self.vehicle_papers.at(need, on)?.data.name.clone()));
        let limit = self.limit(&row.data.limit, on)?;
        let value = Registration {
            name: row.data.name.clone(),
            needs: needs.collect::<Result<_, LawError>>()?,
            vehicle_seen: row.data.vehicle_seen,
            within_days: row.data.within_days,
            working_days: limit.value,
        };
        Ok(Answer::new(value, std::iter::once(&row.rule).chain(&limit.rows)))
    }

    /// The keys of all registrations.
    pub fn registrations(&self) -> impl Iterator<Item = &str> {
        self.registrations.keys()
    }

    /// Everything that refuses a registration, by its key or by the kind that its key begins with.
    pub fn registration_refusals(
        &self,
        key: &str,
        on: Day,
    ) -> Result<Answer<Vec<RegistrationRefusal>>, LawError> {
        self.registrations.at(key, on)?;
        let kind = kind_of(key);
        let stops = |of: &[String]| of.iter().any(|one| one == key || one == kind);
        let rows: Vec<_> = self
            .registration_refusals
            .all()
            .filter(|row| row.rule.in_force(on) && stops(&row.data.of))
            .collect();
        let refusals = rows.iter().map(|row| RegistrationRefusal {
            key: row.rule.key.clone(),
            name: row.data.name.clone(),
            articles: row.rule.articles.clone(),
        });
        Ok(Answer::new(refusals.collect(), rows.iter().map(|row| &row.rule)))
    }

    /// Whether a vehicle of an exempt kind is inspected all the same before its first registration: it stood too long since
    /// the factory or the import, or had an accident (164§11).
    pub fn safety_inspection_needed(
        &self,
        imported: bool,
        since: Day,
        accident: bool,
        as_of: Day,
    ) -> Result<Answer<bool>, LawError> {
        let figure = if imported { Figure::VehicleSafetyImported } else { Figure::VehicleSafetyDomestic };
        let within = self.measure(figure, as_of)?;
        let last = within.after(since);
        let needed = accident || last < as_of;
        Ok(Answer::new(needed, [within.rule]).changing_on((!needed).then(|| last.plus_days(1))))
    }

    /// The last day on which a change of a vehicle is reported for registration, in working days (164§16).
    pub fn change_deadline(&self, changed_on: Day) -> Result<Answer<Due>, LawError> {
        let within = self.measure(Figure::VehicleChangeWithin, changed_on)?;
        let due = self.add_working_days(changed_on, within.value)?;
        let rules: Vec<_> = std::iter::once(within.rule.clone()).chain(due.rows).collect();
        Ok(Answer::new(due.value, &rules))
    }

    /// Every paper and limit that a registration names is there.
    pub(crate) fn check_registrations(&self) -> Result<(), LawError> {
        for row in self.registrations.all() {
            let (file, key) = ("registrations.toml", &row.rule.key);
            if let Some(missing) = row.data.needs.iter().find(|need| !self.vehicle_papers.has(need)) {
                return Err(wrong(file, key, format!("there is no paper {missing}")));
            }
            if !self.limits.has(&row.data.limit) {
                return Err(wrong(file, key, format!("there is no limit {}", row.data.limit)));
            }
        }
        Ok(())
    }
}

/// `change` of `change.colour`; moving in and out are one kind.
fn kind_of(key: &str) -> &str {
    match key {
        "move_in" | "move_out" => "move",
        _ => key.split_once('.').map_or(key, |(kind, _)| kind),
    }
}
