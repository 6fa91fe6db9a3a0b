//! Making the licence: a numbered blank from the outlet's stock, the item's effects, and the way to the person.

use authz::Action;

use super::super::model::{CaseFile, Delivery, Issued};
use super::super::{queries, rules};
use super::answer::Answer;
use super::{locked, record};
use crate::catalog::EffectOn;
use crate::office::{Ctx, Desk, Done, Office, Stop};
use crate::{job, licence, outlet};

/// Makes the licence on this blank. `full_cycles` is the number of points cycles of the ended term that reached
/// twelve, as the offence system answered it.
pub async fn issue(
    office: &Office,
    ctx: &Ctx,
    answer: Answer,
    blank: String,
    full_cycles: u16,
) -> Result<Done<()>, Stop> {
    office
        .command(ctx, move |desk| {
            let (case, needs) = locked(desk, &answer.number, answer.revision, |office, case| {
                let held = case.licence.as_ref().map(|l| licence::stream(office, l));
                held.into_iter().chain([outlet::stock_stream(office, &case.outlet)]).collect()
            })?;
            desk.allow(Action::CaseIssue, &queries::resource(&case))?;
            rules::may_issue(&case, &needs)?;
            let id = case.licence.clone().ok_or(Stop::NotFound)?;
            let held = licence::by_id(desk, &id)?.ok_or(Stop::NotFound)?;
            outlet::take_blank(desk, &case.outlet, &blank, &id)?;
            make(desk, &case, &held, &blank, full_cycles)
        })
        .await
}

fn make(
    desk: &mut Desk<'_, '_>,
    case: &CaseFile,
    held: &licence::Licence,
    blank: &str,
    full_cycles: u16,
) -> Result<(), Stop> {
    let region = case.region;
    let posted = case.delivery == Some(Delivery::Post);
    let now = desk.moment();
    let parcel = posted.then(|| base::new_id("par", region, now, desk.chance()));
    let fact = Issued {
        case: case.id.clone(),
        by: desk.ctx().actor.id.clone(),
        blank: blank.to_owned(),
        parcel: parcel.clone(),
    };
    record(desk, case, fact)?;
    let item = desk.office().rules.catalog.item(&case.item).map_err(|_| Stop::NotFound)?;
    for effect in item.effects_on(EffectOn::Issued) {
        licence::reissue(desk, &case.id, held, effect, full_cycles, blank)?;
    }
    if let Some(parcel) = parcel {
        job::put(desk, "post.create", &case.number, &serde_json::json!({ "parcel": parcel }))?;
    }
    job::put(desk, "national.upload", &case.number, &serde_json::json!({ "licence": held.id }))?;
    job::sms(desk, &case.applicant, if posted { "case.posted" } else { "case.ready" }, &case.number)
}
