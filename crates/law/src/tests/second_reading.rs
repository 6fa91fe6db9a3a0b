//! What is left of licences and vehicles at their end, and on the way there (162§27, §41, §79, 12令§6, 164§11, §16,
//! REG§9, 网约车办法§39, transition of order 172).

use super::{day, law, rests_on};
use crate::{Again, Class, RideHailing};

const ON: &str = "2026-11-21";

#[test]
fn a_permit_ends_with_the_upper_age() {
    // Born 1963-11-21: A1 may be applied for until the day before the 63rd birthday.
    let permit = |class, birth, issued| {
        law().permit_of(class, day(birth), day(issued), day("2026-01-10")).unwrap().value.until
    };
    assert_eq!(permit(Class::A1, "1963-11-21", "2026-01-10"), day("2026-11-20"));
    assert_eq!(permit(Class::A1, "1990-01-01", "2026-01-10"), day("2029-01-10"));
    assert_eq!(permit(Class::C1, "1950-01-01", "2026-01-10"), day("2029-01-10"), "C1 has no upper age");
    assert_eq!(permit(Class::D, "1957-06-01", "2026-01-10"), day("2027-05-31"));
}

#[test]
fn how_long_a_cancelled_qualification_can_be_restored() {
    let until = |ground, valid, cancelled| {
        law().restorable_until(ground, day(valid), day(cancelled), day(ON)).unwrap().value
    };
    // Expired 2025-06-30, cancelled from 2026-07-01, restorable for two years.
    assert_eq!(until("overdue", "2025-06-30", "2026-07-01"), Some(day("2028-07-01")));
    assert_eq!(until("medical", "2027-03-01", "2026-05-01"), Some(day("2028-03-01")));
    for ground in ["death", "own_request", "illness", "drugs", "substitute", "revoked", "age"] {
        assert_eq!(until(ground, "2027-03-01", "2026-05-01"), None, "{ground}");
    }
    assert_eq!(law().postpone_by(day("2026-06-30"), day(ON)).unwrap().value, day("2027-06-30"));
}

#[test]
fn a_class_lost_at_sixty_before_2025_comes_back_until_sixty_three() {
    let may = |lost, birth| law().restorable_by_age(Class::A1, day(lost), day(birth), day(ON)).unwrap();
    assert!(may("2024-12-31", "1963-11-22").value);
    assert!(!may("2024-12-31", "1963-11-21").value, "63 today");
    assert!(!may("2025-01-01", "1964-11-21").value, "lost under the new rule");
    assert!(rests_on(&may("2024-01-01", "1964-01-01"), "172§2"));
    assert_eq!(law().after_cancellation("age_before_2025", day(ON)).unwrap().value, Again::IfFit);
}

#[test]
fn what_a2_keeps_ends_too() {
    let keep = |birth: &str| law().age_downgrade(Class::A2, day(birth), day(ON), None).unwrap().value.keep;
    assert_eq!(keep("1963-11-21"), [Class::C6]);
    assert_eq!(keep("1956-11-21"), [], "70: C6 ends as well");
    assert!(rests_on(&law().age_downgrade(Class::C1, day("1940-01-01"), day(ON), None).unwrap(), "162§65"));
}

#[test]
fn years_after_a_change_of_use() {
    // From, to, years used, years in all (12令§6 and its annex).
    let golden = [
        ("private_small", "taxi_small", 3, Some(9)),
        ("private_small", "taxi_small", 5, Some(10)),
        ("private_small", "taxi_small", 10, Some(13)),
        ("private_small", "commercial_small", 1, Some(10)),
        ("private_small", "commercial_small", 5, Some(12)),
        ("private_small", "rental", 10, Some(15)),
        ("private_small", "rental", 14, Some(15)),
        ("taxi_small", "private_small", 4, Some(8)),
        ("commercial_large", "private_large", 4, Some(15)),
        ("private_medium", "commercial_medium", 4, Some(15)),
        ("taxi_small", "rental", 4, Some(8)),
        ("rental", "taxi_small", 4, Some(8)),
        ("cargo_heavy", "cargo_dangerous", 4, Some(10)),
        ("cargo_dangerous", "cargo_heavy", 4, Some(10)),
        ("trailer_dangerous", "trailer", 4, Some(10)),
        ("private_small", "wheeled_machine", 4, None),
    ];
    for (from, to, used, years) in golden {
        let answer = law().scrap_years_changed(from, to, used, day(ON)).unwrap();
        assert_eq!(answer.value, years, "{from} to {to} after {used}");
    }
}

#[test]
fn ride_hailing_ends_by_mileage_or_years() {
    let found = |registered, km| law().ride_hailing(day(registered), km, day(ON)).unwrap().value;
    assert_eq!(found("2018-11-21", 599_999), RideHailing::Leaves);
    assert_eq!(found("2018-11-22", 599_999), RideHailing::Until(day("2026-11-22")));
    assert_eq!(found("2024-01-01", 600_000), RideHailing::Scrapped);
    assert_eq!(law().scrapping_notice_on(day("2026-11-21"), day(ON)).unwrap().value, day("2026-09-21"));
}

#[test]
fn exempt_vehicles_that_are_inspected_all_the_same() {
    let needed = |imported, since, accident| {
        law().safety_inspection_needed(imported, day(since), accident, day(ON)).unwrap()
    };
    assert!(!needed(false, "2024-11-21", false).value && needed(false, "2024-11-20", false).value);
    assert!(!needed(true, "2024-11-21", false).value && needed(true, "2024-11-20", false).value);
    assert!(needed(false, "2026-11-01", true).value);
    assert!(rests_on(&needed(false, "2026-11-01", false), "164§11"));
    // Ten working days, over the autumn holidays of 2026.
    assert_eq!(law().change_deadline(day("2026-09-18")).unwrap().value.day, day("2026-10-09"));
}

#[test]
fn what_ends_a_school_bus_drivers_qualification() {
    for ground in
        ["accident", "age", "drink", "full_points_or_crime", "illness", "own_request", "serious_excess"]
    {
        assert!(rests_on(&law().bus_driver_loss(ground, day(ON)).unwrap(), "162§92"), "{ground}");
    }
}

#[test]
fn c5_is_a_first_licence_or_a_change_and_not_added() {
    let fit =
        |application| law().class_age_fit(Class::C5, day("1990-01-01"), day(ON), application, false).unwrap();
    assert!(fit(crate::Application::Initial).value.eligible());
    assert!(!fit(crate::Application::Add).value.eligible());
}
