//! Opening an office: store, ledger, vault, files, rules and policies put together.

use std::sync::Arc;

use authz::Authorizer;
use base::{Clock, Entropy, Text};
use ledger::files::FileStore;
use ledger::vault::Vault;
use ledger::{Ledger, Options};
use service::catalog::RuleSet;
use service::office::{Office, Parts};
use store::Limits;

use crate::config::Settings;
use crate::keys::Keys;
use crate::outcome::{Failure, io};
use crate::store_folder::{About, Place};

/// Opens the office at `place`: its schema is brought up to date, and its threads start. Not for async code.
pub fn open(
    place: &Place,
    about: &About,
    keys: Keys,
    limits: Limits,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
) -> Result<Office, Failure> {
    open_under(rules()?, place, about, keys, limits, clock, entropy)
}

/// The same under other rules than the program's own.
pub(crate) fn open_under(
    rules: RuleSet,
    place: &Place,
    about: &About,
    keys: Keys,
    limits: Limits,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
) -> Result<Office, Failure> {
    let ledger = Ledger::open(Options {
        target: &place.database,
        limits,
        migrations: service::MIGRATIONS,
        key: Arc::new(keys.ledger),
        clock: clock.clone(),
        entropy: entropy.clone(),
    })?;
    let files = FileStore::open(&place.files())
        .map_err(|error| io(&place.files(), &std::io::Error::other(error.to_string())))?;
    Ok(Office::new(Parts {
        ledger,
        vault: Vault::new(keys.master),
        files,
        rules,
        authorizer: Authorizer::embedded().map_err(|error| defect("policies", &error))?,
        clock,
        entropy,
        node: about.node.clone(),
        region: about.region,
        demonstration: about.demonstration,
    }))
}

/// Law tables and catalogue as they come with the program.
pub fn rules() -> Result<RuleSet, Failure> {
    RuleSet::embedded().map_err(|error| defect("rule set", &error))
}

/// The limits that the settings give.
pub fn limits(settings: &Settings) -> Result<Limits, Failure> {
    let count = |key: &str, usual: usize, max: usize| {
        let wanted = ("1 以上的整数", "a whole number of at least 1");
        let read = |text: &str| text.parse().ok().filter(|n| (1..=max).contains(n));
        settings.parsed(key, wanted, read).map(|given| given.unwrap_or(usual))
    };
    let usual = Limits::default();
    Ok(Limits {
        readers: count("readers", usual.readers, 64)?,
        writers: count("writers", usual.writers, 256)?,
        queue: count("queue", usual.queue, 1_000_000)?,
        ..usual
    })
}

pub(crate) fn defect(part: &str, error: &dyn std::error::Error) -> Failure {
    Failure::new(
        Text::new(
            format!("程序内置的 {part} 不能用：{error}"),
            format!("the program's own {part} does not work: {error}"),
        ),
        Text::new(
            "这是程序的缺陷，请换用上一个版本并报告。",
            "This is a defect of the program: use the version before, and report it.",
        ),
    )
}
