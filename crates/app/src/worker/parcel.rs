//! Parcels: handing them to the post, and asking where they are.

use adapters::post::{NewParcel, Parcel, ParcelState};
use adapters::{AdapterError, Private};
use base::Instant;
use service::case::commands::move_parcel;
use service::job::Job;
use service::office::{Ctx, Stop};
use service::{case, delivery, person};

use super::{Undone, Worker};
use crate::wait::{ask, wait};

/// What is inside, as the post may know it.
const CONTENT: &str = "机动车驾驶证";

impl Worker {
    /// Hands a case's parcel to the post, or finds it there already, and records its moves so far.
    pub(super) fn parcel(&self, job: &Job, ctx: &Ctx) -> Result<(), Undone> {
        let parcel_no = Self::word(job, "parcel")?.to_owned();
        let Some(new) = self.addressed(&job.subject, parcel_no)? else { return Ok(()) };
        let parcel = self.answer(self.outside.post.create(&new, &mut ctx.rng.clone()))?;
        Ok(self.moved(&job.subject, &parcel, ctx)?)
    }

    /// Asks the post about every parcel under way.
    pub(crate) fn ask_post(&self) -> Result<(), Stop> {
        let mut after = String::new();
        loop {
            let from = after.clone();
            let page = ask(&self.office, move |read| delivery::under_way(read, &from))?;
            let Some((_, last, _)) = page.last() else { return Ok(()) };
            after.clone_from(last);
            for (number, _, tracking) in &page {
                let Some(tracking) = tracking else { continue };
                let ctx = self.ctx("post.track");
                match self.answer(self.outside.post.track(tracking, &mut ctx.rng.clone())) {
                    Ok(parcel) => self.moved(number, &parcel, &ctx)?,
                    // This one alone: what the post says of it is no outage.
                    Err(error @ AdapterError::Refused { .. }) => {
                        tracing::warn!(number, %error, "the post does not know a parcel");
                    }
                    Err(error) => {
                        // The others would wait for the same system: the next round asks again.
                        tracing::warn!(%error, "the post does not tell where parcels are");
                        return Ok(());
                    }
                }
            }
        }
    }

    fn moved(&self, number: &str, parcel: &Parcel, ctx: &Ctx) -> Result<(), Stop> {
        let moves = moves(parcel);
        wait(move_parcel(&self.office, ctx, number.to_owned(), parcel.tracking_no.clone(), moves))?;
        Ok(())
    }

    /// The parcel with its address; none when the person was erased since.
    pub(crate) fn addressed(&self, number: &str, parcel_no: String) -> Result<Option<NewParcel>, Stop> {
        let (office, number) = (self.office.clone(), number.to_owned());
        ask(&self.office, move |read| {
            let case = case::by_number(read, &number)?.ok_or(Stop::NotFound)?;
            let Some(row) = person::by_id(read, &case.subject)?.filter(|row| !row.erased) else {
                return Ok(None);
            };
            let values = person::values(&office, read, &row)?;
            let address = case::delivery_address(&office, read, &case)?;
            Ok(Some(NewParcel {
                parcel_no,
                addressee: Private::new(values.name),
                phone: Private::new(values.phone),
                address: Private::new(address.unwrap_or(values.address)),
                content: CONTENT.to_owned(),
            }))
        })
    }
}

/// The post's events as moves of the case. A parcel on its way back is not yet news: that it came back is.
fn moves(parcel: &Parcel) -> Vec<(String, Instant)> {
    let status = |state| match state {
        ParcelState::Accepted => Some("accepted"),
        ParcelState::InTransit => Some("in_transit"),
        ParcelState::OutForDelivery => Some("out_for_delivery"),
        ParcelState::Delivered => Some("delivered"),
        ParcelState::Returned => Some("returned"),
        ParcelState::Returning => None,
    };
    let moves = parcel.events.iter().filter_map(|event| Some((status(event.state)?.to_owned(), event.at_ms)));
    moves.collect()
}
