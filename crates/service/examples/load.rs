//! A program to be killed. `load write TARGET FOLDER` registers persons through the real command from eight threads and
//! says each answered one on standard output; `load check TARGET FOLDER` reads such lines from standard input, verifies
//! the whole record with a rebuild, and fails when an answered person is missing. `e2e/deep/kill` runs the two in turn.
#![expect(clippy::expect_used, reason = "an example stops where it cannot work")]

use std::io::{BufRead as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use base::{Clock as _, Entropy as _, OsEntropy, Region, Rng, SystemClock};
use ledger::files::FileStore;
use ledger::note::SigningKey;
use ledger::seal::MasterKey;
use ledger::vault::Vault;
use ledger::{Ledger, Options};
use service::catalog::RuleSet;
use service::office::{Office, Parts};
use service::person::{self, NewPerson};
use store::{Limits, Store, Target};

fn key() -> SigningKey {
    SigningKey::generate("yichuang.load", &mut Rng::from_number(1)).expect("a key")
}

fn office(target: &Target, folder: &Path) -> Office {
    let options = Options {
        target,
        limits: Limits::default(),
        migrations: service::MIGRATIONS,
        key: Arc::new(key()),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(OsEntropy),
    };
    Office::new(Parts {
        ledger: Ledger::open(options).expect("a ledger"),
        vault: Vault::new(MasterKey::generate(&mut Rng::from_number(2))),
        files: FileStore::open(&folder.join("files")).expect("a folder of files"),
        rules: RuleSet::embedded().expect("rules"),
        authorizer: authz::Authorizer::embedded().expect("policies"),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(OsEntropy),
        node: "n1".to_owned(),
        region: Region::parse("999901").expect("a region"),
        demonstration: true,
    })
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(work)
}

fn write(office: &Office) {
    println!("ready");
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let office = office.clone();
            std::thread::spawn(move || {
                let mut chance = OsEntropy.rng();
                loop {
                    let id = base::new_id("per", office.region, SystemClock.now(), &mut chance);
                    let new = NewPerson {
                        id: id.clone(),
                        region: office.region,
                        name: "负载示例".to_owned(),
                        id_number: format!("L{:020}", chance.number()),
                        phone: String::new(),
                        address: String::new(),
                    };
                    wait(person::register(&office, &office.system("load"), &new)).expect("an answer");
                    // One call for each line: a line that is there was answered.
                    std::io::stdout().write_all(format!("{id}\n").as_bytes()).expect("standard output");
                }
            })
        })
        .collect();
    // Every thread writes until the program is killed.
    if let Some(thread) = threads.into_iter().next() {
        thread.join().expect("a thread");
    }
}

fn check(target: &Target, folder: &Path, office: Office) {
    let answered: Vec<String> = std::io::stdin().lock().lines().map_while(Result::ok).collect();
    for id in answered.iter().filter(|id| id.len() == 37) {
        let id = id.clone();
        let there = wait(office.query(move |read| Ok(person::by_id(read, &id)?.is_some()))).expect("a query");
        assert!(there, "an answered person is missing");
    }
    std::thread::sleep(std::time::Duration::from_millis(900));
    drop(office);
    let second = folder.join("rebuilt");
    let _ = std::fs::remove_dir_all(&second);
    std::fs::create_dir_all(&second).expect("a folder");
    let rebuild =
        ledger::verify::Rebuild { migrations: service::MIGRATIONS, apply: service::apply, folder: &second };
    let report: Result<_, ledger::Error> = Store::snapshot(target, |read| {
        let mut report = ledger::verify::verify(read, key().verifier(), None)?;
        ledger::verify::rows(read, rebuild, &mut report)?;
        Ok(report)
    });
    let report = report.expect("a report");
    assert!(report.ok(), "{:?}", report.findings);
    println!("{} answered, {} events, nothing missing, nothing found", answered.len(), report.events);
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [verb, target, folder] = arguments.as_slice() else {
        eprintln!("load write|check FILE.db|postgres://… FOLDER");
        std::process::exit(2);
    };
    let target =
        if target.contains("://") { Target::Postgres(target.clone()) } else { Target::Sqlite(target.into()) };
    let folder = Path::new(folder);
    let office = office(&target, folder);
    if verb == "write" { write(&office) } else { check(&target, folder, office) }
}
