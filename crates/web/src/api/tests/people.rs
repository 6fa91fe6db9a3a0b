//! Persons, accounts, mandates, look-ups and licences through the API.

use authz::Role;
use serde_json::{Value, json};

use super::{RENEWAL, begun, number};
use crate::testing::Bench;

/// Whether a text stands anywhere in an answer.
fn says(value: &Value, text: &str) -> bool {
    value.to_string().contains(text)
}

#[test]
fn oneself_masked_and_the_telephone_changed() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, super::SOON);
    let token = Some(citizen.token.as_str());
    let me = bench.get(token, "/api/v1/me").is(200);
    assert_eq!((&me["kind"], &me["person"]["name"]), (&json!("citizen"), &json!("林**")));
    assert!(!says(&me, &citizen.id_number) && !says(&me, &citizen.phone), "{me}");
    let (ask, change) = ("/api/v1/me/phone/code", "/api/v1/me/phone");
    let logged_in_with = bench.code_sent_to(&citizen.phone);
    let unchanged = bench.post(token, ask, &json!({ "phone": citizen.phone })).problem(409);
    assert_eq!(unchanged, "contact.unchanged");
    let asked = bench.post(token, ask, &json!({ "phone": "13900004321" })).is(200);
    assert_eq!(asked["minutes"], 5);
    let code = bench.code_sent_to("13900004321").unwrap();
    assert_eq!(bench.code_sent_to(&citizen.phone), logged_in_with, "nothing goes to the old number");
    let other = json!({ "phone": "13900004322", "code": code });
    assert_eq!(bench.post(token, change, &other).problem(409), "access.code_missing");
    let changed = bench.post(token, change, &json!({ "phone": "13900004321", "code": code })).is(200);
    assert_eq!(changed["person"]["phone"], "139****4321");
    let again = bench.post(token, change, &json!({ "phone": "13900004321", "code": code }));
    assert_eq!(again.problem(409), "access.code_used");
    assert_eq!(changed["receipts"].as_array().unwrap().last().unwrap()["kind"], "person.changed");
    let clerk = bench.get(bench.token(Role::Clerk), "/api/v1/me").is(200);
    assert_eq!((&clerk["staff"]["roles"], &clerk["person"]), (&json!(["clerk"]), &Value::Null));
    bench.post(token, "/api/v1/session/end", &json!({})).is(204);
    assert_eq!(bench.get(token, "/api/v1/me").problem(401), "access.unknown");
}

#[test]
fn an_agent_acts_under_a_mandate_until_it_ends() {
    let bench = Bench::on_sqlite();
    let (giver, agent) = (bench.citizen(1, super::SOON), bench.citizen(2, "2030-01-01"));
    let give = json!({
        "agent_name": agent.name, "agent_id_number": agent.id_number, "items": [RENEWAL], "until": "2027-01-31",
    });
    let mandate = bench.post(Some(&giver.token), "/api/v1/mandates", &give).is(201);
    assert_eq!((&mandate["agent"]["name"], &mandate["in_force"]), (&json!("林**"), &json!(true)));
    let for_giver = json!({ "item": RENEWAL, "person": giver.id });
    let judged = format!("/api/v1/items/{RENEWAL}/judgement?person={}", giver.id);
    assert_eq!(bench.get(Some(&agent.token), &judged).is(200)["allowed"], true);
    let case = bench.post(Some(&agent.token), "/api/v1/cases", &for_giver).is(201);
    assert_eq!((&case["agent"], &case["applicant"]["id"]), (&json!(agent.id), &json!(giver.id)));
    let path = format!("/api/v1/cases/{}", number(&case));
    assert_eq!(bench.get(Some(&agent.token), "/api/v1/cases").is(200)["cases"][0]["number"], case["number"]);
    let id = mandate["id"].as_str().unwrap();
    let ended = bench.post(Some(&agent.token), &format!("/api/v1/mandates/{id}/end"), &json!({})).is(200);
    assert_eq!((&ended["ended_by"], &ended["in_force"]), (&json!("agent"), &json!(false)));
    assert_eq!(bench.get(Some(&agent.token), &path).problem(404), "not_found");
    assert_eq!(bench.get(Some(&giver.token), &path).is(200)["number"], case["number"]);
    let list = bench.get(Some(&giver.token), "/api/v1/mandates?size=1").is(200);
    assert_eq!((list["mandates"].as_array().unwrap().len(), &list["next"]), (1, &Value::Null));
}

#[test]
fn a_file_is_opened_for_a_purpose_and_on_record() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, super::SOON);
    let case = begun(&bench, &citizen);
    let clerk = bench.token(Role::Clerk);
    let ask = |body: Value| bench.post(clerk, "/api/v1/lookups", &body);
    assert_eq!(ask(json!({ "id_number": citizen.id_number })).problem(422), "request.invalid");
    let no_reference = json!({ "id_number": citizen.id_number, "purpose": "case" });
    assert_eq!(ask(no_reference).is(409)["fields"][0]["field"], "reference");
    let body = json!({ "id_number": citizen.id_number, "purpose": "case", "reference": case["number"] });
    let found = ask(body.clone()).is(200);
    assert_eq!((&found["person"]["id"], &found["cases"][0]["number"]), (&json!(citizen.id), &case["number"]));
    assert_eq!(found["receipts"][0]["kind"], "person.looked_up");
    assert!(!says(&found, &citizen.id_number) && !says(&found, &citizen.phone), "{found}");
    // The same purpose within ten minutes is one look-up.
    assert_eq!(ask(body).is(200)["receipts"], json!([]));
    // Who looked into whose file is proved to the clerk and to those who watch, and to nobody else.
    let receipt = &found["receipts"][0];
    let at = format!("/ledger/proof/{}/{}", receipt["stream"].as_str().unwrap(), receipt["number"]);
    assert_eq!((bench.get(clerk, &at).status, bench.get(bench.token(Role::Auditor), &at).status), (200, 200));
    for other in [None, Some(citizen.token.as_str()), bench.token(Role::Reviewer)] {
        assert_eq!(bench.get(other, &at).problem(404), "not_found");
    }
    let by_phone = json!({ "phone": citizen.phone, "purpose": "inquiry" });
    assert_eq!(ask(by_phone).is(200)["person"]["id"], citizen.id.as_str());
    let nobody = json!({ "phone": "13988887777", "purpose": "inquiry" });
    assert_eq!(ask(nobody).problem(404), "not_found");
    let head = bench.get(bench.token(Role::OutletHead), "/api/v1/lookups").is(200);
    assert_eq!(head["lookups"].as_array().unwrap().len(), 2);
    assert!(head["lookups"].as_array().unwrap().iter().any(|l| l["reference"] == case["number"]));
}

#[test]
fn accounts_are_made_and_changed_by_an_administrator() {
    let bench = Bench::on_sqlite();
    let admin = bench.token(Role::Administrator);
    let new = json!({ "username": "rev2", "name": "李示例", "roles": ["reviewer"], "outlet": bench.outlet });
    let made = bench.post(admin, "/api/v1/staff", &new).is(201);
    assert_eq!(made["name"], "李**");
    assert!(!says(&made, "李示例"));
    assert_eq!(bench.post(admin, "/api/v1/staff", &new).is(409)["fields"][0]["field"], "username");
    let path = format!("/api/v1/staff/{}", made["id"].as_str().unwrap());
    let both = json!({ "roles": ["administrator", "auditor"] });
    assert_eq!(bench.post(admin, &format!("{path}/roles"), &both).problem(409), "access.role_conflict");
    let clerk = bench.post(admin, &format!("{path}/roles"), &json!({ "roles": ["clerk"] })).is(200);
    assert_eq!(clerk["roles"], json!(["clerk"]));
    let disabled = bench.post(admin, &format!("{path}/disable"), &json!({ "reason": "left" })).is(200);
    assert_eq!(disabled["status"], "disabled");
    assert_eq!(bench.post(admin, &format!("{path}/enable"), &json!({})).is(200)["status"], "active");
    let reset = bench.post(admin, &format!("{path}/reset"), &json!({})).is(200);
    assert!(reset["setup_code"].is_string() && reset["setup_code"] != made["setup_code"]);
    let kinds: Vec<&str> =
        reset["receipts"].as_array().unwrap().iter().map(|r| r["kind"].as_str().unwrap()).collect();
    let wanted =
        ["staff.registered", "staff.roles_set", "staff.disabled", "staff.enabled", "staff.totp_reset"];
    assert_eq!(kinds, wanted);
    let all = bench.get(admin, "/api/v1/staff?size=5").is(200);
    let next = all["next"].as_str().unwrap();
    let others = bench.get(admin, &format!("/api/v1/staff?size=50&after={next}")).is(200);
    assert_eq!(all["accounts"].as_array().unwrap().len() + others["accounts"].as_array().unwrap().len(), 11);
    // A clerk sees their own account and nobody else's.
    let own = bench.get(bench.token(Role::Clerk), "/api/v1/staff").is(200);
    assert_eq!(own["accounts"].as_array().unwrap().len(), 1);
    assert_eq!(bench.get(bench.token(Role::Clerk), &path).problem(404), "not_found");
}

#[test]
fn a_licence_is_shown_and_checked_without_logging_in() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, super::SOON);
    let shown = bench.get(Some(&citizen.token), "/api/v1/licence/statement").is(200);
    let check = |text: &str| {
        let text =
            percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        bench.get(None, &format!("/api/v1/verify?text={text}")).is(200)
    };
    let qr = shown["qr"].as_str().unwrap();
    for text in [qr, shown["link"].as_str().unwrap()] {
        let checked = check(text);
        assert_eq!((&checked["finding"], &checked["licence"]["name"]), (&json!("genuine"), &json!("林**")));
        assert_eq!(checked["licence"]["valid_until"], super::SOON);
    }
    let altered: String = qr
        .chars()
        .enumerate()
        .map(|(i, c)| if i == 60 { if c == 'A' { 'B' } else { 'A' } } else { c })
        .collect();
    assert!(["false", "unreadable"].contains(&check(&altered)["finding"].as_str().unwrap()));
    assert_eq!(check("YC1:HELLO")["finding"], "unreadable");
    bench.clock.advance_ms(61_000);
    assert_eq!(check(qr)["finding"], "run_out");
    assert_eq!(bench.get(None, "/api/v1/verify").problem(422), "request.invalid");
}

#[test]
fn outlets_and_items_are_for_everybody() {
    let bench = Bench::on_sqlite();
    let outlets = bench.get(None, "/api/v1/outlets").is(200);
    assert_eq!((&outlets["outlets"][0]["code"], &outlets["next"]), (&json!("SL01"), &Value::Null));
    let one = bench.get(None, &format!("/api/v1/outlets/{}", bench.outlet)).is(200);
    assert_eq!(one, outlets["outlets"][0]);
    let items = bench.get(None, "/api/v1/items").is(200);
    assert_eq!(items["items"].as_array().unwrap().len(), bench.app.office.rules.catalog.items().count());
    let item = bench.get(None, &format!("/api/v1/items/{RENEWAL}")).is(200);
    assert_eq!((&item["fee_fen"], &item["limit_working_days"]), (&json!(1000), &json!(1)));
    assert!(!says(&item, "{figure") && !says(&item, "{fee"), "figures are filled in");
}

#[test]
fn one_archivist_asks_for_an_erasure_and_another_confirms_it() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, super::SOON);
    let first = bench.token(Role::Archivist);
    let second = bench.finish(&bench.account("archive2", &[Role::Archivist]));
    let path = format!("/api/v1/persons/{}/erasure", citizen.id);
    let ask = json!({ "ground": "request", "reference": "sq20261123-1" });
    let confirm = json!({ "reference": "SQ20261123-1" });
    for other in [Some(citizen.token.as_str()), bench.token(Role::Clerk), bench.token(Role::Administrator)] {
        assert_eq!(bench.post(other, &path, &ask).status, 403);
    }
    assert_eq!(bench.post(first, &path, &json!({ "ground": "request" })).problem(422), "request.invalid");
    let case = number(&begun(&bench, &citizen));
    assert_eq!(bench.post(first, &path, &ask).problem(409), "person.erasure_case_under_way");
    let withdraw = format!("/api/v1/cases/{case}/withdraw");
    bench.post(Some(&citizen.token), &withdraw, &json!({})).is(200);
    let at = format!("{path}/confirm");
    assert_eq!(bench.post(Some(&second), &at, &confirm).problem(409), "person.erasure_not_asked");
    let asked = bench.post(first, &path, &ask).is(200);
    assert_eq!((&asked["erased"], &asked["waits"]["ground"]), (&json!(false), &json!("request")));
    assert_eq!(bench.post(Some(&second), &path, &ask).problem(409), "person.erasure_waits");
    assert_eq!(bench.post(first, &at, &confirm).problem(409), "person.erasure_second_person");
    let other = json!({ "reference": "SQ20261123-2" });
    assert_eq!(bench.post(Some(&second), &at, &other).problem(409), "person.erasure_not_asked");
    let erased = bench.post(Some(&second), &at, &confirm).is(200);
    assert_eq!((&erased["erased"], &erased["waits"]), (&json!(true), &Value::Null));
    assert_eq!(bench.post(Some(&second), &at, &confirm).problem(404), "not_found");
    let body = json!({ "id_number": citizen.id_number, "purpose": "inquiry" });
    assert_eq!(bench.post(bench.token(Role::Clerk), "/api/v1/lookups", &body).problem(404), "not_found");
}
