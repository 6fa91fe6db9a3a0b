//! Citizens and agents, nobody, and the platform itself.

use super::samples::*;
use crate::{Action, Actor, Case, Denial, Items, Mandate, Owner, Resource, Role};

const OWN_ACTS: &[Action] = &[
    Action::CaseView,
    Action::CaseSupply,
    Action::CaseSubmit,
    Action::CasePay,
    Action::CaseWithdraw,
    Action::CaseRate,
];

#[test]
fn a_citizen_acts_in_their_own_case_and_not_in_a_strangers() {
    let me = Actor::citizen(MYSELF);
    for action in OWN_ACTS {
        allows(&me, *action, &Resource::Case(case_of(MYSELF)));
        denies(&me, *action, &Resource::Case(case_of(STRANGER)), Denial::NotPermitted);
    }
    for (action, own, other) in [
        (Action::PaperView, Resource::Paper(case_of(MYSELF)), Resource::Paper(case_of(STRANGER))),
        (Action::ParcelView, Resource::Parcel(case_of(MYSELF)), Resource::Parcel(case_of(STRANGER))),
    ] {
        allows(&me, action, &own);
        denies(&me, action, &other, Denial::NotPermitted);
    }
}

#[test]
fn whoever_a_case_is_about_sees_it_and_whoever_asked_for_it_acts() {
    let about_me = Resource::Case(Case { applicant: Some(STRANGER.to_owned()), ..case_of(MYSELF) });
    allows(&Actor::citizen(MYSELF), Action::CaseView, &about_me);
    denies(&Actor::citizen(MYSELF), Action::CaseWithdraw, &about_me, Denial::NotPermitted);
    allows(&Actor::citizen(STRANGER), Action::CaseWithdraw, &about_me);
}

#[test]
fn a_citizen_opens_a_case_in_their_own_name_about_themselves() {
    let me = Actor::citizen(MYSELF);
    let draft = Case::draft(RENEWAL, region_of(OFFICE), MYSELF);
    allows(&me, Action::CaseOpen, &Resource::Case(draft.clone()));
    allows(&me, Action::CaseOpen, &Resource::Case(Case { subject: None, ..draft.clone() }));
    let about = |subject: &str| Resource::Case(Case { subject: Some(subject.to_owned()), ..draft.clone() });
    denies(&me, Action::CaseOpen, &about(STRANGER), Denial::NotPermitted);
    let through = Case { agent: Some(STRANGER.to_owned()), ..draft.clone() };
    denies(&me, Action::CaseOpen, &Resource::Case(through), Denial::NotPermitted);
    let unnamed = Case { applicant: None, ..draft };
    denies(&me, Action::CaseOpen, &Resource::Case(unnamed), Denial::NotPermitted);
}

#[test]
fn an_agent_acts_for_the_giver_in_the_named_items() {
    for action in OWN_ACTS {
        allows(&agent(), *action, &Resource::Case(case_of(GIVER)));
        allows(&agent(), *action, &Resource::Case(case_of(MYSELF)));
        let other = Resource::Case(Case { item: REPLACEMENT.to_owned(), ..case_of(GIVER) });
        denies(&agent(), *action, &other, Denial::NotPermitted);
        denies(&Actor::citizen(MYSELF), *action, &Resource::Case(case_of(GIVER)), Denial::NotPermitted);
    }
}

#[test]
fn an_agent_opens_a_case_only_as_its_agent() {
    let draft = Case::draft(RENEWAL, region_of(OFFICE), GIVER);
    denies(&agent(), Action::CaseOpen, &Resource::Case(draft.clone()), Denial::NotPermitted);
    let stood_for = Case { agent: Some(MYSELF.to_owned()), ..draft };
    allows(&agent(), Action::CaseOpen, &Resource::Case(stood_for.clone()));
    let about_another = Case { subject: Some(STRANGER.to_owned()), ..stood_for };
    denies(&agent(), Action::CaseOpen, &Resource::Case(about_another), Denial::NotPermitted);
}

#[test]
fn a_mandate_holds_from_its_first_to_its_last_day() {
    let case = Resource::Case(case_of(GIVER));
    for (from, until, reason) in [
        ("2026-11-20", Some("2026-11-20"), None),
        ("2026-11-01", None, None),
        ("2026-11-21", None, Some(Denial::MandateNotInForce)),
        ("2026-11-01", Some("2026-11-19"), Some(Denial::MandateNotInForce)),
    ] {
        let held = Mandate { from: day(from), until: until.map(day), ..mandate() };
        assert_eq!(held.holds(today()), reason.is_none());
        let actor = Actor::agent(MYSELF, vec![held]);
        assert_eq!(ask(&actor, Action::CaseSupply, &case).reason, reason, "{from} to {until:?}");
    }
    let ended = Mandate { until: Some(day("2026-11-19")), ..mandate() };
    allows(&Actor::agent(MYSELF, vec![ended.clone(), mandate()]), Action::CaseSupply, &case);
    let about_me = Resource::Case(Case { subject: Some(MYSELF.to_owned()), ..case_of(GIVER) });
    allows(&Actor::agent(MYSELF, vec![ended]), Action::CaseView, &about_me);
}

#[test]
fn a_mandate_is_given_in_person_and_ended_by_either_side() {
    let paper =
        |giver: &str, agent: &str| Resource::Mandate { giver: giver.to_owned(), agent: agent.to_owned() };
    let me = Actor::citizen(MYSELF);
    allows(&me, Action::MandateGrant, &paper(MYSELF, STRANGER));
    denies(&me, Action::MandateGrant, &paper(STRANGER, MYSELF), Denial::NotPermitted);
    denies(&me, Action::MandateGrant, &paper(MYSELF, MYSELF), Denial::NotPermitted);
    for action in [Action::MandateView, Action::MandateRevoke] {
        allows(&me, action, &paper(MYSELF, STRANGER));
        allows(&me, action, &paper(STRANGER, MYSELF));
        denies(&me, action, &paper(STRANGER, GIVER), Denial::NotPermitted);
    }
    let for_all = Mandate { items: Items::Any, ..mandate() };
    let agent = Actor::agent(MYSELF, vec![for_all]);
    denies(&agent, Action::MandateGrant, &paper(GIVER, STRANGER), Denial::NotPermitted);
}

#[test]
fn ones_own_file_licence_feedback_and_session_are_ones_own() {
    let all = |person: &str| {
        let person = person.to_owned();
        let region = region_of(OFFICE);
        [
            (Action::PersonViewSelf, Resource::Person { id: person.clone(), region }),
            (Action::LicenceView, Resource::Licence { holder: person.clone() }),
            (Action::SessionEnd, Resource::Session { owner: Owner::Person(person.clone()), outlet: None }),
            (
                Action::FeedbackView,
                Resource::Feedback { person: Some(person), about: None, outlet: OFFICE.to_owned(), region },
            ),
        ]
    };
    for actor in [Actor::citizen(MYSELF), agent()] {
        for (action, resource) in all(MYSELF) {
            allows(&actor, action, &resource);
        }
        for person in [STRANGER, GIVER] {
            for (action, resource) in all(person) {
                denies(&actor, action, &resource, Denial::NotPermitted);
            }
        }
    }
}

#[test]
fn nobody_reads_what_is_published_and_nothing_else() {
    let outlet = Resource::Outlet { id: FAR.to_owned(), region: region_of(FAR) };
    for actor in [Actor::anyone(), Actor::citizen(STRANGER), agent(), staff(&[]), Actor::system()] {
        allows(&actor, Action::ItemView, &Resource::Item);
        allows(&actor, Action::OutletView, &outlet);
    }
    denies(&Actor::anyone(), Action::CaseView, &Resource::Case(case_of(STRANGER)), Denial::NotPermitted);
    denies(&Actor::anyone(), Action::HealthView, &Resource::Platform, Denial::NotPermitted);
}

#[test]
fn the_platform_records_and_lapses_but_does_not_decide() {
    let case = Resource::Case(case_at(FAR));
    for action in [Action::CasePay, Action::CaseHandOver, Action::CaseLapse, Action::CaseView] {
        allows(&Actor::system(), action, &case);
    }
    for action in [Action::CaseAccept, Action::CaseDecide, Action::CaseIssue, Action::CaseWithdraw] {
        denies(&Actor::system(), action, &case, Denial::NotPermitted);
    }
    denies(&staff(&[Role::Clerk]), Action::CaseLapse, &Resource::Case(case_at(OFFICE)), Denial::NotPermitted);
}
