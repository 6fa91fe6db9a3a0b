//! Passwords: at least twelve characters (the platform's own figure), not the user name, not a common one; length
//! counts, not kinds of characters (after NIST SP 800-63B §5.1.1). Hashed with argon2id at 19 MiB and two passes (OWASP Password Storage, 2023).

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use base::FieldError;

use crate::office::Stop;

/// Fewest characters.
pub const LENGTH_MIN: usize = 12;
/// Most characters: enough for a sentence, too few to keep a machine busy.
const LENGTH_MAX: usize = 128;
/// KiB of memory, passes, lanes.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

/// Long passwords that are tried first, one a line, in small letters.
const COMMON: &str = include_str!("common_passwords.txt");

/// A hash that no password has, at the same cost: verified where there is no account, so that the answer takes as
/// long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What is wrong with a password that somebody chooses.
pub(in crate::access) fn check(password: &str, username: &str) -> Result<(), FieldError> {
    let length = password.chars().count();
    let small = password.to_lowercase();
    let wrong = |zh: &str, en: &str| Err(FieldError::new("password", zh, en));
    if length < LENGTH_MIN {
        return wrong(
            "密码至少要12个字符，可以用一句只有您知道的话。",
            "Choose at least 12 characters; a sentence only you know works well.",
        );
    }
    if length > LENGTH_MAX {
        return wrong(
            "密码最多128个字符，请缩短一些。",
            "Choose at most 128 characters; make it a little shorter.",
        );
    }
    if small.contains(&username.to_lowercase()) {
        return wrong(
            "密码里不能包含用户名，请换一个。",
            "Leave your user name out of the password; choose another one.",
        );
    }
    if COMMON.lines().any(|common| common == small) || is_plain(&small) {
        return wrong(
            "这个密码太常见，容易被猜到，请换一个。",
            "This password is a common one and easily guessed. Choose another one.",
        );
    }
    Ok(())
}

/// One piece said again and again, or a row of characters that follow one another (`abcdefghijkl`, `987654321098`).
fn is_plain(small: &str) -> bool {
    let chars: Vec<char> = small.chars().collect();
    let repeats = (1..=4).any(|piece| chars.iter().zip(chars.iter().skip(piece)).all(|(a, b)| a == b));
    let runs = |step: i64| {
        chars.iter().zip(chars.iter().skip(1)).all(|(a, b)| {
            let gap = i64::from(u32::from(*b)) - i64::from(u32::from(*a));
            // 9 to 0 and 0 to 9 count as neighbours.
            gap == step || (a.is_ascii_digit() && b.is_ascii_digit() && gap == -9 * step)
        })
    };
    repeats || runs(1) || runs(-1)
}

/// The hash to store. Takes some tens of milliseconds: never inside a transaction.
pub(in crate::access) fn hash(password: &str, salt: &[u8; 16]) -> Result<String, Stop> {
    let hashed = hasher()?.hash_password_with_salt(password.as_bytes(), salt).map_err(failed)?;
    Ok(hashed.to_string())
}

/// Whether the password has this hash; always no, and just as slowly, where there is none.
pub(in crate::access) fn verify(password: &str, stored: Option<&str>) -> Result<bool, Stop> {
    let parsed = PasswordHash::new(stored.unwrap_or(NOBODY)).map_err(failed)?;
    // Nobody chose a longer one, and hashing it would only cost time.
    let short: String = password.chars().take(LENGTH_MAX + 1).collect();
    let fits = hasher()?.verify_password(short.as_bytes(), &parsed).is_ok();
    Ok(fits && stored.is_some())
}

fn hasher() -> Result<Argon2<'static>, Stop> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(failed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn failed(error: impl std::fmt::Display) -> Stop {
    Stop::Failed(ledger::Error::Key(format!("argon2: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_and_not_what_everyone_tries() {
        for good in ["一只松鼠每天爬三次梯子", "correct horse battery", "qLm2-vnP8-zzTw"] {
            let long = format!("{good}呀");
            assert_eq!(check(&long, "zhang01"), Ok(()), "{long}");
        }
        for bad in [
            "elevenchars",
            "Zhang01-is-my-name",
            "Password1234",
            "aaaaaaaaaaaaaa",
            "abcabcabcabc",
            "abcdefghijklmn",
            "987654321098",
            "1234567890123",
            &"x1y".repeat(43),
        ] {
            assert!(check(bad, "zhang01").is_err(), "{bad}");
        }
    }

    #[test]
    fn the_list_of_common_ones_holds_only_what_would_pass_otherwise() {
        let mut seen = std::collections::BTreeSet::new();
        for common in COMMON.lines() {
            assert_eq!(common, common.to_lowercase());
            assert!(common.chars().count() >= LENGTH_MIN, "{common} is refused for its length");
            assert!(!is_plain(common), "{common} is refused as plain");
            assert!(seen.insert(common), "{common} stands twice");
        }
        assert!(seen.len() >= 60);
    }

    #[test]
    fn a_hash_verifies_its_own_password_at_the_cost_we_say() {
        let stored = hash("correct horse battery", &[7; 16]).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify("correct horse battery", Some(&stored)).unwrap());
        assert!(!verify("correct horse batterx", Some(&stored)).unwrap());
        assert_ne!(stored, hash("correct horse battery", &[8; 16]).unwrap());
    }

    #[test]
    fn nobody_has_a_password() {
        assert!(!verify("correct horse battery", None).unwrap());
        assert!(!verify("", None).unwrap());
    }
}
