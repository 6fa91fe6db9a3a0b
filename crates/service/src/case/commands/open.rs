//! Beginning a case: the item's conditions are judged on the facts, and what is needed becomes its requirements. Who is
//! refused hears every reason at once, and the refusal itself goes on record.

use authz::{Action, ActorKind, Case, Resource};
use base::{Day, Fen, Instant, Refusal, Text};
use ledger::Stream;

use super::super::model::{CaseEvent, CaseOpened, Identity, Requirement, Status};
use super::super::queries::open_of_licence;
use super::stream;
use crate::access::Purpose;
use crate::catalog::{Facts, Judgement, RequirementKind, RequirementSpec, SpecState};
use crate::licence;
use crate::office::{Ctx, Desk, Done, Office, Stop};
use crate::person;

/// What beginning a case takes.
#[derive(Clone, Debug)]
pub struct OpenCase {
    /// Code of the item.
    pub item: String,
    /// The person concerned.
    pub subject: String,
    /// Who acts for them.
    pub agent: Option<String>,
    /// The licence concerned.
    pub licence: Option<String>,
    /// The outlet that will decide it; where staff begin it, their own.
    pub outlet: String,
    /// How staff made sure of the person before them; nothing where the person begins it.
    pub identity: Option<Identity>,
    /// What is known, from the registry and from outside.
    pub facts: Facts,
}

/// How beginning a case ended.
#[derive(Clone, Debug)]
pub enum Opened {
    /// It is begun; its number.
    Begun(String),
    /// The law does not allow it; every reason.
    Refused(Vec<Refusal>),
}

/// Begins a case: the person's own act after logging in, or that of staff for a person who stands at their counter. Staff
/// say how they made sure of the person; that, and the purpose, go on record with the event, also where the law says no.
pub async fn open(office: &Office, ctx: &Ctx, command: OpenCase) -> Result<Done<Opened>, Stop> {
    let rules = &office.rules;
    let item = rules.catalog.item(&command.item).map_err(|_| Stop::NotFound)?;
    let judgement = item.judge(&rules.law, &command.facts).map_err(crate::law_failed)?;
    if matches!(ctx.actor.kind, ActorKind::Staff(_)) {
        let purpose = Some(Purpose::Case.as_str().to_owned());
        let own = Ctx { purpose, ..ctx.clone() };
        return office.command(&own, move |desk| begin(desk, &command, &judgement)).await;
    }
    office.command(ctx, move |desk| begin(desk, &command, &judgement)).await
}

/// Staff begin a case at their own outlet, for a person they have made sure of; a person for themself.
fn at_the_right_door(ctx: &Ctx, command: &OpenCase) -> Result<(), Stop> {
    let ActorKind::Staff(staff) = &ctx.actor.kind else { return Ok(()) };
    if staff.outlet != command.outlet {
        return Err(Stop::NotFound);
    }
    if command.identity.is_none() {
        return Err(identity_unchecked().into());
    }
    Ok(())
}

fn identity_unchecked() -> Refusal {
    Refusal::new(
        "case.identity_unchecked",
        Text::new("还没有核对来人的身份。", "The person's identity has not been checked."),
        Text::new(
            "请先核对本人和身份证件原件，再开始办理。",
            "Look at the person and the original document first, then begin.",
        ),
    )
    .under("162§3")
}

fn begin(desk: &mut Desk<'_, '_>, command: &OpenCase, judgement: &Judgement) -> Result<Opened, Stop> {
    let subject = person::by_id(desk, &command.subject)?.ok_or(Stop::NotFound)?;
    let region = subject.region;
    let now = desk.moment();
    let id = base::new_id("cas", region, now, desk.chance());
    let own = stream(desk.office(), &id);
    let day = turned_away_stream(desk.office(), desk.ctx(), desk.today());
    let held = command.licence.as_ref().map(|l| licence::stream(desk.office(), l));
    let streams: Vec<&Stream> = [Some(&own), Some(&day), held.as_ref()].into_iter().flatten().collect();
    desk.lock(&streams)?;
    let mut draft = Case::draft(command.item.clone(), region, command.subject.clone());
    draft.agent.clone_from(&command.agent);
    draft.outlet.clone_from(&desk.ctx().outlet);
    desk.allow(Action::CaseOpen, &Resource::Case(draft))?;
    at_the_right_door(desk.ctx(), command)?;
    let refusals = refusals(desk, command, judgement)?;
    if !refusals.is_empty() {
        let fact = crate::supervision::TurnedAway {
            person: command.subject.clone(),
            item: command.item.clone(),
            rules: refusals.iter().map(|r| r.rule.clone()).collect(),
        };
        let event = ledger::NewEvent::new(&fact, now)?;
        desk.record(&day, event)?;
        return Ok(Opened::Refused(refusals));
    }
    let number = number(now, &id);
    let payment = (judgement.fee > Fen::ZERO).then(|| base::new_id("pay", region, now, desk.chance()));
    let fact = CaseOpened {
        case: id,
        number: number.clone(),
        item: command.item.clone(),
        subject: command.subject.clone(),
        applicant: command.subject.clone(),
        agent: command.agent.clone(),
        licence: command.licence.clone(),
        region,
        outlet: command.outlet.clone(),
        channel: desk.ctx().channel.as_str().to_owned(),
        identity: command.identity.filter(|_| matches!(desk.ctx().actor.kind, ActorKind::Staff(_))),
        fee: judgement.fee,
        payment,
        requirements: judgement.requirements.iter().map(requirement).collect(),
    };
    let event = CaseEvent::from(fact).to_new(now)?;
    desk.record(&own, event)?;
    Ok(Opened::Begun(number))
}

/// `YC20261121-7K3M9QXA`: the legal day and the last eight characters of the id.
fn number(now: Instant, id: &str) -> String {
    let day = now.day().to_string().replace('-', "");
    let tail: String = id.chars().rev().take(8).collect::<Vec<_>>().into_iter().rev().collect();
    format!("YC{day}-{tail}")
}

fn turned_away_stream(office: &Office, ctx: &Ctx, day: Day) -> Stream {
    office.stream("actorday", &format!("{}:{day}", ctx.actor.id))
}

/// The item's refusals, and that the same thing is already under way.
fn refusals(
    desk: &mut Desk<'_, '_>,
    command: &OpenCase,
    judgement: &Judgement,
) -> Result<Vec<Refusal>, Stop> {
    let mut refusals = judgement.refusals.clone();
    if let Some(licence) = &command.licence {
        let held = licence::by_id(desk, licence)?.ok_or(Stop::NotFound)?;
        if held.holder != command.subject {
            return Err(Stop::NotFound);
        }
        if let Some((number, _)) = open_of_licence(desk, &command.subject, licence)?.first() {
            refusals.push(under_way(number));
        }
    }
    Ok(refusals)
}

fn under_way(number: &str) -> Refusal {
    Refusal::new(
        "case.under_way",
        Text::new(
            format!("这本驾驶证已有一项业务正在办理（{number}）。"),
            format!("A case on this licence is already under way ({number})."),
        ),
        Text::new(
            "请先办完或者撤回那项业务，再申请新的业务。",
            "Finish or withdraw that case first, then apply anew.",
        ),
    )
}

fn requirement(spec: &RequirementSpec) -> Requirement {
    let (status, due_on, evidence) = match spec.state {
        SpecState::Asked => (Status::Asked, None, None),
        SpecState::Waived(source) => (Status::Waived, None, Some(source.as_str().to_owned())),
        SpecState::Checking { due, source } => {
            (Status::Checking, Some(due), Some(source.as_str().to_owned()))
        }
    };
    // The person logged in as themself: identity is settled when they sign.
    let status = if spec.kind == RequirementKind::Identity { Status::Asked } else { status };
    Requirement {
        code: spec.id.clone(),
        kind: spec.kind,
        party: spec.party,
        before: spec.before,
        status,
        due_on,
        evidence,
    }
}
