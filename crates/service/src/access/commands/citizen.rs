//! Citizens: a code is asked for with identity number and telephone, and typed to log in. Whoever is not on file, or
//! gives another telephone, gets the same answers at the same pace and no message.

use std::sync::Arc;

use ledger::seal::BlindKind;
use subtle::ConstantTimeEq as _;

use super::code::{CodeToSend, Drawn, typed_code, use_code};
use super::log_in::LoggedIn;
use super::{answered, id_number, phone, without_key};
use crate::access::model::SessionKind;
use crate::access::rules::tally::Tally;
use crate::access::secret::{Token, digest};
use crate::access::work;
use crate::office::{Ctx, Desk, Done, Office, Stop};
use crate::person;

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
    office
        .command(ctx, move |desk| {
            work::count(desk, Tally::LoginCode, &typed.who)?.map_err(Stop::TooMany)?;
            drawn.keep(desk)
        })
        .await
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
    let code = typed_code(code)?;
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
    let person = match use_code(desk, who, typed)? {
        Ok(person) => person,
        Err(refusal) => return Ok(Err(refusal.into())),
    };
    // The person may have been erased since the code was sent.
    if person::by_id(desk, &person)?.is_none_or(|row| row.erased) {
        return Ok(Err(Stop::Unknown));
    }
    let expires_at = work::open_session(desk, token, SessionKind::Citizen, &person, None)?;
    Ok(Ok(LoggedIn { token: token.clone(), kind: SessionKind::Citizen, subject: person, expires_at }))
}
