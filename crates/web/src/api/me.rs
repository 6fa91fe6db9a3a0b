//! Who one is here, and the change of one's telephone number.

use authz::ActorKind;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use service::access;
use service::catalog::ContactFacts;
use service::office::Stop;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::codes::{RoleCode, SessionCode};
use super::described::Described;
use super::json::Body;
use super::problem::{Answer, ApiFault};
use super::reply::{self, ReceiptView};
use super::shaped::Phone;
use super::{items, see};
use crate::answer::once_done;
use crate::outside;
use crate::route::{Door, Kind};
use crate::{App, Visitor};

/// The item under which contact data are changed.
const CONTACT: &str = "licence-contact";

pub(super) fn routes() -> Described {
    Described::new().route(Kind::Api, "api.me", Door::Known, routes!(me)).route(
        Kind::Api,
        "api.me.phone",
        Door::Citizen,
        routes!(phone),
    )
}

/// A person, as screens show them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonView {
    /// The person's id.
    pub(super) id: String,
    /// 姓名, masked but for the first character.
    #[schema(example = "林**")]
    pub(super) name: String,
    /// 身份证明号码, masked but for both ends.
    #[schema(example = "9999**********2937")]
    pub(super) id_number: String,
    /// 手机号码, masked but for both ends; empty where none is on file.
    #[schema(example = "139****0001")]
    pub(super) phone: String,
}

impl PersonView {
    pub(super) fn new(id: &str, masked: service::person::Masked) -> Self {
        Self { id: id.to_owned(), name: masked.name, id_number: masked.id_number, phone: masked.phone }
    }
}

/// Who is logged in.
#[derive(Debug, Serialize, ToSchema)]
struct Me {
    /// As what.
    kind: SessionCode,
    /// The person, when a citizen is logged in.
    person: Option<PersonView>,
    /// The account, when a member of staff is logged in.
    staff: Option<MyAccount>,
    /// When the session ends.
    #[schema(format = DateTime)]
    expires_at: String,
}

/// One's own account.
#[derive(Debug, Serialize, ToSchema)]
struct MyAccount {
    /// The account's id.
    id: String,
    /// The work name.
    username: String,
    /// What it may do.
    roles: Vec<RoleCode>,
    /// The outlet it belongs to.
    outlet: String,
}

/// 我是谁 · Who is logged in.
#[utoipa::path(
    get, path = "/api/v1/me", tag = "me",
    responses((status = 200, description = "登录的人或账号。 The person or account.", body = Me))
)]
async fn me(State(app): State<App>, visitor: Visitor) -> Answer {
    let session = visitor.session.clone().ok_or(Stop::Unknown)?;
    let (office, subject) = (app.office.clone(), session.subject.clone());
    let staff = matches!(visitor.actor.kind, ActorKind::Staff(_));
    let (person, account) = app
        .office
        .query(move |read| {
            if staff {
                let found = access::staff_by_id(read, &subject)?.ok_or(Stop::Unknown)?;
                return Ok((None, Some(found)));
            }
            let masked = see::masked(&office, read, &subject)?.ok_or(Stop::Unknown)?;
            Ok((Some(PersonView::new(&subject, masked)), None))
        })
        .await?;
    let account = account.map(|found| MyAccount {
        id: found.id,
        username: found.username,
        roles: found.roles.into_iter().map(RoleCode).collect(),
        outlet: found.outlet,
    });
    let kind = SessionCode(session.kind);
    Ok(reply::ok(&app, &Me { kind, person, staff: account, expires_at: session.expires_at.rfc3339() }))
}

/// A new telephone number.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPhone {
    phone: Phone,
}

/// The number on file now.
#[derive(Debug, Serialize, ToSchema)]
struct PhoneChanged {
    /// The person.
    person: PersonView,
    /// Everything that happened to the person's record, oldest first; the change is the last.
    receipts: Vec<ReceiptView>,
}

/// 变更手机号码 · Change one's telephone number.
#[utoipa::path(
    post, path = "/api/v1/me/phone", tag = "me", request_body = NewPhone,
    responses((status = 200, description = "已变更。 Changed.", body = PhoneChanged))
)]
async fn phone(State(app): State<App>, visitor: Visitor, body: Body<NewPhone>) -> Answer {
    let person = visitor.person()?.to_owned();
    let wanted = body.value.phone.as_str().to_owned();
    let known = outside::known(&app, &person).await?;
    if wanted != known.values.phone {
        let asked = ContactFacts { phone: Some(wanted.clone()), differs: true };
        let facts = outside::facts(&app, &visitor, &known, CONTACT, false, Some(asked)).await?;
        let judgement = items::judged(&app, CONTACT, &facts)?;
        if !judgement.refusals.is_empty() {
            return Err(ApiFault::Refused(judgement.refusals));
        }
    }
    let ctx = visitor.ctx_once(Some(body.once));
    once_done(service::person::change_phone(&app.office, &ctx, &person, &wanted).await)?;
    let (office, stream) = (app.office.clone(), app.office.stream("person", &person));
    let changed = app.office.query(move |read| {
        let masked = see::masked(&office, read, &person)?.ok_or(Stop::NotFound)?;
        Ok(PhoneChanged {
            person: PersonView::new(&person, masked),
            receipts: reply::receipts(read, &stream)?,
        })
    });
    Ok(reply::ok(&app, &changed.await?))
}
