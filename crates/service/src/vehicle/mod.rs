//! A motor vehicle on the register: its plate, its identification number, whose it is, and until when its inspection
//! holds. It is entered once, from the register that the office kept before. Plate and identification number are in
//! clear, as they are on the vehicle; its owner's name and number lie in the vault.
//!
//! What it is not: the business of vehicles. Registration, change, transfer and scrapping are items of the catalogue
//! that end in further events on a vehicle's stream; when an inspection is due is said by the law, not here.

mod apply;
mod commands;
mod model;
mod queries;
mod sql;
#[cfg(test)]
mod tests;

pub(crate) use apply::apply;
pub(crate) use commands::enter;
pub use commands::{NewVehicle, register, stream};
pub use model::{PlateKind, Vehicle, VehicleEvent, VehicleKind, VehicleStatus, VehicleUse};
pub use queries::{by_id, by_plate, of_owner};

pub(crate) fn statements() -> impl Iterator<Item = &'static store::Statement> {
    sql::STATEMENTS.iter().chain(apply::STATEMENTS).copied()
}
