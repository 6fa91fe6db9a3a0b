//! Working days (全国年节及纪念日放假办法, and the yearly notices).

use super::{day, law, rests_on};
use crate::LawError;

#[test]
fn limits_end_as_the_notices_say() {
    let golden = [
        ("2024-09-30", 5, "2024-10-12"),
        ("2025-01-24", 1, "2025-01-26"),
        ("2025-01-27", 1, "2025-02-05"),
        ("2025-04-30", 2, "2025-05-07"),
        ("2025-09-30", 1, "2025-10-09"),
        ("2025-09-30", 3, "2025-10-11"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 2, "2026-02-25"),
        ("2026-04-30", 15, "2026-05-25"),
        ("2026-06-18", 1, "2026-06-22"),
        ("2026-09-18", 3, "2026-09-22"),
        ("2026-09-30", 5, "2026-10-13"),
    ];
    for (from, days, due) in golden {
        let answer = law().add_working_days(day(from), days).unwrap();
        assert_eq!(answer.value.day, day(due), "{from} + {days}");
        assert!(!answer.value.provisional && answer.unknown.is_empty(), "{from} + {days}");
        assert!(rests_on(
            &answer,
            &format!("国务院办公厅关于{}年部分节假日安排的通知", from.get(..4).unwrap())
        ));
        assert_eq!(law().working_days_between(day(from), day(due)).unwrap().value, days, "{from} to {due}");
    }
}

#[test]
fn the_day_of_acceptance_is_day_zero() {
    assert_eq!(law().add_working_days(day("2026-10-03"), 0).unwrap().value.day, day("2026-10-03"));
    assert_eq!(law().working_days_between(day("2026-10-13"), day("2026-10-01")).unwrap().value, 0);
}

#[test]
fn the_years_have_their_working_days() {
    for (year, count) in [("2024", 251), ("2025", 248), ("2026", 248)] {
        let eve = day(&format!("{year}-01-01")).plus_days(-1);
        let last = day(&format!("{year}-12-31"));
        assert_eq!(law().working_days_between(eve, last).unwrap().value, count, "{year}");
    }
}

#[test]
fn days_off_have_their_names() {
    let golden = [
        ("2026-01-01", false, Some("元旦")),
        ("2026-01-04", true, None),
        ("2026-02-23", false, Some("春节")),
        ("2026-02-24", true, None),
        ("2025-10-06", false, Some("国庆节、中秋节")),
        ("2026-09-26", false, Some("中秋节")),
        ("2026-11-21", false, None),
        ("2026-11-23", true, None),
    ];
    for (on, working, holiday) in golden {
        let answer = law().is_working_day(day(on)).unwrap().value;
        assert_eq!((answer.working, answer.provisional), (working, false), "{on}");
        assert_eq!(answer.holiday.map(|name| name.zh).as_deref(), holiday, "{on}");
    }
}

#[test]
fn a_year_without_a_notice_has_its_statutory_days_and_says_so() {
    let golden = [
        ("2027-01-01", false, Some("元旦")),
        ("2027-02-05", false, Some("春节")),
        ("2027-02-08", false, Some("春节")),
        ("2027-02-09", true, None),
        ("2027-04-05", false, Some("清明节")),
        ("2027-05-02", false, Some("劳动节")),
        ("2027-05-03", true, None),
        ("2027-06-09", false, Some("端午节")),
        ("2027-09-15", false, Some("中秋节")),
        ("2027-10-03", false, Some("国庆节")),
        ("2027-10-04", true, None),
        ("2027-10-09", false, None),
    ];
    for (on, working, holiday) in golden {
        let answer = law().is_working_day(day(on)).unwrap();
        assert_eq!((answer.value.working, answer.value.provisional), (working, true), "{on}");
        assert_eq!(answer.value.holiday.map(|name| name.zh).as_deref(), holiday, "{on}");
        assert_eq!(answer.unknown.len(), 1, "{on}");
        assert!(answer.unknown[0].zh.contains("2027"), "{on}");
    }
}

#[test]
fn before_2025_there_were_fewer_statutory_days() {
    // No notice of 2023 is held: 除夕 and 2 May were no statutory days then.
    for (on, working) in
        [("2023-01-22", false), ("2023-01-24", false), ("2023-05-01", false), ("2023-05-02", true)]
    {
        let answer = law().is_working_day(day(on)).unwrap().value;
        assert_eq!((answer.working, answer.provisional), (working, true), "{on}");
    }
}

#[test]
fn a_limit_that_runs_into_an_open_year_is_provisional() {
    let answer = law().add_working_days(day("2026-12-30"), 3).unwrap();
    assert_eq!((answer.value.day, answer.value.provisional), (day("2027-01-05"), true));
    assert!(rests_on(&answer, "全国年节及纪念日放假办法"));
}

#[test]
fn a_year_outside_the_tables_is_an_error() {
    let error = law().is_working_day(day("2051-04-03")).unwrap_err();
    assert!(matches!(error, LawError::NotInForce { table: "moving", .. }), "{error}");
}
