//! What breaking a rule costs: the range of the fine, and for how long whoever did it may not apply (162§93–100,
//! 163§30–31, 164§78–81).

use base::{Day, Fen, Text};
use serde::{Deserialize, Serialize};

use crate::{Answer, Law, LawError};

/// One penalty.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PenaltyRow {
    name: Text,
    #[serde(default)]
    warning: bool,
    least_yuan: Option<u32>,
    most_yuan: Option<u32>,
    of: Option<Measure>,
    least_times: Option<u16>,
    most_times: Option<u16>,
    shut_out_years: Option<u16>,
}

/// What a fine is a multiple of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Measure {
    /// What was gained (违法所得).
    Gains,
    /// What was paid.
    Paid,
    /// What was charged (所收检验费).
    Fee,
}

/// What somebody has to reckon with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Penalty {
    /// Whether a warning may do.
    pub warning: bool,
    /// The lowest fine.
    pub least: Fen,
    /// The highest fine; none where the rule names neither an amount nor what it is a multiple of is known.
    pub most: Option<Fen>,
    /// For how many years whoever did it may not apply.
    pub shut_out_years: Option<u16>,
}

impl Law {
    /// The penalty for something (`points.selling`). `sum` is what was gained, paid or charged by it, where the fine is a
    /// multiple of that; nothing where it is not known or there was none.
    pub fn penalty(&self, key: &str, sum: Option<Fen>, on: Day) -> Result<Answer<Penalty>, LawError> {
        let row = self.penalties.at(key, on)?;
        let times = |count: Option<u16>| {
            let sum = sum.filter(|sum| sum.0 > 0 && row.data.of.is_some())?;
            count.map(|count| Fen(sum.0.saturating_mul(i64::from(count))))
        };
        let fixed = |yuan: Option<u32>| yuan.map(|yuan| Fen::yuan(i64::from(yuan)));
        let cap = fixed(row.data.most_yuan);
        let most = match (times(row.data.most_times), cap) {
            (Some(multiple), Some(cap)) => Some(multiple.min(cap)),
            (multiple, cap) => multiple.or(cap),
        };
        let least = times(row.data.least_times).or(fixed(row.data.least_yuan)).unwrap_or(Fen::ZERO);
        let value = Penalty {
            warning: row.data.warning,
            least: most.map_or(least, |most| least.min(most)),
            most,
            shut_out_years: row.data.shut_out_years,
        };
        Ok(Answer::new(value, [&row.rule]))
    }

    /// The first day on which somebody may apply again who did this on a day (162§93, 164§80–81); none where it shuts
    /// nobody out.
    pub fn shut_out_until(&self, key: &str, since: Day, on: Day) -> Result<Answer<Option<Day>>, LawError> {
        let row = self.penalties.at(key, on)?;
        let years = row.data.shut_out_years.map(|years| i16::try_from(years).unwrap_or(i16::MAX));
        let until = years.map(|years| since.plus_years(years));
        Ok(Answer::new(until, [&row.rule]).changing_on(until.filter(|until| on < *until)))
    }

    /// What a penalty is for.
    pub fn penalty_name(&self, key: &str, on: Day) -> Result<&Text, LawError> {
        self.penalties.at(key, on).map(|row| &row.data.name)
    }

    /// The keys of all penalties.
    pub fn penalties(&self) -> impl Iterator<Item = &str> {
        self.penalties.keys()
    }
}
