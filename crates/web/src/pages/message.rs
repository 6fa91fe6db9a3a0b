//! Messages: what the office has told the reader about their cases. They are read off the ledger each time, from the
//! events at which a text message is sent, so that the list is whole even where a telephone was off or changed hands.

use axum::extract::State;
use axum::routing::get;
use base::Text;
use ledger::Event;
use service::case::{CaseEvent, CaseFile};
use service::office::Stop;

use super::citizen_frame;
use super::item::item;
use super::standing::waits_for_applicant;
use super::view::Link;
use super::view::message::{Message, Messages};
use crate::answer::{Answer, page};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Visitor, outside};

/// Cases that are read, the newest first.
const CASES: usize = 20;
/// Events read of one case.
const EVENTS: u32 = 100;
/// Messages on the page.
const MESSAGES: usize = 50;

pub(super) fn routes() -> Table {
    Table::new().get(Kind::Page, "/messages", "message.list", Door::Citizen, get(list))
}

async fn list(State(app): State<App>, visitor: Visitor) -> Answer {
    let person = visitor.person()?.to_owned();
    let known = outside::known(&app, &person).await?;
    let (office, before) = (app.office.clone(), visitor.now.plus_ms(1));
    let told = app.office.query(move |read| {
        let mut told: Vec<(CaseFile, bool, Event)> = Vec::new();
        for case in service::case::mine(read, &person, before)?.into_iter().take(CASES) {
            let stream = office.stream("case", &case.id);
            let events = ledger::events(read, &stream, 0, EVENTS).map_err(Stop::from)?;
            let waits = waits_for_applicant(&case, &service::case::requirements(read, &case.id)?);
            told.extend(events.into_iter().map(|event| (case.clone(), waits, event)));
        }
        Ok(told)
    });
    let mut messages = Vec::new();
    for (case, waits, event) in told.await? {
        messages.extend(message(&app, &case, waits, &event)?);
    }
    messages.sort_by_key(|message| std::cmp::Reverse(message.sent_at));
    messages.truncate(MESSAGES);
    page(&Messages {
        frame: citizen_frame(&app, &visitor).await?,
        phone: super::view::Masked::new(known.values.masked().phone),
        messages,
    })
}

/// What was said of an event; none where nothing was. Whether the case still waits for the person decides where it leads.
fn message(app: &App, case: &CaseFile, waits: bool, event: &Event) -> Result<Option<Message>, Fault> {
    let happened = CaseEvent::read(event).map_err(Stop::from)?;
    let Some((title, said)) = happened.as_ref().and_then(words) else { return Ok(None) };
    let name = &item(app, &case.item)?.name;
    let (zh, en) = (format!("{}：{}", name.zh, said.zh), format!("{}: {}", name.en, said.en));
    let link = match happened {
        Some(CaseEvent::SupplementAsked(_)) if waits => ("看看要补什么", "See what is needed"),
        _ => ("查看进度", "See its progress"),
    };
    let link = Link::new(format!("/cases/{}", case.number), link.0, link.1);
    Ok(Some(Message { sent_at: event.recorded_at, title, body: Text::new(zh, en), link: Some(link) }))
}

/// The subject and the words, for the events at which people are told something.
fn words(event: &CaseEvent) -> Option<(Text, Text)> {
    let both =
        |title: (&str, &str), zh: &str, en: &str| Some((Text::new(title.0, title.1), Text::new(zh, en)));
    match event {
        CaseEvent::Accepted(_) => both(
            ("已受理", "Accepted"),
            "申请已经受理，正在审核。",
            "your application is accepted and being examined.",
        ),
        CaseEvent::SupplementAsked(asked) => both(
            ("需要补正", "Papers are needed"),
            &format!("还需要您补正材料，请在{}（含当日）前交。", asked.until.chinese()),
            &format!("we need papers from you by {}.", asked.until),
        ),
        CaseEvent::Rejected(_) => both(
            ("没有受理", "Not accepted"),
            "申请没有受理，原因和您可以怎么办都写在文书里。",
            "your application was not accepted; the paper says why and what you can do.",
        ),
        CaseEvent::Decided(decided) if decided.granted => both(
            ("申请已通过", "Granted"),
            "申请已通过，正在制证。",
            "your application is granted and the licence is being made.",
        ),
        CaseEvent::Decided(_) => both(
            ("没有准予", "Refused"),
            "申请没有准予，理由、依据和救济途径都写在决定书里。",
            "your application was refused; the decision gives reasons, law and remedies.",
        ),
        CaseEvent::Issued(issued) if issued.parcel.is_some() => both(
            ("新证已做好", "Made"),
            "新证已经做好，邮寄给您；邮件到了哪里，看办件进度。",
            "your new licence is made and comes by post; the timeline shows where it is.",
        ),
        CaseEvent::Issued(_) => both(
            ("可以领证了", "Ready for you"),
            "新证已经做好，请带身份证到网点领取。",
            "your new licence is made; bring your identity card to pick it up.",
        ),
        CaseEvent::HandedOver(_) => both(
            ("已办结", "Done"),
            "新证已经交到您手上，欢迎评价这次服务。",
            "the new licence is with you; please rate how it went.",
        ),
        CaseEvent::Withdrawn(ended) if !ended.by_person => both(
            ("已失效", "Lapsed"),
            "超过补正期限没有收到材料，申请已经失效。需要时可以重新申请。",
            "nothing came in time and your application lapsed; you can apply again at any time.",
        ),
        CaseEvent::Corrected(_) => both(
            ("有一项更正", "Put right"),
            "您的驾驶证记录有一项更正，请看更正通知书。",
            "an entry of your licence was put right; the notice says what.",
        ),
        _ => None,
    }
}
