use base::{Fen, Rng};
use serde_json::{Value, json};

use super::{
    NewOrder, NewRefund, NotificationError, Notified, Order, OrderState, Refund, RefundState,
    read_notification,
};
use crate::testing::{Heard, Stage, agent, code, example, is_documented, trials, wait};
use crate::webhooks::{Secret, SignatureError};
use crate::{AdapterError, Adapters, Mode};

fn new_order(stage: &str, order_no: &str) -> NewOrder {
    NewOrder {
        order_no: order_no.to_owned(),
        amount_fen: Fen::yuan(10),
        case_no: "cas_999900_01KAHF6Z5M8Q0W3J7V2N4B6C8D".to_owned(),
        description: "驾驶证工本费 <b>".to_owned(),
        return_url: format!("{stage}/cases/1?paid=1"),
        notify_url: format!("{stage}/hook"),
    }
}

fn create(stage: &Stage, adapters: &Adapters, order_no: &str) -> Order {
    wait(adapters.payment.create(&new_order(&stage.origin, order_no), &mut Rng::from_number(4))).unwrap()
}

fn state(adapters: &Adapters, order_no: &str) -> OrderState {
    wait(adapters.payment.order(order_no, &mut Rng::from_number(4))).unwrap().state
}

/// Presses a button of the payment page; gives where the browser is sent.
fn press(order: &Order, action: &str) -> String {
    let answer = agent().post(&order.pay_url).send_form([("action", action)]).unwrap();
    assert_eq!(answer.status(), 303);
    answer.headers().get("location").unwrap().to_str().unwrap().to_owned()
}

fn read(stage: &Stage, heard: &Heard) -> Result<Notified, NotificationError> {
    let secrets = [stage.secret.clone()];
    let now = base::Clock::now(stage.clock.as_ref());
    read_notification(Mode::Demonstration, &secrets, &heard.headers, &heard.body, now)
}

fn refund(refund_no: &str, fen: i64) -> NewRefund {
    NewRefund { refund_no: refund_no.to_owned(), amount_fen: Fen(fen), reason: "业务退办".to_owned() }
}

#[test]
fn it_stands_the_trials() {
    trials("payment", "/orders", |adapters, rng| {
        // The pay address holds the port, which differs between twins; within one twin it is always the same.
        wait(adapters.payment.create(&new_order("http://127.0.0.1:9", "ORD-1"), rng))
    });
}

#[test]
fn the_same_order_twice_is_one_order() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    let mut rng = Rng::from_number(5);
    let new = new_order(&stage.origin, "ORD-1");
    let first = wait(adapters.payment.create(&new, &mut rng)).unwrap();
    assert_eq!(wait(adapters.payment.create(&new, &mut rng)), Ok(first.clone()));
    assert_eq!(wait(adapters.payment.order("ORD-1", &mut rng)), Ok(first));
    let dearer = NewOrder { amount_fen: Fen::yuan(11), ..new };
    assert_eq!(code(wait(adapters.payment.create(&dearer, &mut rng))), "payment.order_differs");
    assert_eq!(code(wait(adapters.payment.order("ORD-2", &mut rng))), "payment.no_such_order");
    stage.fault("payment", "not_found", Some(1));
    assert_eq!(code(wait(adapters.payment.order("ORD-1", &mut rng))), "payment.no_such_order");
    assert!(matches!(
        wait(adapters.payment.order("../orders", &mut rng)),
        Err(AdapterError::Refused { code, .. }) if code == "request.malformed"
    ));
}

#[test]
fn paying_sends_the_browser_back_and_tells_the_platform_once() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    let order = create(&stage, &adapters, "ORD-1");
    assert_eq!((order.state, &order.payment_no), (OrderState::Open, &None));
    assert_eq!(press(&order, "pay"), format!("{}/cases/1?paid=1", stage.origin));
    assert_eq!(
        press(&order, "pay"),
        format!("{}/cases/1?paid=1", stage.origin),
        "pressing again does no harm"
    );
    assert_eq!(press(&order, "cancel"), format!("{}/cases/1?paid=1", stage.origin));
    let notified = read(&stage, &stage.heard(1)[0]).unwrap();
    assert_eq!(notified.order, wait(adapters.payment.order("ORD-1", &mut Rng::from_number(1))).unwrap());
    assert_eq!((notified.order.state, notified.order.amount_fen), (OrderState::Paid, Fen::yuan(10)));
    assert_eq!(notified.order.paid_at_ms, Some(base::Clock::now(stage.clock.as_ref())));
    assert_eq!(stage.heard_in_the_end().len(), 1);
}

#[test]
fn a_notification_is_repeated_under_its_id_until_it_is_taken() {
    let stage = Stage::new();
    stage.refuse_notifications(2);
    press(&create(&stage, &stage.adapters(|_| {}), "ORD-1"), "pay");
    let ids: Vec<String> = stage.heard(3).iter().map(|heard| read(&stage, heard).unwrap().id).collect();
    assert_eq!(ids.len(), 3);
    assert!(ids.iter().all(|id| *id == ids[0] && id.len() <= 64), "{ids:?}");
    assert_eq!(stage.heard_in_the_end().len(), 3);

    stage.refuse_notifications(99);
    press(&create(&stage, &stage.adapters(|_| {}), "ORD-2"), "pay");
    assert_eq!(stage.heard(7).len(), 7, "one attempt and three repeats, then no more");
    assert_eq!(stage.heard_in_the_end().len(), 7);
}

#[test]
fn a_notification_may_come_twice() {
    let stage = Stage::new();
    stage.fault("payment", "twice", Some(1));
    let adapters = stage.adapters(|_| {});
    press(&create(&stage, &adapters, "ORD-1"), "pay");
    let heard = stage.heard(2);
    assert_eq!(read(&stage, &heard[0]), read(&stage, &heard[1]));
    press(&create(&stage, &adapters, "ORD-2"), "pay");
    assert_eq!(stage.heard_in_the_end().len(), 3, "the fault lasted for one notification");
}

#[test]
fn a_cancelled_order_is_finished() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    let order = create(&stage, &adapters, "ORD-1");
    press(&order, "cancel");
    press(&order, "pay");
    assert_eq!(state(&adapters, "ORD-1"), OrderState::Cancelled);
    assert_eq!(read(&stage, &stage.heard(1)[0]).unwrap().order.state, OrderState::Cancelled);
    let mut rng = Rng::from_number(1);
    assert_eq!(code(wait(adapters.payment.refund("ORD-1", &refund("R1", 1), &mut rng))), "payment.not_paid");
}

#[test]
fn money_goes_back_in_parts_and_never_more_than_was_paid() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    let mut rng = Rng::from_number(1);
    press(&create(&stage, &adapters, "ORD-1"), "pay");
    let first = wait(adapters.payment.refund("ORD-1", &refund("R1", 400), &mut rng)).unwrap();
    assert_eq!((first.state, first.amount_fen), (RefundState::Done, Fen(400)));
    assert_eq!(
        wait(adapters.payment.refund("ORD-1", &refund("R1", 400), &mut rng)),
        Ok(first),
        "the same again"
    );
    assert_eq!(
        code(wait(adapters.payment.refund("ORD-1", &refund("R1", 500), &mut rng))),
        "payment.refund_differs"
    );
    assert_eq!(
        code(wait(adapters.payment.refund("ORD-1", &refund("R2", 601), &mut rng))),
        "payment.refund_exceeds"
    );
    assert_eq!(state(&adapters, "ORD-1"), OrderState::Paid);
    wait(adapters.payment.refund("ORD-1", &refund("R2", 600), &mut rng)).unwrap();
    let order = wait(adapters.payment.order("ORD-1", &mut rng)).unwrap();
    assert_eq!((order.state, order.refunded_fen), (OrderState::Refunded, Fen(1000)));
    assert_eq!(
        code(wait(adapters.payment.refund("ORD-1", &refund("R3", 1), &mut rng))),
        "payment.refund_exceeds"
    );
    assert_eq!(
        code(wait(adapters.payment.refund("ORD-9", &refund("R1", 1), &mut rng))),
        "payment.no_such_order"
    );
    let states: Vec<_> =
        stage.heard(3).iter().map(|heard| read(&stage, heard).unwrap().order.state).collect();
    assert_eq!(states.iter().filter(|state| **state == OrderState::Refunded).count(), 1);
}

#[test]
fn a_notification_of_somebody_else_is_not_taken() {
    let stage = Stage::new();
    press(&create(&stage, &stage.adapters(|_| {}), "ORD-1"), "pay");
    let heard = &stage.heard(1)[0];
    let now = base::Clock::now(stage.clock.as_ref());
    let ours = [stage.secret.clone()];
    let read = |mode, secrets: &[Secret], body: &[u8], now| {
        read_notification(mode, secrets, &heard.headers, body, now).unwrap_err()
    };
    let bad = NotificationError::Signature(SignatureError::Signature);
    let others = [Secret::new(&mut Rng::from_number(77))];
    assert_eq!(read(Mode::Demonstration, &others, &heard.body, now), bad);
    let cheaper = String::from_utf8_lossy(&heard.body).replace("1000", "1");
    assert_eq!(read(Mode::Demonstration, &ours, cheaper.as_bytes(), now), bad);
    let late = now.plus_seconds(301);
    let too_late = NotificationError::Signature(SignatureError::Stale);
    assert_eq!(read(Mode::Demonstration, &ours, &heard.body, late), too_late);
    assert_eq!(read(Mode::Production, &ours, &heard.body, now), NotificationError::Sandbox);
    assert_eq!(read(Mode::Demonstration, &ours, &vec![b' '; 20_000], now), NotificationError::Body);
}

#[test]
fn a_signed_notification_that_is_not_of_the_profile_is_not_taken() {
    let stage = Stage::new();
    let now = base::Clock::now(stage.clock.as_ref());
    let secrets = [stage.secret.clone()];
    let read = |body: Value| {
        let body = body.to_string();
        let signature = crate::webhooks::sign(&secrets, "ntf_1", now, body.as_bytes()).unwrap();
        let mut headers = axum::http::HeaderMap::new();
        headers.insert("webhook-id", "ntf_1".parse().unwrap());
        headers.insert("webhook-timestamp", (now.ms() / 1000).to_string().parse().unwrap());
        headers.insert("webhook-signature", signature.parse().unwrap());
        read_notification(Mode::Production, &secrets, &headers, body.as_bytes(), now)
    };
    let order = json!({ "order_no": "ORD-1", "case_no": "C1", "amount_fen": 1000, "state": "paid",
        "pay_url": "https://pay.example/1", "payment_no": "P1", "paid_at_ms": 1, "refunded_fen": 0 });
    let whole =
        json!({ "type": "payment.order_changed", "timestamp": "2026-11-21T02:00:00Z", "data": order });
    assert!(read(whole.clone()).is_ok());
    for (member, value) in
        [("type", json!("other")), ("data", json!({})), ("data", json!(null)), ("timestamp", json!(5))]
    {
        let mut changed = whole.clone();
        changed[member] = value;
        assert_eq!(read(changed), Err(NotificationError::Body), "{member}");
    }
    for (member, value) in
        [("payment_no", json!(null)), ("refunded_fen", json!(1001)), ("amount_fen", json!(-5))]
    {
        let mut changed = whole.clone();
        changed["data"][member] = value;
        assert_eq!(read(changed), Err(NotificationError::Body), "{member}");
    }
}

#[test]
fn the_page_speaks_both_languages_and_keeps_texts_as_texts() {
    let stage = Stage::new();
    let order = create(&stage, &stage.adapters(|_| {}), "ORD-1");
    let path = order.pay_url.strip_prefix(&stage.origin).unwrap();
    let (status, kind, zh) = stage.fetch(path);
    let zh = zh.as_str().unwrap();
    assert_eq!((status, kind.as_str()), (200, "text/html; charset=utf-8"));
    assert!(zh.contains("<html lang=\"zh-CN\">") && zh.contains("10.00元") && zh.contains("确认支付"));
    assert!(zh.contains("驾驶证工本费 &lt;b&gt;") && !zh.contains("<script"));
    let (_, _, en) = stage.fetch(&format!("{path}?lang=en"));
    let en = en.as_str().unwrap();
    assert!(en.contains("<html lang=\"en\">") && en.contains("CNY 10.00") && en.contains(">Pay</button>"));
    press(&order, "pay");
    let (_, _, paid) = stage.fetch(path);
    assert!(paid.as_str().unwrap().contains("订单已支付") && !paid.as_str().unwrap().contains("<form"));
    assert_eq!(stage.fetch("/twin/payment/pay/ORD-9").0, 404);
    let refused = agent().post(&order.pay_url).send_form([("action", "steal")]).unwrap();
    assert!(refused.status().is_client_error());
}

#[test]
fn the_page_follows_the_language_of_the_browser() {
    let stage = Stage::new();
    let order = create(&stage, &stage.adapters(|_| {}), "ORD-1");
    let page = |tags: &str| {
        let mut answer = agent().get(&order.pay_url).header("accept-language", tags).call().unwrap();
        answer.body_mut().read_to_string().unwrap()
    };
    assert!(page("fr,en-GB;q=0.8,zh;q=0.5").contains("<html lang=\"en\">"));
    assert!(page("zh-CN,en;q=0.5").contains("<html lang=\"zh-CN\">"));
    assert!(page("fr").contains("<html lang=\"zh-CN\">"));
}

#[test]
fn the_profile_shows_what_is_sent() {
    is_documented::<NewOrder>("payment", "NewOrder");
    is_documented::<Order>("payment", "Order");
    is_documented::<NewRefund>("payment", "NewRefund");
    is_documented::<Refund>("payment", "Refund");
    let stage = Stage::new();
    press(&create(&stage, &stage.adapters(|_| {}), "ORD-1"), "pay");
    let sent: Value = serde_json::from_slice(&stage.heard(1)[0].body).unwrap();
    let shown = example("payment", "Notification");
    let members = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(members(&sent), members(&shown));
    assert_eq!(members(&sent["data"]), members(&shown["data"]));
}
