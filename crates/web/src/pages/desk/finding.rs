//! Finding events: a stream from its end back, or the whole ledger from its newest event back. The ledger is read by
//! position in chunks, so that a search that finds little ends too, and its next page goes on where it stopped.

use base::Day;
use ledger::Event;
use service::access;
use service::office::Stop;
use store::Read;

/// Events on a page.
const PAGE: usize = 50;
/// Events read at once.
const CHUNK: u32 = 500;
/// Events looked through for one page; the next page goes on from there.
const LOOKED_MAX: u64 = 5000;

/// Where the search goes on.
#[derive(Clone, Copy, Debug)]
pub(super) enum On {
    /// Before this position of the ledger.
    Before(u64),
    /// Before this number of the stream.
    Until(i64),
}

/// What an event has to be like.
#[derive(Debug)]
pub(super) struct Fits {
    kind: String,
    actor: Option<String>,
    from: Option<Day>,
    to: Option<Day>,
}

impl Fits {
    /// From what was typed: an actor is a user name, or an id as events have it; a day that is none bounds nothing.
    pub(super) fn of(read: &mut Read<'_>, kind: &str, actor: &str, days: (&str, &str)) -> Result<Self, Stop> {
        let typed = actor.trim();
        let actor = match (typed.is_empty(), access::staff_by_username(read, typed)?) {
            (true, _) => None,
            (false, Some(account)) => Some(account.id),
            (false, None) => Some(typed.to_owned()),
        };
        let day = |text: &str| Day::parse(text).ok();
        Ok(Self { kind: kind.to_owned(), actor, from: day(days.0), to: day(days.1) })
    }

    fn holds(&self, event: &Event) -> bool {
        let day = event.recorded_at.day();
        (self.kind.is_empty() || event.kind == self.kind)
            && self.actor.as_ref().is_none_or(|actor| event.origin.actor == *actor)
            && self.from.is_none_or(|from| from <= day)
            && self.to.is_none_or(|to| day <= to)
    }
}

/// Events with their positions, and where to go on.
pub(super) type Found = (Vec<(Option<u64>, Event)>, Option<On>);

/// A stream's events, the newest first. A stream is read from its beginning: a record has few.
pub(super) fn of_stream(
    read: &mut Read<'_>,
    stream: &str,
    until: Option<i64>,
    fits: &Fits,
) -> Result<Found, Stop> {
    let name = named(stream);
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let chunk = ledger::events(read, &name, after, CHUNK)?;
        let Some(last) = chunk.last() else { break };
        after = last.number;
        all.extend(chunk.into_iter().filter(|event| fits.holds(event)));
    }
    all.retain(|event| until.is_none_or(|until| event.number < until));
    all.reverse();
    let more = all.len() > PAGE;
    all.truncate(PAGE);
    let next = all.last().filter(|_| more).map(|event| On::Until(event.number));
    let mut found = Vec::new();
    for event in all {
        let position = ledger::position(read, stream, event.number)?;
        found.push((position, event));
    }
    Ok((found, next))
}

/// A stream by its whole name.
fn named(stream: &str) -> ledger::Stream {
    let mut parts = stream.splitn(3, '/');
    let mut part = || parts.next().unwrap_or_default();
    let (kind, id, node) = (part(), part(), part());
    ledger::Stream::new(kind, id, node)
}

/// The ledger's events, the newest first, before a position.
pub(super) fn of_ledger(read: &mut Read<'_>, before: Option<u64>, fits: &Fits) -> Result<Found, Stop> {
    let mut end = match before {
        Some(position) => position,
        None => head(read)?,
    };
    let lowest = end.saturating_sub(LOOKED_MAX);
    let mut found: Vec<(Option<u64>, Event)> = Vec::new();
    while end > lowest && found.len() < PAGE {
        let start = end.saturating_sub(u64::from(CHUNK)).max(lowest);
        let size = u32::try_from(end - start).unwrap_or(CHUNK);
        for (position, event) in ledger::follow(read, start, size)?.into_iter().rev() {
            if position < end && fits.holds(&event) {
                found.push((Some(position), event));
            }
        }
        end = start;
    }
    let full = found.len() > PAGE;
    found.truncate(PAGE);
    let reached = if full { found.last().and_then(|(position, _)| *position) } else { Some(end) };
    Ok((found, reached.filter(|position| *position > 0).map(On::Before)))
}

/// One past the ledger's last position: after the newest stored checkpoint come a few events at most.
fn head(read: &mut Read<'_>) -> Result<u64, Stop> {
    let mut end = ledger::stored_checkpoint(read)?.map_or(0, |(size, _, _)| size);
    loop {
        let chunk = ledger::follow(read, end, CHUNK)?;
        let Some((last, _)) = chunk.last() else { return Ok(end) };
        end = last + 1;
    }
}
