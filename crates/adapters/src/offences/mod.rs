//! The traffic offence system (交通违法): what a driver must settle before a renewal, and what stands against one.
//!
//! Four facts of the law come over this line. Unsettled violations and accidents refuse 审验 and with it a renewal
//! (162§72–73). A 12-point cycle inside the validity of a licence decides how long the next one is valid (162§62). A
//! licence that is seized, detained or suspended is not replaced (162§69). The last cycle that ended says whether a
//! review of the driver is due (162§72). The system gives the facts; what follows
//! from them is the platform's to decide. Somebody whom the system does not know has no standing at all, which is
//! not the same as a clean one. The profile is `docs/profiles/offences.md`.

mod client;
mod twin;

#[cfg(test)]
mod tests;

use base::Day;
use serde::{Deserialize, Serialize};

pub use client::Offences;
pub(crate) use twin::router;

use crate::Private;
use crate::limits::{Limited, Wrong};
use crate::wire::present;

/// Whose standing is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// Citizen identity number, 18 characters.
    pub id_number: Private,
}

/// How a driver stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Violations not yet handled or not yet paid, as driver and as owner together: 0 to 100,000.
    pub unsettled_violations: u32,
    /// Accidents not yet handled: 0 to 1,000.
    pub unsettled_accidents: u32,
    /// The first day of every scoring cycle (记分周期) in which 12 points were reached, oldest first, at most 60.
    pub full_cycles: Vec<Day>,
    /// What stands against the licence now.
    pub measures: Vec<Measure>,
    /// What the last scoring cycle that ended brought; none where the system cannot say, which leaves it unknown.
    #[serde(default)]
    pub last_cycle: Option<LastCycle>,
}

/// The last scoring cycle that ended, as the review of drivers (审验) looks at it (162§72).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastCycle {
    /// Points recorded in it: 0 to 1,000.
    pub points: u16,
    /// The worst accident in it with equal or greater blame.
    pub accident: Accident,
    /// Whether the review for it is done, or was not due.
    pub reviewed: bool,
}

/// An accident with equal or greater blame of the driver.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Accident {
    /// None.
    #[default]
    None,
    /// Somebody was seriously injured.
    SeriousInjury,
    /// Somebody died.
    Death,
}

/// A measure against a licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// 扣押: seized as evidence.
    Seized,
    /// 扣留: detained until a penalty or a study is settled.
    Detained,
    /// 暂扣: suspended for a term as a penalty.
    Suspended,
}

/// The answer on the wire; `standing` is `null` for somebody the system does not know.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AskAnswer {
    id_number: Private,
    #[serde(deserialize_with = "present")]
    standing: Option<Standing>,
}

impl Limited for Ask {
    fn check(&self, wrong: &mut Wrong) {
        wrong.id_number("id_number", self.id_number.as_str());
    }
}

impl Limited for Standing {
    fn check(&self, wrong: &mut Wrong) {
        wrong.count("standing.unsettled_violations", self.unsettled_violations, 100_000);
        wrong.count("standing.unsettled_accidents", self.unsettled_accidents, 1000);
        wrong.at_most("standing.full_cycles", self.full_cycles.len(), 60);
        wrong.at_most("standing.measures", self.measures.len(), 3);
        let points = self.last_cycle.map_or(0, |cycle| u32::from(cycle.points));
        wrong.count("standing.last_cycle.points", points, 1000);
    }
}

impl Limited for AskAnswer {
    fn check(&self, wrong: &mut Wrong) {
        wrong.id_number("id_number", self.id_number.as_str());
        if let Some(standing) = &self.standing {
            standing.check(wrong);
        }
    }
}
