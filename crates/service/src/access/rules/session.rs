//! How long a session lasts: citizens half an hour without a request and half a day in all, staff a quarter of an hour
//! and ten hours.

use base::Instant;

use crate::access::model::{Session, SessionKind};

const MINUTE_MS: i64 = 60 * 1000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// Longest time without a request, and longest time in all, in milliseconds.
pub const fn limits(kind: SessionKind) -> (i64, i64) {
    match kind {
        SessionKind::Citizen => (30 * MINUTE_MS, 12 * HOUR_MS),
        SessionKind::Staff => (15 * MINUTE_MS, 10 * HOUR_MS),
    }
}

/// Whether the session still holds.
pub(in crate::access) fn holds(session: &Session, now: Instant) -> bool {
    let (idle, _) = limits(session.kind);
    now < session.expires_at && now.since(session.seen_at) < idle
}

/// Whether it is time to note that somebody is still there: at most once a minute, because every note is a write.
pub(in crate::access) fn is_touch_due(session: &Session, now: Instant) -> bool {
    now.since(session.seen_at) >= MINUTE_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(kind: SessionKind) -> Session {
        let start = Instant::from_ms(0);
        Session {
            digest: [0; 32],
            kind,
            subject: "x".to_owned(),
            outlet: None,
            created_at: start,
            seen_at: start,
            expires_at: start.plus_ms(limits(kind).1),
        }
    }

    #[test]
    fn a_session_ends_when_nobody_is_there() {
        for (kind, minutes) in [(SessionKind::Citizen, 30), (SessionKind::Staff, 15)] {
            let session = session(kind);
            assert!(holds(&session, Instant::from_ms(minutes * MINUTE_MS - 1)));
            assert!(!holds(&session, Instant::from_ms(minutes * MINUTE_MS)));
        }
    }

    #[test]
    fn a_session_ends_even_for_those_who_stay() {
        for (kind, hours) in [(SessionKind::Citizen, 12), (SessionKind::Staff, 10)] {
            let last = Instant::from_ms(hours * HOUR_MS);
            let session = Session { seen_at: last.plus_ms(-1), ..session(kind) };
            assert!(holds(&session, last.plus_ms(-1)));
            assert!(!holds(&session, last));
        }
    }

    #[test]
    fn somebody_is_noted_once_a_minute() {
        let session = session(SessionKind::Staff);
        assert!(!is_touch_due(&session, Instant::from_ms(MINUTE_MS - 1)));
        assert!(is_touch_due(&session, Instant::from_ms(MINUTE_MS)));
    }
}
