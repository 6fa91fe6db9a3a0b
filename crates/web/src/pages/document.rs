//! The wallet: the licence as the person has it, and the code that shows it to an officer. The code is a statement
//! signed by the office under a checkpoint of the ledger; anybody can check it at `/verify` without logging in.

use axum::extract::State;
use axum::routing::get;
use base::Day;
use service::catalog::LicenceStatus;
use service::licence::Licence as Held;
use service::office::Stop;
use service::vehicle::{Vehicle, VehicleStatus};

use super::citizen_frame;
use super::view::document::{Licence, ShowLicence, Wallet};
use super::view::vehicle::Vehicle as Shown;
use super::view::{Link, Masked, Tag, Tone};
use crate::answer::{Answer, page};
use crate::api::statement::{self, SHOWN_SECONDS};
use crate::frame::Qr;
use crate::outside::Known;
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Visitor, filed, outside};

/// Where a person's own photograph is.
const PHOTO_AT: &str = "/documents/photo";

pub(super) fn routes() -> Table {
    let door = Door::Citizen;
    Table::new()
        .get(Kind::Page, "/documents", "document.wallet", door, get(wallet))
        .get(Kind::Page, PHOTO_AT, "document.photo", door, get(photo))
        .get(Kind::Page, "/documents/licence/show", "document.show", door, get(show))
}

/// The photograph on file, to its person alone.
async fn photo(State(app): State<App>, visitor: Visitor) -> Answer {
    let known = outside::known(&app, visitor.person()?).await?;
    let digest = known.row.photo.ok_or(Stop::NotFound)?;
    Ok(filed::answer(&filed::read(&app, &known.row.id, digest).await?))
}

async fn wallet(State(app): State<App>, visitor: Visitor) -> Answer {
    let known = outside::known(&app, visitor.person()?).await?;
    let licence = known.licence.as_ref().map(|l| card(&app, &visitor, &known, l)).transpose()?;
    let vehicles = vehicles(&app, &visitor, &known.row.id).await?;
    page(&Wallet { frame: citizen_frame(&app, &visitor).await?, licence, vehicles })
}

/// A person's vehicles as pages show them.
pub(super) async fn vehicles(app: &App, visitor: &Visitor, person: &str) -> Result<Vec<Shown>, Fault> {
    let person = person.to_owned();
    let found = app.office.query(move |read| service::vehicle::of_owner(read, &person)).await?;
    let today = visitor.now.day();
    Ok(found.into_iter().map(|vehicle| shown(vehicle, today)).collect())
}

fn shown(vehicle: Vehicle, today: Day) -> Shown {
    let state = match vehicle.status {
        VehicleStatus::Normal if vehicle.inspected_until < today => {
            Tag::new(Tone::Err, "检验已过期", "Inspection ended")
        }
        VehicleStatus::Normal => Tag::new(Tone::Ok, "正常", "In order"),
        VehicleStatus::Mortgaged => Tag { tone: Tone::Info, text: vehicle.status.name() },
        VehicleStatus::Seized | VehicleStatus::Cancelled => {
            Tag { tone: Tone::Err, text: vehicle.status.name() }
        }
    };
    Shown {
        plate: vehicle.shown(),
        plate_kind: vehicle.plate_kind.name(),
        kind: vehicle.kind.name(),
        usage: vehicle.usage.name(),
        make: vehicle.make,
        registered_on: vehicle.registered_on,
        inspected_until: vehicle.inspected_until,
        state,
    }
}

/// The licence as pages show it.
pub(super) fn card(app: &App, visitor: &Visitor, known: &Known, held: &Held) -> Result<Licence, Fault> {
    let today = visitor.now.day();
    let masked = known.values.masked();
    let window =
        app.office.rules.law.renew_window(held.valid_until, today).map_err(super::item::failed)?.value;
    let expired = held.valid_until.is_some_and(|until| until < today);
    let state = match held.status {
        LicenceStatus::Normal if expired => Tag::new(Tone::Err, "已过期", "Expired"),
        LicenceStatus::Normal if window.can_renew() => Tag::new(Tone::Warn, "即将到期", "Expires soon"),
        LicenceStatus::Normal => Tag::new(Tone::Ok, "有效", "Valid"),
        other => Tag { tone: Tone::Err, text: other.name() },
    };
    // The address of the photograph opens to its person alone.
    let own = visitor.person().is_ok_and(|person| person == known.row.id);
    let renew = (held.status == LicenceStatus::Normal && window.can_renew())
        .then(|| Link::new("/apply/licence-renew-expiry/start", "现在换证", "Renew now"));
    Ok(Licence {
        name: Masked::new(known.values.name.clone()),
        id_number: Masked::new(masked.id_number),
        class: held.classes.to_string(),
        file_number: held.file_number.clone(),
        first_issue: held.first_issue,
        valid_from: held.valid_from,
        renewed_ahead: held.valid_from > today,
        valid_until: held.valid_until,
        state,
        points: None,
        points_until: None,
        photo: known.row.photo.filter(|_| own).map(|_| PHOTO_AT.to_owned()),
        renew,
    })
}

async fn show(State(app): State<App>, visitor: Visitor) -> Answer {
    let known = outside::known(&app, visitor.person()?).await?;
    let held = known.licence.clone().ok_or(Stop::NotFound)?;
    let statement = statement::sign(&app, &known.values.masked(), &held, visitor.now).await?;
    let position = statement::read(&app, &statement.to_link()).map_or(0, |stated| stated.size);
    let code = format!("{}/verify?t={}", app.settings.origin, statement.to_link());
    let qr = Qr::of(&code).ok_or_else(|| broken(&"the code is too long"))?;
    page(&ShowLicence {
        frame: citizen_frame(&app, &visitor).await?,
        licence: card(&app, &visitor, &known, &held)?,
        qr,
        signed_at: visitor.now,
        seconds: u32::try_from(SHOWN_SECONDS).unwrap_or(60),
        position,
    })
}

fn broken(what: &dyn std::fmt::Display) -> Fault {
    Stop::Failed(ledger::Error::Broken(what.to_string())).into()
}
