//! Listed is allowed, and allowed is listed: for random actors, the cases that the store gives for their scope are
//! exactly those that authority lets them see one by one.

use std::collections::BTreeSet;

use authz::{Action, Actor, Area, Channel, Clause, Context, Items, Mandate, Role, Scope, Staff};
use base::Rng;
use service::case::{CaseFile, Listed, list, resource};

use super::City;
use crate::testing::{TestCity, plan};
use crate::wait::ask;

/// Actors that are asked about.
const ACTORS: usize = 400;
/// Rows on a page of the list.
const PAGE: usize = 50;

/// Every page of the list for a scope.
fn listed(city: &City, scope: &Scope) -> Vec<CaseFile> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let (scope, next) = (scope.clone(), Listed { after: after.take(), ..Listed::default() });
        let mut page = ask(&city.office, move |read| list(read, &scope, &next)).unwrap();
        let more = page.len() > PAGE;
        page.truncate(PAGE);
        after = page.last().map(|case| (case.opened_at.ms(), case.number.clone()));
        all.append(&mut page);
        if !more {
            return all;
        }
    }
}

fn somebody(cases: &[CaseFile], rng: &mut Rng) -> String {
    let case = rng.pick(cases).unwrap();
    if rng.below(2) == 0 { case.applicant.clone() } else { case.subject.clone() }
}

fn mandate(cases: &[CaseFile], today: base::Day, rng: &mut Rng) -> Mandate {
    let day = |rng: &mut Rng| today.plus_days(i32::try_from(rng.below(7)).unwrap() - 3);
    let items = match rng.below(3) {
        0 => Items::Any,
        _ => Items::list([rng.pick(cases).unwrap().item.clone()]),
    };
    let until = (rng.below(2) == 0).then(|| day(rng));
    Mandate { giver: somebody(cases, rng), items, from: day(rng), until }
}

fn staff(cases: &[CaseFile], rng: &mut Rng) -> Actor {
    let roles = Role::ALL.iter().copied().filter(|_| rng.below(4) == 0).collect();
    let area = rng.pick(&["cn", "99", "9999", "999901", "9998", "52"]).unwrap();
    let staff = Staff {
        // Some of them have cases of their own.
        person: (rng.below(3) == 0).then(|| somebody(cases, rng)),
        roles,
        outlet: rng.pick(cases).unwrap().outlet.clone(),
        area: Area::parse(area).unwrap(),
        grants: Vec::new(),
    };
    Actor::staff("stf_random", staff)
}

fn actor(cases: &[CaseFile], today: base::Day, rng: &mut Rng) -> Actor {
    match rng.below(8) {
        0 => Actor::anyone(),
        1 => Actor::citizen(somebody(cases, rng)),
        2 | 3 => {
            let mandates = (0..=rng.below(4)).map(|_| mandate(cases, today, rng)).collect();
            Actor::agent(somebody(cases, rng), mandates)
        }
        _ => staff(cases, rng),
    }
}

#[test]
fn what_the_store_lists_is_what_authority_allows() {
    let made = TestCity::make(&plan(400, 8));
    let (city, today) = (&made.city, made.today());
    let everything = Scope { any: vec![Clause::Everything], except_by: None };
    let cases = listed(city, &everything);
    assert!(cases.len() > PAGE, "more than one page: {}", cases.len());
    let mut rng = Rng::from_number(5);
    let (mut some, mut none, mut all) = (0, 0, 0);
    for _ in 0..ACTORS {
        let actor = actor(&cases, today, &mut rng);
        let channel = if rng.below(2) == 0 { Channel::Counter } else { Channel::Online };
        let context = Context::new(today, channel);
        let scope = Scope::of(&actor, Action::CaseView, context);
        let shown: BTreeSet<String> = listed(city, &scope).into_iter().map(|case| case.number).collect();
        let allowed: BTreeSet<String> = cases
            .iter()
            .filter(|case| {
                city.office.authorizer.decide(&actor, Action::CaseView, &resource(case), context).allowed
            })
            .map(|case| case.number.clone())
            .collect();
        assert_eq!(shown, allowed, "{actor:?}");
        match shown.len() {
            0 => none += 1,
            n if n == cases.len() => all += 1,
            _ => some += 1,
        }
    }
    // Or the test shows little.
    assert!(some > ACTORS / 4 && none > 0, "{none} see none, {some} some, {all} all");
}
