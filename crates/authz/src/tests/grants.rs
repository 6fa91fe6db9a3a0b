//! Delegated authority, defect by defect.

use super::samples::*;
use crate::{Action, Actor, Area, Case, Denial, Grant, Items, Resource, Role, Stage, Standing};

const ROLES: &[Role] = &[Role::Clerk, Role::Reviewer, Role::Issuer];

/// A service station's kind of grant: one item, taken in and issued, in one county, this year, twenty a day.
fn narrow() -> Grant {
    Grant {
        outlet: OFFICE.to_owned(),
        items: Items::list([RENEWAL]),
        stages: [Stage::Accept, Stage::Issue].into_iter().collect(),
        area: Area::parse("999921").unwrap(),
        from: day("2026-01-01"),
        until: Some(day("2026-12-31")),
        daily_quota: Some(20),
        standing: Standing::Active,
        taken_today: 19,
    }
}

fn with(change: impl FnOnce(&mut Grant)) -> Actor {
    let mut grant = narrow();
    change(&mut grant);
    staff_with(ROLES, vec![grant])
}

fn here() -> Resource {
    Resource::Case(case_at(OFFICE))
}

#[test]
fn a_grant_gives_its_item_and_stages_and_no_others() {
    let actor = with(|_| ());
    allows(&actor, Action::CaseOpen, &here());
    allows(&actor, Action::CaseAccept, &here());
    allows(&actor, Action::CaseIssue, &here());
    denies(&actor, Action::CaseDecide, &here(), Denial::GrantMissing);
    denies(&actor, Action::CaseCorrect, &here(), Denial::GrantMissing);
    let other = Resource::Case(Case { item: REPLACEMENT.to_owned(), ..case_at(OFFICE) });
    denies(&actor, Action::CaseAccept, &other, Denial::GrantMissing);
}

#[test]
fn without_a_grant_or_with_that_of_another_outlet_nothing_is_taken_in() {
    denies(&staff_with(ROLES, Vec::new()), Action::CaseAccept, &here(), Denial::GrantMissing);
    denies(
        &with(|grant| grant.outlet = STATION.to_owned()),
        Action::CaseAccept,
        &here(),
        Denial::GrantMissing,
    );
}

#[test]
fn the_first_and_the_last_day_count() {
    for (from, until, reason) in [
        ("2026-11-20", Some("2026-11-20"), None),
        ("2026-11-20", None, None),
        ("2026-11-21", None, Some(Denial::GrantNotInForce)),
        ("2026-01-01", Some("2026-11-19"), Some(Denial::GrantNotInForce)),
        ("2025-12-31", Some("2026-12-01"), None),
    ] {
        let actor = with(|grant| {
            grant.from = day(from);
            grant.until = until.map(day);
        });
        assert_eq!(ask(&actor, Action::CaseAccept, &here()).reason, reason, "{from} to {until:?}");
    }
}

#[test]
fn a_suspended_or_withdrawn_grant_stops_what_needs_it_and_nothing_else() {
    for (standing, reason) in
        [(Standing::Suspended, Denial::GrantSuspended), (Standing::Withdrawn, Denial::GrantWithdrawn)]
    {
        let actor = with(|grant| grant.standing = standing);
        for action in [Action::CaseOpen, Action::CaseAccept, Action::CaseReject, Action::CaseIssue] {
            denies(&actor, action, &here(), reason);
        }
        for action in [Action::CaseView, Action::CaseWithdraw, Action::CaseHandOver, Action::CasePay] {
            allows(&actor, action, &here());
        }
    }
}

#[test]
fn a_grant_is_for_an_area() {
    for (area, reason) in [
        ("999921", None),
        ("9999", None),
        ("99", None),
        ("cn", None),
        ("999922", Some(Denial::GrantArea)),
        ("9998", Some(Denial::GrantArea)),
    ] {
        let actor = with(|grant| grant.area = Area::parse(area).unwrap());
        assert_eq!(ask(&actor, Action::CaseAccept, &here()).reason, reason, "{area}");
    }
}

#[test]
fn the_quota_bounds_what_is_taken_in_and_not_what_is_finished() {
    for (quota, taken, reason) in [
        (Some(20), 19, None),
        (Some(20), 20, Some(Denial::GrantQuota)),
        (Some(20), 21, Some(Denial::GrantQuota)),
        (Some(0), 0, Some(Denial::GrantQuota)),
        (None, u32::MAX, None),
    ] {
        let actor = with(|grant| {
            grant.daily_quota = quota;
            grant.taken_today = taken;
        });
        assert_eq!(ask(&actor, Action::CaseAccept, &here()).reason, reason, "{quota:?}, {taken}");
        assert_eq!(ask(&actor, Action::CaseOpen, &here()).reason, reason, "{quota:?}, {taken}");
        allows(&actor, Action::CaseIssue, &here());
        allows(&actor, Action::CaseSupplement, &here());
    }
}

#[test]
fn one_good_grant_among_several_is_enough() {
    let spent = Grant { taken_today: 20, ..narrow() };
    let old = Grant { until: Some(day("2026-06-30")), standing: Standing::Suspended, ..narrow() };
    let actor = staff_with(ROLES, vec![old.clone(), spent.clone(), narrow()]);
    allows(&actor, Action::CaseAccept, &here());
    let actor = staff_with(ROLES, vec![old, spent]);
    denies(&actor, Action::CaseAccept, &here(), Denial::GrantQuota);
}

#[test]
fn two_half_grants_do_not_make_a_whole_one() {
    let other_item = Grant { items: Items::list([REPLACEMENT]), ..narrow() };
    let other_stage = Grant { stages: [Stage::Decide].into_iter().collect(), ..narrow() };
    let actor = staff_with(ROLES, vec![other_item, other_stage]);
    denies(&actor, Action::CaseAccept, &here(), Denial::GrantMissing);
}

#[test]
fn a_grant_gives_nothing_without_the_role_and_tells_nothing() {
    let archivist = staff_with(&[Role::Archivist], vec![Grant { standing: Standing::Suspended, ..narrow() }]);
    denies(&archivist, Action::CaseAccept, &here(), Denial::NotPermitted);
    let elsewhere = Resource::Case(case_at(FAR));
    denies(
        &with(|grant| grant.standing = Standing::Suspended),
        Action::CaseAccept,
        &elsewhere,
        Denial::NotPermitted,
    );
}
