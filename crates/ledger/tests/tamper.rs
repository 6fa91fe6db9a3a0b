//! Rows changed behind the program's back are found and named; erased values are gone and verification still passes.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

mod common;

use base::Rng;
use common::{change, check, forget, key, now, open, origin, register, settle, stream, vault};
use ledger::files::{FileError, FileStore, Limits, Upload};
use ledger::seal::{BlindKind, DataKey};
use ledger::tree::Hash;
use ledger::verify::Report;
use serde::{Deserialize, Serialize};
use store::{Engine, Tag};
use testkit::Database;

const PEOPLE: [&str; 6] = ["per_a", "per_b", "per_c", "per_d", "per_e", "per_f"];

/// 300 events (so that a tile is complete), six persons, two checkpoints.
fn fill(db: &Database) -> u64 {
    history(db, None)
}

/// The same with another amount in one of its events.
fn history(db: &Database, rewritten: Option<u64>) -> u64 {
    let ledger = open(db);
    let vault = vault();
    for (n, person) in PEOPLE.iter().enumerate() {
        register(&ledger, &vault, person, n as u64);
    }
    for n in 0..200u64 {
        let amount = if rewritten == Some(n) { 7 } else { 1 };
        change(&ledger, n, &format!("a{}", n % 31), amount).unwrap();
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

/// A paper that was handed in.
#[derive(Debug, Serialize, Deserialize)]
struct HandedIn {
    files: Vec<Hash>,
}

impl ledger::Fact for HandedIn {
    const KIND: &'static str = "account.handed_in";
}

/// Stores a file of each kind and of several lengths under one person's key, and cites them.
fn hand_in(db: &Database, files: &FileStore) -> (DataKey, Vec<(Hash, Vec<u8>)>) {
    let ledger = open(db);
    let mut rng = Rng::from_number(31);
    let (own, prepared) = vault().begin("per_files", &mut rng).unwrap();
    drop(prepared);
    let heads: [&[u8]; 3] = [b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", b"\xff\xd8\xff\xe0", b"%PDF-1.7\n"];
    let stored: Vec<(Hash, Vec<u8>)> = heads
        .iter()
        .cycle()
        .zip([40, 700, 5_000, 70_000, 1, 300])
        .map(|(head, length)| {
            let body: Vec<u8> = std::iter::repeat_with(|| rng.bytes::<1>()[0]).take(length).collect();
            let content = [head, body.as_slice()].concat();
            let upload = Upload { bytes: &content, media_type: None, name: None };
            (files.put(&upload, &own, &mut rng, Limits::default()).unwrap().digest, content)
        })
        .collect();
    let cited: Vec<Hash> = stored.iter().map(|(digest, _)| *digest).collect();
    let done: Result<(), ledger::Error> = ledger
        .store()
        .write(now(), &rng, move |tx| {
            let case = stream("case");
            let mut locked = ledger::lock(tx, &[&case])?;
            let fact = HandedIn { files: cited.clone() };
            locked.append(tx, &case, &origin(), ledger::NewEvent::new(&fact, now())?, common::apply)?;
            Ok(())
        })
        .wait();
    done.unwrap();
    settle(&ledger, 1);
    (own, stored)
}

fn check_with(db: &Database, files: &FileStore) -> Report {
    let done: Result<_, ledger::Error> = store::Store::snapshot(db.target(), |read| {
        ledger::verify::verify(read, key().verifier(), Some(files))
    });
    done.unwrap()
}

/// Whether verify names this file, and no other.
fn names(report: &Report, digest: &Hash) -> bool {
    let wanted = digest.to_string();
    report.found == 1 && report.findings.iter().all(|f| f.kind == "file" && f.key == wanted)
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
            ("UPDATE event SET policies = policies || ' ' WHERE stream = 'account/a3/n1' AND number = 1", "event"),
        ] {
            let saved = save(db, table);
            assert_eq!(db.tamper(sql), 1, "{sql}");
            let report = check(db);
            assert!(report.findings.iter().any(|f| f.table == table), "{sql}: {:?}", report.findings);
            restore(db, table, &saved);
        }
        assert!(check(db).ok());
    };

    a_hundred_changed_bytes_of_files_are_found: |db| {
        let root = db.folder().join("files");
        let files = FileStore::open(&root).unwrap();
        let (own, stored) = hand_in(db, &files);
        assert!(check_with(db, &files).ok());
        let mut rng = Rng::from_number(100);
        for _ in 0..100 {
            let (digest, content) = rng.pick(&stored).unwrap();
            let name = digest.to_string();
            let path = root.join(&name[..2]).join(&name[2..]);
            let whole = std::fs::read(&path).unwrap();
            let mut bytes = whole.clone();
            let place = usize::try_from(rng.below(bytes.len() as u64)).unwrap();
            bytes[place] ^= u8::try_from(1 + rng.below(255)).unwrap();
            std::fs::write(&path, &bytes).unwrap();
            let report = check_with(db, &files);
            let unchanged = files.get(digest, &own).is_ok_and(|opened| opened.content.as_bytes() == content);
            assert!(names(&report, digest) || unchanged, "byte {place} of {digest}: {:?}", report.findings);
            // The name is the digest of all that is stored, so there is no byte that does not count.
            assert!(matches!(files.get(digest, &own), Err(FileError::Altered { .. })), "byte {place} of {digest}");
            std::fs::write(&path, &whole).unwrap();
        }
        assert!(check_with(db, &files).ok());
    };

    a_file_cut_off_grown_or_gone_is_found: |db| {
        let root = db.folder().join("files");
        let files = FileStore::open(&root).unwrap();
        let (_, stored) = hand_in(db, &files);
        let name = stored[1].0.to_string();
        let path = root.join(&name[..2]).join(&name[2..]);
        let whole = std::fs::read(&path).unwrap();
        for bytes in [&whole[..whole.len() - 1], &[whole.as_slice(), b"x"].concat(), b""] {
            std::fs::write(&path, bytes).unwrap();
            assert!(names(&check_with(db, &files), &stored[1].0), "{} bytes", bytes.len());
        }
        std::fs::remove_file(&path).unwrap();
        assert!(names(&check_with(db, &files), &stored[1].0));
        std::fs::write(&path, &whole).unwrap();
        assert!(check_with(db, &files).ok());
    };

    history_rewritten_with_the_key_is_found_by_an_earlier_receipt: |db| {
        fill(db);
        let receipt = {
            let ledger = open(db);
            ledger.sign_now().unwrap().unwrap().note.clone()
        };
        // The thief holds database and key: one event says something else, and everything after it is made anew and signed.
        for table in ["event", "stream", "entry", "tile", "tree_head", "checkpoint", "vault_key", "vault", "blind", "account"] {
            db.tamper(&format!("DELETE FROM {table}"));
        }
        history(db, Some(57));
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
