//! Hundredths and ten thousands (万): arithmetic that the law's figures are written in.

use base::Fen;

/// So many hundredths of an amount, rounded towards nothing.
pub(crate) fn percent_of(amount: Fen, percent: u32) -> Fen {
    Fen(amount.0.saturating_mul(i64::from(percent)) / 100)
}

/// Whether something measured is at least so many hundredths over its limit, without rounding.
pub(crate) fn reaches_over(measured: u32, limit: u32, percent: u16) -> bool {
    u64::from(measured) * 100 >= u64::from(limit) * (100 + u64::from(percent))
}

/// So many ten thousands.
pub(crate) fn ten_thousands(count: u16) -> u32 {
    u32::from(count) * 10_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_exact() {
        assert_eq!(percent_of(Fen(333), 3), Fen(9));
        assert!(reaches_over(120, 100, 20) && !reaches_over(1199, 1000, 20));
        assert!(reaches_over(u32::MAX, 1, u16::MAX));
        assert_eq!(ten_thousands(60), 600_000);
    }
}
