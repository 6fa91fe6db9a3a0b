//! Citizens: a code is asked for with identity number and telephone, and typed to log in. Whoever is not on file, or
//! gives another telephone, gets the same answers at the same pace and no message.

use std::sync::Arc;

use base::Rng;
use ledger::seal::BlindKind;
use store::params;
use subtle::ConstantTimeEq as _;

use super::log_in::LoggedIn;
use super::{answered, id_number, phone, without_key};
use crate::access::model::SessionKind;
use crate::access::rules::code::{self, CODE_MINUTES, Judged};
use crate::access::rules::tally::Tally;
use crate::access::secret::{Secret, Token, digest};
use crate::access::{sql, work};
use crate::office::{Ctx, Desk, Done, Office, Stop};
use crate::person;

/// A code that is to be sent to a person's telephone. It stands in no table: only its digest does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeToSend {
    /// To whom.
    pub person: String,
    /// The six digits.
    pub code: Secret,
}

/// What somebody typed, in its one spelling, and what the work tables know it by.
#[derive(Clone)]
struct Typed {
    id_number: String,
    phone: String,
    who: [u8; 32],
}

impl Typed {
    fn read(office: &Office, ctx: &Ctx, number: &str, telephone: &str) -> Result<Self, Stop> {
        let (number, telephone) = (id_number(office, number, ctx.now.day()), phone(telephone));
        match (number, telephone) {
            (Ok(id_number), Ok(phone)) => {
                let index = |kind, value: &str| {
                    office.vault.index(kind, value).map_or([0; 32], |index| *index.as_bytes())
                };
                // A digest of the keyed indexes: what is kept for a day tells nobody's number.
                let (number, telephone) =
                    (index(BlindKind::IdNumber, &id_number), index(BlindKind::Phone, &phone));
                let who = digest("who-logs-in", &[&number, &telephone]);
                Ok(Self { id_number, phone, who })
            }
            (number, telephone) => {
                Err(Stop::Invalid([number.err(), telephone.err()].into_iter().flatten().collect()))
            }
        }
    }

    /// The person on file with this number and this telephone.
    async fn person(&self, office: &Office) -> Result<Option<String>, Stop> {
        let (own, typed) = (office.clone(), self.clone());
        office
            .query(move |read| {
                let Some(row) = person::by_id_number(&own, read, &typed.id_number)? else { return Ok(None) };
                if row.erased {
                    return Ok(None);
                }
                let values = person::values(&own, read, &row)?;
                let same = values.phone.as_bytes().ct_eq(typed.phone.as_bytes());
                Ok(bool::from(same).then_some(row.id))
            })
            .await
    }
}

/// Asks for a log-in code, at most five an hour. Gives what is to be sent, or nothing where nobody fits; the page says
/// the same in both cases. A wrong check character or a telephone that cannot be one is a field error.
pub async fn request_code(
    office: &Office,
    ctx: &Ctx,
    id_number: &str,
    phone: &str,
) -> Result<Done<Option<CodeToSend>>, Stop> {
    let typed = Typed::read(office, ctx, id_number, phone)?;
    let person = typed.person(office).await?;
    let mut rng = office.entropy.rng();
    let drawn = Arc::new(Drawn::new(typed.who, person, &mut rng));
    office.command(ctx, move |desk| drawn.keep(desk)).await
}

/// A code before its row is written.
struct Drawn {
    who: [u8; 32],
    person: Option<String>,
    code: String,
    salt: [u8; 16],
    digest: [u8; 32],
}

impl Drawn {
    fn new(who: [u8; 32], person: Option<String>, rng: &mut Rng) -> Self {
        let (code, salt) = (code::draw(rng), rng.bytes());
        let of_code = code::digest_of(&salt, &code);
        // Without a person no code fits.
        let digest = if person.is_some() { of_code } else { rng.bytes() };
        Self { who, person, code, salt, digest }
    }

    fn keep(&self, desk: &mut Desk<'_, '_>) -> Result<Option<CodeToSend>, Stop> {
        work::count(desk, Tally::LoginCode, &self.who)?.map_err(Stop::TooMany)?;
        let now = desk.moment();
        // Counting holds this row of the tally, so that two requests at once cannot have the same turn.
        let turn = work::codes(desk, &self.who)?.first().map_or(1, |newest| newest.turn + 1);
        let until = now.plus_seconds(CODE_MINUTES * 60);
        desk.exec(
            &sql::CODE_INSERT,
            params![self.who, turn, self.person, self.salt, self.digest, now, until],
        )?;
        let to_send =
            |person: &String| CodeToSend { person: person.clone(), code: Secret::new(self.code.clone()) };
        Ok(self.person.as_ref().map(to_send))
    }
}

/// Logs a citizen in with the code of the newest message.
pub async fn log_in_citizen(
    office: &Office,
    ctx: &Ctx,
    id_number: &str,
    phone: &str,
    code: &str,
) -> Result<Done<LoggedIn>, Stop> {
    let typed = Typed::read(office, ctx, id_number, phone)?;
    let Some(code) = code::typed(code) else {
        return Err(base::FieldError::new(
            "code",
            "请输入短信里的6位数字验证码。",
            "Type the six digits of the message.",
        )
        .into());
    };
    let token = Token::draw(&mut office.entropy.rng());
    let own = without_key(ctx);
    let done = office.command(&own, move |desk| enter(desk, &typed.who, &code, &token)).await?;
    answered(done)
}

fn enter(
    desk: &mut Desk<'_, '_>,
    who: &[u8; 32],
    typed: &str,
    token: &Token,
) -> Result<Result<LoggedIn, Stop>, Stop> {
    let now = desk.moment();
    let codes = work::codes(desk, who)?;
    match code::judge(&codes, typed, now) {
        Judged::Refused(refusal) => Ok(Err(refusal.into())),
        Judged::Wrong { turn, left } => {
            desk.exec(&sql::CODE_TRIED, params![*who, turn])?;
            Ok(Err(code::wrong(left).into()))
        }
        Judged::Right { turn, person } => {
            // The person may have been erased since the code was sent.
            if person::by_id(desk, &person)?.is_none_or(|row| row.erased) {
                return Ok(Err(Stop::Unknown));
            }
            desk.exec(&sql::CODE_USED, params![*who, turn, now])?;
            let expires_at = work::open_session(desk, token, SessionKind::Citizen, &person, None)?;
            Ok(Ok(LoggedIn { token: token.clone(), kind: SessionKind::Citizen, subject: person, expires_at }))
        }
    }
}
