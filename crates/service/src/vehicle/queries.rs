//! Reading vehicles.

use base::{Region, Text};
use store::{Read, Row, params};

use super::model::{PlateKind, Vehicle, VehicleKind, VehicleStatus, VehicleUse};
use super::sql;
use crate::office::Stop;

/// What the look-up by plate is keyed by: plates of two kinds may have the same characters.
pub(super) fn plate_key(kind: PlateKind, plate: &str) -> String {
    format!("{}/{plate}", kind.as_str())
}

/// A vehicle by id.
pub fn by_id(read: &mut Read<'_>, id: &str) -> Result<Option<Vehicle>, Stop> {
    Ok(read.maybe(&sql::BY_ID, params![id], vehicle)?)
}

/// A vehicle by its plate.
pub fn by_plate(read: &mut Read<'_>, kind: PlateKind, plate: &str) -> Result<Option<Vehicle>, Stop> {
    Ok(read.maybe(&sql::BY_PLATE, params![plate_key(kind, plate)], vehicle)?)
}

/// A person's vehicles, those first whose inspection ends first; at most a hundred.
pub fn of_owner(read: &mut Read<'_>, person: &str) -> Result<Vec<Vehicle>, Stop> {
    Ok(read.list(&sql::OF_OWNER, params![person], vehicle)?)
}

fn vehicle(row: &Row<'_>) -> Result<Vehicle, store::Error> {
    Ok(Vehicle {
        id: row.text(0)?,
        owner: row.text(1)?,
        plate_kind: row.parsed(2, |t| PlateKind::parse(t).ok_or("no kind of plate"))?,
        plate: row.text(3)?,
        vin: row.text(4)?,
        kind: row.parsed(5, |t| VehicleKind::parse(t).ok_or("no kind of vehicle"))?,
        usage: row.parsed(6, |t| VehicleUse::parse(t).ok_or("no use of a vehicle"))?,
        make: Text::new(row.text(7)?, row.text(8)?),
        registered_on: row.day(9)?,
        inspected_until: row.day(10)?,
        status: row.parsed(11, |t| VehicleStatus::parse(t).ok_or("no standing of a vehicle"))?,
        region: row.parsed(12, Region::parse)?,
    })
}
