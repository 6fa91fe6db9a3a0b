//! Entries on both engines.

use authz::Channel;
use base::{Day, Region, Text};
use law::{Classes, Term};

use super::*;
use crate::office::Stop;
use crate::outlet::testing::wait;
use crate::testing::{office, verified};
use crate::vehicle::{PlateKind, VehicleKind, VehicleStatus, VehicleUse};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// A made-up entry. Its numbers need not check: that is seen to before they come here.
fn entry(number: usize, vehicles: usize) -> Entry {
    let region = Region::parse("999901").unwrap();
    let person = format!("per_999901_{number:04}");
    let vehicle = |which: usize| NewVehicle {
        id: format!("veh_999901_{number:04}_{which}"),
        owner: person.clone(),
        plate_kind: PlateKind::Small,
        plate: format!("示A{number:04}{which}"),
        vin: format!("LZ999990X60{number:05}{which}"),
        kind: VehicleKind::Car,
        usage: VehicleUse::Private,
        make: Text::new("示例牌", "Example"),
        registered_on: day("2020-05-06"),
        inspected_until: day("2028-05-31"),
        status: VehicleStatus::Normal,
        region,
    };
    Entry {
        licence: Some(NewLicence {
            id: format!("lic_999901_{number:04}"),
            holder: person.clone(),
            file_number: format!("9999{number:08}"),
            classes: Classes::parse("C1").unwrap(),
            first_issue: day("2015-03-01"),
            valid_from: day("2021-03-01"),
            valid_until: Some(day("2031-03-01")),
            term: Term::TenYears,
            region,
        }),
        standing: LicenceStatus::Normal,
        vehicles: (0..vehicles).map(vehicle).collect(),
        person: NewPerson {
            id: person,
            region,
            name: "演示人".to_owned(),
            id_number: format!("99990119900101{number:04}"),
            phone: format!("139{number:08}"),
            address: String::new(),
        },
    }
}

fn enter_all(office: &Office, entries: Vec<Entry>) -> Result<usize, Stop> {
    let ctx = Ctx { channel: Channel::Import, ..office.system("registry") };
    wait(enter(office, &ctx, entries)).map(|done| done.receipts.len())
}

testkit::both! {
    a_group_comes_in_whole_or_not_at_all: |db| {
        let office = office(db);
        assert_eq!(enter_all(&office, vec![entry(1, 0), entry(2, 2), entry(3, 1)]).unwrap(), 9);
        let counts = |person: &'static str| {
            wait(office.query(move |read| {
                let own = crate::vehicle::of_owner(read, person)?.len();
                Ok((crate::person::by_id(read, person)?.is_some(), licence::of_holder(read, person)?.len(), own))
            }))
            .unwrap()
        };
        assert_eq!(counts("per_999901_0002"), (true, 1, 2));
        // The second of the group is on file: the first is not entered either.
        let again = Entry { licence: None, ..entry(2, 0) };
        assert!(matches!(enter_all(&office, vec![entry(4, 1), again]), Err(Stop::Invalid(_))));
        assert_eq!(counts("per_999901_0004"), (false, 0, 0));
        let many = (10..10 + GROUP_MAX).map(|number| entry(number, 1));
        assert_eq!(enter_all(&office, many.clone().collect()).unwrap(), GROUP_MAX * 3);
        let too_many = many.chain([entry(99, 0)]).collect();
        assert!(matches!(enter_all(&office, too_many), Err(Stop::Failed(_))));
        let (found, values) = wait(office.query({
            let office = office.clone();
            move |read| {
                let row = crate::person::by_id_number(&office, read, "999901199001010011")?.unwrap();
                let values = crate::person::values(&office, read, &row)?;
                Ok((row.id, values))
            }
        }))
        .unwrap();
        assert_eq!((found.as_str(), values.phone.as_str()), ("per_999901_0011", "13900000011"));
        assert!(verified(db).ok());
    };

    a_standing_comes_in_with_the_licence_and_a_file_number_once: |db| {
        let office = office(db);
        let stopped = Entry { standing: LicenceStatus::Stopped, ..entry(1, 0) };
        assert_eq!(enter_all(&office, vec![stopped, entry(2, 0)]).unwrap(), 5);
        let standing = |number: &'static str| {
            wait(office.query(move |read| licence::by_file_number(read, number))).unwrap().map(|one| one.status)
        };
        assert_eq!(standing("999900000001"), Some(LicenceStatus::Stopped));
        assert_eq!(standing("999900000002"), Some(LicenceStatus::Normal));
        assert_eq!(standing("999900000009"), None);
        let mut same = entry(3, 0);
        same.licence.as_mut().unwrap().file_number = "999900000001".to_owned();
        let Err(Stop::Invalid(fields)) = enter_all(&office, vec![same]) else { panic!("it came in") };
        assert_eq!(fields[0].field, "file_number");
        let pages = wait(office.query(|read| {
            let persons = crate::person::after(read, "")?;
            let rest = crate::person::after(read, &persons[0].id)?;
            Ok((persons.len(), rest.len(), licence::after(read, "lic_999901_0001")?.len(), count(read, ExportPart::Persons)?))
        }));
        assert_eq!(pages.unwrap(), (2, 1, 1, 2));
        assert!(verified(db).ok());
    };

    the_register_leaves_for_a_purpose_and_on_record: |db| {
        let office = office(db);
        let begin = |ctx: &Ctx, reference: &str| {
            let (part, purpose) = (ExportPart::Persons, ExportPurpose::Oversight);
            wait(begin_export(&office, ctx, &Export { part, purpose, reference: reference.to_owned() }))
        };
        let system = office.system("export");
        assert!(matches!(begin(&system, "ask Mr Wang"), Err(Stop::Invalid(_))));
        assert!(matches!(begin(&system, ""), Err(Stop::Invalid(_))));
        let done = begin(&system, " zycg-2026-0117 ").unwrap();
        assert_eq!(done.receipts[0].kind, "register.exported");
        let stream = office.stream("export", &done.value);
        let events = wait(office.query(move |read| Ok(ledger::events(read, &stream, 0, 10)?))).unwrap();
        assert_eq!(events[0].origin.purpose.as_deref(), Some("oversight"));
        assert_eq!(events[0].facts::<Exported>().unwrap().reference, "ZYCG-2026-0117");
        let anyone = Ctx { actor: authz::Actor::anyone(), ..system };
        assert!(begin(&anyone, "ZYCG-2026-0117").is_err());
    };
}
