//! What outside systems say becomes what the rules say.

use axum::http::Request;
use serde_json::{Value, json};

use crate::testing::{Bench, Citizen};

fn tell(bench: &Bench, path: &str, body: &Value) {
    bench.send(Request::post(path).header("content-type", "application/json"), body.to_string()).is(200);
}

fn judged(bench: &Bench, citizen: &Citizen) -> Value {
    bench.get(Some(&citizen.token), "/api/v1/items/licence-renew-expiry/judgement").is(200)
}

fn rules(verdict: &Value) -> Vec<&str> {
    verdict["refusals"].as_array().unwrap().iter().map(|refusal| refusal["rule"].as_str().unwrap()).collect()
}

#[test]
fn a_certificate_counts_for_the_classes_it_includes_and_no_others() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, "2026-12-10");
    for (classes, fit) in
        [(json!(["A1"]), true), (json!(["C2"]), false), (json!(["D", "C1"]), true), (json!(["D"]), false)]
    {
        let certificate = json!({ "number": "TJ0000000002", "hospital": "演示市第一人民医院", "issued_on": "2026-11-02",
            "valid": true, "classes": classes });
        let issued =
            json!({ "certificates": [{ "id_number": citizen.id_number, "certificate": certificate }] });
        tell(&bench, "/twin/hospital/certificates", &issued);
        let verdict = judged(&bench, &citizen);
        assert_eq!(rules(&verdict), if fit { vec![] } else { vec!["medical.unfit"] }, "{classes}");
    }
}

#[test]
fn the_last_cycle_is_asked_at_once_and_unknown_only_where_it_is_not_told() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, "2026-12-10");
    assert_eq!(judged(&bench, &citizen)["unknown"], json!([]), "nothing waits for the worker");
    let standing = |cycle: Value| {
        let standing = json!({ "unsettled_violations": 0, "unsettled_accidents": 0, "full_cycles": [], "measures": [],
            "last_cycle": cycle });
        tell(
            &bench,
            "/twin/offences/standings",
            &json!({ "standings": [{ "id_number": citizen.id_number, "standing": standing }] }),
        );
        judged(&bench, &citizen)
    };
    let death = standing(json!({ "points": 0, "accident": "death", "reviewed": false }));
    assert_eq!(rules(&death), ["licence.review_outstanding"]);
    let reviewed = standing(json!({ "points": 0, "accident": "death", "reviewed": true }));
    assert_eq!((rules(&reviewed).len(), &reviewed["unknown"]), (0, &json!([])));
    assert_eq!(standing(Value::Null)["unknown"], json!(["violations"]));
}

#[test]
fn slow_sources_are_asked_at_once_and_are_unknown_after_one_deadline() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, "2026-12-10");
    for source in ["population", "hospital", "offences"] {
        tell(&bench, &format!("/twin/{source}/faults"), &json!({ "mode": "slow" }));
    }
    let watch = base::Stopwatch::start();
    let verdict = judged(&bench, &citizen);
    let waited_ms = watch.elapsed_us() / 1000;
    let unknown = verdict["unknown"].as_array().unwrap();
    assert!(unknown.len() >= 3 && rules(&verdict).is_empty(), "{verdict}");
    assert!(waited_ms < 3_500, "{waited_ms} ms");
}
