//! What a change of use leaves of a vehicle's years (12令§6, annex 1), its last year (12令§6), and the end of ride-hailing
//! (网约车办法§39).

use super::{day, law, rests_on};
use crate::RideHailing;

const ON: &str = "2026-11-21";

#[test]
fn a_change_of_use_leaves_the_share_that_is_left() {
    let golden = [
        (3, None, 8, 9),
        (5, None, 8, 10),
        (10, None, 8, 13),
        (1, None, 10, 10),
        (5, None, 10, 12),
        (10, None, 15, 15),
        (14, None, 15, 15),
        (5, Some(10), 8, 9),
        (20, None, 8, 15),
    ];
    for (used, original, new, years) in golden {
        let answer = law().scrap_years_after_change(used, original, new, day("2026-11-21")).unwrap();
        assert_eq!(answer.value, years, "{used} of {original:?} to {new}");
        assert!(rests_on(&answer, "12令§6"));
    }
}

#[test]
fn a_taxi_or_motorcycle_that_leaves_the_province_keeps_the_stricter_limit() {
    let moved = |kind, here, there| law().scrap_years_moved(kind, here, there, day("2026-11-21")).unwrap();
    for kind in ["taxi_small", "motorcycle", "motorcycle_three"] {
        assert_eq!((moved(kind, 11, 8).value, moved(kind, 8, 11).value), (Some(8), Some(8)), "{kind}");
        assert!(rests_on(&moved(kind, 11, 8), "12令§6"));
    }
    assert_eq!(moved("cargo_heavy", 11, 8).value, Some(15), "a province sets no limit for trucks");
}

#[test]
fn a_vehicle_is_not_registered_before_it_is_made() {
    let scrapped = |made| law().scrapping("出租车", day("2020-05-10"), Some(day(made)), day("2026-11-21"));
    assert_eq!(scrapped("2020-05-10").unwrap().value.scrap_on, Some(day("2028-05-10")));
    assert!(scrapped("2020-05-11").is_err());
}

#[test]
fn the_last_year_begins_on_its_day() {
    let taxi = law().scrapping("小型出租客运汽车", day("2018-11-21"), None, day("2025-01-01")).unwrap();
    assert_eq!(taxi.value.last_year_from, Some(day("2025-11-21")));
    assert_eq!(taxi.changes_on, Some(day("2025-11-21")));
    let private = law().scrapping("私家车", day("2018-11-21"), None, day("2025-01-01")).unwrap().value;
    assert_eq!((private.years, private.scrap_on, private.last_year_from), (None, None, None));
}

#[test]
fn years_after_a_change_of_use() {
    // From, to, years used, years in all (12令§6 and its annex).
    let golden = [
        ("private_small", "taxi_small", 3, Some(9)),
        ("private_small", "taxi_small", 5, Some(10)),
        ("private_small", "taxi_small", 10, Some(13)),
        ("private_small", "commercial_small", 1, Some(10)),
        ("private_small", "commercial_small", 5, Some(12)),
        ("private_small", "rental", 10, Some(15)),
        ("private_small", "rental", 14, Some(15)),
        ("taxi_small", "private_small", 4, Some(8)),
        ("commercial_large", "private_large", 4, Some(15)),
        ("private_medium", "commercial_medium", 4, Some(15)),
        ("taxi_small", "rental", 4, Some(8)),
        ("rental", "taxi_small", 4, Some(8)),
        ("cargo_heavy", "cargo_dangerous", 4, Some(10)),
        ("cargo_dangerous", "cargo_heavy", 4, Some(10)),
        ("trailer_dangerous", "trailer", 4, Some(10)),
        ("private_small", "wheeled_machine", 4, None),
    ];
    for (from, to, used, years) in golden {
        let answer = law().scrap_years_changed(from, to, used, day(ON)).unwrap();
        assert_eq!(answer.value, years, "{from} to {to} after {used}");
    }
}

#[test]
fn ride_hailing_ends_by_mileage_or_years() {
    let found = |registered, km| law().ride_hailing(day(registered), km, day(ON)).unwrap().value;
    assert_eq!(found("2018-11-21", 599_999), RideHailing::Leaves);
    assert_eq!(found("2018-11-22", 599_999), RideHailing::Until(day("2026-11-22")));
    assert_eq!(found("2024-01-01", 600_000), RideHailing::Scrapped);
    assert_eq!(law().scrapping_notice_on(day("2026-11-21"), day(ON)).unwrap().value, day("2026-09-21"));
}
