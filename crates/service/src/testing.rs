//! A whole office over a test database: real ledger, vault, files, rules and policies; time and chance fixed.

use std::sync::Arc;

use authz::{Authorizer, Channel};
use base::{Day, FixedEntropy, Instant, ManualClock, Region, Rng};
use ledger::files::FileStore;
use ledger::note::SigningKey;
use ledger::seal::MasterKey;
use ledger::vault::Vault;
use ledger::{Ledger, Options};
use store::Limits;
use testkit::Database;

use crate::catalog::RuleSet;
use crate::office::{Ctx, Office, Parts};

/// The morning on which tests begin: a Monday.
pub(crate) fn morning() -> Instant {
    Day::parse("2026-11-23").unwrap().start().plus_seconds(9 * 3600)
}

pub(crate) fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(morning()))
}

pub(crate) fn office(db: &Database) -> Office {
    office_at(db, clock())
}

pub(crate) fn office_at(db: &Database, clock: Arc<ManualClock>) -> Office {
    let entropy = Arc::new(FixedEntropy::new(11));
    let key = SigningKey::generate("yichuang.test", &mut Rng::from_number(1)).unwrap();
    let ledger = Ledger::open(Options {
        target: db.target(),
        limits: Limits::default(),
        migrations: crate::MIGRATIONS,
        key: Arc::new(key),
        clock: clock.clone(),
        entropy: entropy.clone(),
    })
    .unwrap();
    Office::new(Parts {
        ledger,
        vault: Vault::new(MasterKey::generate(&mut Rng::from_number(2))),
        files: FileStore::open(&db.folder().join("files")).unwrap(),
        rules: RuleSet::embedded().unwrap(),
        authorizer: Authorizer::embedded().unwrap(),
        clock,
        entropy,
        node: "n1".to_owned(),
        region: Region::parse("999901").unwrap(),
        demonstration: true,
    })
}

/// A context for an actor at a door.
pub(crate) fn ctx(office: &Office, actor: authz::Actor, channel: Channel, outlet: Option<&str>) -> Ctx {
    Ctx {
        actor,
        outlet: outlet.map(str::to_owned),
        channel,
        purpose: None,
        now: office.clock.now(),
        rng: office.entropy.rng(),
        request: "req-test".to_owned(),
        once: None,
    }
}

/// Verifies everything, read rows too.
pub(crate) fn verified(db: &Database) -> ledger::verify::Report {
    let folder = tempfile::tempdir().unwrap();
    let key = SigningKey::generate("yichuang.test", &mut Rng::from_number(1)).unwrap();
    let rebuild =
        ledger::verify::Rebuild { migrations: crate::MIGRATIONS, apply: crate::apply, folder: folder.path() };
    for _ in 0..100 {
        let report: Result<_, ledger::Error> = store::Store::snapshot(db.target(), |read| {
            let mut report = ledger::verify::verify(read, key.verifier(), None)?;
            ledger::verify::rows(read, rebuild, &mut report)?;
            Ok(report)
        });
        let report = report.unwrap();
        if report.events == report.position {
            return report;
        }
        // PostgreSQL numbers the last events a moment later; the rebuild follows the numbers.
        std::thread::sleep(std::time::Duration::from_millis(50));
        std::fs::remove_file(folder.path().join("rebuild.db")).ok();
    }
    panic!("the events were not numbered in five seconds");
}
