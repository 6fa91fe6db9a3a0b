//! Events to rows.

use ledger::{Error, Event};
use store::{Tx, params};

use super::model::{Field, PersonEvent};

store::statements! {
    INSERT = "person.insert": "
        INSERT INTO person (id, region, name_version, id_number_version, phone_version, address_version, photo,
                            registered_at, erased_at)
        VALUES ($1, $2, $3, $4, $5, $6, NULL, $7, NULL)";
    CHANGE = "person.change": "
        UPDATE person SET name_version = {greatest}(name_version, $2),
                          id_number_version = {greatest}(id_number_version, $3),
                          phone_version = {greatest}(phone_version, $4),
                          address_version = {greatest}(address_version, $5)
        WHERE id = $1";
    PHOTO = "person.photo": "UPDATE person SET photo = $2 WHERE id = $1";
    FILE = "person.file": "
        INSERT INTO person_file (person, digest) VALUES ($1, $2) ON CONFLICT (person, digest) DO NOTHING";
    FILES_GONE = "person.files_gone": "DELETE FROM person_file WHERE person = $1";
    ERASE = "person.erase": "
        UPDATE person SET name_version = 0, id_number_version = 0, phone_version = 0, address_version = 0,
                          photo = NULL, erased_at = $2
        WHERE id = $1";
}

pub(crate) fn apply(tx: &mut Tx<'_>, event: &Event) -> Result<bool, Error> {
    let Some(fact) = PersonEvent::read(event)? else { return Ok(false) };
    let version = |vault: &ledger::VaultRows, field: Field| {
        vault.values.iter().filter(|v| v.field == field.name()).map(|v| v.version).max().unwrap_or(0)
    };
    let versions = |vault: &ledger::VaultRows| {
        [Field::Name, Field::IdNumber, Field::Phone, Field::Address].map(|f| version(vault, f))
    };
    match fact {
        PersonEvent::Registered(r) => {
            let [name, id_number, phone, address] = versions(&r.vault);
            let region = r.region.to_string();
            let at = event.recorded_at;
            tx.exec(&INSERT, params![r.person, region, name, id_number, phone, address, at])?;
        }
        PersonEvent::Changed(c) => {
            let [name, id_number, phone, address] = versions(&c.vault);
            tx.exec(&CHANGE, params![c.person, name, id_number, phone, address])?;
        }
        PersonEvent::PhotoKept(p) => {
            tx.exec(&PHOTO, params![p.person, p.files.first().map(ToString::to_string)])?;
            for file in &p.files {
                tx.exec(&FILE, params![p.person, *file.as_bytes()])?;
            }
        }
        // It waits in the stream, where the second archivist's command reads it.
        PersonEvent::ErasureAsked(_) => {}
        PersonEvent::Erased(e) => {
            tx.exec(&ERASE, params![e.person, event.recorded_at])?;
            tx.exec(&FILES_GONE, params![e.person])?;
        }
    }
    Ok(true)
}
