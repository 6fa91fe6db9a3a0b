//! Changing how a person is reached (162§81). The new number is theirs once the code that was sent to it has come back.

use std::sync::Arc;

use authz::{Action, Resource};
use base::Region;
use ledger::seal::{BlindIndex, BlindKind};
use ledger::vault::{self, Prepared};

use super::model::{Field, PersonChanged, PersonEvent, PersonRow};
use super::{by_id, queries};
use crate::access::{CodeToSend, NewNumber, typed_code};
use crate::office::{Ctx, Desk, Done, Office, Stop};

/// Asks for the code that confirms a new number; the caller sends it to that number and to no other. At most five an
/// hour of one person, and five to one number ([`Stop::TooMany`]).
pub async fn request_phone_code(
    office: &Office,
    ctx: &Ctx,
    person: &str,
    phone: &str,
) -> Result<Done<CodeToSend>, Stop> {
    let code = Arc::new(NewNumber::new(office, person, phone).draw(office));
    let id = person.to_owned();
    office
        .command(ctx, move |desk| {
            let row = queries::present(desk, &id)?;
            desk.allow(Action::CaseOpen, &own_case(&row.id, row.region))?;
            code.keep(desk)
        })
        .await
}

/// A change that is sealed and waits for its transaction.
struct Change {
    row: PersonRow,
    prepared: Prepared,
    /// The index of the old number, where it is another.
    old: Option<BlindIndex>,
    number: NewNumber,
    code: String,
}

/// Gives the person a new telephone number (162§81: within thirty days of the change), confirmed by the code that was
/// sent to it. A wrong code is counted, and leaves the request's key free for another try.
pub async fn change_phone(
    office: &Office,
    ctx: &Ctx,
    person: &str,
    phone: &str,
    code: &str,
) -> Result<Done<()>, Stop> {
    let code = typed_code(code)?;
    let number = NewNumber::new(office, person, phone);
    let (own, wanted, asked) = (office.clone(), phone.to_owned(), person.to_owned());
    let mut rng = ctx.rng.clone();
    let (row, old, prepared) = office
        .query(move |read| {
            let row = by_id(read, &asked)?.ok_or(Stop::NotFound)?;
            let old = queries::values(&own, read, &row)?.phone;
            let key = own.vault.key(read, &asked)?.ok_or(Stop::NotFound)?;
            let mut prepared = Prepared::of(&asked);
            prepared.add_value(&key, Field::Phone.name(), row.phone_version + 1, &wanted, &mut rng)?;
            if wanted != old {
                own.vault.add_index(&mut prepared, BlindKind::Phone, &wanted, &mut rng);
            }
            Ok((row, old, prepared))
        })
        .await?;
    let same = old == phone;
    let old = office.vault.index(BlindKind::Phone, &old).filter(|_| !same && !old.is_empty());
    let change = Change { row, prepared, old, number, code };
    let done = office.command(ctx, move |desk| change.carry_out(desk)).await?;
    done.value?;
    Ok(Done { value: (), receipts: done.receipts })
}

impl Change {
    fn carry_out(&self, desk: &mut Desk<'_, '_>) -> Result<Result<(), Stop>, Stop> {
        let id = self.row.id.as_str();
        let own = desk.office().stream("person", id);
        desk.lock(&[&own])?;
        let now = queries::present(desk, id)?;
        desk.allow(Action::CaseOpen, &own_case(id, self.row.region))?;
        if let Err(refusal) = self.number.confirm(desk, &self.code)? {
            desk.not_done();
            return Ok(Err(refusal.into()));
        }
        if now.phone_version != self.row.phone_version {
            return Err(Stop::Stale);
        }
        let mut rows = self.prepared.rows().clone();
        if let Some(index) = &self.old {
            rows.dropped = vault::drop_index(desk, id, BlindKind::Phone, index)?;
        }
        self.prepared.keep(desk)?;
        let fact = PersonChanged { person: id.to_owned(), vault: rows };
        let event = PersonEvent::from(fact).to_new(desk.moment())?;
        desk.record(&own, event)?;
        Ok(Ok(()))
    }
}

/// A change of one's own contact data is business like any other: it is opened, and at once done.
fn own_case(person: &str, region: Region) -> Resource {
    Resource::Case(authz::Case::draft("licence-contact", region, person))
}
