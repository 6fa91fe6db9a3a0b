//! What the applicant gives: delivery, papers, the signature, the fee.

use std::sync::Arc;

use authz::Action;
use base::FieldError;
use ledger::tree::Hash;
use ledger::vault::Prepared;

use super::super::model::{
    CaseFile, Delivery, DeliveryChosen, HandedIn, Paid, Requirement, Status, Submitted,
};
use super::super::{queries, rules};
use super::check::ask_source;
use super::refund::{ended_without_result, give_back};
use super::{locked, record};
use crate::office::{Ctx, Desk, Done, Office, Stop};
use crate::{payment, person};

/// Which case, and the revision its form was made from.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The number that people quote.
    pub number: String,
    /// The case's revision when the form was made; none for the API's unconditional writes.
    pub revision: Option<i64>,
}

/// Longest address, in characters.
const ADDRESS_MAX: usize = 120;

/// Says how the result shall reach the person. The address is this case's own: what the office holds as the person's
/// contact stays as it is. Choosing again seals the next version.
pub async fn choose_delivery(
    office: &Office,
    ctx: &Ctx,
    answer: Answer,
    delivery: Delivery,
    address: &str,
) -> Result<Done<()>, Stop> {
    let address = address.trim().to_owned();
    if delivery == Delivery::Post && (address.is_empty() || address.chars().count() > ADDRESS_MAX) {
        return Err(FieldError::new(
            "address",
            format!("请填写收件地址，不超过 {ADDRESS_MAX} 个字。"),
            format!("Fill in the address, at most {ADDRESS_MAX} characters."),
        )
        .into());
    }
    let sealed = seal_address(office, ctx, &answer.number, delivery, address).await?.map(Arc::new);
    office
        .command(ctx, move |desk| {
            let (case, _) = locked(desk, &answer.number, answer.revision, |office, case| {
                vec![office.stream("person", &case.subject)]
            })?;
            desk.allow(Action::CaseSupply, &queries::resource(&case))?;
            rules::may_answer(&case, None)?;
            let (address_version, vault) = match sealed.as_deref() {
                None => (0, None),
                Some((version, prepared)) => {
                    person::present(desk, &case.subject)?;
                    if case.address_version + 1 != *version {
                        return Err(Stop::Stale);
                    }
                    prepared.keep(desk)?;
                    (*version, Some(prepared.rows().clone()))
                }
            };
            record(desk, &case, DeliveryChosen { case: case.id.clone(), delivery, address_version, vault })
        })
        .await
}

/// The address sealed as the case's next version, before the transaction that keeps it.
async fn seal_address(
    office: &Office,
    ctx: &Ctx,
    number: &str,
    delivery: Delivery,
    address: String,
) -> Result<Option<(u32, Prepared)>, Stop> {
    if delivery == Delivery::Pickup {
        return Ok(None);
    }
    let (own, number, mut rng) = (office.clone(), number.to_owned(), ctx.rng.clone());
    let sealed = office.query(move |read| {
        let case = queries::by_number(read, &number)?.ok_or(Stop::NotFound)?;
        let key = own.vault.key(read, &case.subject)?.ok_or(Stop::NotFound)?;
        let version = case.address_version + 1;
        let mut prepared = Prepared::of(&case.subject);
        prepared.add_value(&key, &queries::address_field(&case.id), version, &address, &mut rng)?;
        Ok((version, prepared))
    });
    sealed.await.map(Some)
}

/// Hands in the file for a requirement, or an undertaking in its place. The file is on disk already.
pub async fn hand_in(
    office: &Office,
    ctx: &Ctx,
    answer: Answer,
    code: String,
    file: Option<Hash>,
) -> Result<Done<()>, Stop> {
    office
        .command(ctx, move |desk| {
            let (case, needs) = locked(desk, &answer.number, answer.revision, |office, case| {
                vec![office.stream("person", &case.subject)]
            })?;
            desk.allow(Action::CaseSupply, &queries::resource(&case))?;
            person::present(desk, &case.subject)?;
            let need = needs.iter().find(|r| r.code == code).ok_or(Stop::NotFound)?;
            rules::may_answer(&case, Some(need))?;
            if file.is_none() && !may_undertake(desk, &case, &code) {
                return Err(FieldError::new(code.clone(), "请选择文件。", "Choose a file.").into());
            }
            let due_on = resumed(desk, &case, &needs, &code)?;
            let files = file.into_iter().collect();
            record(desk, &case, HandedIn { case: case.id.clone(), code: code.clone(), files, due_on })
        })
        .await
}

fn may_undertake(desk: &Desk<'_, '_>, case: &CaseFile, code: &str) -> bool {
    let item = desk.office().rules.catalog.item(&case.item);
    item.is_ok_and(|item| item.needs.iter().any(|n| n.id == code && n.undertaking))
}

/// The new last day, when this is the last thing asked for again and the clock stood still: as many working days as
/// were left when it stopped.
fn resumed(
    desk: &Desk<'_, '_>,
    case: &CaseFile,
    needs: &[Requirement],
    code: &str,
) -> Result<Option<base::Day>, Stop> {
    let (Some(stopped), Some(due)) = (case.stopped_on, case.due_on) else { return Ok(None) };
    if needs.iter().any(|r| r.status == Status::Again && r.code != code) {
        return Ok(None);
    }
    let law = &desk.office().rules.law;
    let left = law.working_days_between(stopped, due).map_err(crate::law_failed)?.value;
    Ok(Some(law.add_working_days(desk.today(), left).map_err(crate::law_failed)?.value.day))
}

/// Signs and hands the case in. `identity` says how the person was known (`sms`, `counter`).
pub async fn submit(office: &Office, ctx: &Ctx, answer: Answer, identity: String) -> Result<Done<()>, Stop> {
    office
        .command(ctx, move |desk| {
            let (case, needs) = locked(desk, &answer.number, answer.revision, |_, _| Vec::new())?;
            desk.allow(Action::CaseSubmit, &queries::resource(&case))?;
            rules::may_submit(&case, &needs)?;
            record(desk, &case, Submitted { case: case.id.clone(), identity: identity.clone() })?;
            for need in needs.iter().filter(|r| r.status == Status::Checking) {
                ask_source(desk, &case, need, 0)?;
            }
            Ok(())
        })
        .await
}

/// The payment system said that the fee was paid; saying it twice changes nothing.
pub async fn pay(
    office: &Office,
    ctx: &Ctx,
    number: String,
    payment: String,
    amount: base::Fen,
    reference: String,
) -> Result<Done<bool>, Stop> {
    office
        .command(ctx, move |desk| {
            let (case, _) = locked(desk, &number, None, |_, _| Vec::new())?;
            desk.allow(Action::CasePay, &queries::resource(&case))?;
            let order = payment::of_case(desk, &case.id)?.ok_or(Stop::NotFound)?;
            if order.id != payment || order.amount != amount {
                return Err(Stop::NotFound);
            }
            if order.paid {
                return Ok(false);
            }
            let (payment, reference) = (payment.clone(), reference.clone());
            record(desk, &case, Paid { case: case.id.clone(), payment, reference })?;
            // Paid at the moment the case was taken back: the money goes back as well.
            if ended_without_result(&case) {
                give_back(desk, &case)?;
            }
            Ok(true)
        })
        .await
}
