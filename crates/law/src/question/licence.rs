//! Ages, validity, renewal and duties of a licence.

use serde_json::json;

use super::asked::Asked;
use super::{Found, Wrong};
use crate::{Accident, AgeObstacle, Application, RenewalState, Term};

pub(super) fn age_check(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let application = match asked.word("application") {
        Some("add" | "增加准驾车型" | "增驾") => Application::Add,
        Some("vocational_student" | "职业教育学生") => Application::VocationalStudent,
        _ => Application::Initial,
    };
    let birth = asked.needed_day("birth")?;
    let passed = asked.flag("ability_test_passed");
    let answer = asked.law.class_age_fit(asked.class("class")?, birth, asked.as_of, application, passed);
    let answer = answer.map_err(|error| Wrong::from(error).about("birth"))?;
    let fit = &answer.value;
    // Passing the test helps nobody whose age is over.
    let need = (fit.age_ok() && fit.obstacles.contains(&AgeObstacle::AbilityTest)).then_some("三力测试");
    Ok(Found::of(&answer)
        .with("age", fit.age)
        .with("age_ok", fit.age_ok())
        .with("eligible", fit.eligible())
        .with("initial_allowed", fit.initial_allowed)
        .with("need", need))
}

pub(super) fn initial(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let first = asked.needed_day("first_issue")?;
    let answer = asked
        .law
        .initial_validity(first, asked.as_of)
        .map_err(|error| Wrong::from(error).about("first_issue"))?;
    Ok(Found::of(&answer)
        .with("term", answer.value.term.chinese())
        .with_day("valid_until", answer.value.valid_until))
}

fn term(asked: &Asked<'_>) -> Term {
    Term::parse(asked.text("current_term")).unwrap_or(Term::SixYears)
}

pub(super) fn renewal_term(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let cycles = asked.count("cycles_with_12_points").unwrap_or_default();
    let answer = asked.law.renewal_term(term(asked), cycles, asked.as_of)?;
    Ok(Found::of(&answer).with("next_term", answer.value.chinese()))
}

pub(super) fn renew_window(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let answer = asked.law.renew_window(asked.day("valid_until"), asked.as_of)?;
    let window = answer.value;
    let (action, exam, reason) = match window.state {
        RenewalState::LongTerm => (None, None, Some("long_term")),
        RenewalState::TooEarly => (None, None, Some("too_early")),
        RenewalState::Open => (Some("直接换证"), None, None),
        RenewalState::Overdue => (Some("直接换证"), None, Some("overdue")),
        RenewalState::Restore => (Some("恢复驾驶资格"), Some("科目一"), Some("cancelled")),
        RenewalState::Reapply => (Some("重新申领"), Some("全部科目"), Some("cancelled_too_long")),
    };
    Ok(Found::of(&answer)
        .with("can_renew", window.can_renew())
        .with("overdue", window.overdue())
        .with("may_drive_now", window.may_drive())
        .with("action", action)
        .with("exam", exam)
        .with("reason", reason))
}

pub(super) fn renew_issue(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let (until, on) = (asked.needed_day("valid_until")?, asked.needed_day("renew_on")?);
    let cycles = asked.count("cycles_with_12_points").unwrap_or_default();
    let answer = asked
        .law
        .renew_issue(until, on, term(asked), cycles)
        .map_err(|e| Wrong::from(e).about("renew_on"))?;
    Ok(Found::of(&answer)
        .with_day("valid_from", answer.value.valid_from)
        .with_day("valid_until", answer.value.valid_until))
}

pub(super) fn postpone(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let answer = asked.law.postponed_longest(asked.as_of)?;
    Ok(Found::of(&answer).with("max_extension_years", answer.value).with("may_drive_during_extension", false))
}

pub(super) fn info_change(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let changed = asked.needed_day("changed_on")?;
    let answer = asked
        .law
        .information_deadline(changed, asked.as_of)
        .map_err(|error| Wrong::from(error).about("changed_on"))?;
    Ok(Found::of(&answer)
        .with_day("deadline", answer.value.last_day)
        .with("deadline_days", answer.value.days))
}

pub(super) fn age_downgrade(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let (class, birth) = (asked.class("class")?, asked.needed_day("birth")?);
    let before = |error| Wrong::from(error).about("birth");
    let plain = asked.law.age_downgrade(class, birth, asked.as_of, None).map_err(before)?;
    // An extension is approved for as long as the law allows where nothing else is said.
    let longest =
        plain.value.extension.filter(|_| asked.flag("extension_approved")).map(|e| e.ends_on.plus_days(-1));
    let answer = asked.law.age_downgrade(class, birth, asked.as_of, longest).map_err(before)?;
    let end = &answer.value;
    let to: Vec<&str> = end.to.iter().filter(|_| end.must_downgrade).map(|class| class.code()).collect();
    Ok(Found::of(&answer)
        .with("age", end.age)
        .with("must_downgrade", end.must_downgrade)
        .with("to", json!(to))
        .with("extension_max_years", end.extension.map(|extension| extension.longest_years)))
}

pub(super) fn medical(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let (birth, first) = (asked.needed_day("birth")?, asked.needed_day("first_issue")?);
    let answer = asked.law.medical_duty(asked.classes("class")?, birth, first, asked.as_of);
    let answer = answer.map_err(|error| Wrong::from(error).about("first_issue"))?;
    let duty = answer.value;
    Ok(Found::of(&answer)
        .with("required", duty.required)
        .with_day("last_cycle_end", duty.last_cycle_end.filter(|_| duty.required))
        .with("deadline_days", duty.required.then_some(duty.within_days)))
}

pub(super) fn review(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let points = asked.count("points_in_ended_cycle").unwrap_or_default();
    let answer = asked.law.review_duty(asked.classes("class")?, 0, points, Accident::None, asked.as_of)?;
    let duty = answer.value;
    Ok(Found::of(&answer)
        .with("required", duty.required)
        .with("deadline_days", duty.required.then_some(duty.within_days)))
}
