//! A case opened on the desk, with the file of its person. Opening another person's file is a look-up: it is recorded
//! with the case's number, once in ten minutes. Who may see cases and no files sees the masked name and nothing else.

use authz::{Action, Resource};
use base::Text;
use service::access::{self, LookUpBy, LookUpFor, Purpose};
use service::case::{CaseFile, Requirement};
use service::catalog::Item;
use service::licence::Licence;
use service::office::Stop;
use service::person::PersonRow;

use crate::outside::Known;
use crate::pages::case::seen;
use crate::pages::item::item;
use crate::pages::view::Masked;
use crate::pages::view::staff::acts::Subject;
use crate::{App, Fault, Visitor};

/// A case that this member of staff may see.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) case: CaseFile,
    pub(super) needs: Vec<Requirement>,
    /// The item's name.
    pub(super) name: Text,
    /// The person and what they have; none once they are erased.
    known: Option<Known>,
    /// Whether somebody else at the outlet could make the licence of a case that this visitor decided.
    pub(super) second_issuer: bool,
    /// Whether the look into the person's file is on record.
    looked: bool,
}

impl Opened {
    /// The person's name, masked.
    pub(super) fn person(&self) -> Masked {
        Masked::new(self.known.as_ref().map_or_else(|| "—".to_owned(), |known| known.values.masked().name))
    }

    /// The person's file, for those who may look into it.
    pub(super) fn file(&self) -> Option<&Known> {
        self.known.as_ref().filter(|_| self.looked)
    }

    /// The licence that the case is about.
    pub(super) fn licence(&self) -> Option<&Licence> {
        self.known.as_ref().and_then(|known| known.licence.as_ref())
    }

    /// The case as the pages of acts name it.
    pub(super) fn subject(&self) -> Subject {
        Subject { no: self.case.number.clone(), item: self.name.clone(), person: self.person() }
    }

    /// The item of the catalogue.
    pub(super) fn item<'a>(&self, app: &'a App) -> Result<&'a Item, Fault> {
        item(app, &self.case.item)
    }
}

/// The name of the case's person as this member of staff may read it: in full once the look into the file is on record.
pub(in crate::pages) async fn name_for(app: &App, visitor: &Visitor, number: &str) -> Result<String, Fault> {
    let opened = open(app, visitor, number).await?;
    Ok(match opened.file() {
        Some(known) => known.values.name.clone(),
        None => opened.person().to_string(),
    })
}

/// Opens a case; what one may not see is not there.
pub(super) async fn open(app: &App, visitor: &Visitor, number: &str) -> Result<Opened, Fault> {
    let (case, needs) = seen(app, visitor, number).await?;
    let name = item(app, &case.item)?.name.clone();
    let known = known(app, &case).await?;
    let looked = match &known {
        Some(known) => look(app, visitor, &case, known).await?,
        None => false,
    };
    let (asked, actor) = (case.clone(), visitor.actor.id.clone());
    let second = app.office.query(move |read| service::case::second_issuer(read, &asked, &actor));
    let second_issuer = second.await?;
    Ok(Opened { case, needs, name, known, second_issuer, looked })
}

async fn known(app: &App, case: &CaseFile) -> Result<Option<Known>, Fault> {
    let (office, person, licence) = (app.office.clone(), case.subject.clone(), case.licence.clone());
    let found = app.office.query(move |read| {
        let row = service::person::by_id(read, &person)?.filter(|row| !row.erased);
        let Some(row) = row else { return Ok(None) };
        let values = service::person::values(&office, read, &row)?;
        let licence = match &licence {
            Some(id) => service::licence::by_id(read, id)?,
            None => service::licence::of_holder(read, &person)?.into_iter().next(),
        };
        Ok(Some(Known { row, values, licence }))
    });
    Ok(found.await?)
}

/// Records that the file was opened for this case; says whether it may be shown.
async fn look(app: &App, visitor: &Visitor, case: &CaseFile, known: &Known) -> Result<bool, Fault> {
    if !may_look(app, visitor, &known.row) {
        return Ok(false);
    }
    let by = LookUpBy::IdNumber(known.values.id_number.clone());
    let why = LookUpFor { purpose: Purpose::Case, reference: Some(case.number.clone()) };
    match access::look_up(&app.office, &visitor.ctx(), &by, &why).await {
        Ok(_) => Ok(true),
        // What cannot be recorded is not shown.
        Err(Stop::NotFound | Stop::Denied(_) | Stop::Invalid(_)) => Ok(false),
        Err(stop) => Err(stop.into()),
    }
}

fn may_look(app: &App, visitor: &Visitor, row: &PersonRow) -> bool {
    let resource = Resource::Person { id: row.id.clone(), region: row.region };
    let circumstances = visitor.ctx().circumstances().purpose(true);
    app.office.authorizer.decide(&visitor.actor, Action::PersonLookUp, &resource, circumstances).allowed
}

/// A name as lists show it, where nothing else of the person is opened.
pub(super) fn masked_name(
    office: &service::office::Office,
    read: &mut store::Read<'_>,
    person: &str,
) -> Result<Masked, Stop> {
    let gone = || Masked::new("—");
    let Some(row) = service::person::by_id(read, person)?.filter(|row| !row.erased) else {
        return Ok(gone());
    };
    Ok(service::person::masked_name(office, read, &row)?.map_or_else(gone, Masked::new))
}
