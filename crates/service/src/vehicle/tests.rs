//! Vehicles on both engines.

use authz::Channel;
use base::{Day, Region, Text};

use super::*;
use crate::office::{Ctx, Office, Stop};
use crate::outlet::testing::wait;
use crate::testing::{office, verified};

fn vehicle(number: u32) -> NewVehicle {
    NewVehicle {
        id: format!("veh_999901_{number}"),
        owner: "per_1".to_owned(),
        plate_kind: PlateKind::Small,
        plate: format!("示A1234{number}"),
        vin: format!("LSFTEST0000000{number:03}"),
        kind: VehicleKind::Car,
        usage: VehicleUse::Private,
        make: Text::new("示例牌", "Example"),
        registered_on: Day::parse("2020-05-06").unwrap(),
        inspected_until: Day::parse("2026-05-31").unwrap().plus_days(-i32::try_from(number).unwrap()),
        status: VehicleStatus::Normal,
        region: Region::parse("999901").unwrap(),
    }
}

fn enter(office: &Office, new: &NewVehicle) -> Result<(), Stop> {
    let ctx = Ctx { channel: Channel::Import, ..office.system("import") };
    wait(register(office, &ctx, new)).map(|_| ())
}

#[test]
fn a_plate_is_read_with_a_dot_after_its_office() {
    let plate = |plate: &str| {
        let new = vehicle(1);
        Vehicle {
            id: new.id,
            owner: new.owner,
            plate_kind: new.plate_kind,
            plate: plate.to_owned(),
            vin: new.vin,
            kind: new.kind,
            usage: new.usage,
            make: new.make,
            registered_on: new.registered_on,
            inspected_until: new.inspected_until,
            status: new.status,
            region: new.region,
        }
        .shown()
    };
    assert_eq!(plate("示A12345"), "示A·12345");
    assert_eq!(plate("示AD12345"), "示A·D12345");
    assert_eq!([plate("示A"), plate("")], ["示A·", "·"]);
}

testkit::both! {
    a_vehicle_is_found_by_owner_and_plate_and_stands_once: |db| {
        let office = office(db);
        for number in 1..=3 {
            enter(&office, &vehicle(number)).unwrap();
        }
        let same_plate = NewVehicle { id: "veh_999901_4".to_owned(), plate: vehicle(1).plate, ..vehicle(4) };
        let same_vin = NewVehicle { vin: vehicle(1).vin, ..vehicle(5) };
        for twice in [&same_plate, &same_vin] {
            let Err(Stop::Invalid(fields)) = enter(&office, twice) else { panic!("entered twice") };
            assert_eq!(fields[0].field, "plate");
        }
        // Plates of two kinds may have the same characters.
        let motorcycle = NewVehicle { plate_kind: PlateKind::Motorcycle, plate: vehicle(1).plate, ..vehicle(6) };
        enter(&office, &motorcycle).unwrap();
        let (own, none, found, other) = wait(office.query(|read| {
            let plate = vehicle(1).plate;
            Ok((
                of_owner(read, "per_1")?,
                of_owner(read, "per_2")?,
                by_plate(read, PlateKind::Small, &plate)?,
                by_plate(read, PlateKind::Large, &plate)?,
            ))
        }))
        .unwrap();
        let plates: Vec<_> = own.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(plates, ["veh_999901_6", "veh_999901_3", "veh_999901_2", "veh_999901_1"], "first ending first");
        assert!(none.is_empty() && other.is_none());
        assert_eq!(found.as_ref().map(|one| one.id.as_str()), Some("veh_999901_1"));
        assert_eq!(wait(office.query(|read| by_id(read, "veh_999901_1"))).unwrap(), found);
        assert!(verified(db).ok());
    };
}
