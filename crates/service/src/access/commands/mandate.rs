//! Mandates (委托): given by the person concerned, or entered by a clerk who was shown the paper; ended by either side.

use std::collections::BTreeSet;

use authz::{Action, ActorKind};
use base::{Day, FieldError};

use super::{id_number, invalid, record, without_key};
use crate::access::facts::{MandateEnded, MandateGranted};
use crate::access::model::{Mandate, MandateId};
use crate::access::rules::mandate as rules;
use crate::access::rules::tally::Tally;
use crate::access::secret::digest;
use crate::access::{queries, work};
use crate::catalog::Who;
use crate::office::{Ctx, Desk, Done, Office, Stop};
use crate::person;

/// A mandate to be given.
#[derive(Clone)]
pub struct GrantMandate {
    /// The person who gives it, by id.
    pub giver: String,
    /// The agent's name, as on the identity card.
    pub agent_name: String,
    /// The agent's identity number.
    pub agent_id_number: String,
    /// For which items, by code: 1 to 20.
    pub items: BTreeSet<String>,
    /// The first day in force; none for today.
    pub from: Option<Day>,
    /// The last day in force, at most a year after the first (the platform's own rule).
    pub until: Day,
}

impl std::fmt::Debug for GrantMandate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "GrantMandate({}, {:?})", self.giver, self.items)
    }
}

/// Gives a mandate; gives its id. The agent must be on file and is found only by name and identity number together, at
/// most ten wrong guesses an hour.
pub async fn grant_mandate(office: &Office, ctx: &Ctx, new: &GrantMandate) -> Result<Done<String>, Stop> {
    let today = ctx.now.day();
    let from = new.from.unwrap_or(today);
    let mut wrong = rules::check(&new.items, from, new.until, today, |item| {
        office.rules.catalog.item(item).is_ok_and(|item| item.who.contains(&Who::Agent))
    });
    let number = match id_number(office, &new.agent_id_number, today) {
        Ok(number) => number,
        Err(error) => {
            wrong.push(FieldError { field: "agent_id_number".to_owned(), ..error });
            String::new()
        }
    };
    invalid(wrong)?;
    let agent = named(office, &number, &new.agent_name).await?;
    let Some(agent) = agent else {
        return Err(unknown_agent(office, ctx, &new.giver).await);
    };
    let on_paper = matches!(ctx.actor.kind, ActorKind::Staff(_));
    let new = new.clone();
    office
        .command(ctx, move |desk| {
            let (region, now) = (desk.office().region, desk.moment());
            let mandate = Mandate {
                id: MandateId::new(region, now, desk.chance()).to_string(),
                giver: new.giver.clone(),
                agent: agent.clone(),
                items: new.items.clone(),
                from,
                until: new.until,
                ended: None,
            };
            grant(desk, mandate, on_paper)
        })
        .await
}

/// The person on file with this identity number and this name.
async fn named(office: &Office, number: &str, name: &str) -> Result<Option<String>, Stop> {
    let (own, number, name) = (office.clone(), number.to_owned(), name.trim().to_owned());
    office
        .query(move |read| {
            let Some(row) = person::by_id_number(&own, read, &number)? else { return Ok(None) };
            if row.erased {
                return Ok(None);
            }
            let values = person::values(&own, read, &row)?;
            Ok((values.name == name).then_some(row.id))
        })
        .await
}

/// Wrong guesses are counted, so that nobody finds out by trying who is on file.
async fn unknown_agent(office: &Office, ctx: &Ctx, giver: &str) -> Stop {
    let who = digest("who-gives", &[giver.as_bytes()]);
    let counted = office.command(&without_key(ctx), move |desk| work::count(desk, Tally::Agent, &who)).await;
    match counted {
        Ok(done) => done.value.err().map_or_else(|| rules::unknown_agent().into(), Stop::TooMany),
        Err(stop) => stop,
    }
}

fn grant(desk: &mut Desk<'_, '_>, mandate: Mandate, on_paper: bool) -> Result<String, Stop> {
    let own = desk.office().stream("mandate", &mandate.id);
    desk.lock(&[&own])?;
    rules::other_person(&mandate.giver, &mandate.agent)?;
    desk.allow(Action::MandateGrant, &mandate.resource())?;
    if person::by_id(desk, &mandate.giver)?.is_none_or(|row| row.erased) {
        return Err(Stop::NotFound);
    }
    let fact = MandateGranted {
        mandate: mandate.id.clone(),
        giver: mandate.giver,
        agent: mandate.agent,
        items: mandate.items,
        from: mandate.from,
        until: mandate.until,
        on_paper,
    };
    record(desk, &own, fact)?;
    Ok(mandate.id)
}

/// Ends a mandate: the giver revokes it, the agent lays it down, or a clerk enters the revocation.
pub async fn revoke_mandate(office: &Office, ctx: &Ctx, mandate: &str) -> Result<Done<()>, Stop> {
    let id = mandate.to_owned();
    office
        .command(ctx, move |desk| {
            let own = desk.office().stream("mandate", &id);
            desk.lock(&[&own])?;
            let now = queries::mandate_by_id(desk, &id)?.ok_or(Stop::NotFound)?;
            desk.allow(Action::MandateRevoke, &now.resource())?;
            let by = rules::end(&now, &desk.ctx().actor.id)?;
            record(desk, &own, MandateEnded { mandate: now.id, by })
        })
        .await
}
