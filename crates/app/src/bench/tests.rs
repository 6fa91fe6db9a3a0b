//! What a step may cost at most: statements, changed rows and bytes of the write-ahead log, when nothing else goes on.
//! A ceiling that is met with room is lowered; one that is broken is a question before it is a new figure.

use store::Target;

use super::copies::served;
use super::record::{Cost, record};
use super::{ground, script, turns};

/// Statements, rows and kibibytes of the log by step: SQLite, then PostgreSQL, whose log is shared with other tests and
/// not held to anything.
const CEILINGS: [[(u64, u64, u64); 6]; 2] = [
    [(41, 13, 80), (29, 7, 68), (29, 8, 48), (29, 9, 68), (39, 9, 64), (48, 18, 112)],
    [(40, 12, 0), (28, 6, 0), (28, 7, 0), (28, 8, 0), (38, 8, 0), (50, 17, 0)],
];

fn hold(database: Option<&str>, ceilings: [(u64, u64, u64); 6]) {
    let folder = tempfile::tempdir().unwrap();
    let ground = ground::make(&folder.path().join("store"), database, 100, 500).unwrap();
    let (server, token) = turns::twins(100).unwrap();
    let told = served(&ground.place, &format!("http://{}", server.address()), &token);
    let recorded = record(&ground, &ground.place, &told, server.runtime()).unwrap();
    let over: Vec<String> = script::STEPS
        .iter()
        .zip(&recorded.per_step)
        .zip(ceilings)
        .filter(|((_, cost), (statements, rows, kib))| {
            cost.statements > *statements
                || cost.rows > *rows
                || (database.is_none() && cost.wal_bytes > kib * 1024)
        })
        .map(|((step, cost), ceiling)| format!("{step:?}: {cost:?}, at most {ceiling:?}"))
        .collect();
    assert!(over.is_empty(), "{}", over.join("\n"));
    assert!(recorded.per_step.iter().all(|cost| *cost != Cost::default()));
}

#[test]
fn a_step_costs_no_more_than_its_ceiling_on_sqlite() {
    let [ceilings, _] = CEILINGS;
    hold(None, ceilings);
}

#[test]
fn a_step_costs_no_more_than_its_ceiling_on_postgres() {
    let Some(database) = testkit::Database::on(store::Engine::Postgres) else { return };
    let Target::Postgres(url) = database.target() else { return };
    let [_, ceilings] = CEILINGS;
    hold(Some(url), ceilings);
}
