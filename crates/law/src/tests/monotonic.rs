//! What only ever grows: later days have later limits, more points have no lighter consequence; and overlays that do not
//! speak of the same row may be laid in any order.

use base::Day;
use proptest::prelude::*;

use super::{day, law};
use crate::{Classes, Inspected, Law};

fn any_day(years: std::ops::Range<i16>) -> impl Strategy<Value = Day> {
    (years, 0..365i32).prop_map(|(year, days)| Day::new(year, 1, 1).unwrap().plus_days(days))
}

fn kind(at: usize) -> &'static str {
    let kinds = law().vehicle_kinds(day("2026-11-21")).unwrap();
    kinds[at % kinds.len()].words
}

fn overlaid(law: &Law, (file, key, value): (&str, &str, u16)) -> Law {
    law.with_overlay(&[(file, &format!("[[row]]\nkey = \"{key}\"\nvalue = {value}\n"))]).unwrap()
}

fn facts(vehicle: &str, registered: Day) -> Inspected<'_> {
    Inspected {
        vehicle,
        registered,
        previous_all_done: true,
        seats: None,
        injury_accident: false,
        illegal_modification: false,
        manufactured: None,
    }
}

proptest! {
    #[test]
    fn the_next_inspection_is_never_past_and_moves_on_only(
        at in 0..100usize, registered in any_day(2010..2023), first in any_day(2023..2035), more in 0..900i32
    ) {
        let facts = facts(kind(at), registered);
        let now = law().next_inspection(&facts, first).unwrap().value;
        let later = law().next_inspection(&facts, first.plus_days(more)).unwrap().value;
        prop_assert!(first <= now.due && now.due <= later.due);
        prop_assert!(now.opens < now.due && now.due == now.due.month_end());
        prop_assert_eq!(now.open, now.opens <= first);
        let eve = law().next_inspection(&facts, now.due).unwrap().value;
        prop_assert_eq!(eve.due, now.due, "the last day still counts");
    }

    #[test]
    fn who_registers_later_is_inspected_and_scrapped_no_earlier(
        at in 0..100usize, registered in any_day(2010..2022), more in 0..400i32
    ) {
        let (vehicle, on, later) = (kind(at), day("2026-11-21"), registered.plus_days(more));
        if let (Ok(now), Ok(then)) =
            (law().scrapping(vehicle, registered, None, on), law().scrapping(vehicle, later, None, on))
        {
            prop_assert!(now.value.scrap_on <= then.value.scrap_on);
            prop_assert_eq!(now.value.scrap_on.is_some(), now.value.years.is_some());
            prop_assert!(now.value.last_year_from <= now.value.scrap_on);
        }
    }

    #[test]
    fn an_earlier_factory_day_never_gives_more_years(
        at in 0..100usize, registered in any_day(2012..2022), made in 0..2000i32
    ) {
        let (vehicle, on) = (kind(at), day("2026-11-21"));
        let made = registered.plus_days(-made);
        if let (Ok(without), Ok(with)) =
            (law().scrapping(vehicle, registered, None, on), law().scrapping(vehicle, registered, Some(made), on))
        {
            prop_assert!(with.value.scrap_on <= without.value.scrap_on);
        }
    }

    #[test]
    fn more_points_are_never_lighter(points in 12..200u16, more in 0..60u16, times in 1..9u16, large: bool) {
        let classes = Classes::parse(if large { "A2" } else { "C1" }).unwrap();
        let on = day("2026-11-21");
        let less = law().full_study(&classes, points, times, on).unwrap().value;
        let more_points = law().full_study(&classes, points + more, times, on).unwrap().value;
        let again = law().full_study(&classes, points, times + 1, on).unwrap().value;
        prop_assert!(less.days <= more_points.days && less.days <= again.days);
        prop_assert!(less.exams.len() <= more_points.exams.len() && less.exams.len() <= again.exams.len());
    }

    #[test]
    fn study_never_takes_off_more_than_is_left(points in 0..20u16, reduced in 0..20u16, probation: bool) {
        let on = day("2026-11-21");
        let left = law().reduction_left(points, reduced, probation, on).unwrap().value;
        prop_assert!(left <= points);
        prop_assert!(law().reduction_left(points, reduced + 1, probation, on).unwrap().value <= left);
    }

    #[test]
    fn more_working_days_end_later(from in any_day(2023..2030), days in 0..40u16, more in 1..20u16) {
        let end = |from: Day, days: u16| law().add_working_days(from, days).unwrap().value.day;
        prop_assert!(end(from, days) < end(from, days + more));
        prop_assert!(end(from, days) <= end(from.plus_days(1), days));
    }

}

proptest! {
    // Each case reads all tables again.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn overlays_of_different_rows_may_be_laid_in_any_order(opens in 30..200u16, late in 1..9u16) {
        let first = ("figures.toml", "renewal.opens_before", opens);
        let second = ("figures.toml", "renewal.late", late);
        let one = overlaid(&overlaid(law(), first), second);
        let other = overlaid(&overlaid(law(), second), first);
        prop_assert_eq!(one.digest(), other.digest());
        let again = overlaid(&one, first);
        prop_assert_eq!(again.digest(), one.digest(), "the same overlay again changes nothing");
    }

    #[test]
    fn of_two_overlays_of_a_row_the_last_one_counts(first in 30..200u16, second in 30..200u16) {
        let row = |value| ("figures.toml", "renewal.opens_before", value);
        let both = overlaid(&overlaid(law(), row(first)), row(second));
        let last = overlaid(law(), row(second));
        prop_assert_eq!(both.digest(), last.digest());
        let until = day("2030-03-01");
        let opens = last.renew_window(Some(until), day("2026-11-21")).unwrap().value.opens_on;
        prop_assert_eq!(opens, Some(until.plus_days(-i32::from(second))));
    }
}
