//! `completion`: what a shell needs to complete commands and flags.

use base::{Lang, Text};
use clap::CommandFactory as _;
use serde_json::Value;

use crate::Console;
use crate::cli::{Cli, Completion, localised};
use crate::outcome::Report;

pub(super) fn run(wanted: &Completion, lang: Lang) -> Report {
    let text = script(wanted.shell, lang);
    // A script is a script, with and without --json.
    Console { json: false, lang }.result(&Value::Null, &Text::new(&*text, &*text));
    Report::new(true, Value::Null, Text::default())
}

fn script(shell: clap_complete::Shell, lang: Lang) -> String {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut localised(Cli::command(), lang), "yichuang", &mut bytes);
    String::from_utf8_lossy(&bytes).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_can_be_completed_in_every_shell() {
        for shell in [clap_complete::Shell::Bash, clap_complete::Shell::Zsh, clap_complete::Shell::Fish] {
            let text = script(shell, Lang::Zh);
            for verb in Cli::command().get_subcommands() {
                assert!(text.contains(verb.get_name()), "{shell}: {}", verb.get_name());
            }
            assert!(text.contains("dry-run"), "{shell}");
        }
    }
}
