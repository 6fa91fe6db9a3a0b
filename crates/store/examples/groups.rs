//! Writes a hundred groups of eight closures to an embedded store and says on standard output, after each group, that
//! it was answered. Run under a system-call tracer it shows whether every group was on disk before its first answer;
//! `e2e/deep/trace` reads the trace. `--normal` turns the syncing off, so that the check itself can be seen to fail.
#![expect(clippy::expect_used, reason = "an example stops where it cannot work")]

use std::io::Write as _;

use base::{Instant, Rng};
use store::{Durability, Error, Limits, Migration, Statement, Store, Target, params};

const STEPS: &[Migration] = &[Migration {
    number: 1,
    name: "lines",
    text: "-- table line: work\nCREATE TABLE line (id {int} PRIMARY KEY, words TEXT NOT NULL) {table_opts};",
}];

static ADD: Statement = Statement::new("example.add", "INSERT INTO line (id, words) VALUES ($1, $2)");

fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().expect("the path of a new database");
    let late = arguments.next().as_deref() == Some("--normal");
    let durability = if late { Durability::Late } else { Durability::Full };
    let limits = Limits { durability, ..Limits::default() };
    let store = Store::open(&Target::Sqlite(path.into()), limits, STEPS, None).expect("a store");
    let mut out = std::io::stdout();
    for group in 0..100i64 {
        let waiting: Vec<_> = (0..8i64)
            .map(|n| {
                store.write(Instant::from_ms(0), &Rng::from_number(1), move |tx| {
                    tx.exec(&ADD, params![group * 8 + n, "words of a line"])
                })
            })
            .collect();
        for pending in waiting {
            let kept: Result<u64, Error> = pending.wait();
            assert_eq!(kept, Ok(1));
            // One system call an answer: the trace must show the sync before it.
            out.write_all(format!("answered {group}\n").as_bytes()).expect("standard output");
        }
    }
}
