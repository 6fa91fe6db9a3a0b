//! The API as its callers meet it: the whole router over a whole office, with the twins on a socket.

mod inputs;
mod jobs;
mod people;
mod proofs;
mod renewal;
mod repeats;
mod surface;

use serde_json::{Value, json};

use crate::testing::{Bench, Citizen};

/// Where a licence ends that can be renewed on the tests' morning.
pub(super) const SOON: &str = "2026-12-10";
/// The item that the tests apply for.
pub(super) const RENEWAL: &str = "licence-renew-expiry";

/// A small picture, as a telephone would send it.
pub(super) fn picture() -> Vec<u8> {
    let pixels = image::RgbImage::from_fn(32, 48, |x, y| {
        image::Rgb([u8::try_from(x * 7).unwrap(), 120, u8::try_from(y * 5).unwrap()])
    });
    let mut out = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut out, image::ImageFormat::Jpeg).unwrap();
    out.into_inner()
}

/// A multipart body with one file.
pub(super) fn form(name: &str, kind: &str, bytes: &[u8]) -> (String, Vec<u8>) {
    let head = format!(
        "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, b"\r\n--xx--\r\n"].concat();
    ("multipart/form-data; boundary=xx".to_owned(), body)
}

/// Uploads a file for a requirement.
pub(super) fn upload(
    bench: &Bench,
    token: &str,
    path: &str,
    key: &str,
    (kind, body): (String, Vec<u8>),
) -> crate::testing::Reply {
    let request = crate::testing::with_token(axum::http::Request::post(path), Some(token))
        .header("content-type", kind)
        .header("idempotency-key", key);
    bench.send(request, body)
}

/// A citizen's renewal, just begun.
pub(super) fn begun(bench: &Bench, citizen: &Citizen) -> Value {
    bench.post(Some(&citizen.token), "/api/v1/cases", &json!({ "item": RENEWAL })).is(201)
}

/// The number of a case.
pub(super) fn number(case: &Value) -> String {
    case["number"].as_str().unwrap().to_owned()
}

/// The codes of what the applicant still has to hand in.
pub(super) fn owed(case: &Value) -> Vec<String> {
    let needs = case["requirements"].as_array().unwrap().iter();
    needs
        .filter(|need| {
            need["party"] == "applicant"
                && ["asked", "again"].contains(&need["status"].as_str().unwrap())
                && ["material", "medical", "waiver_check"].contains(&need["kind"].as_str().unwrap())
        })
        .map(|need| need["code"].as_str().unwrap().to_owned())
        .collect()
}

/// Hands in every paper, says how the result shall come, and hands the case in.
pub(super) fn submitted(bench: &Bench, citizen: &Citizen, delivery: &Value) -> String {
    let case = begun(bench, citizen);
    let number = number(&case);
    for code in owed(&case) {
        let path = format!("/api/v1/cases/{number}/requirements/{code}/file");
        upload(
            bench,
            &citizen.token,
            &path,
            &format!("file-{code}"),
            form("photo.jpg", "image/jpeg", &picture()),
        )
        .is(200);
    }
    let path = format!("/api/v1/cases/{number}");
    bench.post(Some(&citizen.token), &format!("{path}/delivery"), delivery).is(200);
    let case = bench.post(Some(&citizen.token), &format!("{path}/submit"), &json!({})).is(200);
    bench.settle_checks(&case);
    number
}
