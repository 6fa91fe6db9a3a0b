//! The end of a day: the rule, and the command on both engines.

use std::collections::BTreeMap;
use std::sync::Arc;

use authz::{Action, Actor, Area, Channel, Grant, Role, Scope, Staff};
use base::{Day, Fen, Instant, ManualClock};
use testkit::Database;

use super::*;
use crate::office::{Ctx, Office, Stop};
use crate::outlet::testing::{head_office, wait};
use crate::outlet::{self, BlankKind, SpoilReason};
use crate::testing::{clock, ctx, office_at, verified};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn books() -> Sheet {
    Sheet {
        day: day("2026-11-23"),
        since: Instant::from_ms(0),
        blanks: BlankSheet { start: 120, received: 10, used: 14, spoiled: 1 },
        fees: FeeSheet { expected: Fen::yuan(140), payments: 14 },
        left: vec![LeftOver { what: Left::Due, numbers: vec!["YC-1".to_owned(), "YC-2".to_owned()] }],
        closed: None,
    }
}

fn counted(blanks: u32, fees: i64) -> Tally {
    Tally { blanks, blanks_reason: None, fees: Fen::yuan(fees), fees_reason: None }
}

fn fields(result: Result<DayClosed, Stop>) -> Vec<String> {
    match result.unwrap_err() {
        Stop::Invalid(wrong) => wrong.into_iter().map(|error| error.field).collect(),
        Stop::Refused(all) => all.into_iter().map(|refusal| refusal.rule).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_difference_needs_a_reason_and_what_agrees_has_none() {
    let close = |tally: &Tally| rules::close("out_1", &books(), tally);
    assert_eq!(fields(close(&counted(114, 130))), ["blanks_reason", "fees_reason"]);
    assert_eq!(fields(close(&counted(115, 150))), ["fees_reason"]);
    let why = Some(DifferenceReason::Inquiry);
    let done = close(&Tally { blanks_reason: why, fees_reason: why, ..counted(114, 140) }).unwrap();
    assert_eq!((done.blanks_reason, done.fees_reason), (why, None));
    assert_eq!(done.left, BTreeMap::from([("due".to_owned(), 2)]));
    let nothing = close(&counted(115, 140)).unwrap();
    assert_eq!((nothing.blanks_counted, nothing.fees_counted), (115, Fen::yuan(140)));
}

struct Hall {
    office: Office,
    clock: Arc<ManualClock>,
    outlet: String,
}

impl Hall {
    fn new(db: &Database) -> Self {
        let clock = clock();
        let office = office_at(db, clock.clone());
        let admin = Actor::staff("stf_admin", staff("out_x", Role::Administrator));
        let by = ctx(&office, admin, Channel::Counter, Some("out_x"));
        let outlet = wait(outlet::open(&office, &by, &head_office("ZY01"))).unwrap().value;
        Self { office, clock, outlet }
    }

    fn by(&self, role: Role, outlet: &str) -> Ctx {
        ctx(&self.office, Actor::staff("stf_1", staff(outlet, role)), Channel::Counter, Some(outlet))
    }

    fn head(&self) -> Ctx {
        self.by(Role::OutletHead, &self.outlet)
    }

    fn receive(&self, first: &str, last: &str) {
        let kind = BlankKind::DrivingLicence;
        wait(outlet::receive_blanks(&self.office, &self.head(), &self.outlet, kind, first, last)).unwrap();
    }

    fn spoil(&self, number: &str) {
        let why = SpoilReason::Misprint;
        wait(outlet::spoil_blank(&self.office, &self.head(), &self.outlet, number, why)).unwrap();
    }

    fn sheet(&self) -> Sheet {
        let (outlet, today) = (self.outlet.clone(), self.office.clock.now().day());
        wait(self.office.query(move |read| sheet(read, &outlet, today))).unwrap()
    }

    fn close(&self, by: &Ctx, tally: Tally) -> Result<(), Stop> {
        wait(close(&self.office, by, &self.outlet, tally)).map(|_| ())
    }

    fn closings(&self, by: &Ctx) -> Vec<Closing> {
        let context = authz::Context::new(day("2026-11-23"), Channel::Counter);
        let scope = Scope::of(&by.actor, Action::DayView, context);
        wait(self.office.query(move |read| closings(read, &scope, None, 50))).unwrap().rows
    }
}

fn staff(outlet: &str, role: Role) -> Staff {
    Staff {
        person: None,
        roles: [role].into(),
        outlet: outlet.to_owned(),
        area: Area::parse("9999").unwrap(),
        grants: vec![Grant::full(outlet, day("2026-01-01"))],
    }
}

testkit::both! {
    a_day_is_closed_once_and_the_next_begins_where_it_ended: |db| {
        let hall = Hall::new(db);
        hall.receive("9990000000001", "9990000000010");
        hall.clock.advance_ms(3_600_000);
        hall.spoil("9990000000001");
        let today = hall.sheet();
        assert_eq!(today.blanks, BlankSheet { start: 1, received: 9, used: 0, spoiled: 1 });
        assert_eq!((today.blanks.expected(), today.fees.payments, today.closed), (9, 0, None));
        // Who does not work there closes nothing, and a clerk counts like anybody else.
        let elsewhere = hall.by(Role::Clerk, "out_elsewhere");
        assert!(matches!(hall.close(&elsewhere, counted(9, 0)), Err(Stop::NotFound)));
        let reviewer = hall.by(Role::Reviewer, &hall.outlet);
        assert!(matches!(hall.close(&reviewer, counted(9, 0)), Err(Stop::NotFound)));
        let clerk = hall.by(Role::Clerk, &hall.outlet);
        assert!(matches!(hall.close(&clerk, counted(8, 0)), Err(Stop::Invalid(_))));
        let why = Some(DifferenceReason::Inquiry);
        hall.close(&clerk, Tally { blanks_reason: why, ..counted(8, 0) }).unwrap();
        // Twice is once too often.
        let Err(Stop::Refused(refusals)) = hall.close(&hall.head(), counted(9, 0)) else { panic!("closed") };
        assert_eq!(refusals[0].rule, "day.closed_already");
        let closed = hall.sheet().closed.unwrap();
        assert_eq!((closed.blanks_over(), closed.fees_over(), closed.counted.blanks_reason), (-1, Fen::ZERO, why));

        // What happens after a closing belongs to the next one.
        hall.clock.advance_ms(60_000);
        hall.receive("9990000000011", "9990000000015");
        hall.clock.advance_ms(24 * 3_600_000);
        hall.spoil("9990000000002");
        let next = hall.sheet();
        assert_eq!(next.blanks, BlankSheet { start: 9, received: 5, used: 0, spoiled: 1 });
        assert_eq!((next.since, next.closed.clone()), (closed.closed_at, None));
        hall.close(&hall.head(), counted(13, 0)).unwrap();

        let days = |by: &Ctx| hall.closings(by).into_iter().map(|c| c.day.to_string()).collect::<Vec<_>>();
        assert_eq!(days(&clerk), ["2026-11-24", "2026-11-23"]);
        assert_eq!(days(&hall.by(Role::Supervisor, "out_elsewhere")), ["2026-11-24", "2026-11-23"]);
        assert!(days(&elsewhere).is_empty() && days(&reviewer).is_empty());
        assert!(verified(db).ok(), "{:?}", verified(db).findings);
    };
}
