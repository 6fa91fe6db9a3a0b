//! What twins that begin with a made city must know of it: fees that were paid, so that money can go back, and parcels
//! that are under way, so that they arrive.

use adapters::payment::NewOrder;
use adapters::twins::Twins;
use service::office::{Office, Stop};
use service::{delivery, payment};

use crate::wait::ask;
use crate::worker::Worker;

/// Tells the payment twin of every fee that was paid and not given back.
pub(super) fn fees(office: &Office, twins: &Twins, origin: &str) -> Result<(), Stop> {
    let mut after = String::new();
    loop {
        let from = after.clone();
        let page = ask(office, move |read| payment::paid(read, &from))?;
        let Some(last) = page.last() else { return Ok(()) };
        after.clone_from(&last.order);
        for paid in page {
            let item = office.rules.catalog.item(&paid.item);
            let order = NewOrder {
                order_no: paid.order.clone(),
                amount_fen: paid.amount,
                description: item.map_or_else(|_| paid.item.clone(), |item| item.name.zh.clone()),
                return_url: format!("{origin}/pay/{}", paid.number),
                notify_url: format!("{origin}/hooks/payment"),
                case_no: paid.number,
            };
            let at = paid.at.unwrap_or_else(|| office.clock.now());
            twins.paid(order, paid.reference.unwrap_or(paid.order), at);
        }
    }
}

/// Tells the post's twin of every parcel under way.
pub(super) fn parcels(office: &Office, twins: &Twins, worker: &Worker) -> Result<(), Stop> {
    let mut after = String::new();
    loop {
        let from = after.clone();
        let page = ask(office, move |read| delivery::under_way(read, &from))?;
        let Some((_, last, _)) = page.last() else { return Ok(()) };
        after.clone_from(last);
        for (number, parcel, _) in page {
            let id = parcel.clone();
            let moves = ask(office, move |read| delivery::moves(read, &id))?;
            let Some((_, taken)) = moves.first() else { continue };
            if let Some(new) = worker.addressed(&number, parcel)? {
                twins.carried(new, *taken);
            }
        }
    }
}
