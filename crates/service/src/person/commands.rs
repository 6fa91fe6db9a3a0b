//! Entering persons, and keeping their photographs.

use std::sync::Arc;

use authz::{Action, Resource};
use base::{FieldError, Region};
use ledger::Stream;
use ledger::seal::{BlindIndex, BlindKind};
use ledger::tree::Hash;
use ledger::vault::Prepared;

use super::model::{Field, PersonEvent, PersonRegistered, PhotoKept};
use crate::office::{Ctx, Desk, Done, Office, Stop};

/// What registering a person takes. Already checked: the identity number by `law`, the telephone by its format.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// `per_…`, made by the caller from its chance.
    pub id: String,
    /// Where.
    pub region: Region,
    /// 姓名.
    pub name: String,
    /// 身份证明号码, normalised.
    pub id_number: String,
    /// 手机号码; empty where unknown.
    pub phone: String,
    /// 联系地址; empty where unknown.
    pub address: String,
}

/// Enters a person; an identity number that is already on file is a field error.
pub async fn register(office: &Office, ctx: &Ctx, new: &NewPerson) -> Result<Done<String>, Stop> {
    let sealed = Arc::new(Sealed::of(office, ctx, new)?);
    office
        .command(ctx, move |desk| {
            let own = sealed.stream(desk.office());
            desk.lock(&[&own])?;
            sealed.enter(desk, &own)?;
            Ok(sealed.id.clone())
        })
        .await
}

/// A person whose values are sealed, ready to be entered.
#[derive(Debug)]
pub(crate) struct Sealed {
    id: String,
    region: Region,
    values: Prepared,
    index: Option<BlindIndex>,
}

impl Sealed {
    /// Seals what was given. It takes no store, so it is done before the transaction.
    pub(crate) fn of(office: &Office, ctx: &Ctx, new: &NewPerson) -> Result<Self, Stop> {
        Ok(Self {
            id: new.id.clone(),
            region: new.region,
            values: seal(office, ctx, new)?,
            index: office.vault.index(BlindKind::IdNumber, &new.id_number),
        })
    }

    /// The person's stream.
    pub(crate) fn stream(&self, office: &Office) -> Stream {
        office.stream("person", &self.id)
    }

    /// Enters the person, whose stream the caller has locked.
    pub(crate) fn enter(&self, desk: &mut Desk<'_, '_>, own: &Stream) -> Result<(), Stop> {
        let (person, region) = (self.id.clone(), self.region);
        desk.allow(Action::PersonRegister, &Resource::Person { id: person.clone(), region })?;
        if let Some(index) = &self.index
            && !desk.office().vault.find_index(desk, BlindKind::IdNumber, index)?.is_empty()
        {
            return Err(known());
        }
        match self.values.keep(desk) {
            // Somebody else was quicker with the same number.
            Err(ledger::Error::Store(store::Error::Constraint { .. })) => return Err(known()),
            kept => kept?,
        }
        let fact = PersonRegistered { person, region, vault: self.values.rows().clone() };
        let event = PersonEvent::from(fact).to_new(desk.moment())?;
        desk.record(own, event)?;
        Ok(())
    }
}

fn known() -> Stop {
    FieldError::new(
        "id_number",
        "该身份证明号码已经登记，请直接查询本人档案。",
        "This identity number is already on file; look the person up instead.",
    )
    .into()
}

fn seal(office: &Office, ctx: &Ctx, new: &NewPerson) -> Result<Prepared, Stop> {
    let mut rng = ctx.rng.clone();
    let (key, mut prepared) = office.vault.begin(&new.id, &mut rng)?;
    let fields = [
        (Field::Name, &new.name),
        (Field::IdNumber, &new.id_number),
        (Field::Phone, &new.phone),
        (Field::Address, &new.address),
    ];
    for (field, value) in fields {
        if !value.is_empty() {
            prepared.add_value(&key, field.name(), 1, value, &mut rng)?;
        }
    }
    office.vault.add_index(&mut prepared, BlindKind::IdNumber, &new.id_number, &mut rng);
    if !new.phone.is_empty() {
        office.vault.add_index(&mut prepared, BlindKind::Phone, &new.phone, &mut rng);
    }
    Ok(prepared)
}

/// Records that an accepted photograph is the one on file, so that the next case does not ask for it. The person's
/// stream is locked by the caller.
pub(crate) fn photo_kept(desk: &mut Desk<'_, '_>, person: &str, photo: Hash) -> Result<(), Stop> {
    let own = desk.office().stream("person", person);
    let event = PersonEvent::from(PhotoKept { person: person.to_owned(), files: vec![photo] })
        .to_new(desk.moment())?;
    desk.record(&own, event)?;
    Ok(())
}
