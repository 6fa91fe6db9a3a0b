//! Steps a second with more and more cases present, over the same persons. A machine changes its pace within the minutes
//! that a million cases take to fill in, so that a full store takes turns with an empty one, and what it keeps of the
//! empty one's rate is told beside its own rate.

use std::sync::Arc;

use super::copies::{Yard, looked_through, served};
use super::fill::Filling;
use super::parts::Work;
use super::process::{ServerProcess, load};
use super::report::Figures;
use super::turns::{Site, median};
use super::{broken, report};
use crate::Console;
use crate::outcome::Failure;
use crate::store_folder::Place;

/// Windows at each size.
const WINDOWS: usize = 5;
/// Clients at once.
pub(super) const CLIENTS: usize = 64;

/// A store of some size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    /// Cases present.
    pub(super) cases: u64,
    /// Steps a second.
    pub(super) rate: f64,
    /// The median share of the rate that a store of the first size had in the window before; none for that size itself.
    pub(super) kept: Option<f64>,
}

/// A store under a server, and the number of the case that comes next.
struct Served<'s> {
    site: &'s Site<'s>,
    server: ServerProcess,
    next: u64,
}

impl<'s> Served<'s> {
    fn start(site: &'s Site<'s>, place: &Place, next: u64) -> Result<Self, Failure> {
        let server = ServerProcess::start(&served(place, site.twins, site.token))?;
        Ok(Self { site, server, next })
    }

    /// Steps a second in one window.
    fn window(&mut self, result: &mut Figures) -> Result<f64, Failure> {
        let work = Work::Steps { clients: CLIENTS };
        let measured = load(&self.server, &self.site.task(&self.server, self.next, work, self.site.seconds))?;
        self.next = measured.found.next;
        report::failures(result, &measured.found);
        Ok(report::rate(&measured.found))
    }
}

/// Measures at each number of cases, which are in their order.
pub(super) fn curve(
    site: &Site<'_>,
    yard: &Yard,
    cases: &[u64],
    console: Console,
    result: &mut Figures,
) -> Result<Vec<Point>, Failure> {
    let subject = site.subject_of(0).ok_or_else(|| broken("nobody"))?;
    let filling = Arc::new(Filling::read(site.recorded, subject, site.persons())?);
    let subjects = Arc::new(site.ground.subjects.clone());
    let bring = |place: &Place, have: u64, want: u64| {
        filling.add(&place.database, &subjects, have, want)?;
        looked_through(&place.database)
    };
    let place = yard.copy(&site.ground.place, "curve")?;
    let (mut have, mut next, mut points) = (0, 3, Vec::new());
    for want in cases {
        bring(&place, have, *want)?;
        let mut full = Served::start(site, &place, next)?;
        let point = match cases.first().filter(|first| *first != want) {
            None => alone(&mut full, *want, result)?,
            Some(first) => {
                let other = yard.copy(&site.ground.place, "empty")?;
                bring(&other, 0, *first)?;
                let mut empty = Served::start(site, &other, 3)?;
                let point = in_turns(&mut empty, &mut full, *want, result)?;
                empty.server.stop()?;
                yard.remove(&other);
                point
            }
        };
        next = full.next;
        full.server.stop()?;
        have = *want;
        tell(console, &point);
        points.push(point);
    }
    yard.remove(&place);
    Ok(points)
}

fn alone(full: &mut Served<'_>, cases: u64, result: &mut Figures) -> Result<Point, Failure> {
    let rates: Result<Vec<f64>, Failure> = (0..WINDOWS).map(|_| full.window(result)).collect();
    Ok(Point { cases, rate: median(&mut rates?), kept: None })
}

fn in_turns(
    empty: &mut Served<'_>,
    full: &mut Served<'_>,
    cases: u64,
    result: &mut Figures,
) -> Result<Point, Failure> {
    let (mut rates, mut kept) = (Vec::new(), Vec::new());
    for _ in 0..WINDOWS {
        let before = empty.window(result)?;
        let rate = full.window(result)?;
        rates.push(rate);
        kept.push(rate / before.max(0.001));
    }
    Ok(Point { cases, rate: median(&mut rates), kept: Some(median(&mut kept)) })
}

fn tell(console: Console, point: &Point) {
    let Point { cases, rate, kept } = *point;
    console.progress(&match kept {
        None => base::Text::new(
            format!("已有办件 {cases} 件：每秒 {rate:.0} 步"),
            format!("{cases} cases present: {rate:.0} steps a second"),
        ),
        Some(kept) => base::Text::new(
            format!("已有办件 {cases} 件：每秒 {rate:.0} 步，是空库的 {kept:.2}"),
            format!("{cases} cases present: {rate:.0} steps a second, {kept:.2} of an empty store's"),
        ),
    });
}
