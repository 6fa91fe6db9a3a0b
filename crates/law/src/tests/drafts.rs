//! A draft changes exactly the answers it should, over a hundred thousand vehicles.

use base::Day;

use super::{day, law};
use crate::{Inspected, InspectionAction};

/// How many vehicles are asked for.
const VEHICLES: i32 = 100_000;

/// What they are, and whether the draft speaks of them.
const KINDS: [(&str, bool); 8] = [
    ("私家车", true),
    ("MPV", true),
    ("面包车(非营运)", false),
    ("摩托车", false),
    ("载货汽车", false),
    ("营运载客汽车", false),
    ("专用校车", false),
    ("专项作业车", false),
];

/// How many whole months lie between two months.
fn months(from: Day, to: Day) -> i32 {
    (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month()) - i32::from(from.month())
}

#[test]
fn a_draft_of_inspection_years_moves_the_answers_it_names_and_no_other() {
    // In the eighth year the vehicle would have to come again.
    let text = "[[row]]\nkey = \"private_small\"\nphases = [{ to = 120, every = 24, mark_only = [24, 48] }, { every = 12 }]\n";
    let draft = law().with_overlay(&[("inspection.toml", text)]).unwrap();
    let as_of = day("2026-11-21");
    let (mut moved, mut named) = (0, 0);
    for n in 0..VEHICLES {
        let (vehicle, spoken_of) = KINDS[usize::try_from(n).unwrap() % KINDS.len()];
        let facts = Inspected {
            vehicle,
            registered: as_of.plus_days(-(n * 7 % 7_300)),
            previous_all_done: n % 11 != 0,
            seats: (n % 13 == 0).then_some(10),
            injury_accident: n % 17 == 0,
            illegal_modification: n % 19 == 0,
            manufactured: None,
        };
        let old = law().next_inspection(&facts, as_of).unwrap().value;
        let new = draft.next_inspection(&facts, as_of).unwrap().value;
        assert_eq!((old.due, old.opens, old.open), (new.due, new.opens, new.open), "{facts:?}");
        let exempt =
            spoken_of && facts.seats.is_none() && !facts.injury_accident && !facts.illegal_modification;
        let eighth = exempt && months(facts.registered, old.due) == 96;
        let was_mark = eighth && old.action == InspectionAction::MarkOnly;
        assert_eq!(old.action != new.action, was_mark, "{facts:?}: {old:?} {new:?}");
        moved += i32::from(old.action != new.action);
        named += i32::from(eighth);
    }
    assert_eq!(moved, named);
    assert!(moved > 500, "only {moved} were moved");
}
