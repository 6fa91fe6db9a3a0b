//! Making the licence: a numbered blank from the outlet's stock, the item's effects, and the way to the person.

use authz::Action;
use ledger::tree::Hash;

use super::super::model::{CaseFile, Delivery, Issued, Requirement, Status};
use super::super::{queries, rules};
use super::answer::Answer;
use super::{locked, record};
use crate::catalog::{EffectOn, Source};
use crate::office::{Ctx, Desk, Done, Office, Stop};
use crate::{job, licence, outlet, payment, person};

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
                let own =
                    [outlet::stock_stream(office, &case.outlet), office.stream("person", &case.subject)];
                held.into_iter().chain(own).collect()
            })?;
            let circumstances = circumstances(desk, &case)?;
            desk.allow_where(Action::CaseIssue, &queries::resource(&case), circumstances)?;
            rules::may_issue(&case, &needs)?;
            rules::is_paid(&case, payment::of_case(desk, &case.id)?.as_ref())?;
            let id = case.licence.clone().ok_or(Stop::NotFound)?;
            let held = licence::by_id(desk, &id)?.ok_or(Stop::NotFound)?;
            outlet::take_blank(desk, &case.outlet, &blank, &id)?;
            make(desk, &case, &held, &blank, full_cycles)?;
            keep_photo(desk, &case, &needs)
        })
        .await
}

/// Whoever decided a case does not make its licence while somebody else at the outlet could.
fn circumstances(desk: &mut Desk<'_, '_>, case: &CaseFile) -> Result<authz::Context, Stop> {
    let (ctx, actor) = (desk.ctx().circumstances(), desk.ctx().actor.id.clone());
    Ok(ctx.second_person(queries::second_issuer(desk, case, &actor)?))
}

/// The photograph that the clerk accepted and the licence was made with is from now on the one on file: the next case
/// does not ask for it.
fn keep_photo(desk: &mut Desk<'_, '_>, case: &CaseFile, needs: &[Requirement]) -> Result<(), Stop> {
    let item = desk.office().rules.catalog.item(&case.item).map_err(|_| Stop::NotFound)?;
    let of_library = |code: &str| {
        item.needs.iter().any(|need| need.id == code && need.waived_by == Some(Source::PhotoLibrary))
    };
    let given = needs.iter().find(|r| r.status == Status::Given && of_library(&r.code));
    let Some(photo) = given.and_then(|r| Hash::parse_hex(r.evidence.as_deref()?).ok()) else { return Ok(()) };
    let subject = person::by_id(desk, &case.subject)?.ok_or(Stop::NotFound)?;
    if subject.erased || subject.photo == Some(photo) {
        return Ok(());
    }
    person::photo_kept(desk, &case.subject, photo)
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
    let handed_in = case.handed_in_on(now.day());
    for effect in item.effects_on(EffectOn::Issued) {
        licence::reissue(desk, &case.id, held, effect, full_cycles, blank, handed_in)?;
    }
    if let Some(parcel) = parcel {
        job::put(desk, "post.create", &case.number, &serde_json::json!({ "parcel": parcel }))?;
    }
    job::put(desk, "national.upload", &case.number, &serde_json::json!({ "licence": held.id }))?;
    job::sms(desk, &case.applicant, if posted { "case.posted" } else { "case.ready" }, &case.number)
}
