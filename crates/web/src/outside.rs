//! Asking outside systems for the facts by which an item is judged. A source that does not answer leaves its facts
//! unknown, and unknown never refuses anybody.

use std::time::Duration;

use adapters::hospital::{Certificate, Find};
use adapters::offences::{Accident, Ask, LastCycle, Measure, Standing};
use adapters::population::{Check, Checked};
use adapters::{AdapterError, Private};
use authz::Action;
use base::{Day, Rng};
use law::Classes;
use service::case::{CaseFile, commands};
use service::catalog::{
    ContactFacts, Fact, Facts, Found, Item, Judgement, LicenceFacts, LicenceStatus, MedicalFacts,
    PersonFacts, Source,
};
use service::licence::Licence;
use service::office::{Office, Stop};
use service::person::{PersonRow, PersonValues};
use store::Read;

use crate::{App, Fault, Visitor};

/// A person and what the office has of them.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) row: PersonRow,
    pub(crate) values: PersonValues,
    pub(crate) licence: Option<Licence>,
}

/// The person's birthday; none once they are erased.
pub(crate) async fn birth(app: &App, person: &str) -> Result<Option<Day>, Stop> {
    let (office, id) = (app.office.clone(), person.to_owned());
    let found = app.office.query(move |read| {
        let Some(row) = service::person::by_id(read, &id)?.filter(|row| !row.erased) else { return Ok(None) };
        Ok(service::person::values(&office, read, &row)?.birth())
    });
    found.await
}

/// A person's name as screens show it.
pub(crate) async fn masked_name(app: &App, person: &str) -> Result<String, Fault> {
    let (office, id) = (app.office.clone(), person.to_owned());
    let found = app.office.query(move |read| {
        let row = service::person::by_id(read, &id)?.filter(|row| !row.erased).ok_or(Stop::NotFound)?;
        service::person::masked_name(&office, read, &row)?.ok_or(Stop::NotFound)
    });
    Ok(found.await?)
}

/// Reads a person's row, values and licence.
pub(crate) async fn known(app: &App, person: &str) -> Result<Known, Fault> {
    let (office, id) = (app.office.clone(), person.to_owned());
    let found = app.office.query(move |read| known_of(&office, read, &id)?.ok_or(Stop::NotFound));
    Ok(found.await?)
}

/// The same inside a reading; none where there is no such person any more.
fn known_of(office: &Office, read: &mut Read<'_>, person: &str) -> Result<Option<Known>, Stop> {
    let row = service::person::by_id(read, person)?.filter(|row| !row.erased);
    let Some(row) = row else { return Ok(None) };
    let values = service::person::values(office, read, &row)?;
    let licence = service::licence::of_holder(read, person)?.into_iter().next();
    Ok(Some(Known { row, values, licence }))
}

/// A case with the person concerned, in one reading, for whoever may see the case; nobody where they are erased.
pub(crate) async fn case_and_person(
    app: &App,
    visitor: &Visitor,
    number: &str,
) -> Result<(CaseFile, Option<Known>), Stop> {
    let (office, number) = (app.office.clone(), number.to_owned());
    let (actor, circumstances) = (visitor.actor.clone(), visitor.ctx().circumstances());
    let found = app.office.query(move |read| {
        let case = service::case::by_number(read, &number)?.ok_or(Stop::NotFound)?;
        let resource = service::case::resource(&case);
        if !office.authorizer.decide(&actor, Action::CaseView, &resource, circumstances).allowed {
            return Err(Stop::NotFound);
        }
        let known = known_of(&office, read, &case.subject)?;
        Ok((case, known))
    });
    found.await
}

/// Where the case's parcel goes; none where the result is picked up, and after the person's erasure.
pub(crate) async fn delivery_address(app: &App, case: &CaseFile) -> Result<Option<String>, Stop> {
    let (office, case) = (app.office.clone(), case.clone());
    app.office.query(move |read| service::case::delivery_address(&office, read, &case)).await
}

/// The answers of three sources.
struct Answers {
    population: Result<Checked, AdapterError>,
    certificate: Result<Option<Certificate>, AdapterError>,
    standing: Result<Option<Standing>, AdapterError>,
}

/// How long a page waits for all sources together. A source that takes longer is unknown today and asked again later.
const WITHIN: Duration = Duration::from_millis(2_500);

/// One source, where it is wanted.
async fn one<T>(
    system: &'static str,
    wanted: bool,
    asking: impl Future<Output = Result<T, AdapterError>>,
) -> Result<T, AdapterError> {
    if !wanted {
        return Err(AdapterError::Unreachable);
    }
    tokio::time::timeout(WITHIN, asking).await.unwrap_or_else(|_| {
        tracing::warn!(system, "no answer in the time that a page has");
        Err(AdapterError::TimedOut)
    })
}

/// Asks the sources that the item depends on, all at once: their deadlines begin together. One that was not asked is as
/// unknown as one that did not answer, and nothing depends on it.
async fn ask(app: &App, item: &str, values: &PersonValues, mut rng: Rng) -> Answers {
    let (catalog, outside) = (&app.office.rules.catalog, &app.outside);
    let wanted = catalog.item(item).map_or_else(|_| Source::ALL.iter().copied().collect(), Item::sources);
    let any = |of: &[Source]| of.iter().any(|source| wanted.contains(source));
    let id_number = Private::new(values.id_number.as_str());
    let check = Check { id_number: id_number.clone(), name: Private::new(values.name.as_str()) };
    let (find, of) = (Find { id_number: id_number.clone() }, Ask { id_number });
    let mut chance = || Rng::from_seed(rng.bytes());
    let (mut first, mut second, mut third) = (chance(), chance(), chance());
    let standing_wanted = any(&[Source::Violations, Source::Accidents, Source::Studies]);
    let (population, certificate, standing) = tokio::join!(
        one("population", any(&[Source::PopulationRegister]), outside.population.check(&check, &mut first)),
        one("hospital", any(&[Source::HospitalNetwork]), outside.hospital.find(&find, &mut second)),
        one("offences", standing_wanted, outside.offences.standing(&of, &mut third)),
    );
    Answers { population, certificate, standing }
}

/// The facts of a case: the facts of today under the law of the day it was handed in, so that nobody loses a right
/// because the office took its time.
pub(crate) async fn facts_of_case(
    app: &App,
    visitor: &Visitor,
    case: &CaseFile,
    known: &Known,
) -> Result<Facts, Fault> {
    let day = case.handed_in_on(visitor.now.day());
    facts_on(app, visitor, known, &case.item, day, case.agent.is_some(), None).await
}

/// What the rules say of a case on its facts, which a decision rests on; for whoever may see the case, and none where the
/// person is erased.
pub(crate) async fn judgement_for(
    app: &App,
    visitor: &Visitor,
    number: &str,
) -> Result<Option<Judgement>, Fault> {
    let (case, Some(known)) = case_and_person(app, visitor, number).await? else { return Ok(None) };
    let facts = facts_of_case(app, visitor, &case, &known).await?;
    Ok(Some(commands::judge(&app.office, &case, &facts)?))
}

/// Everything that the item with this code is judged by, for this person today.
pub(crate) async fn facts(
    app: &App,
    visitor: &Visitor,
    known: &Known,
    item: &str,
    by_agent: bool,
    contact: Option<ContactFacts>,
) -> Result<Facts, Fault> {
    facts_on(app, visitor, known, item, visitor.now.day(), by_agent, contact).await
}

async fn facts_on(
    app: &App,
    visitor: &Visitor,
    known: &Known,
    item: &str,
    day: Day,
    by_agent: bool,
    contact: Option<ContactFacts>,
) -> Result<Facts, Fault> {
    let answers = ask(app, item, &known.values, visitor.page_chance()).await;
    let birth = known.values.birth().ok_or(Stop::NotFound)?;
    let identity = match &answers.population {
        Ok(Checked::Match(registered)) => Fact::Known(registered.document.proves_identity_on(day)),
        Ok(_) => Fact::Known(false),
        Err(_) => Fact::Unknown,
    };
    let licence = match &known.licence {
        None => Found::Nothing,
        Some(licence) => Found::Found(licence_facts(licence, answers.standing.as_ref())),
    };
    let classes = known.licence.as_ref().map(|l| &l.classes);
    Ok(Facts {
        as_of: day,
        by_agent,
        person: PersonFacts {
            birth,
            identity_confirmed: identity,
            photo_on_file: Fact::Known(known.row.photo.is_some()),
            medical: medical(app, answers.certificate, classes, day)?,
            ability_test_passed_on: Found::Unknown,
        },
        licence,
        contact,
    })
}

fn medical(
    app: &App,
    answer: Result<Option<Certificate>, AdapterError>,
    held: Option<&Classes>,
    day: Day,
) -> Result<Found<MedicalFacts>, Fault> {
    match answer {
        Err(_) => Ok(Found::Unknown),
        Ok(Some(certificate)) if certificate.valid => {
            let fit = fit(app, &certificate, held, day)?;
            Ok(Found::Found(MedicalFacts { issued: certificate.issued_on, fit }))
        }
        Ok(_) => Ok(Found::Nothing),
    }
}

/// Whether somebody certified for these classes is fit for every class held: whoever is fit for a class is fit for those
/// that it includes (162§11 and its annex 1). A class that the certificate names and the law does not know says nothing.
fn fit(app: &App, certificate: &Certificate, held: Option<&Classes>, day: Day) -> Result<bool, Fault> {
    let Ok(certified) = Classes::parse(&certificate.classes.concat()) else { return Ok(false) };
    let law = &app.office.rules.law;
    for class in held.iter().flat_map(|held| held.iter()) {
        if !law.covers(&certified, class, day).map_err(crate::pages::failed)?.value {
            return Ok(false);
        }
    }
    Ok(true)
}

fn licence_facts(licence: &Licence, standing: Result<&Option<Standing>, &AdapterError>) -> LicenceFacts {
    let known = standing.ok().map(|s| s.clone().unwrap_or_default());
    let fact = |of: &dyn Fn(&Standing) -> u32| known.as_ref().map_or(Fact::Unknown, |s| Fact::Known(of(s)));
    // Whom the system does not know has recorded nothing, and nothing to be reviewed for.
    let cycle = match standing {
        Ok(Some(standing)) => standing.last_cycle,
        Ok(None) => Some(LastCycle { reviewed: true, ..LastCycle::default() }),
        Err(_) => None,
    };
    let measure = known.as_ref().and_then(|s| s.measures.first().copied());
    let status = match measure {
        Some(Measure::Seized | Measure::Detained) => LicenceStatus::Detained,
        Some(Measure::Suspended) => LicenceStatus::Suspended,
        None => licence.status,
    };
    LicenceFacts {
        classes: licence.classes.clone(),
        status,
        first_issue: licence.first_issue,
        valid_from: licence.valid_from,
        valid_until: licence.valid_until,
        term: licence.term,
        cycles_with_12_points: known
            .as_ref()
            .map_or(Fact::Unknown, |s| Fact::Known(full_cycles(s, licence.valid_from, licence.valid_until))),
        unsettled_violations: fact(&|s| s.unsettled_violations),
        unsettled_accidents: fact(&|s| s.unsettled_accidents),
        points_in_ended_cycle: cycle.map_or(Fact::Unknown, |cycle| Fact::Known(cycle.points)),
        accident_in_ended_cycle: cycle.map_or(Fact::Unknown, |cycle| Fact::Known(accident(cycle.accident))),
        reviewed: cycle.map_or(Fact::Unknown, |cycle| Fact::Known(cycle.reviewed)),
        // No system that we ask tells of extensions: whoever decides looks them up (162§65).
        extended_until: Found::Unknown,
        open_items: Vec::new(),
    }
}

fn accident(told: Accident) -> law::Accident {
    match told {
        Accident::None => law::Accident::None,
        Accident::SeriousInjury => law::Accident::SeriousInjury,
        Accident::Death => law::Accident::Death,
    }
}

/// The points cycles of the ended term that reached twelve (162§62).
fn full_cycles(standing: &Standing, from: Day, until: Option<Day>) -> u16 {
    let inside = |day: &&Day| **day >= from && until.is_none_or(|last| **day <= last);
    u16::try_from(standing.full_cycles.iter().filter(inside).count()).unwrap_or(u16::MAX)
}

/// The full cycles of a licence's term, asked anew when a licence is made whose term depends on them; a source that is
/// down stops the issue.
pub(crate) async fn cycles_of(
    app: &App,
    visitor: &Visitor,
    case: &CaseFile,
    known: &Known,
) -> Result<u16, Fault> {
    let Some(licence) = &known.licence else { return Ok(0) };
    let item = app.office.rules.catalog.item(&case.item);
    let depends = |item: &Item| item.effects.iter().any(|row| !row.effect.sources().is_empty());
    if !item.is_ok_and(depends) {
        return Ok(0);
    }
    let answers = ask(app, &case.item, &known.values, visitor.page_chance()).await;
    match answers.standing {
        Ok(standing) => {
            Ok(full_cycles(&standing.unwrap_or_default(), licence.valid_from, licence.valid_until))
        }
        Err(_) => {
            Err(crate::answer::unreachable(&base::Text::new("交通违法系统", "traffic offence system")).into())
        }
    }
}

#[cfg(test)]
mod tests;
