//! A ledger over a test database, and an office of one read table that is enough to test with.
#![allow(dead_code, unreachable_pub, clippy::allow_attributes, reason = "each test file uses its part")]

use std::sync::Arc;

use base::{FixedEntropy, Instant, ManualClock, Rng};
use ledger::note::SigningKey;
use ledger::seal::{BlindKind, MasterKey};
use ledger::vault::{self, Vault};
use ledger::{Erased, Error, Event, Fact, Ledger, Locked, NewEvent, Options, Origin, Stream, VaultRows};
use serde::{Deserialize, Serialize};
use store::{Limits, Migration, Statement, Tx, params};
use testkit::Database;

pub const STEPS: &[Migration] = &[
    ledger::MIGRATION,
    Migration {
        number: 2,
        name: "accounts",
        text: "
-- table account: read
CREATE TABLE account (id TEXT PRIMARY KEY, amount {int} NOT NULL, changed_at {int} NOT NULL) {keyed_opts};
",
    },
];

static ACCOUNT_CHANGE: Statement = Statement::new(
    "test.account_change",
    "INSERT INTO account (id, amount, changed_at) VALUES ($1, $2, $3)
     ON CONFLICT (id) DO UPDATE SET amount = account.amount + excluded.amount, changed_at = excluded.changed_at",
);
static ACCOUNT_GET: Statement =
    Statement::new("test.account_get", "SELECT amount FROM account WHERE id = $1");

#[derive(Debug, Serialize, Deserialize)]
pub struct Changed {
    pub id: String,
    pub by: i64,
}

impl Fact for Changed {
    const KIND: &'static str = "account.changed";
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Registered {
    pub vault: VaultRows,
}

impl Fact for Registered {
    const KIND: &'static str = "person.registered";
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Forgotten {
    #[serde(flatten)]
    pub erased: Erased,
}

impl Fact for Forgotten {
    const KIND: &'static str = ledger::ERASED;
}

pub fn apply(tx: &mut Tx<'_>, event: &Event) -> Result<(), Error> {
    if event.kind == Changed::KIND {
        let changed: Changed = event.facts()?;
        tx.exec(&ACCOUNT_CHANGE, params![changed.id, changed.by, event.recorded_at])?;
    }
    Ok(())
}

pub fn key() -> Arc<SigningKey> {
    Arc::new(SigningKey::generate("yichuang.test", &mut Rng::from_number(99)).unwrap())
}

pub fn open(db: &Database) -> Ledger {
    Ledger::open(Options {
        target: db.target(),
        limits: Limits::default(),
        migrations: STEPS,
        key: key(),
        clock: Arc::new(ManualClock::new(Instant::from_ms(1_790_000_000_000))),
        entropy: Arc::new(FixedEntropy::new(5)),
    })
    .unwrap()
}

pub fn origin() -> Origin {
    Origin {
        node: "n1".to_owned(),
        actor: "stf_999900_test".to_owned(),
        outlet: Some("out_999900_hall".to_owned()),
        channel: "counter".to_owned(),
        purpose: None,
        request: "req-1".to_owned(),
        rules: "0".repeat(64),
        policies: vec!["permit.clerk".to_owned()],
    }
}

pub fn now() -> Instant {
    Instant::from_ms(1_790_000_000_000)
}

pub fn stream(id: &str) -> Stream {
    Stream::new("account", id, "n1")
}

pub fn change_in(tx: &mut Tx<'_>, locked: &mut Locked, id: &str, by: i64) -> Result<Event, Error> {
    let new = NewEvent::new(&Changed { id: id.to_owned(), by }, tx.now())?;
    locked.append(tx, &stream(id), &origin(), new, apply)
}

pub fn change(ledger: &Ledger, seed: u64, id: &str, by: i64) -> Result<Event, Error> {
    let id = id.to_owned();
    ledger
        .store()
        .write(now(), &Rng::from_number(seed), move |tx| {
            let mut locked = ledger::lock(tx, &[&stream(&id)])?;
            change_in(tx, &mut locked, &id, by)
        })
        .wait()
}

pub fn amount(tx: &mut store::Read<'_>, id: &str) -> Result<i64, store::Error> {
    Ok(tx.maybe(&ACCOUNT_GET, params![id], |row| row.int(0))?.unwrap_or(0))
}

/// Waits until every committed event has its position.
pub fn settle(ledger: &Ledger, events: usize) {
    for _ in 0..200 {
        let found: Result<_, Error> = ledger.store().read(|r| ledger::follow(r, 0, 1_000_000)).wait();
        if found.unwrap().len() >= events {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("the events were not sequenced within ten seconds");
}

pub fn vault() -> Vault {
    Vault::new(MasterKey::generate(&mut Rng::from_number(7)))
}

/// Registers a person with a name, an identity number and a telephone.
pub fn register(ledger: &Ledger, vault: &Vault, person: &'static str, seed: u64) {
    let mut rng = Rng::from_number(seed);
    let (key, mut prepared) = vault.begin(person, &mut rng).unwrap();
    let number = format!("99990119900101{seed:04}");
    let phone = format!("1390000{seed:04}");
    for (field, value) in [("name", "示例"), ("id_number", number.as_str()), ("phone", phone.as_str())] {
        prepared.add_value(&key, field, 1, value, &mut rng).unwrap();
    }
    vault.add_index(&mut prepared, BlindKind::IdNumber, &number, &mut rng);
    vault.add_index(&mut prepared, BlindKind::Phone, &phone, &mut rng);
    let prepared = Arc::new(prepared);
    let done: Result<(), Error> = ledger
        .store()
        .write(now(), &rng, move |tx| {
            let own = Stream::new("person", person, "n1");
            let mut locked = ledger::lock(tx, &[&own])?;
            prepared.keep(tx)?;
            let new = NewEvent::new(&Registered { vault: prepared.rows().clone() }, tx.now())?;
            locked.append(tx, &own, &origin(), new, apply)?;
            Ok(())
        })
        .wait();
    done.unwrap();
}

pub fn forget(ledger: &Ledger, person: &'static str) {
    let done: Result<(), Error> = ledger
        .store()
        .write(now(), &Rng::from_number(1), move |tx| {
            let own = Stream::new("person", person, "n1");
            let mut locked = ledger::lock(tx, &[&own])?;
            vault::erase(tx, person)?;
            let erased = Erased { person: person.to_owned(), destroyed: Vec::new() };
            let new = NewEvent::new(&Forgotten { erased }, tx.now())?;
            locked.append(tx, &own, &origin(), new, apply)?;
            Ok(())
        })
        .wait();
    done.unwrap();
}

/// Verifies everything, rows too, and gives the report.
pub fn check(db: &Database) -> ledger::verify::Report {
    let folder = tempfile::tempdir().unwrap();
    let rebuild = ledger::verify::Rebuild { migrations: STEPS, apply, folder: folder.path() };
    let done: Result<_, Error> = store::Store::snapshot(db.target(), |read| {
        let mut report = ledger::verify::verify(read, key().verifier(), None)?;
        ledger::verify::rows(read, rebuild, &mut report)?;
        Ok(report)
    });
    done.unwrap()
}
