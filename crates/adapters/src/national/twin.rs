//! The national platform's twin. It keeps digests and receipts, not people's data.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use base::Instant;
use sha2::{Digest, Sha256};

use super::{Receipt, ReceiptState, Upload};
use crate::twins::{Desk, Kept, Number, Sent, Trouble, Turn, conflict, missing, mount};

/// The most licences that are kept; the oldest go first.
const LICENCES_MAX: usize = 100_000;

/// The most versions of one licence that are kept; the oldest go first.
const VERSIONS_MAX: usize = 50;

/// One version: digest of its contents, and when it was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Taken {
    digest: [u8; 32],
    at: Instant,
}

type Versions = BTreeMap<u32, Taken>;

#[derive(Clone, Debug)]
struct Twin {
    desk: Arc<Desk>,
    licences: Arc<Mutex<Kept<Versions>>>,
}

/// The twin's routes.
pub(crate) fn router(desk: Arc<Desk>) -> Router {
    let twin = Twin { desk: Arc::clone(&desk), licences: Arc::new(Mutex::new(Kept::new(LICENCES_MAX))) };
    let profile = Router::new()
        .route("/licences", post(upload))
        .route("/licences/{licence_id}", get(newest))
        .with_state(twin);
    mount(desk, profile, Router::new())
}

impl Twin {
    fn licences(&self) -> MutexGuard<'_, Kept<Versions>> {
        self.licences.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn receipt(&self, licence_id: &str, version: u32, taken: Taken, versions: &Versions) -> Receipt {
        let newest = versions.last_key_value().is_none_or(|(newest, _)| *newest <= version);
        let serial = self.desk.chance(&format!("{licence_id} {version}")).below(10_000_000_000);
        Receipt {
            licence_id: licence_id.to_owned(),
            version,
            receipt_no: format!("HZ{serial:010}"),
            received_at_ms: taken.at,
            state: if newest { ReceiptState::Current } else { ReceiptState::Superseded },
        }
    }
}

async fn upload(
    State(twin): State<Twin>,
    Sent(upload): Sent<Upload>,
) -> Result<(StatusCode, Json<Receipt>), Trouble> {
    let taken = Taken { digest: digest(&upload), at: twin.desk.now() };
    let mut licences = twin.licences();
    let mut versions = licences.get(&upload.licence_id).cloned().unwrap_or_default();
    if let Some(before) = versions.get(&upload.version) {
        if before.digest != taken.digest {
            return Err(conflict(
                "national.version_differs",
                "该版本已上传过不同的内容。请核对驾驶证版本号。",
                "This version was uploaded with other contents. Check the licence's version.",
            ));
        }
        let receipt = twin.receipt(&upload.licence_id, upload.version, *before, &versions);
        return Ok((StatusCode::OK, Json(receipt)));
    }
    versions.insert(upload.version, taken);
    while versions.len() > VERSIONS_MAX {
        versions.pop_first();
    }
    let receipt = twin.receipt(&upload.licence_id, upload.version, taken, &versions);
    licences.put(&upload.licence_id, versions);
    Ok((StatusCode::CREATED, Json(receipt)))
}

async fn newest(
    State(twin): State<Twin>,
    Extension(turn): Extension<Turn>,
    Number(licence_id): Number,
) -> Result<Json<Receipt>, Trouble> {
    let licences = twin.licences();
    let versions = licences.get(&licence_id).filter(|_| !turn.lost);
    let found = versions.and_then(|versions| versions.last_key_value().map(|newest| (versions, newest)));
    let (versions, (version, taken)) = found.ok_or_else(|| {
        missing(
            "national.no_such_licence",
            "没有这本驾驶证。请先上传。",
            "There is no such licence. Upload it first.",
        )
    })?;
    Ok(Json(twin.receipt(&licence_id, *version, *taken, versions)))
}

/// A digest of the contents; members are written in the order of the type, so equal contents give equal bytes.
fn digest(upload: &Upload) -> [u8; 32] {
    Sha256::digest(serde_json::to_vec(upload).unwrap_or_default()).into()
}
