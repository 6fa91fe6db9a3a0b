//! Entering licences, and what the end of a case does to one.

use authz::{Action, Resource};
use base::{Day, FieldError, Refusal, Region, Text};
use law::{Classes, Law, Term};
use ledger::Stream;
use store::Error::Constraint;

use super::model::{
    Licence, LicenceCorrected, LicenceEvent, LicenceRegistered, LicenceReissued, LicenceStatusSet, years,
};
use crate::catalog::{Effect, LicenceStatus, ReplaceReason, Validity};
use crate::office::{Ctx, Desk, Done, Office, Stop};

/// What entering a licence takes.
#[derive(Clone, Debug)]
pub struct NewLicence {
    /// `lic_…`.
    pub id: String,
    /// Whose.
    pub holder: String,
    /// 档案编号.
    pub file_number: String,
    /// 准驾车型.
    pub classes: Classes,
    /// 初次领证日期.
    pub first_issue: Day,
    /// First day of the term in force.
    pub valid_from: Day,
    /// Last day of the term in force.
    pub valid_until: Option<Day>,
    /// Length of the term in force.
    pub term: Term,
    /// Where it is kept.
    pub region: Region,
}

/// The stream of a licence.
pub fn stream(office: &Office, licence: &str) -> Stream {
    office.stream("licence", licence)
}

/// Enters a licence that already exists elsewhere or on paper. A file number belongs to one licence: a second is a
/// field error.
pub async fn register(office: &Office, ctx: &Ctx, new: &NewLicence) -> Result<Done<()>, Stop> {
    let new = new.clone();
    office
        .command(ctx, move |desk| {
            let own = stream(desk.office(), &new.id);
            desk.lock(&[&own])?;
            enter(desk, &own, &new)
        })
        .await
}

/// Enters a licence whose stream the caller has locked.
pub(crate) fn enter(desk: &mut Desk<'_, '_>, own: &Stream, new: &NewLicence) -> Result<(), Stop> {
    let person = Resource::Person { id: new.holder.clone(), region: new.region };
    desk.allow(Action::PersonRegister, &person)?;
    let fact = LicenceRegistered {
        licence: new.id.clone(),
        holder: new.holder.clone(),
        file_number: new.file_number.clone(),
        classes: new.classes.to_string(),
        first_issue: new.first_issue,
        valid_from: new.valid_from,
        valid_until: new.valid_until,
        term: years(new.term),
        region: new.region,
    };
    let event = LicenceEvent::from(fact).to_new(desk.moment())?;
    match desk.record(own, event) {
        Err(Stop::Failed(ledger::Error::Store(Constraint { .. }))) => Err(taken()),
        recorded => recorded.map(|_| ()),
    }
}

fn taken() -> Stop {
    FieldError::new(
        "file_number",
        "该档案编号已经登记，请先核对。",
        "This file number is already on the register: compare the two licences first.",
    )
    .into()
}

/// Sets the standing of a licence that has just been entered and is not in order. Its stream is locked by the caller.
pub(crate) fn set_standing(
    desk: &mut Desk<'_, '_>,
    own: &Stream,
    licence: &str,
    standing: LicenceStatus,
) -> Result<(), Stop> {
    let fact = LicenceStatusSet { licence: licence.to_owned(), status: standing.as_str().to_owned() };
    let event = LicenceEvent::from(fact).to_new(desk.moment())?;
    desk.record(own, event)?;
    Ok(())
}

/// What a case's effect makes of the licence: its next edition. `full_cycles` is the number of points cycles of the
/// ended term that reached twelve (162§62), `handed_in` the day by which it is judged whether it can still be renewed.
pub(crate) fn reissue(
    desk: &mut Desk<'_, '_>,
    case: &str,
    licence: &Licence,
    effect: Effect,
    full_cycles: u16,
    blank: &str,
    handed_in: Day,
) -> Result<(), Stop> {
    let (reason, renewed) = match effect {
        Effect::LicenceReissue { validity } => ("expired", validity == Validity::Renewed),
        Effect::LicenceReplace { reason: ReplaceReason::Lost, .. } => ("lost", false),
        Effect::LicenceReplace { reason: ReplaceReason::Damaged, .. } => ("damaged", false),
        Effect::PersonChangeContact => return Ok(()),
    };
    let kept = (licence.valid_from, licence.valid_until, years(licence.term));
    let law = &desk.office().rules.law;
    let (valid_from, valid_until, term) =
        if renewed { next_term(law, licence, handed_in, full_cycles)? } else { kept };
    let fact = LicenceReissued {
        licence: licence.id.clone(),
        case: case.to_owned(),
        reason: reason.to_owned(),
        valid_from,
        valid_until,
        term,
        blank: blank.to_owned(),
        edition: licence.edition + 1,
    };
    let own = stream(desk.office(), &licence.id);
    let event = LicenceEvent::from(fact).to_new(desk.moment())?;
    desk.record(&own, event)?;
    Ok(())
}

fn next_term(
    law: &Law,
    licence: &Licence,
    handed_in: Day,
    full_cycles: u16,
) -> Result<(Day, Option<Day>, i64), Stop> {
    let Some(until) = licence.valid_until else {
        return Err(long_term().into());
    };
    let next = law.renew_issue(until, handed_in, licence.term, full_cycles).map_err(crate::law_failed)?.value;
    Ok((next.valid_from, next.valid_until, years(next.term)))
}

fn long_term() -> Refusal {
    Refusal::new(
        "licence.long_term",
        Text::new(
            "您的驾驶证长期有效，不需要换证。",
            "Your licence is valid without limit and needs no renewal.",
        ),
        Text::new("遗失、损毁时可以申请补证、换证。", "If it is lost or damaged, apply for a replacement."),
    )
    .under("162§62")
}

/// Puts right the last day of the term after a decision.
pub(crate) fn correct(
    desk: &mut Desk<'_, '_>,
    case: &str,
    licence: &str,
    valid_until: Option<Day>,
) -> Result<(), Stop> {
    let own = stream(desk.office(), licence);
    let fact = LicenceCorrected { licence: licence.to_owned(), case: case.to_owned(), valid_until };
    let event = LicenceEvent::from(fact).to_new(desk.moment())?;
    desk.record(&own, event)?;
    Ok(())
}
