//! Rows and events of outlets, grants and blanks.

use std::collections::BTreeSet;

use authz::{Area, Items, Resource, Stage, Standing};
use base::{Day, Instant, Region, Text};
use serde::{Deserialize, Serialize};

use crate::catalog::Tier;
use crate::closed::closed;
use crate::office::events;

base::id_types! {
    /// An outlet.
    OutletId = "out";
    /// A grant of authority.
    GrantId = "grt";
}

closed! {
    /// What an outlet is.
    OutletKind {
        /// The vehicle office of a prefecture.
        Office = "office", "车辆管理所", "vehicle office";
        /// A branch of it.
        Branch = "branch", "车管分所", "branch of the vehicle office";
        /// The vehicle office of a county.
        CountyOffice = "county_office", "县级车管所", "county vehicle office";
        /// A hall of the government's services.
        GovernmentCentre = "government_centre", "政务服务中心", "government service centre";
        /// A police station.
        PoliceStation = "police_station", "派出所", "police station";
        /// A squad of the traffic police.
        Squad = "squad", "交警中队", "traffic police squad";
        /// A seller of new vehicles.
        Dealer = "dealer", "机动车销售企业", "vehicle dealer";
        /// A market for used vehicles.
        UsedCarMarket = "used_car_market", "二手车交易市场", "used-vehicle market";
        /// A vehicle inspection agency.
        InspectionAgency = "inspection_agency", "机动车检验机构", "vehicle inspection agency";
        /// An insurer.
        Insurer = "insurer", "保险公司", "insurer";
        /// A bank.
        Bank = "bank", "银行网点", "bank";
        /// A hospital.
        Hospital = "hospital", "医疗机构", "hospital";
        /// A post office.
        PostOffice = "post_office", "邮政网点", "post office";
        /// The centre that works for all internet doors.
        InternetCentre = "internet_centre", "互联网服务中心", "internet service centre";
        /// A place with machines and nobody behind a counter.
        KioskSite = "kiosk_site", "自助服务点", "kiosk site";
    }
    /// Whether an outlet serves people.
    OutletStatus {
        /// It does.
        Open = "open", "营业", "open";
        /// It does not, until it is opened again.
        Closed = "closed", "停止服务", "closed";
    }
    /// Why a grant was suspended or withdrawn.
    GrantReason {
        /// Its work was found wanting.
        Quality = "quality", "业务质量不符合要求", "the quality of its work";
        /// Rules were broken.
        Violation = "violation", "违规办理业务", "rules were broken";
        /// It has not the people, rooms or machines.
        Conditions = "conditions", "人员、场地或者设备不具备条件", "people, rooms or machines are missing";
        /// It asked for it.
        Request = "request", "网点自行申请", "at its own request";
        /// The network is arranged anew.
        Reorganised = "reorganised", "网点布局调整", "the network is arranged anew";
    }
    /// What a blank becomes.
    BlankKind {
        /// The card of a driving licence (证芯).
        DrivingLicence = "driving_licence", "机动车驾驶证证芯", "driving licence card";
    }
    /// Where a blank is.
    BlankStatus {
        /// With the outlet, unused.
        InStock = "in_stock", "在库", "in stock";
        /// It became a document.
        Used = "used", "已使用", "used";
        /// It was written off.
        Spoiled = "spoiled", "已作废", "written off";
    }
    /// Why a blank was written off.
    SpoilReason {
        /// The printer spoilt it.
        Misprint = "misprint", "打印错误", "misprinted";
        /// It came damaged, or was damaged in store.
        Damaged = "damaged", "破损", "damaged";
        /// It cannot be found.
        Lost = "lost", "遗失", "lost";
        /// Its form is no longer used.
        Obsolete = "obsolete", "旧版停用", "form no longer used";
    }
}

/// An outlet as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// `out_…`.
    pub id: String,
    /// The short code people and case numbers know it by: 2 to 12 capital letters and digits.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Where it is.
    pub address: Text,
    /// What it is.
    pub kind: OutletKind,
    /// 1: every item; 2: what has been delegated to it.
    pub tier: u8,
    /// The county or prefecture it stands in.
    pub region: Region,
    /// The outlet that answers for it; none for a head office.
    pub parent: Option<String>,
    /// The key of the text of its hours.
    pub hours: String,
    /// Whether it serves people.
    pub status: OutletStatus,
}

impl Outlet {
    /// On which days it serves people, in words; none where its key of hours has no text. The hours of a day stand in
    /// no record yet, so the words send people to the telephone for them.
    pub fn opening(&self) -> Option<Text> {
        match self.hours.as_str() {
            "weekdays" => Some(Text::new(
                "工作日办公，具体时间请打电话询问",
                "Working days; call us for the exact hours",
            )),
            _ => None,
        }
    }

    /// As authority sees it.
    pub fn resource(&self) -> Resource {
        Resource::Outlet { id: self.id.clone(), region: self.region }
    }
}

impl OutletKind {
    /// The level of the network, as items name levels, of an outlet of this kind and tier.
    pub const fn level(self, tier: u8) -> Tier {
        match self {
            Self::Office | Self::Branch => Tier::Office,
            Self::CountyOffice => Tier::County,
            Self::KioskSite => Tier::SelfService,
            Self::InternetCentre => Tier::Network,
            _ if tier == 1 => Tier::StationFirst,
            _ => Tier::StationSecond,
        }
    }
}

/// A grant with its own id, and where its outlet is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantRow {
    /// `grt_…`.
    pub id: String,
    /// The outlet that holds it.
    pub outlet: String,
    /// Where the outlet is.
    pub region: Region,
    /// The outlet's level in the network.
    pub level: Tier,
    /// For which items.
    pub items: Items,
    /// For which stages.
    pub stages: BTreeSet<Stage>,
    /// For cases of which jurisdiction.
    pub area: Area,
    /// The first day in force.
    pub from: Day,
    /// The last day in force; none until it is withdrawn.
    pub until: Option<Day>,
    /// Cases a day; none for as many as come.
    pub daily_quota: Option<u32>,
    /// Whether it runs.
    pub standing: Standing,
}

impl GrantRow {
    /// As authority sees the record.
    pub fn resource(&self) -> Resource {
        Resource::Grant { outlet: self.outlet.clone(), region: self.region }
    }

    /// As it was given. What of it the outlet's level leaves is for `rules::within_level`.
    pub(super) fn as_grant(&self, taken_today: u32) -> authz::Grant {
        authz::Grant {
            outlet: self.outlet.clone(),
            items: self.items.clone(),
            stages: self.stages.clone(),
            area: self.area.clone(),
            from: self.from,
            until: self.until,
            daily_quota: self.daily_quota,
            standing: self.standing,
            taken_today,
        }
    }
}

/// A numbered blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blank {
    /// The printed number.
    pub number: String,
    /// What it becomes.
    pub kind: BlankKind,
    /// The outlet that received it.
    pub outlet: String,
    /// Where it is.
    pub status: BlankStatus,
    /// The licence it became.
    pub used_for: Option<String>,
    /// Why it was written off.
    pub reason: Option<SpoilReason>,
    /// When it last changed.
    pub changed_at: Instant,
}

/// Blanks of an outlet by where they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StockCount {
    /// Unused.
    pub in_stock: u32,
    /// Became documents.
    pub used: u32,
    /// Written off.
    pub spoiled: u32,
}

/// An outlet was entered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutletOpened {
    /// `out_…`.
    pub outlet: String,
    /// Its short code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Where it is.
    pub address: Text,
    /// What it is.
    pub kind: OutletKind,
    /// 1 or 2.
    pub tier: u8,
    /// Where it stands.
    pub region: Region,
    /// Who answers for it.
    pub parent: Option<String>,
    /// The key of the text of its hours.
    pub hours: String,
}

/// What an outlet is like from now on, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutletChanged {
    /// `out_…`.
    pub outlet: String,
    /// Its name.
    pub name: Text,
    /// Where it is.
    pub address: Text,
    /// 1 or 2.
    pub tier: u8,
    /// The key of the text of its hours.
    pub hours: String,
}

/// An outlet stopped serving people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutletClosed {
    /// `out_…`.
    pub outlet: String,
}

/// An outlet serves people again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutletReopened {
    /// `out_…`.
    pub outlet: String,
}

/// Authority was given to an outlet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GrantGiven {
    /// `grt_…`.
    pub grant: String,
    /// The outlet.
    pub outlet: String,
    /// For which items.
    pub items: Items,
    /// For which stages.
    pub stages: BTreeSet<Stage>,
    /// For which jurisdiction.
    pub area: Area,
    /// The first day in force.
    pub from: Day,
    /// The last day in force.
    pub until: Option<Day>,
    /// Cases a day.
    pub daily_quota: Option<u32>,
}

/// A grant covers less from now on; what it covers is said whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GrantNarrowed {
    /// `grt_…`.
    pub grant: String,
    /// For which items.
    pub items: Items,
    /// For which stages.
    pub stages: BTreeSet<Stage>,
    /// For which jurisdiction.
    pub area: Area,
    /// The last day in force.
    pub until: Option<Day>,
    /// Cases a day.
    pub daily_quota: Option<u32>,
}

/// A grant rests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GrantSuspended {
    /// `grt_…`.
    pub grant: String,
    /// Why.
    pub reason: GrantReason,
}

/// A grant runs again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GrantResumed {
    /// `grt_…`.
    pub grant: String,
}

/// A grant ended for good.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GrantWithdrawn {
    /// `grt_…`.
    pub grant: String,
    /// Why.
    pub reason: GrantReason,
}

/// A range of blanks came in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StockReceived {
    /// The outlet.
    pub outlet: String,
    /// What they become.
    pub kind: BlankKind,
    /// The first number of the range.
    pub first: String,
    /// The last number of the range, itself included.
    pub last: String,
}

/// A blank became a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlankUsed {
    /// The outlet.
    pub outlet: String,
    /// The printed number.
    pub number: String,
    /// The licence it became.
    pub used_for: String,
}

/// A blank was written off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlankSpoiled {
    /// The outlet.
    pub outlet: String,
    /// The printed number.
    pub number: String,
    /// Why.
    pub reason: SpoilReason,
}

events! {
    /// What happens to outlets, their authority and their blanks.
    OutletEvent {
        /// Entered.
        Opened(OutletOpened) = "outlet.opened",
        /// Changed.
        Changed(OutletChanged) = "outlet.changed",
        /// Stopped serving.
        Closed(OutletClosed) = "outlet.closed",
        /// Serves again.
        Reopened(OutletReopened) = "outlet.reopened",
        /// Authority given.
        GrantGiven(GrantGiven) = "grant.given",
        /// Authority narrowed.
        GrantNarrowed(GrantNarrowed) = "grant.narrowed",
        /// Authority resting.
        GrantSuspended(GrantSuspended) = "grant.suspended",
        /// Authority running again.
        GrantResumed(GrantResumed) = "grant.resumed",
        /// Authority withdrawn.
        GrantWithdrawn(GrantWithdrawn) = "grant.withdrawn",
        /// Blanks received.
        StockReceived(StockReceived) = "stock.received",
        /// A blank used.
        BlankUsed(BlankUsed) = "stock.blank_used",
        /// A blank written off.
        BlankSpoiled(BlankSpoiled) = "stock.blank_spoiled",
    }
}
