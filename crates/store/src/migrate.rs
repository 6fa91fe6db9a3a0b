//! The schema: numbered texts with the splices of [`crate::Statement`], each run once in a transaction. A table is
//! tagged in a comment line (`-- table case_file: read`), and the tags are data for verify, rebuild and tidy.

use crate::{Error, Read, Statement, Tx, params};

/// One numbered step of the schema. A landed step is never edited; a mistake is mended by the next one.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its number, from 1, without gaps.
    pub number: i64,
    /// What it brings, in a few words.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// What kind of table, which decides who may write it and what verify does with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tag {
    /// Events, streams, positions, tree and checkpoints: append-only.
    Ledger,
    /// Written only by `apply`; rebuilding it from the ledger gives the same rows.
    Read,
    /// Personal values, keys and blind indexes; their digests are in events.
    Vault,
    /// Sessions, jobs, outbox, idempotency: may be lost without harm to the record.
    Work,
}

/// The tables of these migrations with their tags, in the order they are made.
pub fn tagged_tables(migrations: &[Migration]) -> Vec<(&'static str, Tag)> {
    let lines = migrations.iter().flat_map(|m| m.text.lines());
    lines.filter_map(|line| tag(line.trim().strip_prefix("-- table ")?)).collect()
}

fn tag(rest: &'static str) -> Option<(&'static str, Tag)> {
    let (name, tag) = rest.split_once(':')?;
    let word = tag.split_whitespace().next()?;
    let tag = match word {
        "ledger" => Tag::Ledger,
        "read" => Tag::Read,
        "vault" => Tag::Vault,
        "work" => Tag::Work,
        _ => return None,
    };
    Some((name.trim(), tag))
}

static TABLE: &str = "
-- table schema_step: work
CREATE TABLE IF NOT EXISTS schema_step (number {int} PRIMARY KEY, name TEXT NOT NULL) {table_opts};";
static VERSION: Statement =
    Statement::new("schema.version", "SELECT COALESCE(MAX(number), 0) FROM schema_step");
static DONE: Statement =
    Statement::new("schema.done", "INSERT INTO schema_step (number, name) VALUES ($1, $2)");

/// The number of the newest step that was run.
pub(crate) fn version(read: &mut Read<'_>) -> Result<i64, Error> {
    read.one(&VERSION, params![], |row| row.int(0))
}

/// Runs the steps that are missing. The caller holds a transaction.
pub(crate) fn run(tx: &mut Tx<'_>, migrations: &[Migration]) -> Result<(), Error> {
    tx.batch("schema.table", TABLE)?;
    let have = version(tx)?;
    let newest = migrations.iter().map(|m| m.number).max().unwrap_or(0);
    if have > newest && !migrations.is_empty() {
        return Err(Error::Unavailable(format!(
            "the store has schema {have}, this program knows {newest}: use the newer program"
        )));
    }
    for step in migrations.iter().filter(|m| m.number > have) {
        tx.batch(step.name, step.text)?;
        tx.exec(&DONE, params![step.number, step.name])?;
    }
    Ok(())
}
