//! The one-time code with which an account is finished: twenty letters and digits in four groups, good for a day, used
//! up by the first log-in that follows. Until then the person may begin again, for example because the telephone did
//! not read the QR code; a secret is never shown twice, a new one is made.

use base::{Instant, Refusal, Rng};

use super::refused;
use crate::access::secret::digest;

/// Hours that a set-up code is good for.
pub const SETUP_HOURS: i64 = 24;

/// Crockford's base 32: no I, L, O, U, so that a code read out over the telephone is not misheard.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A new code: a hundred bits of chance.
pub(in crate::access) fn draw(rng: &mut Rng) -> String {
    let letter = |rng: &mut Rng| rng.pick(LETTERS).copied().map_or('0', char::from);
    let groups: Vec<String> = (0..4).map(|_| (0..5).map(|_| letter(rng)).collect()).collect();
    groups.join("-")
}

/// What is stored of a code. It has too much chance in it to be guessed, so that a plain digest will do.
pub(in crate::access) fn digest_of(staff: &str, code: &str) -> [u8; 32] {
    let typed: String = code
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    digest("setup-code", &[staff.as_bytes(), typed.as_bytes()])
}

/// When a code made now ends.
pub(in crate::access) fn until(now: Instant) -> Instant {
    now.plus_seconds(SETUP_HOURS * 3600)
}

/// A wrong user name or code; the two are not told apart.
pub(in crate::access) fn wrong() -> Refusal {
    refused(
        "access.setup_wrong",
        [
            "用户名或者一次性代码不正确。",
            "请核对后重新输入；代码已经用过的，请直接登录；忘记密码的，请联系系统管理员。",
        ],
        [
            "The user name or the one-time code is not right.",
            "Check both and type them again. If the code has been used, log in; if you have forgotten your password, \
             ask an administrator.",
        ],
    )
}

/// The right code, too late.
pub(in crate::access) fn expired() -> Refusal {
    refused(
        "access.setup_expired",
        ["这个一次性代码已经过期，代码24小时内有效。", "请联系系统管理员，为您重新生成一个。"],
        [
            "This one-time code has expired; it is good for 24 hours.",
            "Ask an administrator to make you a new one.",
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let drawn = draw(&mut Rng::from_number(1));
        assert_eq!(drawn.len(), 23);
        let wanted = digest_of("stf_1", &drawn);
        assert_eq!(digest_of("stf_1", &drawn.to_lowercase().replace('-', " ")), wanted);
        assert_ne!(digest_of("stf_2", &drawn), wanted, "a code is for one account");
        assert_eq!(digest_of("stf_1", "o1Il-0"), digest_of("stf_1", "01110"));
        assert_ne!(drawn, draw(&mut Rng::from_number(2)));
    }
}
