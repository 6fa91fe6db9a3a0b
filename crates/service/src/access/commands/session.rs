//! Sessions: kept alive, ended, swept away.

use authz::{Action, Owner, Resource};
use base::Instant;
use store::{Statement, params};

use super::{record, staff_stream, without_key};
use crate::access::facts::StaffSessionsEnded;
use crate::access::model::Session;
use crate::access::rules::session::is_touch_due;
use crate::access::secret::Token;
use crate::access::{queries, sql};
use crate::office::{Ctx, Desk, Done, Office, Stop};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Notes that somebody is still there: a write at most once a minute. Gives whether it wrote.
pub async fn touch(office: &Office, ctx: &Ctx, session: &Session) -> Result<bool, Stop> {
    if !is_touch_due(session, ctx.now) {
        return Ok(false);
    }
    let digest = session.digest;
    // The request's key is for what the request asks, not for this.
    let done = office
        .command(&without_key(ctx), move |desk| {
            let now = desk.moment();
            Ok(desk.exec(&sql::SESSION_TOUCH, params![digest, now])?)
        })
        .await?;
    Ok(done.value > 0)
}

/// Ends the session that a token opens: logging out. Whoever holds the token may.
pub async fn end_session(office: &Office, ctx: &Ctx, token: &Token) -> Result<(), Stop> {
    let digest = token.digest();
    office.command(&without_key(ctx), move |desk| Ok(desk.exec(&sql::SESSION_END, params![digest])?)).await?;
    Ok(())
}

/// Ends all sessions of the actor's own, this one too: logging out everywhere.
pub async fn end_own_sessions(office: &Office, ctx: &Ctx, session: &Session) -> Result<(), Stop> {
    let session = session.clone();
    office
        .command(ctx, move |desk| {
            desk.allow(Action::SessionEnd, &session.resource())?;
            drop_sessions(desk, &session.subject)
        })
        .await?;
    Ok(())
}

/// Which of one's own other log-ins are to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Others {
    /// All but the one that asks.
    All,
    /// The one with this handle; nothing happens where it has ended already.
    One(String),
}

/// Ends other log-ins of the actor's own, from the one that goes on.
pub async fn end_other_sessions(
    office: &Office,
    ctx: &Ctx,
    session: &Session,
    which: &Others,
) -> Result<(), Stop> {
    let (own, which) = (session.clone(), which.clone());
    office
        .command(ctx, move |desk| {
            desk.allow(Action::SessionEnd, &own.resource())?;
            let now = desk.moment();
            match &which {
                Others::All => {
                    desk.exec(&sql::SESSIONS_END_BUT, params![own.subject, own.digest])?;
                }
                Others::One(handle) => {
                    let all = queries::own_sessions(desk, &own, now)?;
                    for other in all.iter().filter(|other| other.handle() == *handle && !other.is(&own)) {
                        desk.exec(&sql::SESSION_END, params![other.digest])?;
                    }
                }
            }
            Ok(())
        })
        .await?;
    Ok(())
}

/// Ends all sessions of an account, by somebody with the authority to; it is recorded.
pub async fn end_sessions_of_staff(office: &Office, ctx: &Ctx, staff: &str) -> Result<Done<()>, Stop> {
    let id = staff.to_owned();
    office
        .command(ctx, move |desk| {
            let own = staff_stream(desk.office(), &id);
            desk.lock(&[&own])?;
            let now = queries::staff_by_id(desk, &id)?.ok_or(Stop::NotFound)?;
            let session = Resource::Session { owner: Owner::Staff(now.id.clone()), outlet: Some(now.outlet) };
            desk.allow(Action::SessionEnd, &session)?;
            record(desk, &own, StaffSessionsEnded { staff: now.id })?;
            drop_sessions(desk, &id)
        })
        .await
}

/// Ends all sessions of a person or an account, inside the command that gives the reason (an erasure, a disabling).
pub fn drop_sessions(desk: &mut Desk<'_, '_>, subject: &str) -> Result<(), Stop> {
    desk.exec(&sql::SESSIONS_END, params![subject])?;
    Ok(())
}

/// Ends every session there is: of a store that was restored, where a log-out since the backup is forgotten. Gives how
/// many.
pub async fn end_all_sessions(office: &Office, ctx: &Ctx) -> Result<u64, Stop> {
    // Sweeping as of a moment that never comes ends them all, the way sessions always end.
    let never = Instant::from_ms(i64::MAX);
    let mut ended = 0;
    loop {
        let sweep = office.command(ctx, move |desk| Ok(desk.exec(&sql::SESSION_SWEEP, params![never])?));
        match sweep.await?.value {
            0 => return Ok(ended),
            some => ended += some,
        }
    }
}

/// Forgets everything about how a person logged in, inside the command that erases them.
pub(crate) fn forget(desk: &mut Desk<'_, '_>, person: &str) -> Result<(), Stop> {
    drop_sessions(desk, person)?;
    super::confirm::forget(desk, person)?;
    super::count::forget(desk, person)?;
    desk.exec(&sql::TALLY_FORGET, params![person])?;
    desk.exec(&sql::CODE_FORGET, params![person])?;
    Ok(())
}

/// Rows kept of codes, of counts and of failures, each. Strangers make them, as many as they like to ask: what is beyond
/// goes, the oldest first, whoever it belongs to, so that what is missing tells nobody who is on file. Within the five
/// minutes that a code is good for, only more than three hundred requests a second reach so far.
const ROWS_KEPT: u32 = 100_000;

/// Forgets what has expired: sessions, and codes, counts and failures of a day ago, at most 500 of each; and what is
/// more than a flood of requests may leave behind. Gives how many rows went; call it again while it is more than none.
pub async fn sweep(office: &Office, ctx: &Ctx) -> Result<u64, Stop> {
    sweep_to(office, ctx, ROWS_KEPT).await
}

/// The same with another bound.
pub(in crate::access) async fn sweep_to(office: &Office, ctx: &Ctx, kept: u32) -> Result<u64, Stop> {
    let done = office
        .command(ctx, move |desk| {
            let now = desk.moment();
            let yesterday = now.plus_ms(-DAY_MS);
            let all: [(&'static Statement, Instant); 4] = [
                (&sql::SESSION_SWEEP, now),
                (&sql::CODE_SWEEP, yesterday),
                (&sql::TALLY_SWEEP, yesterday),
                (&sql::LOCKOUT_SWEEP, yesterday),
            ];
            let mut gone = 0;
            for (statement, before) in all {
                gone += desk.exec(statement, params![before])?;
            }
            for statement in [&sql::CODE_BOUND, &sql::TALLY_BOUND, &sql::LOCKOUT_BOUND] {
                gone += desk.exec(statement, params![kept])?;
            }
            Ok(gone)
        })
        .await?;
    Ok(done.value)
}
