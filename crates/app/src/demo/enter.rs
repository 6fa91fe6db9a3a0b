//! Entering the city's people, a lot at a time: into the office's register with what they hold and own, and into the
//! twin of the population register.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use adapters::Private;
use adapters::population::PersonRecord;
use authz::Channel;
use base::{Instant, Rng, Text};
use ledger::seal::BlindKind;
use service::catalog::LicenceStatus;
use service::licence::NewLicence;
use service::office::{Ctx, Office, Stop};
use service::person::NewPerson;
use service::registry::{self, Entry, GROUP_MAX};
use service::vehicle::NewVehicle;

use super::build::Ground;
use super::people::{Citizen, everybody};
use super::replay::Resident;
use super::vehicles::Owned;
use super::{Plan, twins};
use crate::console::Bar;
use crate::outcome::Failure;
use crate::wait::wait;

/// How many persons are made before they are entered.
const LOT: usize = 60_000;
/// How many of them the twin of the population register takes at once.
const TWIN_LOT: usize = 10_000;
/// How many groups are entered at once: together they share a commit.
const HANDS: usize = 64;
/// Those to log in as, of whom the twins know only good.
pub(super) const SHOWN: usize = 10;

/// Enters everybody, in the order of the list; gives those whose lives are replayed.
pub(super) fn enter_all(office: &Office, plan: &Plan, ground: &Ground<'_>) -> Result<Vec<Resident>, Failure> {
    let mut everybody = everybody(plan);
    let mut residents: Vec<Resident> = Vec::new();
    let bar = Mutex::new((Bar::new(ground.console.filter(|_| plan.persons > LOT)), 0));
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let done = |more: usize| {
        let mut bar = bar.lock().unwrap_or_else(PoisonError::into_inner);
        bar.1 += number(more);
        let entered = bar.1;
        bar.0.at(entered, number(plan.persons));
    };
    loop {
        let lot: Vec<Citizen> = everybody.by_ref().take(LOT).collect();
        if lot.is_empty() {
            break;
        }
        for part in lot.chunks(TWIN_LOT) {
            register_with_twin(ground, part)?;
        }
        let ids = enter_lot(office, &lot, &done)?;
        let played = plan.played.saturating_sub(residents.len());
        let both = lot.into_iter().zip(ids).take(played);
        residents.extend(both.map(|(citizen, (person, licence))| Resident { citizen, person, licence }));
    }
    let shown: Vec<&str> = residents.iter().take(SHOWN).map(|r| r.citizen.id_number.as_str()).collect();
    ground.runtime.block_on(twins::clean(ground.twins, &shown, plan.now.day())).map_err(refused)?;
    Ok(residents)
}

/// A person and their licence.
type Ids = (String, String);

/// Enters a lot, in the order of the index by which people are found: those of one commit then lie beside each other
/// there, and not each on a page of its own.
fn enter_lot(office: &Office, lot: &[Citizen], done: &(dyn Fn(usize) + Sync)) -> Result<Vec<Ids>, Stop> {
    let index = |citizen: &Citizen| office.vault.index(BlindKind::IdNumber, &citizen.id_number);
    let mut order: Vec<_> =
        lot.iter().enumerate().map(|(at, citizen)| (index(citizen), at, citizen)).collect();
    order.sort_by_key(|(index, _, _)| index.as_ref().map(|index| *index.as_bytes()));
    let order: Vec<(usize, &Citizen)> = order.into_iter().map(|(_, at, citizen)| (at, citizen)).collect();
    let groups: Vec<&[(usize, &Citizen)]> = order.chunks(GROUP_MAX).collect();
    let next = AtomicUsize::new(0);
    let hand = || -> Result<Vec<(usize, Ids)>, Stop> {
        let mut entered = Vec::new();
        while let Some(group) = groups.get(next.fetch_add(1, Ordering::Relaxed)) {
            entered.extend(enter_group(office, group)?);
            done(group.len());
        }
        Ok(entered)
    };
    let parts: Vec<Result<Vec<_>, Stop>> = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS).map(|_| scope.spawn(hand)).collect();
        let stopped =
            || Err(Stop::Failed(ledger::Error::Broken("a hand of the registry stopped".to_owned())));
        hands.into_iter().map(|hand| hand.join().unwrap_or_else(|_| stopped())).collect()
    });
    let parts: Result<Vec<_>, Stop> = parts.into_iter().collect();
    let mut entered: Vec<_> = parts?.into_iter().flatten().collect();
    entered.sort_by_key(|(at, _)| *at);
    Ok(entered.into_iter().map(|(_, ids)| ids).collect())
}

fn enter_group(office: &Office, group: &[(usize, &Citizen)]) -> Result<Vec<(usize, Ids)>, Stop> {
    let ctx = Ctx { channel: Channel::Import, ..office.system("demo") };
    let mut rng = office.entropy.rng();
    let mut ids = Vec::with_capacity(group.len());
    let mut entries = Vec::with_capacity(group.len());
    for (at, citizen) in group {
        let person = base::new_id("per", citizen.region, ctx.now, &mut rng);
        let licence = base::new_id("lic", citizen.region, ctx.now, &mut rng);
        entries.push(entry(citizen, &person, &licence, ctx.now, &mut rng));
        ids.push((*at, (person, licence)));
    }
    wait(registry::enter(office, &ctx, entries))?;
    Ok(ids)
}

fn entry(citizen: &Citizen, person: &str, licence: &str, now: Instant, rng: &mut Rng) -> Entry {
    let held = &citizen.licence;
    let vehicle = |owned: &Owned| NewVehicle {
        id: base::new_id("veh", citizen.region, now, rng),
        owner: person.to_owned(),
        plate_kind: owned.plate_kind,
        plate: owned.plate.clone(),
        vin: owned.vin.clone(),
        kind: owned.kind,
        usage: owned.usage,
        make: owned.make.clone(),
        registered_on: owned.registered_on,
        inspected_until: owned.inspected_until,
        status: owned.status,
        region: citizen.region,
    };
    Entry {
        standing: LicenceStatus::Normal,
        vehicles: citizen.vehicles.iter().map(vehicle).collect(),
        person: NewPerson {
            id: person.to_owned(),
            region: citizen.region,
            name: citizen.name.clone(),
            id_number: citizen.id_number.clone(),
            phone: citizen.phone.clone(),
            address: citizen.address.clone(),
        },
        licence: Some(NewLicence {
            id: licence.to_owned(),
            holder: person.to_owned(),
            file_number: held.file_number.clone(),
            classes: held.classes.clone(),
            first_issue: held.first_issue,
            valid_from: held.valid_from,
            valid_until: held.valid_until,
            term: held.term,
            region: citizen.region,
        }),
    }
}

/// Tells the population twin of everybody.
pub(super) fn introduce(
    ground: &Ground<'_>,
    mut everybody: impl Iterator<Item = Citizen>,
) -> Result<(), Failure> {
    loop {
        let lot: Vec<Citizen> = everybody.by_ref().take(TWIN_LOT).collect();
        if lot.is_empty() {
            return Ok(());
        }
        register_with_twin(ground, &lot)?;
    }
}

/// The population twin knows everybody.
fn register_with_twin(ground: &Ground<'_>, lot: &[Citizen]) -> Result<(), Failure> {
    let record = |citizen: &Citizen| PersonRecord {
        id_number: Private::new(citizen.id_number.as_str()),
        name: Private::new(citizen.name.as_str()),
        status: None,
        region: None,
        document: None,
    };
    let records: Vec<PersonRecord> = lot.iter().map(record).collect();
    ground.twins.register(&records).map_err(|problem| refused(problem.to_string()))?;
    Ok(())
}

pub(super) fn refused(what: String) -> Failure {
    Failure::new(
        Text::new(
            format!("模拟系统没有接受演示人员：{what}"),
            format!("the twins did not take the city's people: {what}"),
        ),
        Text::new("这是程序的缺陷，请报告。", "This is a defect of the program: report it."),
    )
}
