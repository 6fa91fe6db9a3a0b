//! `migrate [--plan]`: brings the schema up to date. `serve` does the same when it opens the store; this is for doing
//! it at a chosen hour, and for seeing first what would be done.

use base::Text;
use serde_json::json;
use store::{Limits, Read, Store, Target};

use crate::cli::Migrate;
use crate::config::Settings;
use crate::outcome::{Failure, Outcome, Report};
use crate::store_folder::Place;

pub(super) fn run(wanted: &Migrate, settings: &Settings) -> Outcome {
    let place = Place::of(settings)?;
    place.about()?;
    let have = version(&place.database)?;
    let steps: Vec<_> = service::MIGRATIONS.iter().filter(|step| step.number > have).collect();
    let newest = service::MIGRATIONS.iter().map(|step| step.number).max().unwrap_or(0);
    if !wanted.plan {
        Store::open(&place.database, Limits::default(), service::MIGRATIONS, None)?;
    }
    let names: Vec<String> = steps.iter().map(|step| format!("  {} {}", step.number, step.name)).collect();
    let words = match (steps.is_empty(), wanted.plan) {
        (true, _) => Text::new(
            format!("数据库结构已是最新（{have}）。"),
            format!("The schema is up to date ({have})."),
        ),
        (false, true) => Text::new(
            format!("将从 {have} 升级到 {newest}：\n{}", names.join("\n")),
            format!("Would go from {have} to {newest}:\n{}", names.join("\n")),
        ),
        (false, false) => Text::new(
            format!("已从 {have} 升级到 {newest}：\n{}", names.join("\n")),
            format!("Went from {have} to {newest}:\n{}", names.join("\n")),
        ),
    };
    let steps: Vec<_> =
        steps.iter().map(|step| json!({ "number": step.number, "name": step.name })).collect();
    // A plan with steps in it is the answer "not ready yet".
    let ok = steps.is_empty() || !wanted.plan;
    let json = json!({ "ok": ok, "from": have, "to": newest, "steps": steps, "done": !wanted.plan });
    Ok(Report::new(ok, json, words))
}

/// The version of the schema at `target`, read without changing anything; 0 for an empty database.
pub(super) fn version(target: &Target) -> Result<i64, Failure> {
    if let Target::Sqlite(path) = target
        && !path.exists()
    {
        return Ok(0);
    }
    let found: Result<i64, store::Error> = Store::snapshot(target, |read| {
        let mut newest = 0;
        read.each_adhoc("migrate.version", "SELECT COALESCE(MAX(number), 0) FROM schema_step", &[], |row| {
            newest = row.int(0)?;
            Ok(())
        })?;
        Ok(newest)
    });
    match found {
        // A database without the table of steps has had none.
        Err(store::Error::Statement { .. }) if reachable(target) => Ok(0),
        other => Ok(other?),
    }
}

fn reachable(target: &Target) -> bool {
    let one: Result<(), store::Error> = Store::snapshot(target, |read: &mut Read<'_>| {
        read.each_adhoc("migrate.reachable", "SELECT 1", &[], |_| Ok(()))
    });
    one.is_ok()
}
