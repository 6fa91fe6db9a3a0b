//! Those who watch and those who administer.

use super::samples::*;
use crate::{Action, Case, Denial, Owner, Resource, Role};

fn account(staff: &str, outlet: &str) -> Resource {
    Resource::Account { staff: staff.to_owned(), outlet: outlet.to_owned(), region: region_of(outlet) }
}

fn look_up(by: &str, outlet: &str) -> Resource {
    Resource::LookUp { by: by.to_owned(), outlet: outlet.to_owned(), region: region_of(outlet) }
}

fn feedback(about: Option<&str>) -> Resource {
    Resource::Feedback {
        person: Some(STRANGER.to_owned()),
        about: about.map(str::to_owned),
        outlet: OFFICE.to_owned(),
        region: region_of(OFFICE),
    }
}

#[test]
fn supervisors_and_auditors_see_their_area_and_no_drafts() {
    for role in [Role::Supervisor, Role::Auditor] {
        let watcher = staff(&[role]);
        for outlet in [OFFICE, STATION, NEIGHBOUR] {
            allows(&watcher, Action::CaseView, &Resource::Case(case_at(outlet)));
            allows(&watcher, Action::LookupReview, &look_up(COLLEAGUE, outlet));
        }
        denies(&watcher, Action::CaseView, &Resource::Case(case_at(FAR)), Denial::NotPermitted);
        denies(&watcher, Action::LookupReview, &look_up(COLLEAGUE, FAR), Denial::NotPermitted);
        let unsent = Case { draft: true, ..case_at(OFFICE) };
        denies(&watcher, Action::CaseView, &Resource::Case(unsent), Denial::NotPermitted);
        allows(&watcher, Action::LedgerSearch, &Resource::Platform);
    }
}

#[test]
fn whoever_watches_changes_nothing_even_with_another_role() {
    let case = Resource::Case(case_at(OFFICE));
    for role in [Role::Supervisor, Role::Auditor] {
        denies(&staff(&[role]), Action::CaseAccept, &case, Denial::NotPermitted);
        let both = staff(&[role, Role::Clerk, Role::OutletHead]);
        denies(&both, Action::CaseAccept, &case, Denial::ReadOnly);
        denies(&both, Action::FeedbackAnswer, &feedback(None), Denial::ReadOnly);
        let session =
            Resource::Session { owner: Owner::Staff(ME.to_owned()), outlet: Some(OFFICE.to_owned()) };
        allows(&both, Action::SessionEnd, &session);
    }
}

#[test]
fn administrators_never_touch_or_see_cases_even_with_another_role() {
    let case = Resource::Case(case_at(OFFICE));
    for action in [Action::CaseView, Action::CaseAccept, Action::CaseDecide] {
        denies(&staff(&[Role::Administrator]), action, &case, Denial::NotPermitted);
        let both = staff(&[Role::Administrator, Role::Clerk, Role::Reviewer]);
        denies(&both, action, &case, Denial::SeparateDuties);
    }
}

#[test]
fn administrators_keep_accounts_but_not_their_own() {
    let admin = staff(&[Role::Administrator]);
    let changes = [Action::StaffCreate, Action::StaffDisable, Action::StaffSetRoles, Action::StaffResetTotp];
    for action in changes {
        allows(&admin, action, &account(COLLEAGUE, FAR));
        denies(&admin, action, &account(ME, OFFICE), Denial::OwnAccount);
        denies(&staff(&[Role::OutletHead]), action, &account(COLLEAGUE, OFFICE), Denial::NotPermitted);
    }
    allows(&admin, Action::StaffView, &account(ME, OFFICE));
}

#[test]
fn nobody_judges_their_own_conduct() {
    let head = staff(&[Role::OutletHead]);
    allows(&head, Action::LookupReview, &look_up(COLLEAGUE, OFFICE));
    denies(&head, Action::LookupReview, &look_up(ME, OFFICE), Denial::OwnConduct);
    denies(&head, Action::LookupReview, &look_up(COLLEAGUE, STATION), Denial::NotPermitted);
    allows(&head, Action::FeedbackAnswer, &feedback(Some(COLLEAGUE)));
    denies(&head, Action::FeedbackAnswer, &feedback(Some(ME)), Denial::OwnConduct);
    allows(&head, Action::FeedbackView, &feedback(Some(ME)));
    denies(&staff(&[Role::Supervisor]), Action::LookupReview, &look_up(ME, NEIGHBOUR), Denial::OwnConduct);
}

#[test]
fn everyone_sees_their_own_account_and_the_outlets_grants() {
    let examiner = staff(&[Role::Examiner]);
    let grant = |outlet: &str| Resource::Grant { outlet: outlet.to_owned(), region: region_of(outlet) };
    allows(&examiner, Action::StaffView, &account(ME, OFFICE));
    denies(&examiner, Action::StaffView, &account(COLLEAGUE, OFFICE), Denial::NotPermitted);
    allows(&examiner, Action::GrantView, &grant(OFFICE));
    denies(&examiner, Action::GrantView, &grant(STATION), Denial::NotPermitted);
}
