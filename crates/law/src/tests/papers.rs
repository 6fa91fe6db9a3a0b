//! Exchanges of a licence, contents of exams, numbers on papers (162§33–34, §63–69, §81, GA 1026).

use super::{day, law, rests_on};
use crate::{Class, Subject};

const ON: &str = "2026-11-21";

#[test]
fn what_an_exchange_takes() {
    // Key, papers, calendar days, anywhere, old licence back, article.
    type Row = (&'static str, &'static [&'static str], Option<u16>, bool, bool, &'static str);
    let golden: [Row; 9] = [
        ("expired", &["身份证明", "身体条件证明"], None, true, false, "162§63"),
        ("moved", &["身份证明", "机动车驾驶证", "身体条件情况申报"], None, false, true, "162§64"),
        ("downgrade", &["身份证明", "身体条件证明"], Some(30), true, true, "162§65"),
        ("voluntary", &["身份证明", "机动车驾驶证"], None, true, true, "162§65"),
        ("information", &["身份证明", "机动车驾驶证"], Some(30), true, true, "162§66"),
        ("damaged", &["身份证明"], Some(30), true, true, "162§66"),
        ("unfit", &["身份证明", "身体条件证明"], Some(30), true, true, "162§67"),
        ("lost", &["身份证明"], None, true, false, "162§69"),
        ("contact", &["身份证明"], Some(30), false, false, "162§81"),
    ];
    for (key, needs, within, anywhere, back, article) in golden {
        let answer = law().licence_change(key, day(ON)).unwrap();
        let change = &answer.value;
        let papers: Vec<&str> = change.needs.iter().map(|need| need.zh.as_str()).collect();
        assert_eq!(papers, needs, "{key}");
        assert_eq!(
            (change.within_days, change.anywhere, change.taken_back),
            (within, anywhere, back),
            "{key}"
        );
        assert_eq!(change.working_days, u16::from(key != "contact"), "{key}");
        assert!(rests_on(&answer, article), "{key}");
    }
    assert_eq!(law().licence_changes().count(), golden.len());
}

#[test]
fn what_the_practical_exams_hold() {
    let contents = |class: Class| law().exam_contents(class, day(ON)).unwrap().value.clone();
    let small = ["倒车入库", "坡道定点停车和起步", "侧方停车", "曲线行驶", "直角转弯"];
    assert_eq!(contents(Class::C1).yard, small);
    assert_eq!(contents(Class::C3).yard, small);
    for class in [Class::C2, Class::C5] {
        let yard = contents(class).yard;
        assert!(yard.len() == 4 && !yard.iter().any(|item| item.starts_with("坡道")), "{class}");
    }
    assert_eq!(contents(Class::C6).yard, ["桩考", "曲线行驶", "直角转弯"]);
    assert_eq!(contents(Class::C6).road_km, None);
    for class in [Class::C4, Class::D, Class::E, Class::F] {
        assert_eq!(contents(class).yard, ["桩考", "坡道定点停车和起步", "通过单边桥"], "{class}");
    }
    for class in [Class::A1, Class::A2, Class::A3, Class::B1, Class::B2] {
        let contents = contents(class);
        assert_eq!((contents.yard.len(), contents.road_km), (14, Some(10)), "{class}");
        let first = matches!(class, Class::A3 | Class::B2).then_some((5, 3));
        assert_eq!(contents.first_day_km.zip(contents.first_night_km), first, "{class}");
    }
    for class in [Class::C1, Class::C2, Class::C3, Class::C5] {
        assert_eq!(contents(class).road_km, Some(3), "{class}");
    }
    assert!([Class::M, Class::N, Class::P].iter().all(|class| contents(*class).yard.is_empty()));
}

#[test]
fn the_papers_of_the_theory_exams() {
    let paper =
        |subject, class| law().theory_paper(subject, class, day(ON)).unwrap().map(|p| p.value.clone());
    for (subject, class, questions, each, minutes, wrong) in [
        (Subject::One, Class::C1, 100, 1, 45, 10),
        (Subject::One, Class::A1, 100, 1, 45, 10),
        (Subject::One, Class::D, 50, 2, 30, 5),
        (Subject::Safety, Class::C1, 50, 2, 30, 5),
        (Subject::Safety, Class::E, 50, 2, 30, 5),
    ] {
        let paper = paper(subject, class).unwrap();
        assert_eq!(
            (paper.questions, paper.points_each, paper.minutes),
            (questions, each, minutes),
            "{class}"
        );
        assert_eq!(paper.questions * paper.points_each, 100);
        let mark = law().pass_mark(subject, class, day(ON)).unwrap().value;
        assert_eq!(paper.wrong_allowed(mark), wrong, "{class}");
    }
    assert_eq!(paper(Subject::Two, Class::C1), None);
    let ability = law().ability_paper(day(ON)).unwrap();
    assert_eq!(
        (ability.value.questions, ability.value.minutes, ability.value.wrong_allowed(90)),
        (20, 20, 2)
    );
}

#[test]
fn numbers_on_papers_have_their_digits() {
    for (kind, digits, stays) in [
        ("licence_file", 12, true),
        ("licence_blank", 13, false),
        ("registration_certificate", 12, false),
        ("vehicle_licence_blank", 13, false),
    ] {
        let number = "9".repeat(digits);
        let found = law().paper_number(kind, &number, day(ON)).unwrap().value;
        assert!(found.valid && found.stays == stays && usize::from(found.digits) == digits, "{kind}");
        for wrong in
            [format!("{number}0"), number.replacen('9', "A", 1), String::new(), "9".repeat(digits - 1)]
        {
            assert!(!law().paper_number(kind, &wrong, day(ON)).unwrap().value.valid, "{kind} {wrong}");
        }
    }
    assert!(law().paper_number("licence_file", " ９９９9 00001234", day(ON)).unwrap().value.valid);
    assert_eq!(law().paper_number_name("licence_file", day(ON)).unwrap().zh, "驾驶证档案编号");
}
