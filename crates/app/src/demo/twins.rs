//! Telling the twins what a demonstration needs of them.

use adapters::twins::Twins;
use axum::body::Body;
use axum::http::{Request, header};
use base::Day;
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// These persons have settled everything and have a new certificate of a hospital. An error says what a twin refused.
pub(super) async fn clean(twins: &Twins, id_numbers: &[&str], today: Day) -> Result<(), String> {
    let standing = json!({
        "unsettled_violations": 0, "unsettled_accidents": 0, "full_cycles": [], "measures": [],
        "last_cycle": { "points": 0, "accident": "none", "reviewed": true },
    });
    let standings: Vec<Value> =
        id_numbers.iter().map(|number| json!({ "id_number": number, "standing": standing })).collect();
    post(twins, "/twin/offences/standings", &json!({ "standings": standings })).await?;
    let certificate = |n: usize| {
        json!({
            "number": format!("TJ2026{n:06}"), "hospital": "示例市第一人民医院",
            "issued_on": today.plus_days(-12), "valid": true, "classes": ["C1", "C2", "C3", "C4", "D", "E", "F"],
        })
    };
    let certificates: Vec<Value> = id_numbers
        .iter()
        .enumerate()
        .map(|(n, number)| json!({ "id_number": number, "certificate": certificate(n) }))
        .collect();
    post(twins, "/twin/hospital/certificates", &json!({ "certificates": certificates })).await
}

async fn post(twins: &Twins, path: &str, body: &Value) -> Result<(), String> {
    let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
    let request = request.body(Body::from(body.to_string())).map_err(|error| error.to_string())?;
    let answer = match twins.router().oneshot(request).await {
        Ok(answer) => answer,
        Err(never) => match never {},
    };
    if answer.status().is_success() { Ok(()) } else { Err(format!("{path}: {}", answer.status())) }
}
