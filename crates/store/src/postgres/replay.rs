//! One step of a replay: a writer's connection, its prepared statements, one transaction for what the program does in
//! one, and nothing of the program.

use super::session;
use crate::Error;
use crate::replay::{Asked, Strays};
use crate::trace::At;
use crate::tx::Session;

/// A connection with a writer's settings.
pub(crate) fn replaying(url: &str) -> Result<Session, Error> {
    session::connect(url, false)
}

/// Runs a step. Counts statements that meet another number of rows.
pub(crate) fn step<'r>(
    strays: &mut Strays,
    session: &mut Session,
    lines: impl Iterator<Item = Asked<'r>>,
) -> Result<(), Error> {
    let mut open = false;
    for (statement, params, at, expected) in lines {
        if at == At::Read && open {
            session::end(session, true)?;
            open = false;
        }
        if at != At::Read && !open {
            session::begin(session)?;
            open = true;
        }
        let prepared = session.prepared(statement)?;
        let given: Vec<_> = params.iter().map(|p| p as &(dyn ::postgres::types::ToSql + Sync)).collect();
        let fail = |e: ::postgres::Error| Error::postgres(statement.name(), &e);
        let rows = if prepared.columns().is_empty() {
            session.client.execute(&prepared, &given).map_err(fail)?
        } else {
            u64::try_from(session.client.query(&prepared, &given).map_err(fail)?.len()).unwrap_or(u64::MAX)
        };
        if rows != expected {
            *strays.entry(statement.name()).or_default() += 1;
        }
    }
    if open {
        session::end(session, true)?;
    }
    Ok(())
}
