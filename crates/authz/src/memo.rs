//! Answers that were given before. No policy names one person, account or outlet: an answer depends on which of the
//! names in a question are the same, not on what they are. Questions are therefore spelt with each name replaced by
//! its place, and those that are spelt alike are judged once. What is not a name (roles, areas, days, standings,
//! counts) is spelt out. It holds answers only, never a name, and forgets all of them when it is full.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::RwLock;

use base::{Day, Region};

use crate::entities::Authority;
use crate::{Action, Actor, ActorKind, Case, Context, Decision, Grant, Mandate, Owner, Resource, Staff};

/// Answers kept at most: an office of fifty outlets asks some thousand different questions a day.
const MOST: usize = 8_192;

/// The answers by the spelling of their questions.
#[derive(Debug, Default)]
pub(crate) struct Memo(RwLock<HashMap<Vec<u8>, Decision>>);

impl Memo {
    /// The answer given before, or the one that `judge` gives now.
    pub(crate) fn answer(&self, question: Vec<u8>, judge: impl FnOnce() -> Decision) -> Decision {
        if let Ok(known) = self.0.read()
            && let Some(decision) = known.get(&question)
        {
            return decision.clone();
        }
        let decision = judge();
        if let Ok(mut known) = self.0.write() {
            if known.len() >= MOST {
                known.clear();
            }
            known.insert(question, decision.clone());
        }
        decision
    }
}

/// The spelling of a question: every fact that an entity or the context is made from, in a fixed order.
pub(crate) fn spell(
    actor: &Actor,
    authority: Authority<'_>,
    action: Action,
    resource: &Resource,
    context: Context,
) -> Vec<u8> {
    let mut spelling = Spelling { bytes: Vec::with_capacity(192), names: Vec::with_capacity(12) };
    spelling.word(action.as_str());
    spelling.flags([context.purpose_given, context.second_person]);
    spelling.word(context.channel.as_str());
    spelling.day(context.day);
    spelling.actor(actor);
    match authority {
        Authority::Plain => spelling.word("plain"),
        Authority::Grant(grant) => spelling.grant(grant),
        Authority::Mandate(mandate) => spelling.mandate(mandate),
    }
    spelling.resource(resource);
    spelling.bytes
}

struct Spelling<'a> {
    bytes: Vec<u8>,
    names: Vec<&'a str>,
}

impl<'a> Spelling<'a> {
    /// A word of a closed list. None of them has a zero in it.
    fn word(&mut self, word: &str) {
        self.bytes.extend_from_slice(word.as_bytes());
        self.bytes.push(0);
    }

    fn shown(&mut self, what: impl std::fmt::Display) {
        // Writing to a vector does not fail.
        let _ = write!(self.bytes, "{what}\0");
    }

    fn flags<const N: usize>(&mut self, flags: [bool; N]) {
        self.bytes.extend(flags.map(u8::from));
    }

    fn day(&mut self, day: Day) {
        self.shown(day);
    }

    /// A name as the place where it first stood.
    fn name(&mut self, name: &'a str) {
        let place = self.names.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.names.push(name);
            self.names.len() - 1
        });
        self.shown(place);
    }

    fn maybe(&mut self, name: Option<&'a str>) {
        match name {
            Some(name) => self.name(name),
            None => self.word("-"),
        }
    }

    fn days(&mut self, from: Day, until: Option<Day>) {
        self.day(from);
        match until {
            Some(until) => self.day(until),
            None => self.word("-"),
        }
    }

    fn actor(&mut self, actor: &'a Actor) {
        let kind = match &actor.kind {
            ActorKind::Anyone => "anyone",
            // To the policies an agent is a citizen with a mandate, which is spelt beside.
            ActorKind::Citizen | ActorKind::Agent { .. } => "citizen",
            ActorKind::Staff(_) => "staff",
            ActorKind::System => "system",
        };
        self.word(kind);
        self.name(&actor.id);
        if let ActorKind::Staff(staff) = &actor.kind {
            self.staff(staff);
        }
    }

    fn staff(&mut self, staff: &'a Staff) {
        self.maybe(staff.person.as_deref());
        self.name(&staff.outlet);
        self.shown(&staff.area);
        for role in &staff.roles {
            self.word(role.as_str());
        }
        self.word(".");
    }

    fn grant(&mut self, grant: &'a Grant) {
        self.word("grant");
        self.word(grant.standing.as_str());
        self.shown(&grant.area);
        self.days(grant.from, grant.until);
        match grant.daily_quota {
            Some(quota) => self.shown(quota),
            None => self.word("-"),
        }
        self.shown(grant.taken_today);
    }

    fn mandate(&mut self, mandate: &'a Mandate) {
        self.word("mandate");
        self.name(&mandate.giver);
        self.days(mandate.from, mandate.until);
    }

    fn at(&mut self, outlet: &'a str, region: Region) {
        self.name(outlet);
        self.shown(region);
    }

    fn case(&mut self, case: &'a Case) {
        self.flags([case.draft, case.two_persons]);
        let Case { subject, applicant, agent, outlet, office, acceptor, decider, .. } = case;
        for name in [subject, applicant, agent, outlet, office, acceptor, decider] {
            self.maybe(name.as_deref());
        }
        self.shown(case.region);
    }

    fn resource(&mut self, resource: &'a Resource) {
        match resource {
            Resource::Platform => self.word("platform"),
            Resource::Item => self.word("item"),
            // The three are one case to the policies, told apart by the action.
            Resource::Case(case) | Resource::Paper(case) | Resource::Parcel(case) => {
                self.word("case");
                self.case(case);
            }
            Resource::Person { id, region } => {
                self.word("person");
                self.at(id, *region);
            }
            Resource::Licence { holder } => {
                self.word("licence");
                self.name(holder);
            }
            Resource::Mandate { giver, agent } => {
                self.word("mandate");
                self.name(giver);
                self.name(agent);
            }
            Resource::Session { owner, outlet } => self.session(owner, outlet.as_deref()),
            Resource::Outlet { id, region } => {
                self.word("outlet");
                self.at(id, *region);
            }
            Resource::Stock { outlet, region } => {
                self.word("stock");
                self.at(outlet, *region);
            }
            Resource::Grant { outlet, region } => {
                self.word("grant");
                self.at(outlet, *region);
            }
            Resource::Account { staff, outlet, region } => {
                self.word("account");
                self.name(staff);
                self.at(outlet, *region);
            }
            Resource::LookUp { by, outlet, region } => {
                self.word("look_up");
                self.name(by);
                self.at(outlet, *region);
            }
            Resource::Feedback { person, about, outlet, region } => {
                self.word("feedback");
                self.maybe(person.as_deref());
                self.maybe(about.as_deref());
                self.at(outlet, *region);
            }
        }
    }

    fn session(&mut self, owner: &'a Owner, outlet: Option<&'a str>) {
        match owner {
            Owner::Person(person) => {
                self.word("session of a person");
                self.name(person);
            }
            Owner::Staff(staff) => {
                self.word("session of staff");
                self.name(staff);
            }
        }
        self.maybe(outlet);
    }
}
