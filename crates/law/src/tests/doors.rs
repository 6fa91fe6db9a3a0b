//! Who may come, with which licence, and by which measure (162§20–21, §105, 164§86, measures of reform).

use super::{day, law, rests_on};
use crate::Class;

const ON: &str = "2026-11-21";

#[test]
fn what_an_agent_may_do() {
    for (business, plainly, prevented, article) in [
        ("licence.exchange", true, true, "162§105"),
        ("licence.replacement", true, true, "162§105"),
        ("licence.medical", true, true, "162§105"),
        ("licence.review", true, true, "162§105"),
        ("licence.postpone", true, true, "162§105"),
        ("licence.cancel", true, true, "162§105"),
        ("licence.exam", false, false, "162§105"),
        ("licence.apply", false, false, "162§105"),
        ("vehicle.coowner", false, true, "164§86"),
        ("vehicle.certificate", false, true, "164§86"),
        ("vehicle.lost", false, true, "164§86"),
        ("vehicle.other", true, true, "164§86"),
    ] {
        let answer = law().may_delegate(business, false, day(ON)).unwrap();
        assert_eq!(answer.value, plainly, "{business}");
        assert!(rests_on(&answer, article));
        assert_eq!(law().may_delegate(business, true, day(ON)).unwrap().value, prevented, "{business}");
    }
    assert_eq!(law().delegation_name("licence.exam", day(ON)).unwrap().zh, "参加考试");
}

#[test]
fn foreign_licences() {
    let asked =
        |class, stayed, since| law().foreign_licence(class, stayed, day(since), day(ON)).unwrap().value;
    assert!(asked(Class::C1, 90, "2026-11-20").allowed());
    assert!(!asked(Class::C1, 89, "2020-01-01").stayed_enough);
    for class in [Class::A1, Class::A2, Class::B1] {
        assert!(asked(class, 90, "2024-11-21").allowed(), "{class}");
        assert!(!asked(class, 90, "2024-11-22").held_enough, "{class}");
    }
    assert!(asked(Class::B2, 90, "2026-11-01").allowed());
    assert_eq!(law().temporary_permit(true, day("2026-11-21")).unwrap().value, day("2027-02-20"));
    assert_eq!(law().temporary_permit(false, day("2026-11-21")).unwrap().value, day("2027-11-20"));
}

#[test]
fn measures_begin_on_their_day() {
    let begun = |key, on| law().has_begun(key, day(on)).unwrap();
    for key in [
        "mortgage_release_online",
        "registration_certificate_online",
        "transfer_files_online",
        "new_car_at_once",
    ] {
        assert!(!begun(key, "2025-10-31").value && begun(key, "2025-11-01").value, "{key}");
    }
    assert_eq!(begun("large_anywhere", "2022-03-31").changes_on, Some(day("2022-04-01")));
    assert!(law().has_begun("nothing", day(ON)).is_err());
    assert_eq!((law().measures(day("2019-05-31")).count(), law().measures(day(ON)).count()), (0, 11));
}

#[test]
fn the_five_small_vehicles_have_three_readings() {
    let keys = |law: &crate::Law| -> Vec<String> {
        law.small_five(day(ON)).unwrap().value.into_iter().map(|(key, _)| key.to_owned()).collect()
    };
    let country = ["low_speed_truck", "motor_tricycle", "motorcycle", "three_wheeled", "tractor"];
    assert_eq!(keys(law()), country);
    let row = "[[row]]\nkey = \"small_five.reading\"\nvalue = \"city\"\n";
    let city = law().with_overlay(&[("settings.toml", row)]).unwrap();
    assert_eq!(
        keys(&city),
        ["electric_four_wheeler", "electric_tricycle", "motor_tricycle", "pedal_tricycle", "wheelchair"]
    );
    let row = "[[row]]\nkey = \"small_five.reading\"\nvalue = \"service\"\n";
    let service = law().with_overlay(&[("settings.toml", row)]).unwrap();
    assert_eq!(keys(&service), ["electric", "low_speed_truck", "motorcycle", "small_van", "three_wheeled"]);
}

#[test]
fn the_class_of_a_train() {
    let class = |law: &crate::Law, kilograms| law.class_of_train(kilograms, day(ON)).unwrap().value;
    assert_eq!(
        [4499, 4500, 4501].map(|kilograms| class(law(), kilograms)),
        [Class::C6, Class::A2, Class::A2]
    );
    let row = "[[row]]\nkey = \"trailer.at_limit\"\nvalue = \"C6\"\n";
    let other = law().with_overlay(&[("settings.toml", row)]).unwrap();
    assert_eq!(
        [4499, 4500, 4501].map(|kilograms| class(&other, kilograms)),
        [Class::C6, Class::C6, Class::A2]
    );
}
