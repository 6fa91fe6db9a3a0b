//! Identity numbers (GB 11643-1999) and mobile numbers.

use super::{day, law, rests_on};
use crate::{Areas, Holder, IdFault, Phone, PhoneFault, ResidentId, Sex};

fn read(text: &str) -> Result<ResidentId, IdFault> {
    law().resident_id(text, Areas::Assigned, day("2026-11-21")).value
}

#[test]
fn the_golden_numbers_are_valid() {
    let golden = [
        ("520302199003072934", "1990-03-07", Sex::Male, Holder::Resident),
        ("37090219851115002X", "1985-11-15", Sex::Female, Holder::Resident),
        ("320102194901017012", "1949-01-01", Sex::Male, Holder::Resident),
        ("621202197812310015", "1978-12-31", Sex::Male, Holder::Resident),
        ("11010519491231002X", "1949-12-31", Sex::Female, Holder::Resident),
        ("440524188001010014", "1880-01-01", Sex::Male, Holder::Resident),
        ("520302200802290036", "2008-02-29", Sex::Male, Holder::Resident),
        ("810000199901010014", "1999-01-01", Sex::Male, Holder::HongKong),
        ("830000200002290015", "2000-02-29", Sex::Male, Holder::Taiwan),
    ];
    for (number, birth, sex, holder) in golden {
        let id = read(number).expect(number);
        assert_eq!((id.as_str(), id.birth(), id.sex(), id.holder()), (number, day(birth), sex, holder));
        assert_eq!(id.area().to_string(), number.get(..6).unwrap());
    }
    let answer = law().resident_id("520302199003072934", Areas::Assigned, day("2026-11-21"));
    assert!(rests_on(&answer, "GB 11643-1999"));
}

#[test]
fn the_first_fault_is_told() {
    let golden = [
        ("520302199003072935", IdFault::Checksum { expected: '4' }),
        ("520302199003072943", IdFault::Checksum { expected: '2' }),
        ("520302200702290036", IdFault::BirthDate),
        ("520302202611220016", IdFault::BirthDate),
        ("000302199003072934", IdFault::Area),
        ("990302199003072934", IdFault::Area),
        ("999900199003072934", IdFault::Area),
        ("5203021990O3072934", IdFault::Charset),
        ("X20302199003072934", IdFault::Charset),
        ("52030219900307293A", IdFault::Charset),
        ("五二零三零二一九九零零三零七二九三四", IdFault::Charset),
        ("52030219900307293", IdFault::Length),
        ("5203021990030729341", IdFault::Length),
        ("520302900307293", IdFault::Length),
        ("", IdFault::Length),
    ];
    for (number, fault) in golden {
        assert_eq!(read(number), Err(fault), "{number}");
        assert!(!fault.message().zh.is_empty() && !fault.message().en.is_empty());
    }
}

#[test]
fn what_people_type_is_mended() {
    for typed in [
        "37090219851115002x",
        " 370902 1985 1115 002X ",
        "３７０９０２１９８５１１１５００２Ｘ",
        "370902\u{3000}19851115002ｘ",
    ] {
        assert_eq!(read(typed).expect(typed).as_str(), "37090219851115002X");
    }
}

#[test]
fn demonstration_areas_are_accepted_only_where_asked_for() {
    let digits = "99990019900307293";
    let number = format!("{digits}{}", crate::check_character(digits).unwrap());
    assert_eq!(read(&number), Err(IdFault::Area));
    let shown = law().resident_id(&number, Areas::Demonstration, day("2026-11-21")).value.unwrap();
    assert_eq!((shown.area().to_string().as_str(), shown.holder()), ("999900", Holder::Resident));
    assert!(law().resident_id("520302199003072934", Areas::Demonstration, day("2026-11-21")).value.is_ok());
    let wrong = format!("{digits}{}", if number.ends_with('1') { '2' } else { '1' });
    let fault = law().resident_id(&wrong, Areas::Demonstration, day("2026-11-21")).value;
    assert!(matches!(fault, Err(IdFault::Checksum { .. })));
}

#[test]
fn old_numbers_get_their_century_and_check() {
    let convert = |text| law().resident_id_from_15(text, Areas::Assigned, day("2026-11-21")).value;
    assert_eq!(convert("110105491231002").unwrap().as_str(), "11010519491231002X");
    assert_eq!(convert("520302900307293").unwrap().as_str(), "520302199003072934");
    assert_eq!(convert("52030290030729"), Err(IdFault::Length));
    assert_eq!(convert("52030290030729X"), Err(IdFault::Charset));
    assert_eq!(convert("520302900231293"), Err(IdFault::BirthDate));
    assert_eq!(convert("020302900307293"), Err(IdFault::Area));
}

#[test]
fn numbers_are_masked_where_they_are_printed() {
    let id = read("520302199003072934").unwrap();
    assert_eq!(id.masked(), "5203**********2934");
    assert_eq!(format!("{id:?}"), "ResidentId(5203**********2934)");
    let phone = Phone::parse("13900001234").unwrap();
    assert_eq!(
        (format!("{phone}"), format!("{phone:?}")),
        ("139****1234".into(), "Phone(139****1234)".into())
    );
}

#[test]
fn mobile_numbers_are_read_as_people_write_them() {
    for typed in [
        "13900001234",
        "139 0000 1234",
        "139-0000-1234",
        "+86 13900001234",
        "008613900001234",
        "8613900001234",
        "１３９００００１２３４",
    ] {
        assert_eq!(Phone::parse(typed).expect(typed).as_str(), "13900001234");
    }
    let faults = [
        ("1390000123", PhoneFault::Length),
        ("139000012345", PhoneFault::Length),
        ("", PhoneFault::Length),
        ("12900001234", PhoneFault::Prefix),
        ("23900001234", PhoneFault::Prefix),
        ("1390000123a", PhoneFault::Charset),
        ("+1 13900001234", PhoneFault::Charset),
    ];
    for (typed, fault) in faults {
        assert_eq!(Phone::parse(typed), Err(fault), "{typed}");
        assert!(!fault.message().zh.is_empty() && !fault.message().en.is_empty());
    }
}
