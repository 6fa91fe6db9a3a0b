//! What the processes of a bench tell each other: one line of JSON on standard input, lines of JSON on standard output.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use store::Target;

use crate::store_folder::Place;

/// What a server is told.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Served {
    /// Folder of the store.
    pub(super) folder: PathBuf,
    /// Folder of its keys.
    pub(super) keys: PathBuf,
    /// `postgres://…` where the database is not in the folder.
    pub(super) database: Option<String>,
    /// Where the twins answer.
    pub(super) twins: String,
    /// The twins' token.
    pub(super) twins_token: String,
    /// Whether the worker runs beside the pages.
    pub(super) worker: bool,
}

impl Served {
    /// Where the store is.
    pub(super) fn place(&self) -> Place {
        let embedded = Place::embedded(&self.folder);
        let database = self.database.clone().map_or(embedded.database, Target::Postgres);
        Place { database, folder: self.folder.clone(), keys: self.keys.clone() }
    }
}

/// What a server says once it answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Listening {
    pub(super) address: String,
}

/// What a load process is told.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Task {
    /// Host and port of the server.
    pub(super) address: String,
    /// How many persons the store has.
    pub(super) persons: u64,
    /// The number of the first case.
    pub(super) from: u64,
    /// How long to measure, in seconds, after one second that does not count.
    pub(super) seconds: u64,
    /// What to do.
    pub(super) work: Work,
}

/// What a load process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Work {
    /// Cases, step after step, by so many clients.
    Steps { clients: usize },
    /// A page, by so many clients as fast as they can.
    PagesClosed { page: Page, clients: usize },
    /// A page, so many times a second, whatever the answers.
    PagesOpen { page: Page, rate: u64 },
}

/// A page that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Page {
    Home,
    Item,
    MyCase,
}

/// What a load process found.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Found {
    /// Requests that were answered well within the time.
    pub(super) answered: u64,
    /// Requests that were not.
    pub(super) failed: u64,
    /// The first answer that was not as expected.
    pub(super) complaint: Option<String>,
    /// The time, in seconds.
    pub(super) seconds: f64,
    /// Median and 99th percentile of the time to an answer, in milliseconds.
    pub(super) p50_ms: f64,
    /// See above.
    pub(super) p99_ms: f64,
    /// Processor time of this process, in milliseconds.
    pub(super) cpu_ms: u64,
    /// The number of the next case.
    pub(super) next: u64,
}

/// What a load process says: first that the time has begun, then what it found.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Word {
    Begun,
    Found(Found),
}
