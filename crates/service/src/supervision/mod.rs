//! What supervisors follow. For now: that somebody was refused, and under which rules.

use serde::{Deserialize, Serialize};

/// A known person was told that an item cannot be had. No read row follows; the event is what is reviewed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TurnedAway {
    /// Whom.
    pub person: String,
    /// Which item.
    pub item: String,
    /// The rules that refused.
    pub rules: Vec<String>,
}

impl ledger::Fact for TurnedAway {
    const KIND: &'static str = "refusal.given";
}
