//! A renewal from the first word to the proof, through the API alone: citizen, clerk, reviewer, issuer.

use authz::Role;
use base::Day;
use ledger::proof::{ProofBundle, verify};
use serde_json::{Value, json};

use super::{SOON, begun, form, number, owed, picture, upload};
use crate::testing::Bench;

/// A proof, once the event has its place.
fn proof(bench: &Bench, receipt: &Value) -> Vec<u8> {
    let path = format!("/ledger/proof/{}/{}", receipt["stream"].as_str().unwrap(), receipt["number"]);
    for _ in 0..100 {
        let reply = bench.get(None, &path);
        if reply.status == 200 {
            return reply.bytes;
        }
        assert_eq!(reply.problem(404), "not_found");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{path} was not sequenced in five seconds");
}

/// Pays at the payment system's page, whose word then comes over the socket.
fn pay(bench: &Bench, token: &str, path: &str) {
    let order = bench.post(Some(token), &format!("{path}/pay"), &json!({})).is(200);
    assert_eq!((&order["state"], &order["amount_fen"]), (&json!("open"), &json!(1000)));
    let address = order["pay_url"].as_str().unwrap();
    let page = address.strip_prefix(&bench.app.settings.origin).unwrap();
    let request = axum::http::Request::post(page).header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(bench.send(request, "action=pay").status, 303);
    for _ in 0..100 {
        if bench.get(Some(token), path).is(200)["payment"]["paid"] == true {
            let again = bench.post(Some(token), &format!("{path}/pay"), &json!({})).is(200);
            assert_eq!((&again["state"], &again["pay_url"]), (&json!("paid"), &Value::Null));
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("the payment system's word did not come in five seconds");
}

testkit::both! {
    a_licence_is_renewed_and_the_proof_holds: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, SOON);
        let token = citizen.token.as_str();

        let verdict = bench.get(Some(token), "/api/v1/items/licence-renew-expiry/judgement").is(200);
        assert_eq!((&verdict["allowed"], &verdict["fee_fen"]), (&json!(true), &json!(1000)), "{verdict}");
        let case = begun(&bench, &citizen);
        let number = number(&case);
        let path = format!("/api/v1/cases/{number}");
        assert_eq!(case["receipts"].as_array().unwrap().len(), 1);
        assert_eq!(case["applicant"]["name"], "林**");
        assert_eq!(case["applicant"]["phone"], "139****0001");

        let owed = owed(&case);
        assert_eq!(owed, ["photo"], "the rest is proved by shared data: {case}");
        let photo = format!("{path}/requirements/photo/file");
        let given = upload(&bench, token, &photo, "photo-1", form("me.jpg", "image/jpeg", &picture())).is(200);
        assert!(super::owed(&given).is_empty());
        let post = json!({ "delivery": "post", "address": "示例市示例路1号" });
        bench.post(Some(token), &format!("{path}/delivery"), &post).is(200);
        pay(&bench, token, &path);
        let submitted = bench.post(Some(token), &format!("{path}/submit"), &json!({})).is(200);
        assert_eq!((&submitted["stage"], submitted["submitted_at"].is_string()), (&json!("draft"), true));
        bench.settle_checks(&submitted);

        let clerk = bench.token(Role::Clerk);
        let list = bench.get(clerk, "/api/v1/cases?stage=draft&submitted=true").is(200);
        assert_eq!(list["cases"][0]["number"], number.as_str());
        let file = bench.get(clerk, &photo);
        assert_eq!((file.status, file.kind().as_str()), (200, "image/jpeg"));
        looked_into(&bench, &photo, &number);
        let seen = &bench.get(clerk, &path).is(200)["revision"];
        let accepted = bench.post(clerk, &format!("{path}/accept"), &json!({ "revision": seen })).is(200);
        assert_eq!((&accepted["stage"], &accepted["due_on"]), (&json!("open"), &json!("2026-11-24")));

        let reviewer = bench.token(Role::Reviewer);
        let decided = bench.post(reviewer, &format!("{path}/decide"), &json!({ "verdict": "grant" })).is(200);
        assert_eq!(decided["stage"], "decided");

        let issuer = bench.token(Role::Issuer);
        let range = json!({ "kind": "driving_licence", "first": "5200000000001", "last": "5200000000010" });
        let received = bench.post(issuer, "/api/v1/stock/receive", &range).is(201);
        assert_eq!((&received["count"], received["receipts"].as_array().unwrap().len()), (&json!(10), 1));
        let next = bench.get(issuer, "/api/v1/stock/next").is(200);
        assert_eq!((&next["next"], &next["in_stock"]), (&json!("5200000000001"), &json!(10)));
        let issued = bench.post(issuer, &format!("{path}/issue"), &json!({ "blank": next["next"] })).is(200);
        assert_eq!((&issued["stage"], &issued["parcel"]["status"]), (&json!("issued"), &json!("waiting")));

        let rated = bench.post(Some(token), &format!("{path}/rate"), &json!({ "score": 5, "words": "很快" })).is(200);
        assert_eq!(rated["rating"], 5);
        let licence = &bench.get(Some(token), "/api/v1/licence").is(200)["licences"][0];
        assert_eq!((&licence["valid_until"], &licence["edition"]), (&json!("2036-12-10"), &json!(2)));
        let papers = rated["papers"].as_array().unwrap();
        assert_eq!(papers.iter().map(|p| p["kind"].as_str().unwrap()).collect::<Vec<_>>(), ["receipt", "grant"]);
        for paper in papers {
            let at = format!("/api/v1/papers/{}", paper["number"].as_str().unwrap());
            let shown = bench.get(Some(token), &at).is(200);
            assert_eq!((&shown["case"], &shown["kind"]), (&json!(number), &paper["kind"]));
            checked(&bench, token, &at, paper["number"].as_str().unwrap());
        }

        let keys = [bench.app.office.ledger.verifier().clone()];
        let receipts = rated["receipts"].as_array().unwrap();
        let kinds: Vec<&str> = receipts.iter().map(|r| r["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, [
            "case.opened", "case.handed_in", "case.delivery_chosen", "case.paid", "case.submitted",
            "case.accepted", "case.decided", "case.issued", "case.rated",
        ]);
        for receipt in receipts {
            let bundle = ProofBundle::parse(&proof(&bench, receipt)).unwrap();
            let verified = verify(&bundle, &keys).unwrap();
            let event: Value = serde_json::from_slice(&verified.entry).unwrap();
            assert_eq!((&event["stream"], &event["number"]), (&receipt["stream"], &receipt["number"]));
        }
        assert_eq!(Day::parse("2036-12-10").unwrap(), Day::parse(SOON).unwrap().plus_years(10));
    };
}

/// A clerk who opens a paper of the case has looked into the file, and that is on record once; a partner's clerk sees
/// the case, the masked name and no file; whose file it is leaves no trace by reading it.
fn looked_into(bench: &Bench, file: &str, number: &str) {
    let record = || bench.get(bench.token(Role::OutletHead), "/api/v1/lookups").is(200)["lookups"].clone();
    let before = record();
    assert_eq!(before.as_array().unwrap().len(), 1, "by the clerk alone: {before}");
    assert_eq!((&before[0]["purpose"], &before[0]["reference"]), (&json!("case"), &json!(number)));
    assert_eq!(bench.get(bench.token(Role::Clerk), file).status, 200);
    let partner = bench.token(Role::PartnerClerk);
    let seen = bench.get(partner, &format!("/api/v1/cases/{number}")).is(200);
    assert_eq!(seen["applicant"]["name"], "林**");
    assert_eq!((&seen["applicant"]["id_number"], &seen["applicant"]["phone"]), (&json!(""), &json!("")));
    let refused = bench.get(partner, file).status;
    assert!(matches!(refused, 403 | 404), "{refused}");
    assert_eq!(record(), before, "within ten minutes it is one look-up, and a refused one is none");
}

/// The address on a paper says, to anybody, which paper it is; one with another letter says that it is false.
fn checked(bench: &Bench, token: &str, at: &str, number: &str) {
    // On PostgreSQL positions come within a second.
    let address = (0..100).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        bench.get(Some(token), at).is(200)["check"].as_str().map(str::to_owned)
    });
    let address = address.expect("a position within two seconds");
    let path = address.strip_prefix(bench.app.settings.origin.as_str()).unwrap();
    let page = |path: &str| String::from_utf8(bench.get(None, path).bytes).unwrap();
    let genuine = page(path);
    assert!(genuine.contains("文书是真的") && genuine.contains(number), "{genuine}");
    let last = if path.ends_with('A') { "B" } else { "A" };
    let altered = format!("{}{last}", path.get(..path.len() - 1).unwrap());
    let false_one = page(&altered);
    assert!(!false_one.contains("文书是真的") && !false_one.contains(number), "{false_one}");
}

#[test]
fn a_supplement_a_refusal_and_what_can_be_done_about_it() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, SOON);
    let number = super::submitted(&bench, &citizen, &json!({ "delivery": "pickup" }));
    let path = format!("/api/v1/cases/{number}");
    let (clerk, reviewer) = (bench.token(Role::Clerk), bench.token(Role::Reviewer));
    bench.post(clerk, &format!("{path}/accept"), &json!({})).is(200);
    let ask = json!({ "asks": [{ "code": "photo", "fault": "unclear" }], "until": "2026-12-01" });
    let asked = bench.post(clerk, &format!("{path}/supplement"), &ask).is(200);
    assert_eq!((&asked["stopped_on"], owed(&asked)), (&json!("2026-11-23"), vec!["photo".to_owned()]));
    let notice = asked["papers"].as_array().unwrap().last().unwrap()["number"].as_str().unwrap().to_owned();
    let notice = bench.get(Some(&citizen.token), &format!("/api/v1/papers/{notice}")).is(200);
    assert_eq!(
        (&notice["supplements"][0]["code"], &notice["until"]),
        (&json!("photo"), &json!("2026-12-01"))
    );
    // Whoever accepted does not decide, and while papers are awaited nobody grants.
    assert_eq!(bench.post(clerk, &format!("{path}/decide"), &json!({ "verdict": "grant" })).status, 403);
    let early = bench.post(reviewer, &format!("{path}/decide"), &json!({ "verdict": "grant" })).is(409);
    assert_eq!(early["rule"], "case.requirements_outstanding");
    let photo = form("me.jpg", "image/jpeg", &picture());
    upload(&bench, &citizen.token, &format!("{path}/requirements/photo/file"), "photo-2", photo).is(200);
    let silent = bench.post(reviewer, &format!("{path}/decide"), &json!({ "verdict": "refuse" })).is(409);
    assert_eq!(silent["rule"], "case.reasons_missing");
    let refuse = json!({ "verdict": "refuse", "reasons": ["photo"] });
    let refused = bench.post(reviewer, &format!("{path}/decide"), &refuse).is(200);
    assert_eq!((&refused["stage"], &refused["reasons"][0]["code"]), (&json!("refused"), &json!("photo")));
    let paper = refused["papers"].as_array().unwrap().last().unwrap()["number"].as_str().unwrap().to_owned();
    let decision = bench.get(Some(&citizen.token), &format!("/api/v1/papers/{paper}")).is(200);
    assert_eq!(decision["remedies"].as_array().unwrap().len(), 2, "review and suit");
}

#[test]
fn a_licence_that_is_picked_up_and_put_right() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, SOON);
    let number = super::submitted(&bench, &citizen, &json!({ "delivery": "pickup" }));
    let path = format!("/api/v1/cases/{number}");
    pay(&bench, &citizen.token, &path);
    let step = |role: Role, verb: &str, body: Value| {
        bench.post(bench.token(role), &format!("{path}/{verb}"), &body).is(200)
    };
    step(Role::Clerk, "accept", json!({}));
    step(Role::Reviewer, "decide", json!({ "verdict": "grant" }));
    let range = json!({ "kind": "driving_licence", "first": "AB0001", "last": "AB0002" });
    bench.post(bench.token(Role::Issuer), "/api/v1/stock/receive", &range).is(201);
    step(Role::Issuer, "issue", json!({ "blank": "AB0001" }));
    let over = step(Role::Clerk, "handover", json!({}));
    assert_eq!(over["stage"], "closed");
    let second = bench.finish(&bench.account("second", &[Role::Reviewer]));
    let right = json!({ "valid_until": "2032-12-10" });
    let own = bench.post(bench.token(Role::Reviewer), &format!("{path}/correct"), &right);
    assert_eq!(own.problem(403), "authz.second_person");
    let correct = |body: Value| bench.post(Some(&second), &format!("{path}/correct"), &body);
    for neither_nor_both in [json!({}), json!({ "valid_until": "2032-12-10", "long_term": true })] {
        assert_eq!(correct(neither_nor_both).problem(409), "request.not_accepted");
    }
    let same = json!({ "valid_until": "2036-12-10" });
    assert_eq!(correct(same).problem(409), "case.correction_same");
    let before = json!({ "valid_until": "2020-01-01" });
    assert_eq!(correct(before).problem(409), "case.correction_before_first");
    correct(right).is(200);
    let licence = &bench.get(Some(&citizen.token), "/api/v1/licence").is(200)["licences"][0];
    assert_eq!(licence["valid_until"], "2032-12-10");
}
