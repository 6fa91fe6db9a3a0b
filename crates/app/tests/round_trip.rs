//! From an empty folder to a restored store, as an operator goes: init, work, backup, restore, verify, doctor.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops where it cannot go on")]

use std::path::Path;
use std::sync::Arc;

use app::backup::{look, make, restore};
use app::commands::{Check, State, Wanted, begin, check, examine, recover};
use app::config::{Environment, Settings};
use app::keys::Keys;
use app::office::open;
use app::store_folder::Place;
use app::wait::{ask, wait};
use base::{Clock as _, OsEntropy, Region, SystemClock, Text};
use ledger::files::{Limits as FileLimits, Upload};
use service::office::{Ctx, Office};
use service::person;
use store::Limits;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR-a-picture-of-nobody";

fn new_store(folder: &Path) -> Place {
    let place = Place::embedded(&folder.join("office"));
    let region = Region::parse("520300").unwrap();
    begin(&place, region, Text::new("遵义市车辆管理所", "Zunyi Vehicle Office"), "admin").unwrap();
    place
}

fn opened(place: &Place) -> Office {
    let about = place.about().unwrap();
    let keys = Keys::read(&place.keys, &about).unwrap();
    open(place, &about, keys, Limits::default(), Arc::new(SystemClock), Arc::new(OsEntropy)).unwrap()
}

/// Enters a person with a file of theirs; gives the id.
fn enter(office: &Office, name: &str, id_number: &str) -> String {
    let ctx = office.system("test");
    let id = base::new_id("per", office.region, ctx.now, &mut ctx.rng.clone());
    let new = person::NewPerson {
        id: id.clone(),
        region: office.region,
        name: name.to_owned(),
        id_number: id_number.to_owned(),
        phone: "13900000001".to_owned(),
        address: "示例市演示大道1号".to_owned(),
    };
    wait(person::register(office, &ctx, &new)).unwrap();
    let (own, wanted) = (office.clone(), id.clone());
    let key = ask(office, move |read| Ok(own.vault.key(read, &wanted)?)).unwrap().unwrap();
    let upload = Upload { bytes: PNG, media_type: None, name: None };
    office.files.put(&upload, &key, &mut ctx.rng.clone(), FileLimits::default()).unwrap();
    id
}

fn erase(office: &Office, id: &str) {
    let archivist = authz::Staff {
        person: None,
        roles: [authz::Role::Archivist].into(),
        outlet: String::new(),
        area: authz::Area::country(),
        grants: Vec::new(),
    };
    let ctx = Ctx {
        actor: authz::Actor::staff("stf_archivist", archivist),
        purpose: Some("request".to_owned()),
        ..office.system("test")
    };
    wait(person::erase(office, &ctx, id)).unwrap();
}

fn state(checks: &[Check], name: &str) -> State {
    checks.iter().find(|check| check.name == name).unwrap_or_else(|| panic!("no check {name}")).state
}

#[test]
fn a_store_goes_into_a_backup_and_comes_back_without_the_erased() {
    let folder = tempfile::tempdir().unwrap();
    let place = new_store(folder.path());
    let office = opened(&place);
    let stays = enter(&office, "王示例", "520300199001011234");
    let goes = enter(&office, "李示例", "520300199002021235");
    office.ledger.sign_now().unwrap();
    let file = folder.path().join("one.ycb");
    // While the store is open and served.
    let made = make(&place, &file, SystemClock.now()).unwrap();
    assert_eq!(made.files, 2);
    assert!(made.summary.events >= 4 && made.summary.checkpoint.is_some());
    assert!(make(&place, &file, SystemClock.now()).is_err(), "a backup never writes over a file");
    // Erased after the backup; the next backup notes it outside the database.
    erase(&office, &goes);
    make(&place, &folder.path().join("two.ycb"), SystemClock.now()).unwrap();
    drop(office);

    assert_eq!(look(&file).unwrap().summary, made.summary);
    let new = Place { keys: place.keys.clone(), ..Place::embedded(&folder.path().join("new")) };
    let restored = restore(&file, &new).unwrap();
    assert_eq!((restored.bytes, restored.sha256.as_str()), (made.bytes, made.sha256.as_str()));
    assert_eq!(restored.erased, 1, "who was erased since is erased again");
    let report = check(&new, &Wanted { rows: true, since: made.summary.checkpoint.clone() }).unwrap();
    assert!(report.ok(), "{:?}", report.findings);
    let office = opened(&new);
    let (own, id) = (office.clone(), stays.clone());
    let name = ask(&office, move |read| {
        let row = person::by_id(read, &id)?.unwrap();
        Ok(person::values(&own, read, &row)?.name)
    });
    assert_eq!(name.unwrap(), "王示例");
    let row = ask(&office, move |read| person::by_id(read, &goes)).unwrap().unwrap();
    assert!(row.erased);
    assert!(restore(&file, &new).is_err(), "a restore never writes over a store");
}

#[test]
fn a_damaged_backup_and_missing_keys_leave_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let place = new_store(folder.path());
    let file = folder.path().join("one.ycb");
    make(&place, &file, SystemClock.now()).unwrap();
    let without = Place::embedded(&folder.path().join("without"));
    assert!(restore(&file, &without).unwrap_err().what.en.contains("missing"));
    assert!(!without.folder.exists());
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, &bytes).unwrap();
    let new = Place { keys: place.keys.clone(), ..Place::embedded(&folder.path().join("new")) };
    assert!(restore(&file, &new).is_err());
    assert!(!new.folder.exists());
    assert!(look(&file).is_err());
}

#[test]
fn an_erased_persons_values_are_in_no_new_backup() {
    let folder = tempfile::tempdir().unwrap();
    let place = new_store(folder.path());
    let office = opened(&place);
    let goes = enter(&office, "李示例", "520300199002021235");
    let wanted = goes.clone();
    let sealed = ask(&office, move |read| {
        let mut found = Vec::new();
        let text = "SELECT ciphertext FROM vault WHERE person = $1";
        read.each_adhoc("test", text, store::params![wanted], |row| {
            found.push(row.bytes(0)?);
            Ok(())
        })?;
        Ok(found)
    })
    .unwrap();
    assert_eq!(sealed.len(), 4);
    let holds = |path: &Path, needle: &[u8]| {
        std::fs::read(path).unwrap().windows(needle.len()).any(|window| window == needle)
    };
    let (before, after) = (folder.path().join("before.ycb"), folder.path().join("after.ycb"));
    make(&place, &before, SystemClock.now()).unwrap();
    assert!(sealed.iter().all(|value| holds(&before, value)));
    erase(&office, &goes);
    make(&place, &after, SystemClock.now()).unwrap();
    assert!(!sealed.iter().any(|value| holds(&after, value)));
}

#[test]
fn a_row_changed_behind_the_programs_back_is_found_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let place = new_store(folder.path());
    let office = opened(&place);
    let id = enter(&office, "王示例", "520300199001011234");
    drop(office);
    assert!(check(&place, &Wanted { rows: true, since: None }).unwrap().ok());
    let database = place.folder.join("yichuang.db");
    let tamper = |sql: &str| {
        let raw = rusqlite::Connection::open(&database).unwrap();
        assert_eq!(raw.execute(sql, []).unwrap(), 1, "{sql}");
    };
    tamper("UPDATE person SET phone_version = 7");
    let report = check(&place, &Wanted { rows: true, since: None }).unwrap();
    let named = |f: &ledger::verify::Finding| f.kind == "read" && f.table == "person" && f.key == id;
    assert!(report.findings.iter().any(named), "{:?}", report.findings);
    assert!(check(&place, &Wanted::default()).unwrap().ok(), "without --rows the ledger itself is whole");
    tamper("UPDATE event SET actor = 'nobody' WHERE kind = 'person.registered'");
    let report = check(&place, &Wanted::default()).unwrap();
    assert!(
        report.findings.iter().any(|f| f.kind == "ledger" && f.table == "event"),
        "{:?}",
        report.findings
    );
}

testkit::both! {
    a_store_begins_and_verifies_on_either_engine: |db| {
        let place = Place {
            database: db.target().clone(),
            folder: db.folder().join("office"),
            keys: db.folder().join("office.keys"),
        };
        let place = match &place.database {
            // An embedded database lies in the store's own folder.
            store::Target::Sqlite(_) => Place::embedded(&place.folder),
            store::Target::Postgres(_) => place,
        };
        let region = Region::parse("520300").unwrap();
        begin(&place, region, Text::new("所", "Office"), "admin").unwrap();
        let office = opened(&place);
        enter(&office, "王示例", "520300199001011234");
        // PostgreSQL numbers events a moment after their commit.
        for _ in 0..50 {
            let signed = office.ledger.sign_now().unwrap();
            if signed.is_some_and(|signed| signed.checkpoint.size >= 5) {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        drop(office);
        let report = check(&place, &Wanted { rows: true, since: None }).unwrap();
        assert!(report.ok() && report.position >= 5, "{report:?}");
        let settings = Settings::read(None, &Environment::new()).unwrap();
        let checks = examine(&place, &settings, SystemClock.now());
        for name in ["store", "keys", "schema", "durable", "checkpoint", "vault", "clock", "jobs"] {
            // A test cluster runs without fsync, and doctor says so.
            let loose = name == "durable" && matches!(place.database, store::Target::Postgres(_));
            assert!(loose || state(&checks, name) == State::Ok, "{name}: {checks:?}");
        }
        let copied = make(&place, &db.folder().join("b.ycb"), SystemClock.now());
        match place.database {
            store::Target::Sqlite(_) => assert!(copied.is_ok()),
            store::Target::Postgres(_) => assert!(copied.unwrap_err().next.en.contains("pg_dump")),
        }
    };
}

#[test]
fn init_again_gives_a_new_code_until_the_administrator_has_begun() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::embedded(&folder.path().join("office"));
    let region = Region::parse("520300").unwrap();
    let name = Text::new("所", "Office");
    let one = begin(&place, region, name.clone(), "admin").unwrap();
    let two = begin(&place, region, name.clone(), "admin").unwrap();
    assert_eq!(one.account.staff, two.account.staff);
    assert_ne!(one.account.setup_code, two.account.setup_code);
    assert_eq!(one.about, two.about);
    assert!(begin(&place, region, name.clone(), "other").is_err(), "there is one first administrator");
    let elsewhere = Region::parse("110100").unwrap();
    assert!(begin(&place, elsewhere, name, "admin").unwrap_err().what.en.contains("520300"));
}

#[test]
fn an_administrator_who_cannot_log_in_gets_a_new_code_on_record() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::embedded(&folder.path().join("office"));
    let region = Region::parse("520300").unwrap();
    let begun = begin(&place, region, Text::new("所", "Office"), "admin").unwrap();
    let account = recover(&place, "Admin ").unwrap();
    assert_eq!(account.staff, begun.account.staff);
    assert_ne!(account.setup_code, begun.account.setup_code);
    let report = check(&place, &Wanted { rows: true, since: None }).unwrap();
    assert!(report.ok(), "{report:?}");
    let refused = recover(&place, "nobody").unwrap_err();
    assert!(refused.what.en.contains("nobody") && refused.next.en.contains("--admin"), "{refused:?}");
    // A folder without a store is named, and nothing is made in it.
    let empty = Place::embedded(&folder.path().join("elsewhere"));
    assert!(recover(&empty, "admin").is_err());
    assert!(!empty.folder.join("yichuang.db").exists());
}

#[test]
fn an_init_that_was_cut_off_is_taken_up_again() {
    let folder = tempfile::tempdir().unwrap();
    let place = new_store(folder.path());
    let about = place.about().unwrap();
    // As it is when the machine stops before the database was begun.
    std::fs::remove_file(place.folder.join("yichuang.db")).unwrap();
    place.write_about(&app::store_folder::About { internet_outlet: String::new(), ..about.clone() }).unwrap();
    let begun = begin(&place, about.region, Text::new("所", "Office"), "admin").unwrap();
    assert!(begun.about.internet_outlet.starts_with("out_520300_"));
    assert_eq!(begun.about.ledger_key, about.ledger_key);
    assert!(check(&place, &Wanted { rows: true, since: None }).unwrap().ok());
}

#[test]
fn two_processes_cannot_write_one_store() {
    let folder = tempfile::tempdir().unwrap();
    let place = new_store(folder.path());
    let _office = opened(&place);
    let about = place.about().unwrap();
    let keys = Keys::read(&place.keys, &about).unwrap();
    let second = open(&place, &about, keys, Limits::default(), Arc::new(SystemClock), Arc::new(OsEntropy));
    assert!(second.unwrap_err().next.en.contains("Stop it first"));
}

#[test]
fn doctor_tells_what_is_in_order_and_what_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings::read(None, &Environment::new()).unwrap();
    let nowhere = Place::embedded(&folder.path().join("nowhere"));
    let checks = examine(&nowhere, &settings, SystemClock.now());
    assert_eq!(state(&checks, "store"), State::Fail);
    assert!(checks[0].next.en.contains("yichuang init"));

    let place = new_store(folder.path());
    let office = opened(&place);
    enter(&office, "王示例", "520300199001011234");
    office.ledger.sign_now().unwrap();
    let checks = examine(&place, &settings, SystemClock.now());
    for name in ["store", "keys", "schema", "durable", "checkpoint", "vault", "clock", "jobs", "catalog"] {
        assert_eq!(state(&checks, name), State::Ok, "{name}: {checks:?}");
    }
    for name in ["backup", "adapters"] {
        assert_eq!(state(&checks, name), State::Warn, "{name}");
    }
    assert!(checks.iter().all(|check| check.state == State::Ok || !check.next.en.is_empty()), "{checks:?}");
    make(&place, &folder.path().join("b.ycb"), SystemClock.now()).unwrap();
    let checks = examine(&place, &settings, SystemClock.now());
    assert_eq!(state(&checks, "backup"), State::Ok);

    // The clock of the machine has run back two days.
    let checks = examine(&place, &settings, SystemClock.now().plus_seconds(-2 * 86_400));
    assert_eq!(state(&checks, "clock"), State::Fail);

    // Keys of another store.
    let other = new_store(&folder.path().join("other"));
    let foreign = Place { keys: other.keys, ..place.clone() };
    assert_eq!(state(&examine(&foreign, &settings, SystemClock.now()), "keys"), State::Fail);
}
