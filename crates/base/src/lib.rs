//! The words every other crate uses and nothing that knows an office: instants and legal days, the clock and
//! chance seams, ids that carry their region of birth, money in fen, texts in Chinese and English, and the two
//! answers that are not success: [`Refusal`] (the rule said no) and [`Problem`] (what a machine reads, RFC 9457).
#![warn(missing_docs)]

mod id;
mod money;
mod problem;
mod refusal;
mod rng;
mod text;
mod time;

pub use id::{IdError, Region, id_made_at, new_id, parse_id};
pub use money::Fen;
pub use problem::{FieldError, Problem};
pub use refusal::{Article, Refusal};
pub use rng::{Entropy, FixedEntropy, OsEntropy, Rng};
pub use text::{Lang, Text};
pub use time::{Clock, Day, DayError, Instant, ManualClock, Stopwatch, SystemClock};
