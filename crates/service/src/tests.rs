//! What holds for the whole service on both engines.

use ledger::NewEvent;
use ledger::seal::BlindKind;
use ledger::tree::Hash;

use crate::office::Ctx;
use crate::person;
use crate::testing::{office, verified};

mod golden;

testkit::both! {
    every_statement_prepares: |db| {
        let office = office(db);
        let engine = office.store().engine();
        for statement in crate::statements() {
            let text = statement.text(engine).to_owned();
            let prepared: Result<(), store::Error> = office.store().read(move |r| r.prepare_only(&text)).wait();
            prepared.unwrap_or_else(|e| panic!("{}: {e}", statement.name()));
        }
    };
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

/// Statements that may read a table, or an index, from its first row to its last, and why.
const WHOLE: &[(&str, &str)] = &[
    ("access.code_bound", "a sweep passes over the rows that stay, from an index"),
    ("access.tally_bound", "a sweep passes over the rows that stay, from an index"),
    ("access.lockout_bound", "a sweep passes over the rows that stay, from an index"),
    ("stream.alone", "verify goes through everything"),
    ("event.scan", "verify goes through everything"),
    ("event.of_kind", "verify looks for erasures before it begins"),
    ("entry.scan", "verify goes through everything"),
    ("pending.scan", "verify goes through everything"),
    ("tile.scan", "verify goes through everything"),
    ("checkpoint.scan", "verify goes through everything"),
    ("vault.key_scan", "verify goes through everything"),
    ("vault.value_scan", "verify goes through everything"),
    ("vault.blind_scan", "verify goes through everything"),
    ("pending.take", "takes the first five hundred, and the table holds the events of the last moments only"),
    ("checkpoint.newest", "reads one row, from the end of the primary key"),
    ("outlet.first", "reads one row, from the beginning of the primary key"),
    ("job.counts", "counts the index of jobs that are not done, for health and doctor"),
    ("notice.newest", "reads some rows, from the end of the primary key"),
    ("guide.words", "an office has at most two thousand words of its own"),
    ("guide.word_count", "an office has at most two thousand words of its own"),
    ("job.waiting", "counts the jobs that are not done by whom they wait for, for the administrator's page"),
    ("registry.persons", "counted once, before an export"),
    ("registry.licences", "counted once, before an export"),
    ("access.administrators", "run by init alone; an office has some hundreds of accounts"),
];

/// A statement that has no index to go by.
static WITHOUT: store::Statement =
    store::Statement::new("test.without", "SELECT id FROM person WHERE photo = $1");

testkit::both! {
    no_statement_reads_a_whole_table: |db| {
        drop(office(db));
        let mut planner = testkit::Planner::new(db);
        let mut unplanned = Vec::new();
        for statement in crate::statements() {
            let reads = planner.whole_reads(statement);
            let planned = WHOLE.iter().any(|(name, _)| *name == statement.name());
            if !reads.is_empty() && !planned {
                unplanned.push(format!("{}: {}", statement.name(), reads.join("; ")));
            }
        }
        assert!(unplanned.is_empty(), "{}", unplanned.join("\n"));
        for (name, _) in WHOLE {
            assert!(crate::statements().any(|statement| statement.name() == *name), "{name} is no statement");
        }
        // The check sees what it should: a column without an index.
        assert_eq!(planner.whole_reads(&WITHOUT).len(), 1);
    };

    every_file_on_record_is_destroyed_with_the_person_in_as_many_events_as_it_takes: |db| {
        let office = office(db);
        let ctx = office.system("files");
        let id = base::new_id("per", office.region, ctx.now, &mut ctx.rng.clone());
        let new = person::NewPerson {
            id: id.clone(),
            region: office.region,
            name: "林示例".to_owned(),
            id_number: "999901199001010001".to_owned(),
            phone: String::new(),
            address: String::new(),
        };
        wait(person::register(&office, &ctx, &new)).unwrap();
        let own = office.stream("person", &id);
        for part in 0..2u64 {
            let mut rng = base::Rng::from_number(part);
            let files: Vec<String> = (0..600).map(|_| Hash::from_bytes(rng.bytes()).to_string()).collect();
            let facts = serde_json::json!({ "person": id, "files": files }).to_string();
            let (own, at) = (own.clone(), ctx.now);
            wait(office.command(&ctx, move |desk| {
                desk.lock(&[&own])?;
                let facts = facts.clone();
                desk.record(&own, NewEvent { kind: "person.photo_kept", version: 1, effective_at: at, facts })?;
                Ok(())
            }))
            .unwrap();
        }
        let archivist = authz::Staff {
            person: None,
            roles: [authz::Role::Archivist].into(),
            outlet: String::new(),
            area: authz::Area::country(),
            grants: Vec::new(),
        };
        let by = Ctx {
            actor: authz::Actor::staff("stf_archivist", archivist),
            purpose: Some("request".to_owned()),
            ..office.system("erase")
        };
        let done = wait(person::erase(&office, &by, &id)).unwrap();
        assert_eq!(done.receipts.len(), 3);
        let destroyed: usize = wait(office.query(move |read| {
            let events = ledger::events(read, &own, 3, 10)?;
            let erased = |event: &ledger::Event| serde_json::from_str::<ledger::Erased>(&event.facts).unwrap();
            Ok(events.iter().map(|event| erased(event).destroyed.len()).sum())
        }))
        .unwrap();
        assert_eq!(destroyed, 1_200);
        let report = verified(db);
        assert!(report.ok(), "{:?}", report.findings);
    };

    one_identity_number_is_entered_once_however_many_ask_at_once: |db| {
        let office = office(db);
        for round in 0..6 {
            let number = format!("9999011990010100{round:02}");
            let start = std::sync::Arc::new(std::sync::Barrier::new(12));
            let hands: Vec<_> = (0..12).map(|_| {
                let (office, number, start) = (office.clone(), number.clone(), start.clone());
                std::thread::spawn(move || {
                    let ctx = office.system("race");
                    let new = person::NewPerson {
                        id: base::new_id("per", office.region, ctx.now, &mut ctx.rng.clone()),
                        region: office.region,
                        name: "林示例".to_owned(),
                        id_number: number,
                        phone: "13900000001".to_owned(),
                        address: String::new(),
                    };
                    start.wait();
                    wait(person::register(&office, &ctx, &new)).map(|done| done.value)
                })
            }).collect();
            let (entered, others): (Vec<_>, Vec<_>) =
                hands.into_iter().map(|hand| hand.join().unwrap()).partition(Result::is_ok);
            assert_eq!(entered.len(), 1, "{others:?}");
            for other in others {
                // What the form says to the slower ones: it is on file, look it up. Never a failure.
                let problem = base::Problem::from(other.unwrap_err());
                assert_eq!(problem.status, 422, "{problem}");
                assert_eq!(problem.fields.iter().map(|f| f.field.as_str()).collect::<Vec<_>>(), ["id_number"]);
            }
            let own = office.clone();
            let found = wait(office.query(move |read| Ok(own.vault.find(read, BlindKind::IdNumber, &number)?)));
            assert_eq!(found.unwrap(), [entered.into_iter().next().unwrap().unwrap()]);
        }
        let report = verified(db);
        assert!(report.ok() && report.events == 6, "{:?}", report.findings);
    };
}

#[test]
fn statement_names_are_unique() {
    let mut names: Vec<_> = crate::statements().map(store::Statement::name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn both_engines_have_the_same_schema() {
    let (Some(lite), Some(pg)) =
        (testkit::Database::on(store::Engine::Sqlite), testkit::Database::on(store::Engine::Postgres))
    else {
        return;
    };
    assert_eq!(office(&lite).store().tables().unwrap(), office(&pg).store().tables().unwrap());
}

#[test]
fn the_catalogue_has_no_findings() {
    let rules = crate::catalog::RuleSet::embedded().unwrap();
    assert_eq!(crate::catalog::check(&rules.catalog, &rules.law), []);
}
