//! The work tables of logging in: credentials, failures, counts, codes and sessions. What is read here is locked by
//! being written first, so that two requests at once cannot both have the last try.

use base::Instant;
use ledger::seal::Sealed;
use store::{Read, Row, Tx, params};

use super::model::SessionKind;
use super::rules::code::Code;
use super::rules::tally::{self, Tally};
use super::rules::{lockout, session};
use super::secret::{Token, digest};
use super::sql;
use crate::office::Stop;

/// What an account logs in with.
#[derive(Clone, Debug)]
pub(super) struct Credential {
    /// The hash of the password.
    pub(super) password: Option<String>,
    /// The sealed secret of the second factor.
    pub(super) totp: Option<Sealed>,
    /// The digest of the set-up code, until it is used up.
    pub(super) setup: Option<[u8; 32]>,
    /// When that code ends.
    pub(super) setup_until: Instant,
}

pub(super) fn credential(read: &mut Read<'_>, staff: &str) -> Result<Option<Credential>, Stop> {
    Ok(read.maybe(&sql::CREDENTIAL_GET, params![staff], |row| {
        let totp = match (row.value(1)?, row.value(2)?) {
            (store::Value::Bytes(nonce), store::Value::Bytes(secret)) => {
                Sealed::from_parts(&nonce, secret.into_owned()).ok()
            }
            _ => None,
        };
        let setup = matches!(row.value(3)?, store::Value::Bytes(_)).then(|| row.digest(3)).transpose()?;
        Ok(Credential { password: row.opt_text(0)?, totp, setup, setup_until: row.instant(4)? })
    })?)
}

/// Gives an account a new set-up code; what it had before opens nothing any more.
pub(super) fn invite(tx: &mut Tx<'_>, staff: &str, setup: &[u8; 32], until: Instant) -> Result<(), Stop> {
    let now = tx.now();
    tx.exec(&sql::CREDENTIAL_INVITE, params![staff, *setup, until, now])?;
    Ok(())
}

/// A user name as the table of failures knows it.
pub(super) fn name_digest(username: &str) -> [u8; 32] {
    digest("username", &[username.as_bytes()])
}

/// Seconds until this name may try again, as far as can be seen without a lock.
pub(super) fn seen_locked(read: &mut Read<'_>, name: &[u8; 32], now: Instant) -> Result<Option<u32>, Stop> {
    let until = read.maybe(&sql::LOCKOUT_SEEN, params![*name], |row| row.instant(0))?;
    Ok(until.and_then(|until| lockout::wait(until, now)))
}

/// The failures of one name, held until the transaction ends.
#[derive(Debug)]
pub(super) struct Failures {
    name: [u8; 32],
    failed: i64,
    locked_until: Instant,
}

impl Failures {
    pub(super) fn hold(tx: &mut Tx<'_>, name: &[u8; 32]) -> Result<Self, Stop> {
        let now = tx.now();
        let row = |row: &Row<'_>| Ok((row.int(0)?, row.instant(1)?, row.instant(2)?));
        let (failed, locked_until, last) = tx.one(&sql::LOCKOUT_HOLD, params![*name, now], row)?;
        let failed = if lockout::counts(last, now) { failed } else { 0 };
        Ok(Self { name: *name, failed, locked_until })
    }

    /// Seconds until this name may try again.
    pub(super) fn wait(&self, now: Instant) -> Option<u32> {
        lockout::wait(self.locked_until, now)
    }

    /// Counts one more.
    pub(super) fn one_more(&self, tx: &mut Tx<'_>) -> Result<(), Stop> {
        let (now, failed) = (tx.now(), self.failed + 1);
        let until = lockout::closed_for(failed).map_or(self.locked_until, |ms| now.plus_ms(ms));
        tx.exec(&sql::LOCKOUT_PUT, params![self.name, failed, until, now])?;
        Ok(())
    }
}

/// Forgets the failures of a name.
pub(super) fn forgive(tx: &mut Tx<'_>, name: &[u8; 32]) -> Result<(), Stop> {
    tx.exec(&sql::LOCKOUT_CLEAR, params![*name])?;
    Ok(())
}

/// Counts one more of something, or gives the seconds until there is room again.
pub(super) fn count(tx: &mut Tx<'_>, what: Tally, who: &[u8; 32]) -> Result<Result<(), u32>, Stop> {
    let now = tx.now();
    let recent = tx.one(&sql::TALLY_HOLD, params![what.name(), *who, now], |row| row.text(0))?;
    match what.count(&tally::read(&recent), now) {
        Ok(counting) => {
            tx.exec(&sql::TALLY_PUT, params![what.name(), *who, tally::write(&counting)])?;
            Ok(Ok(()))
        }
        Err(wait) => Ok(Err(wait)),
    }
}

/// The codes made for the same words, newest first, held until the transaction ends.
pub(super) fn codes(tx: &mut Tx<'_>, who: &[u8; 32]) -> Result<Vec<Code>, Stop> {
    Ok(tx.list(&sql::CODES_OF, params![*who], |row| {
        Ok(Code {
            turn: row.int(0)?,
            person: row.opt_text(1)?,
            // A salt of another length is nobody's: no code fits it.
            salt: row.bytes(2)?.try_into().unwrap_or([0; 16]),
            digest: row.digest(3)?,
            until: row.instant(4)?,
            tries: row.int(5)?,
            used: row.opt_int(6)?.is_some(),
        })
    })?)
}

/// Writes the session that a token opens.
pub(super) fn open_session(
    tx: &mut Tx<'_>,
    token: &Token,
    kind: SessionKind,
    subject: &str,
    outlet: Option<&str>,
) -> Result<Instant, Stop> {
    let now = tx.now();
    let expires_at = now.plus_ms(session::limits(kind).1);
    let digest = token.digest();
    tx.exec(&sql::SESSION_INSERT, params![digest, kind.as_str(), subject, outlet, now, expires_at])?;
    Ok(expires_at)
}
