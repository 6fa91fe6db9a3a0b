//! The public ledger: checkpoint, tiles, proofs, consistency; and the payment system's word.

use adapters::webhooks::{HEADER_ID, HEADER_SIGNATURE, HEADER_TIMESTAMP, sign};
use axum::http::Request;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ledger::note::Checkpoint;
use ledger::proof::{ConsistencyBundle, verify_extension};
use ledger::tree::Hash;
use serde_json::{Value, json};

use super::{begun, number};
use crate::testing::{Bench, Reply};

fn checkpoint(bench: &Bench) -> (String, Checkpoint) {
    let reply = bench.get(None, "/ledger/checkpoint");
    assert_eq!((reply.status, reply.kind().as_str()), (200, "text/plain"));
    let note = String::from_utf8(reply.bytes).unwrap();
    let opened = Checkpoint::open(&note, &[bench.app.office.ledger.verifier().clone()]).unwrap();
    (note, opened)
}

/// The newest checkpoint, whatever was signed before.
fn signed_now(bench: &Bench) -> (String, Checkpoint) {
    bench.app.office.ledger.sign_now().unwrap();
    checkpoint(bench)
}

#[test]
fn an_answer_carries_the_newest_checkpoint() {
    let bench = Bench::on_sqlite();
    let (_, newest) = signed_now(&bench);
    let reply = bench.get(None, "/api/v1/items");
    let said = reply.headers["yichuang-checkpoint"].to_str().unwrap();
    assert_eq!(said, format!("{} {}", newest.size, newest.root.to_base64()));
}

#[test]
fn a_later_checkpoint_begins_with_an_earlier_one() {
    let bench = Bench::on_sqlite();
    let (old_note, old) = signed_now(&bench);
    bench.citizen(1, super::SOON);
    let (new_note, new) = signed_now(&bench);
    assert!(old.size < new.size);
    let proof = bench.get(None, &format!("/ledger/consistency?old={}", old.size)).is(200);
    assert_eq!((&proof["new"], &proof["checkpoint"]), (&json!(new.size), &json!(new_note)));
    let path: Vec<Hash> = proof["path"]
        .as_array()
        .unwrap()
        .iter()
        .map(|h| Hash::parse_hex(h.as_str().unwrap()).unwrap())
        .collect();
    let key = bench.app.office.ledger.verifier();
    let bundle = ConsistencyBundle::new(old_note, new_note, path, key);
    assert_eq!(verify_extension(&bundle, std::slice::from_ref(key)).unwrap().old.size, old.size);
    let between = bench.get(None, &format!("/ledger/consistency?old=1&new={}", old.size)).is(200);
    assert_eq!(between["new"], old.size);
    for bad in ["old=1&new=99999999", "old=99999999", &format!("old={}&new=1", old.size)] {
        assert_eq!(bench.get(None, &format!("/ledger/consistency?{bad}")).problem(404), "not_found", "{bad}");
    }
    for bad in ["", "old=-1", "old=01", "old=1&new=x", "old=1&more=1"] {
        assert_eq!(
            bench.get(None, &format!("/ledger/consistency?{bad}")).problem(422),
            "request.invalid",
            "{bad}"
        );
    }
}

/// The root of RFC 6962 over leaves: the left part is the largest power of two.
fn root(row: &[Hash]) -> Hash {
    if row.len() == 1 {
        return row[0];
    }
    let left = row.len().next_power_of_two() / 2;
    ledger::tree::node_hash(root(&row[..left]), root(&row[left..]))
}

#[test]
fn tiles_hash_to_the_root() {
    let bench = Bench::on_sqlite();
    for n in 0..40 {
        bench.citizen(n, super::SOON);
    }
    let (_, newest) = signed_now(&bench);
    let width = newest.size.min(256);
    let path = if width == 256 { "0/000".to_owned() } else { format!("0/000.p/{width}") };
    let reply = bench.get(None, &format!("/ledger/tile/{path}"));
    let kept = reply.headers["cache-control"].to_str().unwrap().contains("immutable");
    assert_eq!((reply.status, kept), (200, width == 256));
    let hashes: Vec<Hash> = reply.bytes.chunks(32).map(|h| Hash::from_slice(h).unwrap()).collect();
    assert_eq!(u64::try_from(hashes.len()).unwrap(), width);
    if newest.size <= 256 {
        let mut row = hashes;
        assert_eq!(root(&row), newest.root);
        row.reverse();
        assert_ne!(root(&row), newest.root);
    }
    for bad in
        ["0/001", "0/000.p/0", "0/0", "9/000", "entries/000", "64/000", "x", "0/000.p/257", "..%2F..%2Fetc"]
    {
        assert_eq!(bench.get(None, &format!("/ledger/tile/{bad}")).problem(404), "not_found", "{bad}");
    }
}

#[test]
fn events_that_are_not_there_have_no_proof() {
    let bench = Bench::on_sqlite();
    for bad in [
        "case/cas_x/n1/1",
        "x",
        "case/cas_x/n1/0",
        "case/cas_x/n1/-1",
        "%00/a/b/1",
        "a/b/c/99999999999999999999",
    ] {
        assert_eq!(bench.get(None, &format!("/ledger/proof/{bad}")).problem(404), "not_found", "{bad}");
    }
}

/// A notification signed under the shared secret.
fn notify(bench: &Bench, id: &str, body: &str) -> Reply {
    let now = bench.clock_now();
    let signature = sign(std::slice::from_ref(&bench.secret), id, now, body.as_bytes()).unwrap();
    let request = Request::post("/hooks/payment")
        .header("content-type", "application/json")
        .header(HEADER_ID, id)
        .header(HEADER_TIMESTAMP, now.ms().div_euclid(1000).to_string())
        .header(HEADER_SIGNATURE, signature);
    bench.send(request, body.to_owned())
}

#[test]
fn the_payment_systems_word_counts_once_and_only_signed() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, super::SOON);
    let case = begun(&bench, &citizen);
    let path = format!("/api/v1/cases/{}", number(&case));
    let order = |amount: i64, number: &str| {
        json!({
            "type": "payment.order_changed",
            "timestamp": bench.clock_now().rfc3339(),
            "data": {
                "order_no": number, "case_no": case["number"], "amount_fen": amount, "state": "paid",
                "pay_url": "http://127.0.0.1/pay", "payment_no": "PAY000000000001",
                "paid_at_ms": bench.clock_now().ms(), "refunded_fen": 0,
            },
        })
        .to_string()
    };
    let number = case["payment"]["number"].as_str().unwrap();
    assert_eq!(notify(&bench, "m1", &order(999, number)).problem(404), "not_found", "another amount");
    assert_eq!(notify(&bench, "m2", &order(1000, "pay_none")).problem(404), "not_found");
    assert_eq!(notify(&bench, "m3", "{}").problem(400), "webhook.body");
    let unsigned = Request::post("/hooks/payment").header("content-type", "application/json");
    assert_eq!(bench.send(unsigned, order(1000, number)).problem(401), "webhook.signature");
    let paid = || {
        let case = bench.get(Some(&citizen.token), &path).is(200);
        let kinds = case["receipts"].as_array().unwrap().iter().filter(|r| r["kind"] == "case.paid").count();
        (case["payment"]["paid"] == Value::Bool(true), kinds)
    };
    assert_eq!(paid(), (false, 0));
    for _ in 0..2 {
        notify(&bench, "m4", &order(1000, number)).is(204);
        assert_eq!(paid(), (true, 1));
    }
    let tampered = BASE64_STANDARD.encode([0u8; 32]);
    let forged = Request::post("/hooks/payment")
        .header(HEADER_ID, "m5")
        .header(HEADER_TIMESTAMP, bench.clock_now().ms().div_euclid(1000).to_string())
        .header(HEADER_SIGNATURE, format!("v1,{tampered}"));
    assert_eq!(bench.send(forged, order(1000, number)).problem(401), "webhook.signature");
}

#[test]
fn an_order_that_was_cancelled_is_followed_by_a_new_one() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, super::SOON);
    let case = begun(&bench, &citizen);
    let token = Some(citizen.token.as_str());
    let pay = format!("/api/v1/cases/{}/pay", case["number"].as_str().unwrap());
    let first = bench.post(token, &pay, &json!({})).is(200);
    assert_eq!(first["state"], "open");
    assert_eq!(bench.post(token, &pay, &json!({})).is(200)["number"], first["number"], "one order at a time");
    let at_twin = format!("/twin/payment/pay/{}", first["number"].as_str().unwrap());
    let request = Request::post(at_twin).header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(bench.send(request, "action=cancel").status, 303);
    let second = bench.post(token, &pay, &json!({})).is(200);
    assert_eq!(second["state"], "open");
    assert_ne!(second["number"], first["number"]);
}
