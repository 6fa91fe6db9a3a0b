//! Streams and events: every event hashes to its digest, names the one before it, and has one position.

use std::collections::HashSet;

use store::{Read, Row, params};

use super::Report;
use super::vault::Expected;
use crate::cited::Cited;
use crate::stream::read_event;
use crate::tree::Hash;
use crate::{Error, Event, sql};

/// The place in a stream that the scan has reached.
struct Place {
    stream: String,
    number: i64,
    digest: Hash,
    head: Option<(i64, Hash)>,
}

/// Scans all events; gives what they say of vault and files.
pub(super) fn check(
    read: &mut Read<'_>,
    erased: &HashSet<String>,
    report: &mut Report,
) -> Result<Expected, Error> {
    let mut expected = Expected::default();
    let mut place: Option<Place> = None;
    read.each(&sql::EVENT_SCAN, params![], |row| {
        report.events += 1;
        match read_event(row) {
            Err(error) => {
                let key = format!("{}#{}", row.text(0).unwrap_or_default(), row.int(1).unwrap_or_default());
                report.find("ledger", "event", key, error);
            }
            Ok((event, stored)) => {
                let key = format!("{}#{}", event.stream, event.number);
                let digest = check_event(&event, stored, &key, report);
                check_position(row, digest, &key, report);
                place = Some(follow(place.take(), row, &event, digest, &key, report));
                expect(&event, erased, &mut expected, &key, report);
            }
        }
        Ok(())
    })?;
    end_of_stream(place.as_ref(), report);
    check_alone(read, report)?;
    Ok(expected)
}

fn check_event(event: &Event, stored: Hash, key: &str, report: &mut Report) -> Hash {
    match event.digest() {
        Ok(digest) if digest == stored => {}
        Ok(_) => report.find("ledger", "event", key, "the event is not what its hash says"),
        Err(error) => report.find("ledger", "event", key, error),
    }
    // Going on from the stored digest keeps one altered event from being reported along its whole stream.
    stored
}

fn check_position(row: &Row<'_>, digest: Hash, key: &str, report: &mut Report) {
    let leaf = |column| row.digest(column).ok().map(Hash::from_bytes);
    match (leaf(18), leaf(19)) {
        (Some(entry), None) if entry == digest => {}
        (None, Some(pending)) if pending == digest => {}
        (None, None) => report.find("ledger", "entry", key, "the event has no position"),
        (Some(_), Some(_)) => {
            report.find("ledger", "pending", key, "the event has a position and waits for one");
        }
        (Some(_), None) => report.find("ledger", "entry", key, "the leaf is not the event's hash"),
        (None, Some(_)) => report.find("ledger", "pending", key, "the leaf is not the event's hash"),
    }
}

fn follow(
    before: Option<Place>,
    row: &Row<'_>,
    event: &Event,
    digest: Hash,
    key: &str,
    report: &mut Report,
) -> Place {
    let same = before.as_ref().filter(|p| p.stream == event.stream.as_str());
    let (number, prev) = same.map_or((0, Hash::from_bytes([0; 32])), |p| (p.number, p.digest));
    if event.number != number + 1 {
        report.find("ledger", "event", key, format!("event {} of the stream is missing", number + 1));
    } else if event.prev != prev {
        report.find("ledger", "event", key, "the event names another one before it");
    }
    if same.is_none() {
        end_of_stream(before.as_ref(), report);
    }
    let head = match (row.opt_int(20), row.digest(21)) {
        (Ok(Some(number)), Ok(digest)) => Some((number, Hash::from_bytes(digest))),
        _ => None,
    };
    Place { stream: event.stream.as_str().to_owned(), number: event.number, digest, head }
}

fn end_of_stream(place: Option<&Place>, report: &mut Report) {
    if let Some(place) = place
        && place.head != Some((place.number, place.digest))
    {
        report.find("ledger", "stream", &place.stream, "the stream's head is not its newest event");
    }
}

/// A stream without events may only be one that was locked and not used.
fn check_alone(read: &mut Read<'_>, report: &mut Report) -> Result<(), Error> {
    read.each(&sql::STREAM_ALONE, params![], |row| {
        if row.int(1)? != 0 || row.bytes(2)? != [0u8; 32] {
            report.find("ledger", "stream", row.text(0)?, "the stream has a head but no first event");
        }
        Ok(())
    })?;
    Ok(())
}

fn expect(event: &Event, erased: &HashSet<String>, expected: &mut Expected, key: &str, report: &mut Report) {
    match serde_json::from_str::<Cited>(&event.facts) {
        Ok(cited) => expected.add(cited, erased),
        Err(error) => report.find("ledger", "event", key, format!("the facts cannot be read: {error}")),
    }
}
