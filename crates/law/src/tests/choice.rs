//! Which classes are open: age, first licence and ladder together.

use super::{day, law};
use crate::{Class, Classes, Subject};

fn open(birth: &str, held: Option<(&str, &str)>, as_of: &str) -> Vec<&'static str> {
    let held = held.map(|(classes, since)| (Classes::parse(classes).unwrap(), day(since)));
    let held = held.as_ref().map(|(classes, since)| (classes, *since));
    let choices = law().class_choices(day(birth), held, false, day(as_of)).unwrap();
    choices.iter().filter(|choice| choice.value.open()).map(|choice| choice.value.class.code()).collect()
}

#[test]
fn a_first_licence_is_open_by_age_and_never_a_class_of_the_ladder() {
    // 162§14: 18 for cars and motorcycles; A1, A2, B1 and C6 are added to another class.
    assert!(open("2008-11-21", None, "2026-11-20").is_empty());
    let grown = open("2008-11-21", None, "2026-11-21");
    assert!(grown.contains(&"C1") && grown.contains(&"C2") && !grown.contains(&"A1"), "{grown:?}");
    assert!(!grown.contains(&"C6") && !grown.contains(&"A2"), "{grown:?}");
}

#[test]
fn the_ladder_opens_on_its_day() {
    // 162§17(1): a year of C1 for a light trailer (C6).
    let held = Some(("C1", "2025-11-21"));
    assert!(!open("1990-05-01", held, "2026-11-20").contains(&"C6"));
    assert!(open("1990-05-01", held, "2026-11-21").contains(&"C6"));
}

#[test]
fn what_is_held_or_covered_is_not_offered() {
    let offered = open("1990-05-01", Some(("C1", "2015-01-01")), "2026-11-21");
    assert!(["C1", "C2", "C3"].iter().all(|class| !offered.contains(class)), "{offered:?}");
}

#[test]
fn a_choice_names_its_exams_and_the_day_it_opens() {
    let (born, today) = (day("2008-11-22"), day("2026-11-21"));
    let choices = law().class_choices(born, None, false, today).unwrap();
    let car = choices.iter().find(|choice| choice.value.class == Class::C1).unwrap();
    assert!(!car.value.open() && !car.basis.is_empty());
    assert_eq!(car.changes_on, Some(born.plus_years(18)));
    assert_eq!(car.value.exams, [Subject::One, Subject::Two, Subject::Road, Subject::Safety]);
}
