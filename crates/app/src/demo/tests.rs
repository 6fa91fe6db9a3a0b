use std::collections::{BTreeMap, BTreeSet, HashSet};

use adapters::Private;
use adapters::payment::NewRefund;
use adapters::population::{Check, Checked};
use base::{Clock as _, Day, Rng};
use law::{Areas, Law};
use service::case::{Listed, Stage, list};
use service::{job, licence, outlet};

use super::people::{Standing, everybody};
use super::story::{Act, stories};
use super::*;
use crate::backup::{make, restore};
use crate::commands::{Wanted, check};
use crate::store_folder::Place;
use crate::testing::{TestCity, now, plan};
use crate::wait::ask;

fn law() -> &'static Law {
    Law::embedded().unwrap()
}

/// Every size that can be asked for.
fn sizes() -> [Plan; 2] {
    [Plan::tiny(now()).unwrap(), Plan::small(now()).unwrap()]
}

#[test]
fn everybody_is_made_up_and_checks() {
    for plan in sizes() {
        everybody_of(&plan);
    }
}

fn everybody_of(plan: &Plan) {
    let all: Vec<_> = everybody(plan).collect();
    let mut numbers = HashSet::new();
    for (i, one) in all.iter().enumerate() {
        let id = law().resident_id(&one.id_number, Areas::Demonstration, plan.now.day()).value.unwrap();
        assert_eq!((id.area(), id.birth()), (one.region, one.birth));
        assert!(one.region.to_string().starts_with("9999"));
        assert!(numbers.insert(one.id_number.clone()), "{i} has the number of another");
        assert_eq!(one.phone, format!("139{i:08}"));
        assert!(law::Phone::parse(&one.phone).is_ok());
        assert!((2..=4).contains(&one.name.chars().count()), "{}", one.name);
    }
    assert_eq!(all.len(), plan.persons);
    let counties: HashSet<Region> = all.iter().map(|one| one.region).collect();
    assert_eq!(counties.len(), super::places::DISTRICTS.len());
}

#[test]
fn licences_stand_as_they_are_meant_to() {
    for plan in sizes() {
        licences_of(&plan);
    }
}

fn licences_of(plan: &Plan) {
    let today = plan.now.day();
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for one in everybody(plan) {
        let held = &one.licence;
        let age = law().age_on(one.birth, today).unwrap().value;
        assert!(one.birth.plus_years(18) <= held.first_issue, "{one:?}");
        assert!(held.first_issue <= held.valid_from && held.valid_from <= today, "{one:?}");
        let window = law().renew_window(held.valid_until, today).unwrap().value;
        match one.standing {
            Standing::Ending => assert_eq!(window.state, law::RenewalState::Open, "{one:?}"),
            Standing::Overdue => assert_eq!(window.state, law::RenewalState::Overdue, "{one:?}"),
            Standing::Lapsed => assert_eq!(window.state, law::RenewalState::Restore, "{one:?}"),
            Standing::Aged => assert!(age >= 70, "{one:?}"),
            Standing::Renewed => {
                for back in 0..7 * plan.weeks {
                    let day = today.plus_days(-back);
                    assert!(
                        law().renew_window(held.valid_until, day).unwrap().value.can_renew(),
                        "{one:?} {day}"
                    );
                }
            }
            Standing::Replaced | Standing::Quiet => assert!(!window.overdue(), "{one:?}"),
        }
        let past = law().classes_past_age(&held.classes, one.birth, today, None).unwrap().value;
        assert!(one.standing == Standing::Aged || past.is_empty(), "{one:?}");
        *count.entry(format!("{:?}", one.standing)).or_default() += 1;
    }
    assert_eq!(count.len(), 7, "{count:?}");
    assert!(count.values().all(|n| *n >= 20), "{count:?}");
}

#[test]
fn the_network_has_every_kind_of_outlet_and_a_whole_one_in_every_county() {
    let places = &super::places::PLACES;
    assert!(places.len() >= 60);
    let kinds: BTreeSet<&str> = places.iter().map(|place| place.kind.as_str()).collect();
    assert_eq!(kinds.len(), 15, "{kinds:?}");
    let codes: BTreeSet<&str> = places.iter().map(|place| place.code).collect();
    assert_eq!(codes.len(), places.len());
    let names: BTreeSet<&str> = places.iter().flat_map(|place| [place.name.0, place.name.1]).collect();
    assert_eq!(names.len(), 2 * places.len());
    for (region, name) in super::places::DISTRICTS {
        assert!(places.iter().any(|place| place.whole && place.region == region), "{name}");
        let county = name.trim_start_matches("示例市");
        let here = places.iter().filter(|place| place.region == region);
        here.for_each(|place| assert!(place.address.0.contains(county), "{}", place.code));
    }
    assert!(places.iter().map(|place| place.share).sum::<u64>() <= 100);
}

#[test]
fn the_same_seed_tells_the_same_stories() {
    let [plan, _] = sizes();
    let all: Vec<_> = everybody(&plan).collect();
    let (one, other) = (stories(&plan, law(), &all), stories(&plan, law(), &all));
    let steps =
        |told: &[super::story::Story]| told.iter().map(|s| (s.citizen, s.steps.clone())).collect::<Vec<_>>();
    assert_eq!(steps(&one), steps(&other));
}

#[test]
fn steps_keep_their_distance_and_staff_keep_office_hours() {
    for (plan, cases) in sizes().iter().zip([300..500, 1_300..2_200]) {
        steps_of(plan, cases);
    }
}

fn steps_of(plan: &Plan, cases: std::ops::Range<usize>) {
    let told = stories(plan, law(), &everybody(plan).collect::<Vec<_>>());
    assert!(cases.contains(&told.len()), "{}", told.len());
    let mut who: BTreeSet<usize> = BTreeSet::new();
    for story in &told {
        assert!(who.insert(story.citizen), "one person has two stories");
        for pair in story.steps.windows(2) {
            assert!(pair[1].0.since(pair[0].0) >= 25 * 60_000, "{story:?}");
        }
        let at_desk = |act: &Act| {
            matches!(
                act,
                Act::Accept | Act::Grant | Act::Refuse | Act::Issue | Act::HandOver | Act::AskAgain(_)
            )
        };
        for (at, _) in story.steps.iter().filter(|(_, act)| at_desk(act)) {
            let day = at.day();
            assert!(law().is_working_day(day).unwrap().value.working, "{story:?}");
            let hour = at.since(day.start()) / 3_600_000;
            assert!((9..18).contains(&hour), "{hour} {story:?}");
        }
    }
}

#[test]
fn a_city_is_made_by_the_real_commands_and_verifies_to_the_last_row() {
    let plan = plan(300, 4);
    let made = TestCity::make(&plan);
    let city = &made.city;
    let (done, odd) = city.steps;
    assert!(done > 60, "{done}");
    assert_eq!(odd, 0, "some steps did not fit");
    let roles: BTreeSet<&str> = city.logins.iter().map(|login| login.role.as_str()).collect();
    assert_eq!(roles.len(), authz::Role::ALL.len(), "{roles:?}");
    assert!(city.office.demonstration);
    let report = check(&city.place, &Wanted { rows: true, since: None }).unwrap();
    assert!(report.ok(), "{:?}", report.findings);
    assert!(report.events > 700, "{}", report.events);
}

#[test]
fn every_desk_of_the_head_office_has_work_in_hand() {
    let made = TestCity::make(&plan(300, 2));
    let office = &made.city.office;
    let head = made.city.internet_outlet.clone();
    let scope = authz::Scope { any: vec![authz::Clause::Outlet(head.clone())], except_by: None };
    let listed = Listed { submitted: true, ..Listed::default() };
    let cases = ask(office, move |read| list(read, &scope, &listed)).unwrap();
    for stage in [Stage::Draft, Stage::Open, Stage::Decided, Stage::Issued] {
        assert!(cases.iter().filter(|case| case.stage == stage).count() >= 3, "{stage:?}");
    }
    let left = ask(office, job::counts).unwrap();
    assert!(left.is_empty(), "jobs are left: {left:?}");
    let stock = ask(office, move |read| outlet::stock_count(read, &head)).unwrap();
    assert!(stock.in_stock > 100 && stock.used > 0 && stock.spoiled == 1, "{stock:?}");
    let mine =
        authz::Scope { any: vec![authz::Clause::Outlet(made.city.internet_outlet.clone())], except_by: None };
    let closed = ask(office, move |read| service::day::closings(read, &mine, None, 50)).unwrap().rows;
    // Working days of two weeks; today is left open.
    assert!((9..=10).contains(&closed.len()), "{}", closed.len());
    assert!(closed.iter().all(|one| one.day < made.today()));
    assert!(closed.iter().any(|one| one.blanks.used > 0 && one.left_over() > 0), "{closed:?}");
}

#[test]
fn the_citizen_who_is_shown_may_renew_today() {
    let made = TestCity::make(&plan(120, 0));
    let office = made.city.office.clone();
    let login = made.city.logins.iter().find(|login| login.role == "citizen").unwrap();
    let number = login.id_number.clone().unwrap();
    let own = office.clone();
    let held = ask(&office, move |read| {
        let person = service::person::by_id_number(&own, read, &number)?.unwrap();
        licence::of_holder(read, &person.id)
    })
    .unwrap();
    let window = law().renew_window(held[0].valid_until, made.today()).unwrap().value;
    assert!(window.can_renew() && !window.overdue());
    assert_eq!(made.today(), Day::parse("2026-11-25").unwrap());
}

#[test]
fn a_restored_city_opens_again_and_its_outside_systems_know_it() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) =
        (Place::embedded(&folder.path().join("first")), Place::embedded(&folder.path().join("second")));
    let plan = plan(300, 4);
    let made = TestCity::made_at(&plan, &first);
    let (logins, ahead_ms) = (made.city.logins.clone(), made.clock.ahead_ms());
    let file = folder.path().join("city.backup");
    make(&first, &file, made.clock.now()).unwrap();
    let under_way = |city: &City| ask(&city.office, |read| service::delivery::under_way(read, "")).unwrap();
    let before = under_way(&made.city);
    assert!(!before.is_empty(), "no parcel is under way");
    drop(made);
    std::fs::create_dir(&second.keys).unwrap();
    for key in std::fs::read_dir(&first.keys).unwrap().map(|entry| entry.unwrap()) {
        std::fs::copy(key.path(), second.keys.join(key.file_name())).unwrap();
    }
    assert!(restore(&file, &second).unwrap().demonstration);

    let again = TestCity::reopened(&plan, &second);
    assert_eq!((again.city.logins.clone(), again.clock.ahead_ms()), (logins, ahead_ms));
    assert_eq!(under_way(&again.city), before);
    // The parcels arrive: the post knows them, and a day later nobody waits.
    again.clock.go_on(ahead_ms + 2 * 86_400_000);
    again.city.worker.ask_post().unwrap();
    assert!(under_way(&again.city).is_empty());
    // The money of a fee can go back.
    let paid = ask(&again.city.office, |read| service::payment::paid(read, "")).unwrap();
    let refund =
        NewRefund { refund_no: "job_1".to_owned(), amount_fen: paid[0].amount, reason: "退".to_owned() };
    let payment = crate::commands::clients(&again.outside).unwrap().payment;
    let mut rng = Rng::from_number(1);
    let given = payment.refund(&paid[0].order, &refund, &mut rng);
    assert_eq!(again.server.runtime().block_on(given).unwrap().amount_fen, paid[0].amount);
    // Whoever lives here is on the population register.
    let one = everybody(&plan).last().unwrap();
    let asked = Check { id_number: Private::new(one.id_number), name: Private::new(one.name) };
    let outside = crate::commands::clients(&again.outside).unwrap().population;
    let answer = again.server.runtime().block_on(outside.check(&asked, &mut rng.clone())).unwrap();
    assert!(matches!(answer, Checked::Match(_)));
}

#[test]
fn without_the_log_ins_the_citizens_remain() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::embedded(&folder.path().join("city"));
    let plan = plan(120, 0);
    drop(TestCity::made_at(&plan, &place));
    std::fs::remove_file(place.keys.join("demo-logins.json")).unwrap();
    let again = TestCity::reopened(&plan, &place);
    let roles: Vec<&str> = again.city.logins.iter().map(|login| login.role.as_str()).collect();
    assert_eq!(roles, ["citizen", "agent"]);
}
