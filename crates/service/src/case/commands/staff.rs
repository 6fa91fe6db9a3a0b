//! What clerks and reviewers do: accept, ask again, refuse to accept, decide.

use std::collections::BTreeMap;

use authz::{Action, Actor, ActorKind};
use base::Day;

use super::super::fault::{Ask, PaperFault};
use super::super::model::{Accepted, CaseFile, Decided, Reason, Rejected, Settled, Status, SupplementAsked};
use super::super::paper::PaperKind;
use super::super::{queries, rules};
use super::answer::Answer;
use super::refund::give_back;
use super::{locked, paper_number, record};
use crate::catalog::{Facts, Judgement, Named};
use crate::office::{Ctx, Desk, Done, Office, Stop};
use crate::{job, outlet};

/// Accepts a case: the legal limit begins, the day of acceptance being day 0. Where a quota bounds what the outlet takes
/// in, its acceptances go one after the other and are counted here, so that no two of them have the last place.
pub async fn accept(office: &Office, ctx: &Ctx, answer: Answer) -> Result<Done<()>, Stop> {
    let bounded = has_quota(&ctx.actor);
    office
        .command(ctx, move |desk| {
            let (case, needs) = locked(desk, &answer.number, answer.revision, |office, case| {
                bounded.then(|| outlet::stream(office, &case.outlet)).into_iter().collect()
            })?;
            if bounded {
                let today = desk.today();
                let taken = queries::taken_today(desk, &case.outlet, today)?;
                desk.allow_counted(Action::CaseAccept, &queries::resource(&case), taken)?;
            } else {
                desk.allow(Action::CaseAccept, &queries::resource(&case))?;
            }
            rules::may_accept(&case, &needs)?;
            let due_on = limit(desk, &case)?;
            let (by, paper) = (desk.ctx().actor.id.clone(), paper_number(desk, &case, PaperKind::Receipt));
            record(desk, &case, Accepted { case: case.id.clone(), by, due_on, paper })?;
            told(desk, &case, "case.accepted")
        })
        .await
}

/// Whether a grant of the actor's outlet bounds how many cases it may take in.
fn has_quota(actor: &Actor) -> bool {
    let ActorKind::Staff(staff) = &actor.kind else { return false };
    staff.grants.iter().any(|grant| grant.daily_quota.is_some())
}

/// The last day of the item's legal limit, in working days from today.
fn limit(desk: &Desk<'_, '_>, case: &CaseFile) -> Result<Day, Stop> {
    let rules = &desk.office().rules;
    let item = rules.catalog.item(&case.item).map_err(|_| Stop::NotFound)?;
    let days = rules.law.limit(&item.limit, desk.today()).map_err(crate::law_failed)?.value;
    Ok(rules.law.add_working_days(desk.today(), days).map_err(crate::law_failed)?.value.day)
}

/// Asks for papers again, all at once; after acceptance the legal clock stands still until they come.
pub async fn ask_again(
    office: &Office,
    ctx: &Ctx,
    answer: Answer,
    asks: Vec<Ask>,
    until: Day,
) -> Result<Done<()>, Stop> {
    let codes: Vec<String> = asks.iter().map(|ask| ask.code.clone()).collect();
    let faults: BTreeMap<String, PaperFault> = asks.into_iter().map(|ask| (ask.code, ask.fault)).collect();
    office
        .command(ctx, move |desk| {
            let (case, needs) = locked(desk, &answer.number, answer.revision, |_, _| Vec::new())?;
            desk.allow(Action::CaseSupplement, &queries::resource(&case))?;
            rules::may_ask_again(&case, &needs, &codes, until, desk.today())?;
            let (by, paper) = (desk.ctx().actor.id.clone(), paper_number(desk, &case, PaperKind::Notice));
            let fact = SupplementAsked {
                case: case.id.clone(),
                by,
                codes: codes.clone(),
                faults: faults.clone(),
                until,
                stops_clock: case.accepted_at.is_some(),
                paper,
            };
            record(desk, &case, fact)?;
            told(desk, &case, "case.supplement_asked")
        })
        .await
}

/// Refuses to accept, with reasons. `judgement` is [what the rules say](judge) on what the sources say now; none where
/// the person is erased.
pub async fn reject(
    office: &Office,
    ctx: &Ctx,
    answer: Answer,
    reasons: Vec<Reason>,
    judgement: Option<Judgement>,
) -> Result<Done<()>, Stop> {
    office
        .command(ctx, move |desk| {
            let (case, _) = locked(desk, &answer.number, answer.revision, |_, _| Vec::new())?;
            desk.allow(Action::CaseReject, &queries::resource(&case))?;
            let reasons = known_reasons(desk, &case, &reasons);
            rules::may_reject(&case, &reasons)?;
            let (by, paper) = (desk.ctx().actor.id.clone(), paper_number(desk, &case, PaperKind::Rejection));
            let named = named(&reasons, judgement.as_ref());
            record(desk, &case, Rejected { case: case.id.clone(), by, reasons, named, paper })?;
            give_back(desk, &case)?;
            told(desk, &case, "case.rejected")
        })
        .await
}

/// Only reasons that the item knows: their words and articles stand in the catalogue.
fn known_reasons(desk: &Desk<'_, '_>, case: &CaseFile, reasons: &[Reason]) -> Vec<Reason> {
    let Ok(item) = desk.office().rules.catalog.item(&case.item) else { return Vec::new() };
    let known =
        |r: &&Reason| item.conditions.iter().any(|c| &c.id == *r) || item.needs.iter().any(|n| &n.id == *r);
    reasons.iter().filter(known).cloned().collect()
}

/// A reviewer's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// 准予.
    Grant,
    /// 不予, with reasons.
    Refuse(Vec<Reason>),
}

/// What the rules say about a case's item and these facts.
pub fn judge(office: &Office, case: &CaseFile, facts: &Facts) -> Result<Judgement, Stop> {
    let item = office.rules.catalog.item(&case.item).map_err(|_| Stop::NotFound)?;
    item.judge(&office.rules.law, facts).map_err(crate::law_failed)
}

/// The values that the words of these reasons name.
fn named(reasons: &[Reason], judgement: Option<&Judgement>) -> Vec<Named> {
    let all = judgement.map_or(&[][..], |judgement| judgement.named.as_slice());
    all.iter().filter(|one| reasons.contains(&one.reason)).cloned().collect()
}

/// Decides an accepted case. `judgement` is [what the rules say](judge) on what the sources say now; none where the
/// person is erased. Nothing is granted while a condition fails.
pub async fn decide(
    office: &Office,
    ctx: &Ctx,
    answer: Answer,
    verdict: Verdict,
    judgement: Option<Judgement>,
) -> Result<Done<()>, Stop> {
    office
        .command(ctx, move |desk| {
            let (case, needs) = locked(desk, &answer.number, answer.revision, |_, _| Vec::new())?;
            desk.allow(Action::CaseDecide, &queries::resource(&case))?;
            let (granted, reasons) = match &verdict {
                Verdict::Grant => (true, Vec::new()),
                Verdict::Refuse(reasons) => (false, known_reasons(desk, &case, reasons)),
            };
            rules::may_decide(&case, &needs, granted, &reasons)?;
            if granted {
                rules::may_grant(judgement.as_ref())?;
                for need in needs.iter().filter(|r| rules::is_looked_up_by_hand(r) && !r.status.is_settled())
                {
                    let (code, status) = (need.code.clone(), Status::Met);
                    record(desk, &case, Settled { case: case.id.clone(), code, status })?;
                }
            }
            let named = named(&reasons, judgement.as_ref());
            let kind = if granted { PaperKind::Grant } else { PaperKind::Refusal };
            let (by, paper) = (desk.ctx().actor.id.clone(), paper_number(desk, &case, kind));
            record(desk, &case, Decided { case: case.id.clone(), by, granted, reasons, named, paper })?;
            if !granted {
                give_back(desk, &case)?;
            }
            told(desk, &case, if granted { "case.granted" } else { "case.refused" })
        })
        .await
}

/// The applicant is told by message; the words are filled in when it is sent.
fn told(desk: &mut Desk<'_, '_>, case: &CaseFile, template: &str) -> Result<(), Stop> {
    job::sms(desk, &case.applicant, template, &case.number)
}
