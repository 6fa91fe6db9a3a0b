//! What holds for every number and every day.

use base::Day;
use proptest::prelude::*;

use super::law;
use crate::{Areas, IdFault, RenewalState, Term, check_character};

fn any_day(years: std::ops::Range<i16>) -> impl Strategy<Value = Day> {
    (years, 0..366i32).prop_map(|(year, days)| Day::new(year, 1, 1).unwrap().plus_days(days))
}

fn any_id() -> impl Strategy<Value = String> {
    (prop::sample::select(vec!["520302", "110105", "810000", "440524"]), any_day(1900..2020), 0..1000u16)
        .prop_map(|(area, birth, sequence)| {
            let digits = format!("{area}{}{sequence:03}", birth.to_string().replace('-', ""));
            format!("{digits}{}", check_character(&digits).unwrap())
        })
}

fn valid(number: &str) -> bool {
    law().resident_id(number, Areas::Assigned, Day::new(2026, 11, 21).unwrap()).value.is_ok()
}

proptest! {
    #[test]
    fn a_wrong_digit_never_passes_the_check(number in any_id(), at in 0..18usize, digit in 0..10u8) {
        prop_assert!(valid(&number));
        let mut bytes = number.clone().into_bytes();
        let changed = bytes[at] != b'0' + digit;
        bytes[at] = b'0' + digit;
        let typed = String::from_utf8(bytes).unwrap();
        prop_assert_eq!(valid(&typed), !changed);
    }

    #[test]
    fn two_neighbours_swapped_never_pass_the_check(number in any_id(), at in 0..16usize) {
        let mut bytes = number.clone().into_bytes();
        prop_assume!(bytes[at] != bytes[at + 1]);
        bytes.swap(at, at + 1);
        let typed = String::from_utf8(bytes).unwrap();
        prop_assert!(!valid(&typed));
    }

    #[test]
    fn the_check_that_is_expected_mends_the_number(number in any_id(), check in "[0-9X]") {
        let digits = number.get(..17).unwrap();
        let typed = format!("{digits}{check}");
        let read = law().resident_id(&typed, Areas::Assigned, Day::new(2026, 11, 21).unwrap()).value;
        if let Err(fault) = read {
            let IdFault::Checksum { expected } = fault else { panic!("{fault:?}") };
            let mended = format!("{digits}{expected}");
            prop_assert!(valid(&mended));
        }
    }

    #[test]
    fn no_text_whatever_breaks_the_reader(text in ".{0,24}") {
        let answer = law().resident_id(&text, Areas::Demonstration, Day::new(2026, 11, 21).unwrap());
        prop_assert!(answer.value.is_err() || text.chars().count() >= 18);
    }

    #[test]
    fn limits_end_on_a_working_day_and_count_back(from in any_day(2023..2030), days in 1..40u16) {
        let due = law().add_working_days(from, days).unwrap().value.day;
        prop_assert!(law().is_working_day(due).unwrap().value.working);
        prop_assert_eq!(law().working_days_between(from, due).unwrap().value, days);
        prop_assert_eq!(law().working_days_between(from, due.plus_days(-1)).unwrap().value, days - 1);
    }

    #[test]
    fn an_age_changes_exactly_on_its_day(birth in any_day(1930..2010), on in any_day(2022..2040)) {
        let answer = law().age_on(birth, on).unwrap();
        let next = answer.changes_on.unwrap();
        prop_assert!(on < next);
        prop_assert_eq!(law().age_on(birth, next).unwrap().value, answer.value + 1);
        prop_assert_eq!(law().age_on(birth, next.plus_days(-1)).unwrap().value, answer.value);
    }

    #[test]
    fn a_renewal_stands_still_until_the_day_it_says(until in any_day(2022..2040), offset in -200..1300i32) {
        let on = until.plus_days(offset);
        prop_assume!(on >= Day::new(2022, 4, 1).unwrap());
        let answer = law().renew_window(Some(until), on).unwrap();
        if let Some(next) = answer.changes_on {
            prop_assert!(on < next);
            let eve = law().renew_window(Some(until), next.plus_days(-1)).unwrap().value.state;
            prop_assert_eq!(eve, answer.value.state);
            prop_assert!(law().renew_window(Some(until), next).unwrap().value.state > answer.value.state);
        } else {
            prop_assert_eq!(answer.value.state, RenewalState::Reapply);
        }
    }

    #[test]
    fn a_renewed_licence_is_longer_than_the_old_one(until in any_day(2023..2040), late in -90..360i32) {
        let on = until.plus_days(late);
        let issue = law().renew_issue(until, on, Term::SixYears, 0).unwrap().value;
        prop_assert_eq!(issue.valid_from, until);
        let end = issue.valid_until.unwrap();
        prop_assert_eq!(end.year() - until.year(), 10);
        prop_assert_eq!(end.month(), until.month());
        prop_assert!(until.day_of_month() - end.day_of_month() <= 1);
    }

    #[test]
    fn cycles_follow_each_other_without_gap(first in any_day(1990..2020), on in any_day(2022..2040)) {
        let cycle = law().cycle(first, on).unwrap().value;
        prop_assert!(cycle.start <= on && on <= cycle.end);
        let next = law().cycle(first, cycle.end.plus_days(1)).unwrap().value;
        prop_assert_eq!((next.number, next.start), (cycle.number + 1, cycle.end.plus_days(1)));
    }
}
