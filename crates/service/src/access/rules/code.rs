//! The code of a message, with which a citizen logs in or confirms a new number: six digits, five minutes, five tries,
//! one use. Only the newest code counts;
//! an older, used or expired one is told from a wrong one, because the person has it in the telephone and would type
//! it again.

use base::{Instant, Refusal, Rng};

use super::refused;
use crate::access::secret::digest;

/// Minutes that a code is good for.
pub const CODE_MINUTES: i64 = 5;
/// Codes sent in an hour at most.
pub const CODES_AN_HOUR: usize = 5;
/// Wrong tries that a code bears.
pub const TRIES_MAX: i64 = 5;
/// Codes kept for the same words: as many as a typed one is compared with.
pub(in crate::access) const CODES_KEPT: i64 = 10;

/// A stored code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::access) struct Code {
    /// Its number among those made for the same words, from 1.
    pub(in crate::access) turn: i64,
    /// None where nobody on file fits what was typed.
    pub(in crate::access) person: Option<String>,
    pub(in crate::access) salt: [u8; 16],
    pub(in crate::access) digest: [u8; 32],
    pub(in crate::access) until: Instant,
    pub(in crate::access) tries: i64,
    pub(in crate::access) used: bool,
}

/// What a typed code comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::access) enum Judged {
    /// It is this code, for this person.
    Right {
        /// The code.
        turn: i64,
        /// The person.
        person: String,
    },
    /// A wrong try of this code, to be counted.
    Wrong {
        /// The code.
        turn: i64,
        /// Tries that are left after this one.
        left: i64,
    },
    /// No try counts.
    Refused(Refusal),
}

/// Six digits, every one as likely as any other.
pub(in crate::access) fn draw(rng: &mut Rng) -> String {
    format!("{:06}", rng.below(1_000_000))
}

/// What is stored of a code. The salt keeps equal codes from looking equal; six digits are no secret from somebody who
/// has the row and the time to try a million, and five minutes later they open nothing.
pub(in crate::access) fn digest_of(salt: &[u8; 16], code: &str) -> [u8; 32] {
    digest("login-code", &[salt, code.as_bytes()])
}

/// The six digits in what somebody typed: full-width digits and spaces are mended.
pub(in crate::access) fn typed(text: &str) -> Option<String> {
    let digits: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
            other => other,
        })
        .collect();
    (digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// Judges a typed code against those made for the same words, newest first.
pub(in crate::access) fn judge(codes: &[Code], typed: &str, now: Instant) -> Judged {
    let Some(newest) = codes.first() else {
        return Judged::Refused(none_sent());
    };
    if newest.tries >= TRIES_MAX {
        return Judged::Refused(exhausted());
    }
    let is_typed = |code: &&Code| same(&digest_of(&code.salt, typed), &code.digest);
    match codes.iter().find(is_typed) {
        Some(code) if code.used => Judged::Refused(used()),
        Some(code) if code.until < now => Judged::Refused(expired()),
        Some(code) if code.turn != newest.turn => Judged::Refused(superseded()),
        Some(Code { turn, person: Some(person), .. }) => {
            Judged::Right { turn: *turn, person: person.clone() }
        }
        _ => Judged::Wrong { turn: newest.turn, left: TRIES_MAX - newest.tries - 1 },
    }
}

fn same(a: &[u8; 32], b: &[u8; 32]) -> bool {
    use subtle::ConstantTimeEq as _;
    a.as_slice().ct_eq(b.as_slice()).into()
}

/// A wrong code.
pub(in crate::access) fn wrong(left: i64) -> Refusal {
    if left <= 0 {
        return exhausted();
    }
    let times = if left == 1 { "once more".to_owned() } else { format!("{left} more times") };
    let (zh, en) = (
        format!("验证码不正确，还可以再试{left}次。"),
        format!("The code is not right. You can try {times}."),
    );
    refused(
        "access.code_wrong",
        [&zh, "请核对短信里最新的6位数字；没有收到短信，请核对填写的号码后重新获取。"],
        [
            &en,
            "Check the six digits in your newest message; if none came, check the numbers you gave and ask for a new \
             code.",
        ],
    )
}

fn exhausted() -> Refusal {
    refused(
        "access.code_exhausted",
        ["验证码输错次数太多，已经作废。", "请重新获取验证码，或者到任一窗口办理。"],
        ["The code was typed wrongly too often and is void.", "Ask for a new code, or come to any counter."],
    )
}

fn used() -> Refusal {
    refused(
        "access.code_used",
        ["这个验证码已经用过，每个验证码只能用一次。", "请重新获取验证码。"],
        ["This code has been used; each code works once.", "Ask for a new code."],
    )
}

fn expired() -> Refusal {
    refused(
        "access.code_expired",
        ["这个验证码已经过期，验证码5分钟内有效。", "请重新获取验证码。"],
        ["This code has expired; a code is good for five minutes.", "Ask for a new code."],
    )
}

fn superseded() -> Refusal {
    refused(
        "access.code_superseded",
        ["您后来又获取过验证码，这一个已经不用了。", "请输入最新一条短信里的验证码。"],
        [
            "You asked for another code after this one, so it no longer counts.",
            "Type the code of the newest message.",
        ],
    )
}

fn none_sent() -> Refusal {
    refused(
        "access.code_missing",
        ["还没有获取验证码，或者验证码早已过期。", "请先获取验证码，再输入短信里的6位数字。"],
        [
            "No code has been asked for, or it expired long ago.",
            "Ask for a code first, then type the six digits of the message.",
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_ms(1_790_000_000_000);

    fn code(turn: i64, digits: &str) -> Code {
        Code {
            turn,
            person: Some("per_1".to_owned()),
            salt: [1; 16],
            digest: digest_of(&[1; 16], digits),
            until: NOW.plus_seconds(60),
            tries: 0,
            used: false,
        }
    }

    fn rule(judged: Judged) -> String {
        match judged {
            Judged::Refused(refusal) => refusal.rule,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn given_the_newest_code_when_it_is_typed_then_the_person_is_in() {
        let codes = [code(2, "222222"), code(1, "111111")];
        let right = Judged::Right { turn: 2, person: "per_1".to_owned() };
        assert_eq!(judge(&codes, "222222", NOW), right);
        assert_eq!(rule(judge(&codes, "111111", NOW)), "access.code_superseded");
    }

    #[test]
    fn given_a_wrong_code_when_it_is_typed_then_one_try_less_is_left() {
        let mut stored = code(1, "111111");
        assert_eq!(judge(&[stored.clone()], "999999", NOW), Judged::Wrong { turn: 1, left: 4 });
        stored.tries = 4;
        assert_eq!(judge(&[stored.clone()], "999999", NOW), Judged::Wrong { turn: 1, left: 0 });
        assert_eq!(wrong(0).rule, "access.code_exhausted");
        stored.tries = 5;
        // Now not even the right one helps.
        assert_eq!(rule(judge(&[stored], "111111", NOW)), "access.code_exhausted");
    }

    #[test]
    fn given_a_used_or_expired_code_then_it_is_told_from_a_wrong_one() {
        let mut stored = code(1, "111111");
        stored.until = NOW.plus_ms(-1);
        assert_eq!(rule(judge(&[stored.clone()], "111111", NOW)), "access.code_expired");
        stored.until = NOW;
        assert!(matches!(judge(&[stored.clone()], "111111", NOW), Judged::Right { .. }));
        stored.used = true;
        assert_eq!(rule(judge(&[stored], "111111", NOW)), "access.code_used");
        assert_eq!(rule(judge(&[], "111111", NOW)), "access.code_missing");
    }

    #[test]
    fn given_nobody_on_file_then_no_code_is_right_and_the_answers_are_the_same() {
        let nobody = Code { person: None, ..code(1, "111111") };
        let nobody = [nobody];
        assert_eq!(judge(&nobody, "111111", NOW), Judged::Wrong { turn: 1, left: 4 });
        assert_eq!(judge(&nobody, "222222", NOW), judge(&[code(1, "111111")], "222222", NOW));
    }

    #[test]
    fn codes_are_six_digits_and_read_as_typed() {
        let mut rng = Rng::from_number(3);
        let mut zeros = 0;
        for _ in 0..2000 {
            let drawn = draw(&mut rng);
            assert_eq!(typed(&drawn).as_deref(), Some(drawn.as_str()));
            zeros += usize::from(drawn.starts_with('0'));
        }
        assert!((100..300).contains(&zeros), "one in ten begins with 0: {zeros}");
        assert_eq!(typed(" ０1２ 345").as_deref(), Some("012345"));
        for bad in ["12345", "1234567", "12345a", "", "一二三四五六"] {
            assert_eq!(typed(bad), None, "{bad}");
        }
    }
}
