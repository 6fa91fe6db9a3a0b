//! What outside sources answer later to a case that waits for them. A paper that is not proved after all is asked of the
//! person by a numbered notice and a message, as a clerk asks for one, so that nothing lapses unannounced. A check
//! that found something is asked again every hour while the case is under way: whoever pays their fines need not ask.

use std::collections::BTreeMap;

use authz::Action;

use super::super::model::{CaseFile, Requirement, Settled, Status, SupplementAsked};
use super::super::paper::PaperKind;
use super::super::{queries, rules};
use super::{locked, paper_number, record};
use crate::catalog::{RequirementKind, Source};
use crate::job;
use crate::office::{Ctx, Desk, Done, Office, Stop};

/// How long after a source found something it is asked again, in seconds.
const AGAIN_S: i64 = 3_600;

/// Leaves the question of a requirement to its source, to be asked `in_s` seconds from now. The job names the source, so
/// that whoever looks after the connections sees whom it waits for.
pub(super) fn ask_source(
    desk: &mut Desk<'_, '_>,
    case: &CaseFile,
    need: &Requirement,
    in_s: i64,
) -> Result<(), Stop> {
    let due = desk.moment().plus_seconds(in_s);
    let named = need.evidence.as_deref().and_then(Source::parse).or_else(|| Source::parse(&need.code));
    let what = serde_json::json!({ "code": need.code, "source": named });
    job::put_at(desk, "check.source", &case.number, &what, due)
}

/// A source has answered whether it proves what the requirement is for. An answer that comes when nothing waits for it
/// any more changes nothing.
pub async fn settle_check(
    office: &Office,
    ctx: &Ctx,
    number: String,
    code: String,
    proved: bool,
) -> Result<Done<()>, Stop> {
    office
        .command(ctx, move |desk| {
            let (case, needs) = locked(desk, &number, None, |_, _| Vec::new())?;
            desk.allow(Action::CaseView, &queries::resource(&case))?;
            let waits = |r: &&Requirement| r.code == code && rules::waits_for_source(r);
            let Some(need) = needs.iter().find(waits).filter(|_| !case.stage.is_over()) else {
                return Ok(());
            };
            match (need.kind, proved) {
                (RequirementKind::WaiverCheck, true) => settled(desk, &case, need, Status::Waived),
                (RequirementKind::WaiverCheck, false) => ask_for_paper(desk, &case, need),
                (_, true) => settled(desk, &case, need, Status::Met),
                (_, false) => {
                    settled(desk, &case, need, Status::Asked)?;
                    ask_source(desk, &case, need, AGAIN_S)
                }
            }
        })
        .await
}

/// Where the requirement stands now; the same answer again is no news.
fn settled(desk: &mut Desk<'_, '_>, case: &CaseFile, need: &Requirement, status: Status) -> Result<(), Stop> {
    if need.status == status {
        return Ok(());
    }
    record(desk, case, Settled { case: case.id.clone(), code: need.code.clone(), status })
}

/// While the person fills the case in, the paper is simply one of those to give. Afterwards they are asked for it.
fn ask_for_paper(desk: &mut Desk<'_, '_>, case: &CaseFile, need: &Requirement) -> Result<(), Stop> {
    if case.submitted_at.is_none() {
        return settled(desk, case, need, Status::Asked);
    }
    let (by, paper) = (desk.ctx().actor.id.clone(), paper_number(desk, case, PaperKind::Notice));
    let fact = SupplementAsked {
        case: case.id.clone(),
        by,
        codes: vec![need.code.clone()],
        faults: BTreeMap::new(),
        until: desk.today().plus_days(rules::SUPPLEMENT_DAYS_MAX),
        stops_clock: case.accepted_at.is_some(),
        paper,
    };
    record(desk, case, fact)?;
    job::sms(desk, &case.applicant, "case.supplement_asked", &case.number)
}
