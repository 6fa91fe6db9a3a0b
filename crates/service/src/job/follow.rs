//! Following the ledger. A follower keeps one number, the position it has read up to, and moves it in the same
//! transaction in which it leaves what follows from the events it read: nothing is missed, and of two copies of the
//! program that read the same page only one leaves it.

use serde_json::Value;
use store::{Read, params};

use super::{put, sql};
use crate::office::{Ctx, Done, Office, Stop};

/// The position up to which a follower has read; none where it never began.
pub fn read_up_to(read: &mut Read<'_>, follower: &str) -> Result<Option<u64>, Stop> {
    let found = read.maybe(&sql::FOLLOWER, params![follower], |row| row.int(0))?;
    Ok(found.and_then(|position| u64::try_from(position).ok()))
}

/// Begins to follow at `position`; one that follows already stays where it is.
pub async fn begin(office: &Office, ctx: &Ctx, follower: &str, position: u64) -> Result<Done<()>, Stop> {
    let (follower, position) = (follower.to_owned(), as_column(position));
    office
        .command(ctx, move |desk| {
            let now = desk.moment();
            desk.exec(&sql::FOLLOWER_BEGIN, params![follower, position, now])?;
            Ok(())
        })
        .await
}

/// Moves a follower from one position to the next and leaves jobs of `kind`, each with its subject and words. False,
/// and nothing is left, where the follower is no longer at `from`.
pub async fn advance(
    office: &Office,
    ctx: &Ctx,
    follower: &str,
    (from, to): (u64, u64),
    kind: &'static str,
    jobs: Vec<(String, Value)>,
) -> Result<Done<bool>, Stop> {
    let (follower, from, to) = (follower.to_owned(), as_column(from), as_column(to));
    office
        .command(ctx, move |desk| {
            let now = desk.moment();
            if desk.exec(&sql::FOLLOWER_MOVE, params![follower, from, to, now])? == 0 {
                return Ok(false);
            }
            for (subject, words) in &jobs {
                put(desk, kind, subject, words)?;
            }
            Ok(true)
        })
        .await
}

/// Positions are counted in whole numbers that a column holds.
fn as_column(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}
