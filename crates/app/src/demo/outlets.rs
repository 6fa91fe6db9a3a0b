//! The outlets of the city, what they may do, and their blanks.

use authz::{Area, Items, Stage};
use base::{Region, Text};
use service::office::{Ctx, Office, Stop};
use service::outlet::{
    BlankKind, GiveGrant, OpenOutlet, OutletKind, SpoilReason, give_grant, open, receive_blanks, spoil_blank,
};

use super::Plan;
use crate::wait::wait;

/// One outlet of the plan.
pub(super) struct Place {
    pub(super) code: &'static str,
    kind: OutletKind,
    tier: u8,
    region: &'static str,
    name: (&'static str, &'static str),
    address: (&'static str, &'static str),
    /// Accept, decide and issue, or accept only.
    pub(super) whole: bool,
    /// How many of a hundred counter cases come here.
    pub(super) share: u64,
}

/// The head office first; it also decides what comes over the internet.
pub(super) const PLACES: [Place; 8] = [
    Place {
        code: "ZS01",
        kind: OutletKind::Office,
        tier: 1,
        region: "999901",
        name: ("示例市车辆管理所", "Shili City Vehicle Administration Office"),
        address: ("示例市城东区演示大道1号", "1 Yanshi Avenue, Chengdong District, Shili"),
        whole: true,
        share: 34,
    },
    Place {
        code: "ZS02",
        kind: OutletKind::Branch,
        tier: 1,
        region: "999902",
        name: ("城西车管分所", "West Branch of the Vehicle Office"),
        address: ("示例市城西区样板路88号", "88 Yangban Road, Chengxi District, Shili"),
        whole: true,
        share: 24,
    },
    Place {
        code: "ZS03",
        kind: OutletKind::CountyOffice,
        tier: 1,
        region: "999903",
        name: ("示例县车辆管理所", "Shili County Vehicle Office"),
        address: ("示例市示例县工农路6号", "6 Gongnong Road, Shili County, Shili"),
        whole: true,
        share: 20,
    },
    Place {
        code: "ZW01",
        kind: OutletKind::GovernmentCentre,
        tier: 1,
        region: "999901",
        name: ("示例市政务服务中心车管窗口", "Vehicle Counter of the Government Service Centre"),
        address: ("示例市城东区便民路100号3楼", "3rd floor, 100 Bianmin Road, Chengdong District, Shili"),
        whole: true,
        share: 14,
    },
    Place {
        code: "PC01",
        kind: OutletKind::PoliceStation,
        tier: 1,
        region: "999902",
        name: ("桃源派出所车管服务点", "Taoyuan Police Station Service Point"),
        address: ("示例市城西区桃源街20号", "20 Taoyuan Street, Chengxi District, Shili"),
        whole: true,
        share: 8,
    },
    Place {
        code: "ZD01",
        kind: OutletKind::Squad,
        tier: 2,
        region: "999903",
        name: ("示例县交警一中队", "First Squad, Shili County Traffic Police"),
        address: ("示例市示例县望江街2号", "2 Wangjiang Street, Shili County, Shili"),
        whole: false,
        share: 0,
    },
    Place {
        code: "YZ01",
        kind: OutletKind::PostOffice,
        tier: 2,
        region: "999901",
        name: ("新华巷邮政网点", "Xinhua Lane Post Office"),
        address: ("示例市城东区新华巷9号", "9 Xinhua Lane, Chengdong District, Shili"),
        whole: false,
        share: 0,
    },
    Place {
        code: "YH01",
        kind: OutletKind::Bank,
        tier: 2,
        region: "999902",
        name: ("示例银行城西支行", "Shili Bank, West Branch"),
        address: ("示例市城西区和平里12号", "12 Hepingli, Chengxi District, Shili"),
        whole: false,
        share: 0,
    },
];

/// Blanks that each whole outlet begins with.
const BLANKS: u32 = 300;

impl Place {
    /// The words with which it is entered.
    pub(super) fn entry(&self, plan: &Plan, parent: Option<&str>) -> OpenOutlet {
        OpenOutlet {
            code: self.code.to_owned(),
            name: Text::new(self.name.0, self.name.1),
            address: Text::new(self.address.0, self.address.1),
            kind: self.kind,
            tier: self.tier,
            region: Region::parse(self.region).unwrap_or(plan.region),
            parent: parent.map(str::to_owned),
            hours: "weekdays".to_owned(),
        }
    }
}

/// Opens every outlet but the head office, gives each its authority, and gives their ids in the order of [`PLACES`].
pub(super) fn open_all(office: &Office, admin: &Ctx, head: &str, plan: &Plan) -> Result<Vec<String>, Stop> {
    let mut ids = vec![head.to_owned()];
    for place in PLACES.iter().skip(1) {
        let ctx = fresh(office, admin);
        let id = wait(open(office, &ctx, &place.entry(plan, Some(head))))?.value;
        let stages =
            if place.whole { vec![Stage::Accept, Stage::Decide, Stage::Issue] } else { vec![Stage::Accept] };
        let items = office.rules.catalog.items().map(|item| item.code.clone());
        let grant = GiveGrant {
            outlet: id.clone(),
            items: Items::list(items),
            stages,
            area: Area::prefecture(plan.region),
            from: plan.first_day(),
            until: None,
            daily_quota: (!place.whole).then_some(40),
        };
        wait(give_grant(office, &fresh(office, admin), &grant))?;
        ids.push(id);
    }
    Ok(ids)
}

/// Takes in an outlet's blanks and writes one off; gives the numbers that are left, the lowest last.
pub(super) fn stock(office: &Office, issuer: &Ctx, outlet: &str, code: &str) -> Result<Vec<String>, Stop> {
    let number = |n: u32| format!("{code}{n:08}");
    let ctx = fresh(office, issuer);
    let (first, last) = (number(1), number(BLANKS));
    wait(receive_blanks(office, &ctx, outlet, BlankKind::DrivingLicence, &first, &last))?;
    wait(spoil_blank(office, &fresh(office, issuer), outlet, &last, SpoilReason::Damaged))?;
    Ok((1..BLANKS).rev().map(number).collect())
}

/// The same context with fresh chance, so that no two commands draw the same ids.
pub(super) fn fresh(office: &Office, ctx: &Ctx) -> Ctx {
    Ctx { rng: office.entropy.rng(), now: office.clock.now(), ..ctx.clone() }
}
