//! Validity, renewal, duties, fees and limits (162§13, §62–63, §66, §68–69, §72–74, §79, §81, §85; 163§3).

use base::Fen;

use super::{day, law, rests_on};
use crate::{
    Accident, Class, Classes, Confidence, Figure, LawError, MedicalReason, RenewalState, RenewalWindow, Term,
};

fn window(valid_until: &str, as_of: &str) -> RenewalWindow {
    law().renew_window(Some(day(valid_until)), day(as_of)).unwrap().value
}

#[test]
fn a_first_licence_is_valid_six_years() {
    for (issued, until) in
        [("2020-11-21", "2026-11-21"), ("2024-02-29", "2030-02-28"), ("2026-12-31", "2032-12-31")]
    {
        let answer = law().initial_validity(day(issued), day("2026-11-21")).unwrap();
        assert_eq!((answer.value.term, answer.value.valid_until), (Term::SixYears, day(until)));
        assert!(rests_on(&answer, "162§13") && rests_on(&answer, "REG§22"));
    }
}

#[test]
fn terms_grow_when_no_cycle_reached_12_points() {
    use Term::{LongTerm, SixYears, TenYears};
    let golden = [
        (SixYears, 0, TenYears),
        (TenYears, 0, LongTerm),
        (LongTerm, 0, LongTerm),
        (SixYears, 1, SixYears),
        (TenYears, 2, TenYears),
        (LongTerm, 1, LongTerm),
    ];
    for (current, cycles, next) in golden {
        let answer = law().renewal_term(current, cycles, day("2026-11-21")).unwrap();
        assert_eq!(answer.value, next, "{current:?} with {cycles}");
        assert!(rests_on(&answer, "162§62"));
        let read = cycles > 0 && current != LongTerm;
        assert_eq!(answer.confidence() == Confidence::Unsure, read, "the same term again is a reading");
    }
    for term in [SixYears, TenYears, LongTerm] {
        assert_eq!(Term::parse(term.chinese()), Some(term));
    }
    assert_eq!(Term::parse("八年"), None);
}

#[test]
fn renewal_opens_90_days_before_and_lasts_a_year_after() {
    use RenewalState::{Open, Overdue, Reapply, Restore, TooEarly};
    let golden = [
        ("2025-03-31", TooEarly, Some("2025-04-01")),
        ("2025-04-01", Open, Some("2025-07-01")),
        ("2025-06-30", Open, Some("2025-07-01")),
        ("2025-07-01", Overdue, Some("2026-07-01")),
        ("2026-06-30", Overdue, Some("2026-07-01")),
        ("2026-07-01", Restore, Some("2028-07-01")),
        ("2028-06-30", Restore, Some("2028-07-01")),
        ("2028-07-01", Reapply, None),
    ];
    for (as_of, state, changes) in golden {
        let answer = law().renew_window(Some(day("2025-06-30")), day(as_of)).unwrap();
        assert_eq!(answer.value.state, state, "{as_of}");
        assert_eq!(answer.changes_on, changes.map(day), "{as_of}");
        let article = if matches!(state, TooEarly | Open) { "162§63" } else { "162§79" };
        assert!(rests_on(&answer, article), "{as_of}");
        assert_eq!(answer.value.can_renew(), matches!(state, Open | Overdue), "{as_of}");
        assert_eq!(answer.value.may_drive(), matches!(state, TooEarly | Open), "{as_of}");
    }
    let days = window("2025-06-30", "2025-06-30");
    assert_eq!(
        [days.opens_on, days.renew_by, days.restore_by],
        ["2025-04-01", "2026-06-30", "2028-06-30"].map(|d| Some(day(d)))
    );
}

#[test]
fn a_window_that_ends_on_a_leap_day_has_ordinary_edges() {
    let days = window("2024-02-29", "2024-02-29");
    assert_eq!(
        [days.opens_on, days.renew_by, days.restore_by],
        ["2023-12-01", "2025-02-28", "2027-02-28"].map(|d| Some(day(d)))
    );
    assert_eq!(window("2024-02-29", "2025-02-28").state, RenewalState::Overdue);
    assert_eq!(window("2024-02-29", "2025-03-01").state, RenewalState::Restore);
}

#[test]
fn a_long_term_licence_is_not_renewed() {
    let answer = law().renew_window(None, day("2026-11-21")).unwrap();
    assert_eq!((answer.value.state, answer.value.can_renew()), (RenewalState::LongTerm, false));
    assert!(answer.value.may_drive() && answer.changes_on.is_none());
}

#[test]
fn a_renewed_licence_starts_where_the_old_one_ended() {
    let issue = |until, on, term, cycles| law().renew_issue(day(until), day(on), term, cycles).unwrap();
    let early = issue("2026-11-30", "2026-09-15", Term::SixYears, 0);
    assert_eq!(
        (early.value.valid_from, early.value.valid_until),
        (day("2026-11-30"), Some(day("2036-11-30")))
    );
    assert_eq!(early.confidence(), Confidence::Seen);
    let late = issue("2026-03-31", "2026-11-21", Term::SixYears, 1);
    assert_eq!((late.value.valid_from, late.value.valid_until), (day("2026-03-31"), Some(day("2032-03-31"))));
    assert_eq!(late.confidence(), Confidence::Unsure);
    let long = issue("2026-11-30", "2026-11-21", Term::TenYears, 0);
    assert_eq!((long.value.term, long.value.valid_until), (Term::LongTerm, None));
    let leap = issue("2028-02-29", "2028-02-01", Term::SixYears, 1);
    assert_eq!(leap.value.valid_until, Some(day("2034-02-28")));
}

#[test]
fn the_start_of_a_late_renewal_is_a_setting() {
    let text = "[[row]]\nkey = \"renewal.late_start\"\nvalue = \"renewal_day\"\n";
    let other = law().with_overlay(&[("settings.toml", text)]).unwrap();
    let late = other.renew_issue(day("2026-03-31"), day("2026-11-21"), Term::SixYears, 0).unwrap().value;
    assert_eq!((late.valid_from, late.valid_until), (day("2026-11-21"), Some(day("2036-11-21"))));
    let early = other.renew_issue(day("2026-11-30"), day("2026-11-21"), Term::SixYears, 0).unwrap().value;
    assert_eq!(early.valid_from, day("2026-11-30"), "an early renewal is not touched");
}

#[test]
fn what_cannot_be_renewed_has_no_new_validity() {
    for on in ["2025-03-31", "2026-07-01", "2030-01-01"] {
        let error = law().renew_issue(day("2025-06-30"), day(on), Term::SixYears, 0).unwrap_err();
        assert!(matches!(error, LawError::Question { code: "renewal.not_possible", .. }), "{on}");
    }
}

#[test]
fn cycles_run_from_first_issue() {
    let cycle = |first, as_of| law().cycle(day(first), day(as_of)).unwrap();
    let golden = [
        ("2020-03-10", "2020-03-10", 1, "2020-03-10", "2021-03-09"),
        ("2020-03-10", "2026-03-09", 6, "2025-03-10", "2026-03-09"),
        ("2020-03-10", "2026-03-10", 7, "2026-03-10", "2027-03-09"),
        ("2020-02-29", "2021-02-27", 1, "2020-02-29", "2021-02-27"),
        ("2020-02-29", "2021-02-28", 2, "2021-02-28", "2022-02-27"),
        ("2020-02-29", "2024-02-28", 4, "2023-02-28", "2024-02-28"),
        ("2020-02-29", "2024-02-29", 5, "2024-02-29", "2025-02-27"),
    ];
    for (first, as_of, number, start, end) in golden {
        let answer = cycle(first, as_of);
        let found = (answer.value.number, answer.value.start, answer.value.end);
        assert_eq!(found, (number, day(start), day(end)), "{first} {as_of}");
        assert_eq!(answer.changes_on, Some(day(end).plus_days(1)));
        assert!(rests_on(&answer, "163§3"));
    }
    assert!(law().cycle(day("2026-01-02"), day("2026-01-01")).is_err());
}

#[test]
fn from_70_a_certificate_follows_every_cycle() {
    let c1 = Classes::from(Class::C1);
    let ask = |birth, as_of| law().medical_duty(&c1, day(birth), day("2000-03-10"), day(as_of)).unwrap();
    let bound = ask("1950-01-01", "2026-11-21");
    assert_eq!(bound.value.reason, Some(MedicalReason::Age));
    assert_eq!(bound.value.last_cycle_end, Some(day("2026-03-09")));
    assert_eq!(bound.value.submit_by, Some(day("2026-04-08")));
    assert_eq!(bound.value.cancelled_from, Some(day("2027-03-10")));
    assert_eq!((bound.value.within_days, bound.changes_on), (30, Some(day("2027-03-10"))));
    assert!(rests_on(&bound, "162§74") && rests_on(&bound, "162§79"));
    let newly = ask("1956-06-01", "2026-11-21").value;
    assert!(newly.required && newly.submit_by.is_none(), "the first certificate follows the present cycle");
    let young = ask("1957-06-01", "2026-11-21");
    assert!(!young.value.required && young.value.last_cycle_end.is_none());
    assert_eq!(young.changes_on, Some(day("2027-06-01")));
}

#[test]
fn c5_hands_in_a_certificate_every_three_cycles() {
    let c5 = Classes::from(Class::C5);
    let ask =
        |as_of| law().medical_duty(&c5, day("1990-01-01"), day("2020-03-10"), day(as_of)).unwrap().value;
    assert!(ask("2023-03-09").required && ask("2023-03-09").submit_by.is_none());
    for as_of in ["2023-03-10", "2026-03-09"] {
        assert_eq!(ask(as_of).submit_by, Some(day("2023-04-08")), "{as_of}");
    }
    assert_eq!(ask("2026-03-10").submit_by, Some(day("2026-04-08")));
    assert_eq!(ask("2026-03-10").reason, Some(MedicalReason::C5));
}

#[test]
fn reviews_follow_points_deaths_and_injuries() {
    let ask = |classes: &str, age, points, accident| {
        let classes = Classes::parse(classes).unwrap();
        law().review_duty(&classes, age, points, accident, day("2026-11-21")).unwrap()
    };
    for class in ["A1", "A2", "A3", "B1", "B2", "B2D"] {
        assert!(ask(class, 40, 1, Accident::None).value.required, "{class}");
        assert!(!ask(class, 40, 0, Accident::None).value.required, "{class}");
    }
    assert!(!ask("C1D", 40, 11, Accident::None).value.required);
    assert!(ask("C1", 40, 0, Accident::Death).value.required);
    assert!(!ask("C1", 69, 0, Accident::SeriousInjury).value.required);
    assert!(ask("C1", 70, 0, Accident::SeriousInjury).value.required);
    let answer = ask("A1", 40, 1, Accident::None);
    assert_eq!((answer.value.within_days, answer.value.study_hours), (30, 3));
    assert!(rests_on(&answer, "162§72") && rests_on(&answer, "162§73"));
}

#[test]
fn deadlines_count_calendar_days() {
    for (changed, last) in
        [("2026-11-21", "2026-12-21"), ("2024-01-31", "2024-03-01"), ("2026-09-05", "2026-10-05")]
    {
        let contact = law().contact_deadline(day(changed)).unwrap();
        assert_eq!((contact.value.days, contact.value.last_day), (30, day(last)));
        assert!(rests_on(&contact, "162§81"));
        let information = law().information_deadline(day(changed), day(changed)).unwrap();
        assert_eq!(information.value.last_day, day(last));
        assert!(rests_on(&information, "162§66"));
    }
    assert_eq!(
        law().medical_certificate_until(day("2026-08-31")).unwrap().value,
        day("2027-02-28"),
        "162§85"
    );
    assert_eq!(law().ability_test_until(day("2026-11-21")).unwrap().value, day("2027-11-21"));
}

#[test]
fn fees_are_the_national_ones() {
    let golden = [
        ("licence.card", 10),
        ("licence.temporary", 10),
        ("plate.car", 100),
        ("plate.motorcycle", 35),
        ("plate.trailer", 50),
        ("plate.low_speed", 40),
        ("plate.temporary", 5),
        ("plate.entry", 10),
        ("vehicle.entry_licence", 10),
        ("vehicle.licence", 10),
        ("vehicle.certificate", 10),
    ];
    assert_eq!(law().fee_keys().count(), golden.len());
    for (key, yuan) in golden {
        let answer = law().fee(key, day("2026-11-21")).unwrap();
        assert_eq!(answer.value, Fen::yuan(yuan), "{key}");
        assert!(rests_on(&answer, "发改价格〔2004〕2831号"), "{key}");
        let (name, per) = law().fee_name(key, day("2026-11-21")).unwrap();
        assert!(![&name.zh, &name.en, &per.zh, &per.en].iter().any(|text| text.is_empty()));
    }
    assert!(law().fee("licence.card", day("2019-06-30")).is_err());
}

#[test]
fn limits_are_working_days() {
    for (key, days, article) in [
        ("licence.exchange", 1, "162§68"),
        ("licence.replacement", 1, "162§69"),
        ("licence.cancel", 1, "162§68"),
        ("licence.no_exam", 1, "162§28"),
        ("school_bus.ask", 3, "BUS§15"),
        ("school_bus.answer", 3, "BUS§15"),
        ("school_bus.opinion", 5, "BUS§15"),
        ("school_bus.notify", 1, "164§58"),
        ("school_bus.check", 2, "164§59"),
        ("school_bus.replace", 3, "164§66"),
        ("licence.contact", 0, "162§81"),
    ] {
        let answer = law().limit(key, day("2026-11-21")).unwrap();
        assert_eq!(answer.value, days, "{key}");
        assert!(rests_on(&answer, article), "{key}");
        assert!(!law().limit_name(key, day("2026-11-21")).unwrap().en.is_empty());
    }
    assert_eq!(law().limit_keys().count(), 35);
}

#[test]
fn every_figure_has_a_row_today() {
    for figure in Figure::ALL {
        let answer = law().figure(*figure, day("2026-11-21")).unwrap();
        assert!(answer.value > 0 && !answer.basis.is_empty(), "{}", figure.key());
    }
}
