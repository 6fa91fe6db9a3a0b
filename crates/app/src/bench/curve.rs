//! Cases a second with more and more cases present, over the same persons.

use std::sync::Arc;

use super::copies::{Yard, served};
use super::fill::Filling;
use super::parts::Work;
use super::process::{ServerProcess, load};
use super::turns::{Site, median};
use super::{broken, report};
use crate::Console;
use crate::outcome::Failure;

/// Windows at each size.
const WINDOWS: usize = 3;
/// Clients at once.
pub(super) const CLIENTS: usize = 64;

/// Steps a second by the number of cases present.
pub(super) fn curve(
    site: &Site<'_>,
    yard: &Yard,
    cases: &[u64],
    console: Console,
    result: &mut report::Figures,
) -> Result<Vec<(u64, f64)>, Failure> {
    let subject = site.subject_of(0).ok_or_else(|| broken("nobody"))?;
    let filling = Arc::new(Filling::read(site.recorded, subject, site.persons())?);
    let subjects = Arc::new(site.ground.subjects.clone());
    let place = yard.copy(&site.ground.place, "curve")?;
    let (mut have, mut next, mut points) = (0, 3, Vec::new());
    for want in cases {
        filling.add(&place.database, &subjects, have, *want)?;
        if let store::Target::Postgres(url) = &place.database {
            store::administer(url, "VACUUM ANALYZE")?;
        }
        have = *want;
        let server = ServerProcess::start(&served(&place, site.twins, site.token))?;
        let mut rates = Vec::new();
        for _ in 0..WINDOWS {
            let work = Work::Steps { clients: CLIENTS };
            let task = site.task(&server, next, work, site.seconds);
            let measured = load(&server, &task)?;
            next = measured.found.next;
            report::failures(result, &measured.found);
            rates.push(report::rate(&measured.found));
        }
        server.stop()?;
        let rate = median(&mut rates);
        console.progress(&base::Text::new(
            format!("已有办件 {want} 件：每秒 {rate:.0} 步"),
            format!("{want} cases present: {rate:.0} steps a second"),
        ));
        points.push((*want, rate));
    }
    yard.remove(&place);
    Ok(points)
}
