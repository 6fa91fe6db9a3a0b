//! Both engines, the same closures.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use base::{Instant, Rng};

use store::{
    Bulk, Engine, Error, Limits, Migration, Pending, Statement, Store, Tag, Target, Value, params,
    tagged_tables,
};

const STEPS: &[Migration] = &[Migration {
    number: 1,
    name: "counters",
    text: "
-- table counter: work
CREATE TABLE counter (id TEXT PRIMARY KEY, n {int} NOT NULL CHECK (n >= 0), b {bytes}) {keyed_opts};
-- table sealed: vault
CREATE TABLE sealed (
    id TEXT NOT NULL, field TEXT NOT NULL, n {int} NOT NULL, b {bytes} NOT NULL, PRIMARY KEY (id, field)
) {keyed_opts};
CREATE UNIQUE INDEX sealed_value ON sealed (b);
",
}];

static ADD: Statement = Statement::new(
    "test.add",
    "INSERT INTO counter (id, n) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET n = counter.n + excluded.n",
);
static GET: Statement = Statement::new("test.get", "SELECT n, b FROM counter WHERE id = $1");
static SEAL: Statement =
    Statement::new("test.seal", "INSERT INTO sealed (id, field, n, b) VALUES ($1, $2, 1, $3)");
static UNSEAL: Statement = Statement::new("test.unseal", "DELETE FROM sealed WHERE id = $1");
static LOCKED: Statement = Statement::new("test.locked", "SELECT n FROM counter WHERE id = $1 {for_update}");
static SUM: Statement = Statement::new("test.sum", "SELECT CAST(COALESCE(SUM(n), 0) AS {int}) FROM counter");
static SWAPPED: Statement = Statement::new("test.swapped", "INSERT INTO counter (n, id) VALUES ($2, $1)");

fn open(db: &testkit::Database) -> Store {
    Store::open(db.target(), Limits::default(), STEPS, None).unwrap()
}

fn add(store: &Store, id: &'static str, n: i64) -> Result<u64, Error> {
    store.write(Instant::from_ms(0), &Rng::from_number(1), move |tx| tx.exec(&ADD, params![id, n])).wait()
}

fn get(store: &Store, id: &'static str) -> Option<i64> {
    store.read(move |r| r.maybe(&GET, params![id], |row| row.int(0))).wait().unwrap()
}

static INTO: Bulk = Bulk { table: "counter", columns: &["id", "n", "b"] };

testkit::both! {
    what_is_answered_is_kept: |db| {
        let store = &open(db);
        add(store, "a", 2).unwrap();
        add(store, "a", 3).unwrap();
        assert_eq!(get(store, "a"), Some(5));
        assert_eq!(get(store, "b"), None);
    };

    parameters_keep_their_numbers: |db| {
        let store = &open(db);
        let done: Result<u64, Error> = store
            .write(Instant::from_ms(0), &Rng::from_number(1), |tx| tx.exec(&SWAPPED, params!["x", 7i64]))
            .wait();
        assert_eq!(done, Ok(1));
        assert_eq!(get(store, "x"), Some(7));
    };

    an_error_and_a_panic_undo_their_closure_only: |db| {
        let store = &open(db);
        add(store, "a", 1).unwrap();
        let refused: Result<(), Error> = store
            .write(Instant::from_ms(0), &Rng::from_number(1), |tx| {
                tx.exec(&ADD, params!["a", 10i64])?;
                Err(Error::Conflict("told so".to_owned()))
            })
            .wait();
        assert!(refused.is_err());
        let stopped: Result<(), Error> = store
            .write(Instant::from_ms(0), &Rng::from_number(1), |tx| {
                tx.exec(&ADD, params!["a", 100i64])?;
                panic!("a defect")
            })
            .wait();
        assert_eq!(stopped, Err(Error::Panicked));
        add(store, "a", 1).unwrap();
        assert_eq!(get(store, "a"), Some(2));
    };

    constraints_are_named: |db| {
        let store = &open(db);
        let refused: Result<u64, Error> = store
            .write(Instant::from_ms(0), &Rng::from_number(1), |tx| tx.exec(&SWAPPED, params!["neg", -1i64]))
            .wait();
        assert!(matches!(refused, Err(Error::Constraint { .. })), "{refused:?}");
    };

    many_writers_lose_nothing: |db| {
        let store = &open(db);
        add(store, "a", 0).unwrap();
        let waiting: Vec<_> = (0..400)
            .map(|n| store.write(Instant::from_ms(0), &Rng::from_number(n), |tx| {
                let had = tx.one(&LOCKED, params!["a"], |row| row.int(0))?;
                tx.exec(&ADD, params!["a", 1i64])?;
                Ok::<i64, Error>(had)
            }))
            .collect();
        let mut seen: Vec<i64> = waiting.into_iter().map(|p| p.wait().unwrap()).collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..400).collect::<Vec<_>>());
        assert_eq!(get(store, "a"), Some(400));
    };

    readers_cannot_write: |db| {
        let store = &open(db);
        let text = "DELETE FROM counter";
        let refused: Result<(), Error> = store.read(move |r| r.each_adhoc("test", text, &[], |_| Ok(()))).wait();
        assert!(refused.is_err());
    };

    bulk_rows_arrive_as_they_are: |db| {
        let store = &open(db);
        let odd = "tab\there \\ 换行\nend";
        let done: Result<u64, Error> = store.write(Instant::from_ms(0), &Rng::from_number(1), move |tx| {
            let mut rows = vec![vec![Value::Text(odd.into()), Value::Int(1), Value::Bytes(vec![0, 9, 10, 92, 255].into())]];
            rows.extend((0..1000).map(|n| vec![Value::Text(format!("k{n}").into()), Value::Int(n), Value::Null]));
            tx.bulk(&INTO, rows)
        }).wait();
        assert_eq!(done, Ok(1001));
        let back: Result<_, Error> = store.read(move |r| r.maybe(&GET, params![odd], |row| row.bytes(1))).wait();
        assert_eq!(back.unwrap(), Some(vec![0, 9, 10, 92, 255]));
        let sum: Result<_, Error> = store.read(|r| r.one(&SUM, params![], |row| row.int(0))).wait();
        assert_eq!(sum, Ok(1 + 499_500));
    };

    a_table_is_rewritten_while_others_write: |db| {
        let store = &open(db);
        add(store, "a", 1).unwrap();
        let waiting: Vec<_> = (0..50)
            .map(|n| store.write(Instant::from_ms(0), &Rng::from_number(n), |tx| tx.exec(&ADD, params!["a", 1i64])))
            .collect();
        store.rewrite(&["counter"]).unwrap();
        for pending in waiting {
            pending.wait().unwrap();
        }
        assert_eq!(get(store, "a"), Some(51));
    };

    a_rewrite_does_not_wait_for_a_long_reader: |db| {
        let store = &open(db);
        add(store, "a", 1).unwrap();
        let watched: Result<(), Error> = Store::snapshot(db.target(), |read| {
            let before = read.one(&SUM, params![], |row| row.int(0))?;
            add(store, "a", 1)?;
            let refused = store.rewrite(&["counter"]);
            assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
            assert_eq!(read.one(&SUM, params![], |row| row.int(0))?, before);
            Ok(())
        });
        watched.unwrap();
        store.rewrite(&["counter"]).unwrap();
        assert_eq!(get(store, "a"), Some(2));
    };

    the_schema_reads_the_same: |db| {
        let store = &open(db);
        let tables = store.tables().unwrap();
        let counter = tables.iter().find(|t| t.name == "counter").unwrap();
        let shape: Vec<_> = counter.columns.iter().map(|c| format!("{} {} {} {}", c.name, c.kind, c.nullable, c.key)).collect();
        assert_eq!(shape, ["id text false 1", "n int false 0", "b bytes true 0"]);
        assert_eq!(store.schema_version(), Ok(1));
    };
}

#[test]
fn a_rewritten_table_leaves_nothing_of_its_deleted_rows() {
    let db = testkit::Database::on(Engine::Sqlite).unwrap();
    let store = open(&db);
    let rows = sealed_rows();
    for part in rows.chunks(200) {
        let part = part.to_vec();
        change(&store, move |tx| {
            part.iter().try_for_each(|(id, field, b)| tx.exec(&SEAL, params![id, *field, b]).map(|_| ()))
        });
    }
    let (gone, stay): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(id, ..)| id.ends_with('7'));
    let ids = gone.clone();
    change(&store, move |tx| ids.iter().try_for_each(|(id, ..)| tx.exec(&UNSEAL, params![id]).map(|_| ())));
    let bytes = |some: &[Sealed]| some.iter().map(|(.., b)| b.clone()).collect::<Vec<_>>();
    let (gone, stay) = (bytes(&gone), bytes(&stay));
    let left = |needles: &[Vec<u8>]| testkit::Needles::new(needles).below(db.folder()).len();
    assert_eq!(left(&gone), gone.len(), "the write-ahead log still has all of them");
    store.rewrite(&[]).unwrap();
    // Were this nothing, writing the table anew would no longer be needed.
    assert!(left(&gone) > 0, "secure_delete alone leaves copies in the gaps of pages");
    store.rewrite(&["sealed"]).unwrap();
    store.rewrite(&["sealed"]).unwrap();
    assert_eq!((left(&gone), left(&stay)), (0, stay.len()));
    add(&store, "after", 3).unwrap();
    assert_eq!(get(&store, "after"), Some(3), "statements prepared before still fit");
    change(&store, |tx| tx.exec(&SEAL, params!["after", "name", vec![1u8]]).map(|_| ()));
    let twice: Result<u64, Error> = store
        .write(Instant::from_ms(0), &Rng::from_number(1), |tx| {
            tx.exec(&SEAL, params!["other", "name", vec![1u8]])
        })
        .wait();
    assert!(matches!(twice, Err(Error::Constraint { .. })), "its unique index is there again: {twice:?}");
    drop(store);
    assert!(Store::open(db.target(), Limits::default(), STEPS, None).is_ok());
}

type Sealed = (String, &'static str, Vec<u8>);

/// Rows like those of the vault: four of a person, of many lengths, persons in no order.
fn sealed_rows() -> Vec<Sealed> {
    let mut rng = Rng::from_number(5);
    (0..3_000)
        .flat_map(|_| {
            let person = format!("per_999901_{:026}", rng.number());
            ["name", "id_number", "phone", "address"].map(|field| {
                let length = *rng.pick(&[20, 35, 28, 60, 200]).unwrap();
                let value = std::iter::repeat_with(|| rng.bytes::<1>()[0]).take(length).collect();
                (person.clone(), field, value)
            })
        })
        .collect()
}

fn change(store: &Store, work: impl Fn(&mut store::Tx<'_>) -> Result<(), Error> + Send + 'static) {
    store.write(Instant::from_ms(0), &Rng::from_number(1), work).wait().unwrap();
}

#[test]
fn a_copy_is_taken_beside_a_serving_store() {
    let db = testkit::Database::on(Engine::Sqlite).unwrap();
    let store = open(&db);
    add(&store, "a", 5).unwrap();
    let to = db.folder().join("copy.db");
    Store::copy(db.target(), &to).unwrap();
    add(&store, "a", 1).unwrap();
    let copied =
        Store::snapshot(&Target::Sqlite(to.clone()), |r| r.one(&GET, params!["a"], |row| row.int(0)));
    assert_eq!(copied, Ok(5));
    assert!(Store::copy(db.target(), &to).is_err(), "a copy never writes over a file");
}

#[test]
fn waiting_closures_share_a_commit_on_sqlite() {
    let db = testkit::Database::on(Engine::Sqlite).unwrap();
    let store = &open(&db);
    let (groups_before, closures_before) = store.groups();
    let slow: Pending<(), Error> = store.write(Instant::from_ms(0), &Rng::from_number(1), |_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        Ok(())
    });
    let waiting: Vec<_> = (0..40)
        .map(|_| {
            store.write(Instant::from_ms(0), &Rng::from_number(1), |tx| tx.exec(&ADD, params!["g", 1i64]))
        })
        .collect();
    slow.wait().unwrap();
    for pending in waiting {
        pending.wait().unwrap();
    }
    let (groups, closures) = store.groups();
    assert_eq!(closures - closures_before, 41);
    assert!(groups - groups_before <= 3, "{} groups", groups - groups_before);
}

/// SQLite undoes a whole transaction by itself where the disk is full; this statement has it do the same.
static GIVE_UP: Statement =
    Statement::new("test.give_up", "INSERT OR ROLLBACK INTO counter (id, n) VALUES ($1, -1)");

#[test]
fn nothing_of_a_group_is_kept_that_the_engine_gave_up() {
    let db = testkit::Database::on(Engine::Sqlite).unwrap();
    let store = &open(&db);
    let write = |work: fn(&mut store::Tx<'_>) -> Result<u64, Error>| {
        store.write(Instant::from_ms(0), &Rng::from_number(1), work)
    };
    let slow = write(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        Ok(0)
    });
    let before = write(|tx| tx.exec(&ADD, params!["before", 1i64]));
    let gives_up = write(|tx| tx.exec(&GIVE_UP, params!["x"]));
    let after = write(|tx| tx.exec(&ADD, params!["after", 1i64]));
    let undone = |result: Result<u64, Error>| matches!(result, Err(Error::Unavailable(what)) if what.contains("gave up"));
    assert!(undone(slow.wait()) && undone(before.wait()));
    assert!(matches!(gives_up.wait(), Err(Error::Constraint { .. })), "its own error is told");
    assert_eq!(after.wait(), Ok(1), "the next group is not concerned");
    assert_eq!((get(store, "before"), get(store, "after")), (None, Some(1)));
}

#[test]
fn a_second_process_is_told_that_the_store_is_in_use() {
    let folder = tempfile::tempdir().unwrap();
    let target = Target::Sqlite(folder.path().join("t.db"));
    let first = Store::open(&target, Limits::default(), STEPS, None).unwrap();
    let second = Store::open(&target, Limits::default(), STEPS, None);
    assert!(matches!(second, Err(Error::Unavailable(why)) if why.contains("in use")));
    drop(first);
    assert!(Store::open(&target, Limits::default(), STEPS, None).is_ok());
}

#[test]
fn an_older_program_refuses_a_newer_schema() {
    let folder = tempfile::tempdir().unwrap();
    let target = Target::Sqlite(folder.path().join("t.db"));
    let newer: Vec<Migration> =
        STEPS.iter().copied().chain([Migration { number: 2, name: "next", text: "SELECT 1;" }]).collect();
    drop(Store::open(&target, Limits::default(), &newer, None).unwrap());
    assert!(matches!(Store::open(&target, Limits::default(), STEPS, None), Err(Error::Unavailable(_))));
}

#[test]
fn tags_are_read_from_the_text() {
    assert_eq!(tagged_tables(STEPS), [("counter", Tag::Work), ("sealed", Tag::Vault)]);
}
