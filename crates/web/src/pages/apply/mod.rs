//! Applying: for whom, before you start, one question a page, check your answers, sign. The draft is a case of the
//! person's; each answer is one command, so that leaving and coming back loses nothing. An agent's pages name the case
//! in their address, because the same item may be under way for the agent and for the people they act for.

mod open;
mod questions;
mod sign;
mod start;

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use axum::routing::{get, post};
use base::Problem;
use serde::Deserialize;
use service::case::commands::Answer as Which;
use service::case::{CaseFile, Requirement, Stage};
use service::office::Stop;

use super::acting;
use super::item::item;
use super::view::apply::Application;
use super::view::{Form, Link};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Visitor, nonce};
use questions::{address, delivery, photo, send_address, send_delivery, send_photo};
use sign::{check, checked, sign, submit};
use start::{begin, start};

pub(super) fn routes() -> Table {
    Table::new()
        .get(Kind::Page, "/apply/{item}/start", "apply.start", Door::Citizen, get(start))
        .post(Kind::Page, "/apply/{item}/start", "apply.begin", Door::Citizen, post(begin))
        .get(Kind::Page, "/apply/{item}/photo", "apply.photo", Door::Citizen, get(photo))
        .post(Kind::Page, "/apply/{item}/photo", "apply.photo_send", Door::Citizen, post(send_photo))
        .get(Kind::Page, "/apply/{item}/delivery", "apply.delivery", Door::Citizen, get(delivery))
        .post(Kind::Page, "/apply/{item}/delivery", "apply.delivery_send", Door::Citizen, post(send_delivery))
        .get(Kind::Page, "/apply/{item}/address", "apply.address", Door::Citizen, get(address))
        .post(Kind::Page, "/apply/{item}/address", "apply.address_send", Door::Citizen, post(send_address))
        .get(Kind::Page, "/apply/{item}/check", "apply.check", Door::Citizen, get(check))
        .post(Kind::Page, "/apply/{item}/check", "apply.checked", Door::Citizen, post(checked))
        .get(Kind::Page, "/apply/{item}/sign", "apply.sign", Door::Citizen, get(sign))
        .post(Kind::Page, "/apply/{item}/sign", "apply.submit", Door::Citizen, post(submit))
}

/// Where a page of an application is: the item, and the case where it is somebody else's.
#[derive(Clone, Debug)]
struct At {
    code: String,
    case: Option<String>,
}

#[derive(Deserialize)]
struct Asked {
    case: Option<String>,
}

impl FromRequestParts<App> for At {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let missing = |_| Fault::from(Problem::not_found());
        let Path(code) = Path::<String>::from_request_parts(parts, app).await.map_err(missing)?;
        let missing = |_| Fault::from(Problem::not_found());
        let Query(asked) = Query::<Asked>::from_request_parts(parts, app).await.map_err(missing)?;
        Ok(Self { code, case: asked.case.filter(|case| !case.is_empty()) })
    }
}

impl At {
    /// The address of the page of one paper.
    fn paper(&self, need: &str) -> String {
        let page = self.to("photo");
        let joint = if page.contains('?') { '&' } else { '?' };
        format!("{page}{joint}need={need}")
    }

    /// The address of another page of the same application.
    fn to(&self, step: &str) -> String {
        let query = self.case.as_ref().map(|case| format!("?case={case}")).unwrap_or_default();
        format!("/apply/{}/{step}{query}", self.code)
    }
}

/// The application whose question this is; `step` is 1 to 4.
async fn application(
    app: &App,
    visitor: &Visitor,
    at: &At,
    case: &CaseFile,
    (step, back): (u8, String),
) -> Result<Application, Fault> {
    Ok(Application {
        code: at.code.clone(),
        name: item(app, &at.code)?.name.clone(),
        case: at.case.clone(),
        principal: acting::applicant_of(app, visitor, case).await?,
        step,
        steps: 4,
        back: Some(Link::new(back, "返回", "Back")),
    })
}

fn form(app: &App, visitor: &Visitor) -> Form {
    Form::new(nonce::make(app, visitor.now, &mut visitor.page_chance()))
}

/// The draft that these pages belong to, with its requirements: the visitor's own of this item, or the one that the
/// address names.
async fn found(app: &App, visitor: &Visitor, at: &At) -> Result<Option<(CaseFile, Vec<Requirement>)>, Fault> {
    let Some(number) = &at.case else { return open::draft(app, visitor, visitor.person()?, &at.code).await };
    let (case, needs) = super::case::seen(app, visitor, number).await?;
    Ok((case.item == at.code && is_draft(&case)).then_some((case, needs)))
}

/// Whether a case can still be filled in.
fn is_draft(case: &CaseFile) -> bool {
    case.stage == Stage::Draft && case.submitted_at.is_none()
}

/// The same; where there is none, nothing is there.
async fn drafted(app: &App, visitor: &Visitor, at: &At) -> Result<(CaseFile, Vec<Requirement>), Fault> {
    found(app, visitor, at).await?.ok_or_else(|| Stop::NotFound.into())
}

fn which(case: &CaseFile) -> Which {
    Which { number: case.number.clone(), revision: None }
}
