//! Cases that staff begin for the person at their counter.

use super::*;
use crate::case::Identity;

impl City {
    fn at_counter(&self, identity: Option<Identity>) -> OpenCase {
        OpenCase {
            item: "licence-renew-expiry".to_owned(),
            subject: self.person.clone(),
            agent: None,
            licence: Some(self.licence.clone()),
            outlet: self.outlet.clone(),
            identity,
            facts: self.facts(),
        }
    }

    /// The newest event of a kind: who did it, why, through which door, and what it says.
    fn newest(&self, kind: &'static str) -> (String, Option<String>, String, serde_json::Value) {
        wait(self.office.query(move |read| {
            let mut found = None;
            let text = "SELECT actor, purpose, channel, facts FROM event WHERE kind = $1 ORDER BY recorded_at, number";
            read.each_adhoc("test", text, store::params![kind], |row| {
                found = Some((row.text(0)?, row.opt_text(1)?, row.text(2)?, row.json(3)?));
                Ok(())
            })?;
            Ok(found)
        }))
        .unwrap()
        .unwrap()
    }
}

testkit::both! {
    a_clerk_begins_a_case_for_the_person_at_the_counter: |db| {
        let city = City::new(db);
        let clerk = city.at_desk("stf_clerk", Role::Clerk);
        let unchecked = wait(commands::open(&city.office, &clerk, city.at_counter(None)));
        assert_eq!(rule(unchecked.unwrap_err()), "case.identity_unchecked");
        let begun = wait(commands::open(&city.office, &clerk, city.at_counter(Some(Identity::Document))));
        let Opened::Begun(number) = begun.unwrap().value else { panic!("refused") };
        let (actor, purpose, channel, facts) = city.newest("case.opened");
        assert_eq!((actor.as_str(), purpose.as_deref(), channel.as_str()), ("stf_clerk", Some("case"), "counter"));
        assert_eq!((&facts["identity"], &facts["applicant"]), (&"document".into(), &city.person.as_str().into()));
        // The clerk fills it in with the person, who signs; then it is a case like any other.
        let (_, needs) = city.case(&number);
        for need in needs.iter().filter(|r| r.status == Status::Asked && rules::can_be_asked_again(r)) {
            let file = Some(ledger::tree::Hash::of(need.code.as_bytes()));
            wait(commands::hand_in(&city.office, &clerk, city.answer(&number), need.code.clone(), file)).unwrap();
        }
        wait(commands::choose_delivery(&city.office, &clerk, city.answer(&number), Delivery::Pickup, "")).unwrap();
        wait(commands::submit(&city.office, &clerk, city.answer(&number), "counter".to_owned())).unwrap();
        city.pay(&number);
        city.accept(&number);
        assert_eq!(city.case(&number).0.stage, Stage::Open);
        assert!(crate::testing::verified(db).ok(), "{:?}", crate::testing::verified(db).findings);
    };

    what_the_law_forbids_at_the_counter_is_on_record_with_the_purpose: |db| {
        let city = City::new(db);
        let mut command = city.at_counter(Some(Identity::Reader));
        if let Found::Found(licence) = &mut command.facts.licence {
            licence.unsettled_violations = Fact::Known(2);
        }
        let clerk = city.at_desk("stf_clerk", Role::Clerk);
        let Opened::Refused(refusals) = wait(commands::open(&city.office, &clerk, command)).unwrap().value else {
            panic!("it was begun")
        };
        assert_eq!(refusals[0].rule, "licence.unsettled_violations");
        let (actor, purpose, _, facts) = city.newest("refusal.given");
        assert_eq!((actor.as_str(), purpose.as_deref()), ("stf_clerk", Some("case")));
        assert_eq!(facts["person"], city.person.as_str());
    };

    only_who_takes_cases_in_begins_one_at_their_own_outlet_and_never_their_own: |db| {
        let city = City::new(db);
        let command = || city.at_counter(Some(Identity::Document));
        for role in [Role::Reviewer, Role::Issuer, Role::Supervisor, Role::Administrator] {
            let stopped = wait(commands::open(&city.office, &city.at_desk("stf_other", role), command()));
            assert!(matches!(stopped, Err(Stop::Denied(_) | Stop::NotFound)), "{role}: {stopped:?}");
        }
        let elsewhere = ctx(&city.office, staff_at("stf_clerk", Role::Clerk, "out_elsewhere"), Channel::Counter, Some("out_elsewhere"));
        let stopped = wait(commands::open(&city.office, &elsewhere, command()));
        assert!(matches!(stopped, Err(Stop::NotFound)), "{stopped:?}");
        let mut own = city.at_desk("stf_clerk", Role::Clerk);
        if let authz::ActorKind::Staff(staff) = &mut own.actor.kind {
            staff.person = Some(city.person.clone());
        }
        let stopped = wait(commands::open(&city.office, &own, command()));
        assert!(matches!(stopped, Err(Stop::Denied(authz::Denial::OwnCase))), "{stopped:?}");
        // Who is logged in as the person says nothing of the kind, and it would mean nothing.
        let begun = wait(commands::open(&city.office, &city.citizen(), command())).unwrap().value;
        assert!(matches!(begun, Opened::Begun(_)));
        assert_eq!(city.newest("case.opened").3.get("identity"), None);
    };
}
