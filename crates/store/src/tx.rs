//! What a closure holds: [`Read`] for queries, [`Tx`] for a transaction that also writes.

use std::collections::HashMap;
use std::ops::{Deref, DerefMut};

use base::{Instant, Rng};

use crate::store::Note;
use crate::trace::{At, Trace};
use crate::value::RowKind;
use crate::{Bulk, Engine, Error, Row, Statement, Value};

/// A PostgreSQL connection with the statements it has prepared.
pub(crate) struct Session {
    pub(crate) client: ::postgres::Client,
    prepared: HashMap<&'static str, ::postgres::Statement>,
}

impl Session {
    pub(crate) fn new(client: ::postgres::Client) -> Self {
        Self { client, prepared: HashMap::new() }
    }

    pub(crate) fn prepared(&mut self, statement: &'static Statement) -> Result<::postgres::Statement, Error> {
        if let Some(done) = self.prepared.get(statement.name()) {
            return Ok(done.clone());
        }
        let text = statement.text(Engine::Postgres);
        let made = self.client.prepare(text).map_err(|e| Error::postgres(statement.name(), &e))?;
        self.prepared.insert(statement.name(), made.clone());
        Ok(made)
    }
}

pub(crate) enum Connection<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(&'a mut Session),
}

/// Queries on one connection. On SQLite they see one snapshot; on PostgreSQL each sees what is committed.
pub struct Read<'a> {
    pub(crate) connection: Connection<'a>,
    /// The conflict that the engine reported, whatever the closure made of the error: the transaction runs again.
    pub(crate) conflict: Option<Error>,
    trace: Option<(Trace, At)>,
}

impl std::fmt::Debug for Read<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Read({})", self.engine().name())
    }
}

impl<'a> Read<'a> {
    pub(crate) fn new(connection: Connection<'a>) -> Self {
        Self { connection, conflict: None, trace: None }
    }

    /// Lets a trace that listens hear what is asked here.
    pub(crate) fn heard_by(mut self, trace: &Trace, at: At) -> Self {
        self.trace = trace.listening().map(|trace| (trace, at));
        self
    }

    fn tell(&self, statement: &'static Statement, params: &[Value<'_>], rows: u64) {
        if let Some((trace, at)) = &self.trace {
            trace.heard(statement, params, *at, rows);
        }
    }

    fn remember<T>(&mut self, result: Result<T, Error>) -> Result<T, Error> {
        if let Err(error) = &result
            && error.is_retryable()
        {
            self.conflict = Some(error.clone());
        }
        result
    }

    /// The engine underneath; only `store` and `ledger` may care.
    pub fn engine(&self) -> Engine {
        match self.connection {
            Connection::Sqlite(_) => Engine::Sqlite,
            Connection::Postgres(_) => Engine::Postgres,
        }
    }

    /// Hands each row to `each`, without holding them all.
    pub fn each(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
        mut each: impl FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let name = statement.name();
        let mut rows = 0;
        let mut counted = |row: &Row<'_>| {
            rows += 1;
            each(row)
        };
        let done = match &mut self.connection {
            Connection::Sqlite(c) => c
                .prepare_cached(statement.text(Engine::Sqlite))
                .map_err(|e| Error::sqlite(name, &e))
                .and_then(|mut prepared| step(name, &mut prepared, params, &mut counted)),
            Connection::Postgres(session) => session
                .prepared(statement)
                .and_then(|prepared| fetch(name, &mut session.client, &prepared, params, &mut counted)),
        };
        self.tell(statement, params, rows);
        self.remember(done)
    }

    /// Like [`Read::each`] for a text that is put together at run time from fixed pieces (a scan of a table named by
    /// the schema, a filter). Never from a user's words: those are parameters.
    pub fn each_adhoc(
        &mut self,
        label: &str,
        text: &str,
        params: &[Value<'_>],
        mut each: impl FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let spelt = self.engine().spell(text);
        let done = match &mut self.connection {
            Connection::Sqlite(c) => c
                .prepare(&spelt)
                .map_err(|e| Error::sqlite(label, &e))
                .and_then(|mut prepared| step(label, &mut prepared, params, &mut each)),
            Connection::Postgres(session) => session
                .client
                .prepare(&spelt)
                .map_err(|e| Error::postgres(label, &e))
                .and_then(|prepared| fetch(label, &mut session.client, &prepared, params, &mut each)),
        };
        self.remember(done)
    }

    /// Prepares an already spelt text and runs nothing: the test that every statement fits the schema.
    pub fn prepare_only(&mut self, text: &str) -> Result<(), Error> {
        match &mut self.connection {
            Connection::Sqlite(c) => c.prepare(text).map(|_| ()).map_err(|e| Error::sqlite("prepare", &e)),
            Connection::Postgres(session) => {
                session.client.prepare(text).map(|_| ()).map_err(|e| Error::postgres("prepare", &e))
            }
        }
    }

    /// All rows, each made into a `T`. The statement itself says how many at most.
    pub fn list<T>(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
        mut make: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        self.each(statement, params, |row| {
            all.push(make(row)?);
            Ok(())
        })?;
        Ok(all)
    }

    /// The first row, if there is one.
    pub fn maybe<T>(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
        mut make: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let mut first = None;
        self.each(statement, params, |row| {
            if first.is_none() {
                first = Some(make(row)?);
            }
            Ok(())
        })?;
        Ok(first)
    }

    /// The row of a statement that always has one (a count, a head row).
    pub fn one<T>(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
        make: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.maybe(statement, params, make)?.ok_or_else(|| Error::Statement {
            statement: statement.name().to_owned(),
            what: "no row where there is always one".to_owned(),
        })
    }
}

fn step(
    name: &str,
    prepared: &mut rusqlite::Statement<'_>,
    params: &[Value<'_>],
    each: &mut dyn FnMut(&Row<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut rows = prepared.query(rusqlite::params_from_iter(params)).map_err(|e| Error::sqlite(name, &e))?;
    while let Some(row) = rows.next().map_err(|e| Error::sqlite(name, &e))? {
        each(&Row { statement: name, inner: RowKind::Sqlite(row) })?;
    }
    Ok(())
}

fn fetch(
    name: &str,
    client: &mut ::postgres::Client,
    prepared: &::postgres::Statement,
    params: &[Value<'_>],
    each: &mut dyn FnMut(&Row<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    use ::postgres::fallible_iterator::FallibleIterator;
    let mut rows = client.query_raw(prepared, params.iter()).map_err(|e| Error::postgres(name, &e))?;
    while let Some(row) = rows.next().map_err(|e| Error::postgres(name, &e))? {
        each(&Row { statement: name, inner: RowKind::Postgres(&row) })?;
    }
    Ok(())
}

/// A transaction: everything in it is kept, or nothing. Its time and chance come from the request, and a retried
/// closure sees the same ones again.
pub struct Tx<'a> {
    read: Read<'a>,
    now: Instant,
    rng: Rng,
    pub(crate) notes: Vec<Note>,
}

impl std::fmt::Debug for Tx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tx({})", self.engine().name())
    }
}

impl<'a> Deref for Tx<'a> {
    type Target = Read<'a>;
    fn deref(&self) -> &Read<'a> {
        &self.read
    }
}

impl<'a> DerefMut for Tx<'a> {
    fn deref_mut(&mut self) -> &mut Read<'a> {
        &mut self.read
    }
}

impl<'a> Tx<'a> {
    pub(crate) fn new(connection: Connection<'a>, now: Instant, rng: Rng) -> Self {
        Self { read: Read::new(connection), now, rng, notes: Vec::new() }
    }

    /// Lets a trace that listens hear what is asked here.
    pub(crate) fn heard_by(mut self, trace: &Trace, at: At) -> Self {
        self.read = self.read.heard_by(trace, at);
        self
    }

    /// The request's moment.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The request's chance.
    pub fn rng(&mut self) -> &mut Rng {
        &mut self.rng
    }

    /// Leaves a note for the hook that runs before a group's commit on SQLite.
    pub fn note(&mut self, note: Note) {
        self.notes.push(note);
    }

    /// Runs a statement that changes rows; gives how many.
    pub fn exec(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<u64, Error> {
        let name = statement.name();
        let done = match &mut self.read.connection {
            Connection::Sqlite(c) => c
                .prepare_cached(statement.text(Engine::Sqlite))
                .and_then(|mut prepared| prepared.execute(rusqlite::params_from_iter(params)))
                .map(|changed| u64::try_from(changed).unwrap_or(u64::MAX))
                .map_err(|e| Error::sqlite(name, &e)),
            Connection::Postgres(session) => session.prepared(statement).and_then(|prepared| {
                let given: Vec<_> =
                    params.iter().map(|p| p as &(dyn ::postgres::types::ToSql + Sync)).collect();
                session.client.execute(&prepared, &given).map_err(|e| statement.failed(&e))
            }),
        };
        self.read.tell(statement, params, *done.as_ref().unwrap_or(&0));
        self.read.remember(done)
    }

    /// Runs a text without parameters or answer: migrations.
    pub(crate) fn batch(&mut self, label: &str, text: &str) -> Result<(), Error> {
        let spelt = self.engine().spell(text);
        match &mut self.read.connection {
            Connection::Sqlite(c) => c.execute_batch(&spelt).map_err(|e| Error::sqlite(label, &e)),
            Connection::Postgres(s) => s.client.batch_execute(&spelt).map_err(|e| Error::postgres(label, &e)),
        }
    }

    /// Inserts many rows at once: prepared inserts on SQLite, COPY on PostgreSQL. Gives how many.
    pub fn bulk<'v>(
        &mut self,
        bulk: &Bulk,
        rows: impl IntoIterator<Item = Vec<Value<'v>>>,
    ) -> Result<u64, Error> {
        match &mut self.read.connection {
            Connection::Sqlite(c) => bulk.insert(c, rows),
            Connection::Postgres(session) => bulk.copy(&mut session.client, rows),
        }
    }
}
