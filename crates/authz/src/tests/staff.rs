//! Staff: nobody handles their own case, two persons where two are asked for, and each role its own work.

use super::samples::*;
use crate::{Action, Actor, ActorKind, Case, Channel, Denial, Owner, Resource, Role};

const CASE_WORK: &[Action] = &[
    Action::CaseOpen,
    Action::CaseSupply,
    Action::CaseSubmit,
    Action::CasePay,
    Action::CaseWithdraw,
    Action::CaseAccept,
    Action::CaseSupplement,
    Action::CaseReject,
    Action::CaseDecide,
    Action::CaseIssue,
    Action::CaseHandOver,
    Action::CaseCorrect,
];

fn all_rounder() -> Actor {
    staff(&[Role::Clerk, Role::Reviewer, Role::Issuer])
}

#[test]
fn nobody_handles_their_own_case_as_subject_applicant_or_agent() {
    let mine = |part: fn(&mut Case)| {
        let mut case = case_at(OFFICE);
        part(&mut case);
        Resource::Case(case)
    };
    let own = [
        mine(|case| case.subject = Some(MYSELF.to_owned())),
        mine(|case| case.applicant = Some(MYSELF.to_owned())),
        mine(|case| case.agent = Some(MYSELF.to_owned())),
    ];
    for action in CASE_WORK {
        allows(&all_rounder(), *action, &Resource::Case(case_at(OFFICE)));
        for case in &own {
            denies(&all_rounder(), *action, case, Denial::OwnCase);
            assert_eq!(ask(&all_rounder(), *action, case).policies, ["own.case"]);
        }
    }
    allows(&all_rounder(), Action::CaseView, &own[0]);
}

#[test]
fn nobody_touches_their_own_file_or_mandate_as_staff() {
    let clerk = staff(&[Role::Clerk, Role::Archivist]);
    let file = |id: &str| Resource::Person { id: id.to_owned(), region: region_of(OFFICE) };
    let paper =
        |giver: &str, agent: &str| Resource::Mandate { giver: giver.to_owned(), agent: agent.to_owned() };
    for action in [Action::PersonRegister, Action::PersonErase] {
        allows(&clerk, action, &file(STRANGER));
        denies(&clerk, action, &file(MYSELF), Denial::OwnCase);
    }
    for action in [Action::MandateGrant, Action::MandateRevoke] {
        allows(&clerk, action, &paper(STRANGER, GIVER));
        denies(&clerk, action, &paper(STRANGER, MYSELF), Denial::OwnCase);
        denies(&clerk, action, &paper(MYSELF, STRANGER), Denial::OwnCase);
    }
}

#[test]
fn the_own_case_rule_needs_a_known_person() {
    let mut actor = all_rounder();
    if let ActorKind::Staff(account) = &mut actor.kind {
        account.person = None;
    }
    allows(&actor, Action::CaseAccept, &Resource::Case(case_of(MYSELF)));
}

#[test]
fn whoever_accepted_does_not_decide_where_the_item_needs_two() {
    let accepted = |by: &str, two_persons| {
        Resource::Case(Case { acceptor: Some(by.to_owned()), decider: None, two_persons, ..case_at(OFFICE) })
    };
    denies(&all_rounder(), Action::CaseDecide, &accepted(ME, true), Denial::SecondPerson);
    allows(&all_rounder(), Action::CaseDecide, &accepted(ME, false));
    allows(&all_rounder(), Action::CaseDecide, &accepted(COLLEAGUE, true));
    let by_the_platform = Case { acceptor: None, decider: None, two_persons: true, ..case_at(OFFICE) };
    allows(&all_rounder(), Action::CaseDecide, &Resource::Case(by_the_platform));
}

#[test]
fn a_correction_is_made_by_somebody_new_to_the_case() {
    let handled = |acceptor: &str, decider: &str| {
        Resource::Case(Case {
            acceptor: Some(acceptor.to_owned()),
            decider: Some(decider.to_owned()),
            ..case_at(OFFICE)
        })
    };
    allows(&all_rounder(), Action::CaseCorrect, &handled(COLLEAGUE, COLLEAGUE));
    denies(&all_rounder(), Action::CaseCorrect, &handled(ME, COLLEAGUE), Denial::SecondPerson);
    denies(&all_rounder(), Action::CaseCorrect, &handled(COLLEAGUE, ME), Denial::SecondPerson);
}

#[test]
fn whoever_decided_issues_only_where_nobody_else_could() {
    let case = Resource::Case(Case { decider: Some(ME.to_owned()), ..case_at(OFFICE) });
    let issue = |alone: bool| {
        let context = counter().second_person(!alone);
        authorizer().decide(&all_rounder(), Action::CaseIssue, &case, context)
    };
    assert!(issue(true).allowed);
    assert_eq!(issue(false).reason, Some(Denial::SecondPerson));
}

#[test]
fn a_case_is_handled_where_it_lies() {
    for outlet in [STATION, NEIGHBOUR, FAR] {
        for action in CASE_WORK.iter().chain(&[Action::CaseView]) {
            denies(&all_rounder(), *action, &Resource::Case(case_at(outlet)), Denial::NotPermitted);
        }
    }
    let passed_up = Case { office: Some(OFFICE.to_owned()), ..case_at(STATION) };
    allows(&all_rounder(), Action::CaseView, &Resource::Case(passed_up.clone()));
    allows(&all_rounder(), Action::CaseDecide, &Resource::Case(passed_up));
    let nowhere = Case { outlet: None, ..case_at(OFFICE) };
    denies(&all_rounder(), Action::CaseView, &Resource::Case(nowhere), Denial::NotPermitted);
}

#[test]
fn looking_into_a_file_takes_a_purpose() {
    let file = Resource::Person { id: STRANGER.to_owned(), region: region_of(FAR) };
    let licence = Resource::Licence { holder: STRANGER.to_owned() };
    let clerk = staff(&[Role::Clerk]);
    for (action, resource) in [(Action::PersonLookUp, &file), (Action::LicenceView, &licence)] {
        allows(&clerk, action, resource);
        let decision = authorizer().decide(&clerk, action, resource, counter().purpose(false));
        assert_eq!(decision.reason, Some(Denial::PurposeMissing));
        denies(&staff(&[Role::PartnerClerk]), action, resource, Denial::NotPermitted);
    }
}

#[test]
fn a_partners_clerk_takes_in_but_does_not_decline() {
    let partner = staff(&[Role::PartnerClerk]);
    let case = Resource::Case(case_at(OFFICE));
    allows(&partner, Action::CaseAccept, &case);
    allows(&partner, Action::CaseSupplement, &case);
    denies(&partner, Action::CaseReject, &case, Denial::NotPermitted);
    denies(&partner, Action::CaseDecide, &case, Denial::NotPermitted);
}

#[test]
fn staff_change_nothing_at_a_kiosk() {
    let kiosk = crate::Context { channel: Channel::Kiosk, ..counter() };
    let case = Resource::Case(case_at(OFFICE));
    let accept = authorizer().decide(&all_rounder(), Action::CaseAccept, &case, kiosk);
    assert_eq!(accept.reason, Some(Denial::PublicMachine));
    let mine = Resource::Case(case_of(MYSELF));
    assert!(authorizer().decide(&Actor::citizen(MYSELF), Action::CaseSupply, &mine, kiosk).allowed);
    let session = Resource::Session { owner: Owner::Staff(ME.to_owned()), outlet: None };
    assert!(authorizer().decide(&all_rounder(), Action::SessionEnd, &session, kiosk).allowed);
}

#[test]
fn the_head_answers_for_one_outlet() {
    let head = staff(&[Role::OutletHead]);
    let outlet = |id: &str| Resource::Outlet { id: id.to_owned(), region: region_of(id) };
    let grant = |id: &str| Resource::Grant { outlet: id.to_owned(), region: region_of(id) };
    allows(&head, Action::OutletChange, &outlet(OFFICE));
    denies(&head, Action::OutletChange, &outlet(STATION), Denial::NotPermitted);
    allows(&head, Action::GrantSuspend, &grant(OFFICE));
    denies(&head, Action::GrantSuspend, &grant(STATION), Denial::NotPermitted);
    denies(&head, Action::GrantGive, &grant(OFFICE), Denial::NotPermitted);
}

#[test]
fn the_more_telling_reason_is_given_first_and_all_policies_are_named() {
    let case = Resource::Case(Case { two_persons: true, acceptor: Some(ME.to_owned()), ..case_of(MYSELF) });
    let decision = ask(&staff_with(&[Role::Reviewer], Vec::new()), Action::CaseDecide, &case);
    assert_eq!(decision.reason, Some(Denial::OwnCase));
    assert_eq!(decision.policies, ["four_eyes", "grant.missing", "own.case"]);
}
