//! Codes on their way to a telephone and back: drawn, kept as a digest, and used up by the command that they allow.

use base::{FieldError, Refusal, Rng};
use store::params;

use crate::access::rules::code::{self, CODE_MINUTES, CODES_KEPT, Judged};
use crate::access::secret::Secret;
use crate::access::{sql, work};
use crate::office::{Desk, Stop};

/// A code that is to be sent to a person's telephone. It stands in no table: only its digest does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeToSend {
    /// For whom.
    pub person: String,
    /// The six digits.
    pub code: Secret,
}

/// A code before its row is written.
pub(super) struct Drawn {
    who: [u8; 32],
    person: Option<String>,
    code: String,
    salt: [u8; 16],
    digest: [u8; 32],
}

impl Drawn {
    /// A code for whoever is known as `who`; one that nobody has where there is no person.
    pub(super) fn new(who: [u8; 32], person: Option<String>, rng: &mut Rng) -> Self {
        let (code, salt) = (code::draw(rng), rng.bytes());
        let of_code = code::digest_of(&salt, &code);
        // Without a person no code fits.
        let digest = if person.is_some() { of_code } else { rng.bytes() };
        Self { who, person, code, salt, digest }
    }

    /// Writes the row, and takes away those of the same words that no code is compared with any more. The caller has
    /// counted the request, and holds by that the words: two requests at once cannot have the same turn.
    pub(super) fn keep(&self, desk: &mut Desk<'_, '_>) -> Result<Option<CodeToSend>, Stop> {
        let now = desk.moment();
        let turn = work::codes(desk, &self.who)?.first().map_or(1, |newest| newest.turn + 1);
        let until = now.plus_seconds(CODE_MINUTES * 60);
        desk.exec(
            &sql::CODE_INSERT,
            params![self.who, turn, self.person, self.salt, self.digest, now, until],
        )?;
        desk.exec(&sql::CODE_TRIM, params![self.who, turn - CODES_KEPT])?;
        let to_send =
            |person: &String| CodeToSend { person: person.clone(), code: Secret::new(self.code.clone()) };
        Ok(self.person.as_ref().map(to_send))
    }
}

/// The six digits that somebody typed, or what is wrong with the field.
pub(super) fn typed_code(text: &str) -> Result<String, Stop> {
    let digits = code::typed(text);
    let wrong =
        || FieldError::new("code", "请输入短信里的6位数字验证码。", "Type the six digits of the message.");
    Ok(digits.ok_or_else(wrong)?)
}

/// Uses the code up and gives whose it was; a wrong one is counted, and the caller has to let the transaction stand.
pub(super) fn use_code(
    desk: &mut Desk<'_, '_>,
    who: &[u8; 32],
    typed: &str,
) -> Result<Result<String, Refusal>, Stop> {
    let now = desk.moment();
    match code::judge(&work::codes(desk, who)?, typed, now) {
        Judged::Refused(refusal) => Ok(Err(refusal)),
        Judged::Wrong { turn, left } => {
            desk.exec(&sql::CODE_TRIED, params![*who, turn])?;
            Ok(Err(code::wrong(left)))
        }
        Judged::Right { turn, person } => {
            desk.exec(&sql::CODE_USED, params![*who, turn, now])?;
            Ok(Ok(person))
        }
    }
}
