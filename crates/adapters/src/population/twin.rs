//! The register's twin: people are those who were registered with it, and nobody else.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use axum::routing::post;
use axum::{Extension, Json, Router};
use base::{Day, Problem, Region};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Check, CheckAnswer, Checked, Document, DocumentState, PersonStatus, Registered};
use crate::Private;
use crate::limits::{Limited, Wrong};
use crate::twins::{Desk, Sent, Trouble, Turn, conflict, mount};

/// The most people that a twin knows: above the drivers of a large city.
const PEOPLE_MAX: usize = 1_500_000;

/// The most people in one request.
const AT_ONCE_MAX: usize = 10_000;

/// A person to register with the twin. What is left out follows from the identity number: the region of its first
/// six digits, a card that is valid (from 46 years on without end, as the card is issued at that age).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonRecord {
    /// Citizen identity number, 18 characters.
    pub id_number: Private,
    /// Name, 1 to 60 characters.
    pub name: Private,
    /// Status; normal when left out.
    #[serde(default)]
    pub status: Option<PersonStatus>,
    /// Where the person is registered.
    #[serde(default)]
    pub region: Option<Region>,
    /// The identity card.
    #[serde(default)]
    pub document: Option<Document>,
}

impl Limited for PersonRecord {
    fn check(&self, wrong: &mut Wrong) {
        wrong.id_number("id_number", self.id_number.as_str());
        wrong.text("name", self.name.as_str(), 60);
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Persons {
    persons: Vec<PersonRecord>,
}

impl Limited for Persons {
    const BODY_MAX: usize = 4 * 1024 * 1024;

    fn check(&self, wrong: &mut Wrong) {
        wrong.at_most("persons", self.persons.len(), AT_ONCE_MAX);
    }
}

/// An identity number as it is kept: a city has a million of them.
type Number = [u8; 18];

/// What is kept of a person. What follows from the number is worked out when it is asked for.
#[derive(Debug)]
struct Known {
    name: Box<str>,
    given: Option<Box<Given>>,
}

/// What was said of a person and does not follow from the number.
#[derive(Debug)]
struct Given {
    status: Option<PersonStatus>,
    region: Option<Region>,
    document: Option<Document>,
}

/// Everybody the twins know. The hospital's and the offence system's twins know the same people.
#[derive(Debug, Default)]
pub(crate) struct People(Mutex<HashMap<Number, Known>>);

impl People {
    /// Whether somebody has this number.
    pub(crate) fn knows(&self, id_number: &Private) -> bool {
        number(id_number)
            .is_some_and(|number| self.0.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&number))
    }

    /// Registers people, all of them or none; a number that is known already gets the new record.
    pub(crate) fn register(&self, persons: &[PersonRecord]) -> Result<usize, Trouble> {
        let wrong: Vec<_> = persons.iter().flat_map(Limited::wrong).take(20).collect();
        if !wrong.is_empty() {
            return Err(Problem::invalid(wrong).into());
        }
        let mut people = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if people.len().saturating_add(persons.len()) > PEOPLE_MAX {
            return Err(conflict(
                "population.full",
                "演示人口登记已满。请减少人数。",
                "The demonstration register is full. Register fewer people.",
            ));
        }
        let entry = |person: &PersonRecord| {
            let home = person.region.or_else(|| home(person.id_number.as_str()));
            Some((number(&person.id_number).filter(|_| home.is_some())?, known(person)))
        };
        let all: Option<Vec<_>> = persons.iter().map(entry).collect();
        people.extend(all.ok_or_else(|| Problem::invalid(Vec::new()))?);
        Ok(people.len())
    }

    fn check(&self, check: &Check, desk: &Desk) -> Checked {
        let people = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(known) = number(&check.id_number).and_then(|number| people.get(&number)) else {
            return Checked::NoSuchPerson;
        };
        if &*known.name != check.name.as_str() {
            return Checked::Mismatch;
        }
        match registered(check.id_number.as_str(), known, desk) {
            Some(registered) => Checked::Match(registered),
            None => Checked::NoSuchPerson,
        }
    }
}

fn number(id_number: &Private) -> Option<Number> {
    id_number.as_str().as_bytes().try_into().ok()
}

/// Where a number was first given.
fn home(number: &str) -> Option<Region> {
    number.get(..6).and_then(|region| Region::parse(region).ok())
}

fn known(person: &PersonRecord) -> Known {
    let (status, region, document) = (person.status, person.region, person.document.clone());
    let said = status.is_some() || region.is_some() || document.is_some();
    Known {
        name: person.name.as_str().into(),
        given: said.then(|| Box::new(Given { status, region, document })),
    }
}

/// What the register says of a person it knows; none where the number names no region.
fn registered(number: &str, known: &Known, desk: &Desk) -> Option<Registered> {
    let given = known.given.as_deref();
    Some(Registered {
        status: given.and_then(|given| given.status).unwrap_or(PersonStatus::Normal),
        region: given.and_then(|given| given.region).or_else(|| home(number))?,
        document: given.and_then(|given| given.document.clone()).unwrap_or_else(|| document(number, desk)),
    })
}

/// A card that is valid for one to ten more years, or without end.
fn document(number: &str, desk: &Desk) -> Document {
    let today = desk.now().day();
    let born: i16 = number.get(6..10).and_then(|year| year.parse().ok()).unwrap_or(today.year());
    let years = i16::try_from(1 + desk.chance(number).below(10)).unwrap_or(1);
    let last: Option<Day> = (today.year() - born < 46).then(|| today.plus_years(years));
    Document { state: DocumentState::Valid, valid_until: last }
}

#[derive(Clone, Debug)]
struct Twin {
    desk: Arc<Desk>,
    people: Arc<People>,
}

/// The twin's routes.
pub(crate) fn router(desk: Arc<Desk>, people: Arc<People>) -> Router {
    let twin = Twin { desk: Arc::clone(&desk), people };
    let profile = Router::new().route("/checks", post(check)).with_state(twin.clone());
    let own = Router::new().route("/persons", post(register)).with_state(twin);
    mount(desk, profile, own)
}

async fn check(
    State(twin): State<Twin>,
    Extension(turn): Extension<Turn>,
    Sent(check): Sent<Check>,
) -> Json<CheckAnswer> {
    let checked = if turn.lost { Checked::NoSuchPerson } else { twin.people.check(&check, &twin.desk) };
    Json(CheckAnswer { id_number: check.id_number, checked })
}

async fn register(State(twin): State<Twin>, Sent(body): Sent<Persons>) -> Result<Json<Value>, Trouble> {
    let known = twin.people.register(&body.persons)?;
    Ok(Json(json!({ "registered": body.persons.len(), "known": known })))
}
