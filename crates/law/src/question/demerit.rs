//! Points.

use serde_json::{Value, json};

use super::asked::Asked;
use super::{Found, Wrong};
use crate::{Figure, Reduction};

pub(super) fn current_cycle(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let first_issue = asked.needed_day("first_issue")?;
    let answer = asked.law.cycle(first_issue, asked.as_of).map_err(|e| Wrong::from(e).about("as_of"))?;
    Ok(Found::of(&answer).with_day("cycle_start", answer.value.start).with_day("cycle_end", answer.value.end))
}

pub(super) fn carry(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let points = asked.count("points").unwrap_or_default();
    let overdue = asked.count("overdue_unpaid_points").unwrap_or_default();
    let full = asked.law.figure(Figure::PointsFull, asked.as_of)?;
    if points >= full.value {
        // A full cycle is cleared by study and exams: nothing is carried anywhere.
        return Ok(Found::of(&full).with("carry", Value::Null));
    }
    let answer = asked.law.carried_over(points, overdue, asked.as_of);
    let answer = answer.map_err(|error| Wrong::from(error).about("overdue_unpaid_points"))?;
    Ok(Found::of(&answer).with("carry", answer.value))
}

pub(super) fn full_points(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let points = asked.count("points").unwrap_or_default();
    let times = asked.count("times_in_cycle").unwrap_or(1);
    let full = asked.law.figure(Figure::PointsFull, asked.as_of)?;
    if points < full.value {
        // Nobody is sent to study yet.
        return Ok(Found::of(&full).with("study_days", Value::Null).with("exams", json!([])));
    }
    let answer = asked.law.full_study(asked.classes("class")?, points, times, asked.as_of);
    let answer = answer.map_err(|error| Wrong::from(error).about("times_in_cycle"))?;
    Ok(Found::of(&answer).with("study_days", answer.value.days).with("exams", json!(answer.value.exams)))
}

pub(super) fn reduction(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let points = asked.count("points").unwrap_or_default();
    let reduced = asked.count("already_reduced_in_cycle").unwrap_or_default();
    let left = asked.law.reduction_left(points, reduced, asked.flag("in_probation"), asked.as_of)?;
    let full = asked.law.figure(Figure::PointsFull, asked.as_of)?;
    let go = (points >= full.value).then_some("满分学习");
    Ok(Found::of(&left)
        .with("eligible", left.value > 0)
        .with("max_more_reduction", left.value)
        .with("go", go))
}

pub(super) fn reduction_once(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let how = match asked.word("method") {
        Some(
            "on_site" | "onsite" | "on-site" | "现场学习" | "现场" | "线下" | "offline" | "现场教育"
            | "线下学习",
        ) => Reduction::OnSite,
        Some("public_service" | "service" | "公益活动" | "公益" | "交通安全公益活动" | "参加公益活动") => {
            Reduction::Service
        }
        _ => Reduction::Online,
    };
    let points = asked.count("points").unwrap_or_default();
    let reduced = asked.count("already_reduced_in_cycle").unwrap_or_default();
    let answer = asked.law.reduction_once(how, points, reduced, asked.as_of)?;
    Ok(Found::of(&answer).with("reduction", answer.value))
}
