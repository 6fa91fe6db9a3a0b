//! The desk as staff use it, over the whole program: real commands, real policies, real pages, on both engines.

mod admin;
pub(crate) mod browser;
pub(crate) mod cases;
mod counter;
mod day;
mod interfaces;
mod login;
mod oversight;
mod reading;
pub(crate) mod refused;

use std::io::Cursor;

use authz::Role;
use service::case::{CaseFile, Requirement, Status, commands};
use service::office::Stop;

use crate::testing::{Bench, Citizen};
use browser::Browser;

const ITEM: &str = "licence-renew-expiry";

/// A member of staff at the outlet, at a browser.
pub(crate) fn at_desk(bench: &Bench, role: Role) -> Browser<'_> {
    Browser::of(bench, bench.token(role).unwrap())
}

/// A picture with something on it.
pub(crate) fn picture() -> Vec<u8> {
    let mut drawn = image::RgbImage::new(48, 64);
    for (x, y, pixel) in drawn.enumerate_pixels_mut() {
        *pixel = image::Rgb([u8::try_from(x).unwrap(), u8::try_from(y).unwrap(), 90]);
    }
    let mut out = Cursor::new(Vec::new());
    image::DynamicImage::ImageRgb8(drawn).write_to(&mut out, image::ImageFormat::Jpeg).unwrap();
    out.into_inner()
}

/// The citizen applies for a renewal through the pages, to be picked up or posted; gives the case's number.
pub(crate) fn submitted(bench: &Bench, citizen: &Citizen, posted: bool) -> String {
    let mut browser = Browser::of(bench, &citizen.token);
    let at = |step: &str| format!("/apply/{ITEM}/{step}");
    browser.fill(&at("start"), &at("start"), &[]).leads_to(&at("photo"));
    browser.upload(&at("photo"), "photo", "me.jpg", "image/jpeg", &picture()).leads_to(&at("delivery"));
    if posted {
        let fields = [
            ("recipient", "林示例"),
            ("phone", citizen.phone.as_str()),
            ("district", "示例区"),
            ("address", "示例路1号2栋3单元"),
        ];
        browser.fill(&at("address"), &at("address"), &fields).leads_to(&at("check"));
    } else {
        browser.fill(&at("delivery"), &at("delivery"), &[("delivery", "pickup")]).leads_to(&at("check"));
    }
    let sent = browser.fill(&at("sign"), &at("sign"), &[("agree", "yes")]);
    assert_eq!(sent.status, 303, "{}", sent.text());
    let number = only_case(bench, &citizen.id);
    pay(bench, &number);
    number
}

fn only_case(bench: &Bench, person: &str) -> String {
    let (id, before) = (person.to_owned(), bench.clock_now().plus_ms(1));
    let mine = bench.run(bench.app.office.query(move |read| service::case::mine(read, &id, before))).unwrap();
    mine.first().unwrap().number.clone()
}

pub(crate) fn case(bench: &Bench, number: &str) -> (CaseFile, Vec<Requirement>) {
    let number = number.to_owned();
    bench
        .run(bench.app.office.query(move |read| {
            let case = service::case::by_number(read, &number)?.ok_or(Stop::NotFound)?;
            let needs = service::case::requirements(read, &case.id)?;
            Ok((case, needs))
        }))
        .unwrap()
}

/// The payment system says that the fee was paid.
pub(crate) fn pay(bench: &Bench, number: &str) {
    let office = &bench.app.office;
    let id = case(bench, number).0.id;
    let order = bench.run(office.query(move |read| service::payment::of_case(read, &id))).unwrap().unwrap();
    let system = office.system("paid");
    let paid = commands::pay(office, &system, number.to_owned(), order.id, order.amount, "T1".to_owned());
    assert!(bench.run(paid).unwrap().value);
}

/// The sources that were asked have answered: nothing stands in the way.
pub(crate) fn settle(bench: &Bench, number: &str) {
    let office = &bench.app.office;
    for need in case(bench, number).1.into_iter().filter(|need| need.status == Status::Checking) {
        let system = office.system("source");
        let settled = commands::settle_check(office, &system, number.to_owned(), need.code, true);
        bench.run(settled).unwrap();
    }
}

/// The kinds of the events of a stream.
pub(crate) fn kinds(bench: &Bench, kind: &str, id: &str) -> Vec<String> {
    let stream = bench.app.office.stream(kind, id);
    let events = bench.run(bench.app.office.query(move |read| Ok(ledger::events(read, &stream, 0, 500)?)));
    events.unwrap().into_iter().map(|event| event.kind).collect()
}
