//! Entering vehicles.

use authz::{Action, Resource};
use base::{Day, FieldError, Region, Text};
use ledger::Stream;
use store::Error::Constraint;

use super::model::{PlateKind, VehicleEvent, VehicleKind, VehicleRegistered, VehicleStatus, VehicleUse};
use crate::office::{Ctx, Desk, Done, Office, Stop};

/// What entering a vehicle takes. Already checked: plate and identification number by their formats.
#[derive(Clone, Debug)]
pub struct NewVehicle {
    /// `veh_…`, made by the caller from its chance.
    pub id: String,
    /// Whose.
    pub owner: String,
    /// 号牌种类.
    pub plate_kind: PlateKind,
    /// 号牌号码, without dot or space.
    pub plate: String,
    /// 车辆识别代号.
    pub vin: String,
    /// 车辆类型.
    pub kind: VehicleKind,
    /// 使用性质.
    pub usage: VehicleUse,
    /// 品牌.
    pub make: Text,
    /// 注册登记日期.
    pub registered_on: Day,
    /// 检验有效期止.
    pub inspected_until: Day,
    /// Whether it is in order.
    pub status: VehicleStatus,
    /// Where it is kept.
    pub region: Region,
}

/// The stream of a vehicle.
pub fn stream(office: &Office, vehicle: &str) -> Stream {
    office.stream("vehicle", vehicle)
}

/// Enters a vehicle that is on a register elsewhere or on paper. One plate of a kind, and one identification number,
/// belong to one vehicle: a second is a field error.
pub async fn register(office: &Office, ctx: &Ctx, new: &NewVehicle) -> Result<Done<()>, Stop> {
    let new = new.clone();
    office
        .command(ctx, move |desk| {
            let own = stream(desk.office(), &new.id);
            desk.lock(&[&own])?;
            enter(desk, &own, &new)
        })
        .await
}

/// Enters a vehicle whose stream the caller has locked.
pub(crate) fn enter(desk: &mut Desk<'_, '_>, own: &Stream, new: &NewVehicle) -> Result<(), Stop> {
    let owner = Resource::Person { id: new.owner.clone(), region: new.region };
    desk.allow(Action::PersonRegister, &owner)?;
    let fact = VehicleRegistered {
        vehicle: new.id.clone(),
        owner: new.owner.clone(),
        plate_kind: new.plate_kind,
        plate: new.plate.clone(),
        vin: new.vin.clone(),
        kind: new.kind,
        usage: new.usage,
        make: new.make.clone(),
        registered_on: new.registered_on,
        inspected_until: new.inspected_until,
        status: new.status,
        region: new.region,
    };
    let event = VehicleEvent::from(fact).to_new(desk.moment())?;
    match desk.record(own, event) {
        Err(Stop::Failed(ledger::Error::Store(Constraint { .. }))) => Err(taken()),
        recorded => recorded.map(|_| ()),
    }
}

fn taken() -> Stop {
    FieldError::new(
        "plate",
        "该号牌或者车辆识别代号已经登记，请先核对。",
        "This plate or identification number is already on the register: compare the two first.",
    )
    .into()
}
