//! Inspection and scrapping.

use super::asked::Asked;
use super::{Found, Wrong};
use crate::{Inspected, InspectionAction};

pub(super) fn next_inspection(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let facts = Inspected {
        vehicle: asked.text("vehicle"),
        registered: asked.needed_day("registered")?,
        previous_all_done: asked.flag_or("previous_all_done", true),
        seats: asked.count("seats"),
        injury_accident: asked.flag("injury_accident"),
        illegal_modification: asked.flag("illegal_modification"),
        manufactured: asked.day("manufactured"),
    };
    let answer = asked.law.next_inspection(&facts, asked.as_of).map_err(|error| about(Wrong::from(error)))?;
    let next = answer.value;
    let action = match next.action {
        InspectionAction::MarkOnly => "mark_only",
        InspectionAction::OnSite => "on_site",
    };
    Ok(Found::of(&answer)
        .with_day("next_due", next.due)
        .with("action", action)
        .with_day("window_opens", next.opens)
        .with("window_open", next.open))
}

pub(super) fn scrap_years(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let registered = asked.needed_day("registered")?;
    let answer =
        asked.law.scrapping(asked.text("vehicle"), registered, asked.day("manufactured"), asked.as_of);
    let answer = answer.map_err(|error| about(Wrong::from(error)))?;
    Ok(Found::of(&answer)
        .with("years", answer.value.years)
        .with_day("scrap_date", answer.value.scrap_on)
        .with("mileage_limit_km", answer.value.mileage_km))
}

fn about(wrong: Wrong) -> Wrong {
    let key = match wrong.code.as_str() {
        "vehicle.unknown" => "vehicle",
        "inspection.seats" => "seats",
        "vehicle.manufactured" => "manufactured",
        _ => "registered",
    };
    wrong.about(key)
}
