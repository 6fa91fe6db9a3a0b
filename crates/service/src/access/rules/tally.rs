//! How often somebody may do something within a while. The window slides: what is longer ago does not count.

use base::Instant;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::access) enum Tally {
    /// Codes asked for, by what was typed.
    LoginCode,
    /// Codes asked for to confirm a new number, by person.
    NewNumber,
    /// The same, by the number: nobody's telephone rings all day because somebody else typed it.
    ToNumber,
    /// Look-ups that found nobody, by account.
    LookUp,
    /// Agents named whom nobody knows, by giver.
    Agent,
    /// Files uploaded, by the person whose papers they are.
    Upload,
    /// Cases tracked without logging in, by the number that was typed, whether there is such a case or not.
    Track,
}

const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;

impl Tally {
    /// The name in rows.
    pub(in crate::access) const fn name(self) -> &'static str {
        match self {
            Self::LoginCode => "login_code",
            Self::NewNumber => "new_number",
            Self::ToNumber => "to_number",
            Self::LookUp => "look_up",
            Self::Agent => "agent",
            Self::Upload => "upload",
            Self::Track => "track",
        }
    }

    /// The while within which they count, in milliseconds.
    const fn window_ms(self) -> i64 {
        match self {
            Self::Upload | Self::Track => DAY_MS,
            Self::LoginCode | Self::NewNumber | Self::ToNumber | Self::LookUp | Self::Agent => HOUR_MS,
        }
    }

    /// How many within the window.
    pub(in crate::access) const fn most(self) -> usize {
        match self {
            Self::LoginCode | Self::NewNumber | Self::ToNumber => super::code::CODES_AN_HOUR,
            // Of tracking: ten thousand endings of a telephone take over a year.
            Self::LookUp | Self::Track => 20,
            Self::Agent => 10,
            // An application takes a few papers, each perhaps photographed twice: of ten mebibytes each at most.
            Self::Upload => 40,
        }
    }

    /// Counts one more at `now`: the moments that count from now on, or the seconds until there is room again.
    pub(in crate::access) fn count(self, recent: &[Instant], now: Instant) -> Result<Vec<Instant>, u32> {
        let mut counting: Vec<Instant> =
            recent.iter().copied().filter(|moment| now.since(*moment) < self.window_ms()).collect();
        counting.sort_unstable();
        let over = (counting.len() + 1).checked_sub(self.most()).filter(|over| *over > 0);
        if let Some(first) = over.and_then(|over| counting.get(over - 1)) {
            let left = first.plus_ms(self.window_ms()).since(now);
            return Err(u32::try_from((left + 999) / 1000).unwrap_or(u32::MAX));
        }
        counting.push(now);
        Ok(counting)
    }
}

/// As the row holds it.
pub(in crate::access) fn write(recent: &[Instant]) -> String {
    recent.iter().map(|moment| moment.ms().to_string()).collect::<Vec<_>>().join(" ")
}

/// As the row holds it.
pub(in crate::access) fn read(text: &str) -> Vec<Instant> {
    text.split_whitespace().filter_map(|ms| ms.parse().ok()).map(Instant::from_ms).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_in_any_hour_and_no_sixth() {
        let minute = |n: i64| Instant::from_ms(n * 60_000);
        let mut recent = Vec::new();
        for n in 0..5 {
            recent = Tally::LoginCode.count(&recent, minute(n)).unwrap();
        }
        assert_eq!(Tally::LoginCode.count(&recent, minute(10)), Err(50 * 60));
        assert_eq!(Tally::LoginCode.count(&recent, minute(59)), Err(60));
        // After an hour the first no longer counts, and there is room for one.
        recent = Tally::LoginCode.count(&recent, minute(60)).unwrap();
        assert_eq!(recent.len(), 5);
        assert_eq!(Tally::LoginCode.count(&recent, minute(60)), Err(60));
    }

    #[test]
    fn forty_files_and_twenty_looks_in_any_day() {
        for (what, most) in [(Tally::Upload, 40), (Tally::Track, 20)] {
            let (mut recent, start) = (Vec::new(), Instant::from_ms(0));
            for _ in 0..most {
                recent = what.count(&recent, start).unwrap();
            }
            assert_eq!(what.count(&recent, start.plus_ms(DAY_MS - 1_000)), Err(1));
            assert!(what.count(&recent, start.plus_ms(DAY_MS)).is_ok());
        }
    }

    #[test]
    fn moments_are_written_and_read() {
        let recent = vec![Instant::from_ms(1), Instant::from_ms(1_790_000_000_000)];
        assert_eq!(read(&write(&recent)), recent);
        assert_eq!(read(""), []);
    }
}
