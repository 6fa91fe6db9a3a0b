//! Classes and what they include (162§11, 附件1).

use super::{day, law, rests_on};
use crate::{Category, Class, Classes};

const TODAY: &str = "2026-11-21";

fn covers(held: &str, class: &str) -> bool {
    let held = Classes::parse(held).expect(held);
    law().covers(&held, Class::parse(class).expect(class), day(TODAY)).unwrap().value
}

#[test]
fn inclusion_is_that_of_the_annex() {
    let golden = [
        ("A1", "A3 B1 B2 C1 C2 C3 C4 M"),
        ("A2", "B1 B2 C1 C2 C3 C4 C6 M"),
        ("A3", "C1 C2 C3 C4"),
        ("B1", "C1 C2 C3 C4 M"),
        ("B2", "C1 C2 C3 C4 M"),
        ("C1", "C2 C3 C4"),
        ("C2", ""),
        ("C3", "C4"),
        ("C4", ""),
        ("C5", ""),
        ("C6", ""),
        ("D", "E F"),
        ("E", "F"),
        ("F", ""),
        ("M", ""),
        ("N", ""),
        ("P", ""),
    ];
    assert_eq!(golden.len(), Class::ALL.len());
    for (held, included) in golden {
        for class in Class::ALL {
            let expected = held == class.code() || included.split(' ').any(|code| code == class.code());
            assert_eq!(covers(held, class.code()), expected, "{held} covers {class}");
        }
    }
    assert!(covers("C1D", "F") && !covers("C1", "F") && covers("A2D", "E") && covers("C1C6", "C6"));
}

#[test]
fn inclusion_is_transitively_closed() {
    for held in Class::ALL {
        for middle in Class::ALL.iter().filter(|middle| covers(held.code(), middle.code())) {
            for low in Class::ALL.iter().filter(|low| covers(middle.code(), low.code())) {
                assert!(covers(held.code(), low.code()), "{held} > {middle} > {low}");
            }
        }
    }
}

#[test]
fn licences_are_read_as_people_write_them() {
    for (text, printed) in [
        ("C1D", "C1D"),
        ("DC1", "C1D"),
        ("a2 d", "A2D"),
        ("A1A2", "A1A2"),
        ("Ｃ１、Ｄ", "C1D"),
        ("C1,C1", "C1"),
        ("FED", "DEF"),
        ("C1C6", "C1C6"),
    ] {
        assert_eq!(Classes::parse(text).unwrap().to_string(), printed, "{text}");
    }
    for (text, rest) in [
        ("", ""),
        ("A", "A"),
        ("C1X", "X"),
        ("C7", "C7"),
        ("B3D", "B3D"),
        ("1", "1"),
        ("小型汽车", "小型汽车"),
    ] {
        assert_eq!(Classes::parse(text).unwrap_err().rest, rest, "{text}");
    }
}

#[test]
fn rank_and_kind_are_those_of_the_rule() {
    let codes: Vec<&str> = Class::ALL.iter().map(|class| class.code()).collect();
    assert_eq!(codes.join(" "), "A1 A2 A3 B1 B2 C1 C2 C3 C4 C5 C6 D E F M N P");
    assert!(Class::ALL.is_sorted());
    for class in Class::ALL {
        let answer = law().class(*class, day(TODAY)).unwrap();
        let row = answer.value;
        let motorcycle = matches!(class, Class::D | Class::E | Class::F);
        assert_eq!(row.category == Category::Motorcycle, motorcycle, "{class}, 162§109");
        assert_eq!(row.large, matches!(class.code(), "A1" | "A2" | "A3" | "B1" | "B2"), "{class}, 162§74");
        assert_eq!(
            row.first_application,
            !matches!(class.code(), "A1" | "A2" | "B1" | "C6"),
            "{class}, 162§16"
        );
        assert!(!row.name.zh.is_empty() && !row.name.en.is_empty() && !row.vehicle.zh.is_empty());
        assert!(rests_on(&answer, "162§11"));
    }
}

#[test]
fn a_class_has_no_rules_before_the_order_took_effect() {
    assert!(law().class(Class::C1, day("2022-03-31")).is_err());
    assert!(law().class(Class::C1, day("2022-04-01")).is_ok());
}
