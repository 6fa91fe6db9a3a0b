//! Fines, bans, and what shuts out (162§93–100, 163§14, §26, §30–31, §36, 164§78–81, ACT§108–109).

use base::Fen;

use super::{day, law, rests_on};
use crate::{CycleOf, Happened, Measured, Place};

const ON: &str = "2026-11-21";

#[test]
fn fines_lie_in_their_range() {
    // What, what was gained in yuan, the least, the most, years shut out, the article.
    let golden = [
        ("probation.breach", None, 20, Some(200), None, "162§98(2)"),
        ("review.overdue", None, 200, Some(500), None, "162§99(3)"),
        ("review.cheating", None, 0, Some(1000), None, "162§100"),
        ("review.stand_in", None, 0, Some(2000), None, "162§100"),
        ("review.organising", Some(5000), 0, Some(15000), None, "162§100"),
        ("review.organising", Some(9000), 0, Some(20000), None, "162§100"),
        ("points.buying", Some(1000), 0, Some(3000), None, "163§30"),
        ("points.buying", Some(90000), 0, Some(50000), None, "163§30"),
        ("points.selling", None, 0, Some(50000), None, "163§30"),
        ("points.organising", Some(10000), 0, Some(50000), None, "163§30"),
        ("points.organising", Some(40000), 0, Some(100_000), None, "163§30"),
        ("study.cheating", None, 0, Some(1000), None, "163§31"),
        ("study.organising", None, 0, Some(20000), None, "163§31"),
        ("licence.false_papers", None, 0, Some(500), Some(1), "162§93(1)"),
        ("exam.cheating", None, 0, Some(2000), Some(1), "162§93(2)"),
        ("licence.fraud", None, 0, Some(2000), Some(3), "162§93(3)"),
        ("exam.organising", Some(10000), 30000, Some(50000), None, "162§93(4)"),
        ("exam.organising", Some(50000), 100_000, Some(100_000), None, "162§93(4)"),
        ("registration.false_papers", None, 0, Some(500), Some(1), "164§80"),
        ("registration.fraud", None, 0, Some(2000), Some(3), "164§81"),
        ("school_bus.unqualified", None, 1000, Some(3000), None, "BUS§47"),
        ("inspection.no_mark", None, 0, Some(200), None, "164§78(4)"),
        ("inspection.false_report", Some(100), 500, Some(1000), None, "ACT§94"),
        ("inspection.false_report", None, 0, None, None, "ACT§94"),
    ];
    for (key, gains, least, most, years, article) in golden {
        let answer = law().penalty(key, gains.map(Fen::yuan), day(ON)).unwrap();
        let penalty = answer.value;
        assert_eq!(penalty.least, Fen::yuan(least), "{key} {gains:?}");
        assert_eq!(penalty.most, most.map(Fen::yuan), "{key} {gains:?}");
        assert_eq!(penalty.shut_out_years, years, "{key}");
        assert!(rests_on(&answer, article), "{key}");
    }
    assert!(law().penalty("inspection.no_mark", None, day(ON)).unwrap().value.warning);
    assert_eq!(law().penalties().count(), 21);
    assert_eq!(law().penalty_name("review.overdue", day(ON)).unwrap().zh, "逾期不参加审验仍驾驶机动车");
    let again = law().shut_out_until("exam.cheating", day("2026-03-01"), day(ON)).unwrap();
    assert_eq!((again.value, again.changes_on), (Some(day("2027-03-01")), Some(day("2027-03-01"))));
    assert_eq!(law().shut_out_until("review.overdue", day("2026-03-01"), day(ON)).unwrap().value, None);
}

#[test]
fn a_fine_is_due_in_fifteen_days_and_grows_to_twice_itself() {
    let decided = day("2026-06-01");
    assert_eq!(law().fine_deadline(decided).unwrap().value.last_day, day("2026-06-16"));
    for (paid, days, added) in
        [("2026-06-16", 0, 0), ("2026-06-17", 1, 6), ("2026-07-19", 33, 198), ("2026-12-31", 198, 200)]
    {
        let late = law().late_fine(Fen::yuan(200), decided, day(paid)).unwrap();
        assert_eq!((late.value.days, late.value.added), (days, Fen::yuan(added)), "{paid}");
        assert!(rests_on(&late, "ACT§109"));
    }
}

#[test]
fn a_limit_of_order_163_ends_on_a_working_day() {
    // 30 days after 2026-09-01 is 1 October; the holiday lasts until the 7th.
    let due = law().full_study_notice(day("2026-09-01")).unwrap();
    assert_eq!((due.value.last_day, due.value.provisional), (day("2026-10-08"), false));
    assert!(rests_on(&due, "163§36") && rests_on(&due, "163§29"));
    // Saturday 10 October 2026 is worked.
    assert_eq!(law().limit_of_163(day("2026-09-30"), 10).unwrap().value.last_day, day("2026-10-10"));
    assert_eq!(law().limit_of_163(day("2026-11-11"), 10).unwrap().value.last_day, day("2026-11-23"));
}

#[test]
fn what_shuts_out_from_reducing_points() {
    let ago = |what, cycles_ago| Happened { what, cycles_ago };
    let golden: [(&[Happened<'_>], &[&str]); 9] = [
        (&[], &[]),
        (&[ago("full_study_twice", 0)], &[]),
        (&[ago("full_study_twice", 0), ago("full_study_twice", 1)], &["full_study_twice"]),
        (&[ago("full_study_twice", 1), ago("full_study_twice", 2)], &[]),
        (&[ago("serious", 3)], &["serious"]),
        (&[ago("serious", 4)], &[]),
        (&[ago("cheated", 2), ago("probation", 0)], &["cheated", "probation"]),
        (&[ago("licence_held", 0), ago("review_overdue", 0)], &["licence_held", "review_overdue"]),
        (&[ago("vehicle_inspection_overdue", 0)], &["vehicle_inspection_overdue"]),
    ];
    for (happened, bars) in golden {
        assert_eq!(law().reduction_barred(happened, day(ON)).unwrap().value, bars, "{happened:?}");
    }
    assert!(law().reduction_barred(&[ago("nothing", 0)], day(ON)).is_err());
    assert_eq!(law().reduction_bar_name("probation", day(ON)).unwrap().en, "The licence is on probation");
}

#[test]
fn the_smallest_excess_counts_and_none_is_rounded() {
    // Heavy on a motorway: any excess 6, from a fifth 12; on a road nothing below a tenth.
    let speed = |vehicle, place, measured| {
        law().excess_points(Measured::Speed, vehicle, Some(place), (measured, 1000), day(ON)).value
    };
    for (measured, points) in [(1000, 0), (1001, 6), (1196, 6), (1199, 6), (1200, 12)] {
        assert_eq!(speed("heavy", Place::Motorway, measured), points, "{measured}");
    }
    for (measured, points) in [(1099, 0), (1100, 1), (1199, 1), (1200, 6), (1499, 6), (1500, 9)] {
        assert_eq!(speed("heavy", Place::Road, measured), points, "{measured}");
    }
    let load =
        |kilograms| law().excess_points(Measured::Load, "any", None, (kilograms, 25_000), day(ON)).value;
    assert_eq!([load(25_000), load(25_100), load(32_499), load(32_500), load(37_500)], [0, 1, 1, 3, 6]);
}

#[test]
fn points_count_in_the_cycle_of_the_decision() {
    let (first, violated, decided) = (day("2020-03-10"), day("2026-03-01"), day("2026-03-10"));
    let cycle = law().cycle_of_violation(first, violated, decided).unwrap();
    assert_eq!(cycle.value.start, day("2026-03-10"));
    let row = "[[row]]\nkey = \"points.cycle_of\"\nvalue = \"violation\"\n";
    let other = law().with_overlay(&[("settings.toml", row)]).unwrap();
    assert_eq!(other.setting::<CycleOf>(decided).unwrap().0, CycleOf::Violation);
    assert_eq!(other.cycle_of_violation(first, violated, decided).unwrap().value.start, day("2025-03-10"));
}

#[test]
fn records_of_other_vehicles_only_below_a_full_cycle() {
    let may = |sum, own| law().may_settle(sum, own, day(ON)).unwrap().value;
    assert!(may(11, false) && !may(12, false) && may(18, true));
}
