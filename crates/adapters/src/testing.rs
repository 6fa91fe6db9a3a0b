//! A stage for the tests: the twins on a real loopback socket, the real clients against them, a place that hears
//! notifications, and the trials that every adapter goes through.

use std::fmt::Debug;
use std::net::TcpListener;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base::{Instant, ManualClock, Rng};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::limits::Limited;
use crate::population::PersonRecord;
use crate::twins::{TwinConfig, Twins};
use crate::webhooks::Secret;
use crate::{AdapterConfig, AdapterError, Adapters, AdaptersConfig, Mode, Private};

pub(crate) const TOKEN: &str = "demonstration-token";

/// Two people whom the register knows.
pub(crate) const WANG: (&str, &str) = ("999900199003074011", "王小明");
pub(crate) const LI: (&str, &str) = ("99990019550101438X", "李秀英");
/// A number in form that nobody has.
pub(crate) const NOBODY: &str = "999900198812124096";

/// A request that the hearing place got.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

#[derive(Clone, Default)]
struct Ear {
    heard: Arc<Mutex<Vec<Heard>>>,
    refusals: Arc<AtomicU32>,
}

pub(crate) struct Stage {
    pub(crate) origin: String,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) secret: Secret,
    pub(crate) twins: Twins,
    ear: Ear,
    runtime: Option<Runtime>,
}

impl Stage {
    pub(crate) fn new() -> Self {
        Self::with(Router::new())
    }

    /// The twins and some more routes.
    pub(crate) fn with(more: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        // 21 November 2026, 10:00 in Shanghai.
        let clock = Arc::new(ManualClock::new(Instant::from_ms(1_795_226_400_000)));
        let secret = Secret::new(&mut Rng::from_number(9));
        let mut config = TwinConfig::new(&origin, TOKEN.into(), secret.clone(), Arc::clone(&clock) as _);
        config.notify_waits_ms = vec![20, 20, 20];
        let twins = Twins::new(&config);
        twins.register(&[WANG, LI].map(|(id_number, name)| person(id_number, name))).unwrap();
        let ear = Ear::default();
        let app = twins
            .router()
            .merge(more)
            .merge(Router::new().route("/hook", post(hear)).with_state(ear.clone()));
        let runtime = Runtime::new().unwrap();
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, app).await.unwrap();
        });
        Self { origin, clock, secret, twins, ear, runtime: Some(runtime) }
    }

    /// The real clients, with the settings changed; two repeats and half a second unless changed.
    pub(crate) fn adapters(&self, change: impl Fn(&mut AdapterConfig)) -> Adapters {
        let mut config = AdaptersConfig::twins(&self.origin, &Private::from(TOKEN));
        for one in [
            &mut config.population,
            &mut config.hospital,
            &mut config.offences,
            &mut config.payment,
            &mut config.sms,
            &mut config.post,
            &mut config.national,
        ] {
            one.timeout_ms = 2000;
            change(one);
        }
        Adapters::new(&config).unwrap()
    }

    /// Production clients. A twin's address is refused by the configuration, so they come through a path that does
    /// not betray it, as a wrongly set-up gateway would.
    pub(crate) fn production(&self) -> Adapters {
        self.adapters(|config| {
            config.mode = Mode::Production;
            config.base_url = config.base_url.replace("/twin/", "/gateway/");
        })
    }

    pub(crate) fn fault(&self, name: &str, mode: &str, count: Option<u32>) {
        let fault = json!({ "mode": mode, "count": count, "delay_ms": 1500 });
        let (status, _, body) = self.send(&format!("/twin/{name}/faults"), &fault.to_string());
        assert_eq!(status, 200, "{body}");
    }

    /// Sends a body as JSON with the right token; gives status, content type and body.
    pub(crate) fn send(&self, path: &str, body: &str) -> (u16, String, Value) {
        self.request(path, TOKEN, "application/json", body)
    }

    pub(crate) fn request(&self, path: &str, token: &str, kind: &str, body: &str) -> (u16, String, Value) {
        let mut answer = agent()
            .post(format!("{}{path}", self.origin))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", kind)
            .send(body)
            .unwrap();
        read(&mut answer)
    }

    pub(crate) fn fetch(&self, path: &str) -> (u16, String, Value) {
        read(&mut agent().get(format!("{}{path}", self.origin)).call().unwrap())
    }

    /// The next `count` notifications are refused with 500.
    pub(crate) fn refuse_notifications(&self, count: u32) {
        self.ear.refusals.store(count, Ordering::SeqCst);
    }

    /// What was heard, once it is at least `count` things.
    pub(crate) fn heard(&self, count: usize) -> Vec<Heard> {
        for _ in 0..300 {
            let heard = self.ear.heard.lock().unwrap().clone();
            if heard.len() >= count {
                return heard;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("only {} things were heard", self.ear.heard.lock().unwrap().len());
    }

    /// What was heard after a moment in which nothing more should come.
    pub(crate) fn heard_in_the_end(&self) -> Vec<Heard> {
        std::thread::sleep(Duration::from_millis(250));
        self.ear.heard.lock().unwrap().clone()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn hear(State(ear): State<Ear>, headers: HeaderMap, body: Bytes) -> StatusCode {
    ear.heard.lock().unwrap().push(Heard { headers, body });
    let less = |left: u32| left.checked_sub(1);
    let refused = ear.refusals.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less).is_ok();
    if refused { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::NO_CONTENT }
}

/// Waits for what a client was asked. Its connections live in this runtime from question to question.
pub(crate) fn wait<T>(asking: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());
    RUNTIME.block_on(asking)
}

pub(crate) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().new_agent()
}

pub(crate) fn read(answer: &mut ureq::http::Response<ureq::Body>) -> (u16, String, Value) {
    assert_eq!(answer.headers().get("sandbox").unwrap(), "1");
    let kind =
        answer.headers().get("content-type").map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default();
    let body = answer.body_mut().read_to_string().unwrap();
    (answer.status().as_u16(), kind, serde_json::from_str(&body).unwrap_or(Value::String(body)))
}

pub(crate) fn person(id_number: &str, name: &str) -> PersonRecord {
    let (id_number, name) = (id_number.into(), name.into());
    PersonRecord { id_number, name, status: None, region: None, document: None }
}

/// The example of that title in a profile's page.
pub(crate) fn example(profile: &str, title: &str) -> Value {
    let page = format!("{}/../../docs/profiles/{profile}.md", env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(page).unwrap();
    let (_, rest) =
        page.split_once(&format!("```json {title}\n")).unwrap_or_else(|| panic!("no example {title}"));
    serde_json::from_str(rest.split_once("```").unwrap().0).unwrap()
}

/// An example of a page is read, within its limits, and written again with the same members.
pub(crate) fn is_documented<T: Serialize + DeserializeOwned + Limited>(profile: &str, title: &str) {
    let shown = example(profile, title);
    let read: T =
        serde_json::from_value(shown.clone()).unwrap_or_else(|error| panic!("{profile} {title}: {error}"));
    assert_eq!(read.wrong(), [], "{profile} {title}");
    assert_eq!(serde_json::to_value(&read).unwrap(), shown, "{profile} {title}");
}

/// The code of a refusal.
pub(crate) fn code<T: Debug>(answer: Result<T, AdapterError>) -> String {
    match answer {
        Err(AdapterError::Refused { code, text }) => {
            assert!(!text.zh.is_empty() && !text.en.is_empty() && text.zh != text.en, "{text:?}");
            code
        }
        other => panic!("not a refusal: {other:?}"),
    }
}

/// What every adapter goes through: every fault, production, a wrong token, and questions that are not of the profile.
/// `call` is one call that gives the same answer whenever it is asked; `path` is where it goes.
pub(crate) fn trials<A: PartialEq + Debug>(
    name: &str,
    path: &str,
    call: impl Fn(&Adapters, &mut Rng) -> Result<A, AdapterError>,
) {
    let stage = Stage::new();
    let (patient, once) = (stage.adapters(|_| {}), stage.adapters(|config| config.retries = 0));
    let hasty = stage.adapters(|config| (config.timeout_ms, config.retries) = (200, 0));
    let mut rng = Rng::from_number(1);
    let usual = call(&patient, &mut rng).unwrap();

    // One failure is made good by asking again; a lasting one is told.
    for mode in ["down", "drop_answer"] {
        stage.fault(name, mode, Some(1));
        assert_eq!(call(&patient, &mut rng).as_ref(), Ok(&usual), "{mode} once");
        stage.fault(name, mode, None);
        assert_eq!(call(&once, &mut rng), Err(AdapterError::Unreachable), "{mode}");
        assert_eq!(call(&patient, &mut rng), Err(AdapterError::Unreachable), "{mode}");
    }
    stage.fault(name, "slow", None);
    assert_eq!(call(&hasty, &mut rng), Err(AdapterError::TimedOut));
    stage.fault(name, "wrong", None);
    assert_eq!(
        call(&patient, &mut rng),
        Err(AdapterError::BadAnswer { what: "an answer to another question" })
    );
    stage.fault(name, "garbage", None);
    assert_eq!(call(&patient, &mut rng), Err(AdapterError::BadAnswer { what: "not JSON" }));
    stage.fault(name, "twice", None);
    assert_eq!(call(&patient, &mut rng).as_ref(), Ok(&usual));
    stage.fault(name, "none", None);
    assert_eq!(call(&patient, &mut rng).as_ref(), Ok(&usual), "the twin is well again");

    let stranger = stage.adapters(|config| config.token = "another-token".into());
    let refused = call(&stranger, &mut rng).unwrap_err();
    assert!(refused.leaves_unknown());
    assert_eq!(code::<()>(Err(refused)), "request.unauthorised");
    bad_questions(&stage, name, path);
    production(name, call);
}

fn bad_questions(stage: &Stage, name: &str, path: &str) {
    let path = format!("/twin/{name}{path}");
    let told = |(status, kind, body): (u16, String, Value), wanted: u16, code: &str| {
        assert_eq!((status, kind.as_str()), (wanted, "application/problem+json"), "{path}: {body}");
        assert_eq!(body["code"], code, "{path}");
        assert_eq!((&body["status"], &body["type"]), (&json!(wanted), &json!(format!("/problems/{code}"))));
        assert!(body["detail"].is_string() && body["detail_en"].is_string(), "{body}");
    };
    told(stage.request(&path, "", "application/json", "{}"), 401, "request.unauthorised");
    told(stage.send(&path, &format!("\"{}\"", "x".repeat(70 * 1024))), 413, "request.too_large");
    told(stage.send(&path, &format!("\"{}\"", "x".repeat(2 * 1024 * 1024))), 413, "request.too_large");
    told(stage.send(&path, "{\"id_number\": "), 400, "request.malformed");
    told(stage.send(&path, ""), 400, "request.malformed");
    told(stage.send(&path, &"[".repeat(500)), 400, "request.malformed");
    told(stage.send(&path, "{}"), 422, "request.invalid");
    told(stage.send(&path, "{\"more\": 1}"), 422, "request.invalid");
    told(stage.request(&path, TOKEN, "text/plain", "{}"), 415, "request.media_type");
    let (status, _, _) = stage.fetch(&path);
    assert_eq!(status, 405);
}

/// A production client that reaches a twin after all refuses its answers, good and bad.
fn production<A: PartialEq + Debug>(
    name: &str,
    call: impl Fn(&Adapters, &mut Rng) -> Result<A, AdapterError>,
) {
    let inner = Stage::new();
    let forward = gateway(inner.origin.clone());
    let stage = Stage::with(forward);
    let production = stage.production();
    let mut rng = Rng::from_number(2);
    assert_eq!(call(&production, &mut rng), Err(AdapterError::SandboxAnswer));
    inner.fault(name, "down", None);
    assert_eq!(call(&production, &mut rng), Err(AdapterError::SandboxAnswer));
}

/// A gateway that passes `/gateway/NAME/…` on to the twins at `origin`.
fn gateway(origin: String) -> Router {
    let pass = async move |request: axum::extract::Request| {
        let target = format!("{origin}{}", request.uri().path().replace("/gateway/", "/twin/"));
        let body = axum::body::to_bytes(request.into_body(), 1 << 20).await.unwrap();
        tokio::task::spawn_blocking(move || {
            let call = agent().post(target).header("authorization", format!("Bearer {TOKEN}"));
            let mut answer = call.header("content-type", "application/json").send(body.as_ref()).unwrap();
            let (status, kind, body) = read(&mut answer);
            let status = StatusCode::from_u16(status).unwrap();
            (status, [("sandbox", "1".to_owned()), ("content-type", kind)], body.to_string())
        })
        .await
        .unwrap()
    };
    Router::new().route("/gateway/{*path}", post(pass))
}
