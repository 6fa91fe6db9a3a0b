//! Entering and changing outlets, and giving and taking authority.

use std::collections::BTreeSet;

use authz::{Action, Area, Items, Resource, Stage, Standing};
use base::{Day, FieldError, Region, Text};
use ledger::Stream;

use super::model::{
    GrantGiven, GrantId, GrantReason, GrantResumed, GrantRow, GrantSuspended, GrantWithdrawn, OutletChanged,
    OutletClosed, OutletEvent, OutletId, OutletKind, OutletOpened, OutletReopened, OutletStatus,
};
use super::{queries, rules};
use crate::office::{Ctx, Desk, Done, Office, Stop};

/// A new outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenOutlet {
    /// Its short code: 2 to 12 capital letters and digits, of no other outlet.
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
    /// Who answers for it, by id.
    pub parent: Option<String>,
    /// The key of the text of its hours.
    pub hours: String,
}

/// What an outlet is to be like, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeOutlet {
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

/// Authority to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GiveGrant {
    /// `out_…`.
    pub outlet: String,
    /// For which items.
    pub items: Items,
    /// For which stages.
    pub stages: Vec<Stage>,
    /// For which jurisdiction.
    pub area: Area,
    /// The first day in force.
    pub from: Day,
    /// The last day in force; none until it is withdrawn.
    pub until: Option<Day>,
    /// Cases a day; none for as many as come.
    pub daily_quota: Option<u32>,
}

/// What a grant is to cover from now on, whole: no more than it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NarrowGrant {
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

/// The stream of an outlet.
pub(crate) fn stream(office: &Office, outlet: &str) -> Stream {
    office.stream("outlet", outlet)
}

/// Enters an outlet; gives its id.
pub async fn open(office: &Office, ctx: &Ctx, new: &OpenOutlet) -> Result<Done<String>, Stop> {
    let new = new.clone();
    invalid(rules::open(&new))?;
    office
        .command(ctx, move |desk| {
            let now = desk.moment();
            let id = OutletId::new(new.region, now, desk.chance()).to_string();
            let own = stream(desk.office(), &id);
            desk.lock(&[&own])?;
            desk.allow(Action::OutletChange, &Resource::Outlet { id: id.clone(), region: new.region })?;
            if let Some(parent) = &new.parent
                && queries::by_id(desk, parent)?.is_none()
            {
                return Err(FieldError::new(
                    "parent",
                    "没有找到上级网点，请重新选择。",
                    "The outlet to answer for this one was not found. Choose again.",
                )
                .into());
            }
            enter(desk, &id, &new)?;
            Ok(id)
        })
        .await
}

/// Records a new outlet on its stream, which the caller has locked, with whatever authority the caller has asked for.
pub(crate) fn enter(desk: &mut Desk<'_, '_>, id: &str, new: &OpenOutlet) -> Result<(), Stop> {
    if queries::by_code(desk, &new.code)?.is_some() {
        return Err(code_taken());
    }
    let fact = OutletOpened {
        outlet: id.to_owned(),
        code: new.code.clone(),
        name: new.name.clone(),
        address: new.address.clone(),
        kind: new.kind,
        tier: new.tier,
        region: new.region,
        parent: new.parent.clone(),
        hours: new.hours.clone(),
    };
    let own = stream(desk.office(), id);
    let event = OutletEvent::from(fact).to_new(desk.moment())?;
    // Two offices that choose the same code at once meet at the column's UNIQUE.
    desk.record(&own, event)
        .map_err(|stop| if is_duplicate(&stop, "outlet.insert") { code_taken() } else { stop })?;
    Ok(())
}

fn code_taken() -> Stop {
    FieldError::new(
        "code",
        "这个代码已有网点使用，请换一个。",
        "Another outlet has this code already. Choose another one.",
    )
    .into()
}

/// Whether a command stopped because a row with the same unique value is already there.
pub(crate) fn is_duplicate(stop: &Stop, name: &str) -> bool {
    let Stop::Failed(ledger::Error::Store(store::Error::Constraint { statement, .. })) = stop else {
        return false;
    };
    statement == name
}

/// Changes an outlet's name, address, level or hours.
pub async fn change(office: &Office, ctx: &Ctx, new: &ChangeOutlet) -> Result<Done<()>, Stop> {
    invalid(rules::words(&new.name, &new.address, new.tier, &new.hours))?;
    let new = new.clone();
    on_outlet(office, ctx, &new.outlet.clone(), move |_| {
        Ok(OutletEvent::from(OutletChanged {
            outlet: new.outlet.clone(),
            name: new.name.clone(),
            address: new.address.clone(),
            tier: new.tier,
            hours: new.hours.clone(),
        }))
    })
    .await
}

/// Closes an outlet to people; its records stay.
pub async fn close(office: &Office, ctx: &Ctx, outlet: &str) -> Result<Done<()>, Stop> {
    on_outlet(office, ctx, outlet, |now| match now.status {
        OutletStatus::Open => Ok(OutletClosed { outlet: now.id.clone() }.into()),
        OutletStatus::Closed => Err(Stop::Stale),
    })
    .await
}

/// Opens a closed outlet again.
pub async fn reopen(office: &Office, ctx: &Ctx, outlet: &str) -> Result<Done<()>, Stop> {
    on_outlet(office, ctx, outlet, |now| match now.status {
        OutletStatus::Closed => Ok(OutletReopened { outlet: now.id.clone() }.into()),
        OutletStatus::Open => Err(Stop::Stale),
    })
    .await
}

async fn on_outlet<F>(office: &Office, ctx: &Ctx, outlet: &str, decide: F) -> Result<Done<()>, Stop>
where
    F: Fn(&super::Outlet) -> Result<OutletEvent, Stop> + Send + 'static,
{
    let id = outlet.to_owned();
    office
        .command(ctx, move |desk| {
            let own = stream(desk.office(), &id);
            desk.lock(&[&own])?;
            let now = queries::by_id(desk, &id)?.ok_or(Stop::NotFound)?;
            desk.allow(Action::OutletChange, &now.resource())?;
            let event = decide(&now)?.to_new(desk.moment())?;
            desk.record(&own, event)?;
            Ok(())
        })
        .await
}

/// Gives authority to an outlet; gives the grant's id.
pub async fn give_grant(office: &Office, ctx: &Ctx, new: &GiveGrant) -> Result<Done<String>, Stop> {
    let new = new.clone();
    invalid(rules::give(&new, |item| office.rules.catalog.item(item).is_ok()))?;
    office
        .command(ctx, move |desk| {
            let (region, now) = (desk.office().region, desk.moment());
            let id = GrantId::new(region, now, desk.chance()).to_string();
            let own = desk.office().stream("grant", &id);
            desk.lock(&[&own])?;
            let at = queries::by_id(desk, &new.outlet)?.ok_or(Stop::NotFound)?;
            desk.allow(Action::GrantGive, &Resource::Grant { outlet: at.id.clone(), region: at.region })?;
            rules::give_to(at.status)?;
            let fact = GrantGiven {
                grant: id.clone(),
                outlet: at.id,
                items: new.items.clone(),
                stages: rules::stages(&new.stages),
                area: new.area.clone(),
                from: new.from,
                until: new.until,
                daily_quota: new.daily_quota,
            };
            let event = OutletEvent::from(fact).to_new(now)?;
            desk.record(&own, event)?;
            Ok(id)
        })
        .await
}

/// Records the full grant of a head office on its stream, which the caller has locked.
pub(crate) fn full_grant(desk: &mut Desk<'_, '_>, grant: &str, outlet: &str) -> Result<(), Stop> {
    let full = authz::Grant::full(outlet, desk.today());
    let fact = GrantGiven {
        grant: grant.to_owned(),
        outlet: full.outlet,
        items: full.items,
        stages: full.stages,
        area: full.area,
        from: full.from,
        until: full.until,
        daily_quota: full.daily_quota,
    };
    let own = desk.office().stream("grant", grant);
    let event = OutletEvent::from(fact).to_new(desk.moment())?;
    desk.record(&own, event)?;
    Ok(())
}

/// Makes a grant smaller: fewer items, stages, days, cases, or a smaller area. It takes a part of the authority away
/// for good, so it needs what withdrawing needs.
pub async fn narrow_grant(office: &Office, ctx: &Ctx, to: &NarrowGrant) -> Result<Done<()>, Stop> {
    let to = to.clone();
    on_grant(office, ctx, &to.grant.clone(), Action::GrantWithdraw, move |now| {
        Ok(rules::narrow(now, &to)?.into())
    })
    .await
}

/// Lays a running grant to rest.
pub async fn suspend_grant(
    office: &Office,
    ctx: &Ctx,
    grant: &str,
    reason: GrantReason,
) -> Result<Done<()>, Stop> {
    on_grant(office, ctx, grant, Action::GrantSuspend, move |now| {
        rules::standing(now, &[Standing::Active])?;
        Ok(GrantSuspended { grant: now.id.clone(), reason }.into())
    })
    .await
}

/// Lets a suspended grant run again.
pub async fn resume_grant(office: &Office, ctx: &Ctx, grant: &str) -> Result<Done<()>, Stop> {
    on_grant(office, ctx, grant, Action::GrantGive, |now| {
        rules::standing(now, &[Standing::Suspended])?;
        Ok(GrantResumed { grant: now.id.clone() }.into())
    })
    .await
}

/// Ends a grant for good.
pub async fn withdraw_grant(
    office: &Office,
    ctx: &Ctx,
    grant: &str,
    reason: GrantReason,
) -> Result<Done<()>, Stop> {
    on_grant(office, ctx, grant, Action::GrantWithdraw, move |now| {
        rules::standing(now, &[Standing::Active, Standing::Suspended])?;
        Ok(GrantWithdrawn { grant: now.id.clone(), reason }.into())
    })
    .await
}

async fn on_grant<F>(
    office: &Office,
    ctx: &Ctx,
    grant: &str,
    action: Action,
    decide: F,
) -> Result<Done<()>, Stop>
where
    F: Fn(&GrantRow) -> Result<OutletEvent, Stop> + Send + 'static,
{
    let id = grant.to_owned();
    office
        .command(ctx, move |desk| {
            let own = desk.office().stream("grant", &id);
            desk.lock(&[&own])?;
            let now = queries::grant_by_id(desk, &id)?.ok_or(Stop::NotFound)?;
            desk.allow(action, &now.resource())?;
            let event = decide(&now)?.to_new(desk.moment())?;
            desk.record(&own, event)?;
            Ok(())
        })
        .await
}

/// Stops where fields are wrong, all of them at once.
fn invalid(wrong: Vec<FieldError>) -> Result<(), Stop> {
    if wrong.is_empty() { Ok(()) } else { Err(Stop::Invalid(wrong)) }
}
