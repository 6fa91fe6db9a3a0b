//! The commands, a file each. A command reads the settings, does its work and gives a report; it prints nothing but
//! progress, unless it keeps running.

mod ask;
mod backup;
mod catalog;
mod completion;
mod demo;
mod doctor;
mod export;
mod import;
mod init;
mod law;
mod lines;
mod migrate;
mod openapi;
mod recover;
mod restore;
mod routes;
mod sandbox;
mod serve;
mod settings;
mod verify;
mod work;

use base::Text;
use serde_json::Value;

use crate::Console;
use crate::cli::{Cli, Verb, WELCOME};
use crate::config::Settings;
use crate::outcome::{Outcome, Report};

pub use doctor::{Check, State, examine};
pub use init::{Begun, begin};
pub use recover::recover;
pub(crate) use serve::clients;
pub use verify::{Wanted, check};

/// Runs what was typed.
pub fn run(cli: &Cli, settings: &Settings, console: Console) -> Outcome {
    let Some(verb) = &cli.verb else {
        console.result(&Value::Null, &Text::new(WELCOME.0, WELCOME.1));
        return Ok(silent());
    };
    match verb {
        Verb::Demo(demo) => demo::run(demo, cli.common.store.as_deref(), console),
        Verb::Init(init) => init::run(init, settings),
        Verb::Recover(wanted) => recover::run(wanted, settings),
        Verb::Serve(serve) => serve::run(serve, settings, console),
        Verb::Worker => work::run(settings, console),
        Verb::Migrate(migrate) => migrate::run(migrate, settings),
        Verb::Verify(verify) => verify::run(verify, settings, console),
        Verb::Doctor(doctor) => doctor::run(doctor, settings),
        Verb::Backup(backup) => backup::run(backup, settings),
        Verb::Restore(restore) => restore::run(restore, settings),
        Verb::Import(wanted) => import::run(wanted, settings, console),
        Verb::Export(wanted) => export::run(wanted, settings, console),
        Verb::Ask(ask) => ask::run(ask),
        Verb::Law(law) => law::run(law, console.lang),
        Verb::Routes => routes::run(),
        Verb::Catalog(catalog) => catalog::run(catalog),
        Verb::Openapi => openapi::run(),
        Verb::Completion(completion) => Ok(completion::run(completion, console.lang)),
        Verb::Sandbox(sandbox) => sandbox::run(sandbox, console),
        Verb::Bench(bench) => crate::bench::run(bench, cli.common.store.as_deref(), console),
        Verb::Config => Ok(settings::run(settings)),
    }
}

/// The report of a command that has said everything itself.
fn silent() -> Report {
    Report::new(true, Value::Null, Text::default())
}
