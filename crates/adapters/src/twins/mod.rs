//! The twins of all outside systems: in-memory doubles that implement the same profiles, so that a demonstration and
//! every test run on one machine. They are mounted under `/twin/NAME` on the loopback address; `serve` refuses such
//! addresses for its adapters, and every answer says `Sandbox: 1`.
//!
//! A twin is synthetic and reproducible: what it knows about a person follows from the identity number and the
//! seed, time comes from the given clock, and nothing survives the process: a demonstration
//! that is opened again tells them what they knew. Everything it keeps is bounded. On the
//! profile's paths a twin asks for the bearer token and obeys the fault chosen with `POST /twin/NAME/faults`. The
//! paths that only a twin has (faults, registering people, reading sent messages, moving a parcel, the payment page)
//! need no token: they exist for people who watch a demonstration, and hold no real data.

mod answer;
mod desk;
mod faults;
mod kept;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use base::{Clock, Instant, Problem};

pub(crate) use answer::{Asked, Number, Sent, Trouble, conflict, missing};
pub use desk::FaultDesk;
pub(crate) use desk::{Desk, Turn, mount};
pub use faults::{Fault, FaultMode};
pub(crate) use kept::Kept;

use crate::Private;
use crate::payment::NewOrder;
use crate::population::PersonRecord;
use crate::post::NewParcel;
use crate::sms::SentMessage;
use crate::webhooks::Secret;
use crate::{hospital, national, offences, payment, population, post, sms};

/// What all twins share.
#[derive(Clone, Debug)]
pub struct TwinConfig {
    /// Where the twins can be reached, without a slash at the end: `http://127.0.0.1:8080`. It begins the address
    /// of the payment page.
    pub origin: String,
    /// The token that a client must send.
    pub token: Private,
    /// Signs the payment twin's notifications.
    pub payment_secret: Secret,
    /// Where the twins take the time from.
    pub clock: Arc<dyn Clock>,
    /// Everything that looks like chance in a twin follows from this number.
    pub seed: u64,
    /// How long the payment twin waits before each repeat of a notification that was not taken, in milliseconds.
    pub notify_waits_ms: Vec<u64>,
}

impl TwinConfig {
    /// Twins at `origin` with six repeats of a notification over about two minutes.
    pub fn new(
        origin: impl Into<String>,
        token: Private,
        payment_secret: Secret,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let notify_waits_ms = vec![500, 2_000, 5_000, 15_000, 30_000, 60_000];
        Self { origin: origin.into(), token, payment_secret, clock, seed: 1, notify_waits_ms }
    }
}

/// The twins, and what a demonstration does with them without HTTP.
#[derive(Debug)]
pub struct Twins {
    router: Router,
    faults: FaultDesk,
    people: Arc<population::People>,
    messages: Arc<sms::Messages>,
    payment: payment::Twin,
    post: post::Twin,
}

impl Twins {
    /// All twins, empty, without faults.
    pub fn new(config: &TwinConfig) -> Self {
        let mut faults = FaultDesk::default();
        let mut desk = |name| faults.with(Desk::new(name, config));
        let people = Arc::new(population::People::default());
        let messages = Arc::new(sms::Messages::default());
        let (payment, post) = (payment::Twin::new(desk("payment"), config), post::Twin::new(desk("post")));
        let router = Router::new()
            .nest("/twin/population", population::router(desk("population"), Arc::clone(&people)))
            .nest("/twin/hospital", hospital::router(desk("hospital"), Arc::clone(&people)))
            .nest("/twin/offences", offences::router(desk("offences"), Arc::clone(&people)))
            .nest("/twin/payment", payment::router(payment.clone()))
            .nest("/twin/sms", sms::router(desk("sms"), Arc::clone(&messages)))
            .nest("/twin/post", post::router(post.clone()))
            .nest("/twin/national", national::router(desk("national")));
        Self { router, faults, people, messages, payment, post }
    }

    /// The routes under `/twin`.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Where faults are chosen, as `POST /twin/NAME/faults` does.
    pub fn faults(&self) -> FaultDesk {
        self.faults.clone()
    }

    /// Registers people with the population twin, as `POST /twin/population/persons` does; gives how many are
    /// registered now. Refused when a record is outside its limits or there are too many.
    pub fn register(&self, persons: &[PersonRecord]) -> Result<usize, Box<Problem>> {
        self.people.register(persons).map_err(|Trouble(problem)| problem)
    }

    /// Tells the payment twin of an order that was paid before it began, so that the money can go back. What it
    /// knows already stays as it is.
    pub fn paid(&self, order: NewOrder, payment_no: String, at: Instant) {
        self.payment.paid(order, payment_no, at);
    }

    /// Tells the post's twin of a parcel that was handed over at `at`, before it began; by now it is where it would
    /// be. What it knows already stays as it is.
    pub fn carried(&self, parcel: NewParcel, at: Instant) {
        self.post.carried(parcel, at);
    }

    /// The newest messages to `phone` that the SMS twin took, as `GET /twin/sms/sent` gives them.
    pub fn sms_sent(&self, phone: &str) -> Vec<SentMessage> {
        self.messages.sent(phone)
    }
}

/// The routes of all twins under `/twin`, for callers that need nothing else of them.
pub fn twins(config: &TwinConfig) -> Router {
    Twins::new(config).router()
}
