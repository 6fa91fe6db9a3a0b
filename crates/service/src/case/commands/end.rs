//! How a case ends, and what is still possible afterwards.

use std::sync::Arc;

use authz::Action;
use base::{Day, Instant};
use ledger::vault::Prepared;

use super::super::model::{Corrected, HandedOver, ParcelMoved, Rated, Withdrawn};
use super::super::paper::PaperKind;
use super::super::{queries, rules};
use super::answer::Answer;
use super::refund::give_back;
use super::{locked, paper_number, record};
use crate::office::{Ctx, Done, Office, Stop};
use crate::{delivery, job, licence, person};

/// Hands the licence over at the outlet.
pub async fn hand_over(office: &Office, ctx: &Ctx, answer: Answer) -> Result<Done<()>, Stop> {
    office
        .command(ctx, move |desk| {
            let (case, _) = locked(desk, &answer.number, answer.revision, |_, _| Vec::new())?;
            desk.allow(Action::CaseHandOver, &queries::resource(&case))?;
            rules::may_hand_over(&case)?;
            let by = desk.ctx().actor.id.clone();
            record(desk, &case, HandedOver { case: case.id.clone(), by })?;
            job::sms(desk, &case.applicant, "case.closed", &case.number)
        })
        .await
}

/// The post's news of a parcel, in its own order; news already known changes nothing.
pub async fn move_parcel(
    office: &Office,
    ctx: &Ctx,
    number: String,
    tracking: String,
    moves: Vec<(String, Instant)>,
) -> Result<Done<()>, Stop> {
    office
        .command(ctx, move |desk| {
            let (case, _) = locked(desk, &number, None, |_, _| Vec::new())?;
            desk.allow(Action::CaseView, &queries::resource(&case))?;
            let parcel = delivery::of_case(desk, &case.id)?.ok_or(Stop::NotFound)?;
            let known = delivery::moves(desk, &parcel.id)?.len();
            for (place, (status, at)) in (1i64..).zip(&moves).skip(known) {
                let fact = ParcelMoved {
                    case: case.id.clone(),
                    parcel: parcel.id.clone(),
                    tracking: tracking.clone(),
                    number: place,
                    status: status.clone(),
                };
                let own = super::stream(desk.office(), &case.id);
                let event = super::CaseEvent::from(fact).to_new(*at)?;
                desk.record(&own, event)?;
            }
            Ok(())
        })
        .await
}

/// The person takes the case back.
pub async fn withdraw(office: &Office, ctx: &Ctx, answer: Answer) -> Result<Done<()>, Stop> {
    office
        .command(ctx, move |desk| {
            let (case, _) = locked(desk, &answer.number, answer.revision, |_, _| Vec::new())?;
            desk.allow(Action::CaseWithdraw, &queries::resource(&case))?;
            rules::may_withdraw(&case)?;
            let paper = paper_number(desk, &case, PaperKind::Withdrawal);
            record(desk, &case, Withdrawn { case: case.id.clone(), by_person: true, paper })?;
            give_back(desk, &case)
        })
        .await
}

/// Nothing came in time: the case lapses. Whether that is still so is looked at under the lock, since a paper may have
/// come in after the case was found.
pub async fn lapse(office: &Office, ctx: &Ctx, number: String) -> Result<Done<()>, Stop> {
    office
        .command(ctx, move |desk| {
            let (case, needs) = locked(desk, &number, None, |_, _| Vec::new())?;
            desk.allow(Action::CaseLapse, &queries::resource(&case))?;
            rules::may_lapse(&case, &needs, desk.today())?;
            let paper = paper_number(desk, &case, PaperKind::Withdrawal);
            record(desk, &case, Withdrawn { case: case.id.clone(), by_person: false, paper })?;
            give_back(desk, &case)?;
            job::sms(desk, &case.applicant, "case.lapsed", &case.number)
        })
        .await
}

/// Puts right the last day of a licence's term after the decision, by somebody who had no hand in it.
pub async fn correct(
    office: &Office,
    ctx: &Ctx,
    answer: Answer,
    valid_until: Option<Day>,
) -> Result<Done<()>, Stop> {
    office
        .command(ctx, move |desk| {
            let (case, _) = locked(desk, &answer.number, answer.revision, |office, case| {
                case.licence.iter().map(|l| licence::stream(office, l)).collect()
            })?;
            desk.allow(Action::CaseCorrect, &queries::resource(&case))?;
            rules::may_correct(&case, case.blank.is_some())?;
            let held = case.licence.clone().ok_or(Stop::NotFound)?;
            let licence = licence::by_id(desk, &held)?.ok_or(Stop::NotFound)?;
            rules::right_last_day(&licence, valid_until)?;
            let (by, paper) = (desk.ctx().actor.id.clone(), paper_number(desk, &case, PaperKind::Correction));
            record(desk, &case, Corrected { case: case.id.clone(), by, valid_until, paper })?;
            licence::correct(desk, &case.id, &held, valid_until)?;
            job::sms(desk, &case.applicant, "case.corrected", &case.number)
        })
        .await
}

/// Longest words of a rating, in characters.
const WORDS_MAX: usize = 500;

/// Rates how the person was served. The words are personal and go to the vault.
pub async fn rate(
    office: &Office,
    ctx: &Ctx,
    answer: Answer,
    score: i64,
    words: &str,
) -> Result<Done<()>, Stop> {
    let words: String = words.trim().chars().take(WORDS_MAX).collect();
    let (own, number, mut rng) = (office.clone(), answer.number.clone(), ctx.rng.clone());
    let sealed = office
        .query(move |read| {
            if words.is_empty() {
                return Ok(None);
            }
            let case = queries::by_number(read, &number)?.ok_or(Stop::NotFound)?;
            let key = own.vault.key(read, &case.applicant)?.ok_or(Stop::NotFound)?;
            let mut prepared = Prepared::of(&case.applicant);
            prepared.add_value(&key, &rating_field(&case.id), 1, &words, &mut rng)?;
            Ok(Some(prepared))
        })
        .await?
        .map(Arc::new);
    office
        .command(ctx, move |desk| {
            let (case, _) = locked(desk, &answer.number, answer.revision, |office, case| {
                vec![office.stream("person", &case.applicant)]
            })?;
            desk.allow(Action::CaseRate, &queries::resource(&case))?;
            person::present(desk, &case.applicant)?;
            rules::may_rate(&case, score)?;
            if let Some(prepared) = &sealed {
                prepared.keep(desk)?;
            }
            let vault = sealed.as_ref().map(|p| p.rows().clone());
            let text_version = u32::from(vault.is_some());
            record(desk, &case, Rated { case: case.id.clone(), score, text_version, vault })
        })
        .await
}

/// The vault field of a case's rating words.
pub(crate) fn rating_field(case: &str) -> String {
    format!("rating:{case}")
}
