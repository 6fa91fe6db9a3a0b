//! Who lives in the city, which licence they hold and which vehicles they own. Pure: everything follows from the seed and the city's day.

use std::collections::HashSet;

use base::{Day, Region, Rng};
use law::{Class, Classes, Term, check_character};

use super::places::DISTRICTS;
use super::vehicles::Owned;
use super::{Plan, names, vehicles};

/// Why somebody holds the licence they hold: what can be shown with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Renewed in the weeks that are replayed.
    Renewed,
    /// Replaced in those weeks.
    Replaced,
    /// Ends within ninety days: may renew now.
    Ending,
    /// Ended less than a year ago: may still renew.
    Overdue,
    /// Ended longer ago: must restore.
    Lapsed,
    /// Seventy or older.
    Aged,
    /// Nothing to do for years.
    Quiet,
}

/// A person with their licence and their vehicles.
#[derive(Clone, Debug)]
pub(super) struct Citizen {
    pub(super) name: String,
    pub(super) id_number: String,
    pub(super) phone: String,
    pub(super) address: String,
    pub(super) region: Region,
    pub(super) birth: Day,
    pub(super) standing: Standing,
    pub(super) licence: Held,
    pub(super) vehicles: Vec<Owned>,
}

/// A licence as it is entered.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) file_number: String,
    pub(super) classes: Classes,
    pub(super) first_issue: Day,
    pub(super) valid_from: Day,
    pub(super) valid_until: Option<Day>,
    pub(super) term: Term,
}

/// Everybody, in the order of their telephone numbers, one after the other: a large city does not fit into memory. The
/// first few are the ones people log in as.
pub(super) fn everybody(plan: &Plan) -> impl Iterator<Item = Citizen> + '_ {
    let mut rng = Rng::from_number(plan.seed);
    let mut taken = HashSet::new();
    (0..plan.persons).map(move |i| citizen(plan, i, &mut rng, &mut taken))
}

/// Of a hundred persons so many stand so; the first ten persons may all renew, so that any of them can be shown. What
/// is replayed is the life of the first of the list; the others only live here.
fn standing(plan: &Plan, i: usize) -> Standing {
    if i < 10 {
        return Standing::Ending;
    }
    match i % 100 {
        0..19 if i >= plan.played => Standing::Quiet,
        0..11 => Standing::Renewed,
        11..19 => Standing::Replaced,
        19..27 => Standing::Ending,
        27..30 => Standing::Overdue,
        30 => Standing::Lapsed,
        31..36 => Standing::Aged,
        _ => Standing::Quiet,
    }
}

fn citizen(plan: &Plan, i: usize, rng: &mut Rng, taken: &mut HashSet<u64>) -> Citizen {
    let standing = standing(plan, i);
    let number = u64::try_from(i).unwrap_or(0);
    let today = plan.now.day();
    let (term, valid_from, valid_until, first_issue) = dates(plan, standing, rng);
    let birth = born(standing, today, first_issue, rng);
    let (code, district) = rng.pick(&DISTRICTS).copied().unwrap_or(("999901", "示例市城东区"));
    let licence = Held {
        file_number: format!("9999{:08}", i + 1),
        classes: classes(i, birth, today, rng),
        first_issue,
        valid_from,
        valid_until,
        term,
    };
    Citizen {
        name: names::person(rng),
        id_number: id_number(code, birth, rng, taken),
        phone: format!("139{i:08}"),
        address: names::address(district, rng),
        region: Region::parse(code).unwrap_or(plan.region),
        birth,
        standing,
        licence,
        vehicles: vehicles::owned(i, today, &mut Rng::from_number(plan.seed.wrapping_add(1 + number))),
    }
}

/// Term, first and last day of validity, and the day of first issue, in this order.
fn dates(plan: &Plan, standing: Standing, rng: &mut Rng) -> (Term, Day, Option<Day>, Day) {
    let today = plan.now.day();
    let days = |rng: &mut Rng, from: i32, to: i32| {
        let span = u64::try_from(to - from).unwrap_or(0);
        today.plus_days(from + i32::try_from(rng.below(span + 1)).unwrap_or(0))
    };
    let history = -7 * plan.weeks;
    let until = match standing {
        // In the renewal window on every day that is replayed.
        Standing::Renewed => days(rng, 3, 90 + history),
        Standing::Ending => days(rng, 10, 85),
        Standing::Overdue => days(rng, -340, history - 5),
        Standing::Lapsed => days(rng, -1080, -380),
        Standing::Aged if rng.below(2) == 0 => days(rng, 10, 85),
        Standing::Replaced | Standing::Quiet | Standing::Aged => days(rng, 200, 2000),
    };
    let long = matches!(standing, Standing::Quiet | Standing::Aged) && rng.below(4) == 0;
    if long {
        let from = days(rng, -2500, -400);
        return (Term::LongTerm, from, None, from.plus_years(-16));
    }
    if rng.below(100) < 55 {
        let from = until.plus_years(-6);
        return (Term::SixYears, from, Some(until), from);
    }
    let from = until.plus_years(-10);
    (Term::TenYears, from, Some(until), from.plus_years(-6))
}

/// A birthday that fits a first licence at eighteen or later, and the standing.
fn born(standing: Standing, today: Day, first_issue: Day, rng: &mut Rng) -> Day {
    let back = |rng: &mut Rng, days: u64| i32::try_from(rng.below(days)).unwrap_or(0);
    if standing == Standing::Aged {
        return today.plus_years(-70).plus_days(-20 - back(rng, 4_500));
    }
    // Nobody else is over sixty: large classes and tests of ability are another story.
    let latest = first_issue.plus_years(-18).plus_days(-10);
    let earliest = today.plus_years(-60);
    let span = u64::try_from(latest.days_since(earliest)).unwrap_or(0).clamp(1, 9_000);
    latest.plus_days(-back(rng, span))
}

/// Mostly cars; large vehicles only for those in their best years. The first ten drive ordinary cars.
fn classes(i: usize, birth: Day, today: Day, rng: &mut Rng) -> Classes {
    let age = today.year() - birth.year();
    let dice = rng.below(100);
    if i < 10 || !(26..=55).contains(&age) {
        return Classes::from(if dice < 70 || i < 10 { Class::C1 } else { Class::C2 });
    }
    let text = match dice {
        0..55 => "C1",
        55..75 => "C2",
        75..81 => "C1D",
        81..85 => "C1E",
        85..92 => "B2",
        92..95 => "A2",
        95..97 => "A1",
        97..99 => "B1",
        _ => "D",
    };
    Classes::parse(text).unwrap_or_else(|_| Classes::from(Class::C1))
}

/// Eighteen characters that check (GB 11643), each used once.
fn id_number(area: &str, birth: Day, rng: &mut Rng, taken: &mut HashSet<u64>) -> String {
    loop {
        let day = birth.to_string().replace('-', "");
        let digits = format!("{area}{day}{:03}", 1 + rng.below(999));
        if taken.insert(digits.parse().unwrap_or(0)) {
            return format!("{digits}{}", check_character(&digits).unwrap_or('0'));
        }
    }
}
