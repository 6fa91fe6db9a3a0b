//! A write happens once for its key: the row that says so is written in the same transaction.

use store::{Read, params};

use super::{Desk, Once, Stop, sql};

/// Stops a write that was done before.
pub(super) fn look(read: &mut Read<'_>, actor: &str, once: &Once) -> Result<(), Stop> {
    let before = read.maybe(&sql::LOOK, params![actor, once.route, once.key], |row| {
        Ok((row.digest(0)?, row.opt_text(1)?))
    })?;
    match before {
        Some((body, stream)) if body == once.body => Err(Stop::Repeated(stream)),
        Some(_) => Err(Stop::KeyReused),
        None => Ok(()),
    }
}

/// Whether a write under this key was answered before, whatever its body: then its command will say so.
pub(crate) fn is_known(read: &mut Read<'_>, actor: &str, once: &Once) -> Result<bool, Stop> {
    Ok(read.maybe(&sql::LOOK, params![actor, once.route, once.key], |_| Ok(()))?.is_some())
}

/// Whether a command that stopped so may have met its own twin. One that found the key knows already, and where the
/// store does not answer, asking it more would not help.
pub(super) fn may_be_a_repeat(stop: &Stop) -> bool {
    let away = |error: &ledger::Error| {
        matches!(error, ledger::Error::Store(store::Error::Overloaded | store::Error::Unavailable(_)))
    };
    match stop {
        Stop::Repeated(_) | Stop::KeyReused => false,
        Stop::Failed(error) => !away(error),
        _ => true,
    }
}

/// Notes what was done. Two requests that come at once meet at the row's key: the slower one is undone here, and looks
/// again at what the faster one did.
pub(super) fn keep(desk: &mut Desk<'_, '_>, stream: Option<String>) -> Result<(), Stop> {
    let ctx = desk.ctx();
    let Some(once) = &ctx.once else { return Ok(()) };
    desk.exec(&sql::KEEP, params![ctx.actor.id, once.route, once.key, once.body, stream, ctx.now])?;
    Ok(())
}

/// Forgets the keys of an actor, inside the command that erases them: a digest of a short body tells the body to whoever
/// tries all of them.
pub(crate) fn forget(desk: &mut Desk<'_, '_>, actor: &str) -> Result<(), Stop> {
    desk.exec(&sql::FORGET, params![actor])?;
    Ok(())
}

/// Forgets keys older than a day, at most 500. Gives how many; call it again while it is more than none.
pub fn sweep(tx: &mut store::Tx<'_>) -> Result<u64, Stop> {
    let day_ago = tx.now().plus_seconds(-86_400);
    Ok(tx.exec(&sql::SWEEP, params![day_ago])?)
}
