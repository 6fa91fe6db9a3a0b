//! The program: configuration, wiring and commands. It opens an office on a store, serves it, works for it in the
//! background, checks it, copies it, and can fill one with a whole demonstration city.
//!
//! What it is not: it holds no rule and draws no page. Crates `service` and `web` do; here they are put together, and
//! here alone the environment is read.
#![warn(missing_docs)]

pub mod backup;
mod bench;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
mod console;
pub mod demo;
pub mod erasures;
pub mod keys;
pub mod office;
pub mod outcome;
pub mod register;
mod server;
pub mod store_folder;
#[cfg(test)]
mod testing;
pub mod wait;
pub mod worker;

use std::ffi::OsString;
use std::process::ExitCode;

use base::{Lang, Text};
use clap::error::ErrorKind;

pub use console::Console;

use crate::cli::{Cli, Verb};
use crate::config::{Origin, Settings, environment, language};
use crate::outcome::{Failure, Outcome};

/// Runs the program with these arguments, the program's own name first.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let environment = environment();
    let lang = language(&environment);
    let cli = match cli::parse(arguments, lang) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, lang),
    };
    let mut console = Console { json: cli.common.json, lang };
    let settings = Settings::read(cli.common.config.as_deref(), &environment)
        .map(|settings| settings.with_flag("database", "store", cli.common.store.as_deref()));
    let outcome = settings.and_then(|settings| {
        console.lang = settings.text("lang").and_then(Lang::parse).unwrap_or(lang);
        log(&filter(&cli, &settings));
        commands::run(&cli, &settings, console)
    });
    end(console, outcome)
}

fn end(console: Console, outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(report) => {
            if !report.json.is_null() {
                console.result(&report.json, &report.words);
            }
            ExitCode::from(u8::from(!report.ok))
        }
        Err(failure) => {
            console.progress(&Text::new(failure.words(Lang::Zh), failure.words(Lang::En)));
            ExitCode::from(2)
        }
    }
}

/// Help and version are answers; anything else that cannot be read is status 2.
fn usage(error: &clap::Error, lang: Lang) -> ExitCode {
    let console = Console { json: false, lang };
    let text = error.to_string();
    match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let text = text.trim_end();
            console.result(&serde_json::Value::Null, &Text::new(text, text));
            ExitCode::SUCCESS
        }
        _ => {
            // What clap adds (usage, a hint) is said below in the right language.
            let what = text.split("\n\nUsage:").next().unwrap_or_default();
            let what = what.trim().trim_start_matches("error: ").to_owned();
            let failure = Failure::new(
                Text::new(format!("命令行写得不对：{what}"), what),
                Text::new(
                    "请运行 yichuang --help 查看用法和例子。",
                    "Run yichuang --help for usage and examples.",
                ),
            );
            end(console, Err(failure))
        }
    }
}

/// What is logged: what the settings say; else warnings of what runs on, and errors of what ends by itself, whose
/// bulk work would be told as slow.
fn filter(cli: &Cli, settings: &Settings) -> String {
    let runs_on = matches!(cli.verb, Some(Verb::Serve(_) | Verb::Worker | Verb::Sandbox(_)));
    match settings.get("log") {
        Some(setting) if setting.origin != Origin::Default || runs_on => setting.value.clone(),
        _ => "error".to_owned(),
    }
}

/// Log lines go to standard error, with English keys.
fn log(filter: &str) {
    let filter = tracing_subscriber::EnvFilter::try_new(filter).unwrap_or_else(|_| "warn".into());
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).finish();
    // A test harness may have set one before; then that one holds.
    let _ = tracing::subscriber::set_global_default(subscriber);
}
