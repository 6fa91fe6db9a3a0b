//! Every route at once: the description and the router are the same list, and every door is shut as it says.

use std::collections::{BTreeMap, BTreeSet};

use authz::Role;
use serde_json::{Value, json};

use crate::pages::view::scan;
use crate::route::{Door, Kind};
use crate::testing::Bench;
use crate::{Route, openapi};

fn described() -> Value {
    serde_json::to_value(openapi()).unwrap()
}

/// The routes that this folder answers.
fn routes(bench: &Bench) -> Vec<Route> {
    let ours =
        |route: &Route| ["/api/", "/ledger/", "/hooks/"].iter().any(|start| route.path.starts_with(start));
    crate::routes(&bench.app.office.authorizer).into_iter().filter(ours).collect()
}

fn operations(described: &Value) -> BTreeMap<(String, String), Value> {
    let paths = described["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter();
        methods.map(move |(method, operation)| ((method.to_uppercase(), path.clone()), operation.clone()))
    });
    all.collect()
}

/// A path with an example in the place of each parameter.
fn filled(path: &str, described: &Value) -> String {
    let mut path = path.replace("{*path}", "{path}");
    let schemas = &described["components"]["schemas"];
    let example = |name: &str| schemas[name]["examples"][0].as_str().unwrap().to_owned();
    let ids = if path.contains("/outlets/") {
        "OutletId"
    } else if path.contains("/staff/") {
        "StaffId"
    } else if path.contains("/jobs/") {
        "JobId"
    } else if path.contains("/persons/") {
        "PersonId"
    } else {
        "MandateId"
    };
    let number = if path.contains("/papers/") { "PaperNumber" } else { "CaseNumber" };
    let code = if path.contains("/items/") { "ItemCode" } else { "NeedCode" };
    for (name, shape) in [("{number}", number), ("{id}", ids), ("{code}", code)] {
        path = path.replace(name, &example(shape));
    }
    path.replace("tile/{path}", "tile/0/000.p/1").replace("{path}", "case/cas_x/n1/1")
}

#[test]
fn the_description_is_the_router() {
    let bench = Bench::on_sqlite();
    let described = described();
    let operations = operations(&described);
    let written: BTreeSet<(String, String)> = operations.keys().cloned().collect();
    let routed: BTreeSet<(String, String)> = routes(&bench)
        .iter()
        .map(|route| (route.method.to_owned(), route.path.replace("{*path}", "{path}")))
        .collect();
    assert_eq!(written, routed);
    let names: BTreeSet<&str> = operations.values().map(|o| o["operationId"].as_str().unwrap()).collect();
    assert_eq!(names.len(), operations.len(), "every operation has a name of its own");
    for route in routes(&bench) {
        let at = (route.method.to_owned(), route.path.replace("{*path}", "{path}"));
        let operation = &operations[&at];
        assert_eq!(operation["operationId"], route.name);
        let login = !operation["security"].as_array().unwrap().is_empty();
        assert_eq!(login, route.door != Door::Anyone, "{}", route.name);
        let key =
            operation["parameters"].as_array().into_iter().flatten().any(|p| p["name"] == "Idempotency-Key");
        assert_eq!(key, route.method == "POST" && route.kind == Kind::Api, "{}", route.name);
        assert!(operation["summary"].as_str().unwrap().contains(" · "), "{} in both languages", route.name);
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    match member {
                        Value::String(target) if name == "$ref" => {
                            found.insert(target.clone());
                        }
                        other => references(other, found),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            _ => {}
        }
    }
    let described = described();
    let mut found = BTreeSet::new();
    references(&described, &mut found);
    for target in &found {
        let pointer = target.strip_prefix('#').unwrap();
        assert!(described.pointer(pointer).is_some(), "{target} leads nowhere");
    }
    let tags: BTreeSet<&str> =
        described["tags"].as_array().unwrap().iter().map(|t| t["name"].as_str().unwrap()).collect();
    for (at, operation) in operations(&described) {
        let tag = operation["tags"][0].as_str().unwrap();
        assert!(tags.contains(tag), "{at:?} has the unknown tag {tag}");
    }
    assert_eq!(described["openapi"], "3.1.0");
}

#[test]
fn every_door_is_shut_as_it_says() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, super::SOON);
    let described = described();
    let callers = [
        (None, "nobody"),
        (Some(citizen.token.as_str()), "citizen"),
        (bench.token(Role::Clerk), "clerk"),
        (bench.token(Role::Administrator), "administrator"),
    ];
    for route in routes(&bench) {
        // Logging everybody out would spoil the rest.
        if route.name == "api.session.end" {
            continue;
        }
        let path = filled(&route.path, &described);
        for (token, who) in callers {
            let reply = match route.method {
                "GET" => bench.get(token, &path),
                _ => bench.post(token, &path, &json!({})),
            };
            let allowed = match route.door {
                Door::Anyone => true,
                Door::Citizen => who == "citizen",
                Door::Known => who != "nobody",
                Door::AnyStaff => matches!(who, "clerk" | "administrator"),
                Door::Staff(_) => route.roles.contains(&who),
            };
            let (status, at) = (reply.status, format!("{} {path} as {who}", route.method));
            let documented =
                &operations(&described)[&(route.method.to_owned(), route.path.replace("{*path}", "{path}"))];
            let known = documented["responses"].as_object().unwrap().contains_key(&status.to_string());
            assert!(known, "{at}: {status} is not described");
            assert!(status < 500, "{at}: {status}");
            match (allowed, who) {
                (false, "nobody") => assert_eq!(reply.problem(401), "access.unknown", "{at}"),
                (false, _) => assert!(reply.problem(403).starts_with("authz."), "{at}"),
                (true, _) if status >= 400 => {
                    assert!(status != 401 || route.kind == Kind::Webhook, "{at}: {status}");
                    reply.problem(status);
                }
                (true, _) => {}
            }
        }
    }
}

#[test]
fn every_write_wants_its_key_and_its_own_type() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, super::SOON);
    let described = described();
    for route in routes(&bench).iter().filter(|route| route.method == "POST" && route.kind == Kind::Api) {
        let path = filled(&route.path, &described);
        let token = match route.door {
            Door::Staff(_) | Door::AnyStaff => {
                let role = route.roles.iter().find_map(|role| Role::parse(role)).unwrap();
                bench.token(role)
            }
            _ => Some(citizen.token.as_str()),
        };
        let request = || crate::testing::with_token(axum::http::Request::post(&path), token);
        let no_key = bench.send(request().header("content-type", "application/json"), "{}").is(422);
        assert_eq!(no_key["fields"][0]["field"], "Idempotency-Key", "{path}");
        let text = request().header("content-type", "text/plain").header("idempotency-key", "k1");
        assert_eq!(bench.send(text, "{}").problem(415), "request.media_type", "{path}");
        if !path.ends_with("/file") {
            assert_eq!(bench.post(token, &path, &json!("words")).problem(422), "request.invalid", "{path}");
            let more = json!({ "no_such_field": 1 });
            let wrong = bench.post(token, &path, &more).is(422);
            let named = wrong["fields"].as_array().unwrap().iter().any(|f| f["field"] == "no_such_field");
            assert!(
                named || wrong["fields"][0]["message"]["en"] == "This is missing. Give it.",
                "{path}: {wrong}"
            );
        }
    }
}

#[test]
fn other_methods_are_told_which_there_are() {
    let bench = Bench::on_sqlite();
    let request = axum::http::Request::builder().method("DELETE").uri("/api/v1/cases");
    let reply = bench.send(request, "");
    let allow: BTreeSet<String> =
        reply.headers["allow"].to_str().unwrap().split(',').map(|m| m.trim().to_owned()).collect();
    assert_eq!(allow, ["GET", "HEAD", "POST"].map(str::to_owned).into());
    assert_eq!(reply.problem(405), "request.method");
    assert_eq!(bench.get(None, "/api/v1/nothing").problem(404), "not_found");
}

#[test]
fn the_page_of_the_description_names_every_operation() {
    let bench = Bench::on_sqlite();
    for lang in ["zh", "en"] {
        let reply = bench.get(None, &format!("/api/docs?lang={lang}"));
        assert_eq!((reply.status, reply.kind().as_str()), (200, "text/html"));
        let page = String::from_utf8(reply.bytes).unwrap();
        let tag = if lang == "zh" { "zh-CN" } else { "en" };
        assert_eq!(scan::Page::read(&page).review(tag), Vec::<String>::new());
        for ((method, path), operation) in operations(&described()) {
            assert!(page.contains(&format!("{method} {path}")), "{method} {path}");
            assert!(page.contains(operation["operationId"].as_str().unwrap()));
        }
    }
    let json = bench.get(None, "/api/openapi.json").is(200);
    assert_eq!(json, described());
}
