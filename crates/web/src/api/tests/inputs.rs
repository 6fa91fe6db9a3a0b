//! Bad input: each has a clear answer in Chinese and in English.

use authz::Role;
use axum::http::Request;
use serde_json::{Value, json};

use super::{RENEWAL, begun, form, number, picture, upload};
use crate::testing::{Bench, with_token};

#[test]
fn bodies_that_are_no_json_or_too_long() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, super::SOON);
    let send = |body: Vec<u8>| {
        let request = with_token(Request::post("/api/v1/cases"), Some(&citizen.token))
            .header("content-type", "application/json")
            .header("idempotency-key", "k");
        bench.send(request, body)
    };
    for body in ["", "{", "{\"item\": }", "\u{0}", "{\"item\": \"\\ud800\"}"] {
        assert_eq!(send(body.as_bytes().to_vec()).problem(400), "request.malformed", "{body}");
    }
    assert_eq!(send(vec![0xFF, 0xFE, b'{']).problem(400), "request.malformed");
    assert_eq!(send("[".repeat(5000).into_bytes()).problem(400), "request.malformed");
    let long = format!("{{\"item\": \"{}\"}}", "x".repeat(70 * 1024));
    assert_eq!(send(long.into_bytes()).problem(413), "request.too_large");
    assert_eq!(send(vec![b' '; 10 * 1024 * 1024]).problem(413), "request.too_large");
    assert_eq!(send(vec![b' '; 12 * 1024 * 1024]).problem(413), "request.too_large");
}

#[test]
fn fields_that_the_schema_forbids_are_named() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, super::SOON);
    let token = Some(citizen.token.as_str());
    let path = format!("/api/v1/cases/{}", number(&begun(&bench, &citizen)));
    let rows: [(&str, Value, &str); 11] = [
        ("/api/v1/cases", json!({ "item": "No Such" }), "item"),
        ("/api/v1/cases", json!({ "item": RENEWAL, "person": "per_1" }), "person"),
        ("/api/v1/cases", json!({}), "item"),
        ("rate", json!({ "score": 6 }), "score"),
        ("rate", json!({ "score": "5" }), "score"),
        ("submit", json!({ "revision": 0 }), "revision"),
        ("delivery", json!({ "delivery": "drone" }), "delivery"),
        ("delivery", json!({ "delivery": "post", "address": "路\u{0}1号" }), "address"),
        ("/api/v1/me/phone/code", json!({ "phone": "12345678901" }), "phone"),
        ("/api/v1/me/phone", json!({ "phone": "12345678901", "code": "123456" }), "phone"),
        ("/api/v1/me/phone", json!({ "phone": "13900004321", "code": "12345" }), "code"),
    ];
    for (at, body, field) in rows {
        let at = if at.starts_with('/') { at.to_owned() } else { format!("{path}/{at}") };
        let wrong = bench.post(token, &at, &body).is(422);
        assert_eq!(
            (&wrong["code"], &wrong["fields"][0]["field"]),
            (&json!("request.invalid"), &json!(field)),
            "{at} {body}"
        );
        let words = &wrong["fields"][0]["message"];
        assert!(words["zh"].as_str().unwrap() != words["en"].as_str().unwrap(), "{words}");
    }
    for query in
        ["stage=nowhere", "after=1", "stage=open&stage=draft", "more=1", "submitted=yes", "stage=%FF"]
    {
        assert_eq!(
            bench.get(token, &format!("/api/v1/cases?{query}")).problem(422),
            "request.invalid",
            "{query}"
        );
    }
}

#[test]
fn what_the_schema_allows_the_rules_refuse_with_409() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, super::SOON);
    let token = Some(citizen.token.as_str());
    let refused = |token: Option<&str>, path: &str, body: &Value, rule: &str| {
        let told = bench.post(token, path, body).is(409);
        assert_eq!(told["rule"], rule, "{told}");
        for member in ["reason", "instead"] {
            let (zh, en) = (told[member]["zh"].as_str().unwrap(), told[member]["en"].as_str().unwrap());
            assert!(!zh.is_empty() && !en.is_empty() && zh != en, "{told}");
        }
        told
    };
    // A wrong check character, told with the field.
    let wrong = json!({ "id_number": "999901199003071010", "phone": citizen.phone });
    let told = refused(None, "/api/v1/session/code", &wrong, "request.not_accepted");
    assert_eq!(told["fields"][0]["field"], "id_number");
    // A code that was used, and one that was never asked for.
    let code = bench.code_sent_to(&citizen.phone).unwrap();
    let used = json!({ "id_number": citizen.id_number, "phone": citizen.phone, "code": code });
    refused(None, "/api/v1/session", &used, "access.code_used");
    let path = format!("/api/v1/cases/{}", number(&begun(&bench, &citizen)));
    refused(token, "/api/v1/cases", &json!({ "item": RENEWAL }), "case.under_way");
    refused(token, &format!("{path}/submit"), &json!({}), "case.delivery_missing");
    refused(token, &format!("{path}/rate"), &json!({ "score": 5 }), "case.not_over");
    refused(token, &format!("{path}/delivery"), &json!({ "delivery": "post" }), "request.not_accepted");
    refused(token, "/api/v1/cases", &json!({ "item": "licence-contact" }), "item.not_a_case");
    let stale = bench.post(token, &format!("{path}/withdraw"), &json!({ "revision": 99 })).problem(409);
    assert_eq!(stale, "record.stale");
    let wrong = json!({ "username": "clerk", "password": "not the password", "code": "000000" });
    refused(None, "/api/v1/session/staff", &wrong, "access.wrong_credentials");
}

#[test]
fn an_expired_code_and_too_many_of_them() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, super::SOON);
    let who = json!({ "id_number": citizen.id_number, "phone": citizen.phone });
    bench.post(None, "/api/v1/session/code", &who).is(200);
    let code = bench.code_sent_to(&citizen.phone).unwrap();
    bench.clock.advance_ms(6 * 60 * 1000);
    let late = json!({ "id_number": citizen.id_number, "phone": citizen.phone, "code": code });
    assert_eq!(bench.post(None, "/api/v1/session", &late).problem(409), "access.code_expired");
    for _ in 0..3 {
        bench.post(None, "/api/v1/session/code", &who).is(200);
    }
    let reply = bench.post(None, "/api/v1/session/code", &who);
    assert!(reply.headers.contains_key("retry-after"));
    assert_eq!(reply.problem(429), "access.too_many");
    // Whoever is not on file hears the same and gets nothing.
    let nobody = json!({ "id_number": "99990119850101101X", "phone": "13988887777" });
    let number = format!("9999011985010110{}", 1);
    let number = format!("{number}{}", law::check_character(&number).unwrap());
    let nobody = json!({ "id_number": number, "phone": nobody["phone"] });
    bench.post(None, "/api/v1/session/code", &nobody).is(200);
    assert_eq!(bench.code_sent_to("13988887777"), None);
}

#[test]
fn what_is_not_yours_is_not_there() {
    let bench = Bench::on_sqlite();
    let (citizen, stranger) = (bench.citizen(1, super::SOON), bench.citizen(2, super::SOON));
    let path = format!("/api/v1/cases/{}", number(&begun(&bench, &citizen)));
    let other = Some(stranger.token.as_str());
    assert_eq!(bench.get(other, &path).problem(404), "not_found");
    for verb in ["submit", "withdraw", "pay"] {
        assert_eq!(
            bench.post(other, &format!("{path}/{verb}"), &json!({})).problem(404),
            "not_found",
            "{verb}"
        );
    }
    let photo = form("me.jpg", "image/jpeg", &picture());
    let at = format!("{path}/requirements/photo/file");
    assert_eq!(upload(&bench, &stranger.token, &at, "k", photo).problem(404), "not_found");
    assert!(bench.get(other, "/api/v1/cases").is(200)["cases"].as_array().unwrap().is_empty());
    let mandated = json!({ "item": RENEWAL, "person": citizen.id });
    assert_eq!(bench.post(other, "/api/v1/cases", &mandated).problem(404), "not_found");
    assert_eq!(bench.get(other, "/api/v1/items/no-such-item").problem(404), "not_found");
    assert_eq!(bench.get(other, "/api/v1/cases/YC20261123-AAAAAAAA").problem(404), "not_found");
    assert_eq!(bench.get(other, "/api/v1/cases/%00").problem(404), "not_found");
    assert_eq!(bench.get(other, "/api/v1/cases/%FF").problem(404), "not_found");
    // A draft is the applicant's own business until it is handed in, but for the outlet that will decide it.
    assert_eq!(bench.get(bench.token(Role::Supervisor), &path).problem(404), "not_found");
}

#[test]
fn files_that_are_not_what_they_say_or_too_big() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, super::SOON);
    let path = format!("/api/v1/cases/{}/requirements/photo/file", number(&begun(&bench, &citizen)));
    let send = |name: &str, kind: &str, bytes: &[u8]| {
        upload(&bench, &citizen.token, &path, "k", form(name, kind, bytes))
    };
    assert_eq!(send("me.jpg", "image/jpeg", b"MZ this is a program").problem(409), "file.kind");
    let document = b"%PDF-1.7\n% a synthetic scan\n%%EOF\n";
    let refused = send("me.pdf", "application/pdf", document).problem(409);
    assert_eq!(refused, "file.kind", "a photograph is no document");
    assert_eq!(send("me.png", "image/png", &picture()).problem(409), "file.claim");
    assert_eq!(send("me.jpg", "image/jpeg", b"").problem(409), "file.empty");
    assert_eq!(send("me.jpg", "image/jpeg", &picture()[..60]).problem(409), "file.unreadable");
    let long = vec![0xFF; 10 * 1024 * 1024 + 1];
    assert_eq!(send("me.jpg", "image/jpeg", &long).problem(409), "file.too_large");
    let longer = vec![0xFF; 11 * 1024 * 1024];
    assert_eq!(send("me.jpg", "image/jpeg", &longer).problem(413), "request.too_large");
    let (kind, _) = form("a", "b", b"");
    let no_file = b"--xx\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\n1\r\n--xx--\r\n".to_vec();
    assert_eq!(
        upload(&bench, &citizen.token, &path, "k", (kind.clone(), no_file)).problem(422),
        "request.invalid"
    );
    assert_eq!(
        upload(&bench, &citizen.token, &path, "k", (kind, b"nothing".to_vec())).problem(400),
        "request.malformed"
    );
    // An undertaking is taken only where the item allows one.
    let at = path.replace("/file", "/undertaking");
    assert_eq!(bench.post(Some(&citizen.token), &at, &json!({})).problem(409), "request.not_accepted");
}

#[test]
fn forty_files_come_for_a_person_in_a_day() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, super::SOON);
    let case = begun(&bench, &citizen);
    let path = format!("/api/v1/cases/{}/requirements/photo/file", number(&case));
    let send = |key: usize| {
        let file = form("me.jpg", "image/jpeg", &super::picture());
        upload(&bench, &citizen.token, &path, &format!("k{key}"), file)
    };
    for key in 0..40 {
        send(key).is(200);
    }
    let over = send(40).is(409);
    assert_eq!(over["fields"][0]["field"], "file", "{over}");
    let words = over["fields"][0]["message"]["en"].as_str().unwrap();
    assert!(words.contains("2026-11-24 09:00") && words.contains("bring the papers to a counter"), "{words}");
    // What was answered before is answered again, whatever came since.
    send(39).is(200);
    bench.clock.advance_ms(86_400_000);
    let token = bench.log_in(&citizen.id_number, &citizen.phone);
    let file = form("me.jpg", "image/jpeg", &super::picture());
    upload(&bench, &token, &path, "k41", file).is(200);
}

#[test]
fn outside_systems_that_are_down_wrong_or_answer_twice() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, super::SOON);
    let token = Some(citizen.token.as_str());
    let fault = |name: &str, mode: &str| {
        let request =
            Request::post(format!("/twin/{name}/faults")).header("content-type", "application/json");
        bench.send(request, json!({ "mode": mode, "delay_ms": 10 }).to_string()).is(200);
    };
    let judge = || bench.get(token, &format!("/api/v1/items/{RENEWAL}/judgement")).is(200);
    for mode in ["down", "garbage", "wrong", "drop_answer"] {
        fault("offences", mode);
        fault("hospital", mode);
        let verdict = judge();
        assert_eq!(verdict["allowed"], true, "unknown refuses nobody: {mode}");
        let unknown: Vec<&str> =
            verdict["unknown"].as_array().unwrap().iter().map(|u| u.as_str().unwrap()).collect();
        assert!(
            unknown.contains(&"violations") && unknown.contains(&"hospital_network"),
            "{mode}: {unknown:?}"
        );
    }
    for mode in ["slow", "twice", "none"] {
        fault("offences", mode);
        fault("hospital", mode);
        assert!(judge()["unknown"].as_array().unwrap().len() < 5, "{mode}");
    }
    let path = format!("/api/v1/cases/{}", number(&begun(&bench, &citizen)));
    fault("payment", "down");
    let reply = bench.post(token, &format!("{path}/pay"), &json!({}));
    assert!(reply.headers.contains_key("retry-after"));
    assert_eq!(reply.problem(503), "outside.unreachable");
    fault("payment", "twice");
    bench.post(token, &format!("{path}/pay"), &json!({})).is(200);
    fault("sms", "down");
    // Who is on file is told by nothing: not by an answer, and not by a message system that is down.
    let asked = |id_number: &str, phone: &str| {
        bench.post(None, "/api/v1/session/code", &json!({ "id_number": id_number, "phone": phone }))
    };
    let seventeen = "99990119900307888";
    let stranger = format!("{seventeen}{}", law::check_character(seventeen).unwrap());
    let (known, nobody) = (asked(&citizen.id_number, &citizen.phone), asked(&stranger, "13900009999"));
    assert_eq!((known.status, nobody.status), (200, 200));
    assert_eq!(known.bytes, nobody.bytes);
}
