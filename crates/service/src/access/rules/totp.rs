//! The second factor: a code of six digits from a shared secret and the time (RFC 6238 with HMAC-SHA-1, 30 seconds,
//! which is what every authenticator application knows). One step earlier or later is accepted for clocks that
//! differ; a step that was used is never accepted again (RFC 6238 §5.2).

use base::Instant;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// Bytes of a secret: the length of the hash (RFC 4226 §4).
pub(in crate::access) const SECRET_LEN: usize = 20;
/// Milliseconds of a step.
const STEP_MS: i64 = 30_000;

/// The number of the step that a moment lies in.
fn step_of(now: Instant) -> i64 {
    now.ms().div_euclid(STEP_MS)
}

/// The six digits of a step (RFC 4226 §5.3).
pub(in crate::access) fn code(secret: &[u8], step: i64) -> String {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else { return String::new() };
    mac.update(&step.to_be_bytes());
    let hash: [u8; 20] = mac.finalize().into_bytes().into();
    let [.., last] = hash;
    let four = hash.iter().skip(usize::from(last & 0x0f)).take(4);
    let number = four.fold(0u32, |number, byte| (number << 8) | u32::from(*byte));
    format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
}

/// The step whose code was entered: the present one or one beside it, and later than `used`.
pub(in crate::access) fn entered(secret: &[u8], text: &str, now: Instant) -> Option<i64> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let present = step_of(now);
    // All three are computed, whichever fits.
    let steps = [present - 1, present, present + 1];
    let fitting = steps.map(|step| (step, same(code(secret, step).as_bytes(), digits.as_bytes())));
    fitting.into_iter().rev().find(|(_, fits)| *fits).map(|(step, _)| step)
}

fn same(a: &[u8], b: &[u8]) -> bool {
    use subtle::ConstantTimeEq as _;
    a.ct_eq(b).into()
}

/// The code of the moment: for a demonstration's log-ins and for tests.
#[cfg(test)]
pub(in crate::access) fn code_at(secret: &[u8], now: Instant) -> String {
    code(secret, step_of(now))
}

/// The secret as people type it: base32 (RFC 4648) without padding, in groups of four.
pub(in crate::access) fn spelt(secret: &[u8]) -> String {
    let letters: Vec<char> = base32(secret).chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The address that an authenticator application reads from a QR code. A user name has no character that would need
/// another spelling.
pub(in crate::access) fn uri(username: &str, secret: &[u8]) -> String {
    let secret = base32(secret);
    format!(
        "otpauth://totp/Yichuang:{username}?secret={secret}&issuer=Yichuang&algorithm=SHA1&digits=6&period=30"
    )
}

fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    for five in bytes.chunks(5) {
        let filled = (0..5).fold(0u64, |n, i| (n << 8) | u64::from(five.get(i).copied().unwrap_or(0)));
        // Eight letters say forty bits; a shorter rest says as many as it has.
        let letters = (five.len() * 8).div_ceil(5);
        for i in 0..letters {
            let place = usize::try_from((filled >> (35 - 5 * i)) & 31).unwrap_or(0);
            text.push(LETTERS.get(place).copied().map_or('A', char::from));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn the_codes_are_those_of_the_standard() {
        // RFC 6238 appendix B, the last six of eight digits.
        let vectors = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (seconds, wanted) in vectors {
            assert_eq!(code_at(SECRET, Instant::from_ms(seconds * 1000)), wanted);
        }
        // RFC 4226 appendix D.
        let counted: Vec<String> = (0..10).map(|step| code(SECRET, step)).collect();
        assert_eq!(
            counted,
            [
                "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
                "520489"
            ]
        );
    }

    #[test]
    fn one_step_either_way_is_accepted_and_no_more() {
        let now = Instant::from_ms(1_790_000_010_000);
        let present = step_of(now);
        for (step, fits) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let typed = code(SECRET, present + step);
            assert_eq!(entered(SECRET, &typed, now), fits.then_some(present + step), "{step}");
        }
        assert_eq!(entered(SECRET, "", now), None);
        assert_eq!(entered(SECRET, "12345", now), None);
    }

    #[test]
    fn spaces_in_a_typed_code_do_not_matter() {
        let now = Instant::from_ms(59_000);
        assert_eq!(entered(SECRET, " 287 082 ", now), Some(1));
    }

    #[test]
    fn secrets_are_spelt_as_the_standard_says() {
        let vectors = [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
        ];
        for (bytes, wanted) in vectors {
            assert_eq!(base32(bytes.as_bytes()), wanted);
        }
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(spelt(SECRET), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert!(uri("zhang01", SECRET).contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&"));
    }
}
