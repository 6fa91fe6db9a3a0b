//! Histories stay readable. `golden/events.jsonl` holds an event of every kind in every form that was ever recorded,
//! oldest first; its lines are added to and never changed. A form that today's program writes and that is not there is
//! missing from the file; one that is there and cannot be read any more would be a history lost.

use ledger::{Event, Fact, NewEvent, Origin, Stream};
use serde_json::Value;

use super::*;
use crate::access::AccessEvent;
use crate::case::CaseEvent;
use crate::day::DayEvent;
use crate::guide::GuideEvent;
use crate::job::JobEvent;
use crate::licence::LicenceEvent;
use crate::notice::NoticeEvent;
use crate::outlet::OutletEvent;
use crate::person::PersonEvent;
use crate::registry::Exported;
use crate::supervision::TurnedAway;
use crate::vehicle::VehicleEvent;

const GOLDEN: &str = include_str!("../../golden/events.jsonl");

/// The lines of the file: kind, version and facts.
fn lines() -> Vec<(&'static str, i64, String)> {
    let line = |text: &str| {
        let line: Value = serde_json::from_str(text).unwrap();
        let kind = crate::kinds().find(|kind| line["kind"] == **kind);
        let kind = kind.unwrap_or_else(|| panic!("no kind of event any more: {text}"));
        (kind, line["version"].as_i64().unwrap(), line["facts"].to_string())
    };
    GOLDEN.lines().map(line).collect()
}

/// As the event is recorded by today's program.
fn written_anew(kind: &str, version: i64, facts: &str) -> NewEvent {
    let at = crate::testing::morning();
    let event = Event {
        stream: Stream::new("golden", "1", "n1"),
        number: 1,
        kind: kind.to_owned(),
        version,
        recorded_at: at,
        effective_at: at,
        origin: Origin {
            node: "n1".to_owned(),
            actor: "system".to_owned(),
            outlet: None,
            channel: "internal".to_owned(),
            purpose: None,
            request: "golden".to_owned(),
            rules: String::new(),
            policies: Vec::new(),
        },
        facts: facts.to_owned(),
        prev: Hash::from_bytes([0; 32]),
    };
    macro_rules! folder {
        ($($folder:ty),*) => {$(
            if let Some(fact) = <$folder>::read(&event).unwrap_or_else(|e| panic!("{kind}: {e}")) {
                return fact.to_new(at).unwrap();
            }
        )*};
    }
    folder!(
        CaseEvent,
        LicenceEvent,
        PersonEvent,
        OutletEvent,
        AccessEvent,
        NoticeEvent,
        GuideEvent,
        VehicleEvent,
        JobEvent,
        DayEvent
    );
    if kind == Exported::KIND {
        return NewEvent::new(&event.facts::<Exported>().unwrap(), at).unwrap();
    }
    assert_eq!(kind, TurnedAway::KIND);
    NewEvent::new(&event.facts::<TurnedAway>().unwrap(), at).unwrap()
}

#[test]
fn every_kind_of_event_is_in_the_golden_file() {
    let lines = lines();
    let missing: Vec<&str> =
        crate::kinds().filter(|kind| lines.iter().all(|(known, ..)| known != kind)).collect();
    assert!(missing.is_empty(), "add an event of each kind to golden/events.jsonl: {missing:?}");
}

#[test]
fn every_form_is_read_and_the_newest_is_what_is_written_today() {
    let lines = lines();
    for (place, (kind, version, facts)) in lines.iter().enumerate() {
        let today = written_anew(kind, *version, facts);
        let is_newest = !lines.iter().skip(place + 1).any(|(other, ..)| other == kind);
        if is_newest {
            let (stored, today) = (
                serde_json::from_str::<Value>(facts).unwrap(),
                (today.version, serde_json::from_str::<Value>(&today.facts).unwrap()),
            );
            assert_eq!((*version, stored), today, "add the new form of {kind} to golden/events.jsonl");
        }
    }
}

testkit::both! {
    every_form_still_makes_its_rows: |db| {
        let office = office(db);
        let lines = lines();
        let count = i64::try_from(lines.len()).unwrap();
        // A case's revision is the number of its newest event.
        let newest = lines.iter().rposition(|(kind, ..)| kind.starts_with("case.")).unwrap() + 1;
        let own = office.stream("golden", "1");
        let (stream, at) = (own.clone(), office.clock.now());
        wait(office.command(&office.system("golden"), move |desk| {
            desk.lock(&[&stream])?;
            for (kind, version, facts) in &lines {
                let new = NewEvent { kind, version: *version, effective_at: at, facts: facts.clone() };
                desk.record(&stream, new)?;
            }
            Ok(())
        }))
        .unwrap();
        let written = wait(office.query(move |read| Ok(ledger::kinds(read, &own, 500)?))).unwrap();
        assert_eq!(written.last().map(|(number, _)| *number), Some(count));
        let number = "YC20261123-N4B6C8G0";
        let case = wait(office.query(move |read| crate::case::by_number(read, number))).unwrap().unwrap();
        assert_eq!((case.rating, case.address_version, case.revision), (Some(5), 1, i64::try_from(newest).unwrap()));
        let papers = wait(office.query(move |read| crate::case::papers(read, &case.id))).unwrap();
        assert_eq!(papers.len(), 6);
    };
}
