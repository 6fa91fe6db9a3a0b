//! Connections and the schema.

use base::{Instant, Rng};

use crate::migrate::{self, Migration};
use crate::tx::{Connection, Session};
use crate::{Error, Tx};

/// How long a statement waits for a lock.
pub(super) const LOCK_TIMEOUT: &str = "SET lock_timeout = '5s'";

/// Connects; `read_only` makes the engine itself refuse changes on this connection.
pub(super) fn connect(url: &str, read_only: bool) -> Result<Session, Error> {
    let mut client = ::postgres::Client::connect(url, ::postgres::NoTls)
        .map_err(|e| Error::Unavailable(format!("PostgreSQL: {e}")))?;
    let mut settings = format!("SET client_min_messages = warning; {LOCK_TIMEOUT}; SET TIME ZONE 'UTC';");
    if read_only {
        settings.push_str("SET default_transaction_read_only = on; SET statement_timeout = '5s';");
    }
    client.batch_execute(&settings).map_err(|e| Error::postgres("connect", &e))?;
    Ok(Session::new(client))
}

/// Brings the schema up to date in one transaction. Copies that start together meet at the lock of the step table.
pub(super) fn migrate(session: &mut Session, migrations: &[Migration]) -> Result<(), Error> {
    begin(session)?;
    let mut tx = Tx::new(Connection::Postgres(session), Instant::from_ms(0), Rng::from_number(0));
    let done = migrate::run(&mut tx, migrations);
    end(session, done.is_ok())?;
    done
}

pub(super) fn begin(session: &mut Session) -> Result<(), Error> {
    session.client.batch_execute("BEGIN").map_err(|e| Error::postgres("begin", &e))
}

pub(super) fn end(session: &mut Session, keep: bool) -> Result<(), Error> {
    let text = if keep { "COMMIT" } else { "ROLLBACK" };
    session.client.batch_execute(text).map_err(|e| Error::postgres("end", &e))
}

/// A transaction that sees one state throughout and may take long.
pub(super) fn begin_snapshot(session: &mut Session) -> Result<(), Error> {
    let text = "SET statement_timeout = 0; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    session.client.batch_execute(text).map_err(|e| Error::postgres("snapshot", &e))
}
