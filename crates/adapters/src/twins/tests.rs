use serde_json::{Value, json};

use super::{Fault, FaultMode};
use crate::testing::{Stage, WANG, example, wait};

const NAMES: [&str; 7] = ["population", "hospital", "offences", "payment", "sms", "post", "national"];

#[test]
fn every_twin_shows_and_takes_its_fault() {
    let stage = Stage::new();
    for name in NAMES {
        let path = format!("/twin/{name}/faults");
        let none = json!({ "mode": "none", "count": null, "delay_ms": 3000 });
        assert_eq!(stage.fetch(&path).2, none, "{name}");
        let chosen = json!({ "mode": "slow", "count": 3, "delay_ms": 40 });
        assert_eq!(
            stage.send(&path, &chosen.to_string()),
            (200, "application/json".to_owned(), chosen.clone())
        );
        assert_eq!(stage.fetch(&path).2, chosen);
        for bad in [json!({ "mode": "on fire" }), json!({ "mode": "slow", "delay_ms": 60_001 }), json!({})] {
            assert_eq!(stage.send(&path, &bad.to_string()).0, 422, "{name} {bad}");
        }
        assert_eq!(stage.fetch(&path).2, chosen, "a bad choice changes nothing");
        assert_eq!(stage.send(&path, "{\"mode\":\"none\"}").2, none);
    }
}

#[test]
fn faults_are_chosen_without_http_too() {
    let stage = Stage::new();
    let faults = stage.twins.faults();
    for name in NAMES {
        assert_eq!(faults.now(name), Some(Fault::NONE), "{name}");
        let down = Fault { mode: FaultMode::Down, ..Fault::NONE };
        assert!(faults.choose(name, down), "{name}");
        assert_eq!(stage.fetch(&format!("/twin/{name}/faults")).2["mode"], "down");
        let long = Fault { mode: FaultMode::Slow, delay_ms: 60_001, ..Fault::NONE };
        assert!(!faults.choose(name, long) && faults.now(name) == Some(down), "{name}");
    }
    assert!(!faults.choose("nobody", Fault::NONE) && faults.now("nobody").is_none());
}

#[test]
fn unknown_paths_and_methods_are_problems_with_the_mark() {
    let stage = Stage::new();
    for name in NAMES {
        let (status, kind, body) = stage.fetch(&format!("/twin/{name}/nothing/here"));
        assert_eq!((status, kind.as_str()), (404, "application/problem+json"), "{name}");
        assert_eq!(body["code"], "request.unknown_path");
        let (status, kind, _) = stage.request(&format!("/twin/{name}/nothing"), "", "text/plain", "");
        assert_eq!((status, kind.as_str()), (404, "application/problem+json"), "{name}");
    }
    let (status, _, body) = stage.fetch("/twin/population/checks");
    assert_eq!((status, &body["code"]), (405, &json!("request.method")));
}

#[test]
fn a_fault_does_not_touch_requests_without_the_token() {
    let stage = Stage::new();
    stage.fault("population", "down", Some(1));
    let question = json!({ "id_number": WANG.0, "name": WANG.1 }).to_string();
    let ask = |token: &str| stage.request("/twin/population/checks", token, "application/json", &question).0;
    assert_eq!((ask("wrong"), ask(crate::testing::TOKEN), ask(crate::testing::TOKEN)), (401, 503, 200));
}

#[test]
fn a_slow_twin_answers_in_the_end() {
    let stage = Stage::new();
    stage.send("/twin/population/faults", &json!({ "mode": "slow", "delay_ms": 300 }).to_string());
    let adapters = stage.adapters(|config| config.timeout_ms = 5000);
    let check = crate::population::Check { id_number: WANG.0.into(), name: WANG.1.into() };
    let watch = base::Stopwatch::start();
    assert!(wait(adapters.population.check(&check, &mut base::Rng::from_number(1))).is_ok());
    assert!(watch.elapsed_us() >= 300_000);
}

#[test]
fn answers_say_the_retry_time_when_the_twin_is_down() {
    let stage = Stage::new();
    stage.fault("offences", "down", Some(1));
    let answer = crate::testing::agent()
        .post(format!("{}/twin/offences/standings/find", stage.origin))
        .header("authorization", format!("Bearer {}", crate::testing::TOKEN))
        .send("{}")
        .unwrap();
    assert_eq!(
        (answer.status().as_u16(), answer.headers().get("retry-after").unwrap().as_bytes()),
        (503, &b"5"[..])
    );
}

#[test]
fn a_number_in_a_path_is_checked() {
    let stage = Stage::new();
    let (status, kind, body): (u16, String, Value) = stage.fetch("/twin/payment/pay/a%20b");
    assert_eq!(
        (status, kind.as_str(), &body["code"]),
        (400, "application/problem+json", &json!("request.malformed"))
    );
}

#[test]
fn the_page_shows_what_a_refusal_looks_like() {
    let stage = Stage::new();
    let order = example("payment", "NewOrder");
    assert_eq!(stage.send("/twin/payment/orders", &order.to_string()).0, 201);
    let mut dearer = order;
    dearer["amount_fen"] = json!(1001);
    let (status, _, told) = stage.send("/twin/payment/orders", &dearer.to_string());
    assert_eq!((status, told), (409, example("README", "problem")));
}
