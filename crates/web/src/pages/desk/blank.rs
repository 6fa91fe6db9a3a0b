//! Numbers of blanks in runs: what lies in a drawer is a few boxes, not some hundred cards.

use crate::pages::view::staff::stock::Run;

/// Puts numbers that follow each other together; `numbers` is in order.
pub(super) fn runs<'n>(numbers: impl IntoIterator<Item = &'n str>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some(run) if follows(&run.last, number) => {
                number.clone_into(&mut run.last);
                run.left += 1;
            }
            _ => runs.push(Run { first: number.to_owned(), last: number.to_owned(), left: 1 }),
        }
    }
    runs
}

/// Whether a number is the next one after another: the same letters before, the digits one more, as many digits.
fn follows(last: &str, next: &str) -> bool {
    let split = |number: &str| {
        let prefix = number.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = number.strip_prefix(prefix).unwrap_or_default();
        digits.parse::<u128>().ok().map(|value| (prefix.to_owned(), digits.len(), value))
    };
    let (Some(last), Some(next)) = (split(last), split(next)) else { return false };
    last.0 == next.0 && last.1 == next.1 && last.2.checked_add(1) == Some(next.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_follow_each_other_are_one_run() {
        let numbers = ["A0098", "A0099", "A0100", "A0102", "B0103", "B00104"];
        let found = runs(numbers);
        let shown: Vec<_> =
            found.iter().map(|run| (run.first.as_str(), run.last.as_str(), run.left)).collect();
        assert_eq!(
            shown,
            [("A0098", "A0100", 3), ("A0102", "A0102", 1), ("B0103", "B0103", 1), ("B00104", "B00104", 1)]
        );
        assert!(runs([]).is_empty());
    }
}
