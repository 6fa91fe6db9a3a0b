use base::{Day, Region, Rng};

use super::{Receipt, ReceiptState, Upload};
use crate::testing::{Stage, WANG, code, is_documented, trials, wait};

fn upload(version: u32) -> Upload {
    Upload {
        licence_id: "lic_999900_01KAHF6Z5M8Q0W3J7V2N4B6C8D".to_owned(),
        version,
        file_no: "999900000001".to_owned(),
        id_number: WANG.0.into(),
        name: WANG.1.into(),
        classes: vec!["C1".to_owned(), "D".to_owned()],
        first_issued_on: Day::parse("2014-06-01").unwrap(),
        valid_from: Day::parse("2026-12-01").unwrap(),
        valid_until: None,
        region: Region::parse("999900").unwrap(),
    }
}

#[test]
fn it_stands_the_trials() {
    trials("national", "/licences", |adapters, rng| wait(adapters.national.upload(&upload(1), rng)));
}

#[test]
fn a_version_has_one_receipt_however_often_it_is_uploaded() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    let mut rng = Rng::from_number(1);
    let receipt = wait(adapters.national.upload(&upload(1), &mut rng)).unwrap();
    stage.clock.advance_ms(60_000);
    assert_eq!(wait(adapters.national.upload(&upload(1), &mut rng)), Ok(receipt.clone()));
    assert_eq!(wait(adapters.national.newest(&receipt.licence_id, &mut rng)), Ok(receipt));
    let other = Upload { classes: vec!["A1".to_owned()], ..upload(1) };
    assert_eq!(code(wait(adapters.national.upload(&other, &mut rng))), "national.version_differs");
}

#[test]
fn versions_may_arrive_out_of_order() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    let mut rng = Rng::from_number(1);
    let third = wait(adapters.national.upload(&upload(3), &mut rng)).unwrap();
    assert_eq!(third.state, ReceiptState::Current);
    assert_eq!(wait(adapters.national.upload(&upload(2), &mut rng)).unwrap().state, ReceiptState::Superseded);
    assert_eq!(wait(adapters.national.newest(&third.licence_id, &mut rng)), Ok(third.clone()));
    wait(adapters.national.upload(&upload(4), &mut rng)).unwrap();
    assert_eq!(wait(adapters.national.upload(&upload(3), &mut rng)).unwrap().state, ReceiptState::Superseded);
}

#[test]
fn what_cannot_be_is_refused() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    let mut rng = Rng::from_number(1);
    let early = Day::parse("2026-11-30").unwrap();
    for bad in [
        Upload { version: 0, ..upload(1) },
        Upload { valid_until: Some(early), ..upload(1) },
        Upload { first_issued_on: early.plus_days(9), ..upload(1) },
        Upload { classes: vec![], ..upload(1) },
        Upload { classes: vec!["C11".to_owned()], ..upload(1) },
    ] {
        assert_eq!(code(wait(adapters.national.upload(&bad, &mut rng))), "request.invalid", "{bad:?}");
    }
    assert_eq!(code(wait(adapters.national.newest("lic_1", &mut rng))), "national.no_such_licence");
    wait(adapters.national.upload(&upload(1), &mut rng)).unwrap();
    stage.fault("national", "not_found", Some(1));
    let lost = wait(adapters.national.newest(&upload(1).licence_id, &mut rng));
    assert_eq!(code(lost), "national.no_such_licence");
}

#[test]
fn the_page_shows_what_is_sent() {
    is_documented::<Upload>("national", "Upload");
    is_documented::<Receipt>("national", "Receipt");
}
