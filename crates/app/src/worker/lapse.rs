//! Cases that nobody supplemented in time.

use service::case::commands::lapse;
use service::office::Stop;
use store::params;

use super::{Worker, sql};
use crate::wait::{ask, wait};

impl Worker {
    /// Lets every case lapse whose day for a supplement has passed; gives how many.
    pub(super) fn lapse_overdue(&self) -> Result<usize, Stop> {
        let today = self.ctx("lapse").now.day();
        let (mut after, mut lapsed) = (String::new(), 0);
        loop {
            let from = after.clone();
            let page = ask(&self.office, move |read| {
                Ok(read.list(&sql::LAPSING, params![today, from], |row| row.text(0))?)
            })?;
            let Some(last) = page.last() else { return Ok(lapsed) };
            after.clone_from(last);
            for number in page {
                match wait(lapse(&self.office, &self.ctx("lapse"), number)) {
                    Ok(_) => lapsed += 1,
                    // Somebody supplemented, decided or withdrew it in this very moment.
                    Err(Stop::Refused(_)) => {}
                    Err(stop) => return Err(stop),
                }
            }
        }
    }
}
