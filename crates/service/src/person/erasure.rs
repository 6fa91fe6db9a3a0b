//! Erasing a person: two archivists, one who asks and another who confirms, because nothing brings back what is gone. The
//! first says on which ground and under which paper's number; both stand in the person's stream. An erasure that a
//! restore repeats was confirmed once already.
//!
//! What it is not: an end of retention by the clock. Somebody at the archive looks at each.

use authz::{Action, Resource};
use base::{Instant, Refusal, Text};
use ledger::Stream;
use ledger::tree::Hash;
use ledger::vault;
use store::Read;

use super::model::{ErasureAsked, ErasureGround, PersonErased, PersonEvent, PersonRow};
use super::{by_id, queries};
use crate::case;
use crate::office::{Ctx, Desk, Done, Office, Stop};

/// Files named by one event of an erasure: an event has an end (65,535 bytes), a person's papers may not.
const FILES_AN_EVENT: usize = 500;
/// How long an erasure that was asked for waits for the second archivist, in milliseconds: thirty days.
const WAITS_MS: i64 = 30 * 86_400_000;
/// Among how many of the person's newest events it is looked for.
const LOOK_BACK: u32 = 100;

/// An erasure that waits for a second archivist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The account that asked.
    pub by: String,
    /// When.
    pub at: Instant,
    /// On which ground.
    pub ground: ErasureGround,
    /// The number of the application or paper.
    pub reference: String,
}

/// The erasure of a person that waits, if one does; what was asked for thirty days ago waits no more.
pub fn erasure_asked(
    read: &mut Read<'_>,
    office: &Office,
    person: &str,
    now: Instant,
) -> Result<Option<Asked>, Stop> {
    let own = office.stream("person", person);
    let newest = ledger::newest_events(read, &own, LOOK_BACK)?;
    for event in &newest {
        if let Some(PersonEvent::ErasureAsked(asked)) = PersonEvent::read(event)? {
            let found = Asked {
                by: event.origin.actor.clone(),
                at: event.recorded_at,
                ground: asked.ground,
                reference: asked.reference,
            };
            return Ok(Some(found).filter(|asked| now.since(asked.at) < WAITS_MS));
        }
    }
    Ok(None)
}

/// Asks for a person's erasure, as an archivist. Refused while a case of theirs is under way: it could never end.
pub async fn ask_erasure(
    office: &Office,
    ctx: &Ctx,
    person: &str,
    ground: ErasureGround,
    reference: &str,
) -> Result<Done<()>, Stop> {
    let (id, reference) = (person.to_owned(), reference.trim().to_uppercase());
    let own = Ctx { purpose: Some(ground.as_str().to_owned()), ..ctx.clone() };
    office
        .command(&own, move |desk| {
            let (own, row) = on_file(desk, &id)?;
            let (office, now) = (desk.office(), desk.moment());
            if let Some(asked) = erasure_asked(desk, office, &row.id, now)? {
                return Err(waits_already(&asked).into());
            }
            nothing_under_way(desk, &row.id)?;
            let fact = ErasureAsked { person: row.id, ground, reference: reference.clone() };
            let event = PersonEvent::from(fact).to_new(now)?;
            desk.record(&own, event)?;
            Ok(())
        })
        .await
}

/// Confirms, as another archivist, an erasure that was asked for under this reference, and carries it out.
pub async fn confirm_erasure(
    office: &Office,
    ctx: &Ctx,
    person: &str,
    reference: &str,
) -> Result<Done<()>, Stop> {
    let (id, reference) = (person.to_owned(), reference.trim().to_uppercase());
    let own = Ctx { purpose: Some("erasure_confirmed".to_owned()), ..ctx.clone() };
    let done = office
        .command(&own, move |desk| {
            let (own, row) = on_file(desk, &id)?;
            let (office, now) = (desk.office(), desk.moment());
            let asked = erasure_asked(desk, office, &row.id, now)?;
            let asked = asked.filter(|asked| asked.reference == reference).ok_or_else(not_asked)?;
            if asked.by == desk.ctx().actor.id {
                return Err(second_person().into());
            }
            nothing_under_way(desk, &row.id)?;
            destroy(desk, &own, &row.id)
        })
        .await?;
    Ok(files_gone(office, done))
}

/// Destroys everything the vault and the file store hold of the person and records that it was done, without a second
/// archivist: what a restore repeats. Keys, values and files are gone when this returns; traces of deleted rows in the
/// database's own files go when the worker, or `restore`, has written the vault's tables anew.
pub async fn erase(office: &Office, ctx: &Ctx, person: &str) -> Result<Done<()>, Stop> {
    let id = person.to_owned();
    let done = office
        .command(ctx, move |desk| {
            let own = desk.office().stream("person", &id);
            desk.lock(&[&own])?;
            let row = by_id(desk, &id)?.ok_or(Stop::NotFound)?;
            desk.allow(Action::PersonErase, &Resource::Person { id: row.id.clone(), region: row.region })?;
            destroy(desk, &own, &row.id)
        })
        .await?;
    Ok(files_gone(office, done))
}

/// The person whom an archivist may erase, with their stream locked.
fn on_file(desk: &mut Desk<'_, '_>, id: &str) -> Result<(Stream, PersonRow), Stop> {
    let own = desk.office().stream("person", id);
    desk.lock(&[&own])?;
    let row = by_id(desk, id)?.filter(|row| !row.erased).ok_or(Stop::NotFound)?;
    desk.allow(Action::PersonErase, &Resource::Person { id: row.id.clone(), region: row.region })?;
    Ok((own, row))
}

/// A case under way needs its person.
fn nothing_under_way(desk: &mut Desk<'_, '_>, person: &str) -> Result<(), Stop> {
    let soon = desk.moment().plus_ms(1);
    let under_way = case::mine(desk, person, soon)?.into_iter().find(|case| !case.stage.is_over());
    under_way.map_or(Ok(()), |case| Err(case_under_way(&case.number).into()))
}

/// Takes the rows away and says so; gives the files that are to go.
fn destroy(desk: &mut Desk<'_, '_>, own: &Stream, id: &str) -> Result<Vec<Hash>, Stop> {
    let files = queries::files(desk, id)?;
    vault::erase(desk, id)?;
    crate::access::forget(desk, id)?;
    crate::office::forget_keys_of(desk, id)?;
    // At least one event, also where there is no file.
    let (first, rest) = files.split_at(files.len().min(FILES_AN_EVENT));
    for destroyed in std::iter::once(first).chain(rest.chunks(FILES_AN_EVENT)) {
        let fact = PersonErased { person: id.to_owned(), destroyed: destroyed.to_vec() };
        let event = PersonEvent::from(fact).to_new(desk.moment())?;
        desk.record(own, event)?;
    }
    Ok(files)
}

fn files_gone(office: &Office, done: Done<Vec<Hash>>) -> Done<()> {
    for digest in &done.value {
        // A file that is already gone is as it should be; one that stays is destroyed by the worker.
        if let Err(error) = office.files.erase(digest) {
            tracing::error!(%error, "a file of an erased person could not be destroyed yet");
        }
    }
    Done { value: (), receipts: done.receipts }
}

fn waits_already(asked: &Asked) -> Refusal {
    let day = asked.at.day();
    Refusal::new(
        "person.erasure_waits",
        Text::new(
            format!("{day} 已申请清除此人资料，等待另一位档案管理员确认。"),
            format!("The erasure was asked for on {day} and waits for another archivist."),
        ),
        Text::new(
            format!("请由另一位档案管理员用编号 {} 确认。", asked.reference),
            format!("Let another archivist confirm it under the number {}.", asked.reference),
        ),
    )
}

fn not_asked() -> Refusal {
    Refusal::new(
        "person.erasure_not_asked",
        Text::new(
            "没有用这个编号申请过清除，或者申请已经超过三十天。",
            "No erasure was asked for under this number, or more than thirty days ago.",
        ),
        Text::new(
            "请核对编号，或者由一位档案管理员重新申请。",
            "Check the number, or let an archivist ask for it anew.",
        ),
    )
}

fn second_person() -> Refusal {
    Refusal::new(
        "person.erasure_second_person",
        Text::new(
            "清除资料由您申请，确认须由另一位档案管理员办理。",
            "You asked for this erasure; another archivist confirms it.",
        ),
        Text::new("请交给另一位档案管理员确认。", "Hand it to another archivist."),
    )
}

fn case_under_way(number: &str) -> Refusal {
    Refusal::new(
        "person.erasure_case_under_way",
        Text::new(
            format!("业务 {number} 还在办理，现在清除资料会使它无法办结。"),
            format!("Case {number} is under way and could not be finished without the person's data."),
        ),
        Text::new(
            "请先办结或者撤回这项业务，再申请清除。",
            "Finish or withdraw the case first, then ask again.",
        ),
    )
}
