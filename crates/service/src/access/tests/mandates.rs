//! Mandates, from either side.

use authz::{Action, ActorKind, Scope};
use base::Day;

use super::*;

fn item(town: &Town) -> String {
    let offered =
        town.office.rules.catalog.items().find(|item| item.who.contains(&crate::catalog::Who::Agent));
    offered.unwrap().code.clone()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

struct Pair {
    giver: String,
    agent: String,
}

impl Pair {
    fn new(town: &Town) -> Self {
        Self {
            giver: town.citizen("林示例", &id_number(293), "13900000001"),
            agent: town.citizen("周样例", &id_number(294), "13900000002"),
        }
    }

    fn words(&self, town: &Town) -> GrantMandate {
        GrantMandate {
            giver: self.giver.clone(),
            agent_name: "周样例".to_owned(),
            agent_id_number: id_number(294),
            items: BTreeSet::from([item(town)]),
            from: None,
            until: day("2027-11-23"),
        }
    }
}

fn as_person(town: &Town, person: &str) -> Ctx {
    ctx(&town.office, Actor::citizen(person), Channel::Online, None)
}

testkit::both! {
    a_person_names_another_and_both_see_it: |db| {
        let town = Town::new(db);
        let pair = Pair::new(&town);
        let grant = |who: &str, words: &GrantMandate| {
            wait(grant_mandate(&town.office, &as_person(&town, who), words)).map(|done| done.value)
        };
        let words = pair.words(&town);
        // Not for somebody else, not to oneself, not longer than a year, not for what no agent may ask for.
        let stranger = GrantMandate { giver: "per_x".to_owned(), ..words.clone() };
        assert_eq!(rule(grant(&pair.agent, &stranger)), "NotFound");
        let own = GrantMandate { agent_name: "林示例".to_owned(), agent_id_number: id_number(293), ..words.clone() };
        assert_eq!(rule(grant(&pair.giver, &own)), "access.mandate_to_self");
        let long = GrantMandate { until: day("2027-11-24"), ..words.clone() };
        assert_eq!(rule(grant(&pair.giver, &long)), "until");
        let odd = GrantMandate { items: BTreeSet::from(["no-such-item".to_owned()]), ..words.clone() };
        assert_eq!(rule(grant(&pair.giver, &odd)), "items");

        let id = grant(&pair.giver, &words).unwrap();
        let context = authz::Context::new(town.now().day(), Channel::Online);
        for (person, given, held) in [(&pair.giver, 1, 0), (&pair.agent, 0, 1)] {
            let scope = Scope::of(&Actor::citizen(person), Action::MandateView, context);
            let (me, them) = (person.clone(), scope.clone());
            let rows = town.read(move |read| {
                let giver = Mandates { giver: Some(me.clone()), agent: None };
                let agent = Mandates { giver: None, agent: Some(me) };
                Ok((mandates(read, &them, &giver, None, 50)?.rows, mandates(read, &them, &agent, None, 50)?.rows))
            });
            assert_eq!((rows.0.len(), rows.1.len()), (given, held));
        }
        let stranger = Scope::of(&Actor::citizen("per_x"), Action::MandateView, context);
        assert!(town.read(move |read| mandates(read, &stranger, &Mandates::default(), None, 50)).rows.is_empty());

        // Who holds a mandate is an agent, until either side ends it.
        let actor = |person: &str| {
            let code = wait(request_code(&town.office, &town.anyone(), &id_number(294), "13900000002"));
            let code = code.unwrap().value.unwrap().code;
            let entered = wait(log_in_citizen(
                &town.office,
                &town.anyone(),
                &id_number(294),
                "13900000002",
                code.reveal(),
            ));
            let found = town.known(&entered.unwrap().value.token).unwrap().1;
            assert_eq!(found.id, person);
            found
        };
        let ActorKind::Agent { mandates: held } = actor(&pair.agent).kind else { panic!("no agent") };
        assert_eq!((held[0].giver.as_str(), held[0].until), (pair.giver.as_str(), Some(day("2027-11-23"))));
        let stranger = ctx(&town.office, Actor::citizen("per_x"), Channel::Online, None);
        assert_eq!(rule(wait(revoke_mandate(&town.office, &stranger, &id))), "NotFound");
        wait(revoke_mandate(&town.office, &as_person(&town, &pair.agent), &id)).unwrap();
        let again = wait(revoke_mandate(&town.office, &as_person(&town, &pair.giver), &id));
        assert_eq!(rule(again), "access.mandate_ended");
        assert_eq!(actor(&pair.agent).kind, ActorKind::Citizen);
        let (mandate_id, reason) = (id, Some(EndedBy::Agent));
        let ended = town.read(move |read| mandate_by_id(read, &mandate_id)).unwrap().ended;
        assert_eq!(ended.map(|(_, by)| by), reason);
        let (_, facts) = town.events();
        assert!(!facts.contains("周样例") && !facts.contains(&id_number(294)));
        assert!(verified(db).ok(), "{:?}", verified(db).findings);
    };

    an_agent_is_found_by_name_and_number_together: |db| {
        let town = Town::new(db);
        let pair = Pair::new(&town);
        let words = pair.words(&town);
        let giver = as_person(&town, &pair.giver);
        let tries = [
            GrantMandate { agent_name: "周样列".to_owned(), ..words.clone() },
            GrantMandate { agent_id_number: id_number(299), ..words.clone() },
        ];
        for wrong in tries.iter().cycle().take(10) {
            assert_eq!(rule(wait(grant_mandate(&town.office, &giver, wrong))), "access.agent_unknown");
        }
        assert_eq!(rule(wait(grant_mandate(&town.office, &giver, &tries[0]))), "too_many");
        // The right words are never counted.
        assert!(wait(grant_mandate(&town.office, &giver, &words)).is_ok());
        let short = GrantMandate { agent_id_number: "123".to_owned(), ..words };
        assert_eq!(rule(wait(grant_mandate(&town.office, &giver, &short))), "agent_id_number");
    };

    a_clerk_enters_a_mandate_from_paper: |db| {
        let town = Town::new(db);
        let pair = Pair::new(&town);
        let clerk = town.hire("clerk01", &[Role::Clerk]);
        let issuer = town.hire("issuer01", &[Role::Issuer]);
        let desk = |worker: &Worker| {
            ctx(&town.office, town.enter(worker).unwrap().1, Channel::Counter, Some(&town.outlet))
        };
        let words = pair.words(&town);
        assert_eq!(rule(wait(grant_mandate(&town.office, &desk(&issuer), &words))), "NotFound");
        let at_counter = desk(&clerk);
        let id = wait(grant_mandate(&town.office, &at_counter, &words)).unwrap().value;
        assert!(town.events().1.contains("\"on_paper\":true"));
        let nobody = GrantMandate { giver: "per_nobody".to_owned(), ..words };
        assert_eq!(rule(wait(grant_mandate(&town.office, &at_counter, &nobody))), "NotFound");
        wait(revoke_mandate(&town.office, &at_counter, &id)).unwrap();
        let ended = town.read(move |read| mandate_by_id(read, &id)).unwrap().ended;
        assert_eq!(ended.map(|(_, by)| by), Some(EndedBy::Office));
    };
}
