//! A case that staff begin for the person who stands at their counter.

use authz::Action;
use axum::extract::State;
use base::FieldError;
use serde::Deserialize;
use service::access;
use service::case::commands::OpenCase;
use service::catalog::{Shape, Subject};
use service::office::Stop;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::case_view::CaseView;
use super::cases::{begin, no_case};
use super::codes::IdentityCode;
use super::described::Described;
use super::items;
use super::json::Body;
use super::problem::{Answer, ApiFault};
use super::shaped::{IdNumber, ItemCode};
use crate::outside;
use crate::route::{Door, Kind};
use crate::{App, Visitor};

pub(super) fn routes() -> Described {
    let door = Door::Staff(Action::CaseOpen);
    Described::new().route(Kind::Api, "api.counter.open", door, routes!(open))
}

/// For whom, and what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AtCounter {
    /// 业务代码 The item.
    item: ItemCode,
    /// 来人的身份证号码 The number on the person's document.
    id_number: IdNumber,
    /// 怎样核对的身份 How you made sure that the document is theirs.
    identity: IdentityCode,
}

/// 窗口办理 · Begin a case for the person at your counter.
///
/// How you made sure of the person, and that it was for handling a case, go on record with your account; also where the
/// conditions are not met (409). The case is your outlet's.
#[utoipa::path(
    post, path = "/api/v1/desk/cases", tag = "desk", request_body = AtCounter,
    responses((status = 201, description = "已开始，Location 指向办件。 Begun; Location says where it is.", body = CaseView,
        headers(("Location" = String, description = "办件的地址。 Where the case is."))))
)]
async fn open(State(app): State<App>, visitor: Visitor, body: Body<AtCounter>) -> Answer {
    let AtCounter { item: code, id_number, identity } = &body.value;
    let item = items::item(&app, code.as_str())?;
    if item.shape != Shape::Case {
        return Err(ApiFault::Refused(vec![no_case(&item.name)]));
    }
    let found = access::person_at_counter(&app.office, &visitor.ctx(), id_number.as_str()).await?;
    let subject = found.ok_or_else(|| Stop::Invalid(vec![nobody()]))?;
    let known = outside::known(&app, &subject).await?;
    let facts = outside::facts(&app, &visitor, &known, code.as_str(), false, None).await?;
    let licence = known.licence.filter(|_| item.subject == Subject::Licence);
    let command = OpenCase {
        item: code.as_str().to_owned(),
        subject,
        agent: None,
        licence: licence.map(|licence| licence.id),
        outlet: visitor.outlet()?.to_owned(),
        identity: Some(identity.0),
        facts,
    };
    begin(&app, &visitor, body.once, command).await
}

/// Nobody on file has this number.
pub(crate) fn nobody() -> FieldError {
    FieldError::new(
        "id_number",
        "没有这个号码的档案，请对照证件核对一遍；外地领证的，请先办理转入。",
        "Nobody on file has this number. Check it against the document; a licence from elsewhere has to be moved here first.",
    )
}
