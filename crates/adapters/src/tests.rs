//! What is the same for every client: settings, and answers no profile allows.

use std::io::Read as _;
use std::net::TcpListener;
use std::sync::Arc;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use base::{Fen, Rng, Text};
use tokio::task::JoinSet;

use crate::national::Upload;
use crate::payment::{NewOrder, NewRefund};
use crate::population::{Check, Checked};
use crate::post::{NewParcel, Return};
use crate::sms::NewMessage;
use crate::testing::{Stage, WANG, example, wait};
use crate::{AdapterConfig, AdapterError, Adapters, AdaptersConfig, Mode, Private};

fn config(base_url: &str) -> AdapterConfig {
    AdapterConfig {
        base_url: base_url.to_owned(),
        token: "a-token-of-sixteen-or-more".into(),
        mode: Mode::Production,
        timeout_ms: 3000,
        retries: 2,
    }
}

#[test]
fn production_takes_only_addresses_that_are_safe() {
    let check = |config: &AdapterConfig| config.check("population").map_err(|error| error.field);
    for good in [
        "https://connector.example/population",
        "http://127.0.0.1:9000/p",
        "http://localhost:1",
        "http://[::1]/p",
    ] {
        assert_eq!(check(&config(good)), Ok(()), "{good}");
    }
    for bad in [
        "http://connector.example/population",
        "https://connector.example/twin/population",
        "http://127.0.0.1:8080/TWIN/population",
        "https://user:secret@connector.example/",
        "https://connector.example/?x=1",
        "connector.example",
        "ftp://connector.example",
        "https://connector.example/a b",
        "",
    ] {
        assert_eq!(check(&config(bad)), Err("base_url"), "{bad}");
    }
    let good = config("https://connector.example");
    for token in ["short", "with space in the middle", "a\r\nInjected: yes and more", ""] {
        assert_eq!(check(&AdapterConfig { token: token.into(), ..good.clone() }), Err("token"), "{token}");
    }
    assert_eq!(check(&AdapterConfig { timeout_ms: 50, ..good.clone() }), Err("timeout_ms"));
    assert_eq!(check(&AdapterConfig { timeout_ms: 60_001, ..good.clone() }), Err("timeout_ms"));
    assert_eq!(check(&AdapterConfig { retries: 6, ..good }), Err("retries"));
}

#[test]
fn one_bad_setting_names_its_adapter() {
    let mut config = AdaptersConfig::twins("http://127.0.0.1:8080", &Private::from("t"));
    assert!(Adapters::new(&config).is_ok());
    config.sms.mode = Mode::Production;
    let error = Adapters::new(&config).unwrap_err();
    assert_eq!((error.system, error.field), ("sms", "base_url"));
    assert!(!format!("{config:?}").contains("\"t\""), "a token is never shown");
}

/// Asks a system that answers everything with `answer`.
fn ask(answer: fn() -> Response) -> Result<Checked, AdapterError> {
    let stage = Stage::with(Router::new().route("/odd/checks", post(async move || answer())));
    let adapters = stage.adapters(|config| {
        config.base_url = format!("{}/odd", stage.origin);
        config.retries = 0;
        // A mebibyte takes a while where everything is slow; what is too slow is another test's question.
        config.timeout_ms = 30_000;
    });
    wait(
        adapters
            .population
            .check(&Check { id_number: WANG.0.into(), name: WANG.1.into() }, &mut Rng::from_number(1)),
    )
}

fn json(status: u16, body: impl Into<String>) -> Response {
    let kind = if status < 400 { "application/json" } else { "application/problem+json" };
    (StatusCode::from_u16(status).unwrap(), [(header::CONTENT_TYPE, kind)], body.into()).into_response()
}

fn bad(answer: fn() -> Response) -> &'static str {
    match ask(answer) {
        Err(AdapterError::BadAnswer { what }) => what,
        other => panic!("not a bad answer: {other:?}"),
    }
}

#[test]
fn answers_outside_the_profile_are_bad_answers() {
    const GOOD: &str = r#"{"id_number":"999900199003074011","result":"no_such_person"}"#;
    assert_eq!(ask(|| json(200, GOOD)), Ok(Checked::NoSuchPerson));
    assert_eq!(bad(|| json(200, format!("{GOOD}{}", " ".repeat(1024 * 1024)))), "more than 1 MiB");
    assert_eq!(bad(|| json(200, GOOD.replace("no_such_person", "perhaps"))), "not the JSON of the profile");
    assert_eq!(bad(|| json(200, GOOD.replace("no_such_person", "match"))), "not the JSON of the profile");
    assert_eq!(bad(|| json(200, GOOD.replace("999900199003074011", "1"))), "a member is outside its limits");
    assert_eq!(bad(|| json(200, GOOD.replace("4011", "4028"))), "an answer to another question");
    assert_eq!(bad(|| json(200, "")), "not the JSON of the profile");
    assert_eq!(bad(|| json(200, "[".repeat(100_000))), "not the JSON of the profile");
    assert_eq!(bad(|| GOOD.into_response()), "not JSON");
    assert_eq!(
        bad(|| Redirect::temporary("/odd/checks").into_response()),
        "a status that the profile does not know"
    );
    let huge = || ([(header::ETAG, "x".repeat(40_000))], "").into_response();
    assert_eq!(bad(huge), "a head of more than 16 KiB");
}

#[test]
fn refusals_need_a_problem_of_the_profile() {
    let told = ask(|| json(409, r#"{"code":"population.x","detail":"不行","detail_en":"No"}"#));
    let text = Text::new("不行", "No");
    assert_eq!(told, Err(AdapterError::Refused { code: "population.x".to_owned(), text }));
    let told = ask(|| json(409, r#"{"code":"population.x","detail":"不行"}"#));
    let text = Text::new("不行", "不行");
    assert_eq!(told, Err(AdapterError::Refused { code: "population.x".to_owned(), text }));
    let none = "a refusal without a problem of the profile";
    assert_eq!(bad(|| (StatusCode::NOT_FOUND, "not here").into_response()), none);
    assert_eq!(bad(|| json(404, "{}")), none);
    assert_eq!(bad(|| json(404, r#"{"code":"No Such Code!","detail":"x"}"#)), none);
    for status in [408, 429, 500, 502, 503, 504] {
        let answer = match status {
            408 => || json(408, "{}"),
            429 => || json(429, "{}"),
            500 => || json(500, "{}"),
            502 => || json(502, "{}"),
            503 => || json(503, "{}"),
            _ => || json(504, "{}"),
        };
        assert_eq!(ask(answer), Err(AdapterError::Unreachable), "{status}");
    }
}

#[test]
fn only_a_refusal_about_the_thing_itself_settles_anything() {
    let refused = |code: &str| AdapterError::Refused { code: code.to_owned(), text: Text::default() };
    assert!(!refused("payment.no_such_order").leaves_unknown());
    assert!(refused("request.unauthorised").leaves_unknown());
    for error in [
        AdapterError::Unreachable,
        AdapterError::TimedOut,
        AdapterError::BadAnswer { what: "x" },
        AdapterError::SandboxAnswer,
    ] {
        assert!(error.leaves_unknown(), "{error}");
    }
}

#[test]
fn an_https_address_is_spoken_to_in_tls_alone() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}/population", listener.local_addr().unwrap());
    let hearing = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let mut begin = [0; 3];
        socket.read_exact(&mut begin).unwrap();
        begin
    });
    let stage = Stage::new();
    let adapters = stage.adapters(|config| (config.base_url, config.retries) = (url.clone(), 0));
    let check = Check { id_number: WANG.0.into(), name: WANG.1.into() };
    let answer = wait(adapters.population.check(&check, &mut Rng::from_number(1)));
    assert_eq!(answer, Err(AdapterError::Unreachable));
    // A handshake record of TLS 1.x, and neither the token nor the person.
    assert_eq!(hearing.join().unwrap(), [22, 3, 1]);
}

#[test]
fn nobody_at_the_address_is_unreachable() {
    let stage = Stage::new();
    let adapters = stage.adapters(|config| config.base_url = "http://127.0.0.1:1/population".to_owned());
    let check = Check { id_number: WANG.0.into(), name: WANG.1.into() };
    assert_eq!(
        wait(adapters.population.check(&check, &mut Rng::from_number(1))),
        Err(AdapterError::Unreachable)
    );
}

#[test]
fn questions_that_wait_hold_no_thread() {
    let stage = Stage::new();
    stage.fault("population", "slow", None);
    // Each answer takes a second and a half: one after another, all but the first few would be too late.
    let adapters = Arc::new(stage.adapters(|config| (config.timeout_ms, config.retries) = (10_000, 0)));
    let one_thread = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answers = one_thread.block_on(async {
        let mut asked = JoinSet::new();
        for n in 0..40 {
            let adapters = Arc::clone(&adapters);
            let check = Check { id_number: WANG.0.into(), name: WANG.1.into() };
            asked.spawn(async move { adapters.population.check(&check, &mut Rng::from_number(n)).await });
        }
        asked.join_all().await
    });
    assert_eq!(answers.iter().filter(|answer| matches!(answer, Ok(Checked::Match(_)))).count(), 40);
}

#[test]
fn repeats_end_when_the_budget_is_spent() {
    let stage = Stage::new();
    stage.fault("population", "down", None);
    let adapters = stage.adapters(|config| config.retries = 1);
    let check = Check { id_number: WANG.0.into(), name: WANG.1.into() };
    for n in 0..30 {
        let answer = wait(adapters.population.check(&check, &mut Rng::from_number(n)));
        assert_eq!(answer, Err(AdapterError::Unreachable));
    }
    // 30 calls and 20 repeats: the budget of a line that gets no answers.
    stage.fault("population", "down", Some(1_000_000));
    for n in 0..5 {
        assert!(wait(adapters.population.check(&check, &mut Rng::from_number(n))).is_err());
    }
    let left = stage.fetch("/twin/population/faults").2["count"].as_u64().unwrap();
    assert_eq!(left, 1_000_000 - 5, "five calls and no repeat");
}

/// A call that asks for what was made before.
type Call = fn(&Adapters, &Made, &mut Rng) -> Result<(), AdapterError>;

/// What was made before the answers went wrong.
struct Made {
    order: NewOrder,
    tracking_no: String,
}

const CALLS: [(&str, Call); 6] = [
    ("payment", |adapters, made, rng| wait(adapters.payment.order(&made.order.order_no, rng)).map(drop)),
    ("payment", |adapters, made, rng| {
        let refund =
            NewRefund { refund_no: "R1".to_owned(), amount_fen: Fen(1), reason: "退办".to_owned() };
        wait(adapters.payment.refund(&made.order.order_no, &refund, rng)).map(drop)
    }),
    ("sms", |adapters, _, rng| wait(adapters.sms.message("MSG-1", rng)).map(drop)),
    ("post", |adapters, made, rng| wait(adapters.post.track(&made.tracking_no, rng)).map(drop)),
    ("post", |adapters, made, rng| {
        let order = Return { reason: "地址有误".to_owned() };
        wait(adapters.post.send_back(&made.tracking_no, &order, rng)).map(drop)
    }),
    ("national", |adapters, _, rng| wait(adapters.national.newest("lic-1", rng)).map(drop)),
];

fn make(stage: &Stage, adapters: &Adapters, rng: &mut Rng) -> Made {
    let mut order: NewOrder = serde_json::from_value(example("payment", "NewOrder")).unwrap();
    order.notify_url = format!("{}/hook", stage.origin);
    let made = wait(adapters.payment.create(&order, rng)).unwrap();
    crate::testing::agent().post(&made.pay_url).send_form([("action", "pay")]).unwrap();
    let mut message: NewMessage = serde_json::from_value(example("sms", "NewMessage")).unwrap();
    message.message_no = "MSG-1".to_owned();
    wait(adapters.sms.send(&message, rng)).unwrap();
    let parcel: NewParcel = serde_json::from_value(example("post", "NewParcel")).unwrap();
    let tracking_no = wait(adapters.post.create(&parcel, rng)).unwrap().tracking_no;
    let mut upload: Upload = serde_json::from_value(example("national", "Upload")).unwrap();
    upload.licence_id = "lic-1".to_owned();
    wait(adapters.national.upload(&upload, rng)).unwrap();
    Made { order, tracking_no }
}

#[test]
fn every_later_call_too_notices_an_answer_to_another_question() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    let mut rng = Rng::from_number(1);
    let made = make(&stage, &adapters, &mut rng);
    for (name, call) in CALLS {
        stage.fault(name, "wrong", Some(1));
        let what = "an answer to another question";
        assert_eq!(call(&adapters, &made, &mut rng), Err(AdapterError::BadAnswer { what }), "{name}");
        assert_eq!(call(&adapters, &made, &mut rng), Ok(()), "{name}");
    }
}
