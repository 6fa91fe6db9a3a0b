//! Who one is here, and the change of one's telephone number: a code is asked for and goes to the new number, and comes
//! back with the change.

use adapters::sms::NUMBER_CODE;
use authz::ActorKind;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use service::access::{self, CODE_MINUTES};
use service::catalog::ContactFacts;
use service::office::Stop;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::codes::{RoleCode, SessionCode};
use super::described::Described;
use super::json::Body;
use super::problem::{Answer, ApiFault};
use super::reply::{self, ReceiptView};
use super::shaped::{Code, Phone};
use super::{items, see};
use crate::answer::once_done;
use crate::outside::{self, Known};
use crate::route::{Door, Kind};
use crate::{App, Visitor, code_message};

/// The item under which contact data are changed.
const CONTACT: &str = "licence-contact";

pub(super) fn routes() -> Described {
    Described::new()
        .route(Kind::Api, "api.me", Door::Known, routes!(me))
        .route(Kind::Api, "api.me.phone_code", Door::Citizen, routes!(phone_code))
        .route(Kind::Api, "api.me.phone", Door::Citizen, routes!(phone))
}

/// A person, as screens show them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonView {
    /// The person's id.
    pub(super) id: String,
    /// 姓名, masked but for the first character.
    #[schema(example = "林**")]
    pub(super) name: String,
    /// 身份证明号码, masked but for both ends; empty where the file was not opened.
    #[schema(example = "9999**********2937")]
    pub(super) id_number: String,
    /// 手机号码, masked but for both ends; empty where none is on file, or the file was not opened.
    #[schema(example = "139****0001")]
    pub(super) phone: String,
}

impl PersonView {
    pub(super) fn new(id: &str, masked: service::person::Masked) -> Self {
        Self { id: id.to_owned(), name: masked.name, id_number: masked.id_number, phone: masked.phone }
    }

    /// What staff see of a person whose file they have not opened.
    pub(super) fn name_alone(id: &str, name: String) -> Self {
        Self { id: id.to_owned(), name, id_number: String::new(), phone: String::new() }
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

/// The number that a code is to confirm.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AskPhoneCode {
    phone: Phone,
}

/// A code is on its way to the new number.
#[derive(Debug, Serialize, ToSchema)]
struct PhoneCodeAsked {
    /// How long the code is good for, in minutes.
    #[schema(example = 5)]
    minutes: i64,
}

/// A new telephone number, with the code that was sent to it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPhone {
    phone: Phone,
    /// The six digits of the newest message to that number.
    code: Code,
}

/// The number on file now.
#[derive(Debug, Serialize, ToSchema)]
struct PhoneChanged {
    /// The person.
    person: PersonView,
    /// Everything that happened to the person's record, oldest first; the change is the last.
    receipts: Vec<ReceiptView>,
}

/// 获取新手机号验证码 · Ask for the code that confirms a new number.
///
/// The code goes to the new number. At most five an hour, of one person and to one number (429).
#[utoipa::path(
    post, path = "/api/v1/me/phone/code", tag = "me", request_body = AskPhoneCode,
    responses((status = 200, description = "已发送。 Sent.", body = PhoneCodeAsked))
)]
async fn phone_code(State(app): State<App>, visitor: Visitor, body: Body<AskPhoneCode>) -> Answer {
    let person = visitor.person()?.to_owned();
    let wanted = body.value.phone.as_str();
    let known = outside::known(&app, &person).await?;
    judge(&app, &visitor, &known, wanted).await?;
    // Like a log-in, this forgets its key: a code is sent each time one is asked for.
    let asked = service::person::request_phone_code(&app.office, &visitor.ctx(), &person, wanted).await?;
    code_message::send(&app, &visitor, NUMBER_CODE, wanted, &asked.value.code).await?;
    Ok(reply::ok(&app, &PhoneCodeAsked { minutes: CODE_MINUTES }))
}

/// Whether the item allows this number in the place of the old one.
async fn judge(app: &App, visitor: &Visitor, known: &Known, wanted: &str) -> Result<(), ApiFault> {
    let asked = ContactFacts { phone: Some(wanted.to_owned()), differs: wanted != known.values.phone };
    let facts = outside::facts(app, visitor, known, CONTACT, false, Some(asked)).await?;
    let judgement = items::judged(app, CONTACT, &facts)?;
    if judgement.refusals.is_empty() { Ok(()) } else { Err(ApiFault::Refused(judgement.refusals)) }
}

/// 变更手机号码 · Change one's telephone number.
///
/// The code is that of the newest message to the new number.
#[utoipa::path(
    post, path = "/api/v1/me/phone", tag = "me", request_body = NewPhone,
    responses((status = 200, description = "已变更。 Changed.", body = PhoneChanged))
)]
async fn phone(State(app): State<App>, visitor: Visitor, body: Body<NewPhone>) -> Answer {
    let person = visitor.person()?.to_owned();
    let wanted = body.value.phone.as_str().to_owned();
    let known = outside::known(&app, &person).await?;
    // The same number is one that this request's key has changed before, or needs no change; its code tells which.
    if wanted != known.values.phone {
        judge(&app, &visitor, &known, &wanted).await?;
    }
    let (ctx, code) = (visitor.ctx_once(Some(body.once)), body.value.code.as_str());
    once_done(service::person::change_phone(&app.office, &ctx, &person, &wanted, code).await)?;
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
