//! What the engine alone can do: recorded statements, with fresh values in the places that differ from case to case,
//! straight through the driver on connections with the program's own settings. On SQLite in groups of one commit, on
//! PostgreSQL on as many connections as the program has writers. It is the yardstick of `yichuang bench`.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use base::Stopwatch;

use crate::trace::At;
use crate::{Error, Statement, Target, Value, postgres, sqlite};

/// A part of a text that was put together from ids and words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The same in every case.
    Word(String),
    /// The text of a slot.
    Slot(usize),
}

/// Where a value of a statement comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Param {
    /// The same in every case.
    Fixed(Value<'static>),
    /// A slot's value.
    Slot(usize),
    /// A text with slots in it.
    Text(Vec<Piece>),
    /// The next position of the ledger.
    Position,
}

/// A statement of a step.
#[derive(Clone, Debug)]
pub struct Line {
    /// Which.
    pub statement: &'static Statement,
    /// Its values.
    pub params: Vec<Param>,
    /// Where the program runs it.
    pub at: At,
    /// Rows it gave or changed when it was recorded.
    pub rows: u64,
    /// Whether it runs once for a group, however many steps are in it.
    pub once_a_group: bool,
}

/// What is replayed: the steps of a case in their order.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// Each step's statements in their order.
    pub steps: Vec<Vec<Line>>,
}

/// How a replay went.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pace {
    /// Steps done.
    pub steps: u64,
    /// In this time.
    pub seconds: f64,
    /// Statements that gave or changed another number of rows than when they were recorded, by name.
    pub strays: BTreeMap<&'static str, u64>,
    /// Statements in all.
    pub statements: u64,
    /// The number of the next case.
    pub next: u64,
}

impl Script {
    /// Replays for about `seconds`. `values` gives the slots' values of the case with this number; numbers begin at
    /// `from`, and positions of the ledger at `position`. `width` is the group on SQLite and the connections on
    /// PostgreSQL. Blocks; not for async code.
    pub fn replay(
        &self,
        target: &Target,
        values: &(dyn Fn(u64) -> Vec<Value<'static>> + Sync),
        (from, position): (u64, i64),
        (width, seconds): (usize, u64),
    ) -> Result<Pace, Error> {
        let position = AtomicU64::new(u64::try_from(position).unwrap_or(0));
        let run = Run { script: self, values, position: &position, next: AtomicU64::new(from) };
        let limit = Duration::from_secs(seconds);
        match target {
            Target::Sqlite(path) => sqlite::replay(path, |raw| run.groups(raw, width.max(1), limit)),
            Target::Postgres(url) => run.connections(url, width.max(1), limit),
        }
    }
}

struct Run<'a> {
    script: &'a Script,
    values: &'a (dyn Fn(u64) -> Vec<Value<'static>> + Sync),
    position: &'a AtomicU64,
    next: AtomicU64,
}

/// A statement with the values of one case.
struct Ready {
    statement: &'static Statement,
    params: Vec<Value<'static>>,
    at: At,
    rows: u64,
}

impl Run<'_> {
    fn ready(&self, line: &Line, slots: &[Value<'static>]) -> Ready {
        let text = |slot: usize| match slots.get(slot) {
            Some(Value::Text(text)) => text.as_ref(),
            _ => "",
        };
        let params = line.params.iter().map(|param| match param {
            Param::Fixed(value) => value.clone(),
            Param::Slot(slot) => slots.get(*slot).cloned().unwrap_or(Value::Null),
            Param::Text(pieces) => {
                let pieces = pieces.iter().map(|piece| match piece {
                    Piece::Word(word) => word.as_str(),
                    Piece::Slot(slot) => text(*slot),
                });
                Value::Text(pieces.collect::<String>().into())
            }
            Param::Position => {
                Value::Int(i64::try_from(self.position.fetch_add(1, Ordering::Relaxed)).unwrap_or(i64::MAX))
            }
        });
        Ready { statement: line.statement, params: params.collect(), at: line.at, rows: line.rows }
    }

    /// A group of cases does each step together: one commit a step. Only the engine's time counts.
    fn groups(&self, raw: &rusqlite::Connection, width: usize, limit: Duration) -> Result<Pace, Error> {
        let mut pace = Pace::default();
        let mut spent = Duration::ZERO;
        while spent < limit {
            let slots: Vec<_> =
                (0..width).map(|_| (self.values)(self.next.fetch_add(1, Ordering::Relaxed))).collect();
            for step in &self.script.steps {
                let own = |at: At, own: &[Value<'static>]| -> Vec<Ready> {
                    let lines = step.iter().filter(|line| (line.at == At::Commit) == (at == At::Commit));
                    lines.filter(|line| !line.once_a_group).map(|line| self.ready(line, own)).collect()
                };
                let cases: Vec<_> = slots.iter().map(|slots| own(At::Write, slots)).collect();
                let mut last: Vec<_> = slots.iter().flat_map(|slots| own(At::Commit, slots)).collect();
                let first = slots.first().map(Vec::as_slice).unwrap_or_default();
                last.extend(step.iter().filter(|l| l.once_a_group).map(|line| self.ready(line, first)));
                let watch = Stopwatch::start();
                sqlite::group(
                    &mut pace.strays,
                    raw,
                    cases.iter().map(|case| case.iter().map(asked)),
                    last.iter().map(asked),
                )?;
                spent += Duration::from_micros(watch.elapsed_us());
                pace.steps += u64::try_from(width).unwrap_or(0);
                pace.statements +=
                    u64::try_from(cases.iter().map(Vec::len).sum::<usize>() + last.len()).unwrap_or(0);
            }
        }
        pace.seconds = spent.as_secs_f64();
        pace.next = self.next.load(Ordering::Relaxed);
        Ok(pace)
    }

    fn connections(&self, url: &str, width: usize, limit: Duration) -> Result<Pace, Error> {
        let over = AtomicBool::new(false);
        let watch = Stopwatch::start();
        let paces: Vec<Result<Pace, Error>> = std::thread::scope(|scope| {
            let hands: Vec<_> = (0..width).map(|_| scope.spawn(|| self.connection(url, &over))).collect();
            std::thread::sleep(limit);
            over.store(true, Ordering::Relaxed);
            let stopped = || Err(Error::Unavailable("a connection of the replay stopped".to_owned()));
            hands.into_iter().map(|hand| hand.join().unwrap_or_else(|_| stopped())).collect()
        });
        let mut all =
            Pace { seconds: Duration::from_micros(watch.elapsed_us()).as_secs_f64(), ..Pace::default() };
        for pace in paces {
            let pace = pace?;
            all.steps += pace.steps;
            for (name, count) in pace.strays {
                *all.strays.entry(name).or_default() += count;
            }
            all.statements += pace.statements;
        }
        all.next = self.next.load(Ordering::Relaxed);
        Ok(all)
    }

    fn connection(&self, url: &str, over: &AtomicBool) -> Result<Pace, Error> {
        let mut pace = Pace::default();
        let mut session = postgres::replaying(url)?;
        while !over.load(Ordering::Relaxed) {
            let slots = (self.values)(self.next.fetch_add(1, Ordering::Relaxed));
            for step in &self.script.steps {
                let ready: Vec<_> = step.iter().map(|line| self.ready(line, &slots)).collect();
                postgres::step(&mut pace.strays, &mut session, ready.iter().map(asked))?;
                pace.statements += u64::try_from(ready.len()).unwrap_or(0);
                pace.steps += 1;
                if over.load(Ordering::Relaxed) {
                    break;
                }
            }
        }
        Ok(pace)
    }
}

/// How often statements met another number of rows, by name.
pub(crate) type Strays = BTreeMap<&'static str, u64>;

/// What an engine is asked: statement, values, where, and the rows to expect.
pub(crate) type Asked<'r> = (&'static Statement, &'r [Value<'static>], At, u64);

fn asked(ready: &Ready) -> Asked<'_> {
    (ready.statement, &ready.params, ready.at, ready.rows)
}
