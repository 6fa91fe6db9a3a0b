//! Where a command speaks: results on standard output, progress and words on standard error. With `--json` standard
//! output holds JSON and nothing else.

use std::io::Write as _;

use base::{Lang, Text};
use serde_json::Value;

/// How this run speaks.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    /// JSON only on standard output.
    pub json: bool,
    /// The language of words.
    pub lang: Lang,
}

impl Console {
    /// Progress, on standard error.
    pub fn progress(&self, words: &Text) {
        // Whoever closed standard error does not want to know.
        let _ = writeln!(std::io::stderr(), "{}", words.get(self.lang));
    }

    /// A result: for programs or for people, on standard output.
    pub fn result(&self, json: &Value, words: &Text) {
        let mut out = std::io::stdout().lock();
        let written = if self.json {
            writeln!(out, "{json}")
        } else if words.get(self.lang).is_empty() {
            Ok(())
        } else {
            writeln!(out, "{}", words.get(self.lang))
        };
        // A reader that has gone away (`| head`) is no failure of the command.
        let _ = written.and_then(|()| out.flush());
    }
}
