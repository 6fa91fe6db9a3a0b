//! The licence card as it is printed on the blank: the one page that shows a person's values in full, to the staff who
//! make and hand over the licence, once a blank is recorded for the case.

use authz::Action;
use axum::extract::{Path, State};
use axum::routing::get;
use law::Sex;
use service::office::Stop;

use super::file;
use super::frame::staff_frame;
use super::opened::{Opened, open};
use crate::answer::{Answer, page};
use crate::pages::document::card;
use crate::pages::view::Masked;
use crate::pages::view::paper::LicenceCard;
use crate::pdf::{self, Leaves};
use crate::photo::{PHOTO, for_card};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Visitor, filed};

pub(super) fn routes() -> Table {
    let door = Door::Staff(Action::CaseHandOver);
    Table::new().get(Kind::Page, "/desk/cases/{no}/card", "desk.card", door, get(show)).get(
        Kind::Page,
        "/desk/cases/{no}/card/pdf",
        "desk.card_pdf",
        door,
        get(download),
    )
}

async fn show(State(app): State<App>, visitor: Visitor, Path(no): Path<String>) -> Answer {
    page(&made(&app, &visitor, &no).await?.0)
}

async fn download(State(app): State<App>, visitor: Visitor, Path(no): Path<String>) -> Answer {
    let (card, opened) = made(&app, &visitor, &no).await?;
    let photo = match file::of(&opened, PHOTO) {
        Some(digest) => Some(filed::read(&app, &opened.case.subject, digest).await?),
        None => None,
    };
    let small = move || photo.and_then(|file| for_card(file.kind, file.content.as_bytes()));
    let small = tokio::task::spawn_blocking(small).await;
    let small = small
        .map_err(|_| Stop::Failed(ledger::Error::Broken("a photograph was not made small".to_owned())))?;
    pdf::file(&app, Leaves::card(&card, small), &card.blank).await
}

/// The card of a case whose blank is recorded, and the case.
async fn made(app: &App, visitor: &Visitor, no: &str) -> Result<(LicenceCard, Opened), Fault> {
    let opened = open(app, visitor, no).await?;
    let resource = service::case::resource(&opened.case);
    let circumstances = visitor.ctx().circumstances();
    let may = |action| app.office.authorizer.decide(&visitor.actor, action, &resource, circumstances).allowed;
    if !may(Action::CaseHandOver) {
        return Err(Stop::NotFound.into());
    }
    let (Some(known), Some(held), Some(blank)) = (opened.file(), opened.licence(), &opened.case.blank) else {
        return Err(Stop::NotFound.into());
    };
    let values = &known.values;
    let mut licence = card(app, visitor, known, held)?;
    licence.name = Masked::new(values.name.clone());
    licence.id_number = Masked::new(values.id_number.clone());
    let today = visitor.now.day();
    let read = app.office.rules.law.resident_id(&values.id_number, app.office.areas(), today).value;
    let sex = read.ok().map(|id| match id.sex() {
        Sex::Male => "男",
        Sex::Female => "女",
    });
    let card = LicenceCard {
        frame: staff_frame(app, visitor).await?,
        photo: file::address(&opened, PHOTO),
        case: opened.case.number.clone(),
        pdf: format!("/desk/cases/{no}/card/pdf"),
        licence,
        sex: sex.unwrap_or_default().to_owned(),
        address: values.address.clone(),
        birth: values.birth().ok_or(Stop::NotFound)?,
        blank: blank.clone(),
        qr: None,
    };
    Ok((card, opened))
}
