//! Where a command speaks: results on standard output, progress and words on standard error. With `--json` standard
//! output holds JSON and nothing else.

use std::io::{IsTerminal as _, Write as _};

use base::{Lang, Stopwatch, Text};
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

/// How the program was called, for lines that are to be copied: `yichuang`, or the path that was typed.
pub(crate) fn program() -> String {
    std::env::args_os()
        .next()
        .map_or_else(|| "yichuang".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// How far a long piece of work has come: on a terminal one line that is drawn again, elsewhere (a log) a line for each
/// tenth.
#[derive(Debug)]
pub(crate) struct Bar {
    console: Option<Console>,
    whole: Stopwatch,
    drawn: Stopwatch,
    tenth: u64,
    terminal: bool,
}

impl Bar {
    /// Between two drawings, in microseconds.
    const DRAW_US: u64 = 500_000;
    /// The width of the bar, in characters.
    const WIDTH: u64 = 30;

    /// A bar that is told to this console, or to nobody.
    pub(crate) fn new(console: Option<Console>) -> Self {
        let terminal = std::io::stderr().is_terminal();
        Self { console, whole: Stopwatch::start(), drawn: Stopwatch::start(), tenth: 0, terminal }
    }

    /// So much of so much is done.
    pub(crate) fn at(&mut self, done: u64, all: u64) {
        let Some(console) = self.console else { return };
        let percent = done.saturating_mul(100).checked_div(all).unwrap_or(100).min(100);
        if self.terminal {
            if self.drawn.elapsed_us() < Self::DRAW_US && done < all {
                return;
            }
            self.drawn = Stopwatch::start();
            let (filled, words) = (percent * Self::WIDTH / 100, self.words(done, all, percent));
            let bar: String = (0..Self::WIDTH).map(|at| if at < filled { '█' } else { '░' }).collect();
            let end = if done < all { "" } else { "\n" };
            // Whoever closed standard error does not want to know.
            let _ = write!(std::io::stderr(), "\r{bar} {}\u{1b}[K{end}", words.get(console.lang));
        } else if percent / 10 > self.tenth {
            self.tenth = percent / 10;
            console.progress(&self.words(done, all, percent));
        }
    }

    fn words(&self, done: u64, all: u64, percent: u64) -> Text {
        let left = u128::from(all.saturating_sub(done)) * u128::from(self.whole.elapsed_us());
        let seconds = left / u128::from(done.max(1)) / 1_000_000;
        Text::new(
            format!("{percent}%　{done} / {all}　约剩 {seconds} 秒"),
            format!("{percent} %  {done} of {all}, about {seconds} s to go"),
        )
    }
}
