//! Parcels: the way of a licence to the person's door. The post moves them; the office keeps its own number, the
//! post's tracking number and every move the post reports.

use base::Instant;
use store::{Read, params};

use crate::office::Stop;

store::statements! {
    OF_CASE = "delivery.of_case": "SELECT id, status, tracking FROM parcel WHERE case_id = $1";
    MOVES = "delivery.moves": "SELECT status, at FROM parcel_move WHERE parcel = $1 ORDER BY number LIMIT 100";
    UNDER_WAY = "delivery.under_way": "
        SELECT c.number, p.id, p.tracking FROM parcel AS p JOIN case_file AS c ON c.id = p.case_id
        WHERE p.status NOT IN ('delivered', 'returned', 'waiting') AND p.id > $1 ORDER BY p.id LIMIT 100";
}

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
    Ok(read.maybe(&OF_CASE, params![case], |row| {
        Ok(Parcel { id: row.text(0)?, status: row.text(1)?, tracking: row.opt_text(2)? })
    })?)
}

/// The moves of a parcel in their order.
pub fn moves(read: &mut Read<'_>, parcel: &str) -> Result<Vec<(String, Instant)>, Stop> {
    Ok(read.list(&MOVES, params![parcel], |row| Ok((row.text(0)?, row.instant(1)?)))?)
}

/// Case number, parcel and tracking number of the parcels that are with the post, after a parcel id.
pub fn under_way(read: &mut Read<'_>, after: &str) -> Result<Vec<(String, String, Option<String>)>, Stop> {
    Ok(read.list(&UNDER_WAY, params![after], |row| Ok((row.text(0)?, row.text(1)?, row.opt_text(2)?)))?)
}

pub(crate) fn statements() -> impl Iterator<Item = &'static store::Statement> {
    STATEMENTS.iter().copied()
}
