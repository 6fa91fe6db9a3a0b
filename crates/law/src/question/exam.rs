//! Exams.

use super::asked::Asked;
use super::{Found, Wrong};
use crate::Subject;

pub(super) fn pass(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let mark = asked.law.pass_mark(asked.subject()?, asked.class("class")?, asked.as_of)?;
    let passed = asked.count("score").is_some_and(|score| score >= mark.value);
    Ok(Found::of(&mark).with("pass", passed).with("pass_mark", mark.value))
}

pub(super) fn can_book(asked: &Asked<'_>) -> Result<Found, Wrong> {
    // The permit is issued once subject one is passed (162§40): for that exam there is none yet.
    let issued = match (asked.subject()?, asked.day("study_permit_issued")) {
        (Subject::One, None) => asked.as_of,
        _ => asked.needed_day("study_permit_issued")?,
    };
    // A student of a vocational school adds A1 or A2 to the C1 of the school (162§17).
    let upgrade =
        !matches!(asked.word("application"), None | Some("initial" | "初次申领" | "初次申领驾驶证"));
    let answer = asked.law.can_book(asked.subject()?, asked.class("class")?, upgrade, issued, asked.as_of)?;
    Ok(Found::of(&answer).with("can_book", answer.value.can_book).with("min_days", answer.value.min_days))
}

pub(super) fn can_rebook(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let answer = asked.law.can_rebook(asked.subject()?, asked.needed_day("last_failed")?, asked.as_of)?;
    Ok(Found::of(&answer).with("can_book", answer.value.can_book).with("min_days", answer.value.min_days))
}

pub(super) fn fifth_failure(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let most = asked.law.bookings_max(asked.subject()?, asked.as_of)?;
    let failed = asked.count("attempts_failed").unwrap_or_default();
    let voided = most.value.is_some_and(|most| failed >= most) && !asked.flag("passed");
    Ok(Found::of(&most).with("max_bookings", most.value).with("passed_results_voided", voided))
}

pub(super) fn permit_valid(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let issued = asked.needed_day("issued")?;
    let answer = asked.law.permit(issued, asked.as_of)?;
    let permit = answer.value;
    Ok(Found::of(&answer)
        .with("valid", permit.valid)
        .with("valid_years", permit.years)
        .with("passed_results_voided", permit.until < asked.as_of))
}
