//! Looking up a person's file, as staff: for a purpose, on record.

use authz::{Action, ActorKind, Resource};
use base::{Instant, Region};
use store::params;

use super::{id_number, phone, record, without_key};
use crate::access::facts::LookedUp;
use crate::access::model::{LookUpId, Purpose};
use crate::access::rules::look_up as rules;
use crate::access::rules::tally::Tally;
use crate::access::secret::digest;
use crate::access::{sql, work};
use crate::case;
use crate::office::{Ctx, Desk, Done, Office, Stop};
use crate::{outlet, person};

/// What a person is looked up by.
#[derive(Clone)]
pub enum LookUpBy {
    /// 身份证明号码.
    IdNumber(String),
    /// 手机号码, where only one person has it.
    Phone(String),
}

impl std::fmt::Debug for LookUpBy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::IdNumber(_) => "LookUpBy::IdNumber",
            Self::Phone(_) => "LookUpBy::Phone",
        })
    }
}

/// Why a person is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookUpFor {
    /// Why.
    pub purpose: Purpose,
    /// The number of the case, complaint or paper; some purposes need it.
    pub reference: Option<String>,
}

/// Looks a person up; gives the person's id, or nothing where nobody is on file. A purpose is one event for the same
/// account and person in ten minutes; twenty look-ups that find nobody in an hour are all there are.
pub async fn look_up(
    office: &Office,
    ctx: &Ctx,
    by: &LookUpBy,
    why: &LookUpFor,
) -> Result<Done<Option<String>>, Stop> {
    let ActorKind::Staff(staff) = &ctx.actor.kind else { return Err(Stop::NotFound) };
    let reference = rules::reference(why.purpose, why.reference.as_deref())?;
    let found = find(office, ctx, by).await?;
    let look = Look { outlet: staff.outlet.clone(), purpose: why.purpose, reference, found };
    // The purpose goes into the event, and opens what the policies open only for a purpose.
    // Asking twice is the same look-up, so it needs no key.
    let own = Ctx { purpose: Some(why.purpose.as_str().to_owned()), ..without_key(ctx) };
    let done = office.command(&own, move |desk| look.carry_out(desk)).await?;
    if done.value.is_none() {
        found_nobody(office, ctx).await?;
    }
    Ok(done)
}

/// Opens the person's file of a case that the account sees, on record under the case's number: what was handed in may
/// be shown once this has gone well. Whoever may see cases and no files (a partner's clerk) is refused.
pub async fn look_into_case(office: &Office, ctx: &Ctx, case: &case::CaseFile) -> Result<Done<()>, Stop> {
    let ActorKind::Staff(staff) = &ctx.actor.kind else { return Err(Stop::NotFound) };
    let subject = case.subject.clone();
    let row = office.query(move |read| person::by_id(read, &subject)).await?;
    let row = row.filter(|row| !row.erased).ok_or(Stop::NotFound)?;
    let look = Look {
        outlet: staff.outlet.clone(),
        purpose: Purpose::Case,
        reference: Some(case.number.clone()),
        found: Some((row.id, row.region)),
    };
    let own = Ctx { purpose: Some(Purpose::Case.as_str().to_owned()), ..without_key(ctx) };
    let done = office.command(&own, move |desk| look.carry_out(desk)).await?;
    Ok(Done { value: (), receipts: done.receipts })
}

/// The person who stands at the counter and is to be served, by the number on their document: the id, or nothing where
/// nobody is on file. Nothing of the file is shown by it; what is begun for the person is what goes on record.
pub async fn person_at_counter(office: &Office, ctx: &Ctx, number: &str) -> Result<Option<String>, Stop> {
    if !matches!(ctx.actor.kind, ActorKind::Staff(_)) {
        return Err(Stop::NotFound);
    }
    let found = find(office, ctx, &LookUpBy::IdNumber(number.to_owned())).await?;
    if found.is_none() {
        found_nobody(office, ctx).await?;
    }
    Ok(found.map(|(id, _)| id))
}

/// Look-ups that find nobody are counted, so that nobody tries numbers until one fits.
async fn found_nobody(office: &Office, ctx: &Ctx) -> Result<(), Stop> {
    let who = digest("who-looks-up", &[ctx.actor.id.as_bytes()]);
    let counted =
        office.command(&without_key(ctx), move |desk| work::count(desk, Tally::LookUp, &who)).await?;
    counted.value.map_err(Stop::TooMany)
}

/// The person on file, and the region of their record.
async fn find(office: &Office, ctx: &Ctx, by: &LookUpBy) -> Result<Option<(String, Region)>, Stop> {
    let own = office.clone();
    let by = match by {
        LookUpBy::IdNumber(typed) => LookUpBy::IdNumber(id_number(office, typed, ctx.now.day())?),
        LookUpBy::Phone(typed) => LookUpBy::Phone(phone(typed)?),
    };
    office
        .query(move |read| {
            let row = match by {
                LookUpBy::IdNumber(number) => person::by_id_number(&own, read, &number)?,
                LookUpBy::Phone(number) => match person::with_phone(&own, read, &number)?.as_slice() {
                    [] => None,
                    [one] => person::by_id(read, one)?,
                    _ => return Err(rules::shared_phone().into()),
                },
            };
            Ok(row.filter(|row| !row.erased).map(|row| (row.id, row.region)))
        })
        .await
}

struct Look {
    outlet: String,
    purpose: Purpose,
    reference: Option<String>,
    found: Option<(String, Region)>,
}

impl Look {
    fn carry_out(&self, desk: &mut Desk<'_, '_>) -> Result<Option<String>, Stop> {
        let staff = desk.ctx().actor.id.clone();
        let today = desk.today();
        let day = desk.office().stream("actorday", &format!("{staff}:{today}"));
        if self.found.is_some() {
            desk.lock(&[&day])?;
        }
        let (id, region) = self.found.clone().unwrap_or((String::new(), desk.office().region));
        desk.allow(Action::PersonLookUp, &Resource::Person { id: id.clone(), region })?;
        if let Some(number) = self.reference.as_deref().filter(|_| self.purpose == Purpose::Case)
            && case::by_number(desk, number)?.is_none()
        {
            return Err(rules::unknown_case().into());
        }
        if self.found.is_none() {
            return Ok(None);
        }
        let before = self.before(desk, &staff, &id)?;
        if !rules::is_same(before, desk.moment()) {
            self.record(desk, &day, staff, &id)?;
        }
        Ok(Some(id))
    }

    /// When the account last looked into the same file for the same purpose.
    fn before(&self, desk: &mut Desk<'_, '_>, staff: &str, subject: &str) -> Result<Option<Instant>, Stop> {
        let purpose = self.purpose.as_str();
        let last = desk.one(&sql::LOOK_UP_LAST, params![staff, subject, purpose, self.reference], |row| {
            row.opt_int(0)
        })?;
        Ok(last.map(Instant::from_ms))
    }

    fn record(
        &self,
        desk: &mut Desk<'_, '_>,
        day: &ledger::Stream,
        staff: String,
        subject: &str,
    ) -> Result<(), Stop> {
        let at = outlet::by_id(desk, &self.outlet)?.ok_or(Stop::Unknown)?;
        let now = desk.moment();
        let look_up = LookUpId::new(desk.office().region, now, desk.chance()).to_string();
        let fact = LookedUp {
            look_up,
            staff,
            outlet: at.id,
            region: at.region,
            subject: subject.to_owned(),
            purpose: self.purpose,
            reference: self.reference.clone(),
        };
        record(desk, day, fact)
    }
}
