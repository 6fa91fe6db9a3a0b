//! Searching the ledger for supervisors and auditors: a stream in its order, or the whole ledger from its newest event
//! back, by kind, actor and day. One event is shown whole, with its proof.

use std::collections::BTreeMap;

use authz::{Action, Resource};
use axum::extract::{Query, State};
use axum::routing::get;
use base::Text;
use ledger::Event;
use serde::Deserialize;
use service::office::{Office, Stop};
use store::Read;

use super::event;
use super::event_name::event_name;
use super::finding::{Fits, On, of_ledger, of_stream};
use super::frame::staff_frame;
use super::history::staff_or_system;
use super::worklist::channel_name;
use crate::answer::{Answer, page};
use crate::pages::view::staff::ledger::{EventLine, LedgerSearch};
use crate::pages::view::{Choice, Form};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Visitor};

pub(super) fn routes() -> Table {
    let door = Door::Staff(Action::LedgerSearch);
    Table::new().get(Kind::Page, "/admin/audit", "admin.audit", door, get(search))
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    stream: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    actor: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    /// The number of one event in its stream.
    #[serde(default)]
    seq: String,
    /// A position: events before it.
    before: Option<u64>,
    /// A number in a stream: events before it.
    until: Option<i64>,
}

async fn search(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let circumstances = visitor.ctx().circumstances();
    let may = app.office.authorizer.decide(
        &visitor.actor,
        Action::LedgerSearch,
        &Resource::Platform,
        circumstances,
    );
    if !may.allowed {
        return Err(Stop::NotFound.into());
    }
    let stream = stream(&app, asked.stream.trim()).await?;
    if let (Some(stream), Ok(number)) = (&stream, asked.seq.parse::<i64>()) {
        return event::show(&app, &visitor, stream, number).await;
    }
    let (office, own) = (app.office.clone(), asked.clone());
    let found = app.office.query(move |read| {
        let fits = Fits::of(read, &own.kind, &own.actor, (&own.from, &own.to))?;
        let (found, next) = match &stream {
            Some(stream) => of_stream(read, stream, own.until, &fits)?,
            None if own.stream.trim().is_empty() => of_ledger(read, own.before, &fits)?,
            None => (Vec::new(), None),
        };
        let mut names = BTreeMap::new();
        let mut lines = Vec::new();
        for (position, event) in found {
            lines.push(line(&office, read, &mut names, position, &event)?);
        }
        Ok((lines, next))
    });
    let (events, next) = found.await?;
    let newest = app.office.ledger.newest();
    page(&LedgerSearch {
        frame: staff_frame(&app, &visitor).await?,
        filter: filter(&asked),
        kinds: kinds(),
        events,
        next: next.map(|on| address(&asked, &on)),
        checkpoint: newest.map(|signed| (signed.checkpoint.size, signed.signed_at)),
    })
}

fn filter(asked: &Asked) -> Form {
    Form::default()
        .with("stream", asked.stream.clone())
        .with("kind", asked.kind.clone())
        .with("actor", asked.actor.clone())
        .with("from", asked.from.clone())
        .with("to", asked.to.clone())
}

/// Every kind that is recorded, by its name; the code, which papers and partners quote, beside it.
fn kinds() -> Vec<Choice> {
    let mut choices = vec![Choice::new("", Text::new("全部", "All"))];
    choices.extend(service::kinds().map(|kind| {
        let name = event_name(kind);
        Choice::new(kind, Text::new(format!("{}　{kind}", name.zh), format!("{}  {kind}", name.en)))
    }));
    choices
}

fn address(asked: &Asked, on: &On) -> String {
    let text = |value: &str| {
        percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let mut address = "/admin/audit?".to_owned();
    let named = [
        ("stream", &asked.stream),
        ("kind", &asked.kind),
        ("actor", &asked.actor),
        ("from", &asked.from),
        ("to", &asked.to),
    ];
    for (name, value) in named.into_iter().filter(|(_, value)| !value.is_empty()) {
        address.push_str(&format!("{name}={}&", text(value)));
    }
    match on {
        On::Before(position) => address.push_str(&format!("before={position}")),
        On::Until(number) => address.push_str(&format!("until={number}")),
    }
    address
}

/// The stream that was typed: a whole name, `kind/id`, or `case/` with the number that people quote.
async fn stream(app: &App, typed: &str) -> Result<Option<String>, Fault> {
    let parts: Vec<&str> = typed.split('/').collect();
    let whole = |kind: &str, id: &str| app.office.stream(kind, id).to_string();
    Ok(match parts.as_slice() {
        ["case", number] => {
            let quoted = (*number).to_owned();
            let found = app.office.query(move |read| service::case::by_number(read, &quoted)).await?;
            Some(found.map_or_else(|| whole("case", number), |case| whole("case", &case.id)))
        }
        [kind, id] => Some(whole(kind, id)),
        [_, _, _] => Some(typed.to_owned()),
        _ => None,
    })
}

fn line(
    office: &Office,
    read: &mut Read<'_>,
    names: &mut BTreeMap<String, Text>,
    position: Option<u64>,
    event: &Event,
) -> Result<EventLine, Stop> {
    let id = &event.origin.actor;
    let actor = match names.get(id) {
        Some(name) => name.clone(),
        None => staff_or_system(office, read, id)?,
    };
    names.insert(id.clone(), actor.clone());
    let stream = event.stream.to_string();
    Ok(EventLine {
        position,
        recorded_at: event.recorded_at,
        name: event_name(&event.kind),
        kind: event.kind.clone(),
        seq: u64::try_from(event.number).unwrap_or(0),
        actor,
        place: place(read, event)?,
        href: format!("/admin/audit?stream={stream}&seq={}", event.number),
        stream,
    })
}

/// At which outlet, through which door.
pub(super) fn place(read: &mut Read<'_>, event: &Event) -> Result<Text, Stop> {
    let door = channel_name(&event.origin.channel);
    let Some(id) = &event.origin.outlet else { return Ok(door) };
    let outlet = service::outlet::by_id(read, id)?.map(|outlet| outlet.name);
    let Some(outlet) = outlet else { return Ok(door) };
    Ok(Text::new(format!("{}，{}", outlet.zh, door.zh), format!("{}, {}", outlet.en, door.en)))
}
