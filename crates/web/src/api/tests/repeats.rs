//! The same again: under one key a thing is done once, and the answer is the same.

use authz::Role;
use serde_json::{Value, json};

use super::{RENEWAL, SOON, form, number, picture, upload};
use crate::testing::{Bench, Reply};

/// Sends the same twice under one key; gives both answers.
fn twice(bench: &Bench, token: &str, path: &str, body: &Value, status: u16) -> (Value, Value) {
    let send = || bench.post_under(Some(token), path, body, "the-same-key");
    (send().is(status), send().is(status))
}

#[test]
fn what_is_sent_twice_is_done_once() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, SOON);
    let agent = bench.citizen(2, SOON);
    let token = citizen.token.as_str();
    let (first, second) = twice(&bench, token, "/api/v1/cases", &json!({ "item": RENEWAL }), 201);
    assert_eq!(first, second);
    let path = format!("/api/v1/cases/{}", number(&first));
    let other =
        bench.post_under(Some(token), "/api/v1/cases", &json!({ "item": "licence-lost" }), "the-same-key");
    assert_eq!(other.problem(409), "request.key_reused");
    let photo = |key: &str| {
        let file = form("me.jpg", "image/jpeg", &picture());
        upload(&bench, token, &format!("{path}/requirements/photo/file"), key, file)
    };
    assert_eq!(photo("p1").is(200), photo("p1").is(200));
    let again = photo("p2").is(200);
    let handed = again["receipts"].as_array().unwrap().iter().filter(|r| r["kind"] == "case.handed_in");
    assert_eq!(handed.count(), 2, "under another key it is handed in again");
    for (verb, body) in [("delivery", json!({ "delivery": "pickup" })), ("submit", json!({}))] {
        let (first, second) = twice(&bench, token, &format!("{path}/{verb}"), &body, 200);
        assert_eq!(first, second, "{verb}");
    }
    // The file is no longer open; the same upload under its key is still answered as it was.
    assert_eq!(photo("p1").status, 200);
    assert_eq!(photo("p3").problem(409), "case.already_submitted");
    let clerk = bench.token(Role::Clerk).unwrap();
    let (first, second) = twice(&bench, clerk, &format!("{path}/accept"), &json!({}), 200);
    assert_eq!(first, second);
    let give = json!({
        "agent_name": agent.name, "agent_id_number": agent.id_number, "items": [RENEWAL], "until": "2027-01-31",
    });
    let (first, second) = twice(&bench, token, "/api/v1/mandates", &give, 201);
    assert_eq!(first, second);
    let range = json!({ "kind": "driving_licence", "first": "AB0001", "last": "AB0500" });
    let issuer = bench.token(Role::Issuer).unwrap();
    let (first, second) = twice(&bench, issuer, "/api/v1/stock/receive", &range, 201);
    assert_eq!(first, second);
    assert_eq!(first["count"], 500);
}

#[test]
fn a_refusal_is_given_again_and_recorded_once() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, "2028-12-10");
    let send = |key: &str| -> Reply {
        bench.post_under(Some(&citizen.token), "/api/v1/cases", &json!({ "item": RENEWAL }), key)
    };
    let (first, second) = (send("k").is(409), send("k").is(409));
    assert_eq!(first, second);
    assert_eq!(first["rule"], "licence.renewal_too_early");
    assert!(
        !first["article"].as_array().unwrap().is_empty() && first["instead"]["zh"].is_string(),
        "{first}"
    );
    let verdict = bench.get(Some(&citizen.token), &format!("/api/v1/items/{RENEWAL}/judgement")).is(200);
    assert_eq!((&verdict["allowed"], &verdict["refusals"][0]["rule"]), (&json!(false), &first["rule"]));
}

#[test]
fn a_secret_is_shown_once() {
    let bench = Bench::on_sqlite();
    let administrator = bench.token(Role::Administrator).unwrap();
    let body = json!({ "username": "clerk2", "name": "李示例", "roles": ["clerk"], "outlet": bench.outlet });
    let (first, second) = twice(&bench, administrator, "/api/v1/staff", &body, 201);
    assert_eq!((first["setup_code"].is_string(), &second["setup_code"]), (true, &Value::Null));
    assert_eq!((&first["id"], &first["receipts"]), (&second["id"], &second["receipts"]));
}

/// Sends the same from four hands at once, under one key; gives the answers.
fn at_once(bench: &Bench, token: &str, path: &str, body: &Value, status: u16) -> Vec<Value> {
    let start = std::sync::Barrier::new(4);
    std::thread::scope(|scope| {
        let send = || {
            start.wait();
            bench.post_under(Some(token), path, body, "at-once").is(status)
        };
        let hands: Vec<_> = (0..4).map(|_| scope.spawn(send)).collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).collect()
    })
}

testkit::both! {
    what_is_sent_at_once_is_done_once_and_answered_alike: |db| {
        let bench = Bench::new(db);
        let clerk = bench.token(Role::Clerk).unwrap();
        for n in 1..4 {
            let citizen = bench.citizen(n, SOON);
            let token = citizen.token.as_str();
            let opened = at_once(&bench, token, "/api/v1/cases", &json!({ "item": RENEWAL }), 201);
            assert!(opened.iter().all(|reply| *reply == opened[0]), "{opened:?}");
            let list = bench.get(Some(token), "/api/v1/cases").is(200);
            assert_eq!(list["cases"].as_array().unwrap().len(), 1);
            let path = format!("/api/v1/cases/{}", number(&opened[0]));
            let file = form("me.jpg", "image/jpeg", &picture());
            upload(&bench, token, &format!("{path}/requirements/photo/file"), "photo", file).is(200);
            bench.post(Some(token), &format!("{path}/delivery"), &json!({ "delivery": "pickup" })).is(200);
            let submitted = at_once(&bench, token, &format!("{path}/submit"), &json!({}), 200);
            assert!(submitted.iter().all(|reply| *reply == submitted[0]), "{submitted:?}");
            bench.settle_checks(&submitted[0]);
            let accepted = at_once(&bench, clerk, &format!("{path}/accept"), &json!({}), 200);
            assert!(accepted.iter().all(|reply| *reply == accepted[0]), "{accepted:?}");
        }
    };
}
