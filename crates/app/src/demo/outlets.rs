//! The outlets of the city, what they may do, and their blanks.

use authz::{Area, Items, Stage};
use base::{Region, Text};
use service::office::{Ctx, Office, Stop};
use service::outlet::{
    BlankKind, GiveGrant, OpenOutlet, OutletKind, SpoilReason, give_grant, open, receive_blanks, spoil_blank,
};

use super::Plan;
use super::places::{PLACES, Place};
use crate::wait::wait;

/// Blanks in one parcel.
const PARCEL: u32 = 300;
/// Parcels that the head office begins with: it makes what is decided over the internet too. Others begin with one.
const HEAD_PARCELS: u32 = 5;

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
pub(super) fn stock(office: &Office, issuer: &Ctx, outlet: &str, place: &Place) -> Result<Vec<String>, Stop> {
    // Thirteen digits like a real one: two for the province, one check digit that nobody here can make, ten of a serial.
    let at = PLACES.iter().position(|one| one.code == place.code).unwrap_or_default() + 1;
    let number = |n: u32| format!("990{at:02}{n:08}");
    let parcels = if place.kind == OutletKind::Office { HEAD_PARCELS } else { 1 };
    for parcel in 0..parcels {
        let (first, last) = (number(parcel * PARCEL + 1), number((parcel + 1) * PARCEL));
        let ctx = fresh(office, issuer);
        wait(receive_blanks(office, &ctx, outlet, BlankKind::DrivingLicence, &first, &last))?;
    }
    let last = parcels * PARCEL;
    wait(spoil_blank(office, &fresh(office, issuer), outlet, &number(last), SpoilReason::Damaged))?;
    Ok((1..last).rev().map(number).collect())
}

/// The same context with fresh chance, so that no two commands draw the same ids.
pub(super) fn fresh(office: &Office, ctx: &Ctx) -> Ctx {
    Ctx { rng: office.entropy.rng(), now: office.clock.now(), ..ctx.clone() }
}
