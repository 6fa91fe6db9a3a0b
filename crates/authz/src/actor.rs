//! Who asks. The caller makes an [`Actor`] from the session and the rows it has loaded: a person's mandates, or the
//! roles of a member of staff and the grants of the outlet.

use std::collections::BTreeSet;

use base::Day;
use serde::{Deserialize, Serialize};

use crate::{Area, Grant, Items, Role};

/// Who asks, under the id that events name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The id of the person, of the staff account, or a fixed word for nobody and for the platform.
    pub id: String,
    /// As what.
    pub kind: ActorKind,
}

/// As what an actor asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActorKind {
    /// Somebody who has not logged in.
    Anyone,
    /// A person in their own affairs; the actor's id is the person's.
    Citizen,
    /// A person in their own affairs and in those of others whose mandates they hold.
    Agent {
        /// The mandates held, in force or not; revoked ones left out.
        mandates: Vec<Mandate>,
    },
    /// A member of staff; the actor's id is that of the account.
    Staff(Box<Staff>),
    /// The platform itself: jobs and notices of outside systems.
    System,
}

/// A mandate: `giver` has named the agent for some items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandate {
    /// The person who gave it.
    pub giver: String,
    /// For which items.
    pub items: Items,
    /// The first day in force.
    pub from: Day,
    /// The last day in force; `None` until it is revoked.
    pub until: Option<Day>,
}

impl Mandate {
    /// Whether it is in force on `day`.
    pub fn holds(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// A member of staff, as the account says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// Their own record as a person, where it is known: nobody handles their own case.
    pub person: Option<String>,
    /// The roles given.
    pub roles: BTreeSet<Role>,
    /// The outlet they work at.
    pub outlet: String,
    /// The area they watch, for supervisors and auditors; the outlet's own area for everybody else.
    pub area: Area,
    /// The grants of the outlet, running or not.
    pub grants: Vec<Grant>,
}

impl Actor {
    /// Somebody who has not logged in.
    pub fn anyone() -> Self {
        Self { id: "anyone".to_owned(), kind: ActorKind::Anyone }
    }

    /// The platform itself.
    pub fn system() -> Self {
        Self { id: "system".to_owned(), kind: ActorKind::System }
    }

    /// A person in their own affairs.
    pub fn citizen(person: impl Into<String>) -> Self {
        Self { id: person.into(), kind: ActorKind::Citizen }
    }

    /// A person who holds mandates.
    pub fn agent(person: impl Into<String>, mandates: Vec<Mandate>) -> Self {
        Self { id: person.into(), kind: ActorKind::Agent { mandates } }
    }

    /// A member of staff with the account `id`.
    pub fn staff(id: impl Into<String>, staff: Staff) -> Self {
        Self { id: id.into(), kind: ActorKind::Staff(Box::new(staff)) }
    }
}
