use base::{Day, Rng};
use serde_json::json;

use super::{Accident, Ask, AskAnswer, LastCycle, Measure, Standing};
use crate::testing::{NOBODY, Stage, WANG, example, is_documented, person, trials, wait};
use crate::{AdapterError, Adapters};

fn clean() -> Standing {
    Standing { last_cycle: Some(LastCycle::default()), ..Standing::default() }
}

fn ask(adapters: &Adapters, id_number: &str) -> Result<Option<Standing>, AdapterError> {
    wait(adapters.offences.standing(&Ask { id_number: id_number.into() }, &mut Rng::from_number(3)))
}

#[test]
fn it_stands_the_trials() {
    trials("offences", "/standings/find", |adapters, rng| {
        wait(adapters.offences.standing(&Ask { id_number: WANG.0.into() }, rng))
    });
}

#[test]
fn nobody_has_no_standing_at_all() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    assert!(ask(&adapters, WANG.0).unwrap().is_some());
    assert_eq!(ask(&adapters, NOBODY), Ok(None));
    stage.fault("offences", "not_found", Some(1));
    assert_eq!(ask(&adapters, WANG.0), Ok(None));
}

#[test]
fn a_standing_can_be_set() {
    let stage = Stage::new();
    let standing = json!({ "unsettled_violations": 2, "unsettled_accidents": 1, "full_cycles": ["2022-03-01"],
        "measures": ["detained", "suspended", "seized"],
        "last_cycle": { "points": 3, "accident": "serious_injury", "reviewed": true } });
    let body = json!({ "standings": [{ "id_number": WANG.0, "standing": standing }] }).to_string();
    assert_eq!(stage.send("/twin/offences/standings", &body).2, json!({ "set": 1 }));
    let set = Standing {
        unsettled_violations: 2,
        unsettled_accidents: 1,
        full_cycles: vec![Day::parse("2022-03-01").unwrap()],
        measures: vec![Measure::Detained, Measure::Suspended, Measure::Seized],
        last_cycle: Some(LastCycle { points: 3, accident: Accident::SeriousInjury, reviewed: true }),
    };
    assert_eq!(ask(&stage.adapters(|_| {}), WANG.0), Ok(Some(set)));
    let (status, _, _) = stage.send("/twin/offences/standings", &body.replace("seized", "impounded"));
    assert_eq!(status, 422);
}

#[test]
fn most_people_are_clean_and_some_are_not() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    let numbers: Vec<String> = (0..300).map(|n| format!("9999001990{n:08}")).collect();
    stage
        .twins
        .register(&numbers.iter().map(|number| person(number, "演示人员")).collect::<Vec<_>>())
        .unwrap();
    let found: Vec<Standing> =
        numbers.iter().map(|number| ask(&adapters, number).unwrap().unwrap()).collect();
    let count = |test: fn(&Standing) -> bool| found.iter().filter(|one| test(one)).count();
    assert!((200..300).contains(&count(|one| *one == clean())));
    assert!(count(|one| one.unsettled_violations > 0) > 5);
    assert!(count(|one| !one.full_cycles.is_empty()) > 0);
    assert!(count(|one| !one.measures.is_empty()) > 0);
    let today = Day::parse("2026-11-21").unwrap();
    assert!(found.iter().flat_map(|one| &one.full_cycles).all(|first| first.plus_years(1) <= today));
}

#[test]
fn the_page_shows_what_is_sent() {
    is_documented::<Ask>("offences", "Ask");
    is_documented::<AskAnswer>("offences", "AskAnswer");
    let body = example("offences", "standings").to_string();
    assert_eq!(Stage::new().send("/twin/offences/standings", &body).2, json!({ "set": 1 }));
}
