//! The engine's own limit: the recorded steps straight through the driver.

use std::sync::atomic::{AtomicU64, Ordering};

use store::{Engine, Pace, Target};

use super::broken;
use super::ground::Subject;
use super::record::Recorded;
use crate::outcome::Failure;

/// Closures in a commit on SQLite, and connections on PostgreSQL.
const WIDTH: (usize, usize) = (64, 16);
/// Positions of a replay begin far behind those of the program.
const POSITIONS: i64 = 1 << 40;
/// Of a thousand statements so many may meet another number of rows than when they were recorded, on SQLite and on
/// PostgreSQL, whose connections overtake each other at the outlet's blanks: their stream then stands elsewhere.
const STRAYS: (f64, f64) = (5.0, 10.0);

/// A copy of the store that replays go into, one after the other.
#[derive(Debug)]
pub(super) struct Limit<'g> {
    target: Target,
    recorded: &'g Recorded,
    subjects: &'g [Subject],
    next: u64,
    position: i64,
}

impl<'g> Limit<'g> {
    pub(super) fn new(target: Target, recorded: &'g Recorded, subjects: &'g [Subject]) -> Self {
        Self { target, recorded, subjects, next: 3, position: POSITIONS }
    }

    /// Steps a second during `seconds`.
    pub(super) fn run(&mut self, engine: Engine, seconds: u64) -> Result<f64, Failure> {
        let (recorded, subjects) = (self.recorded, self.subjects);
        let newest = AtomicU64::new(0);
        let values = |n: u64| {
            newest.fetch_max(n, Ordering::Relaxed);
            recorded.pattern.values(n, n.saturating_sub(3), subjects)
        };
        let width = if engine == Engine::Sqlite { WIDTH.0 } else { WIDTH.1 };
        let paced =
            recorded.script.replay(&self.target, &values, (self.next, self.position), (width, seconds));
        // What was a person's first time when it was recorded is not when they come again.
        if usize::try_from(newest.load(Ordering::Relaxed)).is_ok_and(|cases| cases >= subjects.len()) {
            return Err(broken("more cases than persons: give more --persons, or fewer --seconds"));
        }
        let pace = paced?;
        self.next = pace.next;
        self.position += 1 << 30;
        check(&pace, if engine == Engine::Sqlite { STRAYS.0 } else { STRAYS.1 })?;
        #[expect(clippy::cast_precision_loss, reason = "a count of steps")]
        Ok(pace.steps as f64 / pace.seconds.max(0.001))
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of statements")]
fn check(pace: &Pace, most: f64) -> Result<(), Failure> {
    let strays: u64 = pace.strays.values().sum();
    let share = 1000.0 * strays as f64 / pace.statements.max(1) as f64;
    if pace.steps == 0 || share > most {
        return Err(broken(format!(
            "the replay does not do what was recorded: {strays} of {} statements met other rows: {:?}",
            pace.statements, pace.strays
        )));
    }
    Ok(())
}
