//! Reading persons. Opening values is the caller's act: a look-up of another person's file needs its purpose first.

use base::Region;
use ledger::seal::{BlindKind, Plain};
use ledger::tree::Hash;
use store::{Read, Row, params};

use super::model::{Field, PersonRow, PersonValues};
use super::sql;
use crate::office::{Office, Stop};

/// A person's row by id.
pub fn by_id(read: &mut Read<'_>, id: &str) -> Result<Option<PersonRow>, Stop> {
    Ok(read.maybe(&sql::BY_ID, params![id], person)?)
}

/// The persons whose ids follow this one, at most two hundred, without those who are erased: the register page by page.
pub fn after(read: &mut Read<'_>, id: &str) -> Result<Vec<PersonRow>, Stop> {
    Ok(read.list(&sql::AFTER, params![id], person)?)
}

fn person(row: &Row<'_>) -> Result<PersonRow, store::Error> {
    let version = |column| Ok::<u32, store::Error>(u32::try_from(row.int(column)?).unwrap_or(0));
    let photo = row.opt_text(6)?;
    Ok(PersonRow {
        id: row.text(0)?,
        region: row.parsed(1, Region::parse)?,
        name_version: version(2)?,
        id_number_version: version(3)?,
        phone_version: version(4)?,
        address_version: version(5)?,
        photo: photo.and_then(|hex| Hash::parse_hex(&hex).ok()),
        erased: row.opt_int(7)?.is_some(),
    })
}

/// The row of a person who is there to be served; [`Stop::NotFound`] after erasure. The caller has locked the person's
/// stream, so that nothing of theirs is kept behind their erasure.
pub(crate) fn present(read: &mut Read<'_>, id: &str) -> Result<PersonRow, Stop> {
    by_id(read, id)?.filter(|row| !row.erased).ok_or(Stop::NotFound)
}

/// Every file on record of a person.
pub(super) fn files(read: &mut Read<'_>, person: &str) -> Result<Vec<Hash>, Stop> {
    Ok(read.list(&sql::FILES, params![person], |row| Ok(Hash::from_bytes(row.digest(0)?)))?)
}

/// The person with this identity number, however it is spelt (full-width digits, lower-case x, spaces).
pub fn by_id_number(office: &Office, read: &mut Read<'_>, number: &str) -> Result<Option<PersonRow>, Stop> {
    let found = office.vault.find(read, BlindKind::IdNumber, number)?;
    match found.first() {
        Some(id) => by_id(read, id),
        None => Ok(None),
    }
}

/// The persons with this telephone, at most twenty.
pub fn with_phone(office: &Office, read: &mut Read<'_>, phone: &str) -> Result<Vec<String>, Stop> {
    Ok(office.vault.find(read, BlindKind::Phone, phone)?)
}

/// A person's values in force; [`Stop::NotFound`] after erasure.
pub fn values(office: &Office, read: &mut Read<'_>, person: &PersonRow) -> Result<PersonValues, Stop> {
    let key = office.vault.key(read, &person.id)?.ok_or(Stop::NotFound)?;
    let wanted = [
        (Field::Name.name(), person.name_version),
        (Field::IdNumber.name(), person.id_number_version),
        (Field::Phone.name(), person.phone_version),
        (Field::Address.name(), person.address_version),
    ];
    let [name, id_number, phone, address] = office.vault.open_many(read, &key, wanted)?;
    let text = |plain: Option<Plain>| -> Result<String, Stop> {
        let text = plain.as_ref().map(|plain| plain.as_text().map(str::to_owned)).transpose();
        Ok(text.map_err(ledger::Error::from)?.unwrap_or_default())
    };
    Ok(PersonValues {
        name: text(name)?,
        id_number: text(id_number)?,
        phone: text(phone)?,
        address: text(address)?,
    })
}

/// A person's name as screens show it; the only value that is opened. None after erasure.
pub fn masked_name(office: &Office, read: &mut Read<'_>, person: &PersonRow) -> Result<Option<String>, Stop> {
    let name = opened_text(office, read, &person.id, Field::Name.name(), person.name_version)?;
    Ok(name.map(|name| super::model::masked_name(&name)))
}

/// One sealed text of a person by field and version (a case's delivery address, the words of a rating).
pub fn opened_text(
    office: &Office,
    read: &mut Read<'_>,
    person: &str,
    field: &str,
    version: u32,
) -> Result<Option<String>, Stop> {
    if version == 0 {
        return Ok(None);
    }
    let Some(key) = office.vault.key(read, person)? else { return Ok(None) };
    let plain = office.vault.open(read, &key, field, version)?;
    Ok(plain.map(|p| p.as_text().map(str::to_owned)).transpose().map_err(ledger::Error::from)?)
}
