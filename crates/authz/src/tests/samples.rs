//! A small city to ask about: a county office and a station in one county, an office in another county of the same
//! prefecture, and one far away.

use std::sync::LazyLock;

use base::{Day, Region};

use crate::{
    Action, Actor, Area, Authorizer, Case, Channel, Context, Decision, Denial, Grant, Items, Mandate,
    Resource, Role, Staff,
};

pub(super) const OFFICE: &str = "out_office";
pub(super) const STATION: &str = "out_station";
pub(super) const NEIGHBOUR: &str = "out_neighbour";
pub(super) const FAR: &str = "out_far";
pub(super) const ME: &str = "stf_me";
pub(super) const COLLEAGUE: &str = "stf_colleague";
pub(super) const MYSELF: &str = "per_myself";
pub(super) const GIVER: &str = "per_giver";
pub(super) const STRANGER: &str = "per_stranger";
pub(super) const RENEWAL: &str = "licence-renew";
pub(super) const REPLACEMENT: &str = "licence-replace";

static AUTHORIZER: LazyLock<Authorizer> = LazyLock::new(|| Authorizer::embedded().unwrap());

pub(super) fn authorizer() -> &'static Authorizer {
    &AUTHORIZER
}

pub(super) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

pub(super) fn today() -> Day {
    day("2026-11-20")
}

/// Where each outlet is.
pub(super) fn region_of(outlet: &str) -> Region {
    let code = match outlet {
        OFFICE | STATION => "999921",
        NEIGHBOUR => "999922",
        _ => "999801",
    };
    Region::parse(code).unwrap()
}

/// At the counter, with a purpose given and a colleague on duty.
pub(super) fn counter() -> Context {
    Context::new(today(), Channel::Counter).purpose(true).second_person(true)
}

/// A member of staff of the county office, which holds a full grant; watching, where the role watches, the prefecture.
pub(super) fn staff(roles: &[Role]) -> Actor {
    staff_with(roles, vec![Grant::full(OFFICE, day("2020-01-01"))])
}

pub(super) fn staff_with(roles: &[Role], grants: Vec<Grant>) -> Actor {
    let account = Staff {
        person: Some(MYSELF.to_owned()),
        roles: roles.iter().copied().collect(),
        outlet: OFFICE.to_owned(),
        area: Area::parse("9999").unwrap(),
        grants,
    };
    Actor::staff(ME, account)
}

pub(super) fn mandate() -> Mandate {
    Mandate { giver: GIVER.to_owned(), items: Items::list([RENEWAL]), from: today(), until: Some(today()) }
}

pub(super) fn agent() -> Actor {
    Actor::agent(MYSELF, vec![mandate()])
}

/// A stranger's renewal, handed in at `outlet`, accepted and decided by a colleague.
pub(super) fn case_at(outlet: &str) -> Case {
    Case {
        draft: false,
        outlet: Some(outlet.to_owned()),
        acceptor: Some(COLLEAGUE.to_owned()),
        decider: Some(COLLEAGUE.to_owned()),
        ..Case::draft(RENEWAL, region_of(outlet), STRANGER)
    }
}

/// The same in the affairs of `person`.
pub(super) fn case_of(person: &str) -> Case {
    Case { subject: Some(person.to_owned()), applicant: Some(person.to_owned()), ..case_at(OFFICE) }
}

pub(super) fn ask(actor: &Actor, action: Action, resource: &Resource) -> Decision {
    authorizer().decide(actor, action, resource, counter())
}

#[track_caller]
pub(super) fn allows(actor: &Actor, action: Action, resource: &Resource) {
    let decision = ask(actor, action, resource);
    assert!(decision.allowed && decision.reason.is_none() && !decision.policies.is_empty(), "{decision:?}");
}

#[track_caller]
pub(super) fn denies(actor: &Actor, action: Action, resource: &Resource, reason: Denial) {
    let decision = ask(actor, action, resource);
    assert_eq!((decision.allowed, decision.reason), (false, Some(reason)), "{decision:?}");
    assert_eq!(decision.policies.is_empty(), matches!(reason, Denial::NotPermitted | Denial::Fault));
}
