//! A whole city for tests: a store in a temporary folder, the twins behind a real port, and the worker.

use std::sync::Arc;

use adapters::twins::{Fault, FaultMode, TwinConfig, Twins};
use adapters::webhooks::Secret;
use adapters::{AdaptersConfig, Private};
use axum::body::Body;
use axum::http::Request;
use base::{Clock as _, Day, Entropy as _, Instant, OsEntropy, Region};
use tower::ServiceExt as _;

use crate::clock::VirtualClock;
use crate::demo::{City, Ground, Plan, build, reopen};
use crate::server::{Server, bind};
use crate::store_folder::Place;

pub(crate) struct TestCity {
    pub(crate) city: City,
    pub(crate) twins: Arc<Twins>,
    pub(crate) clock: Arc<VirtualClock>,
    pub(crate) server: Server,
    pub(crate) origin: String,
    /// How the outside systems are reached.
    pub(crate) outside: AdaptersConfig,
    /// Signs the payment system's notices.
    pub(crate) secret: Secret,
    _folder: Option<tempfile::TempDir>,
}

/// Wednesday of the last week of November, in the morning.
pub(crate) fn now() -> Instant {
    Day::parse("2026-11-25").unwrap().start().plus_seconds(10 * 3600 + 1800)
}

pub(crate) fn plan(persons: usize, cases_a_day: usize) -> Plan {
    let region = Region::parse("999901").unwrap();
    Plan { seed: 3, region, now: now(), persons, played: persons, weeks: 2, cases_a_day }
}

impl TestCity {
    pub(crate) fn make(plan: &Plan) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::embedded(&folder.path().join("city"));
        Self { _folder: Some(folder), ..Self::made_at(plan, &place) }
    }

    /// A city whose store is kept by the caller.
    pub(crate) fn made_at(plan: &Plan, place: &Place) -> Self {
        Self::at(plan, place, |ground| build(plan, ground).unwrap())
    }

    /// The city that was made at `place`, with twins that know nothing yet.
    pub(crate) fn reopened(plan: &Plan, place: &Place) -> Self {
        Self::at(plan, place, |ground| reopen(ground).unwrap())
    }

    fn at(plan: &Plan, place: &Place, city: impl FnOnce(&Ground<'_>) -> City) -> Self {
        let listener = bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let clock = Arc::new(VirtualClock::standing(plan.first_day().start().plus_seconds(8 * 3600)));
        let token = Private::new("test-token-of-the-twins");
        let secret = Secret::new(&mut OsEntropy.rng());
        let config = TwinConfig::new(origin.as_str(), token.clone(), secret.clone(), clock.clone());
        let outside = AdaptersConfig::twins(&origin, &token);
        let twins = Arc::new(Twins::new(&config));
        let server = Server::start(listener, twins.router()).unwrap();
        let city = city(&Ground {
            place,
            clock: clock.clone(),
            twins: &twins,
            origin: &origin,
            outside: &outside,
            runtime: server.runtime(),
            console: None,
        });
        Self { city, twins, clock, server, origin, outside, secret, _folder: None }
    }

    /// The city's present day.
    pub(crate) fn today(&self) -> Day {
        self.clock.now().day()
    }

    /// Lets a twin behave badly until told otherwise.
    pub(crate) fn fault(&self, twin: &str, mode: FaultMode) {
        let fault = Fault { mode, count: None, delay_ms: 10 };
        let request = Request::post(format!("/twin/{twin}/faults"))
            .header("content-type", "application/json")
            .body(Body::from(serde_json::to_string(&fault).unwrap()))
            .unwrap();
        let answer = self.server.runtime().block_on(self.twins.router().oneshot(request)).unwrap();
        assert!(answer.status().is_success(), "{answer:?}");
    }
}
