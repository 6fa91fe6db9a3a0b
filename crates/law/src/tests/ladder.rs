//! Adding classes, the exams of each way, bars, temporary plates and kept numbers (162§15, §17–18, §30, §36–37; 164§44–47).

use super::{day, law, rests_on};
use crate::Subject::{One, Road, Safety, Two};
use crate::{Barred, Class, Classes, Way};

fn may_add(to: Class, held: &[(Class, &str)], full_ago: Option<u16>, student: bool) -> bool {
    let held: Vec<_> = held.iter().map(|(class, since)| (*class, day(since))).collect();
    let answer = law().upgrade(to, &held, full_ago, student, day("2026-11-21")).unwrap();
    assert!(rests_on(&answer, "162§17"));
    answer.value.allowed()
}

#[test]
fn a_class_is_reached_by_what_was_held_and_for_how_long() {
    use Class::{A1, A2, A3, B1, B2, C1, C2, C6, D};
    let golden = [
        (C6, C1, "2025-11-21", true),
        (C6, C2, "2025-11-22", false),
        // 162§30(3) lets holders of B2 sit the exams of C6: what B2 covers counts as held.
        (C6, B2, "2010-01-01", true),
        (B1, C1, "2024-11-21", true),
        (B1, A3, "2024-11-22", false),
        (B1, A2, "2010-01-01", false),
        (A2, B2, "2024-11-21", true),
        (A2, B1, "2024-11-22", false),
        (A2, A1, "2025-11-21", true),
        (A2, C1, "2010-01-01", false),
        (A1, A3, "2024-11-21", true),
        (A1, B2, "2024-11-21", false),
        (A1, B2, "2023-11-21", true),
        (A1, A2, "2025-11-21", true),
        (A1, C1, "2010-01-01", false),
        (A3, C1, "2026-11-20", true),
        (B2, C1, "2026-11-20", true),
        (D, C1, "2026-11-20", true),
    ];
    for (to, held, since, allowed) in golden {
        assert_eq!(may_add(to, &[(held, since)], None, false), allowed, "{held} since {since} to {to}");
    }
    assert!(may_add(A1, &[(C1, "2026-11-01")], None, true), "a student needs C1 of the school");
    assert!(!may_add(A1, &[(D, "2010-01-01")], None, true));
}

#[test]
fn the_cycles_before_must_be_clean() {
    let held = [(Class::C1, "2010-01-01"), (Class::B2, "2010-01-01")];
    for (to, clean) in
        [(Class::C6, 1), (Class::B1, 2), (Class::A2, 2), (Class::A1, 3), (Class::D, 1), (Class::A3, 1)]
    {
        for ago in 0..5 {
            assert_eq!(may_add(to, &held, Some(ago), false), ago > clean, "{to}, full {ago} cycles ago");
        }
    }
}

#[test]
fn each_way_has_its_exams() {
    let golden: [(Way, Class, &str, &[crate::Subject], &str); 19] = [
        (Way::Initial, Class::C1, "", &[One, Two, Road, Safety], "162§30"),
        (Way::Add, Class::B2, "C1", &[One, Two, Road, Safety], "162§30"),
        (Way::Add, Class::D, "C1", &[One, Two, Road, Safety], "162§30"),
        (Way::Add, Class::C1, "C2", &[Two, Road, Safety], "162§30(2)"),
        (Way::Add, Class::C6, "C1", &[Two, Safety], "162§30(3)"),
        (Way::Add, Class::C6, "C2", &[Two, Safety], "162§30(3)"),
        (Way::Add, Class::C6, "B1", &[Two, Safety], "162§30(3)"),
        (Way::Add, Class::D, "F", &[Two, Road, Safety], "162§30(4)"),
        (Way::Add, Class::E, "F", &[Two, Road, Safety], "162§30(4)"),
        (Way::Add, Class::D, "E", &[Two, Road, Safety], "162§30(4)"),
        (Way::Add, Class::E, "C1", &[One, Two, Road, Safety], "162§30"),
        (Way::Add, Class::C5, "C2", &[Two, Road, Safety], "162§30(5)"),
        (Way::Military, Class::A1, "", &[One, Road, Safety], "162§36"),
        (Way::Military, Class::B2, "", &[One, Road, Safety], "162§36"),
        (Way::Military, Class::C1, "", &[], "162§36"),
        (Way::Foreign, Class::C1, "", &[One], "162§37"),
        (Way::Foreign, Class::A3, "", &[One, Two, Road, Safety], "162§37"),
        (Way::Restore, Class::C1, "", &[One], "162§79"),
        (Way::Restore, Class::A1, "", &[One], "162§79"),
    ];
    for (how, to, held, exams, article) in golden {
        let held = Classes::parse(held).ok();
        let answer = law().exams_of(how, to, held.as_ref(), day("2026-11-21")).unwrap();
        assert_eq!(answer.value, exams, "{how:?} {to}");
        assert!(rests_on(&answer, article), "{how:?} {to}: {:?}", answer.basis);
    }
}

#[test]
fn bars_last_as_long_as_the_order_says() {
    let on = day("2026-11-21");
    let golden = [
        ("revoked_drunk", "2021-11-22", Class::C1, Barred::Until(day("2026-11-22"))),
        ("revoked_drunk", "2021-11-21", Class::C1, Barred::Not),
        ("revoked_drunk_commercial", "2020-01-01", Class::C1, Barred::Until(day("2030-01-01"))),
        ("revoked", "2025-01-01", Class::D, Barred::Until(day("2027-01-01"))),
        ("annulled", "2025-01-01", Class::C1, Barred::Until(day("2028-01-01"))),
        ("hit_and_run_crime", "1990-01-01", Class::C1, Barred::ForLife),
        ("illness", "2020-01-01", Class::C1, Barred::WhileItLasts),
        ("large.drunk", "1990-01-01", Class::A1, Barred::ForLife),
        ("large.drunk", "1990-01-01", Class::C1, Barred::Not),
        ("large.revoked", "2020-01-01", Class::B2, Barred::Until(day("2030-01-01"))),
        ("large.revoked", "2020-01-01", Class::C2, Barred::Not),
    ];
    for (bar, since, class, barred) in golden {
        assert_eq!(
            law().barred(bar, class, day(since), on).unwrap().value,
            barred,
            "{bar} since {since} for {class}"
        );
    }
    for bar in law().bars() {
        assert!(!law().bar_name(bar, on).unwrap().zh.is_empty());
    }
}

#[test]
fn a_temporary_plate_ends_with_its_days_or_the_insurance() {
    let plate = |reason, before| {
        law().temporary_plate(reason, day("2026-11-21"), day("2027-11-20"), before).unwrap().value
    };
    let golden = [
        ("unregistered", "2026-12-20"),
        ("research", "2027-05-20"),
        ("oversize", "2027-02-18"),
        ("plate_pending", "2026-12-05"),
        ("used_export", "2027-01-19"),
    ];
    for (reason, until) in golden {
        assert_eq!((plate(reason, 0).allowed, plate(reason, 0).until), (true, day(until)), "{reason}");
    }
    assert!(plate("unregistered", 2).allowed && !plate("unregistered", 3).allowed);
    assert!(plate("export", 0).allowed && !plate("export", 1).allowed && plate("research", 9).allowed);
    let short = law().temporary_plate("oversize", day("2026-11-21"), day("2026-12-01"), 0).unwrap().value;
    assert_eq!(short.until, day("2026-12-01"));
}

#[test]
fn an_old_number_is_kept_for_two_years_when_it_was_used_for_one() {
    let kept = |since, left, on| law().number_retention(day(since), day(left), day(on)).unwrap().value;
    assert!(kept("2024-11-21", "2025-11-21", "2027-11-21").allowed);
    assert!(!kept("2024-11-21", "2025-11-21", "2027-11-22").allowed);
    assert!(!kept("2024-11-22", "2025-11-21", "2026-11-21").used_enough);
}
