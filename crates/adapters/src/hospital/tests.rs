use base::{Day, Rng};
use serde_json::json;

use super::{Certificate, Find, FindAnswer};
use crate::testing::{NOBODY, Stage, WANG, example, is_documented, person, trials, wait};
use crate::{AdapterError, Adapters};

fn find(adapters: &Adapters, id_number: &str) -> Result<Option<Certificate>, AdapterError> {
    wait(adapters.hospital.find(&Find { id_number: id_number.into() }, &mut Rng::from_number(3)))
}

#[test]
fn it_stands_the_trials() {
    trials("hospital", "/certificates/find", |adapters, rng| {
        wait(adapters.hospital.find(&Find { id_number: WANG.0.into() }, rng))
    });
}

#[test]
fn a_certificate_follows_from_the_identity_number() {
    let (stage, other) = (Stage::new(), Stage::new());
    let adapters = stage.adapters(|_| {});
    let found = find(&adapters, WANG.0).unwrap().unwrap();
    assert_eq!(find(&other.adapters(|_| {}), WANG.0), Ok(Some(found.clone())), "on another twin too");
    assert!(found.valid);
    let age = Day::parse("2026-11-21").unwrap().days_since(found.issued_on);
    assert!((20..=111).contains(&age), "{age} days old");
    assert_eq!(find(&adapters, NOBODY), Ok(None), "nobody has no certificate");
    stage.fault("hospital", "not_found", Some(1));
    assert_eq!(find(&adapters, WANG.0), Ok(None));
}

#[test]
fn some_people_have_none_and_some_are_fit_for_automatic_cars_only() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    let numbers: Vec<String> = (0..160).map(|n| format!("9999001990{n:08}")).collect();
    stage
        .twins
        .register(&numbers.iter().map(|number| person(number, "演示人员")).collect::<Vec<_>>())
        .unwrap();
    let found: Vec<_> = numbers.iter().map(|number| find(&adapters, number).unwrap()).collect();
    let none = found.iter().filter(|one| one.is_none()).count();
    let automatic = found.iter().flatten().filter(|one| one.classes == ["C2"]).count();
    assert!((2..=30).contains(&none) && (2..=30).contains(&automatic), "{none} none, {automatic} automatic");
}

#[test]
fn certificates_can_be_set_and_taken_away() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    let certificate = json!({ "number": "TJ-1", "hospital": "演示市人民医院", "issued_on": "2026-05-01",
        "valid": false, "classes": ["C1", "C2"] });
    let body = json!({ "certificates": [
        { "id_number": NOBODY, "certificate": certificate },
        { "id_number": WANG.0, "certificate": null },
    ]});
    assert_eq!(stage.send("/twin/hospital/certificates", &body.to_string()).2, json!({ "set": 2 }));
    let found = find(&adapters, NOBODY).unwrap().unwrap();
    assert_eq!((found.number.as_str(), found.valid, found.classes.len()), ("TJ-1", false, 2));
    assert_eq!(find(&adapters, WANG.0), Ok(None));

    let body = body.to_string().replace("\"C1\"", "\"小汽车\"");
    let (status, _, answer) = stage.send("/twin/hospital/certificates", &body);
    assert_eq!((status, &answer["fields"][0]["field"]), (422, &json!("certificate.classes")));
}

#[test]
fn a_missing_certificate_is_not_taken_for_none() {
    assert!(serde_json::from_str::<FindAnswer>(r#"{"id_number":"999900199003074011"}"#).is_err());
}

#[test]
fn the_page_shows_what_is_sent() {
    is_documented::<Find>("hospital", "Find");
    is_documented::<FindAnswer>("hospital", "FindAnswer");
    let body = example("hospital", "certificates").to_string();
    assert_eq!(Stage::new().send("/twin/hospital/certificates", &body).2, json!({ "set": 2 }));
}
