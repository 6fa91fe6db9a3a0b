//! Who may drive a school bus (校车驾驶资格, 162§87, BUS§23).

use base::{Day, Text};
use serde::Serialize;

use crate::{Answer, Figure, Law, LawError, UpperBoundary};

/// What is known of somebody who wants to drive a school bus.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own to another register")]
pub struct BusDriver {
    /// Date of birth.
    pub birth: Day,
    /// Since when the class of the bus is held; none where it is not.
    pub held_since: Option<Day>,
    /// How many cycles ago the last one with 12 points was (0 the current one); none where there was none.
    pub full_cycles_ago: Option<u16>,
    /// Whether they were to blame for a death or a serious injury.
    pub casualty_blame: bool,
    /// Whether they drove after drinking.
    pub drink: bool,
    /// The last serious overloading or speeding in passenger service.
    pub last_serious: Option<Day>,
    /// Whether they have a criminal record.
    pub crime: bool,
    /// Whether an illness or an addiction endangers driving.
    pub unwell: bool,
}

/// What stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BusDriverObstacle {
    /// The class is not held, or not long enough.
    NotHeldLongEnough,
    /// Too young.
    TooYoung,
    /// Too old.
    TooOld,
    /// A cycle that counts had 12 points.
    FullCycle,
    /// To blame for a death or a serious injury.
    CasualtyBlame,
    /// Drove after drinking.
    Drink,
    /// Serious overloading or speeding in passenger service not long enough ago.
    Serious,
    /// A criminal record.
    Crime,
    /// An illness or an addiction.
    Unwell,
}

impl Law {
    /// What ends a school bus driver's qualification, by its key (`drink`), in words (162§92).
    pub fn bus_driver_loss(&self, ground: &str, on: Day) -> Result<Answer<&Text>, LawError> {
        let row = self.bus_driver_losses.at(ground, on)?;
        Ok(Answer::new(&row.data.name, [&row.rule]))
    }

    /// Everything that stands in the way of driving a school bus.
    pub fn bus_driver(
        &self,
        driver: &BusDriver,
        on: Day,
    ) -> Result<Answer<Vec<BusDriverObstacle>>, LawError> {
        use BusDriverObstacle as No;
        let held = self.measure(Figure::SchoolBusDriverHeld, on)?;
        let clean = self.measure(Figure::SchoolBusCleanCycles, on)?;
        let serious = self.measure(Figure::SchoolBusSeriousWithin, on)?;
        let least = self.measure(Figure::SchoolBusDriverMinAge, on)?;
        let most = self.measure(Figure::SchoolBusDriverMaxAge, on)?;
        let (reading, setting) = self.setting::<UpperBoundary>(on)?;
        let past = if reading == UpperBoundary::WholeYear { most.value + 1 } else { most.value };
        let (grown, aged) =
            (self.reaches(driver.birth, least.value, on)?.value, self.reaches(driver.birth, past, on)?.value);
        let long_from = driver.held_since.map(|since| held.after(since));
        let forgotten = driver.last_serious.map(|last| serious.after(last));
        let checks = [
            (No::NotHeldLongEnough, long_from.is_none_or(|from| on < from)),
            (No::TooYoung, on < grown),
            (No::TooOld, aged <= on),
            (No::FullCycle, driver.full_cycles_ago.is_some_and(|ago| ago <= clean.value)),
            (No::CasualtyBlame, driver.casualty_blame),
            (No::Drink, driver.drink),
            (No::Serious, forgotten.is_some_and(|over| on < over)),
            (No::Crime, driver.crime),
            (No::Unwell, driver.unwell),
        ];
        let value = checks.into_iter().filter(|(_, stands)| *stands).map(|(what, _)| what).collect();
        let rows = [held.rule, clean.rule, serious.rule, least.rule, most.rule, setting];
        let days = [long_from, Some(grown), Some(aged), forgotten];
        let changes_on = days.into_iter().flatten().filter(|day| on < *day).min();
        Ok(Answer::new(value, rows).changing_on(changes_on))
    }
}
