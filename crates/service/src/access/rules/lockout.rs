//! Being locked out: after each five failed log-ins in a row, for a quarter of an hour, then half an hour, doubling up
//! to a day. A day after the last failure everything is forgotten.

use base::Instant;

/// Failures before the door closes.
pub(in crate::access) const FAILURES: i64 = 5;
const FIRST_MS: i64 = 15 * 60 * 1000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// How long the door closes after the `failed`-th failure in a row, in milliseconds; none where it stays open.
pub(in crate::access) fn closed_for(failed: i64) -> Option<i64> {
    let times = failed.checked_div(FAILURES).filter(|times| *times > 0 && failed % FAILURES == 0)?;
    let doubled = u32::try_from(times - 1).ok().and_then(|n| FIRST_MS.checked_shl(n.min(20)));
    Some(doubled.unwrap_or(DAY_MS).min(DAY_MS))
}

/// Whole seconds until the door opens; none where it is open.
pub(in crate::access) fn wait(locked_until: Instant, now: Instant) -> Option<u32> {
    let left = locked_until.since(now);
    (left > 0).then(|| u32::try_from((left + 999) / 1000).unwrap_or(u32::MAX))
}

/// Whether the failures so long ago still count.
pub(in crate::access) fn counts(last: Instant, now: Instant) -> bool {
    now.since(last) < DAY_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_failure_closes_the_door_and_each_next_five_for_longer() {
        let minutes: Vec<Option<i64>> =
            [1, 4, 5, 6, 9, 10, 15, 20, 35, 40, 500].map(|n| closed_for(n).map(|ms| ms / 60_000)).to_vec();
        let wanted = [
            None,
            None,
            Some(15),
            None,
            None,
            Some(30),
            Some(60),
            Some(120),
            Some(960),
            Some(1440),
            Some(1440),
        ];
        assert_eq!(minutes, wanted);
        assert_eq!(closed_for(0), None);
    }

    #[test]
    fn waiting_is_told_in_whole_seconds() {
        let now = Instant::from_ms(1000);
        assert_eq!(wait(Instant::from_ms(1000), now), None);
        assert_eq!(wait(Instant::from_ms(1001), now), Some(1));
        assert_eq!(wait(Instant::from_ms(3000), now), Some(2));
    }
}
