//! Looking a person up. The purpose comes first and is recorded with every look; what is shown is masked, and says that
//! the person can see who looked.

use authz::{Action, Resource};
use axum::extract::State;
use axum::routing::{get, post};
use base::{FieldError, Text};
use service::access::{self, LookUpBy, LookUpFor, Purpose};
use service::case::{CaseFile, Requirement};
use service::office::Stop;

use super::act::said;
use super::frame::{has_role, staff_frame};
use super::{again, fresh};
use crate::answer::{Answer, page, page_again};
use crate::outside::{self, Known};
use crate::pages::document::{card, vehicles};
use crate::pages::item::item;
use crate::pages::standing::desk_tag;
use crate::pages::view::staff::lookup::{Answer as Shown, Found, FoundCase, Lookup};
use crate::pages::view::{Cell, Choice, Form, Link, Masked, Row};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor};

pub(super) fn routes() -> Table {
    let door = Door::Staff(Action::PersonLookUp);
    Table::new().get(Kind::Page, "/desk/lookup", "desk.lookup", door, get(ask)).post(
        Kind::Page,
        "/desk/lookup",
        "desk.looked_up",
        door,
        post(look),
    )
}

/// The purposes that this visitor may give: oversight is for those who watch.
fn purposes(app: &App, visitor: &Visitor) -> Vec<Purpose> {
    let watches = has_role(app, visitor, Action::LookupReview);
    Purpose::ALL.iter().copied().filter(|purpose| *purpose != Purpose::Oversight || watches).collect()
}

async fn lookup_page(app: &App, visitor: &Visitor, form: Form, answer: Shown) -> Result<Lookup, Fault> {
    let choice = |purpose: Purpose| {
        let choice = Choice::new(purpose.as_str(), purpose.name());
        if purpose.needs_reference() {
            choice.hint(Text::new("要填写编号", "Needs its number"))
        } else {
            choice
        }
    };
    Ok(Lookup {
        frame: staff_frame(app, visitor).await?,
        form,
        purposes: purposes(app, visitor).into_iter().map(choice).collect(),
        answer,
    })
}

async fn ask(State(app): State<App>, visitor: Visitor) -> Answer {
    let form = fresh(&app, &visitor);
    page(&lookup_page(&app, &visitor, form, Shown::NotAsked).await?)
}

async fn look(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    let offered = purposes(&app, &visitor);
    let purpose = Purpose::parse(posted.value("purpose")).filter(|purpose| offered.contains(purpose));
    let Some(purpose) = purpose else {
        let wrong = FieldError::new("purpose", "请先选择查询理由", "Choose a purpose first");
        return wrong_form(&app, &visitor, &posted, vec![wrong]).await;
    };
    let typed = posted.value("case");
    let why = LookUpFor { purpose, reference: (!typed.is_empty()).then(|| typed.to_owned()) };
    let by = LookUpBy::IdNumber(posted.value("id_number").to_owned());
    // The form may be sent again: looking again within ten minutes is the same look.
    let looked = access::look_up(&app.office, &visitor.ctx(), &by, &why).await;
    let found = match looked {
        Ok(done) => done.value,
        Err(Stop::Invalid(fields)) => {
            let named = |field: FieldError| FieldError {
                field: if field.field == "reference" { "case".to_owned() } else { field.field },
                ..field
            };
            let wrong = fields.into_iter().map(named).collect();
            return wrong_form(&app, &visitor, &posted, wrong).await;
        }
        Err(Stop::Refused(refusals)) => {
            let one = |refusal| FieldError { field: "id_number".to_owned(), message: said(refusal) };
            return wrong_form(&app, &visitor, &posted, refusals.iter().map(one).collect()).await;
        }
        Err(stop) => return Err(stop.into()),
    };
    let answer = match found {
        None => Shown::Nobody,
        Some(person) => Shown::Found(Box::new(file(&app, &visitor, &person, purpose).await?)),
    };
    let form = again(&app, &visitor, &posted, Vec::new());
    page(&lookup_page(&app, &visitor, form, answer).await?)
}

async fn wrong_form(app: &App, visitor: &Visitor, posted: &Posted, wrong: Vec<FieldError>) -> Answer {
    let form = again(app, visitor, posted, wrong);
    page_again(&lookup_page(app, visitor, form, Shown::NotAsked).await?)
}

/// The person's file, masked, with the cases that this visitor may see.
async fn file(app: &App, visitor: &Visitor, person: &str, purpose: Purpose) -> Result<Found, Fault> {
    let known = outside::known(app, person).await?;
    let masked = known.values.masked();
    let rows = vec![
        Row::new("姓名", "Name", Cell::Masked(Masked::new(masked.name.clone()))),
        Row::new("身份证号码", "ID number", Cell::Masked(Masked::new(masked.id_number))),
        Row::new("手机号码", "Mobile number", Cell::Masked(Masked::new(masked.phone))),
    ];
    let licence = match licence_of(app, visitor, &known)? {
        Some(mut licence) => {
            licence.name = Masked::new(masked.name);
            licence.renew = None;
            Some(licence)
        }
        None => None,
    };
    let vehicles =
        if may_see_papers(app, visitor, person) { vehicles(app, visitor, person).await? } else { Vec::new() };
    let (id, before) = (person.to_owned(), visitor.now.plus_ms(1));
    let found = app.office.query(move |read| {
        let cases = service::case::mine(read, &id, before)?.into_iter();
        cases
            .map(|case| Ok((service::case::requirements(read, &case.id)?, case)))
            .collect::<Result<Vec<_>, Stop>>()
    });
    let all = found.await?;
    let seen = all.iter().filter(|(_, case)| may_see(app, visitor, case));
    let cases: Result<Vec<FoundCase>, Fault> =
        seen.map(|(needs, case)| line(app, visitor, case, needs)).collect();
    Ok(Found { rows, licence, vehicles, cases: cases?, purpose: purpose.name() })
}

fn licence_of(
    app: &App,
    visitor: &Visitor,
    known: &Known,
) -> Result<Option<crate::pages::view::document::Licence>, Fault> {
    let Some(held) = &known.licence else { return Ok(None) };
    let may = may_see_papers(app, visitor, &held.holder);
    if may { card(app, visitor, known, held).map(Some) } else { Ok(None) }
}

/// Whether this visitor may see a person's licence and vehicles, having given a purpose.
fn may_see_papers(app: &App, visitor: &Visitor, person: &str) -> bool {
    let resource = Resource::Licence { holder: person.to_owned() };
    let circumstances = visitor.ctx().circumstances().purpose(true);
    app.office.authorizer.decide(&visitor.actor, Action::LicenceView, &resource, circumstances).allowed
}

fn may_see(app: &App, visitor: &Visitor, case: &CaseFile) -> bool {
    let (resource, circumstances) = (service::case::resource(case), visitor.ctx().circumstances());
    app.office.authorizer.decide(&visitor.actor, Action::CaseView, &resource, circumstances).allowed
}

fn line(app: &App, visitor: &Visitor, case: &CaseFile, needs: &[Requirement]) -> Result<FoundCase, Fault> {
    let name = &item(app, &case.item)?.name;
    let number = &case.number;
    let words = (format!("{} {number}", name.zh), format!("{} {number}", name.en));
    Ok(FoundCase {
        link: Link::new(format!("/desk/cases/{number}"), words.0, words.1),
        stage: desk_tag(case, needs, visitor.now.day()),
    })
}
