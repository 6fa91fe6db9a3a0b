//! Locking streams and appending to them. A closure locks every stream it will append to, sorted, before it decides;
//! what it then reads of those records cannot change under it.

use std::collections::BTreeMap;

use base::Instant;
use store::{Engine, Note, Read, Row, Tx, params};

use crate::sql;
use crate::tree::Hash;
use crate::{Error, Event, NewEvent, Origin, Stream};

/// Writes the rows that follow from an event. The only code that may write read tables.
pub type Apply = fn(&mut Tx<'_>, &Event) -> Result<(), Error>;

#[derive(Clone, Copy, Debug)]
struct Head {
    number: i64,
    digest: Hash,
}

/// The streams a transaction holds, and where each of them stands.
#[derive(Debug, Default)]
pub struct Locked(BTreeMap<Stream, Head>);

/// The digest named by the first event of a stream.
const NOTHING: [u8; 32] = [0; 32];

/// Locks `streams` in their sorted order, beginning those that do not exist yet.
pub fn lock(tx: &mut Tx<'_>, streams: &[&Stream]) -> Result<Locked, Error> {
    let mut sorted: Vec<&Stream> = streams.to_vec();
    sorted.sort();
    sorted.dedup();
    let mut locked = Locked::default();
    for stream in sorted {
        let have = tx.maybe(&sql::STREAM_LOCK, params![stream.as_str()], |row| {
            Ok(Head { number: row.int(0)?, digest: Hash::from_bytes(row.digest(1)?) })
        })?;
        let head = if let Some(head) = have {
            head
        } else {
            tx.exec(&sql::STREAM_BEGIN, params![stream.as_str(), NOTHING])?;
            Head { number: 0, digest: Hash::from_bytes(NOTHING) }
        };
        locked.0.insert(stream.clone(), head);
    }
    Ok(locked)
}

impl Locked {
    /// The number of the newest event of a locked stream; 0 for a new one.
    pub fn number(&self, stream: &Stream) -> Option<i64> {
        self.0.get(stream).map(|head| head.number)
    }

    /// Appends an event to a locked stream and writes its rows. An event longer than 65,535 bytes is refused.
    pub fn append(
        &mut self,
        tx: &mut Tx<'_>,
        stream: &Stream,
        origin: &Origin,
        new: NewEvent,
        apply: Apply,
    ) -> Result<Event, Error> {
        let head = self.0.get_mut(stream).ok_or_else(|| Error::NotLocked(stream.to_string()))?;
        let event = Event {
            stream: stream.clone(),
            number: head.number.saturating_add(1),
            kind: new.kind.to_owned(),
            version: new.version,
            recorded_at: tx.now(),
            effective_at: new.effective_at,
            origin: origin.clone(),
            facts: new.facts,
            prev: head.digest,
        };
        let digest = event.new_digest()?;
        insert(tx, &event, digest)?;
        let moved = tx.exec(
            &sql::STREAM_MOVE,
            params![stream.as_str(), event.number, *digest.as_bytes(), head.number],
        )?;
        if moved != 1 {
            return Err(store::Error::Conflict(format!("stream {stream} moved under its lock")).into());
        }
        *head = Head { number: event.number, digest };
        await_position(tx, &event, digest)?;
        apply(tx, &event)?;
        Ok(event)
    }
}

fn insert(tx: &mut Tx<'_>, event: &Event, digest: Hash) -> Result<(), Error> {
    let o = &event.origin;
    let policies = o.policies.join(" ");
    tx.exec(
        &sql::EVENT_INSERT,
        params![
            event.stream.as_str(),
            event.number,
            event.kind,
            event.version,
            event.recorded_at,
            event.effective_at,
            o.node,
            o.actor,
            o.outlet,
            o.channel,
            o.purpose,
            o.request,
            o.rules,
            policies,
            event.facts,
            *event.prev.as_bytes(),
            *digest.as_bytes(),
        ],
    )?;
    Ok(())
}

/// SQLite numbers the group in the same commit; on PostgreSQL the sequencer does so soon after it.
fn await_position(tx: &mut Tx<'_>, event: &Event, digest: Hash) -> Result<(), Error> {
    match tx.engine() {
        Engine::Sqlite => tx.note(Note {
            key: event.stream.as_str().to_owned(),
            number: event.number,
            digest: *digest.as_bytes(),
        }),
        Engine::Postgres => {
            tx.exec(&sql::PENDING_INSERT, params![event.stream.as_str(), event.number, *digest.as_bytes()])?;
        }
    }
    Ok(())
}

/// Reads an event from the first seventeen columns of the event statements, with its stored digest.
pub(crate) fn read_event(row: &Row<'_>) -> Result<(Event, Hash), store::Error> {
    let policies = row.text(13)?;
    let event = Event {
        stream: Stream::stored(row.text(0)?),
        number: row.int(1)?,
        kind: row.text(2)?,
        version: row.int(3)?,
        recorded_at: Instant::from_ms(row.int(4)?),
        effective_at: Instant::from_ms(row.int(5)?),
        origin: Origin {
            node: row.text(6)?,
            actor: row.text(7)?,
            outlet: row.opt_text(8)?,
            channel: row.text(9)?,
            purpose: row.opt_text(10)?,
            request: row.text(11)?,
            rules: row.text(12)?,
            // Exactly as it was written: one space more is another text, and another digest.
            policies: policies.split(' ').filter(|_| !policies.is_empty()).map(str::to_owned).collect(),
        },
        facts: row.text(14)?,
        prev: Hash::from_bytes(row.digest(15)?),
    };
    Ok((event, Hash::from_bytes(row.digest(16)?)))
}

/// One event by its stream and number.
pub fn event(read: &mut Read<'_>, stream: &str, number: i64) -> Result<Option<Event>, Error> {
    Ok(read.maybe(&sql::EVENT_BY_NUMBER, params![stream, number], |row| Ok(read_event(row)?.0))?)
}

/// Events of a stream after `number`, at most `limit`.
pub fn events(read: &mut Read<'_>, stream: &Stream, number: i64, limit: u32) -> Result<Vec<Event>, Error> {
    Ok(read.list(&sql::EVENTS_OF_STREAM, params![stream.as_str(), number, limit], |row| {
        Ok(read_event(row)?.0)
    })?)
}

/// A stream's newest events, newest first, at most `limit`.
pub fn newest_events(read: &mut Read<'_>, stream: &Stream, limit: u32) -> Result<Vec<Event>, Error> {
    Ok(read.list(&sql::NEWEST_OF_STREAM, params![stream.as_str(), limit], |row| Ok(read_event(row)?.0))?)
}

/// Numbers and kinds of a stream's events, oldest first, at most `limit`.
pub fn kinds(read: &mut Read<'_>, stream: &Stream, limit: u32) -> Result<Vec<(i64, String)>, Error> {
    Ok(read.list(&sql::KINDS_OF_STREAM, params![stream.as_str(), limit], |row| {
        Ok((row.int(0)?, row.text(1)?))
    })?)
}

/// Events from `position` on in the order of the whole ledger, at most `limit`, each with its position. Everything
/// that follows the ledger reads through this and keeps one number.
pub fn follow(read: &mut Read<'_>, position: u64, limit: u32) -> Result<Vec<(u64, Event)>, Error> {
    let from = i64::try_from(position).unwrap_or(i64::MAX);
    Ok(read.list(&sql::EVENTS_FROM, params![from, limit], |row| {
        let position = u64::try_from(row.int(17)?).unwrap_or(u64::MAX);
        Ok((position, read_event(row)?.0))
    })?)
}

/// Committed events that have no position yet, in the order in which they will get theirs, after the event `after` of a
/// stream; at most `limit`. Whoever looks at the whole record on a snapshot reads them after [`follow`]: the rows that
/// they made are there already.
pub(crate) fn unplaced(read: &mut Read<'_>, after: (&str, i64), limit: u32) -> Result<Vec<Event>, Error> {
    Ok(read.list(&sql::EVENTS_PENDING, params![after.0, after.1, limit], |row| Ok(read_event(row)?.0))?)
}

/// The position of an event, once it has one.
pub fn position(read: &mut Read<'_>, stream: &str, number: i64) -> Result<Option<u64>, Error> {
    let found = read.maybe(&sql::ENTRY_OF_EVENT, params![stream, number], |row| row.int(0))?;
    Ok(found.and_then(|p| u64::try_from(p).ok()))
}
