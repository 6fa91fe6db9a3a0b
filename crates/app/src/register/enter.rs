//! Entering rows that are new: in groups of one transaction each, by several hands whose groups share a commit. Where a
//! group cannot be entered, each of its rows is tried alone, so that one does not hold the others up.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use authz::Channel;
use ledger::seal::BlindKind;
use service::office::{Ctx, Office, Stop};
use service::registry::{self, Entry, GROUP_MAX};

use super::fault::Fault;
use super::row::Kept;
use crate::wait::wait;

/// How many groups are under way at once.
const HANDS: usize = 16;

/// What became of a row.
type Entered = Result<(), Vec<Fault>>;

/// Enters rows; says of each what became of it, in their order.
pub(super) fn enter(office: &Office, rows: &[Arc<Kept>]) -> Result<Vec<Entered>, Stop> {
    // In the order of the index by which people are found: those of one commit then lie beside each other there.
    let index = |row: &Kept| office.vault.index(BlindKind::IdNumber, &row.id_number);
    let mut order: Vec<_> = rows.iter().enumerate().map(|(at, row)| (index(row), at, row)).collect();
    order.sort_by_key(|(index, _, _)| index.as_ref().map(|index| *index.as_bytes()));
    let order: Vec<(usize, &Kept)> = order.into_iter().map(|(_, at, row)| (at, &**row)).collect();
    let groups: Vec<&[(usize, &Kept)]> = order.chunks(GROUP_MAX).collect();
    let next = AtomicUsize::new(0);
    let hand = || -> Result<Vec<(usize, Entered)>, Stop> {
        let mut done = Vec::new();
        while let Some(group) = groups.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.extend(enter_group(office, group)?);
        }
        Ok(done)
    };
    let parts: Vec<Result<Vec<_>, Stop>> = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS.min(groups.len())).map(|_| scope.spawn(hand)).collect();
        let stopped = || Err(Stop::Failed(ledger::Error::Broken("a hand of the import stopped".to_owned())));
        hands.into_iter().map(|hand| hand.join().unwrap_or_else(|_| stopped())).collect()
    });
    let parts: Result<Vec<_>, Stop> = parts.into_iter().collect();
    let mut done: Vec<_> = parts?.into_iter().flatten().collect();
    done.sort_by_key(|(at, _)| *at);
    Ok(done.into_iter().map(|(_, entered)| entered).collect())
}

fn enter_group(office: &Office, group: &[(usize, &Kept)]) -> Result<Vec<(usize, Entered)>, Stop> {
    let rows: Vec<&Kept> = group.iter().map(|(_, row)| *row).collect();
    match try_to_enter(office, &rows) {
        Err(Stop::Invalid(_) | Stop::Refused(_)) => {}
        done => {
            done?;
            return Ok(group.iter().map(|(at, _)| (*at, Ok(()))).collect());
        }
    }
    let alone = |(at, row): &(usize, &Kept)| match try_to_enter(office, &[*row]) {
        Err(Stop::Invalid(fields)) => Ok((*at, Err(fields.iter().map(Fault::refused).collect()))),
        Err(Stop::Refused(refusals)) => {
            let fault = |refusal: base::Refusal| Fault::row(refusal.reason, refusal.instead);
            Ok((*at, Err(refusals.into_iter().map(fault).collect())))
        }
        done => done.map(|()| (*at, Ok(()))),
    };
    group.iter().map(alone).collect()
}

fn try_to_enter(office: &Office, rows: &[&Kept]) -> Result<(), Stop> {
    let ctx = Ctx { channel: Channel::Import, ..office.system("import") };
    let mut rng = office.entropy.rng();
    let entries: Vec<Entry> = rows
        .iter()
        .map(|row| {
            let person = base::new_id("per", row.region, ctx.now, &mut rng);
            let licence = base::new_id("lic", row.region, ctx.now, &mut rng);
            row.entry(person, licence)
        })
        .collect();
    wait(registry::enter(office, &ctx, entries)).map(|_| ())
}
