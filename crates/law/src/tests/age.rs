//! Ages (162§14, §65, §110 and 公安部令第172号).

use super::{day, law, rests_on};
use crate::{AgeObstacle, Application, Class, Classes, Law};

fn fit(law: &Law, class: &str, birth: &str, as_of: &str) -> crate::Answer<crate::AgeFit> {
    let class = Class::parse(class).expect(class);
    law.class_age_fit(class, day(birth), day(as_of), Application::Add, false).unwrap()
}

#[test]
fn the_limits_of_2025_are_those_of_order_172() {
    let golden = [
        ("C1 C2 C5 F", 18, None),
        ("D E", 18, Some(70)),
        ("C6", 20, Some(70)),
        ("C3 C4 M", 18, Some(63)),
        ("A3 B1 B2 N P", 20, Some(63)),
        ("A1 A2", 22, Some(63)),
    ];
    for (classes, min, max) in golden {
        for class in classes.split(' ') {
            let new = fit(law(), class, "1990-01-01", "2025-01-01");
            assert_eq!((new.value.min, new.value.max), (min, max), "{class}");
            assert!(rests_on(&new, "162§14") && rests_on(&new, "172§1") == max.is_some(), "{class}");
            let old = fit(law(), class, "1990-01-01", "2024-12-31").value;
            assert_eq!((old.min, old.max), (min, max.map(|_| 60)), "{class} until 2024-12-31");
        }
    }
}

#[test]
fn both_ends_of_the_age_are_the_birthdays() {
    // (class, birth, last day refused or none, first day allowed, last day allowed, first day refused)
    let golden = [
        ("C1", "2008-11-21", "2026-11-20", "2026-11-21"),
        ("C6", "2006-05-01", "2026-04-30", "2026-05-01"),
        ("A1", "2004-02-28", "2026-02-27", "2026-02-28"),
    ];
    for (class, birth, young, old_enough) in golden {
        let refused = fit(law(), class, birth, young);
        assert!(!refused.value.age_ok(), "{class} {young}");
        assert_eq!(refused.changes_on, Some(day(old_enough)), "{class}");
        assert!(fit(law(), class, birth, old_enough).value.age_ok(), "{class} {old_enough}");
    }
    for (classes, birth) in [("D E C6", "1956-11-21"), ("A1 A2 A3 B1 B2 M N P C3 C4", "1963-11-21")] {
        for class in classes.split(' ') {
            let allowed = fit(law(), class, birth, "2026-11-20");
            assert!(allowed.value.age_ok(), "{class}");
            assert_eq!(allowed.changes_on, Some(day("2026-11-21")), "{class}");
            assert!(!fit(law(), class, birth, "2026-11-21").value.age_ok(), "{class}");
        }
    }
    assert!(fit(law(), "C1", "1930-01-01", "2026-11-21").value.age_ok(), "no upper age for C1");
}

#[test]
fn the_upper_boundary_is_a_setting() {
    let text = "[[row]]\nkey = \"age.upper_boundary\"\nvalue = \"whole_year\"\n";
    let lettered = law().with_overlay(&[("settings.toml", text)]).unwrap();
    assert!(fit(&lettered, "D", "1956-11-21", "2026-11-21").value.age_ok());
    assert!(fit(&lettered, "D", "1956-11-21", "2027-11-20").value.age_ok());
    assert!(!fit(&lettered, "D", "1956-11-21", "2027-11-21").value.age_ok());
}

#[test]
fn a_vocational_student_may_be_nineteen() {
    let ask = |class, birth: &str, way| {
        law().class_age_fit(class, day(birth), day("2026-11-21"), way, false).unwrap().value
    };
    assert!(ask(Class::A1, "2007-11-21", Application::VocationalStudent).eligible());
    assert!(!ask(Class::A1, "2007-11-22", Application::VocationalStudent).eligible());
    assert!(!ask(Class::A1, "2007-11-21", Application::Add).eligible());
    assert_eq!(ask(Class::B2, "2007-11-21", Application::VocationalStudent).min, 20, "only A1 and A2");
}

#[test]
fn upgrade_classes_are_no_first_licence() {
    for (class, allowed) in
        [(Class::A1, false), (Class::A2, false), (Class::B1, false), (Class::C6, false), (Class::B2, true)]
    {
        let answer =
            law().class_age_fit(class, day("1990-01-01"), day("2026-11-21"), Application::Initial, false);
        let fit = answer.unwrap().value;
        assert_eq!((fit.initial_allowed, fit.eligible(), fit.age_ok()), (allowed, allowed, true), "{class}");
    }
}

#[test]
fn the_ability_test_is_asked_of_the_old() {
    let ask = |class, birth: &str, passed| {
        let how = if class == Class::C5 { Application::Initial } else { Application::Add };
        law().class_age_fit(class, day(birth), day("2026-11-21"), how, passed).unwrap().value
    };
    for class in [Class::C1, Class::C2, Class::C5, Class::F] {
        assert!(!ask(class, "1956-11-22", false).ability_test_needed, "{class} at 69");
        let seventy = ask(class, "1956-11-21", false);
        assert!(seventy.ability_test_needed, "{class} at 70");
        assert_eq!(seventy.obstacles, [AgeObstacle::AbilityTest], "{class} at 70");
        assert!(ask(class, "1956-11-21", true).eligible(), "{class} at 70, passed");
    }
    for class in [Class::C6, Class::D, Class::E] {
        assert!(!ask(class, "1966-11-22", false).ability_test_needed, "{class} at 59");
        assert!(ask(class, "1966-11-21", false).ability_test_needed, "{class} at 60");
    }
    assert!(!ask(Class::B2, "1964-01-01", false).ability_test_needed);
    let holder = law().holder_ability_test(day("1956-11-22"), day("2026-11-21")).unwrap();
    assert_eq!((holder.value, holder.changes_on), (false, Some(day("2026-11-22"))));
    assert!(law().holder_ability_test(day("1956-11-21"), day("2026-11-21")).unwrap().value);
}

#[test]
fn ages_are_completed_years() {
    let age = |birth: &str, on: &str| law().age_on(day(birth), day(on)).unwrap();
    assert_eq!(age("1990-03-07", "2026-03-06").value, 35);
    assert_eq!(age("1990-03-07", "2026-03-07").value, 36);
    assert_eq!(age("1990-03-07", "1990-03-07").value, 0);
    assert_eq!(age("1990-03-07", "2026-03-07").changes_on, Some(day("2027-03-07")));
    assert!(law().age_on(day("2026-03-07"), day("2026-03-06")).is_err());
}

#[test]
fn those_born_on_a_leap_day_have_a_birthday_every_year() {
    let age = |law: &Law, on: &str| law.age_on(day("2008-02-29"), day(on)).unwrap().value;
    assert_eq!([age(law(), "2026-02-28"), age(law(), "2026-03-01")], [17, 18]);
    assert_eq!([age(law(), "2028-02-28"), age(law(), "2028-02-29")], [19, 20]);
    let text = "[[row]]\nkey = \"age.leap_birthday\"\nvalue = \"february_last\"\n";
    let other = law().with_overlay(&[("settings.toml", text)]).unwrap();
    assert_eq!([age(&other, "2026-02-27"), age(&other, "2026-02-28")], [17, 18]);
    let text = "[[row]]\nkey = \"age.reached\"\nvalue = \"day_after\"\n";
    let later = law().with_overlay(&[("settings.toml", text)]).unwrap();
    assert_eq!(later.age_on(day("2008-11-21"), day("2026-11-21")).unwrap().value, 17);
    assert_eq!(later.age_on(day("2008-11-21"), day("2026-11-22")).unwrap().value, 18);
    assert_eq!(later.age_on(day("2008-11-21"), day("2008-11-21")).unwrap().value, 0);
}

#[test]
fn large_classes_end_at_63_unless_extended() {
    let ask = |class, as_of: &str, extended: Option<&str>| {
        law().age_downgrade(class, day("1963-11-21"), day(as_of), extended.map(day)).unwrap()
    };
    for class in [Class::A1, Class::A2, Class::A3, Class::B1, Class::B2, Class::M, Class::N, Class::P] {
        let eve = ask(class, "2026-11-20", None);
        assert!(!eve.value.must_downgrade, "{class}");
        assert_eq!(eve.changes_on, Some(day("2026-11-21")), "{class}");
        let reached = ask(class, "2026-11-21", None);
        assert!(
            reached.value.must_downgrade && rests_on(&reached, "162§65") && rests_on(&reached, "172§2"),
            "{class}"
        );
        let extension = reached.value.extension.expect("an extension is offered");
        assert_eq!((extension.apply_from, extension.apply_until), (day("2025-11-21"), day("2026-11-20")));
        assert_eq!((extension.ends_on, extension.longest_years), (day("2029-11-21"), 3));
        assert!(!ask(class, "2028-11-20", Some("2028-11-20")).value.must_downgrade, "{class}");
        assert!(ask(class, "2028-11-21", Some("2028-11-20")).value.must_downgrade, "{class}");
        assert!(ask(class, "2029-11-21", Some("2035-01-01")).value.must_downgrade, "{class}: 66 is the end");
    }
    for class in [Class::A1, Class::A2, Class::A3, Class::B1, Class::B2] {
        assert_eq!(ask(class, "2026-11-21", None).value.to, [Class::C1, Class::C2], "{class}");
    }
    assert_eq!(ask(Class::A2, "2026-11-21", None).value.keep, [Class::C6]);
    assert!(ask(Class::N, "2026-11-21", None).value.to.is_empty());
}

#[test]
fn motorcycles_trailers_and_slow_trucks_end_at_70() {
    let ask = |class, as_of| law().age_downgrade(class, day("1956-11-21"), day(as_of), None).unwrap().value;
    for (class, to) in [
        (Class::D, vec![Class::F]),
        (Class::E, vec![Class::F]),
        (Class::C6, vec![Class::C1, Class::C2]),
        (Class::C3, vec![]),
        (Class::C4, vec![]),
    ] {
        assert!(!ask(class, "2026-11-20").must_downgrade, "{class}");
        assert!(ask(class, "2026-11-21").must_downgrade, "{class}");
        assert_eq!(ask(class, "2026-11-21").to, to, "{class}");
        assert_eq!(ask(class, "2026-11-21").extension, None, "{class}");
    }
    for class in [Class::C1, Class::C2, Class::C5, Class::F] {
        assert_eq!(ask(class, "2050-01-01").ends_on, None, "{class} has no end by age");
    }
}

#[test]
fn until_2024_the_large_classes_ended_at_60() {
    let ask = |as_of| law().age_downgrade(Class::B2, day("1964-06-01"), day(as_of), None).unwrap().value;
    assert!(ask("2024-12-31").must_downgrade);
    assert!(!ask("2025-01-01").must_downgrade, "公安部令第172号");
}

#[test]
fn a_licence_names_its_classes_past_age() {
    let classes = Classes::parse("A2D").unwrap();
    let ask = |as_of| law().classes_past_age(&classes, day("1956-11-21"), day(as_of), None).unwrap();
    assert_eq!(ask("2026-11-20").value, [Class::A2]);
    assert_eq!(ask("2026-11-20").changes_on, Some(day("2026-11-21")));
    assert_eq!(ask("2026-11-21").value, [Class::A2, Class::D]);
}
