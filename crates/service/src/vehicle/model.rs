//! Rows and events of vehicles.

use base::{Day, Region, Text};
use serde::{Deserialize, Serialize};

use crate::closed::closed;
use crate::office::events;

base::id_types! {
    /// A vehicle.
    VehicleId = "veh";
}

closed! {
    /// 号牌种类 (GA 36-2018).
    PlateKind {
        /// Yellow: middle and large passenger vehicles, middle and heavy trucks.
        Large = "large", "大型汽车", "large vehicle";
        /// Blue: small and micro passenger vehicles, light and micro trucks.
        Small = "small", "小型汽车", "small vehicle";
        /// Gradient green.
        SmallNewEnergy = "small_new_energy", "小型新能源汽车", "small new-energy vehicle";
        /// Yellow and green.
        LargeNewEnergy = "large_new_energy", "大型新能源汽车", "large new-energy vehicle";
        /// Yellow, rear only.
        Motorcycle = "motorcycle", "普通摩托车", "motorcycle";
        /// Blue, rear only.
        LightMotorcycle = "light_motorcycle", "轻便摩托车", "light motorcycle";
    }
    /// 车辆类型, as far as the rules of inspection and scrapping tell vehicles apart.
    VehicleKind {
        /// At most nine seats.
        Car = "car", "小型、微型载客汽车", "small passenger vehicle";
        /// A small passenger vehicle built as a van.
        Van = "van", "面包车", "van";
        /// More than nine seats.
        Bus = "bus", "大型、中型载客汽车", "large or middle passenger vehicle";
        /// Carries goods.
        Truck = "truck", "载货汽车", "truck";
        /// Two or three wheels.
        Motorcycle = "motorcycle", "摩托车", "motorcycle";
    }
    /// 使用性质.
    VehicleUse {
        /// For one's own ends.
        Private = "private", "非营运", "not for hire";
        /// Carries people for money.
        Passengers = "passengers", "营运客运", "passenger service";
        /// Carries goods for money.
        Freight = "freight", "货运", "freight service";
    }
    /// 机动车状态.
    VehicleStatus {
        /// Registered and in order.
        Normal = "normal", "正常", "in order";
        /// Mortgaged (164§31): it is transferred together with the mortgagee only (164§26).
        Mortgaged = "mortgaged", "抵押", "mortgaged";
        /// Under seizure by a court or an authority: nothing may be done with it.
        Seized = "seized", "查封", "under seizure";
        /// No longer registered.
        Cancelled = "cancelled", "注销", "cancelled";
    }
}

/// A vehicle as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vehicle {
    /// `veh_…`.
    pub id: String,
    /// Whose.
    pub owner: String,
    /// 号牌种类.
    pub plate_kind: PlateKind,
    /// 号牌号码, as it stands on the plate.
    pub plate: String,
    /// 车辆识别代号: seventeen characters (GB 16735).
    pub vin: String,
    /// 车辆类型.
    pub kind: VehicleKind,
    /// 使用性质.
    pub usage: VehicleUse,
    /// 品牌, in the words of the manufacturer's certificate.
    pub make: Text,
    /// 注册登记日期.
    pub registered_on: Day,
    /// 检验有效期止: the last day of its inspection.
    pub inspected_until: Day,
    /// Whether it is in order.
    pub status: VehicleStatus,
    /// Where it is kept.
    pub region: Region,
}

impl Vehicle {
    /// The plate as people read it: a dot after the letter of the office that issued it.
    pub fn shown(&self) -> String {
        let head = self.plate.char_indices().nth(2).map_or(self.plate.len(), |(at, _)| at);
        let (head, serial) = self.plate.split_at(head);
        format!("{head}·{serial}")
    }
}

/// A vehicle was entered from the register kept before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VehicleRegistered {
    /// `veh_…`.
    pub vehicle: String,
    /// Whose.
    pub owner: String,
    /// 号牌种类.
    pub plate_kind: PlateKind,
    /// 号牌号码.
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
    /// Where.
    pub region: Region,
}

events! {
    /// What happens to a vehicle.
    VehicleEvent {
        /// Entered.
        Registered(VehicleRegistered) = "vehicle.registered",
    }
}
