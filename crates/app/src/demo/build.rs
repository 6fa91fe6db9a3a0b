//! Making the city: store, office, outlets, staff, people, and then its history.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use adapters::population::PersonRecord;
use adapters::twins::Twins;
use adapters::{AdaptersConfig, Private};
use authz::{Actor, Channel, Role};
use base::{Entropy as _, OsEntropy, Text};
use service::access::{GrantMandate, grant_mandate};
use service::office::{Ctx, Office, Stop};
use service::{licence, person};
use store::Limits;
use tokio::runtime::Runtime;

use super::logins::Login;
use super::outlets::{open_all, stock};
use super::people::{Citizen, everybody};
use super::places::PLACES;
use super::replay::{Replay, Resident};
use super::staff::{People, begin, employ};
use super::{Plan, portrait, publicity, story, twins};
use crate::Console;
use crate::clock::VirtualClock;
use crate::keys::Keys;
use crate::outcome::Failure;
use crate::store_folder::{About, Place};
use crate::wait::wait;
use crate::worker::{Rhythm, Worker};

/// What making a city takes beside its plan.
#[derive(Debug)]
pub struct Ground<'a> {
    /// An empty place for its store.
    pub place: &'a Place,
    /// Its clock, standing at the first day.
    pub clock: Arc<VirtualClock>,
    /// The twins, already served.
    pub twins: &'a Twins,
    /// How to reach them.
    pub outside: &'a AdaptersConfig,
    /// A runtime for hashing passwords.
    pub runtime: &'a Runtime,
    /// Where progress is told; nowhere when none.
    pub console: Option<Console>,
}

/// A city that is ready.
#[derive(Debug)]
pub struct City {
    /// Its office, open.
    pub office: Office,
    /// Where its store is.
    pub place: Place,
    /// The outlet that decides what comes over the internet.
    pub internet_outlet: String,
    /// One log-in of every role.
    pub logins: Vec<Login>,
    /// Works for it from now on.
    pub worker: Arc<Worker>,
    /// Steps of its history that were done, and those that did not fit.
    pub steps: (usize, usize),
}

/// How many persons are entered at once.
const HANDS: usize = 16;

/// Makes the city.
pub fn build(plan: &Plan, ground: &Ground<'_>) -> Result<City, Failure> {
    let say = |zh: &str, en: &str| {
        if let Some(console) = ground.console {
            console.progress(&Text::new(zh, en));
        }
    };
    let place = ground.place.clone();
    place.make()?;
    let keys = Keys::generate(plan.region, true, &mut OsEntropy.rng(), &mut OsEntropy.rng())?;
    keys.write(&place.keys)?;
    let about = About {
        format: 1,
        region: plan.region,
        node: "n1".to_owned(),
        demonstration: true,
        internet_outlet: String::new(),
        master_key: keys.master.id(),
        ledger_key: keys.ledger.verifier().to_string(),
    };
    let office = crate::office::open(
        &place,
        &about,
        keys,
        Limits::default(),
        ground.clock.clone(),
        Arc::new(OsEntropy),
    )?;
    say("正在建立网点和账号……", "Opening outlets and accounts…");
    let (admin, head, account) = begin(&office, ground.runtime, plan)?;
    let outlets = open_all(&office, &admin, &head, plan)?;
    let mut people = employ(&office, ground.runtime, &admin, &outlets, plan)?;
    people.accounts.push(account);
    publicity::tell(&office, &admin, plan)?;
    place.write_about(&About { internet_outlet: head.clone(), ..about })?;
    say("正在登记人员和驾驶证……", "Entering persons and licences…");
    let residents = enter_all(&office, everybody(plan))?;
    register_with_twins(ground, plan, &residents)?;
    give_mandate(&office, &residents, plan)?;
    say("正在重演几周来的业务……", "Replaying some weeks of cases…");
    let worker = worker(&office, ground, &place)?;
    let steps = replay(&office, plan, ground, &residents, &people, &outlets, &worker)?;
    ground.clock.follow_from(plan.now);
    office.ledger.sign_now()?;
    let logins = logins(&people, &residents);
    Ok(City { office, place, internet_outlet: head, logins, worker, steps })
}

fn worker(office: &Office, ground: &Ground<'_>, place: &Place) -> Result<Arc<Worker>, Failure> {
    let outside = crate::commands::clients(ground.outside)?;
    // Whoever watches a demonstration does not wait ten minutes for a parcel.
    let rhythm = Rhythm { post_s: 2, ..Rhythm::default() };
    Ok(Arc::new(Worker::new(office.clone(), outside, Vec::new(), place.keys.clone(), rhythm)?))
}

/// Enters everybody with their licences, in the order of the list.
fn enter_all(office: &Office, citizens: Vec<Citizen>) -> Result<Vec<Resident>, Stop> {
    let share = citizens.len().div_ceil(HANDS).max(1);
    let parts: Vec<Result<Vec<Resident>, Stop>> = std::thread::scope(|scope| {
        let some = |part: &[Citizen]| part.iter().map(|citizen| enter(office, citizen)).collect();
        let hands: Vec<_> = citizens.chunks(share).map(|part| scope.spawn(move || some(part))).collect();
        let stopped =
            || Err(Stop::Failed(ledger::Error::Broken("a hand of the registry stopped".to_owned())));
        hands.into_iter().map(|hand| hand.join().unwrap_or_else(|_| stopped())).collect()
    });
    let parts: Result<Vec<Vec<Resident>>, Stop> = parts.into_iter().collect();
    Ok(parts?.into_iter().flatten().collect())
}

fn enter(office: &Office, citizen: &Citizen) -> Result<Resident, Stop> {
    let ctx = || Ctx { channel: Channel::Import, ..office.system("demo") };
    let first = ctx();
    let mut rng = office.entropy.rng();
    let id = base::new_id("per", citizen.region, first.now, &mut rng);
    let new = person::NewPerson {
        id: id.clone(),
        region: citizen.region,
        name: citizen.name.clone(),
        id_number: citizen.id_number.clone(),
        phone: citizen.phone.clone(),
        address: citizen.address.clone(),
    };
    wait(person::register(office, &first, &new))?;
    let held = &citizen.licence;
    let licence = licence::NewLicence {
        id: base::new_id("lic", citizen.region, first.now, &mut rng),
        holder: id.clone(),
        file_number: held.file_number.clone(),
        classes: held.classes.clone(),
        first_issue: held.first_issue,
        valid_from: held.valid_from,
        valid_until: held.valid_until,
        term: held.term,
        region: citizen.region,
    };
    wait(licence::register(office, &ctx(), &licence))?;
    Ok(Resident { citizen: citizen.clone(), person: id, licence: licence.id })
}

/// The population twin knows everybody; of the persons to log in as, the other twins know only good.
fn register_with_twins(ground: &Ground<'_>, plan: &Plan, residents: &[Resident]) -> Result<(), Failure> {
    let record = |resident: &Resident| PersonRecord {
        id_number: Private::new(resident.citizen.id_number.as_str()),
        name: Private::new(resident.citizen.name.as_str()),
        status: None,
        region: None,
        document: None,
    };
    let records: Vec<PersonRecord> = residents.iter().map(record).collect();
    let refused = |what: String| {
        Failure::new(
            Text::new(
                format!("模拟系统没有接受演示人员：{what}"),
                format!("the twins did not take the city's people: {what}"),
            ),
            Text::new("这是程序的缺陷，请报告。", "This is a defect of the program: report it."),
        )
    };
    ground.twins.register(&records).map_err(|problem| refused(problem.to_string()))?;
    let shown: Vec<&str> = residents.iter().take(10).map(|r| r.citizen.id_number.as_str()).collect();
    ground.runtime.block_on(twins::clean(ground.twins, &shown, plan.now.day())).map_err(refused)
}

/// The third person has named the second to act for them.
fn give_mandate(office: &Office, residents: &[Resident], plan: &Plan) -> Result<(), Stop> {
    let [_, agent, giver, ..] = residents else { return Ok(()) };
    let items: BTreeSet<String> = office.rules.catalog.items().map(|item| item.code.clone()).collect();
    let mandate = GrantMandate {
        giver: giver.person.clone(),
        agent_name: agent.citizen.name.clone(),
        agent_id_number: agent.citizen.id_number.clone(),
        items,
        from: None,
        until: plan.now.day().plus_days(180),
    };
    let ctx = Ctx {
        actor: Actor::citizen(giver.person.as_str()),
        channel: Channel::Online,
        ..office.system("demo")
    };
    wait(grant_mandate(office, &ctx, &mandate))?;
    Ok(())
}

fn replay(
    office: &Office,
    plan: &Plan,
    ground: &Ground<'_>,
    residents: &[Resident],
    people: &People,
    outlets: &[String],
    worker: &Worker,
) -> Result<(usize, usize), Stop> {
    let mut blanks = BTreeMap::new();
    for (place, id) in PLACES.iter().zip(outlets) {
        if let Some(team) = people.teams.get(place.code) {
            blanks.insert(place.code, stock(office, &team.issuer, id, place)?);
        }
    }
    let citizens: Vec<Citizen> = residents.iter().map(|r| r.citizen.clone()).collect();
    let stories = story::stories(plan, &office.rules.law, &citizens);
    let replay = Replay {
        office,
        clock: &ground.clock,
        worker,
        residents,
        people,
        outlets,
        blanks: Mutex::new(blanks),
        portraits: portrait::portraits(plan.seed),
    };
    replay.run(&stories, plan.now)
}

/// A citizen whose licence ends soon, an agent, and every account that was set up.
fn logins(people: &People, residents: &[Resident]) -> Vec<Login> {
    let mut logins = Vec::new();
    for (role, resident) in [Role::Citizen, Role::Agent].into_iter().zip(residents) {
        logins.push(Login::citizen(role, &resident.citizen));
    }
    for role in Role::ALL.iter().filter(|role| role.is_staff()) {
        logins.extend(people.accounts.iter().find(|account| account.role == *role).map(Login::staff));
    }
    logins
}
