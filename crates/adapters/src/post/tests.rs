use base::{Day, Rng};
use serde_json::json;

use super::{NewParcel, Parcel, ParcelState, Return};
use crate::testing::{Stage, code, is_documented, trials, wait};
use crate::{AdapterError, Adapters};

fn parcel(parcel_no: &str) -> NewParcel {
    NewParcel {
        parcel_no: parcel_no.to_owned(),
        addressee: "王小明".into(),
        phone: "13900000001".into(),
        address: "演示市中心区示范路1号".into(),
        content: "机动车驾驶证".to_owned(),
    }
}

fn create(adapters: &Adapters) -> Parcel {
    wait(adapters.post.create(&parcel("PCL-1"), &mut Rng::from_number(1))).unwrap()
}

fn track(adapters: &Adapters, tracking_no: &str) -> Parcel {
    wait(adapters.post.track(tracking_no, &mut Rng::from_number(1))).unwrap()
}

fn send_back(adapters: &Adapters, tracking_no: &str) -> Result<Parcel, AdapterError> {
    let order = Return { reason: "地址有误".to_owned() };
    wait(adapters.post.send_back(tracking_no, &order, &mut Rng::from_number(1)))
}

#[test]
fn it_stands_the_trials() {
    trials("post", "/parcels", |adapters, rng| wait(adapters.post.create(&parcel("PCL-1"), rng)));
}

#[test]
fn a_parcel_is_at_the_door_the_next_day() {
    use ParcelState::{Accepted, Delivered, InTransit, OutForDelivery};
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    let taken = create(&adapters);
    assert_eq!((taken.state, taken.events.len()), (ParcelState::Accepted, 1));
    assert_eq!(create(&adapters), taken, "the same number is the same parcel");
    stage.clock.advance_ms(2 * 3_600_000);
    assert_eq!(track(&adapters, &taken.tracking_no).state, ParcelState::InTransit);
    let next_day = Day::parse("2026-11-22").unwrap().start();
    stage.clock.set(next_day.plus_ms(8 * 3_600_000 + 1_800_000));
    assert_eq!(track(&adapters, &taken.tracking_no).state, ParcelState::OutForDelivery);
    stage.clock.set(next_day.plus_ms(17 * 3_600_000));
    let there = track(&adapters, &taken.tracking_no);
    let states: Vec<ParcelState> = there.events.iter().map(|event| event.state).collect();
    assert_eq!(states, [Accepted, InTransit, OutForDelivery, Delivered]);
    assert!(there.events.is_sorted_by_key(|event| event.at_ms));
    assert_eq!(there.events[3].at_ms.day(), next_day.day());
    assert_eq!(code(send_back(&adapters, &taken.tracking_no)), "post.delivered");
}

#[test]
fn a_demonstration_need_not_wait() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    let path = format!("/twin/post/parcels/{}/advance", create(&adapters).tracking_no);
    for state in ["in_transit", "out_for_delivery", "delivered"] {
        let (status, _, answer) = stage.send(&path, "");
        assert_eq!((status, &answer["state"]), (200, &json!(state)));
    }
    let (status, _, answer) = stage.send(&path, "");
    assert_eq!((status, &answer["code"]), (409, &json!("post.finished")));
}

#[test]
fn a_parcel_called_back_comes_back_a_day_later() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    let taken = create(&adapters);
    let turned = send_back(&adapters, &taken.tracking_no).unwrap();
    assert_eq!(turned.state, ParcelState::Returning);
    assert_eq!(send_back(&adapters, &taken.tracking_no), Ok(turned), "calling it back again changes nothing");
    stage.clock.advance_ms(24 * 3_600_000);
    let back = track(&adapters, &taken.tracking_no);
    assert_eq!((back.state, back.events.len()), (ParcelState::Returned, 3));
}

#[test]
fn parcels_and_addresses_that_the_post_does_not_know() {
    let stage = Stage::new();
    let adapters = stage.adapters(|_| {});
    let mut rng = Rng::from_number(1);
    let taken = create(&adapters);
    let elsewhere = NewParcel { address: "演示市示范路2号".into(), ..parcel("PCL-1") };
    assert_eq!(code(wait(adapters.post.create(&elsewhere, &mut rng))), "post.parcel_differs");
    assert_eq!(code(wait(adapters.post.track("EY00000000000CN", &mut rng))), "post.no_such_parcel");
    stage.fault("post", "not_found", Some(2));
    assert_eq!(code(wait(adapters.post.track(&taken.tracking_no, &mut rng))), "post.no_such_parcel");
    assert_eq!(code(wait(adapters.post.create(&parcel("PCL-2"), &mut rng))), "post.address_unknown");
}

#[test]
fn the_page_shows_what_is_sent() {
    is_documented::<NewParcel>("post", "NewParcel");
    is_documented::<Parcel>("post", "Parcel");
    is_documented::<Return>("post", "Return");
}
