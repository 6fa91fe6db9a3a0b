//! Looking into files.

use authz::{Action, Scope};

use super::*;

fn at_desk(town: &Town, worker: &Worker) -> Actor {
    town.enter(worker).unwrap().1
}

fn why(purpose: Purpose, reference: Option<&str>) -> LookUpFor {
    LookUpFor { purpose, reference: reference.map(str::to_owned) }
}

/// One request of this actor at the counter.
fn look(town: &Town, by: &Actor, what: LookUpBy, why: &LookUpFor) -> Result<Option<String>, Stop> {
    let request = ctx(&town.office, by.clone(), Channel::Counter, Some(&town.outlet));
    wait(look_up(&town.office, &request, &what, why)).map(|done| done.value)
}

fn number(serial: u16) -> LookUpBy {
    LookUpBy::IdNumber(id_number(serial))
}

testkit::both! {
    a_look_up_is_recorded_once_in_ten_minutes: |db| {
        let town = Town::new(db);
        let id = town.citizen("林示例", &id_number(293), "13900000001");
        let clerk = town.hire("clerk01", &[Role::Clerk]);
        let desk = at_desk(&town, &clerk);
        let inquiry = why(Purpose::Inquiry, None);
        let count = || town.events().0.iter().filter(|kind| *kind == "person.looked_up").count();
        assert_eq!(look(&town, &desk, number(293), &inquiry).unwrap().as_deref(), Some(id.as_str()));
        assert_eq!(
            look(&town, &desk, LookUpBy::Phone("139 0000 0001".to_owned()), &inquiry).unwrap().as_deref(),
            Some(id.as_str())
        );
        assert_eq!(count(), 1);
        // Another purpose is another look-up.
        let complaint = why(Purpose::Complaint, Some("ts-2026-0001"));
        look(&town, &desk, number(293), &complaint).unwrap();
        assert_eq!(count(), 2);
        town.pass(600);
        look(&town, &desk, number(293), &inquiry).unwrap();
        assert_eq!(count(), 3);
        assert_eq!(rule(look(&town, &desk, number(293), &why(Purpose::Complaint, None))), "reference");
        let no_case = why(Purpose::Case, Some("NO-SUCH-CASE"));
        assert_eq!(rule(look(&town, &desk, number(293), &no_case)), "reference");
        assert_eq!(count(), 3);
        let facts = town.events().1;
        assert!(!facts.contains(&id_number(293)) && !facts.contains("13900000001"));
        assert!(verified(db).ok(), "{:?}", verified(db).findings);
    };

    look_ups_are_reviewed_by_others: |db| {
        let town = Town::new(db);
        let id = town.citizen("林示例", &id_number(293), "13900000001");
        let clerk = town.hire("clerk01", &[Role::Clerk]);
        let head = town.hire("head01", &[Role::OutletHead]);
        let desk = at_desk(&town, &clerk);
        let head_desk = at_desk(&town, &head);
        look(&town, &desk, number(293), &why(Purpose::Inquiry, None)).unwrap();
        look(&town, &head_desk, number(293), &why(Purpose::Oversight, None)).unwrap();
        let context = authz::Context::new(town.now().day(), Channel::Counter);
        for (by, seen) in [(&desk, vec![]), (&head_desk, vec![clerk.id.clone()])] {
            let scope = Scope::of(by, Action::LookupReview, context);
            let which = LookUps { staff: None, subject: Some(id.clone()) };
            let rows = town.read(move |read| look_ups(read, &scope, &which, None, 50)).rows;
            assert_eq!(rows.iter().map(|row| row.staff.clone()).collect::<Vec<_>>(), seen);
            assert!(rows.iter().all(|row| row.purpose == Purpose::Inquiry && row.subject == id));
        }
    };

    a_look_up_needs_the_right_role_and_one_person: |db| {
        let town = Town::new(db);
        town.citizen("林示例", &id_number(293), "13900000001");
        town.citizen("周样例", &id_number(294), "13900000001");
        let partner = town.hire("bank01", &[Role::PartnerClerk]);
        let clerk = town.hire("clerk01", &[Role::Clerk]);
        let inquiry = why(Purpose::Inquiry, None);
        let by_partner = at_desk(&town, &partner);
        assert_eq!(rule(look(&town, &by_partner, number(293), &inquiry)), "NotFound");
        assert_eq!(rule(look(&town, &by_partner, number(299), &inquiry)), "NotFound");
        let citizen = Actor::citizen("per_1");
        assert_eq!(rule(look(&town, &citizen, number(293), &inquiry)), "NotFound");
        let shared = LookUpBy::Phone("13900000001".to_owned());
        assert_eq!(rule(look(&town, &at_desk(&town, &clerk), shared, &inquiry)), "access.phone_shared");
    };

    finding_nobody_is_counted: |db| {
        let town = Town::new(db);
        town.citizen("林示例", &id_number(293), "13900000001");
        let clerk = town.hire("clerk01", &[Role::Clerk]);
        let desk = at_desk(&town, &clerk);
        let inquiry = why(Purpose::Inquiry, None);
        for serial in 400..420 {
            assert_eq!(look(&town, &desk, number(serial), &inquiry).unwrap(), None);
        }
        assert_eq!(rule(look(&town, &desk, number(420), &inquiry)), "too_many");
        // Who is on file is found all the same.
        assert!(look(&town, &desk, number(293), &inquiry).unwrap().is_some());
        town.pass(3600);
        assert_eq!(look(&town, &desk, number(421), &inquiry).unwrap(), None);
    };
}
