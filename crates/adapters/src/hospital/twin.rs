//! The hospitals' twin.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use axum::routing::post;
use axum::{Extension, Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Certificate, Find, FindAnswer};
use crate::Private;
use crate::limits::{Limited, Wrong};
use crate::population::People;
use crate::twins::{Desk, Kept, Sent, Turn, mount};
use crate::wire::present;

/// The most certificates that were set by hand.
const SET_MAX: usize = 100_000;

/// The most certificates in one request.
const AT_ONCE_MAX: usize = 1000;

/// What somebody in full health is fit for; C5 is certified by hospitals named for it only (162§85).
const ALL_CLASSES: [&str; 16] =
    ["A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C4", "C6", "D", "E", "F", "M", "N", "P"];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Issued {
    certificates: Vec<PersonCertificate>,
}

/// One person's certificate as a demonstration sets it; `null` takes it away.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonCertificate {
    id_number: Private,
    #[serde(deserialize_with = "present")]
    certificate: Option<Certificate>,
}

impl Limited for Issued {
    const BODY_MAX: usize = 1024 * 1024;

    fn check(&self, wrong: &mut Wrong) {
        wrong.at_most("certificates", self.certificates.len(), AT_ONCE_MAX);
        for one in self.certificates.iter().take(AT_ONCE_MAX) {
            wrong.id_number("id_number", one.id_number.as_str());
            if let Some(certificate) = &one.certificate {
                certificate.check(wrong);
            }
        }
    }
}

#[derive(Clone, Debug)]
struct Twin {
    desk: Arc<Desk>,
    people: Arc<People>,
    set: Arc<Mutex<Kept<Option<Certificate>>>>,
}

/// The twin's routes.
pub(crate) fn router(desk: Arc<Desk>, people: Arc<People>) -> Router {
    let set = Arc::new(Mutex::new(Kept::new(SET_MAX)));
    let twin = Twin { desk: Arc::clone(&desk), people, set };
    let profile = Router::new().route("/certificates/find", post(find)).with_state(twin.clone());
    let own = Router::new().route("/certificates", post(issue)).with_state(twin);
    mount(desk, profile, own)
}

async fn find(
    State(twin): State<Twin>,
    Extension(turn): Extension<Turn>,
    Sent(find): Sent<Find>,
) -> Json<FindAnswer> {
    let certificate = if turn.lost { None } else { twin.certificate(&find.id_number) };
    Json(FindAnswer { id_number: find.id_number, certificate })
}

async fn issue(State(twin): State<Twin>, Sent(issued): Sent<Issued>) -> Json<Value> {
    let mut set = twin.set.lock().unwrap_or_else(PoisonError::into_inner);
    let count = issued.certificates.len();
    for one in issued.certificates {
        set.put(one.id_number.as_str(), one.certificate);
    }
    Json(json!({ "set": count }))
}

impl Twin {
    fn certificate(&self, id_number: &Private) -> Option<Certificate> {
        let set = self.set.lock().unwrap_or_else(PoisonError::into_inner).get(id_number.as_str()).cloned();
        match set {
            Some(certificate) => certificate,
            None if self.people.knows(id_number) => self.usual(id_number),
            None => None,
        }
    }

    /// What follows from the identity number: one in sixteen has none, one in sixteen is fit for automatic cars
    /// only, the rest for everything. The examination was in the three months before this month, so that a
    /// certificate does not change from one day to the next.
    fn usual(&self, id_number: &Private) -> Option<Certificate> {
        let mut rng = self.desk.chance(id_number.as_str());
        let kind = rng.below(16);
        if kind == 0 {
            return None;
        }
        let month_start = self.desk.now().day().plus_months(-1).month_end().plus_days(1);
        let back = i32::try_from(1 + rng.below(90)).unwrap_or(1);
        let classes: &[&str] = if kind == 1 { &["C2"] } else { &ALL_CLASSES };
        Some(Certificate {
            number: format!("TJ{}", hex::encode_upper(rng.bytes::<5>())),
            hospital: format!("演示市第{}人民医院", 1 + rng.below(9)),
            issued_on: month_start.plus_days(-back),
            valid: true,
            classes: classes.iter().map(|&class| class.to_owned()).collect(),
        })
    }
}
