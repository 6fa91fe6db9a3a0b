//! Asking outside systems for the facts by which an item is judged. Adapters block, so they are asked on threads of
//! their own; a source that does not answer leaves its facts unknown, and unknown never refuses anybody.

use adapters::hospital::Find;
use adapters::offences::{Ask, Measure, Standing};
use adapters::population::{Check, Checked};
use adapters::{AdapterError, Private};
use base::{Day, Rng};
use law::Classes;
use service::catalog::{
    ContactFacts, Fact, Facts, Found, LicenceFacts, LicenceStatus, MedicalFacts, PersonFacts,
};
use service::licence::Licence;
use service::office::Stop;
use service::person::{PersonRow, PersonValues};

use crate::{App, Fault, Visitor};

/// A person and what the office has of them.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) row: PersonRow,
    pub(crate) values: PersonValues,
    pub(crate) licence: Option<Licence>,
}

/// Reads a person's row, values and licence.
pub(crate) async fn known(app: &App, person: &str) -> Result<Known, Fault> {
    let (office, id) = (app.office.clone(), person.to_owned());
    let found = app.office.query(move |read| {
        let row = service::person::by_id(read, &id)?.ok_or(Stop::NotFound)?;
        let values = service::person::values(&office, read, &row)?;
        let licence = service::licence::of_holder(read, &id)?.into_iter().next();
        Ok(Known { row, values, licence })
    });
    Ok(found.await?)
}

/// The answers of three sources.
struct Answers {
    population: Result<Checked, AdapterError>,
    certificate: Result<Option<adapters::hospital::Certificate>, AdapterError>,
    standing: Result<Option<Standing>, AdapterError>,
}

async fn ask(app: &App, values: &PersonValues, rng: Rng) -> Result<Answers, Fault> {
    let (app, id_number, name) =
        (app.clone(), Private::new(values.id_number.as_str()), Private::new(values.name.as_str()));
    let asking = tokio::task::spawn_blocking(move || {
        let mut rng = rng;
        let outside = &app.outside;
        Answers {
            population: outside.population.check(&Check { id_number: id_number.clone(), name }, &mut rng),
            certificate: outside.hospital.find(&Find { id_number: id_number.clone() }, &mut rng),
            standing: outside.offences.standing(&Ask { id_number }, &mut rng),
        }
    });
    asking
        .await
        .map_err(|_| Stop::Failed(ledger::Error::Broken("asking outside systems stopped".to_owned())).into())
}

/// Everything an item is judged by, for this person today.
pub(crate) async fn facts(
    app: &App,
    visitor: &Visitor,
    known: &Known,
    by_agent: bool,
    contact: Option<ContactFacts>,
) -> Result<Facts, Fault> {
    let day = visitor.now.day();
    let answers = ask(app, &known.values, visitor.page_chance()).await?;
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
    let classes = known.licence.as_ref().map(|l| l.classes.clone());
    Ok(Facts {
        as_of: day,
        by_agent,
        person: PersonFacts {
            birth,
            identity_confirmed: identity,
            photo_on_file: Fact::Known(known.row.photo.is_some()),
            medical: medical(answers.certificate, classes.as_ref()),
            ability_test_passed_on: Found::Unknown,
        },
        licence,
        contact,
    })
}

fn medical(
    answer: Result<Option<adapters::hospital::Certificate>, AdapterError>,
    classes: Option<&Classes>,
) -> Found<MedicalFacts> {
    match answer {
        Err(_) => Found::Unknown,
        Ok(Some(certificate)) if certificate.valid => {
            let held = classes.map(ToString::to_string).unwrap_or_default();
            let fit = certificate.classes.iter().any(|class| held.contains(class.as_str()));
            Found::Found(MedicalFacts { issued: certificate.issued_on, fit })
        }
        Ok(_) => Found::Nothing,
    }
}

fn licence_facts(licence: &Licence, standing: Result<&Option<Standing>, &AdapterError>) -> LicenceFacts {
    let known = standing.ok().map(|s| s.clone().unwrap_or_default());
    let fact = |of: &dyn Fn(&Standing) -> u32| known.as_ref().map_or(Fact::Unknown, |s| Fact::Known(of(s)));
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
        points_in_ended_cycle: Fact::Unknown,
        accident_in_ended_cycle: Fact::Unknown,
        reviewed: Fact::Unknown,
        extended_until: None,
        open_items: Vec::new(),
    }
}

/// The points cycles of the ended term that reached twelve (162§62).
fn full_cycles(standing: &Standing, from: Day, until: Option<Day>) -> u16 {
    let inside = |day: &&Day| **day >= from && until.is_none_or(|last| **day <= last);
    u16::try_from(standing.full_cycles.iter().filter(inside).count()).unwrap_or(u16::MAX)
}

/// The full cycles of a licence's term, asked anew when the licence is made; a source that is down stops the issue.
pub(crate) async fn cycles_of(app: &App, visitor: &Visitor, known: &Known) -> Result<u16, Fault> {
    let answers = ask(app, &known.values, visitor.page_chance()).await?;
    let Some(licence) = &known.licence else { return Ok(0) };
    match answers.standing {
        Ok(standing) => {
            Ok(full_cycles(&standing.unwrap_or_default(), licence.valid_from, licence.valid_until))
        }
        Err(_) => {
            Err(crate::answer::unreachable(&base::Text::new("交通违法系统", "traffic offence system")).into())
        }
    }
}
