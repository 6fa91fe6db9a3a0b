//! Scopes as SQL will see them. That they agree with decisions is tested with random questions.

use super::samples::*;
use crate::{Action, Actor, Area, Clause, Items, Mandate, Role, Scope};

fn of(actor: &Actor, action: Action) -> Vec<Clause> {
    Scope::of(actor, action, counter()).any
}

#[test]
fn a_desk_sees_its_outlet_and_a_watcher_the_area() {
    let outlet = || Clause::Outlet(OFFICE.to_owned());
    let area = || Clause::Area(Area::parse("9999").unwrap());
    assert_eq!(of(&staff(&[Role::Clerk, Role::Reviewer]), Action::CaseView), [outlet()]);
    assert_eq!(of(&staff(&[Role::Supervisor]), Action::CaseView), [area()]);
    assert_eq!(of(&staff(&[Role::OutletHead]), Action::StockView), [outlet()]);
    assert_eq!(of(&staff(&[Role::Examiner]), Action::CaseView), []);
    assert_eq!(of(&staff(&[Role::Auditor]), Action::GrantView), [area(), outlet()]);
    assert_eq!(of(&staff(&[Role::Examiner]), Action::StaffView), [Clause::Account(ME.to_owned())]);
}

#[test]
fn an_agent_sees_their_own_cases_and_those_of_the_mandates_in_force() {
    let ended = Mandate { until: Some(day("2026-11-19")), giver: STRANGER.to_owned(), ..mandate() };
    let actor = Actor::agent(MYSELF, vec![ended, mandate()]);
    let mandated = Clause::Mandated { giver: GIVER.to_owned(), items: Items::list([RENEWAL]) };
    assert_eq!(of(&actor, Action::CaseView), [Clause::Person(MYSELF.to_owned()), mandated]);
    assert_eq!(of(&actor, Action::LicenceView), [Clause::Person(MYSELF.to_owned())]);
}

#[test]
fn look_ups_leave_out_ones_own() {
    let scope = Scope::of(&staff(&[Role::OutletHead]), Action::LookupReview, counter());
    assert_eq!(scope.except_by.as_deref(), Some(ME));
    assert!(!scope.is_nothing() && !scope.is_everything());
}

#[test]
fn nothing_and_everything_are_said_plainly() {
    let admin = staff(&[Role::Administrator, Role::Clerk]);
    assert!(Scope::of(&admin, Action::CaseView, counter()).is_nothing());
    assert!(Scope::of(&admin, Action::StaffView, counter()).is_everything());
    let clerk = staff(&[Role::Clerk]);
    assert!(Scope::of(&clerk, Action::PersonLookUp, counter()).is_everything());
    assert!(Scope::of(&clerk, Action::PersonLookUp, counter().purpose(false)).is_nothing());
    assert!(Scope::of(&Actor::anyone(), Action::CaseView, counter()).is_nothing());
    assert!(Scope::of(&Actor::anyone(), Action::ItemView, counter()).is_everything());
}

#[test]
fn what_is_not_a_list_shows_nothing() {
    for actor in [staff(Role::ALL), agent(), Actor::system()] {
        for action in [Action::CaseOpen, Action::CaseDecide, Action::SessionEnd, Action::JobRetry] {
            assert!(Scope::of(&actor, action, counter()).is_nothing(), "{action}");
        }
    }
}
