//! Every route of the API that names somebody's record, from the router's own list, as the wrong owner.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Owned, cases, elsewhere, history, secrets};
use crate::Route;
use crate::pages::desk::tests::cases::staff_id;
use crate::route::Kind;
use crate::testing::{Bench, Reply, with_token};

/// Whose desk is one outlet's, and citizens. What is for none of them alone (jobs, accounts, erasures) is for those whose
/// desk is the whole office.
const OF_ONE: &[&str] = &["citizen", "clerk", "reviewer", "issuer"];

/// The routes of the API with a record in their path.
fn routes(bench: &Bench) -> Vec<Route> {
    let all = crate::routes(&bench.app.office.authorizer);
    let named = |route: &Route| ["{number}", "{id}"].iter().any(|name| route.path.contains(name));
    let public = |route: &Route| route.path.starts_with("/api/v1/outlets/");
    let of_one = |route: &Route| route.roles.iter().any(|role| OF_ONE.contains(role));
    let ours = |route: &Route| route.kind == Kind::Api && named(route) && !public(route) && of_one(route);
    all.into_iter().filter(ours).collect()
}

/// The route with the owner's record in its place.
fn filled(route: &Route, owned: &Owned, staff: &str) -> String {
    let number = if route.path.contains("/papers/") { &owned.paper } else { &owned.no };
    let id = match route.path.as_str() {
        path if !path.contains("{id}") => "",
        path if path.contains("/mandates/") => &owned.mandate,
        path if path.contains("/staff/") => staff,
        path => panic!("say whose record stands in {path}"),
    };
    route.path.replace("{number}", number).replace("{id}", id).replace("{code}", "photo")
}

/// A body that the route takes.
fn body(name: &str) -> Value {
    match name {
        "api.case.correct" => json!({ "valid_until": "2032-12-10" }),
        "api.case.decide" => json!({ "verdict": "grant" }),
        "api.case.delivery" => json!({ "delivery": "pickup" }),
        "api.case.issue" => json!({ "blank": "9990000000050" }),
        "api.case.rate" => json!({ "score": 5 }),
        "api.case.reject" => json!({ "reasons": ["licence.unsettled_violations"] }),
        "api.case.supplement" => {
            json!({ "asks": [{ "code": "photo", "fault": "unclear" }], "until": "2026-12-01" })
        }
        _ => json!({}),
    }
}

fn asked(bench: &Bench, token: &str, route: &Route, path: &str) -> Reply {
    if route.method == "GET" {
        return bench.get(Some(token), path);
    }
    if route.name != "api.case.hand_in" {
        return bench.post(Some(token), path, &body(route.name));
    }
    let photo = crate::pages::desk::tests::picture();
    let head = "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"me.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n";
    let request = with_token(axum::http::Request::post(path), Some(token))
        .header("content-type", "multipart/form-data; boundary=xx")
        .header("idempotency-key", path.replace('/', "-"));
    bench.send(request, [head.as_bytes(), &photo, b"\r\n--xx--\r\n"].concat())
}

testkit::both! {
    the_wrong_owner_is_told_that_it_is_not_there: |db| {
        let bench = Bench::new(db);
        let all = cases(&bench);
        let before = history(&bench, &all);
        let stranger = bench.citizen(80, "2026-12-10").token;
        let there = elsewhere(&bench);
        let clerk = staff_id(&bench, "clerk");
        let mut tried = BTreeSet::new();
        for route in &routes(&bench) {
            for owned in &all {
                let path = filled(route, owned, &clerk);
                for (who, roles, token) in [
                    ("a stranger", &["citizen"][..], &stranger),
                    ("staff elsewhere", &["clerk", "reviewer", "issuer"], &there),
                ] {
                    if !roles.iter().any(|role| route.roles.contains(role)) {
                        continue;
                    }
                    let at = format!("{} {path} as {who}", route.method);
                    let reply = asked(&bench, token, route, &path);
                    assert_eq!(reply.status, 404, "{at}: {}", reply.json());
                    let told = reply.json().to_string().replace(&path, "");
                    let found = secrets(owned).into_iter().find(|secret| told.contains(secret.as_str()));
                    assert_eq!(found, None, "{at}: {told}");
                    assert_eq!(reply.problem(404), "not_found", "{at}");
                    tried.insert(route.name);
                }
            }
            assert!(tried.contains(route.name), "nobody tried {} {}", route.method, route.path);
        }
        assert_eq!(history(&bench, &all), before);
    };
}
