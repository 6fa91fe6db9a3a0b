//! Erasing a person, byte by byte: everything that was theirs is listed first and found by the search in the database's
//! files, in its write-ahead log, in the folder of files and in a backup; after the erasure the same search finds none
//! of it anywhere.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use adapters::{Adapters, AdaptersConfig, Private};
use app::backup::{erase_listed, make};
use app::commands::{Wanted, begin, check};
use app::erasures::Erasures;
use app::keys::Keys;
use app::office::open as open_office;
use app::store_folder::Place;
use app::wait::{ask, wait};
use app::worker::{Rhythm, Worker};
use authz::{Actor, Channel};
use base::{Clock as _, Day, Entropy as _, OsEntropy, Region, SystemClock, Text};
use law::{Classes, Term};
use ledger::files::{Limits as FileLimits, Upload};
use service::case::commands::{Answer, OpenCase, Opened, choose_delivery, hand_in, open};
use service::case::{self, Delivery};
use service::catalog::{Fact, Facts, Found, LicenceFacts, LicenceStatus, PersonFacts};
use service::office::{Ctx, Office};
use service::{licence, person};
use store::{Limits, Target, params};
use testkit::{Database, Needles, Wal};

/// Something of the person's, with a name for the message of a failing test.
type Thing = (String, Vec<u8>);

const OFFICE: &str = "擦除测试车辆管理所";

fn place_of(db: &Database) -> Place {
    let folder = db.folder().join("office");
    match db.target() {
        Target::Sqlite(_) => Place::embedded(&folder),
        Target::Postgres(_) => {
            Place { database: db.target().clone(), folder, keys: db.folder().join("office.keys") }
        }
    }
}

fn opened(place: &Place) -> Office {
    let about = place.about().unwrap();
    let keys = Keys::read(&place.keys, &about).unwrap();
    open_office(place, &about, keys, Limits::default(), Arc::new(SystemClock), Arc::new(OsEntropy)).unwrap()
}

fn enter(office: &Office, n: usize, words: [&str; 4]) -> String {
    let [name, id_number, phone, address] = words.map(str::to_owned);
    let ctx = office.system(format!("enter-{n}"));
    let id = base::new_id("per", office.region, ctx.now, &mut ctx.rng.clone());
    let new = person::NewPerson { id: id.clone(), region: office.region, name, id_number, phone, address };
    wait(person::register(office, &ctx, &new)).unwrap();
    id
}

/// Others, whose rows come and go between the person's.
fn enter_others(office: &Office, from: usize) {
    for n in from..from + 60 {
        let (number, phone) = (format!("99990119800101{n:04}"), format!("1390000{n:04}"));
        enter(office, n, ["王示例", &number, &phone, "示例市演示大道1号"]);
    }
}

/// The person's own words; the last two come later.
const NAME: &str = "欧阳擦除者";
const NUMBER: &str = "99990119910203777X";
const PHONE: &str = "13900007777";
const ADDRESS: &str = "示例市无痕路七十七号";
const NEW_PHONE: &str = "13900008888";
const PARCEL_ADDRESS: &str = "示例市归零巷八十八号";

fn facts(today: Day, held: &licence::Licence) -> Facts {
    Facts {
        as_of: today,
        by_agent: false,
        person: PersonFacts {
            birth: Day::parse("1991-02-03").unwrap(),
            identity_confirmed: Fact::Unknown,
            photo_on_file: Fact::Known(false),
            medical: Found::Unknown,
            ability_test_passed_on: Found::Nothing,
        },
        licence: Found::Found(LicenceFacts {
            classes: held.classes.clone(),
            status: LicenceStatus::Normal,
            first_issue: held.first_issue,
            valid_from: held.valid_from,
            valid_until: held.valid_until,
            term: held.term,
            cycles_with_12_points: Fact::Unknown,
            unsettled_violations: Fact::Unknown,
            unsettled_accidents: Fact::Known(0),
            points_in_ended_cycle: Fact::Known(0),
            accident_in_ended_cycle: Fact::Known(law::Accident::None),
            reviewed: Fact::Known(true),
            extended_until: Found::Nothing,
            open_items: Vec::new(),
        }),
        contact: None,
    }
}

/// A renewal with two photographs handed in, one after the other, and an address for the parcel.
fn begin_case(office: &Office, place: &Place, person: &str) {
    let today = SystemClock.now().day();
    let until = today.plus_days(30);
    let from = until.plus_years(-6);
    let new = licence::NewLicence {
        id: base::new_id("lic", office.region, SystemClock.now(), &mut OsEntropy.rng()),
        holder: person.to_owned(),
        file_number: "999900007777".to_owned(),
        classes: Classes::parse("C1").unwrap(),
        first_issue: from,
        valid_from: from,
        valid_until: Some(until),
        term: Term::SixYears,
        region: office.region,
    };
    wait(licence::register(office, &office.system("licence"), &new)).unwrap();
    let wanted = new.id.clone();
    let held = ask(office, move |read| licence::by_id(read, &wanted)).unwrap().unwrap();
    let ctx = || Ctx { actor: Actor::citizen(person), channel: Channel::Online, ..office.system("case") };
    let command = OpenCase {
        item: "licence-renew-expiry".to_owned(),
        subject: person.to_owned(),
        agent: None,
        licence: Some(new.id),
        outlet: place.about().unwrap().internet_outlet,
        identity: None,
        facts: facts(today, &held),
    };
    let Opened::Begun(number) = wait(open(office, &ctx(), command)).unwrap().value else { panic!("refused") };
    let which = || Answer { number: number.clone(), revision: None };
    for length in [900, 70_000] {
        let photo = put(office, person, length);
        wait(hand_in(office, &ctx(), which(), "photo".to_owned(), Some(photo))).unwrap();
    }
    wait(choose_delivery(office, &ctx(), which(), Delivery::Post, PARCEL_ADDRESS)).unwrap();
    let wanted = number.clone();
    assert!(ask(office, move |read| case::by_number(read, &wanted)).unwrap().is_some());
}

fn put(office: &Office, person: &str, length: usize) -> ledger::tree::Hash {
    let (own, id) = (office.clone(), person.to_owned());
    let key = ask(office, move |read| Ok(own.vault.key(read, &id)?)).unwrap().unwrap();
    let mut rng = office.entropy.rng();
    let content: Vec<u8> = b"\xff\xd8\xff\xe0"
        .iter()
        .copied()
        .chain(std::iter::repeat_with(|| rng.bytes::<1>()[0]))
        .take(length)
        .collect();
    let upload = Upload { bytes: &content, media_type: None, name: None };
    office.files.put(&upload, &key, &mut rng, FileLimits::default()).unwrap().digest
}

/// Every nonce, ciphertext, wrapped key, blind index and block of a file that is the person's.
fn sealed_things(office: &Office, place: &Place, person: &str) -> Vec<Thing> {
    let id = person.to_owned();
    let (mut things, digests) = ask(office, move |read| {
        let mut things: Vec<Thing> = Vec::new();
        for (table, columns) in [
            ("vault", ["nonce", "ciphertext"]),
            ("vault_key", ["wrapped", "wrapped"]),
            ("blind", ["token", "salt"]),
        ] {
            let text = format!("SELECT {}, {} FROM {table} WHERE person = $1", columns[0], columns[1]);
            read.each_adhoc("test", &text, params![id], |row| {
                for (place, column) in columns.iter().enumerate() {
                    things.push((format!("{table}.{column}"), row.bytes(place)?));
                }
                Ok(())
            })?;
        }
        let mut digests = Vec::new();
        read.each_adhoc("test", "SELECT digest FROM person_file WHERE person = $1", params![id], |row| {
            digests.push(hex::encode(row.bytes(0)?));
            Ok(())
        })?;
        Ok((things, digests))
    })
    .unwrap();
    // Four values, two of them in two versions, each nonce and ciphertext; a key; an identity number and a telephone.
    assert_eq!((things.len(), digests.len()), (2 * 6 + 2 + 2 * 2, 2));
    for digest in digests {
        let (folder, rest) = digest.split_at(2);
        let stored = std::fs::read(place.files().join(folder).join(rest)).unwrap();
        things.extend(stored[5..].chunks_exact(64).map(|block| (format!("file {digest}"), block.to_vec())));
    }
    things
}

/// The same things in the other spellings in which a dump has them.
fn spelt(things: &[Thing]) -> Vec<Vec<u8>> {
    things
        .iter()
        .map(|(_, bytes)| bytes.clone())
        .chain(things.iter().map(|(_, bytes)| hex::encode(bytes).into_bytes()))
        .collect()
}

/// Where the bytes of a database lie, and its rows as its own tools dump them.
struct Places {
    files: Vec<PathBuf>,
    dump: Vec<u8>,
}

/// On PostgreSQL every file of the schema's relations that is there, and every one that was there before.
fn places(place: &Place, before: &[PathBuf]) -> Places {
    match &place.database {
        Target::Sqlite(path) => {
            let text = |path: &Path| path.display().to_string();
            let files = testkit::files(path.parent().unwrap());
            assert!(files.iter().any(|file| text(file).ends_with("-wal")), "{files:?}");
            Places { files, dump: dump_sqlite(path) }
        }
        Target::Postgres(url) => {
            let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
            client.batch_execute("CHECKPOINT").unwrap();
            let root: String = client.query_one("SHOW data_directory", &[]).unwrap().get(0);
            let relations = "
                WITH own AS (SELECT c.oid, c.reltoastrelid FROM pg_class AS c
                             WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'),
                     heap AS (SELECT oid FROM own UNION SELECT reltoastrelid FROM own WHERE reltoastrelid <> 0)
                SELECT pg_relation_filepath(oid) FROM heap
                UNION SELECT pg_relation_filepath(i.indexrelid) FROM pg_index AS i JOIN heap ON heap.oid = i.indrelid";
            let rows = client.query(relations, &[]).unwrap();
            let root = PathBuf::from(root);
            let mut files: Vec<PathBuf> = rows.iter().map(|row| root.join(row.get::<_, String>(0))).collect();
            assert!(files.len() > 30, "{} relations", files.len());
            if let Some(hidden) = files.iter().find(|file| std::fs::File::open(file).is_err()) {
                eprintln!("NOT SEARCHED: {} cannot be read; only the dump is", hidden.display());
            }
            files.extend(before.iter().cloned());
            files.extend(testkit::files(&place.folder));
            Places { files, dump: dump_postgres(&mut client) }
        }
    }
}

fn dump_sqlite(path: &Path) -> Vec<u8> {
    let raw = rusqlite::Connection::open(path).unwrap();
    let mut out = Vec::new();
    let mut tables = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
    let names: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for name in names {
        let mut all = raw.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let width = all.column_count();
        let mut rows = all.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..width {
                match row.get_ref(column).unwrap() {
                    rusqlite::types::ValueRef::Text(bytes) | rusqlite::types::ValueRef::Blob(bytes) => {
                        out.extend_from_slice(bytes);
                        out.push(b'\n');
                    }
                    _ => {}
                }
            }
        }
    }
    out
}

fn dump_postgres(client: &mut postgres::Client) -> Vec<u8> {
    let tables = "SELECT relname::text FROM pg_class
                  WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'";
    let mut out = Vec::new();
    for row in client.query(tables, &[]).unwrap() {
        let copy = format!("COPY {} TO STDOUT", row.get::<_, String>(0));
        client.copy_out(copy.as_str()).unwrap().read_to_end(&mut out).unwrap();
    }
    out
}

/// Which of the things are in any of the files, or in these bytes; by their place in the list, spelling left out.
fn found(things: &[Thing], files: &[PathBuf], bytes: &[u8]) -> BTreeSet<usize> {
    let spelt = spelt(things);
    let needles = Needles::new(&spelt);
    let mut all = needles.within(bytes);
    for file in files {
        all.extend(needles.below(file));
    }
    all.into_iter().map(|place| place % things.len()).collect()
}

fn named(things: &[Thing], found: &BTreeSet<usize>) -> Vec<String> {
    found.iter().map(|place| things[*place].0.clone()).collect()
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
        actor: Actor::staff("stf_archivist", archivist),
        purpose: Some("request".to_owned()),
        ..office.system("erase")
    };
    wait(person::erase(office, &ctx, id)).unwrap();
}

/// The worker as it runs beside every served store; its outside systems are all down.
fn work(office: &Office, place: &Place, person: &str) {
    let outside = AdaptersConfig::twins("http://127.0.0.1:9", &Private::new("nobody"));
    let outside = Adapters::new(&outside).unwrap();
    let worker = Worker::new(
        office.clone(),
        outside,
        Vec::new(),
        place.keys.clone(),
        Rhythm { erasures_s: 1, ..Rhythm::default() },
    );
    let running = Arc::new(worker.unwrap()).start().unwrap();
    for _ in 0..300 {
        let list = Erasures::read(&place.keys).unwrap();
        if list.persons().any(|id| id == person) && !list.leaves_traces() {
            drop(running);
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("the worker did not clear the traces in half a minute");
}

/// Verifies with a rebuild, once PostgreSQL has numbered the last events.
fn verified(place: &Place) {
    for _ in 0..100 {
        let report = check(place, &Wanted { rows: true, since: None }).unwrap();
        if report.events == report.position {
            assert!(report.ok(), "{:?}", report.findings);
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("the events were not numbered in ten seconds");
}

fn backup(db: &Database, place: &Place, name: &str) -> Vec<PathBuf> {
    let file = db.folder().join(name);
    match place.database {
        Target::Sqlite(_) => {
            make(place, &file, SystemClock.now()).unwrap();
            vec![file]
        }
        // PostgreSQL is dumped by its own tools: the rows as COPY gives them are searched with the database.
        Target::Postgres(_) => Vec::new(),
    }
}

testkit::both! {
    nothing_of_an_erased_person_is_left: |db| {
        let place = place_of(db);
        // SQLite's log is a file beside the database and searched with it; PostgreSQL's is the whole cluster's.
        let mut wal = Wal::keep(db);
        let region = Region::parse("520300").unwrap();
        begin(&place, region, Text::new(OFFICE, "Erasure Test Office"), "admin").unwrap();
        let office = opened(&place);
        enter_others(&office, 0);
        let person = enter(&office, 1_000, [NAME, NUMBER, PHONE, ADDRESS]);
        enter_others(&office, 100);
        begin_case(&office, &place, &person);
        let ctx = Ctx { actor: Actor::citizen(person.as_str()), channel: Channel::Online, ..office.system("phone") };
        let sent = wait(person::request_phone_code(&office, &ctx, &person, NEW_PHONE)).unwrap().value;
        wait(person::change_phone(&office, &ctx, &person, NEW_PHONE, sent.code.reveal())).unwrap();
        enter_others(&office, 200);
        verified(&place);

        let things = sealed_things(&office, &place, &person);
        let plain: Vec<Thing> = [NAME, NUMBER, PHONE, ADDRESS, NEW_PHONE, PARCEL_ADDRESS]
            .map(|words| (words.to_owned(), words.as_bytes().to_vec()))
            .into();
        let shown: Vec<Thing> = vec![(OFFICE.to_owned(), OFFICE.as_bytes().to_vec())];
        // Without the erasure the search finds everything that is sealed, and no value is there in plain words.
        let stored: Vec<Thing> = things.iter().filter(|(name, _)| !name.starts_with("file")).cloned().collect();
        if let Some(wal) = &mut wal {
            let log = wal.written();
            assert_eq!(found(&stored, &[], &log).len(), stored.len(), "in the write-ahead log");
            assert_eq!(found(&plain, &[], &log), BTreeSet::new());
            assert_eq!(found(&shown, &[], &log).len(), 1, "plain words are found where there are some");
            wal.let_go();
        }
        let before = places(&place, &[]);
        let copy = backup(db, &place, "before.ycb");
        assert_eq!(found(&things, &before.files, &before.dump).len(), things.len());
        assert_eq!(found(&stored, &[], &before.dump).len(), stored.len(), "in the dump");
        assert_eq!(found(&stored, &before.files, &[]).len(), stored.len(), "in the database's files");
        assert!(copy.is_empty() || found(&things, &copy, &[]).len() == things.len(), "in the backup");
        assert_eq!(found(&plain, &before.files, &before.dump), BTreeSet::new());
        assert_eq!(found(&shown, &before.files, &before.dump).len(), 1, "plain words are found where there are some");

        erase(&office, &person);
        let traces = places(&place, &[]);
        let stays = found(&things, &traces.files, &traces.dump);
        assert!(!stays.is_empty(), "deleted rows stay in the database's files until they are cleared");
        assert_eq!(found(&things, &[], &traces.dump), BTreeSet::new(), "no row is left");
        work(&office, &place, &person);
        if let Some(wal) = &mut wal {
            let log = wal.left();
            let left = found(&things, &[], &log);
            assert!(left.is_empty(), "in the write-ahead log: {:?}", named(&things, &left));
            assert_eq!(found(&plain, &[], &log), BTreeSet::new());
        }
        let after = places(&place, &before.files);
        let left = found(&things, &after.files, &after.dump);
        assert!(left.is_empty(), "{:?}", named(&things, &left));
        assert_eq!(found(&plain, &after.files, &after.dump), BTreeSet::new());
        assert_eq!(found(&shown, &after.files, &after.dump).len(), 1);
        let copy = backup(db, &place, "after.ycb");
        assert_eq!(found(&things, &copy, &[]), BTreeSet::new());
        assert_eq!(found(&plain, &copy, &[]), BTreeSet::new());
        verified(&place);
        // What is left of the person is that there was one.
        let row = ask(&office, move |read| person::by_id(read, &person)).unwrap().unwrap();
        assert!(row.erased && row.photo.is_none());
        enter_others(&office, 300);
        verified(&place);
    };
}

testkit::both! {
    whoever_is_on_the_list_is_erased_again_in_a_store_restored_by_other_means: |db| {
        let place = place_of(db);
        let region = Region::parse("520300").unwrap();
        begin(&place, region, Text::new(OFFICE, "Erasure test office"), "admin").unwrap();
        let office = opened(&place);
        let words = |n: &'static str| [NAME, n, PHONE, ADDRESS];
        let (goes, stays) = (enter(&office, 1, words(NUMBER)), enter(&office, 2, words("99990119910203778X")));
        drop(office);
        // The list knows an erasure that the store, as it was restored, has not seen.
        std::fs::write(place.keys.join("erased.txt"), format!("position 900\nnewest 900\ncleared 900\n{goes}\n")).unwrap();
        assert_eq!(erase_listed(&place).unwrap(), 1);
        assert_eq!(erase_listed(&place).unwrap(), 0, "once is enough");
        let office = opened(&place);
        let erased = |id: &str| {
            let id = id.to_owned();
            ask(&office, move |read| person::by_id(read, &id)).unwrap().unwrap().erased
        };
        assert!(erased(&goes) && !erased(&stays));
        drop(office);
        let list = Erasures::read(&place.keys).unwrap();
        assert_eq!(list.persons().collect::<Vec<_>>(), [goes.as_str()]);
        assert!(!list.leaves_traces() && list.position() < 900, "it follows the restored ledger");
    };
}
