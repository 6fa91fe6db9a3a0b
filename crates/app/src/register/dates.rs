//! Days as old systems and spreadsheets write them.

use base::Day;

/// Reads `2015-03-01`, `2015/3/1`, `2015.3.1`, `20150301` or `2015年3月1日`, with or without a time of nothing but
/// noughts behind it. The text is narrowed already.
pub(super) fn day(text: &str) -> Option<Day> {
    let (date, time) = text.split_once([' ', 'T']).unwrap_or((text, ""));
    if time.chars().any(|c| !matches!(c, '0' | ':' | '.' | ' ')) {
        return None;
    }
    if date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit()) {
        return numbers(date.get(..4)?, date.get(4..6)?, date.get(6..)?);
    }
    let separated = date.replace(['年', '月', '/', '.'], "-").replace('日', "");
    let mut parts = separated.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let ended = parts.next().is_none_or(str::is_empty) && parts.next().is_none();
    if ended { numbers(year, month, day) } else { None }
}

fn numbers(year: &str, month: &str, day: &str) -> Option<Day> {
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    if year.len() != 4 || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_they_are_written() {
        for text in [
            "2015-03-01",
            "2015/3/1",
            "2015.03.01",
            "2015.3.1.",
            "20150301",
            "2015年3月1日",
            "2015-03-01 00:00:00.0",
        ] {
            assert_eq!(day(text).map(|day| day.to_string()).as_deref(), Some("2015-03-01"), "{text}");
        }
        for text in [
            "",
            "2015-02-30",
            "15-03-01",
            "42064",
            "2015-03",
            "2015-03-01 08:30",
            "01/03/2015",
            "2015-+3-01",
            "2015-3-1-1",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
