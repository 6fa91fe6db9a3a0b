//! The faults that can be chosen for each twin.

use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::limits::{Limited, Wrong};

/// The longest delay of `slow`, in milliseconds.
const DELAY_MAX_MS: u32 = 60_000;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultMode {
    /// Nothing.
    None,
    /// The twin waits `delay_ms` before it does the work and answers.
    Slow,
    /// The twin does nothing and answers 503.
    Down,
    /// The work is done, but the answer is one to another request.
    Wrong,
    /// The work is done, but the answer is not JSON.
    Garbage,
    /// What is sent arrives twice: the request at the twin, as a repeating gateway would do it; for payment, the
    /// notification at the platform.
    Twice,
    /// The work is done, but the connection closes without an answer.
    DropAnswer,
    /// The twin does not know what it is asked for.
    NotFound,
}

/// A fault and how long it lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What goes wrong.
    pub mode: FaultMode,
    /// For how many requests (for payment and `twice`: notifications); until changed when it is `null`.
    #[serde(default)]
    pub count: Option<u32>,
    /// The delay of `slow`, 0 to 60,000 ms.
    #[serde(default = "three_seconds")]
    pub delay_ms: u32,
}

fn three_seconds() -> u32 {
    3000
}

impl Fault {
    /// No fault.
    pub const NONE: Self = Self { mode: FaultMode::None, count: None, delay_ms: 3000 };
}

impl Limited for Fault {
    fn check(&self, wrong: &mut Wrong) {
        wrong.count("count", self.count.unwrap_or(1), 1_000_000);
        wrong.count("delay_ms", self.delay_ms, DELAY_MAX_MS);
    }
}

/// The fault that a twin has now.
#[derive(Debug)]
pub(crate) struct Faults(Mutex<Fault>);

impl Faults {
    /// A twin without a fault.
    pub(crate) fn none() -> Self {
        Self(Mutex::new(Fault::NONE))
    }

    /// The fault as it stands, with what is left of its count.
    pub(crate) fn now(&self) -> Fault {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Chooses a fault; a count of 0 is no fault.
    pub(crate) fn choose(&self, fault: Fault) {
        let fault = if fault.count == Some(0) { Fault::NONE } else { fault };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// The fault for one request or notification, if it is one of those `wanted`, and one less of its count.
    pub(crate) fn take(&self, wanted: impl Fn(FaultMode) -> bool) -> Fault {
        let mut fault = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !wanted(fault.mode) {
            return Fault::NONE;
        }
        let taken = *fault;
        match fault.count {
            Some(0 | 1) => *fault = Fault::NONE,
            Some(count) => fault.count = Some(count - 1),
            None => {}
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_lasts_as_long_as_its_count() {
        let faults = Faults::none();
        faults.choose(Fault { mode: FaultMode::Down, count: Some(2), delay_ms: 0 });
        assert_eq!(faults.take(|mode| mode == FaultMode::Twice).mode, FaultMode::None);
        assert_eq!(faults.take(|_| true).mode, FaultMode::Down);
        assert_eq!(faults.now().count, Some(1));
        assert_eq!(faults.take(|_| true).mode, FaultMode::Down);
        assert_eq!(faults.take(|_| true).mode, FaultMode::None);
        faults.choose(Fault { mode: FaultMode::Slow, count: None, delay_ms: 5 });
        assert!((0..5).all(|_| faults.take(|_| true).mode == FaultMode::Slow));
        faults.choose(Fault { mode: FaultMode::Slow, count: Some(0), delay_ms: 5 });
        assert_eq!(faults.now(), Fault::NONE);
    }
}
