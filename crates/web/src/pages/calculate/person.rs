//! When a licence is renewed, and how many points are left.

use base::{Day, Text};
use law::{Figure, FullStudy, Law, RenewalState, Subject, Term};

use super::{Asked, Calculated, Found, also, amount, told};
use crate::pages::view::{Cell, Link, Row, Tone};

pub(super) fn renewal(law: &Law, asked: &mut Asked<'_>) -> Found {
    let long = asked.flag("long_term");
    let end = if long { None } else { asked.day("valid_until") };
    let cycles = asked.count("full_cycles", 20, 0);
    let term = Term::parse(asked.text("term"));
    if !long && term.is_none() {
        asked.no("term", Text::new("请选择现在的有效期是几年", "Choose how long it is valid now"));
    }
    let (Some(cycles), true) = (cycles, asked.wrong.is_empty()) else { return Ok(None) };
    let today = asked.today;
    let Some(answer) = asked.answer("valid_until", law.renew_window(end, today))? else { return Ok(None) };
    let window = answer.value;
    let (tone, zh, en) = standing(window.state);
    let day = match window.state {
        RenewalState::LongTerm | RenewalState::Reapply => None,
        RenewalState::TooEarly => window.opens_on,
        RenewalState::Open => window.valid_until,
        RenewalState::Overdue => window.renew_by,
        RenewalState::Restore => window.restore_by,
    };
    let mut found = Calculated { day, ..told(tone, Text::new(zh, en), &answer) };
    let dates = [
        ("从哪天起可以换", "Opens", window.opens_on),
        ("有效期最后一天", "Last day of validity", window.valid_until),
        ("过期后最迟换证", "Latest renewal after it", window.renew_by),
        ("注销后最迟恢复", "Latest restoration after cancellation", window.restore_by),
    ];
    let rows = dates.into_iter().filter_map(|(zh, en, day)| Some(Row::new(zh, en, Cell::Date(day?))));
    found.rows.extend(rows);
    let renewed_on = match window.state {
        RenewalState::Open | RenewalState::Overdue => Some(today),
        RenewalState::TooEarly => window.opens_on,
        _ => None,
    };
    if let (Some(end), Some(on), Some(term)) = (end, renewed_on, term) {
        let Some(issue) = asked.answer("term", law.renew_issue(end, on, term, cycles))? else {
            return Ok(None);
        };
        let until =
            issue.value.valid_until.map_or_else(|| Cell::Words(Text::new("长期", "Without end")), Cell::Date);
        found.rows.push(Row::new("新证从哪天起", "New licence from", Cell::Date(issue.value.valid_from)));
        found.rows.push(Row::new("新证到哪天", "New licence until", until));
        also(&mut found, &issue);
    }
    if window.can_renew() {
        found.onward = Some(Link::new("/items/licence-renew-expiry", "去换证", "Renew it"));
    }
    Ok(Some(found))
}

fn standing(state: RenewalState) -> (Tone, &'static str, &'static str) {
    match state {
        RenewalState::LongTerm => {
            (Tone::Ok, "长期有效，不用期满换证", "Valid without end: there is nothing to renew")
        }
        RenewalState::TooEarly => (Tone::Ok, "{day}起可以换证", "You can renew it from {day}"),
        RenewalState::Open => (
            Tone::Warn,
            "现在就可以换证，{day}前（含当日）都有效",
            "You can renew it now; it is valid until {day}",
        ),
        RenewalState::Overdue => (
            Tone::Err,
            "已经过期，不能开车；{day}前（含当日）还可以换证",
            "It has expired and you may not drive. You can still renew it until {day}",
        ),
        RenewalState::Restore => (
            Tone::Err,
            "驾驶证应已注销，不能开车；{day}前（含当日）参加科目一考试合格可以恢复",
            "It is to be cancelled and you may not drive. Pass the theory exam by {day} to restore it",
        ),
        RenewalState::Reapply => (
            Tone::Err,
            "驾驶证应已注销，不能开车；要重新申请、重新考试",
            "It is to be cancelled and you may not drive. Apply and sit the exams again",
        ),
    }
}

pub(super) fn points(law: &Law, asked: &mut Asked<'_>) -> Found {
    let first_issue = asked.past_day("first_issue");
    if asked.text("points").is_empty() {
        let (zh, en) =
            ("请填写这个周期的记分，没有就填0", "Enter the points of this cycle, 0 if there are none");
        asked.no("points", Text::new(zh, en));
    }
    let points = asked.count("points", 1000, 0);
    let reduced = asked.count("reduced", 100, 0);
    let times = asked.count("times", 100, 1);
    let classes = asked.classes("classes", "C1");
    let (Some(first_issue), Some(points), Some(reduced), Some(times), Some(classes), true) =
        (first_issue, points, reduced, times, classes, asked.wrong.is_empty())
    else {
        return Ok(None);
    };
    let on: Day = asked.today;
    let Some(cycle) = asked.answer("first_issue", law.cycle(first_issue, on))? else { return Ok(None) };
    let Some(full) = asked.answer("points", law.figure(Figure::PointsFull, on))? else { return Ok(None) };
    let full_cycle = points >= full.value;
    let left = full.value.saturating_sub(points);
    let mut found = told(tone(points, full.value), headline(full_cycle, left, full.value), &full);
    found.day = Some(cycle.value.end);
    found.rows.push(Row::new("这个周期从", "This cycle from", Cell::Date(cycle.value.start)));
    found.rows.push(Row::new("到", "Until", Cell::Date(cycle.value.end)));
    also(&mut found, &cycle);
    if full_cycle {
        let study = law.full_study(&classes, points, times.max(1), on);
        let Some(study) = asked.answer("points", study)? else { return Ok(None) };
        found.rows.extend(study_rows(&study.value));
        also(&mut found, &study);
        return Ok(Some(found));
    }
    let reduction = law.reduction_left(points, reduced, asked.flag("probation"), on);
    let Some(reduction) = asked.answer("reduced", reduction)? else { return Ok(None) };
    let (zh, en) = ("学法还能减", "Study can still take off");
    found.rows.push(Row::new(zh, en, amount(reduction.value, "分", "points")));
    also(&mut found, &reduction);
    Ok(Some(found))
}

fn tone(points: u16, full: u16) -> Tone {
    match points {
        0 => Tone::Ok,
        points if points < full => Tone::Warn,
        _ => Tone::Err,
    }
}

fn headline(full_cycle: bool, left: u16, full: u16) -> Text {
    if full_cycle {
        return Text::new(
            format!("已经记满{full}分，要参加学习和考试才能再开车"),
            format!("The cycle is full with {full} points: study and exams come before driving again"),
        );
    }
    Text::new(format!("到{{day}}为止还剩{left}分"), format!("{left} points are left until {{day}}"))
}

fn study_rows(study: &FullStudy) -> Vec<Row> {
    let english: Vec<&str> = study
        .exams
        .iter()
        .map(|exam| Subject::parse(exam).map_or(exam.as_str(), |subject| subject.english()))
        .collect();
    vec![
        Row::new("学习几天", "Study", amount(study.days, "天", "days")),
        Row::new(
            "其中现场或者网上听课",
            "Of them taught, on site or online",
            amount(study.taught_days, "天", "days"),
        ),
        Row::new("考试", "Exams", Cell::Words(Text::new(study.exams.join("、"), english.join(", ")))),
    ]
}
