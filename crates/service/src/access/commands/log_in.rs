//! Staff: finishing an account with its one-time code, and logging in with password and second factor. Passwords are
//! hashed apart from the transaction, and also where there is no account, so that neither the answer nor its time tells
//! whether a name exists.

use std::sync::Arc;

use authz::{Actor, ActorKind};
use base::Instant;
use ledger::seal::{DataKey, Sealed};
use store::params;

use super::hashing::apart;
use super::{answered, record, staff_stream, without_key};
use crate::access::facts::StaffSetUp;
use crate::access::model::{SessionKind, Staff, StaffStatus};
use crate::access::rules::{password, setup, staff as rules, totp};
use crate::access::secret::{Secret, Token};
use crate::access::work::{self, Credential, Failures};
use crate::access::{queries, sql};
use crate::office::{Ctx, Desk, Done, Office, Stop};

/// The field under which the secret of the second factor is sealed. It lies in the credential and not in the vault's
/// own table, because no event speaks of it.
const TOTP_FIELD: &str = "totp_secret";

/// Somebody is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedIn {
    /// What the browser keeps.
    pub token: Token,
    /// As what.
    pub kind: SessionKind,
    /// The person's or the account's id.
    pub subject: String,
    /// When the session ends even if they stay.
    pub expires_at: Instant,
}

/// The second factor of a new account, shown once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetUp {
    /// The secret in groups of four letters, for typing.
    pub secret: Secret,
    /// The otpauth address, for a QR code.
    pub uri: Secret,
}

/// What there is under a user name.
struct Account {
    staff: Staff,
    credential: Credential,
    key: DataKey,
    /// The opened secret of the second factor.
    totp: Option<Vec<u8>>,
}

/// Loads an account with its credential, or nothing; stops where the name is locked out.
async fn load(office: &Office, name: &str, now: Instant) -> Result<Option<Account>, Stop> {
    let (own, asked) = (office.clone(), name.to_owned());
    let loaded = office.query(move |read| {
        if let Some(wait) = work::seen_locked(read, &work::name_digest(&asked), now)? {
            return Err(Stop::TooMany(wait));
        }
        let Some(staff) = queries::staff_by_username(read, &asked)? else { return Ok(None) };
        let credential = work::credential(read, &staff.id)?;
        let (Some(credential), Some(key)) = (credential, own.vault.key(read, &staff.id)?) else {
            return Ok(None);
        };
        let totp = match &credential.totp {
            Some(sealed) => Some(key.open_value(TOTP_FIELD, 1, sealed).map_err(ledger::Error::from)?),
            None => None,
        };
        let totp = totp.map(|plain| plain.as_bytes().to_vec());
        Ok(Some(Account { staff, credential, key, totp }))
    });
    loaded.await
}

/// Sets password and second factor with the one-time code. The code is used up by the first log-in that follows; until
/// then this may be done again, with a new secret each time.
pub async fn set_up_staff(
    office: &Office,
    ctx: &Ctx,
    username: &str,
    code: &str,
    new_password: &str,
) -> Result<Done<SetUp>, Stop> {
    let name = rules::username(username);
    password::check(new_password, &name)?;
    let account = load(office, &name, ctx.now).await?;
    let mut rng = office.entropy.rng();
    let (chosen, salt) = (new_password.to_owned(), rng.bytes());
    let hash = apart(move || password::hash(&chosen, &salt)).await?;
    let secret: [u8; totp::SECRET_LEN] = rng.bytes();
    let (sealed, digest) = match &account {
        Some(found) => {
            let sealed =
                found.key.seal_value(TOTP_FIELD, 1, &secret, &mut rng).map_err(ledger::Error::from)?;
            (Some(sealed), setup::digest_of(&found.staff.id, code))
        }
        None => (None, setup::digest_of("", code)),
    };
    let plan = Arc::new(Plan { name: work::name_digest(&name), account, hash, sealed, digest });
    let shown =
        SetUp { secret: Secret::new(totp::spelt(&secret)), uri: Secret::new(totp::uri(&name, &secret)) };
    let done = office.command(&without_key(ctx), move |desk| plan.carry_out(desk)).await?;
    let done = answered(done)?;
    Ok(Done { value: shown, receipts: done.receipts })
}

struct Plan {
    name: [u8; 32],
    account: Option<Account>,
    hash: String,
    sealed: Option<Sealed>,
    digest: [u8; 32],
}

impl Plan {
    fn carry_out(&self, desk: &mut Desk<'_, '_>) -> Result<Result<(), Stop>, Stop> {
        let now = desk.moment();
        let failures = Failures::hold(desk, &self.name)?;
        if let Some(wait) = failures.wait(now) {
            return Ok(Err(Stop::TooMany(wait)));
        }
        let (Some(account), Some(sealed)) = (&self.account, &self.sealed) else {
            failures.one_more(desk)?;
            return Ok(Err(setup::wrong().into()));
        };
        let stored = work::credential(desk, &account.staff.id)?;
        let stored = stored.filter(|stored| stored.setup == Some(self.digest));
        let (Some(stored), StaffStatus::Active) = (stored, account.staff.status) else {
            failures.one_more(desk)?;
            return Ok(Err(setup::wrong().into()));
        };
        if stored.setup_until <= now {
            return Ok(Err(setup::expired().into()));
        }
        let (nonce, secret) = (*sealed.nonce(), sealed.ciphertext());
        let id = account.staff.id.as_str();
        desk.exec(&sql::CREDENTIAL_SET_UP, params![id, self.digest, self.hash, nonce, secret, now])?;
        work::forgive(desk, &self.name)?;
        Ok(Ok(()))
    }
}

/// Logs a member of staff in. Five failures in a row close the door for a
/// quarter of an hour, and longer each time ([`Stop::TooMany`]).
pub async fn log_in_staff(
    office: &Office,
    ctx: &Ctx,
    username: &str,
    password: &str,
    code: &str,
) -> Result<Done<LoggedIn>, Stop> {
    let name = rules::username(username);
    let account = load(office, &name, ctx.now).await?;
    let stored = account.as_ref().and_then(|found| found.credential.password.clone());
    let typed = password.to_owned();
    let known = apart(move || password::verify(&typed, stored.as_deref())).await?;
    let secret = account.as_ref().and_then(|found| found.totp.as_deref());
    // Nobody's secret is computed with as well.
    let step = totp::entered(secret.unwrap_or(&[0; totp::SECRET_LEN]), code, ctx.now);
    let right = account.filter(|found| known && found.totp.is_some()).zip(step);
    let actor = right.as_ref().map_or_else(Actor::anyone, |(found, _)| Actor {
        id: found.staff.id.clone(),
        kind: ActorKind::Anyone,
    });
    let attempt =
        Attempt { name: work::name_digest(&name), right, token: Token::draw(&mut office.entropy.rng()) };
    let attempt = Arc::new(attempt);
    // Finishing an account is recorded as the act of its own person.
    let own = Ctx { actor, ..without_key(ctx) };
    answered(office.command(&own, move |desk| attempt.carry_out(desk)).await?)
}

struct Attempt {
    name: [u8; 32],
    /// The account and the step of the code, where both were right.
    right: Option<(Account, i64)>,
    token: Token,
}

impl Attempt {
    fn carry_out(&self, desk: &mut Desk<'_, '_>) -> Result<Result<LoggedIn, Stop>, Stop> {
        let now = desk.moment();
        let finishes = self.right.as_ref().is_some_and(|(found, _)| found.credential.setup.is_some());
        if let Some((found, _)) = &self.right
            && finishes
        {
            desk.lock(&[&staff_stream(desk.office(), &found.staff.id)])?;
        }
        let failures = Failures::hold(desk, &self.name)?;
        if let Some(wait) = failures.wait(now) {
            return Ok(Err(Stop::TooMany(wait)));
        }
        let refused = match &self.right {
            None => rules::wrong_credentials(),
            Some((found, step)) => match enter(desk, found, *step)? {
                Ok(()) => return self.open(desk, found, finishes).map(Ok),
                Err(refusal) => refusal,
            },
        };
        failures.one_more(desk)?;
        Ok(Err(refused.into()))
    }

    fn open(&self, desk: &mut Desk<'_, '_>, found: &Account, finishes: bool) -> Result<LoggedIn, Stop> {
        let staff = &found.staff;
        work::forgive(desk, &self.name)?;
        if finishes {
            let own = staff_stream(desk.office(), &staff.id);
            record(desk, &own, StaffSetUp { staff: staff.id.clone() })?;
        }
        let expires_at =
            work::open_session(desk, &self.token, SessionKind::Staff, &staff.id, Some(&staff.outlet))?;
        let (token, subject) = (self.token.clone(), staff.id.clone());
        Ok(LoggedIn { token, kind: SessionKind::Staff, subject, expires_at })
    }
}

/// Uses the code up, if the account is still what it was when the password was verified.
fn enter(desk: &mut Desk<'_, '_>, found: &Account, step: i64) -> Result<Result<(), base::Refusal>, Stop> {
    let id = found.staff.id.as_str();
    let now = desk.moment();
    let current = queries::staff_by_id(desk, id)?;
    if current.is_none_or(|staff| staff.status != StaffStatus::Active) {
        return Ok(Err(rules::disabled()));
    }
    let used = desk.exec(&sql::CREDENTIAL_STEP, params![id, found.credential.password, step, now])?;
    if used == 1 {
        return Ok(Ok(()));
    }
    let stored = work::credential(desk, id)?;
    let same = stored.is_some_and(|stored| stored.password == found.credential.password);
    Ok(Err(if same { rules::totp_used() } else { rules::wrong_credentials() }))
}
