use base::{Day, Rng};
use serde_json::json;

use super::{Check, CheckAnswer, Checked, Document, DocumentState, PersonStatus};
use crate::testing::{LI, NOBODY, Stage, WANG, example, is_documented, trials, wait};
use crate::{AdapterError, Adapters};

fn check(id_number: &str, name: &str) -> Check {
    Check { id_number: id_number.into(), name: name.into() }
}

fn ask(adapters: &Adapters, id_number: &str, name: &str) -> Result<Checked, AdapterError> {
    wait(adapters.population.check(&check(id_number, name), &mut Rng::from_number(3)))
}

#[test]
fn it_stands_the_trials() {
    trials("population", "/checks", |adapters, rng| {
        wait(adapters.population.check(&check(WANG.0, WANG.1), rng))
    });
}

#[test]
fn a_name_is_confirmed_and_never_given_out() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    let Checked::Match(wang) = ask(&adapters, WANG.0, WANG.1).unwrap() else { panic!("no match") };
    assert_eq!((wang.status, wang.region.to_string()), (PersonStatus::Normal, "999900".to_owned()));
    assert_eq!(wang.document.state, DocumentState::Valid);
    assert!(wang.document.valid_until.is_some_and(|last| last > Day::parse("2027-11-20").unwrap()));
    let Checked::Match(li) = ask(&adapters, LI.0, LI.1).unwrap() else { panic!("no match") };
    assert_eq!(li.document.valid_until, None, "from 46 years on a card has no end");
    assert_eq!(ask(&adapters, WANG.0, LI.1), Ok(Checked::Mismatch));
    assert_eq!(ask(&adapters, NOBODY, WANG.1), Ok(Checked::NoSuchPerson));

    let body = json!({ "id_number": WANG.0, "name": LI.1 });
    let (_, _, answer) = stage.send("/twin/population/checks", &body.to_string());
    assert_eq!(answer, json!({ "id_number": WANG.0, "result": "mismatch" }), "a mismatch says nothing else");
}

#[test]
fn people_can_be_registered_with_everything_about_them() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    let persons = json!({ "persons": [
        { "id_number": NOBODY, "name": "赵六", "status": "deceased", "region": "999901",
          "document": { "state": "lost", "valid_until": "2030-01-01" } },
    ]});
    let (status, _, answer) = stage.send("/twin/population/persons", &persons.to_string());
    assert_eq!((status, &answer), (200, &json!({ "registered": 1, "known": 3 })));
    let Checked::Match(found) = ask(&adapters, NOBODY, "赵六").unwrap() else { panic!("no match") };
    assert_eq!(found.status, PersonStatus::Deceased);
    assert_eq!(found.region.to_string(), "999901");
    assert!(
        !found.document.proves_identity_on(Day::parse("2026-11-21").unwrap()),
        "a lost card proves nothing"
    );

    stage.fault("population", "not_found", Some(1));
    assert_eq!(ask(&adapters, NOBODY, "赵六"), Ok(Checked::NoSuchPerson));
    assert!(matches!(ask(&adapters, NOBODY, "赵六"), Ok(Checked::Match(_))));
}

#[test]
fn a_bad_record_registers_nobody() {
    let stage = Stage::new();
    let one = |id_number: &str| json!({ "id_number": id_number, "name": "赵六" });
    let body = json!({ "persons": [one(NOBODY), one("12345")] }).to_string();
    let (status, _, answer) = stage.send("/twin/population/persons", &body);
    assert_eq!((status, &answer["fields"][0]["field"]), (422, &json!("id_number")));
    assert_eq!(ask(&stage.adapters(|_| {}), NOBODY, "赵六"), Ok(Checked::NoSuchPerson));

    let many: Vec<_> = (0..10_001).map(|_| one(NOBODY)).collect();
    let (status, _, answer) = stage.send("/twin/population/persons", &json!({ "persons": many }).to_string());
    assert_eq!((status, &answer["fields"][0]["field"]), (422, &json!("persons")));
}

#[test]
fn ten_thousand_people_fit_into_one_request() {
    let stage = Stage::new();
    let one = |n: u32| json!({ "id_number": format!("9999001990{n:08}"), "name": "演示人员" });
    let persons: Vec<_> = (0..10_000).map(one).collect();
    let (status, _, answer) =
        stage.send("/twin/population/persons", &json!({ "persons": persons }).to_string());
    assert_eq!((status, &answer["known"]), (200, &json!(10_002)));
}

#[test]
fn a_card_proves_identity_through_its_last_day() {
    let card =
        |state, last: Option<&str>| Document { state, valid_until: last.map(|day| Day::parse(day).unwrap()) };
    let day = Day::parse("2026-11-21").unwrap();
    assert!(card(DocumentState::Valid, Some("2026-11-21")).proves_identity_on(day));
    assert!(!card(DocumentState::Valid, Some("2026-11-20")).proves_identity_on(day));
    assert!(card(DocumentState::Valid, None).proves_identity_on(day));
    assert!(!card(DocumentState::Withdrawn, None).proves_identity_on(day));
}

#[test]
fn a_missing_end_is_not_taken_for_no_end() {
    assert!(serde_json::from_str::<Document>(r#"{"state":"valid"}"#).is_err());
    assert!(serde_json::from_str::<Document>(r#"{"state":"valid","valid_until":null}"#).is_ok());
}

#[test]
fn a_personal_value_never_shows_in_debug_output() {
    let shown = format!("{:?}", check(WANG.0, WANG.1));
    assert!(!shown.contains(WANG.0) && !shown.contains(WANG.1), "{shown}");
}

#[test]
fn the_page_shows_what_is_sent() {
    is_documented::<Check>("population", "Check");
    is_documented::<CheckAnswer>("population", "CheckAnswer");
    let stage = Stage::new();
    let persons = example("population", "persons").to_string();
    let (status, _, answer) = stage.send("/twin/population/persons", &persons);
    assert_eq!((status, &answer["registered"]), (200, &json!(2)));
}
