//! What waits, system by system, for whoever looks after the connections.

use std::collections::BTreeMap;

use base::Instant;
use store::{Read, params};

use super::model::System;
use super::{QUICK_TRIES, sql};
use crate::office::Stop;

/// What waits for one system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The system.
    pub system: System,
    /// Which receiver, where it is one of notices; empty otherwise.
    pub receiver: String,
    /// Jobs that wait for their time.
    pub due: i64,
    /// Jobs that a worker has in hand.
    pub taken: i64,
    /// Jobs that were laid aside.
    pub aside: i64,
    /// Of those that wait, how many have waited for longer than the quick tries take.
    pub by_the_hour: i64,
    /// When the oldest of those that are not aside was left; none where none is.
    pub since: Option<Instant>,
    /// What the oldest that was tried in vain met; none where none was.
    pub why: Option<String>,
    /// When that one was left.
    failed_since: Option<Instant>,
}

impl Waiting {
    /// Nothing.
    pub fn nothing(system: System, receiver: impl Into<String>) -> Self {
        Self {
            system,
            receiver: receiver.into(),
            due: 0,
            taken: 0,
            aside: 0,
            by_the_hour: 0,
            since: None,
            why: None,
            failed_since: None,
        }
    }

    /// How many are not done and not aside.
    pub fn under_way(&self) -> i64 {
        self.due.saturating_add(self.taken)
    }

    fn add(&mut self, part: &Part) {
        match part.status.as_str() {
            "aside" => self.aside = self.aside.saturating_add(part.many),
            "taken" => self.taken = self.taken.saturating_add(part.many),
            _ => self.due = self.due.saturating_add(part.many),
        }
        if part.status == "aside" {
            return;
        }
        self.by_the_hour = self.by_the_hour.saturating_add(part.slow);
        self.since = earlier(self.since, base::id_made_at(&part.oldest));
        let Some((failed, why)) = &part.failed else { return };
        let left = base::id_made_at(failed);
        if self.why.is_none() || left < self.failed_since {
            (self.why, self.failed_since) = (Some(why.clone()), left);
        }
    }
}

/// The earlier of two moments, where there are two.
fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    one.into_iter().chain(other).min()
}

/// Jobs of one kind and status for one receiver or source.
struct Part {
    kind: String,
    what: String,
    status: String,
    many: i64,
    slow: i64,
    oldest: String,
    /// The oldest that was tried in vain, and what it met.
    failed: Option<(String, String)>,
}

/// What waits, by system and receiver; systems that nothing waits for are not among them.
pub fn waiting(read: &mut Read<'_>) -> Result<Vec<Waiting>, Stop> {
    let parts = read.list(&sql::WAITING, params![QUICK_TRIES], |row| {
        Ok(Part {
            kind: row.text(0)?,
            what: row.text(1)?,
            status: row.text(2)?,
            many: row.int(3)?,
            slow: row.int(4)?,
            oldest: row.text(5)?,
            failed: row.opt_text(6)?.zip(row.opt_text(7)?),
        })
    })?;
    let mut found: BTreeMap<(System, String), Waiting> = BTreeMap::new();
    for part in parts {
        let system = System::of(&part.kind, &part.what);
        let receiver = if system == System::Webhook { part.what.clone() } else { String::new() };
        let nothing = Waiting::nothing(system, receiver.as_str());
        found.entry((system, receiver)).or_insert(nothing).add(&part);
    }
    Ok(found.into_values().collect())
}
