//! Reading licences.

use base::Region;
use law::Classes;
use store::{Read, Row, params};

use super::model::{Licence, term};
use super::sql;
use crate::catalog::LicenceStatus;
use crate::office::Stop;

/// A licence by id.
pub fn by_id(read: &mut Read<'_>, id: &str) -> Result<Option<Licence>, Stop> {
    Ok(read.maybe(&sql::BY_ID, params![id], licence)?)
}

/// A person's licences, at most twenty (there is one, but for transfers not yet done).
pub fn of_holder(read: &mut Read<'_>, person: &str) -> Result<Vec<Licence>, Stop> {
    Ok(read.list(&sql::OF_HOLDER, params![person], licence)?)
}

/// The licence with this file number.
pub fn by_file_number(read: &mut Read<'_>, number: &str) -> Result<Option<Licence>, Stop> {
    Ok(read.maybe(&sql::BY_FILE_NUMBER, params![number], licence)?)
}

/// The licences whose ids follow this one, at most five hundred: the register page by page.
pub fn after(read: &mut Read<'_>, id: &str) -> Result<Vec<Licence>, Stop> {
    Ok(read.list(&sql::AFTER, params![id], licence)?)
}

fn licence(row: &Row<'_>) -> Result<Licence, store::Error> {
    Ok(Licence {
        id: row.text(0)?,
        holder: row.text(1)?,
        file_number: row.text(2)?,
        classes: row.parsed(3, Classes::parse)?,
        status: row.parsed(4, |t| LicenceStatus::parse(t).ok_or("no standing of a licence"))?,
        first_issue: row.day(5)?,
        valid_from: row.day(6)?,
        valid_until: row.opt_day(7)?,
        term: term(row.int(8)?).unwrap_or(law::Term::SixYears),
        blank: row.opt_text(9)?,
        edition: u32::try_from(row.int(10)?).unwrap_or(1),
        region: row.parsed(11, Region::parse)?,
    })
}
