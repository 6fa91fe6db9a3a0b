//! Physical conditions (162§14(2)), probation (162§76–77), school bus drivers (162§87, BUS§23).

use super::{day, law, rests_on};
use crate::{
    Body, BodyObstacle, BusDriver, BusDriverObstacle, Category, Class, Classes, Hands, Hearing, Legs,
};

/// Everything exactly at the limit of the strictest class.
fn fit() -> Body {
    Body {
        height_cm: Some(155),
        eyesight: Some((50, 50)),
        field_degrees: None,
        colours: Some(true),
        hearing: Some(Hearing::Whole),
        hands: Some(Hands::Whole),
        legs: Some(Legs::Whole { difference_cm: 5 }),
        trunk: Some(true),
    }
}

fn obstacles(class: Class, body: &Body) -> Vec<BodyObstacle> {
    let answer = law().body_obstacles(class, body, day("2026-11-21")).unwrap();
    assert!(rests_on(&answer, "162§14(2)") && answer.unknown.is_empty(), "{answer:?}");
    answer.value
}

/// The classes that this body is fit for.
fn open(body: &Body) -> Vec<&'static str> {
    Class::ALL.iter().filter(|class| obstacles(**class, body).is_empty()).map(|class| class.code()).collect()
}

#[test]
fn limits_are_inclusive() {
    assert_eq!(open(&fit()).len(), Class::ALL.len());
    let small = |height_cm| open(&Body { height_cm: Some(height_cm), ..fit() });
    assert!(["A1", "A2", "A3", "B2", "N"].iter().all(|class| !small(154).contains(class)));
    assert!(small(150).contains(&"B1") && !small(149).contains(&"B1") && small(100).contains(&"C1"));
    let eyes = |left, right| open(&Body { eyesight: Some((left, right)), ..fit() });
    assert_eq!(eyes(49, 50), ["C1", "C2", "C3", "C4", "C5", "C6", "D", "E", "F", "M"]);
    assert!(eyes(48, 48).is_empty());
    let apart = |difference_cm| open(&Body { legs: Some(Legs::Whole { difference_cm }), ..fit() });
    assert!(apart(6).is_empty());
}

#[test]
fn one_good_eye_is_enough_for_small_cars() {
    let eye =
        |better, field| open(&Body { eyesight: Some((0, better)), field_degrees: Some(field), ..fit() });
    assert_eq!(eye(50, 150), ["C1", "C2", "C3", "C4", "C5"]);
    assert!(eye(50, 149).is_empty() && eye(49, 150).is_empty());
}

#[test]
fn what_the_order_allows_besides() {
    let with = |body: Body| open(&body);
    assert_eq!(with(Body { hearing: Some(Hearing::Aided), ..fit() }), ["C1", "C2"]);
    assert_eq!(with(Body { hands: Some(Hands::FingersLost), ..fit() }), ["C1", "C2", "C3", "C4", "C5"]);
    assert_eq!(with(Body { legs: Some(Legs::LeftLost), ..fit() }), ["C2"]);
    assert_eq!(with(Body { legs: Some(Legs::RightLost), ..fit() }), ["C5"]);
    assert_eq!(with(Body { legs: Some(Legs::BothLost), ..fit() }), ["C5"]);
    assert_eq!(with(Body { hands: Some(Hands::OnePalm), ..fit() }), ["C5"]);
    assert!(with(Body { hands: Some(Hands::OnePalm), legs: Some(Legs::RightLost), ..fit() }).is_empty());
    assert!(with(Body { colours: Some(false), ..fit() }).is_empty());
    assert!(with(Body { trunk: Some(false), ..fit() }).is_empty());
}

#[test]
fn what_a_certificate_does_not_say_refuses_nothing_and_is_named() {
    let answer = law().body_obstacles(Class::A1, &Body::default(), day("2026-11-21")).unwrap();
    assert!(answer.value.is_empty());
    assert_eq!(answer.unknown.len(), 7);
    let one = Body { eyesight: Some((0, 50)), ..fit() };
    assert_eq!(
        law().body_obstacles(Class::C1, &one, day("2026-11-21")).unwrap().unknown.len(),
        1,
        "the field"
    );
}

#[test]
fn probation_lasts_twelve_months() {
    let running = |first: &str, on: &str| law().probation(day(first), day(on)).unwrap().value;
    assert!(running("2025-11-22", "2026-11-21").running);
    assert!(!running("2025-11-21", "2026-11-21").running);
    assert_eq!(running("2025-11-21", "2026-01-01").until, day("2026-11-20"));
    assert_eq!(running("2024-02-29", "2024-03-01").until, day("2025-02-27"));
    let answer = law().probation(day("2026-01-01"), day("2026-11-21")).unwrap();
    assert!(rests_on(&answer, "162§76"));
    assert_eq!(answer.changes_on, Some(day("2027-01-01")));
}

#[test]
fn full_points_on_probation_cancel_the_category_on_probation() {
    let left = |held: &str, category| {
        let held = Classes::parse(held).unwrap();
        let answer = law().left_after_full_points(&held, category, day("2026-11-21")).unwrap();
        assert!(rests_on(&answer, "162§80"));
        answer.value.map(|classes| classes.to_string())
    };
    assert_eq!(left("C1", Category::Car), None);
    assert_eq!(left("C1D", Category::Motorcycle).as_deref(), Some("C1"));
    assert_eq!(left("C1D", Category::Car).as_deref(), Some("D"));
}

#[test]
fn what_is_barred_on_probation() {
    let barred = law().barred_on_probation(day("2026-11-21"));
    let keys: Vec<&str> = barred.value.iter().map(|(key, _)| *key).collect();
    assert_eq!(keys, ["city_bus", "commercial_passenger", "dangerous_goods", "on_duty", "trailer"]);
    assert!(rests_on(&barred, "162§77"));
}

#[test]
fn a_companion_has_held_the_class_or_a_covering_one_three_years() {
    let may = |driven, held: &str, since: &str| {
        let held = Classes::parse(held).unwrap();
        law().may_accompany(driven, &held, day(since), day("2026-11-21")).unwrap().value
    };
    assert!(may(Class::C1, "C1", "2023-11-21") && !may(Class::C1, "C1", "2023-11-22"));
    assert!(may(Class::C1, "B2", "2020-01-01") && !may(Class::C1, "C2", "2020-01-01"));
    assert!(may(Class::C5, "C2", "2020-01-01") && may(Class::C5, "C1", "2020-01-01"));
    assert!(!may(Class::C5, "C5", "2020-01-01") && !may(Class::C1, "D", "2000-01-01"));
}

fn driver() -> BusDriver {
    BusDriver {
        birth: day("1990-05-01"),
        held_since: Some(day("2023-11-21")),
        full_cycles_ago: None,
        casualty_blame: false,
        drink: false,
        last_serious: None,
        crime: false,
        unwell: false,
    }
}

fn stands(driver: &BusDriver) -> Vec<BusDriverObstacle> {
    let answer = law().bus_driver(driver, day("2026-11-21")).unwrap();
    assert!(rests_on(&answer, "162§87") && rests_on(&answer, "BUS§23"));
    answer.value
}

#[test]
fn a_school_bus_driver_is_experienced_of_age_and_blameless() {
    use BusDriverObstacle as No;
    assert!(stands(&driver()).is_empty());
    assert_eq!(
        stands(&BusDriver { held_since: Some(day("2023-11-22")), ..driver() }),
        [No::NotHeldLongEnough]
    );
    assert_eq!(stands(&BusDriver { held_since: None, ..driver() }), [No::NotHeldLongEnough]);
    assert_eq!(stands(&BusDriver { birth: day("2001-11-22"), ..driver() }), [No::TooYoung]);
    assert!(stands(&BusDriver { birth: day("2001-11-21"), ..driver() }).is_empty());
    assert_eq!(stands(&BusDriver { full_cycles_ago: Some(3), ..driver() }), [No::FullCycle]);
    assert!(stands(&BusDriver { full_cycles_ago: Some(4), ..driver() }).is_empty());
    assert_eq!(stands(&BusDriver { last_serious: Some(day("2025-11-22")), ..driver() }), [No::Serious]);
    assert!(stands(&BusDriver { last_serious: Some(day("2025-11-21")), ..driver() }).is_empty());
    let all = BusDriver { casualty_blame: true, drink: true, crime: true, unwell: true, ..driver() };
    assert_eq!(stands(&all), [No::CasualtyBlame, No::Drink, No::Crime, No::Unwell]);
}

#[test]
fn the_upper_age_of_a_school_bus_driver_is_a_dated_figure() {
    let old = |law: &crate::Law, birth: &str| {
        let driver = BusDriver { birth: day(birth), ..driver() };
        law.bus_driver(&driver, day("2026-11-21")).unwrap().value.contains(&BusDriverObstacle::TooOld)
    };
    assert!(old(law(), "1964-11-21") && !old(law(), "1967-11-21"));
    let raised = "[[row]]\nkey = \"school_bus.driver_max_age\"\nvalue = 63\n";
    let raised = law().with_overlay(&[("figures.toml", raised)]).unwrap();
    assert!(!old(&raised, "1964-11-21") && old(&raised, "1961-11-21"));
}
