//! The post's twin.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use base::Instant;

use super::journey::Journey;
use super::{NewParcel, Parcel, Return};
use crate::twins::{Desk, Kept, Number, Sent, Trouble, Turn, conflict, missing, mount};

/// The most parcels that are kept; the oldest go first.
const PARCELS_MAX: usize = 50_000;

/// A parcel is handed over between 9:30 and 16:30.
const HANDING_OVER_MINUTES: u64 = 7 * 60;

/// The post as a twin has it. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Twin {
    desk: Arc<Desk>,
    /// By tracking number, which follows from our number.
    parcels: Arc<Mutex<Kept<Journey>>>,
}

/// The twin's routes.
pub(crate) fn router(twin: Twin) -> Router {
    let desk = Arc::clone(&twin.desk);
    let profile = Router::new()
        .route("/parcels", post(create))
        .route("/parcels/{tracking_no}", get(track))
        .route("/parcels/{tracking_no}/return", post(send_back))
        .with_state(twin.clone());
    let own = Router::new().route("/parcels/{tracking_no}/advance", post(advance)).with_state(twin);
    mount(desk, profile, own)
}

impl Twin {
    pub(crate) fn new(desk: Arc<Desk>) -> Self {
        Self { desk, parcels: Arc::new(Mutex::new(Kept::new(PARCELS_MAX))) }
    }

    /// A parcel that was taken at `at`, before this twin began; one that it knows already stays as it is.
    pub(crate) fn carried(&self, new: NewParcel, at: Instant) {
        let (tracking_no, minute) = self.drawn(&new.parcel_no);
        let mut parcels = self.parcels();
        if parcels.get(&tracking_no).is_none() {
            let journey = Journey::begin(new, tracking_no.clone(), minute, at);
            parcels.put(&tracking_no, journey);
        }
    }

    /// Tracking number, and the minute at which it is handed over: both follow from our number.
    fn drawn(&self, parcel_no: &str) -> (String, i64) {
        let mut rng = self.desk.chance(parcel_no);
        let tracking_no = format!("EY{:011}CN", rng.below(100_000_000_000));
        (tracking_no, i64::try_from(rng.below(HANDING_OVER_MINUTES)).unwrap_or(0))
    }

    fn parcels(&self) -> MutexGuard<'_, Kept<Journey>> {
        self.parcels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn create(
    State(twin): State<Twin>,
    Extension(turn): Extension<Turn>,
    Sent(new): Sent<NewParcel>,
) -> Result<(StatusCode, Json<Parcel>), Trouble> {
    if turn.lost {
        let (zh, en) = ("该地址无法投递。请核对地址。", "The post cannot deliver there. Check the address.");
        return Err(missing("post.address_unknown", zh, en));
    }
    let now = twin.desk.now();
    let (tracking_no, minute) = twin.drawn(&new.parcel_no);
    let mut parcels = twin.parcels();
    if let Some(journey) = parcels.get_mut(&tracking_no) {
        if journey.new != new {
            return Err(conflict(
                "post.parcel_differs",
                "该编号已用于另一件邮件。请换一个编号。",
                "This number was used for another parcel. Take a new number.",
            ));
        }
        return Ok((StatusCode::OK, Json(journey.now(now))));
    }
    let mut journey = Journey::begin(new, tracking_no.clone(), minute, now);
    let parcel = journey.now(now);
    parcels.put(&tracking_no, journey);
    Ok((StatusCode::CREATED, Json(parcel)))
}

async fn track(
    State(twin): State<Twin>,
    Extension(turn): Extension<Turn>,
    Number(tracking_no): Number,
) -> Result<Json<Parcel>, Trouble> {
    let now = twin.desk.now();
    let mut parcels = twin.parcels();
    let journey = parcels.get_mut(&tracking_no).filter(|_| !turn.lost).ok_or_else(no_such_parcel)?;
    Ok(Json(journey.now(now)))
}

async fn send_back(
    State(twin): State<Twin>,
    Extension(turn): Extension<Turn>,
    Number(tracking_no): Number,
    Sent(_): Sent<Return>,
) -> Result<Json<Parcel>, Trouble> {
    let now = twin.desk.now();
    let mut parcels = twin.parcels();
    let journey = parcels.get_mut(&tracking_no).filter(|_| !turn.lost).ok_or_else(no_such_parcel)?;
    journey.now(now);
    if journey.turn_back(now) {
        return Ok(Json(journey.now(now)));
    }
    Err(conflict(
        "post.delivered",
        "邮件已经签收，无法追回。",
        "The parcel was delivered already and cannot be called back.",
    ))
}

/// For whoever watches a demonstration: the next event happens now.
async fn advance(State(twin): State<Twin>, Number(tracking_no): Number) -> Result<Json<Parcel>, Trouble> {
    let now = twin.desk.now();
    let mut parcels = twin.parcels();
    let journey = parcels.get_mut(&tracking_no).ok_or_else(no_such_parcel)?;
    journey.now(now);
    if journey.advance(now) {
        return Ok(Json(journey.now(now)));
    }
    Err(conflict(
        "post.finished",
        "邮件已到终点，没有下一步。",
        "The parcel has arrived; nothing more will happen.",
    ))
}

fn no_such_parcel() -> Trouble {
    missing(
        "post.no_such_parcel",
        "没有这件邮件。请核对邮件号。",
        "There is no such parcel. Check its number.",
    )
}
