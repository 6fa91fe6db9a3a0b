//! What the law leaves open is a setting, and every reading of it gives its own answer.

use super::{day, law};
use crate::{Classes, Confidence, Inspected, InspectionAction, Law, Term};

/// The law with this reading.
fn reading(key: &str, value: &str) -> Law {
    law()
        .with_overlay(&[("settings.toml", &format!("[[row]]\nkey = \"{key}\"\nvalue = \"{value}\"\n"))])
        .unwrap()
}

/// A private small car.
fn car(registered: &str, manufactured: Option<&str>, previous_all_done: bool) -> Inspected<'static> {
    Inspected {
        vehicle: "非营运小型、微型载客汽车",
        registered: day(registered),
        previous_all_done,
        seats: None,
        injury_accident: false,
        illegal_modification: false,
        manufactured: manufactured.map(day),
    }
}

#[test]
fn after_a_full_cycle_the_term_stays_or_is_six_years() {
    let term = |law: &Law| law.renewal_term(Term::TenYears, 1, day("2026-11-21")).unwrap().value;
    assert_eq!(term(&reading("renewal.after_full_points", "same_term")), Term::TenYears);
    assert_eq!(term(&reading("renewal.after_full_points", "six_years")), Term::SixYears);
}

#[test]
fn a_vehicle_that_stood_long_is_exempt_or_not() {
    let next = |law: &Law, made| {
        law.next_inspection(&car("2020-06-01", made, true), day("2026-11-21")).unwrap().value
    };
    let (on, off) = (reading("inspection.old_stock", "on"), reading("inspection.old_stock", "off"));
    assert_eq!(next(&off, Some("2015-01-01")), next(&off, None));
    assert_eq!(next(&on, None), next(&off, None));
    let strict = next(&on, Some("2015-01-01"));
    assert_eq!((strict.due, strict.action), (day("2027-06-30"), InspectionAction::OnSite));
    assert_eq!(next(&on, Some("2016-06-01")), next(&off, None), "four years are not more than four years");
}

#[test]
fn an_exempt_vehicle_long_overdue_comes_or_not() {
    let next = |law: &Law, on| law.next_inspection(&car("2022-05-01", None, false), day(on)).unwrap().value;
    let (on, off) =
        (reading("inspection.overdue_on_site", "on"), reading("inspection.overdue_on_site", "off"));
    for law in [&on, &off] {
        assert_eq!(
            next(law, "2025-05-31").action,
            InspectionAction::MarkOnly,
            "a year is not more than a year"
        );
    }
    assert_eq!(next(&on, "2026-01-01").action, InspectionAction::OnSite);
    assert_eq!(next(&off, "2026-01-01").action, InspectionAction::MarkOnly);
    assert_eq!(next(&on, "2026-01-01").due, day("2024-05-31"));
}

#[test]
fn an_overdue_fine_carries_its_own_points_or_all() {
    let carried = |law: &Law, unpaid| law.carried_over(9, unpaid, day("2026-11-21")).unwrap().value;
    let (own, all) = (reading("points.carry", "unpaid_only"), reading("points.carry", "all"));
    assert_eq!((carried(&own, 3), carried(&all, 3)), (3, 9));
    assert_eq!((carried(&own, 0), carried(&all, 0)), (0, 0));
}

#[test]
fn times_and_points_decide_by_the_larger_or_add_up() {
    let days = |law: &Law, points, times| {
        law.full_study(&Classes::parse("C1").unwrap(), points, times, day("2026-11-21")).unwrap().value.days
    };
    let (larger, sum) =
        (reading("study.times_and_points", "larger"), reading("study.times_and_points", "sum"));
    assert_eq!((days(&larger, 12, 1), days(&sum, 12, 1)), (7, 7));
    assert_eq!((days(&larger, 24, 2), days(&sum, 24, 2)), (14, 21));
}

#[test]
fn what_the_regulation_does_not_name_is_inspected_as_an_office_sets() {
    let due = |law: &Law, vehicle: &'static str| {
        let facts = Inspected { vehicle, ..car("2014-03-10", None, true) };
        law.next_inspection(&facts, day("2026-05-01")).unwrap()
    };
    let (year, half) = ("2027-03-31", "2026-09-30");
    for (vehicle, row, other, here, there) in [
        ("专项作业车", "专项作业车", "cargo", year, half),
        ("重型专项作业车(无载货功能)", "无载货功能的专项作业车", "cargo", year, half),
        ("挂车", "挂车", "cargo", year, half),
        ("租赁载客汽车", "租赁载客汽车", "private_small.original", half, year),
        ("营转非", "营转非", "private_small.original", half, year),
        ("小型教练车", "小型教练载客汽车", "commercial_passenger", year, half),
    ] {
        let answer = due(law(), vehicle);
        assert_eq!((answer.value.due, answer.confidence()), (day(here), Confidence::Unsure), "{vehicle}");
        let text = format!("[[row]]\nkey = \"{row}\"\ninspection = \"{other}\"\n");
        let set = law().with_overlay(&[("vehicles.toml", text.as_str())]).unwrap();
        assert_eq!(due(&set, vehicle).value.due, day(there), "{vehicle} as {other}");
    }
}

#[test]
fn what_depends_on_the_inspection_that_was_missed_is_said() {
    let unknown = |registered, done| {
        let facts = car(registered, None, done);
        law().next_inspection(&facts, day("2026-11-21")).unwrap().unknown.len()
    };
    // In the eighth year the mark is due; the sixth year's inspection at a station may be the one that was missed.
    assert_eq!(unknown("2018-03-15", false), 2);
    // In the fourth year only marks were due before, and two of them.
    assert_eq!(unknown("2022-03-15", false), 0);
    assert_eq!(unknown("2018-03-15", true), 0);
}
