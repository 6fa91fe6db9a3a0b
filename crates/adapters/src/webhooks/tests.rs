use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Redirect;
use axum::routing::post;
use base::{Clock as _, Instant, Rng};

use super::{
    BODY_MAX, DeliveryError, HEADER_ID, HEADER_SIGNATURE, HEADER_TIMESTAMP, Secret, SecretError, Sender,
    SenderConfig, SignatureError, sign, verify,
};
use crate::testing::{Stage, wait};

/// The test vector of the Standard Webhooks reference libraries.
const VECTOR_SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const VECTOR_ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const VECTOR_AT: Instant = Instant::from_ms(1_614_265_330_000);
const VECTOR_BODY: &[u8] = br#"{"test": 2432232314}"#;
const VECTOR_SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

fn headers(id: &str, second: &str, signature: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(HEADER_ID, id.parse().unwrap());
    headers.insert(HEADER_TIMESTAMP, second.parse().unwrap());
    headers.insert(HEADER_SIGNATURE, signature.parse().unwrap());
    headers
}

fn vector() -> ([Secret; 1], HeaderMap) {
    ([Secret::parse(VECTOR_SECRET).unwrap()], headers(VECTOR_ID, "1614265330", VECTOR_SIGNATURE))
}

fn sender(allow_private: bool, timeout_ms: u32) -> Sender {
    Sender::new(SenderConfig { timeout_ms, allow_private, sandbox: false })
}

#[test]
fn the_published_vector_is_signed_and_verified() {
    let (secrets, headers) = vector();
    assert_eq!(sign(&secrets, VECTOR_ID, VECTOR_AT, VECTOR_BODY).unwrap(), VECTOR_SIGNATURE);
    let verified = verify(&secrets, &headers, VECTOR_BODY, VECTOR_AT.plus_seconds(299)).unwrap();
    assert_eq!((verified.id.as_str(), verified.sent_at), (VECTOR_ID, VECTOR_AT));
}

#[test]
fn a_changed_message_does_not_verify() {
    let (secrets, good) = vector();
    let check = |headers: &HeaderMap, body: &[u8]| verify(&secrets, headers, body, VECTOR_AT).unwrap_err();
    assert_eq!(check(&good, br#"{"test": 2432232315}"#), SignatureError::Signature);
    let other_id = headers("msg_other", "1614265330", VECTOR_SIGNATURE);
    assert_eq!(check(&other_id, VECTOR_BODY), SignatureError::Signature);
    let other_second = headers(VECTOR_ID, "1614265331", VECTOR_SIGNATURE);
    assert_eq!(check(&other_second, VECTOR_BODY), SignatureError::Signature);
    for signature in
        ["v1,AAAA", "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "v1", "v1,", "v1,%%%", ""]
    {
        let changed = headers(VECTOR_ID, "1614265330", signature);
        assert_eq!(check(&changed, VECTOR_BODY), SignatureError::Signature, "{signature}");
    }
    for (id, second) in
        [("a.b", "1614265330"), (VECTOR_ID, "-5"), (VECTOR_ID, "9999999999999"), (VECTOR_ID, "")]
    {
        let changed = headers(id, second, VECTOR_SIGNATURE);
        assert_eq!(check(&changed, VECTOR_BODY), SignatureError::Header, "{id} {second}");
    }
    assert_eq!(check(&HeaderMap::new(), VECTOR_BODY), SignatureError::Header);
    assert_eq!(verify(&[], &good, VECTOR_BODY, VECTOR_AT), Err(SignatureError::Signature));
}

#[test]
fn a_message_is_fresh_for_five_minutes_either_way() {
    let (secrets, headers) = vector();
    for (seconds, fresh) in [(-300, true), (300, true), (-301, false), (301, false)] {
        let checked = verify(&secrets, &headers, VECTOR_BODY, VECTOR_AT.plus_seconds(seconds));
        assert_eq!(checked.is_ok(), fresh, "{seconds}");
    }
}

#[test]
fn two_secrets_sign_while_one_replaces_the_other() {
    let (old, new) = (Secret::parse(VECTOR_SECRET).unwrap(), Secret::new(&mut Rng::from_number(1)));
    let both = sign(&[new.clone(), old.clone()], VECTOR_ID, VECTOR_AT, VECTOR_BODY).unwrap();
    assert!(both.ends_with(VECTOR_SIGNATURE) && both.split(' ').count() == 2);
    let headers = headers(VECTOR_ID, "1614265330", &format!("v1a,xx {both}"));
    for secrets in [[old], [new]] {
        assert!(verify(&secrets, &headers, VECTOR_BODY, VECTOR_AT).is_ok());
    }
}

#[test]
fn secrets_are_read_strictly_and_never_shown() {
    let secret = Secret::new(&mut Rng::from_number(1));
    assert_eq!(Secret::parse(&secret.reveal()), Ok(secret.clone()));
    assert_eq!(format!("{secret:?}"), "Secret");
    for bad in
        ["", "whsec_", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_not base64 at all, is it?"]
    {
        assert_eq!(Secret::parse(bad), Err(SecretError), "{bad}");
    }
    assert_eq!(sign(&[secret], "a.b", VECTOR_AT, b"{}"), Err(SignatureError::Header));
}

#[test]
fn a_delivered_message_verifies_at_the_receiver() {
    let stage = Stage::new();
    let (now, secrets) = (stage.clock.now(), [stage.secret.clone()]);
    let url = format!("{}/hook", stage.origin);
    assert_eq!(wait(sender(true, 2000).deliver(&url, &secrets, "evt_1", now, b"{\"a\":1}")), Ok(204));
    let heard = &stage.heard(1)[0];
    assert_eq!(verify(&secrets, &heard.headers, &heard.body, now).unwrap().id, "evt_1");
    assert!(!heard.headers.contains_key("sandbox"), "only what comes from a twin says so");
    stage.refuse_notifications(1);
    let refused = wait(sender(true, 2000).deliver(&url, &secrets, "evt_1", now, b"{}")).unwrap_err();
    assert_eq!((refused, refused.may_pass()), (DeliveryError::Status(500), true));
}

#[test]
fn redirects_are_not_followed_and_slow_receivers_are_left() {
    let slow = async || {
        tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        StatusCode::OK
    };
    let stage = Stage::with(
        Router::new()
            .route("/moved", post(async || Redirect::temporary("/hook")))
            .route("/gone", post(async || StatusCode::GONE))
            .route("/slow", post(slow)),
    );
    let send = |path: &str| {
        let url = format!("{}{path}", stage.origin);
        wait(sender(true, 300).deliver(
            &url,
            std::slice::from_ref(&stage.secret),
            "evt_1",
            stage.clock.now(),
            b"{}",
        ))
        .unwrap_err()
    };
    assert_eq!(send("/moved"), DeliveryError::Status(307));
    assert!(stage.heard_in_the_end().is_empty());
    assert_eq!((send("/gone"), send("/gone").may_pass()), (DeliveryError::Status(410), false));
    assert_eq!(send("/slow"), DeliveryError::TimedOut);
}

#[test]
fn addresses_that_lead_inside_are_refused() {
    let stage = Stage::new();
    let port = stage.origin.rsplit(':').next().unwrap();
    let secrets = [stage.secret.clone()];
    let send = |url: &str, open: bool| {
        wait(sender(open, 2000).deliver(url, &secrets, "evt_1", stage.clock.now(), b"{}")).unwrap_err()
    };
    for host in
        ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]", "0.0.0.0"]
    {
        assert_eq!(
            send(&format!("https://{host}:{port}/hook"), false),
            DeliveryError::PrivateAddress,
            "{host}"
        );
    }
    assert_eq!(send(&format!("{}/hook", stage.origin), false), DeliveryError::Address, "plain http");
    for url in ["ftp://a.example/", "https://", "https://u:p@a.example/", "https://a.example/#x", "hook", ""]
    {
        assert_eq!(send(url, true), DeliveryError::Address, "{url}");
    }
    for host in ["127.1", "2130706433", "0x7f000001", "localhost."] {
        // Whether the system's resolver reads these as loopback differs; none may be reached.
        let error = send(&format!("https://{host}:{port}/hook"), false);
        assert!(
            matches!(error, DeliveryError::PrivateAddress | DeliveryError::Unreachable),
            "{host} {error}"
        );
    }
    let nobody = "http://127.0.0.1:1/hook";
    assert_eq!(send(nobody, true), DeliveryError::Unreachable);
    assert!(stage.heard_in_the_end().is_empty());
}

#[test]
fn messages_have_a_largest_size() {
    let stage = Stage::new();
    let url = format!("{}/hook", stage.origin);
    let deliver = |secrets: &[Secret], id: &str, body: &[u8]| {
        wait(sender(true, 2000).deliver(&url, secrets, id, stage.clock.now(), body))
    };
    let secrets = [stage.secret.clone()];
    assert_eq!(deliver(&secrets, "evt_1", &vec![b' '; BODY_MAX + 1]), Err(DeliveryError::Message));
    assert_eq!(deliver(&secrets, "evt.1", b"{}"), Err(DeliveryError::Message));
    assert_eq!(deliver(&[], "evt_1", b"{}"), Err(DeliveryError::Message));
    assert_eq!(deliver(&secrets, "evt_1", &vec![b' '; BODY_MAX]), Ok(204));
}
