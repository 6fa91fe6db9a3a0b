//! Rows changed behind the program's back are found and named; erased values are gone and verification still passes.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use base::Rng;
use common::{change, check, forget, open, register, settle, vault};
use ledger::seal::BlindKind;
use store::{Engine, Tag};
use testkit::Database;

const PEOPLE: [&str; 6] = ["per_a", "per_b", "per_c", "per_d", "per_e", "per_f"];

/// 300 events (so that a tile is complete), six persons, two checkpoints.
fn fill(db: &Database) -> u64 {
    let ledger = open(db);
    let vault = vault();
    for (n, person) in PEOPLE.iter().enumerate() {
        register(&ledger, &vault, person, n as u64);
    }
    for n in 0..200u64 {
        change(&ledger, n, &format!("a{}", n % 31), 1).unwrap();
    }
    settle(&ledger, 206);
    ledger.sign_now().unwrap();
    for n in 0..94u64 {
        change(&ledger, 500 + n, &format!("b{}", n % 5), 1).unwrap();
    }
    settle(&ledger, 300);
    ledger.sign_now().unwrap().unwrap().checkpoint.size
}

/// One changed value in one row: which table, where, and what the changed column is called.
struct Change {
    table: &'static str,
    column: String,
    condition: String,
}

fn shapes(db: &Database) -> Vec<store::Table> {
    let store = store::Store::open(db.target(), store::Limits::default(), &[], None).unwrap();
    store.tables().unwrap()
}

/// A row picked at random by its key, as an SQL condition.
fn pick(db: &Database, table: &'static str, columns: &[store::Column], rng: &mut Rng) -> Option<String> {
    let keys: Vec<_> = columns.iter().filter(|c| c.key > 0).collect();
    let names: Vec<_> = keys.iter().map(|c| c.name.as_str()).collect();
    let text = format!("SELECT {} FROM {table}", names.join(", "));
    let rows: Result<Vec<Vec<String>>, store::Error> = store::Store::snapshot(db.target(), |read| {
        let mut rows = Vec::new();
        read.each_adhoc("pick", &text, &[], |row| {
            rows.push(
                (0..keys.len())
                    .map(|i| match row.value(i)? {
                        store::Value::Int(n) => Ok(n.to_string()),
                        store::Value::Text(t) => Ok(format!("'{t}'")),
                        store::Value::Bytes(b) => Ok(match db.target() {
                            store::Target::Sqlite(_) => format!("x'{}'", hex::encode(b)),
                            store::Target::Postgres(_) => format!("'\\x{}'", hex::encode(b)),
                        }),
                        other => panic!("a key of {other:?}"),
                    })
                    .collect::<Result<Vec<_>, store::Error>>()?,
            );
            Ok(())
        })?;
        Ok(rows)
    });
    let rows = rows.unwrap();
    let row = rng.pick(&rows)?;
    let parts: Vec<_> = names.iter().zip(row).map(|(n, v)| format!("{n} = {v}")).collect();
    Some(parts.join(" AND "))
}

/// Changes one value to something else of the same type; gives what was done and the statement that undoes it.
fn alter(db: &Database, engine: Engine, change: &Change, kind: &str) -> bool {
    let Change { table, column, condition } = change;
    let other = match (kind, engine) {
        ("int", _) => format!("{column} + 1000003"),
        ("text", _) => format!("COALESCE({column}, '') || 'x'"),
        ("bytes", Engine::Sqlite) => format!("CAST(x'00' || substr({column}, 2) AS BLOB)"),
        ("bytes", Engine::Postgres) => {
            format!("set_byte({column}, 0, (get_byte({column}, 0) + 1) % 256)")
        }
        (other, _) => panic!("a column of {other}"),
    };
    let other = if (kind, engine) == ("bytes", Engine::Sqlite) {
        // SQLite has no byte functions: replace the first byte by one of two that it is not.
        format!(
            "CASE WHEN substr({column}, 1, 1) = x'00' THEN CAST(x'01' || substr({column}, 2) AS BLOB) ELSE {other} END"
        )
    } else {
        other
    };
    db.tamper(&format!("UPDATE {table} SET {column} = {other} WHERE {condition}")) == 1
}

/// A hundred single changes over every table of the three kinds, each on a fresh copy of the same ledger.
fn tamper_everywhere(db: &Database, engine: Engine) {
    fill(db);
    assert!(check(db).ok(), "{:?}", check(db).findings);
    let mut rng = Rng::from_number(2026);
    let tables: Vec<_> =
        store::tagged_tables(common::STEPS).into_iter().filter(|(_, tag)| *tag != Tag::Work).collect();
    let shapes = shapes(db);
    let mut done = 0;
    while done < 100 {
        let (table, tag) = *rng.pick(&tables).unwrap();
        let columns = &shapes.iter().find(|t| t.name == table).unwrap().columns;
        // Only columns outside the key: a moved key is a missing row and a strange one, tested below.
        let plain: Vec<_> = columns.iter().filter(|c| c.key == 0).collect();
        let Some(column) = rng.pick(&plain) else { continue };
        let Some(condition) = pick(db, table, columns, &mut rng) else { continue };
        let backup = save(db, table);
        let change = Change { table, column: column.name.clone(), condition: condition.clone() };
        if !alter(db, engine, &change, &column.kind) {
            continue;
        }
        let report = check(db);
        let kind = match tag {
            Tag::Read => "read",
            Tag::Vault => "vault",
            _ => "ledger",
        };
        assert!(
            report.findings.iter().any(|f| f.kind == kind && named(&f.table, table)),
            "{table}.{} where {condition}: {:?}",
            change.column,
            report.findings
        );
        restore(db, table, &backup);
        done += 1;
    }
    assert!(check(db).ok());
}

/// An altered entry shows at the event, the entry or the tile; each names the same place.
fn named(found: &str, altered: &str) -> bool {
    found == altered || matches!((found, altered), ("entry", "event") | ("event", "entry"))
}

fn save(db: &Database, table: &str) -> String {
    db.tamper(&format!("CREATE TABLE saved_{table} AS SELECT * FROM {table}"));
    format!("saved_{table}")
}

fn restore(db: &Database, table: &str, saved: &str) {
    db.tamper(&format!("DELETE FROM {table}"));
    db.tamper(&format!("INSERT INTO {table} SELECT * FROM {saved}"));
    db.tamper(&format!("DROP TABLE {saved}"));
}

#[test]
fn a_hundred_changed_rows_are_found_on_sqlite() {
    if let Some(db) = Database::on(Engine::Sqlite) {
        tamper_everywhere(&db, Engine::Sqlite);
    }
}

#[test]
fn a_hundred_changed_rows_are_found_on_postgres() {
    if let Some(db) = Database::on(Engine::Postgres) {
        tamper_everywhere(&db, Engine::Postgres);
    }
}

testkit::both! {
    a_missing_or_added_row_is_found: |db| {
        fill(db);
        for (sql, table) in [
            ("DELETE FROM event WHERE stream = 'account/a3/n1' AND number = 2", "event"),
            ("DELETE FROM vault WHERE person = 'per_b' AND field = 'name'", "vault"),
            ("DELETE FROM vault_key WHERE person = 'per_c'", "vault_key"),
            ("DELETE FROM blind WHERE person = 'per_d' AND kind = 'phone'", "blind"),
            ("DELETE FROM account WHERE id = 'a4'", "account"),
            ("INSERT INTO account (id, amount, changed_at) VALUES ('intruder', 1, 1)", "account"),
            ("DELETE FROM tile", "tile"),
            ("DELETE FROM entry WHERE position = 7", "entry"),
            ("UPDATE account SET id = 'a5x' WHERE id = 'a5'", "account"),
        ] {
            let saved = save(db, table);
            assert_eq!(db.tamper(sql), 1, "{sql}");
            let report = check(db);
            assert!(report.findings.iter().any(|f| f.table == table), "{sql}: {:?}", report.findings);
            restore(db, table, &saved);
        }
        assert!(check(db).ok());
    };

    history_rewritten_with_the_key_is_found_by_an_earlier_receipt: |db| {
        fill(db);
        let receipt = {
            let ledger = open(db);
            ledger.sign_now().unwrap().unwrap().note.clone()
        };
        // The thief holds database and key: another event in place of an old one, and everything made anew from it.
        for table in ["event", "stream", "entry", "tile", "tree_head", "checkpoint", "vault_key", "vault", "blind", "account"] {
            db.tamper(&format!("DELETE FROM {table}"));
        }
        let ledger = open(db);
        for n in 0..310u64 {
            change(&ledger, n, &format!("a{}", n % 31), 7).unwrap();
        }
        settle(&ledger, 310);
        ledger.sign_now().unwrap();
        drop(ledger);
        let report = check(db);
        assert!(report.ok(), "a consistent forgery passes by itself: {:?}", report.findings);
        let since: Result<_, ledger::Error> = store::Store::snapshot(db.target(), |read| {
            let mut report = ledger::verify::Report::default();
            ledger::verify::since(read, &receipt, common::key().verifier(), &mut report)?;
            Ok(report)
        });
        assert!(!since.unwrap().ok(), "the receipt shows it");
    };

    an_erased_person_is_gone_and_the_record_still_holds: |db| {
        fill(db);
        let ledger = open(db);
        let vault = vault();
        let find = |number: &'static str| -> Vec<String> {
            let vault = common::vault();
            let found: Result<_, ledger::Error> =
                ledger.store().read(move |r| vault.find(r, BlindKind::IdNumber, number)).wait();
            found.unwrap()
        };
        assert_eq!(find("999901199001010001"), ["per_b"]);
        forget(&ledger, "per_b");
        assert!(find("999901199001010001").is_empty());
        let key: Result<_, ledger::Error> = ledger.store().read(move |r| Ok(vault.key(r, "per_b")?.is_some())).wait();
        assert_eq!(key, Ok(false));
        settle(&ledger, 301);
        drop(ledger);
        let report = check(db);
        assert!(report.ok(), "{:?}", report.findings);
    };

    values_open_only_where_they_were_sealed: |db| {
        fill(db);
        let ledger = open(db);
        let read: Result<_, ledger::Error> = ledger.store().read(|r| {
            let vault = common::vault();
            let key = vault.key(r, "per_a")?.unwrap();
            let name = vault.open(r, &key, "name", 1)?.unwrap();
            let none = vault.open(r, &key, "name", 2)?.is_none();
            Ok((name.as_text().unwrap().to_owned(), none))
        }).wait();
        assert_eq!(read, Ok(("示例".to_owned(), true)));
    };
}
