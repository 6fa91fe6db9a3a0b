//! What a store is asked, statement by statement with its values, while somebody listens: for measuring what a command
//! costs and for replaying it straight through the driver. It is off unless it is asked for, holds values of persons
//! while it is on, and is never written anywhere.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use crate::{Statement, Value};

/// Statements kept at most; what comes after them is not kept.
const MOST: usize = 1_000_000;

/// Where a statement ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// In a reading closure.
    Read,
    /// In a writing closure.
    Write,
    /// In the hook before the commit of a group.
    Commit,
}

/// A statement that ran.
#[derive(Clone, Debug)]
pub struct Said {
    /// Which.
    pub statement: &'static Statement,
    /// Its values.
    pub params: Vec<Value<'static>>,
    /// Where.
    pub at: At,
    /// Rows it gave or changed.
    pub rows: u64,
}

/// A listener. Cheap to clone; all clones share what was heard.
#[derive(Clone, Debug, Default)]
pub struct Trace(Arc<Heard>);

#[derive(Debug, Default)]
struct Heard {
    on: AtomicBool,
    said: Mutex<Vec<Said>>,
}

impl Trace {
    /// Begins to listen.
    pub fn begin(&self) {
        self.0.on.store(true, Ordering::Relaxed);
    }

    /// Ends listening and gives what was heard, in the order in which it ran.
    pub fn end(&self) -> Vec<Said> {
        self.0.on.store(false, Ordering::Relaxed);
        self.0.said.lock().map(|mut said| std::mem::take(&mut *said)).unwrap_or_default()
    }

    /// Itself while it listens.
    pub(crate) fn listening(&self) -> Option<Self> {
        self.0.on.load(Ordering::Relaxed).then(|| self.clone())
    }

    pub(crate) fn heard(&self, statement: &'static Statement, params: &[Value<'_>], at: At, rows: u64) {
        let params = params.iter().map(|value| value.clone().into_owned()).collect();
        if let Ok(mut said) = self.0.said.lock()
            && said.len() < MOST
        {
            said.push(Said { statement, params, at, rows });
        }
    }
}
