//! What holds for every number of a vehicle, a company and a plate.

use proptest::prelude::*;

use super::{day, law};
use crate::{PlateFault, Uscc, Vin};

const VIN: &str = "[A-HJ-NPR-Z0-9]{8}_[A-HJ-NPR-Z0-9]{8}";
const USCC: &str = "[0-9A-HJ-NP-RTUW-Y]{2}[0-9]{6}[0-9A-HJ-NP-RTUW-Y]{9}";

/// What a letter counts as in the check (GB 16735); two characters that count the same cannot be told apart by it.
fn counts_as(c: char) -> u32 {
    match c {
        'A' | 'J' => 1,
        'B' | 'K' | 'S' => 2,
        'C' | 'L' | 'T' => 3,
        'D' | 'M' | 'U' => 4,
        'E' | 'N' | 'V' => 5,
        'F' | 'W' => 6,
        'G' | 'P' | 'X' => 7,
        'H' | 'Y' => 8,
        'R' | 'Z' => 9,
        digit => digit.to_digit(10).unwrap(),
    }
}

fn with(text: &str, at: usize, c: char) -> String {
    text.chars().enumerate().map(|(place, known)| if place == at { c } else { known }).collect()
}

/// The same as people type it: small letters, full-width forms, spaces between.
fn untidy(text: &str, wide: bool) -> String {
    let wider = |c: char| match c {
        '!'..='~' if wide => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
        c => c.to_ascii_lowercase(),
    };
    text.chars().flat_map(|c| [wider(c), ' ']).collect()
}

#[test]
fn a_plate_tells_the_place_of_its_office() {
    let office = |number| law().plate_office(number, day("2026-11-21")).map(|answer| answer.value);
    let area = |number| office(number).and_then(|office| office.area);
    assert_eq!(area("贵C12345").as_deref(), Some("520300"));
    assert_eq!(area("鲁s·12345").as_deref(), Some("370100"));
    assert_eq!(
        office("鲁O12345").map(|office| (office.name.zh, office.area)),
        Some(("省直机关".to_owned(), None))
    );
    assert_eq!(office("京A12345"), None, "an office adds its own");
    let row = "[[row]]\nkey = \"京A\"\nfrom = \"2018-08-01\"\narticles = [\"GA 36-2018\"]\nconfidence = \"seen\"\n\
               name = { zh = \"北京市\", en = \"Beijing\" }\narea = \"110100\"\n";
    let added = law().with_overlay(&[("plate_offices.toml", row)]).unwrap();
    let beijing = added.plate_office("京A12345", day("2026-11-21")).unwrap();
    assert_eq!(beijing.value.area.as_deref(), Some("110100"));
    for wrong in ["京I", "A京", "京", "京AA"] {
        let row = row.replace("京A", wrong);
        assert!(law().with_overlay(&[("plate_offices.toml", row.as_str())]).is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn a_vin_with_its_check_is_valid_and_a_slip_shows(blank in VIN, at in 0..17usize, slip in "[A-HJ-NPR-Z0-9]", wide: bool) {
        let check = Vin::check_of(&blank).unwrap().value;
        let number = blank.replace('_', &check.to_string());
        prop_assert!(Vin::read(&number).value.valid());
        prop_assert_eq!(Vin::read(&untidy(&number, wide)).value.normalized, number.as_str());
        let slip = slip.chars().next().unwrap();
        let before = number.chars().nth(at).unwrap();
        let told = if at == 8 { before != slip } else { counts_as(before) != counts_as(slip) };
        prop_assert_eq!(Vin::read(&with(&number, at, slip)).value.valid(), !told);
    }

    #[test]
    fn a_vin_has_no_i_o_or_q(blank in VIN, at in 0..17usize, bad in "[IOQ*]") {
        let number = blank.replace('_', "0");
        prop_assert!(!Vin::read(&with(&number, at, bad.chars().next().unwrap())).value.valid());
    }

    #[test]
    fn the_model_years_of_a_vin_lie_thirty_years_apart(blank in VIN) {
        let check = Vin::check_of(&blank).unwrap().value;
        let year = Vin::read(&blank.replace('_', &check.to_string())).value.model_year().unwrap().value;
        let known = !"UZ0".contains(year.code);
        prop_assert_eq!(year.years.len(), if known { 2 } else { 0 });
        prop_assert!(year.years.windows(2).all(|pair| pair[1] - pair[0] == 30));
    }

    #[test]
    fn a_uscc_with_its_check_is_valid_and_a_slip_shows(
        body in USCC, at in 0..18usize, slip in "[0-9A-HJ-NP-RTUW-Y]", wide: bool
    ) {
        let code = format!("{body}{}", Uscc::check_of(&body).unwrap().value);
        prop_assert!(Uscc::read(&code).value.valid());
        prop_assert!(Uscc::read(&untidy(&code, wide)).value.valid());
        let slip = slip.chars().next().unwrap();
        let told = code.chars().nth(at) != Some(slip);
        prop_assert_eq!(Uscc::read(&with(&code, at, slip)).value.valid(), !told);
    }

    #[test]
    fn neighbours_swapped_in_a_uscc_show(body in USCC, at in 0..17usize) {
        let code = format!("{body}{}", Uscc::check_of(&body).unwrap().value);
        let mut letters: Vec<char> = code.chars().collect();
        prop_assume!(letters[at] != letters[at + 1]);
        letters.swap(at, at + 1);
        prop_assert!(!Uscc::read(&letters.into_iter().collect::<String>()).value.valid());
    }

    #[test]
    fn an_ordinary_plate_is_valid_by_its_letters_alone(
        office in "[京沪粤川新][A-HJ-Z]", serial in "[A-HJ-NP-Z0-9]{5}", wide: bool
    ) {
        let on = day("2026-11-21");
        let number = format!("{office}{serial}");
        let plate = law().plate(&number, "小型汽车", on).unwrap().value;
        let letters = serial.chars().filter(char::is_ascii_uppercase).count();
        prop_assert_eq!(plate.fault, (letters > 2).then_some(PlateFault::Letters));
        prop_assert_eq!(law().plate(&untidy(&number, wide), "小型汽车", on).unwrap().value, plate.clone());
        let dotted = format!("{office}·{serial}");
        prop_assert_eq!(law().plate(&dotted, "小型汽车", on).unwrap().value, plate);
    }

    #[test]
    fn no_kind_of_plate_takes_an_i_or_o_in_its_serial(kind in 0..18usize, office in "[京沪粤川新][A-HJ-Z]", serial in "[0-9]{3}[IO][0-9]{1,3}") {
        let kind = law().plate_kinds().nth(kind).unwrap();
        let plate = law().plate(&format!("{office}{serial}"), kind, day("2026-11-21")).unwrap().value;
        prop_assert!(plate.fault.is_some(), "{kind}");
    }

    #[test]
    fn no_text_whatever_breaks_a_reader(text in ".{0,24}", kind in 0..18usize) {
        let kind = law().plate_kinds().nth(kind).unwrap();
        let places = text.chars().filter(|c| !c.is_whitespace()).count();
        prop_assert!(!Vin::read(&text).value.valid() || places >= 17);
        prop_assert!(!Uscc::read(&text).value.valid() || places >= 18);
        prop_assert!(law().plate(&text, kind, day("2026-11-21")).unwrap().value.fault.is_some() || places >= 6);
    }
}
