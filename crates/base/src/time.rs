//! Instants are milliseconds UTC; legal days are calendar days in Asia/Shanghai. Nothing outside this file asks the
//! machine for the time: commands take it from their context, so that a virtual clock can replay months.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// From milliseconds UTC.
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds UTC.
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// This moment moved by `ms` milliseconds (negative: earlier); stops at the ends of the range.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// This moment moved by whole seconds.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        self.plus_ms(seconds.saturating_mul(1000))
    }

    /// Milliseconds from `earlier` to this moment.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The legal day this moment falls on in Asia/Shanghai.
    pub fn day(self) -> Day {
        Day(self.zoned().date())
    }

    /// `2026-11-21 15:04` in Asia/Shanghai: for pages and papers.
    pub fn local(self) -> String {
        self.zoned().strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// `2026-11-21T07:04:05.123Z`: for machines.
    pub fn rfc3339(self) -> String {
        let t = Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH);
        format!("{t:.3}")
    }

    fn zoned(self) -> jiff::Zoned {
        let t = Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH);
        t.to_zoned(shanghai())
    }
}

/// Asia/Shanghai has been UTC+8 without change since 1991; every legal day this program computes is later. A fixed
/// offset needs no time-zone table at run time and cannot be shifted by a stale one.
fn shanghai() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(8))
}

/// A calendar day in Asia/Shanghai, written `YYYY-MM-DD`. Years 1800 to 2400.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// Why a text or a triple of numbers is not a day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a calendar day written YYYY-MM-DD between 1800 and 2400: {0}")]
pub struct DayError(String);

impl Day {
    /// The day with these numbers, if the calendar has it.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, DayError> {
        let date = Date::new(year, month, day).map_err(|_| DayError(format!("{year}-{month}-{day}")))?;
        if (1800..=2400).contains(&year) { Ok(Self(date)) } else { Err(DayError(date.to_string())) }
    }

    /// Reads exactly `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Result<Self, DayError> {
        let fail = || DayError(text.chars().take(32).collect());
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes
                .iter()
                .enumerate()
                .all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
        if !shaped {
            return Err(fail());
        }
        let date: Date = text.parse().map_err(|_| fail())?;
        Self::new(date.year(), date.month(), date.day()).map_err(|_| fail())
    }

    /// Year, 1800 to 2400.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// Day of the month, 1 to 31.
    pub fn day_of_month(self) -> i8 {
        self.0.day()
    }

    /// Monday is 1, Sunday is 7.
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    /// Whether it is a Monday to Friday, whatever the calendar of holidays says.
    pub fn is_weekday(self) -> bool {
        self.weekday() <= 5
    }

    /// This day moved by whole days; stops at the ends of the calendar.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(Span::new().days(days)))
    }

    /// This day moved by whole months; the last day of a shorter month where the day does not exist.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        Self(self.0.saturating_add(Span::new().months(months)))
    }

    /// This day moved by whole years; 29 February becomes 28 February in a common year.
    #[must_use]
    pub fn plus_years(self, years: i16) -> Self {
        Self(self.0.saturating_add(Span::new().years(years)))
    }

    /// The last day of this day's month.
    #[must_use]
    pub fn month_end(self) -> Self {
        Self(self.0.last_of_month())
    }

    /// Whole days from `earlier` to this day (negative when this day is earlier).
    pub fn days_since(self, earlier: Self) -> i32 {
        self.0.since(earlier.0).map_or(0, |span| span.get_days())
    }

    /// The first moment of this day in Asia/Shanghai.
    pub fn start(self) -> Instant {
        let zoned = self.0.to_zoned(shanghai());
        Instant(zoned.map_or(0, |z| z.timestamp().as_millisecond()))
    }

    /// `2026年11月21日`: for prose.
    pub fn chinese(self) -> String {
        format!("{}年{}月{}日", self.year(), self.month(), self.day_of_month())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// Where commands get the time from.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The present moment.
    fn now(&self) -> Instant;
}

/// The machine's clock: the only place in the product that reads it.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the seam every other place goes through")]
    fn now(&self) -> Instant {
        Instant(Timestamp::now().as_millisecond())
    }
}

/// A clock that moves only when told: tests, simulations and the history of a demonstration city.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that stands at `start`.
    pub fn new(start: Instant) -> Self {
        Self(AtomicI64::new(start.ms()))
    }

    /// Moves the clock forward by `ms` milliseconds.
    pub fn advance_ms(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// Puts the clock at `moment`.
    pub fn set(&self, moment: Instant) {
        self.0.store(moment.ms(), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}

/// Measures how long something took; for logs, limits and benches, never for rules.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// Starts measuring.
    #[expect(clippy::disallowed_methods, reason = "this is the seam every other place goes through")]
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    /// Microseconds since the start.
    pub fn elapsed_us(self) -> u64 {
        u64::try_from(self.0.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_legal_day_begins_at_16_utc_of_the_day_before() {
        let day = Day::parse("2026-11-21").unwrap();
        assert_eq!(day.start().rfc3339(), "2026-11-20T16:00:00.000Z");
        assert_eq!(day.start().day(), day);
        assert_eq!(day.start().plus_ms(-1).day(), day.plus_days(-1));
        assert_eq!(day.start().local(), "2026-11-21 00:00");
    }

    #[test]
    fn days_are_read_strictly() {
        for bad in [
            "2026-1-1",
            "20260101",
            "2026-02-30",
            "２０２６-01-01",
            "2026-13-01",
            "1700-01-01",
            " 2026-01-01",
            "",
        ] {
            assert!(Day::parse(bad).is_err(), "{bad}");
        }
        assert!(Day::parse("2024-02-29").is_ok());
    }

    #[test]
    fn years_and_months_stop_at_the_month_end() {
        let leap = Day::parse("2024-02-29").unwrap();
        assert_eq!(leap.plus_years(1).to_string(), "2025-02-28");
        assert_eq!(leap.plus_years(4).to_string(), "2028-02-29");
        assert_eq!(Day::parse("2026-01-31").unwrap().plus_months(1).to_string(), "2026-02-28");
        assert_eq!(leap.days_since(Day::parse("2024-02-28").unwrap()), 1);
    }
}
