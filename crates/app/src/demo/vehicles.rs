//! Which vehicles the city's people own: nineteen for every twenty-one drivers. Pure: everything follows from the
//! person's place in the list and the chance that is handed in. Plates begin with 示, which no province has; identification
//! numbers check, and name a manufacturer that does not exist.

use base::{Day, Rng, Text};
use service::vehicle::{PlateKind, VehicleKind, VehicleStatus, VehicleUse};

/// A vehicle as it is entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Owned {
    pub(super) plate_kind: PlateKind,
    pub(super) plate: String,
    pub(super) vin: String,
    pub(super) kind: VehicleKind,
    pub(super) usage: VehicleUse,
    pub(super) make: Text,
    pub(super) registered_on: Day,
    pub(super) inspected_until: Day,
    pub(super) status: VehicleStatus,
}

/// Of twenty-one drivers, five own none, thirteen one and three two. The first of the list owns two.
const OWNED: [usize; 21] = [2, 1, 1, 1, 0, 1, 1, 1, 0, 1, 2, 1, 1, 0, 1, 1, 0, 1, 2, 1, 0];

/// Letters of plates: without I and O (GA 36-2018).
const LETTERS: [char; 24] = [
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W',
    'X', 'Y', 'Z',
];

const MAKES: [(&str, &str); 8] = [
    ("示例牌", "Shili"),
    ("青石牌", "Qingshi"),
    ("白鹭牌", "Bailu"),
    ("云岭牌", "Yunling"),
    ("临溪牌", "Linxi"),
    ("明河牌", "Minghe"),
    ("竹林牌", "Zhulin"),
    ("松坪牌", "Songping"),
];

/// How many vehicles those before this place of the list own together.
fn before(place: usize) -> usize {
    let round: usize = OWNED.iter().sum();
    let part: usize = OWNED.iter().take(place % OWNED.len()).sum();
    place / OWNED.len() * round + part
}

/// The vehicles of the person at this place of the list.
pub(super) fn owned(place: usize, today: Day, rng: &mut Rng) -> Vec<Owned> {
    let many = OWNED.get(place % OWNED.len()).copied().unwrap_or(0);
    (0..many).map(|which| vehicle(before(place) + which, today, rng)).collect()
}

fn vehicle(number: usize, today: Day, rng: &mut Rng) -> Owned {
    let (plate_kind, kind, usage, cycle) = match rng.below(100) {
        0..58 => (PlateKind::Small, VehicleKind::Car, VehicleUse::Private, 2),
        58..76 => (PlateKind::SmallNewEnergy, VehicleKind::Car, VehicleUse::Private, 2),
        76..80 => (PlateKind::Small, VehicleKind::Van, VehicleUse::Private, 2),
        80..84 => (PlateKind::Small, VehicleKind::Truck, VehicleUse::Freight, 1),
        84..87 => (PlateKind::Large, VehicleKind::Truck, VehicleUse::Freight, 1),
        87..88 => (PlateKind::Large, VehicleKind::Bus, VehicleUse::Passengers, 1),
        _ => (PlateKind::Motorcycle, VehicleKind::Motorcycle, VehicleUse::Private, 2),
    };
    let age = i32::try_from(rng.below(4_000)).unwrap_or(0);
    let registered_on = today.plus_days(-30 - age);
    let (zh, en) = rng.pick(&MAKES).copied().unwrap_or(("示例牌", "Shili"));
    let status = if rng.below(100) < 4 { VehicleStatus::Mortgaged } else { VehicleStatus::Normal };
    Owned {
        plate_kind,
        plate: plate(number, plate_kind),
        vin: vin(number, registered_on.year()),
        kind,
        usage,
        make: Text::new(zh, en),
        registered_on,
        inspected_until: inspected_until(registered_on, cycle, today, rng),
        status,
    }
}

/// The last day of the month of registration, so many years on that it lies ahead; of a few, not long behind.
fn inspected_until(registered_on: Day, cycle: i16, today: Day, rng: &mut Rng) -> Day {
    let behind = if rng.below(100) < 3 { 120 } else { 0 };
    let mut anniversary = registered_on;
    while anniversary.month_end() < today.plus_days(-behind) {
        anniversary = anniversary.plus_years(cycle);
    }
    anniversary.month_end()
}

/// Each number has a plate of its own: a hundred thousand to a letter, a third of them beginning with a letter.
fn plate(number: usize, kind: PlateKind) -> String {
    let office = LETTERS.get(number / 100_000 % LETTERS.len()).copied().unwrap_or('A');
    let serial = number % 100_000;
    match kind {
        PlateKind::SmallNewEnergy | PlateKind::LargeNewEnergy => format!("示{office}D{serial:05}"),
        _ if number.is_multiple_of(3) => {
            let letter = LETTERS.get(serial / 10_000).copied().unwrap_or('A');
            format!("示{office}{letter}{:04}", serial % 10_000)
        }
        _ => format!("示{office}{serial:05}"),
    }
}

/// Seventeen characters that check (GB 16735).
fn vin(number: usize, year: i16) -> String {
    const YEARS: &str = "ABCDEFGHJKLMNPRSTVWXY123456789";
    // The letter of 2010 is A, and thirty letters come round.
    let at = usize::try_from((year - 2010).rem_euclid(30)).unwrap_or(0);
    let year = YEARS.chars().nth(at).unwrap_or('A');
    let with = |check: char| format!("LZ999990{check}{year}0{number:06}");
    with(vin_check(&with('0')))
}

/// The ninth character: weights and values of GB 16735.
fn vin_check(vin: &str) -> char {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let value = |c: char| match c {
        '0'..='9' => c.to_digit(10).unwrap_or(0),
        'A'..='H' => u32::from(c) - u32::from('A') + 1,
        'J'..='N' => u32::from(c) - u32::from('J') + 1,
        'P' => 7,
        'R' => 9,
        'S'..='Z' => u32::from(c) - u32::from('S') + 2,
        _ => 0,
    };
    let sum: u32 = vin.chars().zip(WEIGHTS).map(|(c, weight)| value(c) * weight).sum();
    char::from_digit(sum % 11, 10).unwrap_or('X')
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn identification_numbers_check() {
        // The worked example of the standard's check digit that every description gives.
        assert_eq!(vin_check("1M8GDM9A0KP042788"), 'X');
        assert_eq!(vin(1, 2020), format!("LZ999990{}L0000001", vin_check("LZ9999900L0000001")));
        assert_eq!(vin(949_999, 2026).len(), 17);
    }

    #[test]
    fn every_plate_and_number_stands_once_and_has_its_form() {
        let today = Day::parse("2026-11-21").unwrap();
        let mut rng = Rng::from_number(3);
        let (mut plates, mut vins) = (HashSet::new(), HashSet::new());
        let drivers = 210_000;
        for place in 0..drivers {
            for one in owned(place, today, &mut rng) {
                let serial: String = one.plate.chars().skip(2).collect();
                let long = usize::from(one.plate_kind == PlateKind::SmallNewEnergy);
                assert_eq!(serial.len(), 5 + long, "{one:?}");
                assert!(serial.chars().all(|c| c.is_ascii_digit() || LETTERS.contains(&c)), "{one:?}");
                assert!(one.registered_on < today && one.inspected_until > today.plus_days(-121), "{one:?}");
                assert_ne!(one.inspected_until.plus_days(1).month(), one.inspected_until.month());
                assert_eq!(one.inspected_until.month(), one.registered_on.month());
                assert_eq!(one.vin.chars().nth(8), Some(vin_check(&one.vin)));
                assert!(plates.insert(one.plate) && vins.insert(one.vin));
            }
        }
        assert_eq!(plates.len(), drivers / 21 * 19);
        assert_eq!(before(1_050_000), 950_000);
    }
}
