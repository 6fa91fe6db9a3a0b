//! Parcels: the way of a licence to the person's door. The post moves them; the office keeps its own number, the
//! post's tracking number and every move the post reports.

mod sql;

use base::Instant;
use store::{Read, params};

use crate::office::Stop;

/// A parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// `par_…`.
    pub id: String,
    /// waiting, accepted, in_transit, out_for_delivery, delivered, returned.
    pub status: String,
    /// The post's number, once it has the parcel.
    pub tracking: Option<String>,
}

/// The parcel of a case.
pub fn of_case(read: &mut Read<'_>, case: &str) -> Result<Option<Parcel>, Stop> {
    Ok(read.maybe(&sql::OF_CASE, params![case], |row| {
        Ok(Parcel { id: row.text(0)?, status: row.text(1)?, tracking: row.opt_text(2)? })
    })?)
}

/// The moves of a parcel in their order.
pub fn moves(read: &mut Read<'_>, parcel: &str) -> Result<Vec<(String, Instant)>, Stop> {
    Ok(read.list(&sql::MOVES, params![parcel], |row| Ok((row.text(0)?, row.instant(1)?)))?)
}

/// Case number, parcel and tracking number of the parcels that are with the post, after a parcel id.
pub fn under_way(read: &mut Read<'_>, after: &str) -> Result<Vec<(String, String, Option<String>)>, Stop> {
    Ok(read.list(&sql::UNDER_WAY, params![after], |row| Ok((row.text(0)?, row.text(1)?, row.opt_text(2)?)))?)
}

pub(crate) fn statements() -> impl Iterator<Item = &'static store::Statement> {
    sql::STATEMENTS.iter().copied()
}
