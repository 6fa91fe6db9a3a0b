//! What holds for passwords, second factors, codes, sessions, accounts, mandates and look-ups: pure decisions over
//! what the caller has loaded, with the time handed in.

pub(super) mod code;
pub(super) mod lockout;
pub(super) mod look_up;
pub(super) mod mandate;
pub(super) mod password;
pub(super) mod session;
pub(super) mod setup;
pub(super) mod staff;
pub(super) mod tally;
pub(super) mod totp;

use base::{Refusal, Text};

/// A refusal under the platform's own rule: why and what instead, in Chinese and in English.
fn refused(rule: &str, zh: [&str; 2], en: [&str; 2]) -> Refusal {
    let ([zh, zh_instead], [en, en_instead]) = (zh, en);
    Refusal::new(rule, Text::new(zh, en), Text::new(zh_instead, en_instead))
}
