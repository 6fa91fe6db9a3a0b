use std::collections::BTreeMap;

use base::Rng;

use super::{LOGIN_CODE, Message, MessageState, NewMessage, template_id};
use crate::testing::{Stage, code, is_documented, trials, wait};

fn message(message_no: &str, phone: &str) -> NewMessage {
    let parameters = BTreeMap::from([("code".to_owned(), "482913".into())]);
    NewMessage {
        message_no: message_no.to_owned(),
        template: template_id(LOGIN_CODE),
        phone: phone.into(),
        parameters,
    }
}

#[test]
fn it_stands_the_trials() {
    trials("sms", "/messages", |adapters, rng| {
        wait(adapters.sms.send(&message("MSG-1", "13900000001"), rng))
    });
}

#[test]
fn a_message_is_sent_once_whatever_happens_on_the_way() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    let mut rng = Rng::from_number(1);
    stage.fault("sms", "twice", Some(1));
    wait(adapters.sms.send(&message("MSG-1", "13900000001"), &mut rng)).unwrap();
    stage.fault("sms", "drop_answer", Some(1));
    wait(adapters.sms.send(&message("MSG-2", "13900000001"), &mut rng)).unwrap();
    let sent = stage.twins.sms_sent("13900000001");
    let numbers: Vec<&str> = sent.iter().map(|one| one.message_no.as_str()).collect();
    assert_eq!(numbers, ["MSG-2", "MSG-1"], "the newest first, each once");
    let (_, _, shown) = stage.fetch("/twin/sms/sent?phone=13900000001");
    assert_eq!(shown["messages"][0]["parameters"]["code"], "482913");
    assert_eq!(stage.fetch("/twin/sms/sent?phone=13900000002").2["messages"], serde_json::json!([]));
    assert_eq!(stage.fetch("/twin/sms/sent").0, 400);

    let other = message("MSG-1", "13900000002");
    assert_eq!(code(wait(adapters.sms.send(&other, &mut rng))), "sms.message_differs");
    stage.fault("sms", "not_found", Some(1));
    assert_eq!(
        code(wait(adapters.sms.send(&message("MSG-3", "13900000001"), &mut rng))),
        "sms.no_such_template"
    );
}

#[test]
fn a_message_arrives_after_two_seconds_or_fails() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    let mut rng = Rng::from_number(1);
    for (number, phone) in [("MSG-1", "13900000001"), ("MSG-2", "13900009999")] {
        let taken = wait(adapters.sms.send(&message(number, phone), &mut rng)).unwrap();
        assert_eq!(taken.state, MessageState::Accepted);
    }
    stage.clock.advance_ms(2000);
    let mut now = |number: &str| wait(adapters.sms.message(number, &mut rng)).unwrap().state;
    assert_eq!((now("MSG-1"), now("MSG-2")), (MessageState::Delivered, MessageState::Failed));
    assert_eq!(code(wait(adapters.sms.message("MSG-9", &mut rng))), "sms.no_such_message");
}

#[test]
fn only_the_last_twenty_messages_to_a_number_are_shown() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    for n in 0..25 {
        let message = message(&format!("MSG-{n}"), "13900000001");
        wait(adapters.sms.send(&message, &mut Rng::from_number(1))).unwrap();
    }
    let sent = stage.twins.sms_sent("13900000001");
    assert_eq!((sent.len(), sent[0].message_no.as_str()), (20, "MSG-24"));
}

#[test]
fn values_outside_their_limits_are_named() {
    let stage = Stage::new();
    let mut rng = Rng::from_number(1);
    let bad = message("MSG 1", "139");
    assert_eq!(code(wait(stage.adapters(|_| {}).sms.send(&bad, &mut rng))), "request.invalid");
    let (_, _, answer) = stage.send("/twin/sms/messages", &serde_json::to_string(&bad).unwrap());
    let fields: Vec<&str> =
        answer["fields"].as_array().unwrap().iter().map(|f| f["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["message_no", "phone"]);
}

#[test]
fn the_page_shows_what_is_sent() {
    is_documented::<NewMessage>("sms", "NewMessage");
    is_documented::<Message>("sms", "Message");
}
