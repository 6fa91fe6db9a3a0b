//! The quota of a grant, where many clerks accept at the same moment.

use std::sync::{Arc, Barrier};

use authz::Denial;

use super::*;

impl City {
    /// Another person of the same city, with a licence of their own.
    fn neighbour(&self, number: u32) -> Self {
        let ctx = self.office.system("neighbour");
        let mut rng = ctx.rng.clone();
        let (person, licence) = (
            base::new_id("per", region(), ctx.now, &mut rng),
            base::new_id("lic", region(), ctx.now, &mut rng),
        );
        let new = person::NewPerson {
            id: person.clone(),
            region: region(),
            name: "王示例".to_owned(),
            id_number: format!("99990119800101{number:04}"),
            phone: format!("1390000{number:04}"),
            address: HOME.to_owned(),
        };
        wait(person::register(&self.office, &ctx, &new)).unwrap();
        let new = licence::NewLicence {
            id: licence.clone(),
            holder: person.clone(),
            file_number: format!("99990010{number:04}"),
            classes: Classes::parse("C1").unwrap(),
            first_issue: day("2020-12-10"),
            valid_from: day("2020-12-10"),
            valid_until: Some(day("2026-12-10")),
            term: Term::SixYears,
            region: region(),
        };
        wait(licence::register(&self.office, &self.office.system("neighbour"), &new)).unwrap();
        let (office, clock, outlet) = (self.office.clone(), self.clock.clone(), self.outlet.clone());
        Self { office, clock, person, licence, outlet }
    }

    /// A clerk of an outlet that may take in so many cases a day, and has taken in none when the request begins.
    fn bounded_clerk(&self, number: usize, quota: u32) -> Ctx {
        let grant = Grant { daily_quota: Some(quota), ..Grant::full(self.outlet.clone(), day("2020-01-01")) };
        let staff = Staff {
            person: None,
            roles: BTreeSet::from([Role::Clerk]),
            outlet: self.outlet.clone(),
            area: Area::county(region()),
            grants: vec![grant],
        };
        let actor = Actor::staff(format!("stf_clerk{number}"), staff);
        ctx(&self.office, actor, Channel::Counter, Some(&self.outlet))
    }
}

testkit::both! {
    clerks_who_accept_at_the_same_moment_stay_within_the_quota: |db| {
        let city = City::new(db);
        let cases: Vec<(City, String)> = (1..=8)
            .map(|number| {
                let other = city.neighbour(number);
                let case = other.submitted(false);
                (other, case)
            })
            .collect();
        let start = Arc::new(Barrier::new(cases.len()));
        let hands: Vec<_> = cases
            .iter()
            .enumerate()
            .map(|(place, (_, number))| {
                let (office, start) = (city.office.clone(), start.clone());
                let (clerk, answer) = (city.bounded_clerk(place, 3), city.answer(number));
                std::thread::spawn(move || {
                    start.wait();
                    wait(commands::accept(&office, &clerk, answer))
                })
            })
            .collect();
        let ended: Vec<_> = hands.into_iter().map(|hand| hand.join().unwrap()).collect();
        let denied = |end: &&Result<_, Stop>| matches!(end, Err(Stop::Denied(Denial::GrantQuota)));
        assert_eq!(ended.iter().filter(|end| end.is_ok()).count(), 3, "{ended:?}");
        assert_eq!(ended.iter().filter(denied).count(), 5, "{ended:?}");
        let accepted = cases.iter().filter(|(_, number)| city.case(number).0.accepted_at.is_some()).count();
        assert_eq!(accepted, 3);
        // The next day there is room again.
        city.clock.set(day("2026-11-24").start().plus_seconds(9 * 3600));
        let left = cases.iter().find(|(_, number)| city.case(number).0.accepted_at.is_none()).unwrap();
        wait(commands::accept(&city.office, &city.bounded_clerk(9, 3), city.answer(&left.1))).unwrap();
    };
}
