//! Delegated authority (下放办): which outlet may accept, decide or issue which item, where, how many a day, and until
//! when. Grants are rows of the office's own and travel with the actor; whether one holds today is judged by the
//! policies in `policies/grant.cedar`. A primary office holds a full grant like any other.

use std::collections::BTreeSet;

use base::Day;
use serde::{Deserialize, Serialize};

use crate::Area;
use crate::closed::closed;

closed! {
    /// What a grant lets an outlet do with a case.
    Stage {
        /// Take it in.
        Accept = "accept",
        /// Approve or refuse.
        Decide = "decide",
        /// Make and issue the result.
        Issue = "issue",
    }
}

closed! {
    /// Whether a grant runs.
    Standing {
        /// It runs.
        Active = "active",
        /// It rests until it is let run again.
        Suspended = "suspended",
        /// It has been withdrawn for good.
        Withdrawn = "withdrawn",
    }
}

/// Items of the catalogue, by code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Items {
    /// Every item there is or will be.
    Any,
    /// These items.
    List(BTreeSet<String>),
}

impl Items {
    /// A list of item codes.
    pub fn list<T: Into<String>>(codes: impl IntoIterator<Item = T>) -> Self {
        Self::List(codes.into_iter().map(Into::into).collect())
    }

    /// Whether `item` is named.
    pub fn name(&self, item: &str) -> bool {
        match self {
            Self::Any => true,
            Self::List(codes) => codes.contains(item),
        }
    }
}

/// One grant of authority to an outlet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The outlet that holds it.
    pub outlet: String,
    /// For which items.
    pub items: Items,
    /// For which stages of a case.
    pub stages: BTreeSet<Stage>,
    /// For cases of which jurisdiction.
    pub area: Area,
    /// The first day in force.
    pub from: Day,
    /// The last day in force; `None` until it is withdrawn.
    pub until: Option<Day>,
    /// How many cases a day may be taken in under it; `None` for as many as come.
    pub daily_quota: Option<u32>,
    /// Whether it runs.
    pub standing: Standing,
    /// How many cases have been taken in under it so far today: loaded with the grant, in the same transaction.
    pub taken_today: u32,
}

impl Grant {
    /// A primary office's authority: every item, every stage, everywhere, without a quota or an end.
    pub fn full(outlet: impl Into<String>, from: Day) -> Self {
        Self {
            outlet: outlet.into(),
            items: Items::Any,
            stages: Stage::ALL.iter().copied().collect(),
            area: Area::country(),
            from,
            until: None,
            daily_quota: None,
            standing: Standing::Active,
            taken_today: 0,
        }
    }

    /// Whether this grant of `outlet` names the item and one of the stages. That it names them does not say that it
    /// holds: that is for the policies.
    pub(crate) fn names(&self, outlet: &str, item: &str, stages: &[Stage]) -> bool {
        self.outlet == outlet
            && self.items.name(item)
            && stages.iter().any(|stage| self.stages.contains(stage))
    }
}
