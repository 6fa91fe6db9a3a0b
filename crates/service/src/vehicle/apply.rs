//! Events to rows.

use ledger::{Error, Event};
use store::{Tx, params};

use super::model::VehicleEvent;
use super::queries::plate_key;

store::statements! {
    INSERT = "vehicle.insert": "
        INSERT INTO vehicle (id, owner, plate_kind, plate, vin, kind, usage, make_zh, make_en, registered_on,
                             inspected_until, status, region)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    PLATE = "vehicle.plate_insert": "INSERT INTO vehicle_plate (plate, vehicle) VALUES ($1, $2)";
    VIN = "vehicle.vin_insert": "INSERT INTO vehicle_vin (vin, vehicle) VALUES ($1, $2)";
}

pub(crate) fn apply(tx: &mut Tx<'_>, event: &Event) -> Result<bool, Error> {
    let Some(VehicleEvent::Registered(r)) = VehicleEvent::read(event)? else { return Ok(false) };
    let key = plate_key(r.plate_kind, &r.plate);
    tx.exec(&PLATE, params![key, r.vehicle])?;
    tx.exec(&VIN, params![r.vin, r.vehicle])?;
    let (kind, region) = (r.kind.as_str(), r.region.to_string());
    tx.exec(
        &INSERT,
        params![
            r.vehicle,
            r.owner,
            r.plate_kind.as_str(),
            r.plate,
            r.vin,
            kind,
            r.usage.as_str(),
            r.make.zh,
            r.make.en,
            r.registered_on,
            r.inspected_until,
            r.status.as_str(),
            region,
        ],
    )?;
    Ok(true)
}
