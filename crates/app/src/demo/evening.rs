//! The evenings of the last two weeks: at every outlet with a team somebody counts blanks and fees and closes the day.
//! Now and then what they count is not what the books say, as it is in every office.

use base::{Fen, Instant, Rng};
use law::Law;
use service::day::{self, DifferenceReason, Sheet, Tally};
use service::office::Stop;

use super::replay::Replay;
use crate::wait::{ask, wait};

/// How far back days are closed. Today is left to whoever tries the city.
const DAYS: i32 = 14;
/// When they count: 17:40, in milliseconds since midnight.
const COUNTED_MS: i64 = (17 * 60 + 40) * 60_000;
/// The fee of a card, which somebody forgot to enter.
const FORGOTTEN: Fen = Fen(1_000);

/// The evenings between the two moments on which days are closed, the first one first.
pub(super) fn evenings(law: &Law, from: Instant, now: Instant) -> Vec<Instant> {
    let days = (1..=DAYS).rev().map(|back| now.day().plus_days(-back));
    let working = |day| law.is_working_day(day).is_ok_and(|day| day.value.working);
    let counted = days.filter(|day| working(*day)).map(|day| day.start().plus_ms(COUNTED_MS));
    counted.filter(|evening| *evening > from).collect()
}

impl Replay<'_> {
    /// Closes the day at every outlet with a team.
    pub(super) fn close_days(&self, at: Instant) -> Result<(), Stop> {
        let mut rng = Rng::from_number(at.ms().unsigned_abs());
        for team in self.people.teams.values() {
            let ctx = self.at(&team.issuer, at);
            let outlet = ctx.outlet.clone().ok_or(Stop::NotFound)?;
            let own = outlet.clone();
            let sheet = ask(self.office, move |read| day::sheet(read, &own, at.day()))?;
            wait(day::close(self.office, &ctx, &outlet, counted(&sheet, &mut rng)))?;
        }
        Ok(())
    }
}

/// What they count in front of these books.
fn counted(sheet: &Sheet, rng: &mut Rng) -> Tally {
    let (blanks, fees) = (sheet.blanks.expected(), sheet.fees.expected);
    let right = Tally { blanks, blanks_reason: None, fees, fees_reason: None };
    match rng.below(100) {
        0..3 => Tally {
            blanks: blanks.saturating_sub(1),
            blanks_reason: Some(DifferenceReason::Inquiry),
            ..right
        },
        3..6 => Tally {
            fees: Fen(fees.0.saturating_add(FORGOTTEN.0)),
            fees_reason: Some(DifferenceReason::Unrecorded),
            ..right
        },
        _ => right,
    }
}
