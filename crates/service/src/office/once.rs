//! A write happens once for its key: the row that says so is written in the same transaction.

use store::params;

use super::{Desk, Stop, sql};

/// Stops a write that was done before.
pub(super) fn look(desk: &mut Desk<'_, '_>) -> Result<(), Stop> {
    let ctx = desk.ctx();
    let Some(once) = &ctx.once else { return Ok(()) };
    let before = desk.maybe(&sql::LOOK, params![ctx.actor.id, once.route, once.key], |row| {
        Ok((row.digest(0)?, row.opt_text(1)?))
    })?;
    match before {
        Some((body, stream)) if body == once.body => Err(Stop::Repeated(stream)),
        Some(_) => Err(Stop::KeyReused),
        None => Ok(()),
    }
}

/// Notes what was done. Two requests that come at once meet at the row's key, and the slower one is undone.
pub(super) fn keep(desk: &mut Desk<'_, '_>, stream: Option<String>) -> Result<(), Stop> {
    let ctx = desk.ctx();
    let Some(once) = &ctx.once else { return Ok(()) };
    let now = ctx.now;
    let kept = desk.exec(&sql::KEEP, params![ctx.actor.id, once.route, once.key, once.body, stream, now]);
    match kept {
        Ok(_) => Ok(()),
        Err(store::Error::Constraint { .. }) => Err(Stop::Repeated(stream)),
        Err(error) => Err(error.into()),
    }
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
