//! Making the city: store, office, outlets, staff, people, and then its history.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use adapters::AdaptersConfig;
use adapters::twins::Twins;
use authz::{Actor, Channel, Role};
use base::{Entropy as _, OsEntropy, Text};
use service::access::{GrantMandate, grant_mandate};
use service::catalog::Who;
use service::office::{Ctx, Office, Stop};
use store::{Durability, Limits, Target};
use tokio::runtime::Runtime;

use super::enter::enter_all;
use super::logins::{self, Login};
use super::outlets::{open_all, stock};
use super::people::Citizen;
use super::places::PLACES;
use super::replay::{Replay, Resident};
use super::staff::{People, begin, employ};
use super::{Made, Plan, portrait, publicity, recall, story};
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
    /// Where they and the pages are reached: `http://127.0.0.1:8080`.
    pub origin: &'a str,
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

/// Makes the city.
pub fn build(plan: &Plan, ground: &Ground<'_>) -> Result<City, Failure> {
    let say = |zh: &str, en: &str| {
        if let Some(console) = ground.console {
            console.progress(&Text::new(zh, en));
        }
    };
    let place = ground.place.clone();
    place.make()?;
    place.begin_demonstration()?;
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
        city: None,
    };
    let open = |keys, limits| {
        crate::office::open(&place, &about, keys, limits, ground.clock.clone(), Arc::new(OsEntropy))
    };
    let office = open(keys, MAKING)?;
    say("正在建立网点和账号……", "Opening outlets and accounts…");
    let (admin, head, account) = begin(&office, ground.runtime, plan)?;
    let outlets = open_all(&office, &admin, &head, plan)?;
    let mut people = employ(&office, ground.runtime, &admin, &outlets, plan)?;
    people.accounts.push(account);
    publicity::tell(&office, &admin, plan)?;
    place.write_about(&About { internet_outlet: head.clone(), ..about.clone() })?;
    say("正在登记人员、驾驶证和机动车……", "Entering persons, licences and vehicles…");
    let residents = enter_all(&office, plan, ground)?;
    drop(office);
    kept(&place)?;
    let office = open(Keys::read(&place.keys, &about)?, Limits::default())?;
    give_mandate(&office, &residents, plan)?;
    say("正在重演几周来的业务……", "Replaying some weeks of cases…");
    let worker = worker(&office, ground, &place)?;
    let steps = replay(&office, plan, ground, &residents, &people, &outlets, &worker)?;
    ground.clock.follow_from(plan.now);
    office.ledger.sign_now()?;
    recall::fees(&office, ground.twins, ground.origin)?;
    let logins = logins(&people, &residents);
    logins::keep(&place, &logins)?;
    let made = Made { ahead_ms: ground.clock.ahead_ms(), plan: *plan };
    place.write_about(&About { internet_outlet: head.clone(), city: Some(made), ..about })?;
    place.end_demonstration()?;
    Ok(City { office, place, internet_outlet: head, logins, worker, steps })
}

/// What nobody relies on yet is made without a log and with much memory: whoever breaks it off begins again.
const MAKING: Limits = Limits {
    queue: 4096,
    group: 64,
    readers: 4,
    writers: 16,
    durability: Durability::Making,
    cache_mib: 384,
};

/// From here on the store is on disk.
fn kept(place: &Place) -> Result<(), Failure> {
    let Target::Sqlite(path) = &place.database else { return Ok(()) };
    let synced = std::fs::File::open(path).and_then(|file| file.sync_all());
    synced.map_err(|error| crate::outcome::io(path, &error))
}

pub(super) fn worker(office: &Office, ground: &Ground<'_>, place: &Place) -> Result<Arc<Worker>, Failure> {
    let outside = crate::commands::clients(ground.outside)?;
    // Whoever watches a demonstration does not wait ten minutes for a parcel.
    let rhythm = Rhythm { post_s: 2, ..Rhythm::default() };
    Ok(Arc::new(Worker::new(office.clone(), outside, Vec::new(), place.keys.clone(), rhythm)?))
}

/// The third person has named the second to act for them.
fn give_mandate(office: &Office, residents: &[Resident], plan: &Plan) -> Result<(), Stop> {
    let [_, agent, giver, ..] = residents else { return Ok(()) };
    let offered = office.rules.catalog.items().filter(|item| item.who.contains(&Who::Agent));
    let items: BTreeSet<String> = offered.map(|item| item.code.clone()).collect();
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
    let mut logins = logins::citizens(residents.iter().map(|resident| &resident.citizen));
    for role in Role::ALL.iter().filter(|role| role.is_staff()) {
        logins.extend(people.accounts.iter().find(|account| account.role == *role).map(Login::staff));
    }
    logins
}
