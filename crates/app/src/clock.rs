//! The clock of a demonstration: it stands where it is put while the city's history is made, and then goes on with
//! the machine's clock from the city's present day.

use std::sync::atomic::{AtomicI64, Ordering};

use base::{Clock, Instant, SystemClock};

/// Following the machine's clock is written as this standing moment, which no history reaches.
const FOLLOWING: i64 = i64::MIN;

const HOUR_MS: i64 = 60 * 60 * 1000;

/// A clock that first replays and then follows the machine's clock at a fixed distance.
#[derive(Debug)]
pub struct VirtualClock {
    standing: AtomicI64,
    ahead_ms: AtomicI64,
    machine: SystemClock,
}

impl VirtualClock {
    /// A clock that stands at `moment`.
    pub fn standing(moment: Instant) -> Self {
        Self { standing: AtomicI64::new(moment.ms()), ahead_ms: AtomicI64::new(0), machine: SystemClock }
    }

    /// Puts the standing clock at `moment`; it never goes back.
    pub fn advance_to(&self, moment: Instant) {
        self.standing.fetch_max(moment.ms(), Ordering::SeqCst);
    }

    /// From now on the clock goes, beginning at `moment`. A moment within the last hour is today's city, whose history
    /// took that long to make: it goes with the machine's clock exactly, so that authenticators agree with it.
    pub fn follow_from(&self, moment: Instant) {
        let ahead_ms = moment.since(self.machine.now());
        let today = (-HOUR_MS..=0).contains(&ahead_ms);
        self.go_on(if today { 0 } else { ahead_ms });
    }

    /// From now on the clock goes, so many milliseconds ahead of the machine's.
    pub fn go_on(&self, ahead_ms: i64) {
        self.ahead_ms.store(ahead_ms, Ordering::SeqCst);
        self.standing.store(FOLLOWING, Ordering::SeqCst);
    }

    /// How far the clock is ahead of the machine's once it goes, in milliseconds.
    pub fn ahead_ms(&self) -> i64 {
        self.ahead_ms.load(Ordering::SeqCst)
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Instant {
        match self.standing.load(Ordering::SeqCst) {
            FOLLOWING => self.machine.now().plus_ms(self.ahead_ms.load(Ordering::SeqCst)),
            standing => Instant::from_ms(standing),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_then_goes_on_from_the_citys_day() {
        let start = Instant::from_ms(1_700_000_000_000);
        let clock = VirtualClock::standing(start);
        clock.advance_to(start.plus_seconds(60));
        clock.advance_to(start);
        assert_eq!(clock.now(), start.plus_seconds(60));
        clock.follow_from(start.plus_seconds(3600));
        let gone_ms = clock.now().since(start.plus_seconds(3600));
        assert!((0..60_000).contains(&gone_ms), "{gone_ms}");
    }

    #[test]
    fn a_city_of_today_keeps_the_machines_time_however_long_it_took_to_make() {
        let (machine, clock) = (SystemClock, VirtualClock::standing(Instant::from_ms(0)));
        clock.follow_from(machine.now().plus_seconds(-180));
        assert!(machine.now().since(clock.now()) < 60_000);
    }
}
