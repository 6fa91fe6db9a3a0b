use std::sync::{Arc, Mutex};

use adapters::twins::FaultMode;
use adapters::webhooks::{Secret, verify};
use authz::{Actor, Channel};
use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::routing::post;
use base::{Clock as _, Entropy as _, OsEntropy};
use serde_json::{Value, json};
use service::case::commands::{Answer, OpenCase, Opened, hand_in, open, submit};
use service::case::{self, Stage, Status};
use service::catalog::{Fact, Facts, Found, LicenceFacts, LicenceStatus, MedicalFacts, PersonFacts};
use service::job;
use service::office::{Ctx, Office, Stop};
use service::{licence, person};
use tower::ServiceExt as _;

use super::*;
use crate::erasures::Erasures;
use crate::server::{Server, bind};
use crate::testing::{TestCity, plan};
use crate::wait::{ask, wait};

/// The citizen that people log in as.
fn shown(made: &TestCity) -> (person::PersonRow, licence::Licence, String) {
    let login = made.city.logins.iter().find(|login| login.role == "citizen").unwrap();
    let (number, phone) = (login.id_number.clone().unwrap(), login.phone.clone().unwrap());
    let own = made.city.office.clone();
    let (row, held) = ask(&made.city.office, move |read| {
        let row = person::by_id_number(&own, read, &number)?.unwrap();
        let held = licence::of_holder(read, &row.id)?.remove(0);
        Ok((row, held))
    })
    .unwrap();
    (row, held, phone)
}

fn leave(office: &Office, kind: &'static str, subject: &str, payload: Value) {
    let subject = subject.to_owned();
    wait(office.command(&office.system("test"), move |desk| job::put(desk, kind, &subject, &payload)))
        .unwrap();
}

fn left(office: &Office) -> Vec<(String, i64)> {
    let counts = ask(office, job::counts).unwrap();
    counts.into_iter().map(|(status, count, _)| (status, count)).collect()
}

#[test]
fn a_message_arrives_once_and_waits_while_the_gateway_is_down() {
    let made = TestCity::make(&plan(120, 0));
    let (row, _, phone) = shown(&made);
    let office = &made.city.office;
    made.fault("sms", FaultMode::Down);
    leave(
        office,
        "sms.send",
        &row.id,
        json!({ "template": "case.accepted", "about": "YC20261121-7K3M9QXA" }),
    );
    assert_eq!(made.city.worker.work_off().unwrap(), (0, 1));
    assert_eq!(left(office), [("due".to_owned(), 1)]);
    made.fault("sms", FaultMode::None);
    made.clock.follow_from(made.clock.now().plus_seconds(120));
    assert_eq!(made.city.worker.work_off().unwrap(), (1, 0));
    let sent = made.twins.sms_sent(&phone);
    assert_eq!(sent.len(), 1);
    let text = templates::render(&sent[0].template, &sent[0].parameters);
    assert!(text.contains("YC20261121-7K3M9QXA"), "{text}");
    assert!(left(office).is_empty());
}

#[test]
fn what_nobody_can_do_is_laid_aside_after_twelve_tries() {
    let made = TestCity::make(&plan(120, 0));
    let office = &made.city.office;
    leave(office, "no.such_kind", "x", json!({}));
    let mut at = made.clock.now();
    for _ in 0..job::QUICK_TRIES {
        assert_eq!(made.city.worker.work_off().unwrap(), (0, 1));
        at = at.plus_seconds(3_700);
        made.clock.follow_from(at);
    }
    assert_eq!(made.city.worker.work_off().unwrap(), (0, 0));
    assert_eq!(left(office), [("aside".to_owned(), 1)]);
}

#[test]
fn messages_survive_a_day_without_a_gateway() {
    let made = TestCity::make(&plan(120, 0));
    let (row, _, phone) = shown(&made);
    let office = &made.city.office;
    made.fault("sms", FaultMode::Down);
    for _ in 0..12 {
        leave(
            office,
            "sms.send",
            &row.id,
            json!({ "template": "case.ready", "about": "YC20261121-7K3M9QXA" }),
        );
    }
    let begun = made.clock.now();
    for quarter in 1..=96 {
        let (done, _) = made.city.worker.work_off().unwrap();
        assert_eq!((done, left(office)), (0, vec![("due".to_owned(), 12)]), "after {quarter} quarters");
        made.clock.follow_from(begun.plus_seconds(quarter * 900));
    }
    made.fault("sms", FaultMode::None);
    for quarter in 97..=102 {
        made.city.worker.work_off().unwrap();
        made.clock.follow_from(begun.plus_seconds(quarter * 900));
    }
    assert!(left(office).is_empty(), "within the hour after it is back: {:?}", left(office));
    assert_eq!(made.twins.sms_sent(&phone).len(), 12);
}

#[test]
fn a_system_that_is_down_holds_up_nobody_else() {
    let made = TestCity::make(&plan(120, 0));
    let (row, _, phone) = shown(&made);
    let office = &made.city.office;
    let (_, held, _) = shown(&made);
    made.fault("national", FaultMode::Down);
    for _ in 0..60 {
        leave(office, "national.upload", &row.id, json!({ "licence": held.id }));
    }
    leave(office, "sms.send", &row.id, json!({ "template": "case.ready", "about": "YC1" }));
    let watch = Stopwatch::start();
    let (done, later) = made.city.worker.work_off().unwrap();
    assert!(done == 1 && later >= 60, "{done}, {later}");
    assert_eq!(made.twins.sms_sent(&phone).len(), 1);
    // Each that asks waits for its repeats, over a second; sixty of them would take a quarter of a minute.
    assert!(watch.elapsed_us() < 12_000_000, "{} us", watch.elapsed_us());
}

#[test]
fn only_what_can_never_become_right_is_laid_aside() {
    let refused =
        AdapterError::Refused { code: "post.address_unknown".to_owned(), text: base::Text::default() };
    let aside = |undone: Undone| matches!(undone.missed(), Missed::Wrong(_));
    let later = |undone: Undone| matches!(undone.missed(), Missed::Outage(_));
    assert!(aside(refused.into()) && aside(Undone::Job("no word")) && aside(Stop::NotFound.into()));
    assert!(aside(DeliveryError::Status(410).into()) && aside(DeliveryError::Status(404).into()));
    assert!(later(AdapterError::Unreachable.into()) && later(AdapterError::TimedOut.into()));
    assert!(later(AdapterError::BadAnswer { what: "not JSON" }.into()));
    assert!(later(DeliveryError::Status(503).into()) && later(DeliveryError::Status(429).into()));
    assert!(later(DeliveryError::Unreachable.into()) && later(Stop::from(store::Error::Overloaded).into()));
    let processing = Undone::NotYet("the money is on its way", 600).missed();
    assert_eq!(processing, Missed::NotYet("the money is on its way", 600));
}

#[test]
fn why_a_job_waits_has_words_for_people() {
    let refused =
        AdapterError::Refused { code: "post.address_unknown".to_owned(), text: base::Text::default() };
    for undone in [
        refused.into(),
        AdapterError::Unreachable.into(),
        AdapterError::BadAnswer { what: "not JSON" }.into(),
        DeliveryError::Status(410).into(),
        Stop::NotFound.into(),
        Undone::Down,
        Undone::Job("this program does not know this kind of job"),
        Undone::NotYet("the money is on its way", 600),
        Undone::NotYet("the event is not under a checkpoint yet", 2),
    ] {
        let words = web::pages::why_in_words(&undone.to_string());
        assert!(!words.zh.starts_with("系统记录") && words.en.is_ascii(), "{undone}: {words:?}");
    }
}

/// A renewal that was begun while the hospitals and the offence system were down, and handed in.
fn waiting_case(made: &TestCity) -> String {
    let (row, held, _) = shown(made);
    let office = &made.city.office;
    let own = office.clone();
    let id = row.clone();
    let values = ask(office, move |read| person::values(&own, read, &id)).unwrap();
    let facts = Facts {
        as_of: made.today(),
        by_agent: false,
        person: PersonFacts {
            birth: values.birth().unwrap(),
            identity_confirmed: Fact::Unknown,
            photo_on_file: Fact::Known(true),
            medical: Found::<MedicalFacts>::Unknown,
            ability_test_passed_on: Found::Nothing,
        },
        licence: Found::Found(LicenceFacts {
            classes: held.classes.clone(),
            status: LicenceStatus::Normal,
            first_issue: held.first_issue,
            valid_from: held.valid_from,
            valid_until: held.valid_until,
            term: held.term,
            cycles_with_12_points: Fact::Unknown,
            unsettled_violations: Fact::Unknown,
            unsettled_accidents: Fact::Known(0),
            points_in_ended_cycle: Fact::Known(0),
            accident_in_ended_cycle: Fact::Known(law::Accident::None),
            reviewed: Fact::Known(true),
            extended_until: Found::Nothing,
            open_items: Vec::new(),
        }),
        contact: None,
    };
    let ctx =
        || Ctx { actor: Actor::citizen(row.id.as_str()), channel: Channel::Online, ..office.system("test") };
    let command = OpenCase {
        item: "licence-renew-expiry".to_owned(),
        subject: row.id.clone(),
        agent: None,
        licence: Some(held.id.clone()),
        outlet: made.city.internet_outlet.clone(),
        identity: None,
        facts,
    };
    let Opened::Begun(number) = wait(open(office, &ctx(), command)).unwrap().value else { panic!("refused") };
    let which = || Answer { number: number.clone(), revision: None };
    let pickup = case::Delivery::Pickup;
    wait(case::commands::choose_delivery(office, &ctx(), which(), pickup, "")).unwrap();
    wait(submit(office, &ctx(), which(), "sms".to_owned())).unwrap();
    number
}

fn status(made: &TestCity, number: &str, code: &'static str) -> Status {
    let number = number.to_owned();
    ask(&made.city.office, move |read| {
        let case = case::by_number(read, &number)?.ok_or(Stop::NotFound)?;
        let needs = case::requirements(read, &case.id)?;
        Ok(needs.into_iter().find(|need| need.code == code).map(|need| need.status))
    })
    .unwrap()
    .unwrap_or_else(|| panic!("no requirement {code}"))
}

#[test]
fn a_source_that_was_down_is_asked_again_and_settles_what_waited() {
    let made = TestCity::make(&plan(120, 0));
    let number = waiting_case(&made);
    for code in ["identity_document", "medical_certificate", "violations"] {
        assert_eq!(status(&made, &number, code), Status::Checking, "{code}");
    }
    made.fault("hospital", FaultMode::Down);
    made.city.worker.work_off().unwrap();
    assert_eq!(status(&made, &number, "identity_document"), Status::Waived);
    assert_eq!(status(&made, &number, "violations"), Status::Met);
    assert_eq!(status(&made, &number, "medical_certificate"), Status::Checking);
    made.fault("hospital", FaultMode::None);
    made.clock.follow_from(made.clock.now().plus_seconds(60));
    made.city.worker.work_off().unwrap();
    assert_eq!(status(&made, &number, "medical_certificate"), Status::Waived);
    assert!(left(&made.city.office).is_empty());
}

/// What the offence system has of the citizen that people log in as.
fn set_violations(made: &TestCity, unsettled: u32) {
    let (row, _, _) = shown(made);
    let own = made.city.office.clone();
    let values = ask(&made.city.office, move |read| person::values(&own, read, &row)).unwrap();
    let standing = json!({
        "unsettled_violations": unsettled, "unsettled_accidents": 0, "full_cycles": [], "measures": [],
        "last_cycle": { "points": 0, "accident": "none", "reviewed": true },
    });
    let body = json!({ "standings": [{ "id_number": values.id_number, "standing": standing }] }).to_string();
    let request = axum::http::Request::post("/twin/offences/standings")
        .header("content-type", "application/json")
        .body(axum::body::Body::from(body))
        .unwrap();
    let answer = made.server.runtime().block_on(made.twins.router().oneshot(request)).unwrap();
    assert_eq!(answer.status(), 200);
}

#[test]
fn a_check_that_found_fines_passes_within_the_hour_once_they_are_paid() {
    let made = TestCity::make(&plan(120, 0));
    set_violations(&made, 2);
    let number = waiting_case(&made);
    made.city.worker.work_off().unwrap();
    assert_eq!(status(&made, &number, "violations"), Status::Asked, "not passed");
    assert_eq!(left(&made.city.office), [("due".to_owned(), 1)]);
    assert_eq!(made.city.worker.work_off().unwrap(), (0, 0), "not before the hour is over");
    made.clock.follow_from(made.clock.now().plus_seconds(3_600));
    assert_eq!(made.city.worker.work_off().unwrap(), (1, 0), "still two, and asked again later");
    set_violations(&made, 0);
    made.clock.follow_from(made.clock.now().plus_seconds(3_600));
    made.city.worker.work_off().unwrap();
    assert_eq!(status(&made, &number, "violations"), Status::Met);
    assert!(left(&made.city.office).is_empty(), "nobody asks any more");
}

#[test]
fn a_case_that_nobody_supplements_lapses_on_the_day_after() {
    let made = TestCity::make(&plan(120, 0));
    let number = waiting_case(&made);
    made.city.worker.work_off().unwrap();
    let office = &made.city.office;
    let clerk = clerk(&made);
    let today = made.today();
    let answer = Answer { number: number.clone(), revision: None };
    let asked = case::commands::ask_again(
        office,
        &clerk,
        answer,
        vec![case::Ask::new("photo", case::PaperFault::Unclear)],
        today.plus_days(2),
    );
    wait(asked).unwrap();
    let stage = |number: &str| {
        let number = number.to_owned();
        ask(office, move |read| Ok(case::by_number(read, &number)?.unwrap().stage)).unwrap()
    };
    made.clock.follow_from(made.clock.now().plus_seconds(2 * 86_400));
    made.city.worker.daily().unwrap();
    assert_eq!(stage(&number), Stage::Draft, "the last day is not over yet");
    made.clock.follow_from(made.clock.now().plus_seconds(86_400));
    made.city.worker.daily().unwrap();
    assert_eq!(stage(&number), Stage::Lapsed);
    made.city.worker.daily().unwrap();
    let photo =
        hand_in(office, &clerk, Answer { number: number.clone(), revision: None }, "photo".to_owned(), None);
    assert!(matches!(wait(photo), Err(Stop::Refused(_))));
}

/// The clerk that people log in as, at their counter.
fn clerk(made: &TestCity) -> Ctx {
    let office = &made.city.office;
    let own = office.clone();
    let (account, grants) = ask(office, move |read| {
        let account = service::access::staff_by_username(read, "clerk01")?.ok_or(Stop::NotFound)?;
        let grants = service::outlet::grants_of(read, &account.outlet, &own.rules.catalog, |_| Ok(0))?;
        Ok((account, grants))
    })
    .unwrap();
    let staff = authz::Staff {
        person: None,
        roles: account.roles,
        outlet: account.outlet.clone(),
        area: account.area,
        grants,
    };
    Ctx {
        actor: Actor::staff(account.id, staff),
        outlet: Some(account.outlet),
        channel: Channel::Counter,
        ..office.system("test")
    }
}

#[test]
fn an_erased_person_gets_no_message_and_stands_on_the_list() {
    let made = TestCity::make(&plan(120, 0));
    let (row, _, phone) = shown(&made);
    let office = &made.city.office;
    let archivist = authz::Staff {
        person: None,
        roles: [authz::Role::Archivist].into(),
        outlet: made.city.internet_outlet.clone(),
        area: authz::Area::country(),
        grants: Vec::new(),
    };
    let ctx = Ctx {
        actor: Actor::staff("stf_test", archivist),
        purpose: Some("request".to_owned()),
        ..office.system("test")
    };
    wait(person::erase(office, &ctx, &row.id)).unwrap();
    leave(office, "sms.send", &row.id, json!({ "template": "case.ready", "about": "YC20261121-7K3M9QXA" }));
    assert_eq!(made.city.worker.work_off().unwrap(), (1, 0));
    assert!(made.twins.sms_sent(&phone).is_empty());
    let mut rounds = round::Rounds::default();
    made.city.worker.rounds(&mut rounds, made.clock.now());
    let list = Erasures::read(&made.city.place.keys).unwrap();
    assert_eq!(list.persons().collect::<Vec<_>>(), [row.id.as_str()]);
}

/// Pays an order at the twin, as the person at the payment page does.
fn pay_at_twin(made: &TestCity, order: &str, case: &str) -> adapters::payment::Order {
    let new = adapters::payment::NewOrder {
        order_no: order.to_owned(),
        amount_fen: base::Fen::yuan(10),
        case_no: case.to_owned(),
        description: "期满换证".to_owned(),
        return_url: format!("{}/pay", made.origin),
        notify_url: format!("{}/nowhere", made.origin),
    };
    let mut rng = OsEntropy.rng();
    made.city.worker.answer(made.city.worker.outside.payment.create(&new, &mut rng)).unwrap();
    let request = axum::http::Request::post(format!("/twin/payment/pay/{order}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(axum::body::Body::from("action=pay"))
        .unwrap();
    let answer = made.server.runtime().block_on(made.twins.router().oneshot(request)).unwrap();
    assert_eq!(answer.status(), 303);
    made.city.worker.answer(made.city.worker.outside.payment.order(order, &mut rng)).unwrap()
}

#[test]
fn the_fee_of_a_case_taken_back_is_given_back_once() {
    let made = TestCity::make(&plan(120, 0));
    let number = waiting_case(&made);
    let (row, _, _) = shown(&made);
    let office = &made.city.office;
    let order = |number: &str| {
        let number = number.to_owned();
        ask(office, move |read| {
            let case = case::by_number(read, &number)?.ok_or(Stop::NotFound)?;
            service::payment::of_case(read, &case.id)?.ok_or(Stop::NotFound)
        })
        .unwrap()
    };
    let id = order(&number).id;
    let paid = pay_at_twin(&made, &id, &number);
    let (ctx, reference) = (office.system("paid"), paid.payment_no.unwrap());
    let amount = paid.amount_fen;
    wait(case::commands::pay(office, &ctx, number.clone(), id.clone(), amount, reference)).unwrap();
    let person =
        Ctx { actor: Actor::citizen(row.id.as_str()), channel: Channel::Online, ..office.system("test") };
    let answer = Answer { number: number.clone(), revision: None };
    wait(case::commands::withdraw(office, &person, answer)).unwrap();
    // The answer of the payment system is lost: it is asked again under the same number, and gives back once.
    made.fault("payment", FaultMode::DropAnswer);
    made.city.worker.work_off().unwrap();
    assert_eq!(order(&number).refund, service::payment::Refund::Asked);
    made.fault("payment", FaultMode::None);
    made.clock.follow_from(made.clock.now().plus_seconds(60));
    made.city.worker.work_off().unwrap();
    assert_eq!(order(&number).refund, service::payment::Refund::Done);
    let at_system =
        made.city.worker.answer(made.city.worker.outside.payment.order(&id, &mut OsEntropy.rng())).unwrap();
    assert_eq!(at_system.refunded_fen, amount);
    assert_eq!(at_system.state, adapters::payment::OrderState::Refunded);
}

type Received = Arc<Mutex<Vec<(HeaderMap, Bytes)>>>;

#[test]
fn a_notice_is_signed_and_carries_the_checkpoint_it_is_under() {
    let made = TestCity::make(&plan(120, 0));
    let received: Received = Arc::default();
    let kept = received.clone();
    let take = move |headers: HeaderMap, body: Bytes| async move {
        kept.lock().unwrap().push((headers, body));
    };
    let listener = bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/in", listener.local_addr().unwrap());
    let partner = Server::start(listener, axum::Router::new().route("/in", post(take))).unwrap();
    let secret = Secret::new(&mut OsEntropy.rng());
    let events = vec!["case.*".to_owned()];
    let endpoint = Endpoint { name: "bank".to_owned(), url, secret: secret.clone(), events };
    let office = made.city.office.clone();
    let outside = crate::commands::clients(&adapters::AdaptersConfig::twins(
        &made.origin,
        &adapters::Private::new("test-token-of-the-twins"),
    ))
    .unwrap();
    let worker =
        Worker::new(office.clone(), outside, vec![endpoint], made.city.place.keys.clone(), Rhythm::default())
            .unwrap();
    let (row, held, _) = shown(&made);
    let stream = licence::stream(&office, &held.id);
    office.ledger.sign_now().unwrap();
    leave(
        &office,
        "webhook.send",
        &row.id,
        json!({ "endpoint": "bank", "stream": stream.as_str(), "number": 1 }),
    );
    leave(
        &office,
        "webhook.send",
        &row.id,
        json!({ "endpoint": "gone", "stream": stream.as_str(), "number": 1 }),
    );
    assert_eq!(worker.work_off().unwrap(), (2, 0));
    let all = received.lock().unwrap();
    assert_eq!(all.len(), 1);
    let (headers, body) = &all[0];
    verify(std::slice::from_ref(&secret), headers, body, made.clock.now()).unwrap();
    let body: Value = serde_json::from_slice(body).unwrap();
    assert_eq!(body["type"], "licence.registered");
    assert_eq!(body["data"]["stream"], stream.as_str());
    let note = body["data"]["checkpoint"].as_str().unwrap();
    let key = office.ledger.verifier().clone();
    let checkpoint = ledger::note::Checkpoint::open(note, &[key]).unwrap();
    assert!(body["data"]["position"].as_u64().unwrap() < checkpoint.size);
    drop(all);
    a_new_receiver_hears_of_what_happens_from_now_on(&made, &worker, &received, &secret);
    partner.drain();
}

/// Of what it subscribed to, and of each event once.
fn a_new_receiver_hears_of_what_happens_from_now_on(
    made: &TestCity,
    worker: &Worker,
    received: &Received,
    secret: &Secret,
) {
    assert_eq!(worker.follow_for_notices().unwrap(), 0);
    let number = waiting_case(made);
    made.city.office.ledger.sign_now().unwrap();
    let told = worker.follow_for_notices().unwrap();
    assert_eq!(told, 3, "opened, delivery chosen, submitted");
    assert_eq!(worker.follow_for_notices().unwrap(), 0);
    worker.work_off().unwrap();
    let all = received.lock().unwrap();
    let kinds: std::collections::BTreeSet<String> = all
        .iter()
        .skip(1)
        .map(|(headers, body)| {
            verify(std::slice::from_ref(secret), headers, body, made.clock.now()).unwrap();
            let body: Value = serde_json::from_slice(body).unwrap();
            body["type"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(
        kinds,
        ["case.delivery_chosen", "case.opened", "case.submitted"].map(str::to_owned).into(),
        "{number}"
    );
    drop(all);
}

#[test]
fn the_thread_works_by_itself_and_stops_when_dropped() {
    let made = TestCity::make(&plan(120, 0));
    let (row, _, phone) = shown(&made);
    let running = made.city.worker.clone().start().unwrap();
    leave(&made.city.office, "sms.send", &row.id, json!({ "template": "case.ready", "about": "YC1" }));
    running.wake();
    for _ in 0..200 {
        if !made.twins.sms_sent(&phone).is_empty() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
    assert_eq!(made.twins.sms_sent(&phone).len(), 1);
    drop(running);
}

testkit::both! {
    the_workers_statements_fit_the_schema_and_have_their_indexes: |db| {
        drop(store::Store::open(db.target(), store::Limits::default(), service::MIGRATIONS, None).unwrap());
        let mut planner = testkit::Planner::new(db);
        for statement in sql::STATEMENTS {
            let reads = planner.whole_reads(statement);
            // The daily look for files that nothing cites knows every one that is cited.
            assert!(reads.is_empty() || statement.name() == "worker.cited", "{}: {reads:?}", statement.name());
        }
    };
}
