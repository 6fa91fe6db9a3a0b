//! What is left of licences at their end, and on the way there (162§27, §41, §79, §92, transition of order 172).

use super::{day, law, rests_on};
use crate::{Again, Class};

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
