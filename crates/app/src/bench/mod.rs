//! `yichuang bench`: what this machine does with the program, and what its engine would do alone. It makes a store with
//! persons and licences, records the statements of the six writing steps of a case (apply, say how the card
//! comes, hand in, accept, decide, issue) from the program itself, and then lets two things take turns: those statements straight through the driver,
//! and the same steps over HTTP with a server process and a load process. Beside the ratio it gives the curve over
//! present cases, pages, memory and start-up. An operator reads from it how large a machine has to be.
//!
//! What it is not: a test. Its figures are of this machine in these minutes; only the ratios compare.
//!
//! In its store a card costs nothing and photographs come from the population register, so that each case is six
//! writing requests and nothing else; the outside systems are twins in the process that measures, whose time is
//! nobody's. The worker does not run: its messages wait in the outbox, as they do where it is a process of its own.

mod copies;
mod curve;
mod fill;
mod ground;
mod limit;
mod load;
mod pages;
mod parts;
mod pattern;
mod process;
mod record;
mod report;
mod script;
mod serve;
#[cfg(test)]
mod tests;
mod turns;

use base::Text;

use crate::Console;
use crate::cli::{Bench, BenchPart};
use crate::outcome::{Failure, Outcome};

/// Runs the whole bench, or one of its processes.
pub(crate) fn run(bench: &Bench, store: Option<&str>, console: Console) -> Outcome {
    match bench.part {
        Some(BenchPart::Server) => serve::run(),
        Some(BenchPart::Load) => load::run(),
        None => turns::run(bench, store, console),
    }
}

/// A failure of the bench itself.
fn broken(what: impl std::fmt::Display) -> Failure {
    Failure::new(
        Text::new(format!("性能测试没有做完：{what}"), format!("the bench did not end: {what}")),
        Text::new(
            "请检查磁盘空间和内存；用 --persons、--cases 和 --seconds 可以缩小规模。",
            "Check disk and memory; --persons, --cases and --seconds make it smaller.",
        ),
    )
}
