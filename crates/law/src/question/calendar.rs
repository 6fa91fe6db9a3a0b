//! Working days.

use base::Lang;

use super::asked::Asked;
use super::{Found, Wrong};

pub(super) fn add_working_days(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let from = asked.needed_day("from")?;
    let answer = asked
        .law
        .add_working_days(from, asked.count("days").unwrap_or_default())
        .map_err(|e| Wrong::from(e).about("from"))?;
    Ok(Found::of(&answer).with_day("due", answer.value.day).with("provisional", answer.value.provisional))
}

pub(super) fn is_working_day(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let answer = asked.law.is_working_day(asked.needed_day("on")?).map_err(|e| Wrong::from(e).about("on"))?;
    let day = &answer.value;
    let holiday = day.holiday.as_ref().map(|name| name.get(Lang::Zh).to_owned());
    Ok(Found::of(&answer)
        .with("working", day.working)
        .with("holiday", holiday)
        .with("provisional", day.provisional))
}
