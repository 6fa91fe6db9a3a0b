//! A renewal from the first word to the last through the real commands, and what the rules refuse on the way.

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;

use authz::{Actor, Area, Channel, Grant, Role, Staff};
use base::{Day, Fen, ManualClock, Region};
use law::{Classes, Term};
use testkit::Database;

use super::commands::{self, Answer, OpenCase, Opened, Verdict};
use super::*;
use crate::catalog::{Fact, Facts, Found, Judgement, LicenceFacts, LicenceStatus, MedicalFacts, PersonFacts};
use crate::office::{Ctx, Office, Stop};
use crate::testing::{clock, ctx, morning, office_at};
use crate::{delivery, licence, outlet, payment, person};

/// The city's main hall, opened by an administrator.
fn open_hall(office: &Office) -> String {
    let new = outlet::OpenOutlet {
        code: "EX01".to_owned(),
        name: base::Text::new("示例市车管所", "Example City office"),
        address: base::Text::new("示例路1号", "1 Example Road"),
        kind: outlet::OutletKind::Office,
        tier: 1,
        region: region(),
        parent: None,
        hours: "hours.office".to_owned(),
    };
    let administrator = staff_at("stf_admin", Role::Administrator, "none");
    wait(outlet::open(office, &ctx(office, administrator, Channel::Counter, None), &new)).unwrap().value
}

fn staff_at(id: &str, role: Role, outlet: &str) -> Actor {
    let staff = Staff {
        person: None,
        roles: BTreeSet::from([role]),
        outlet: outlet.to_owned(),
        area: Area::county(region()),
        grants: vec![Grant::full(outlet.to_owned(), day("2020-01-01"))],
    };
    Actor::staff(id, staff)
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

/// The person's contact address.
const HOME: &str = "示例市示例路9号";

mod check;
mod correction;
mod counter;
mod fee;
mod late;
mod quota;
mod supplement;

struct City {
    office: Office,
    clock: Arc<ManualClock>,
    person: String,
    licence: String,
    outlet: String,
}

fn region() -> Region {
    Region::parse("999901").unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

impl City {
    fn new(db: &Database) -> Self {
        let clock = clock();
        let office = office_at(db, clock.clone());
        let ctx = office.system("setup");
        let mut rng = ctx.rng.clone();
        let person = base::new_id("per", region(), morning(), &mut rng);
        let licence = base::new_id("lic", region(), morning(), &mut rng);
        let outlet = open_hall(&office);
        wait(person::register(
            &office,
            &ctx,
            &person::NewPerson {
                id: person.clone(),
                region: region(),
                name: "林示例".to_owned(),
                id_number: "999901199003072937".to_owned(),
                phone: "13900000001".to_owned(),
                address: HOME.to_owned(),
            },
        ))
        .unwrap();
        wait(licence::register(
            &office,
            &office.system("setup"),
            &licence::NewLicence {
                id: licence.clone(),
                holder: person.clone(),
                file_number: "999900000001".to_owned(),
                classes: Classes::parse("C1").unwrap(),
                first_issue: day("2020-12-10"),
                valid_from: day("2020-12-10"),
                valid_until: Some(day("2026-12-10")),
                term: Term::SixYears,
                region: region(),
            },
        ))
        .unwrap();
        Self { office, clock, person, licence, outlet }
    }

    fn at_desk(&self, id: &str, role: Role) -> Ctx {
        ctx(&self.office, staff_at(id, role, &self.outlet), Channel::Counter, Some(&self.outlet))
    }

    fn stock(&self, first: &str, last: &str) {
        let head = self.at_desk("stf_head", Role::OutletHead);
        let kind = outlet::BlankKind::DrivingLicence;
        wait(outlet::receive_blanks(&self.office, &head, &self.outlet, kind, first, last)).unwrap();
    }

    fn citizen(&self) -> Ctx {
        ctx(&self.office, Actor::citizen(&self.person), Channel::Online, None)
    }

    /// What the rules say of a case on these facts.
    fn judged(&self, number: &str, facts: &Facts) -> Judgement {
        commands::judge(&self.office, &self.case(number).0, facts).unwrap()
    }

    fn facts(&self) -> Facts {
        Facts {
            as_of: self.office.clock.now().day(),
            by_agent: false,
            person: PersonFacts {
                birth: day("1990-03-07"),
                identity_confirmed: Fact::Known(true),
                photo_on_file: Fact::Known(false),
                medical: Found::Found(MedicalFacts { issued: day("2026-11-01"), fit: true }),
                ability_test_passed_on: Found::Nothing,
            },
            licence: Found::Found(LicenceFacts {
                classes: Classes::parse("C1").unwrap(),
                status: LicenceStatus::Normal,
                first_issue: day("2020-12-10"),
                valid_from: day("2020-12-10"),
                valid_until: Some(day("2026-12-10")),
                term: Term::SixYears,
                cycles_with_12_points: Fact::Known(0),
                unsettled_violations: Fact::Known(0),
                unsettled_accidents: Fact::Known(0),
                points_in_ended_cycle: Fact::Known(0),
                accident_in_ended_cycle: Fact::Known(law::Accident::None),
                reviewed: Fact::Known(true),
                extended_until: Found::Nothing,
                open_items: Vec::new(),
            }),
            contact: None,
        }
    }

    fn open(&self, facts: Facts) -> Opened {
        let command = OpenCase {
            item: "licence-renew-expiry".to_owned(),
            subject: self.person.clone(),
            agent: None,
            licence: Some(self.licence.clone()),
            outlet: self.outlet.clone(),
            identity: None,
            facts,
        };
        wait(commands::open(&self.office, &self.citizen(), command)).unwrap().value
    }

    fn begun(&self) -> String {
        match self.open(self.facts()) {
            Opened::Begun(number) => number,
            Opened::Refused(refusals) => panic!("{refusals:?}"),
        }
    }

    fn case(&self, number: &str) -> (CaseFile, Vec<Requirement>) {
        let number = number.to_owned();
        wait(self.office.query(move |read| {
            let case = by_number(read, &number)?.ok_or(Stop::NotFound)?;
            let needs = requirements(read, &case.id)?;
            Ok((case, needs))
        }))
        .unwrap()
    }

    fn answer(&self, number: &str) -> Answer {
        Answer { number: number.to_owned(), revision: Some(self.case(number).0.revision) }
    }

    /// Hands in every paper the applicant still owes.
    fn hand_in_all(&self, number: &str) {
        let (_, needs) = self.case(number);
        let owed = |r: &&Requirement| {
            matches!(r.status, Status::Asked | Status::Again) && rules::can_be_asked_again(r)
        };
        for need in needs.iter().filter(owed) {
            let file = Some(ledger::tree::Hash::of(need.code.as_bytes()));
            let answer = self.answer(number);
            wait(commands::hand_in(&self.office, &self.citizen(), answer, need.code.clone(), file)).unwrap();
        }
    }

    fn pay(&self, number: &str) {
        let id = self.case(number).0.id;
        let order = wait(self.office.query(move |read| payment::of_case(read, &id))).unwrap().unwrap();
        assert_eq!(order.amount, Fen::yuan(10));
        let system = self.office.system("paid");
        let pay =
            commands::pay(&self.office, &system, number.to_owned(), order.id, order.amount, "T1".to_owned());
        assert!(wait(pay).unwrap().value);
    }

    /// A case that waits at the desk.
    fn submitted(&self, posted: bool) -> String {
        let number = self.begun();
        self.hand_in_all(&number);
        let (delivery, address) =
            if posted { (Delivery::Post, "示例路 1 号") } else { (Delivery::Pickup, "") };
        let answer = self.answer(&number);
        wait(commands::choose_delivery(&self.office, &self.citizen(), answer, delivery, address)).unwrap();
        self.pay(&number);
        let answer = self.answer(&number);
        wait(commands::submit(&self.office, &self.citizen(), answer, "sms".to_owned())).unwrap();
        number
    }

    fn order(&self, number: &str) -> payment::Order {
        let id = self.case(number).0.id;
        wait(self.office.query(move |read| payment::of_case(read, &id))).unwrap().unwrap()
    }

    /// Takes the jobs that wait, and gives how many are of this kind.
    fn jobs(&self, kind: &'static str) -> usize {
        let ctx = self.office.system("claim");
        let later = self.office.clock.now().plus_seconds(3600);
        let claimed = self.office.store().write(later, &ctx.rng, crate::job::claim).wait().unwrap();
        claimed.iter().filter(|job| job.kind == kind).count()
    }

    fn photo_on_file(&self) -> Option<ledger::tree::Hash> {
        let id = self.person.clone();
        wait(self.office.query(move |read| person::by_id(read, &id))).unwrap().unwrap().photo
    }

    fn accept(&self, number: &str) {
        let clerk = self.at_desk("stf_clerk", Role::Clerk);
        wait(commands::accept(&self.office, &clerk, self.answer(number))).unwrap();
    }

    fn decide(&self, number: &str, verdict: Verdict) {
        let reviewer = self.at_desk("stf_reviewer", Role::Reviewer);
        wait(commands::decide(
            &self.office,
            &reviewer,
            self.answer(number),
            verdict,
            Some(self.judged(number, &self.facts())),
        ))
        .unwrap();
    }
}

fn rule(stop: Stop) -> String {
    match stop {
        Stop::Refused(all) => all.first().map(|r| r.rule.clone()).unwrap_or_default(),
        other => panic!("{other:?}"),
    }
}

testkit::both! {
    a_renewal_goes_from_the_first_word_to_the_door: |db| {
        let city = City::new(db);
        let number = city.submitted(true);
        city.accept(&number);
        let (case, _) = city.case(&number);
        assert_eq!(case.due_on, Some(day("2026-11-24")), "one working day after Monday (162§68)");
        city.decide(&number, Verdict::Grant);
        city.stock("5200000000001", "5200000000010");
        let issuer = city.at_desk("stf_issuer", Role::Issuer);
        let blank = "5200000000001".to_owned();
        wait(commands::issue(&city.office, &issuer, city.answer(&number), blank, 0)).unwrap();
        let id = city.licence.clone();
        let held = wait(city.office.query(move |read| licence::by_id(read, &id))).unwrap().unwrap();
        assert_eq!((held.valid_from, held.valid_until), (day("2026-12-10"), Some(day("2036-12-10"))));
        assert_eq!((held.term, held.edition, held.blank.as_deref()), (Term::TenYears, 2, Some("5200000000001")));
        let case_id = city.case(&number).0.id;
        let parcel = wait(city.office.query(move |read| delivery::of_case(read, &case_id))).unwrap();
        assert_eq!(city.photo_on_file(), Some(ledger::tree::Hash::of(b"photo")), "the next case does not ask for it");
        assert!(parcel.is_some());
        let moves: Vec<_> = ["accepted", "in_transit", "delivered"].iter().map(|s| ((*s).to_owned(), morning())).collect();
        for known in 1..=3 {
            // The post tells everything each time; only what is new is recorded.
            let told = moves.iter().take(known).cloned().collect();
            let system = city.office.system("post");
            wait(commands::move_parcel(&city.office, &system, number.clone(), "P1".to_owned(), told)).unwrap();
        }
        assert_eq!(city.case(&number).0.stage, Stage::Closed);
        wait(commands::rate(&city.office, &city.citizen(), city.answer(&number), 5, "很快")).unwrap();
        assert_eq!(city.case(&number).0.rating, Some(5));
        let again = wait(commands::rate(&city.office, &city.citizen(), city.answer(&number), 1, ""));
        assert_eq!(rule(again.unwrap_err()), "case.already_rated");
        let id = city.case(&number).0.id;
        let papers = wait(city.office.query(move |read| papers(read, &id))).unwrap();
        let kinds: Vec<_> = papers.iter().map(|p| p.kind).collect();
        assert_eq!(kinds, [PaperKind::Receipt, PaperKind::Grant]);
        assert!(crate::testing::verified(db).ok(), "{:?}", crate::testing::verified(db).findings);
    };

    a_parcels_address_belongs_to_its_case_and_the_contact_stays: |db| {
        let city = City::new(db);
        let number = city.begun();
        let choose = |delivery, address: &str| {
            wait(commands::choose_delivery(&city.office, &city.citizen(), city.answer(&number), delivery, address))
        };
        let goes_to = || {
            let (office, case) = (city.office.clone(), city.case(&number).0);
            wait(city.office.query(move |read| delivery_address(&office, read, &case))).unwrap()
        };
        let contact = || {
            let (office, id) = (city.office.clone(), city.person.clone());
            wait(city.office.query(move |read| {
                let row = person::by_id(read, &id)?.unwrap();
                person::values(&office, read, &row)
            }))
            .unwrap()
            .address
        };
        assert_eq!((goes_to(), contact().as_str()), (None, HOME));
        choose(Delivery::Post, "示例路 1 号").unwrap();
        assert_eq!((goes_to().as_deref(), contact().as_str()), (Some("示例路 1 号"), HOME));
        choose(Delivery::Pickup, "").unwrap();
        assert_eq!(goes_to(), None);
        choose(Delivery::Post, "示例路 2 号").unwrap();
        assert_eq!((goes_to().as_deref(), contact().as_str()), (Some("示例路 2 号"), HOME));
        assert!(matches!(choose(Delivery::Post, "  ").unwrap_err(), Stop::Invalid(_)));
        assert!(crate::testing::verified(db).ok(), "{:?}", crate::testing::verified(db).findings);
        let archivist = Ctx {
            purpose: Some("request".to_owned()),
            ..ctx(&city.office, staff_at("stf_archivist", Role::Archivist, ""), Channel::Counter, None)
        };
        wait(person::erase(&city.office, &archivist, &city.person)).unwrap();
        assert_eq!(goes_to(), None, "erased with the person");
        assert!(crate::testing::verified(db).ok(), "{:?}", crate::testing::verified(db).findings);
    };

    a_supplement_stops_the_clock_and_starts_it_again: |db| {
        let city = City::new(db);
        let number = city.submitted(false);
        city.accept(&number);
        let (_, needs) = city.case(&number);
        let photo = needs.iter().find(|r| rules::can_be_asked_again(r)).unwrap().code.clone();
        let clerk = city.at_desk("stf_clerk", Role::Clerk);
        let ask = |until: &str, codes: Vec<String>| {
            let asks = codes.into_iter().map(|code| Ask::new(code, PaperFault::Unclear)).collect();
            wait(commands::ask_again(&city.office, &clerk, city.answer(&number), asks, day(until)))
        };
        assert_eq!(rule(ask("2027-06-01", vec![photo.clone()]).unwrap_err()), "case.supplement_until");
        assert_eq!(rule(ask("2026-12-01", vec!["payment".to_owned()]).unwrap_err()), "case.supplement_unknown");
        ask("2026-12-01", vec![photo.clone()]).unwrap();
        assert_eq!(city.case(&number).0.stopped_on, Some(day("2026-11-23")));
        let reviewer = city.at_desk("stf_reviewer", Role::Reviewer);
        let early = wait(commands::decide(&city.office, &reviewer, city.answer(&number), Verdict::Grant, Some(city.judged(&number, &city.facts()))));
        assert_eq!(rule(early.unwrap_err()), "case.requirements_outstanding");
        city.clock.set(day("2026-11-27").start().plus_seconds(3600));
        city.hand_in_all(&number);
        let (case, _) = city.case(&number);
        // One working day was left when the clock stopped: Friday the 27th leads to Monday the 30th.
        assert_eq!((case.stopped_on, case.due_on), (None, Some(day("2026-11-30"))));
    };

    what_the_law_forbids_is_refused_with_every_reason: |db| {
        let city = City::new(db);
        let mut facts = city.facts();
        if let Found::Found(licence) = &mut facts.licence {
            licence.valid_until = Some(day("2027-06-30"));
            licence.unsettled_violations = Fact::Known(2);
        }
        let Opened::Refused(refusals) = city.open(facts) else { panic!("it was begun") };
        let rules: BTreeSet<_> = refusals.iter().map(|r| r.rule.as_str()).collect();
        assert!(rules.contains("licence.renewal_too_early") && rules.len() == 2, "{rules:?}");
        for refusal in &refusals {
            assert!(!refusal.articles.is_empty() && !refusal.instead.en.is_empty(), "{refusal:?}");
        }
        city.begun();
        let Opened::Refused(refusals) = city.open(city.facts()) else { panic!("a second case was begun") };
        assert_eq!(refusals[0].rule, "case.under_way");
    };

    a_fee_goes_back_once_when_the_case_is_taken_back: |db| {
        let city = City::new(db);
        let number = city.submitted(false);
        wait(commands::withdraw(&city.office, &city.citizen(), city.answer(&number))).unwrap();
        let order = city.order(&number);
        assert_eq!((order.paid, order.refund), (true, payment::Refund::Asked));
        assert_eq!(city.jobs("payment.refund"), 1);
        let system = city.office.system("refund");
        for _ in 0..2 {
            let told = commands::refunded(&city.office, &system, number.clone(), order.id.clone(), "job_1".to_owned());
            wait(told).unwrap();
        }
        assert_eq!(city.order(&number).refund, payment::Refund::Done);
        let id = city.case(&number).0.id;
        let stream = city.office.stream("case", &id);
        let events = wait(city.office.query(move |read| Ok(ledger::events(read, &stream, 0, 100)?))).unwrap();
        let back = events.iter().filter(|event| event.kind.starts_with("case.refund")).count();
        assert_eq!(back, 2, "asked once, given back once");
        // Without a payment there is nothing to give back.
        let unpaid = city.begun();
        wait(commands::withdraw(&city.office, &city.citizen(), city.answer(&unpaid))).unwrap();
        assert_eq!(city.jobs("payment.refund"), 0);
        // Paid in the moment it was taken back: it goes back as well.
        city.pay(&unpaid);
        assert_eq!((city.order(&unpaid).refund, city.jobs("payment.refund")), (payment::Refund::Asked, 1));
    };

    an_order_given_up_is_followed_by_one_new_one: |db| {
        let city = City::new(db);
        let number = city.begun();
        let before = city.order(&number).id;
        let anew = |before: &str| {
            wait(commands::order_anew(&city.office, &city.citizen(), number.clone(), before.to_owned())).unwrap().value
        };
        let new = anew(&before);
        assert_ne!(new, before);
        assert_eq!(anew(&before), new, "there is one order at a time");
        let stranger = ctx(&city.office, Actor::citizen("per_999901_00000000000000000000000009"), Channel::Online, None);
        let theirs = wait(commands::order_anew(&city.office, &stranger, number.clone(), new.clone()));
        assert!(matches!(theirs, Err(Stop::NotFound)), "{theirs:?}");
        let system = city.office.system("paid");
        let late = wait(commands::pay(&city.office, &system, number.clone(), before, Fen::yuan(10), "T0".to_owned()));
        assert!(matches!(late, Err(Stop::NotFound)), "{late:?}");
        city.pay(&number);
        assert_eq!(anew(&new), new, "what is paid is not ordered again");
        assert!(crate::testing::verified(db).ok(), "{:?}", crate::testing::verified(db).findings);
    };

    nothing_is_granted_against_the_law_and_a_refusal_says_all_of_it: |db| {
        let city = City::new(db);
        let number = city.submitted(false);
        city.accept(&number);
        let mut facts = city.facts();
        if let Found::Found(licence) = &mut facts.licence {
            licence.unsettled_violations = Fact::Known(3);
        }
        facts.person.birth = day("1955-03-07");
        let reviewer = city.at_desk("stf_reviewer", Role::Reviewer);
        let judged = Some(city.judged(&number, &facts));
        let decide = |verdict, facts| wait(commands::decide(&city.office, &reviewer, city.answer(&number), verdict, facts));
        assert_eq!(rule(decide(Verdict::Grant, judged.clone()).unwrap_err()), "case.conditions_not_met");
        assert_eq!(rule(decide(Verdict::Grant, None).unwrap_err()), "case.no_file");
        let why = ["licence.unsettled_violations", "person.past_age", "licence.held_by_police", "photo"];
        let why: Vec<String> = why.iter().map(|&code| code.to_owned()).collect();
        decide(Verdict::Refuse(why.clone()), judged).unwrap();
        let id = city.case(&number).0.id;
        let paper = wait(city.office.query(move |read| papers(read, &id))).unwrap().pop().unwrap();
        let named: Vec<_> = paper.body.named.iter().map(|n| (n.reason.as_str(), n.slot.as_str(), n.value.zh.as_str())).collect();
        assert_eq!(named, [("licence.unsettled_violations", "count", "3")], "{named:?}");
        let said = said(&city.office, &paper, Some(day("1990-03-07")));
        let item = city.office.rules.catalog.item("licence-renew-expiry").unwrap();
        for code in &why {
            let words = item.reason(code, &said).unwrap();
            for text in [&words.what, &words.instead] {
                assert!(!text.zh.contains('{') && !text.en.contains('{') && !text.zh.is_empty(), "{code}: {text:?}");
            }
        }
        assert!(item.reason(&why[0], &said).unwrap().what.zh.contains("还有3起"));
        // Named though nothing showed it: it is said by what it asks.
        assert!(item.reason(&why[2], &said).unwrap().what.zh.contains("不符合这项条件：驾驶证没有被"));
    };

    nobody_decides_twice_or_their_own: |db| {
        let city = City::new(db);
        let number = city.submitted(false);
        let stranger = ctx(&city.office, Actor::citizen("per_999901_00000000000000000000000009"), Channel::Online, None);
        let seen = wait(commands::withdraw(&city.office, &stranger, city.answer(&number)));
        assert!(matches!(seen, Err(Stop::NotFound)), "{seen:?}");
        city.accept(&number);
        let both = city.at_desk("stf_clerk", Role::Reviewer);
        let half = wait(commands::decide(&city.office, &both, city.answer(&number), Verdict::Grant, Some(city.judged(&number, &city.facts()))));
        assert!(matches!(half, Err(Stop::Denied(authz::Denial::SecondPerson))), "{half:?}");
        let stale = Answer { number: number.clone(), revision: Some(1) };
        let reviewer = city.at_desk("stf_reviewer", Role::Reviewer);
        let old = wait(commands::decide(&city.office, &reviewer, stale, Verdict::Grant, Some(city.judged(&number, &city.facts()))));
        assert!(matches!(old, Err(Stop::Stale)), "{old:?}");
        let silent = wait(commands::decide(&city.office, &reviewer, city.answer(&number), Verdict::Refuse(vec![]), Some(city.judged(&number, &city.facts()))));
        assert_eq!(rule(silent.unwrap_err()), "case.reasons_missing");
        city.decide(&number, Verdict::Refuse(vec!["licence.renewal_too_early".to_owned()]));
        let (case, _) = city.case(&number);
        assert_eq!((case.stage, case.reasons.len()), (Stage::Refused, 1));
        let id = case.id;
        let papers = wait(city.office.query(move |read| papers(read, &id))).unwrap();
        assert_eq!(papers.last().unwrap().body.remedies, Remedy::ALL);
    };
}
