//! One group of a replay: the writer's connection, its settings and its savepoints, and nothing of the program.

use std::path::Path;
use std::sync::mpsc::sync_channel;

use rusqlite::Connection as Raw;

use super::writer::control;
use super::{checkpoint, open, spawn};
use crate::replay::{Asked, Strays};
use crate::trace::At;
use crate::{Engine, Error, Limits};

/// Runs `work` on a writer's connection, with the log moved beside it as in the program.
pub(crate) fn replay<T>(path: &Path, work: impl FnOnce(&Raw) -> Result<T, Error>) -> Result<T, Error> {
    let _lock = open::lock(path)?;
    let raw = open::writing(path, Limits::default())?;
    let (stop, stopped) = sync_channel(1);
    let own = path.to_owned();
    let moving = spawn("yc-wal", move || checkpoint::run(&own, &stopped))?;
    let done = work(&raw);
    drop(stop);
    let _ = moving.join();
    done
}

/// Runs a group's closures and its hook, and commits. Counts statements that meet another number of rows.
pub(crate) fn group<'r, C: Iterator<Item = Asked<'r>>>(
    strays: &mut Strays,
    raw: &Raw,
    closures: impl Iterator<Item = C>,
    hook: impl Iterator<Item = Asked<'r>>,
) -> Result<(), Error> {
    control(raw, "BEGIN IMMEDIATE")?;
    for closure in closures {
        control(raw, "SAVEPOINT closure")?;
        for asked in closure {
            one(strays, raw, asked)?;
        }
        control(raw, "RELEASE closure")?;
    }
    for asked in hook {
        one(strays, raw, asked)?;
    }
    control(raw, "COMMIT")
}

fn one(strays: &mut Strays, raw: &Raw, (statement, params, at, expected): Asked<'_>) -> Result<(), Error> {
    let fail = |e: rusqlite::Error| Error::sqlite(statement.name(), &e);
    let mut prepared = raw.prepare_cached(statement.text(Engine::Sqlite)).map_err(fail)?;
    let rows = if at != At::Read && prepared.column_count() == 0 {
        u64::try_from(prepared.execute(rusqlite::params_from_iter(params)).map_err(fail)?).unwrap_or(u64::MAX)
    } else {
        let mut rows = prepared.query(rusqlite::params_from_iter(params)).map_err(fail)?;
        let mut count = 0;
        while let Some(row) = rows.next().map_err(fail)? {
            // Columns are read as the program reads them; SQLite does that work only when it is asked.
            for column in 0..row.as_ref().column_count() {
                std::hint::black_box(row.get_ref(column).map_err(fail)?);
            }
            count += 1;
        }
        count
    };
    if rows != expected {
        *strays.entry(statement.name()).or_default() += 1;
    }
    Ok(())
}
