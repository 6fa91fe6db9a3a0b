//! What happened to a case, read from its own stream in the ledger, in words.

use std::collections::BTreeMap;

use base::Text;
use ledger::Event;
use service::access;
use service::case::{CaseEvent, CaseFile};
use service::catalog::Item;
use service::office::{Office, Stop};
use store::Read;

use crate::pages::case::move_words;
use crate::pages::standing::name_of;
use crate::pages::view::staff::case::Happened;
use crate::{App, Fault};

/// Events shown at most; a case has a few dozen.
const SHOWN_MAX: u32 = 500;

/// The case's history, newest first.
pub(super) async fn history(app: &App, case: &CaseFile, item: &Item) -> Result<Vec<Happened>, Fault> {
    let (office, own) = (app.office.clone(), case.clone());
    let found = app.office.query(move |read| {
        let stream = office.stream("case", &own.id);
        let events = ledger::events(read, &stream, 0, SHOWN_MAX)?;
        let mut names = BTreeMap::new();
        let mut told = Vec::new();
        for event in events {
            let by = actor(&office, read, &mut names, &own, &event.origin.actor)?;
            told.push((event, by));
        }
        Ok(told)
    });
    let mut all = Vec::new();
    for (event, by) in found.await? {
        let what = CaseEvent::read(&event).map_err(Stop::from)?;
        let what =
            what.map_or_else(|| Text::new(event.kind.clone(), event.kind.clone()), |e| words(&e, item));
        all.push(happened(&event, what, by));
    }
    all.reverse();
    Ok(all)
}

fn happened(event: &Event, what: Text, by: Text) -> Happened {
    Happened { at: event.recorded_at, what, by, seq: u64::try_from(event.number).unwrap_or(0) }
}

/// Who acted, by the id that the event names.
fn actor(
    office: &Office,
    read: &mut Read<'_>,
    names: &mut BTreeMap<String, Text>,
    case: &CaseFile,
    id: &str,
) -> Result<Text, Stop> {
    if let Some(known) = names.get(id) {
        return Ok(known.clone());
    }
    let name = if id == case.applicant {
        Text::new("申请人", "the applicant")
    } else if case.agent.as_deref() == Some(id) {
        Text::new("代理人", "the agent")
    } else {
        staff_or_system(office, read, id)?
    };
    names.insert(id.to_owned(), name.clone());
    Ok(name)
}

/// The name of a member of staff, or that it was the system, or a person.
pub(super) fn staff_or_system(office: &Office, read: &mut Read<'_>, id: &str) -> Result<Text, Stop> {
    if id == "system" {
        return Ok(Text::new("系统", "the system"));
    }
    let Some(account) = access::staff_by_id(read, id)? else {
        return Ok(Text::new("办事人", "a citizen"));
    };
    let name = access::staff_name(office, read, &account)?;
    let user = &account.username;
    Ok(match name {
        Some(name) => Text::new(format!("{name}（{user}）"), format!("{name} ({user})")),
        None => Text::new(user, user),
    })
}

fn words(event: &CaseEvent, item: &Item) -> Text {
    let named = |zh: &str, en: &str, code: &str| {
        let name = name_of(Some(item), code);
        Text::new(format!("{zh}：{}", name.zh), format!("{en}: {}", name.en))
    };
    match event {
        CaseEvent::Opened(_) => Text::new("开始填写", "Begun"),
        CaseEvent::DeliveryChosen(chosen) => {
            let how = chosen.delivery.name();
            Text::new(format!("选择领取方式：{}", how.zh), format!("Delivery chosen: {}", how.en))
        }
        CaseEvent::HandedIn(given) => named("提交材料", "Handed in", &given.code),
        CaseEvent::Submitted(_) => Text::new("提交申请", "Application handed in"),
        CaseEvent::Settled(settled) => {
            let (name, status) = (name_of(Some(item), &settled.code), settled.status.name());
            Text::new(
                format!("核查{}：{}", name.zh, status.zh),
                format!("Check of {}: {}", name.en, status.en),
            )
        }
        CaseEvent::Paid(_) => Text::new("缴费", "Paid"),
        CaseEvent::OrderedAnew(_) => Text::new("重新生成缴费单", "A new order to pay"),
        CaseEvent::RefundAsked(_) => Text::new("申请退还费用", "Fee asked back"),
        CaseEvent::Refunded(_) => Text::new("费用已退还", "Fee paid back"),
        CaseEvent::Accepted(accepted) => {
            let due = accepted.due_on;
            Text::new(
                format!("受理，{}（含当日）前办结", due.chinese()),
                format!("Accepted, to be done by {due}"),
            )
        }
        CaseEvent::SupplementAsked(asked) => {
            let until = asked.until;
            Text::new(format!("要求补正，期限{}", until.chinese()), format!("Papers asked for by {until}"))
        }
        CaseEvent::Rejected(_) => Text::new("不予受理", "Not accepted"),
        CaseEvent::Decided(decided) if decided.granted => Text::new("准予", "Granted"),
        CaseEvent::Decided(_) => Text::new("不予许可", "Refused"),
        CaseEvent::Issued(issued) => {
            let blank = &issued.blank;
            Text::new(format!("制证，证芯{blank}"), format!("Licence made on blank {blank}"))
        }
        CaseEvent::HandedOver(_) => Text::new("发证", "Handed over"),
        CaseEvent::ParcelMoved(moved) => {
            let where_to = move_words(&moved.status);
            Text::new(format!("邮件：{}", where_to.zh), format!("Parcel: {}", where_to.en))
        }
        CaseEvent::Withdrawn(ended) if ended.by_person => Text::new("撤回申请", "Withdrawn"),
        CaseEvent::Withdrawn(_) => Text::new("逾期未补正，失效", "Lapsed; nothing came in time"),
        CaseEvent::Corrected(_) => Text::new("更正", "Corrected"),
        CaseEvent::Rated(rated) => {
            Text::new(format!("评价{}分", rated.score), format!("Rated {} of 5", rated.score))
        }
    }
}
