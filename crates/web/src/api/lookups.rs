//! Looking into a person's file, as staff: for a purpose, on record; and the review of who looked into what.

use authz::Action;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use service::access::{self, LookUp, LookUpBy, LookUpFor, LookUps};
use service::office::{Ctx, Stop};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::case_view::{self, CaseLine};
use super::codes::PurposeCode;
use super::described::Described;
use super::json::{Body, QueryOf};
use super::licence::LicenceView;
use super::me::PersonView;
use super::problem::Answer;
use super::reply::{self, ReceiptView};
use super::see;
use super::shaped::{IdNumber, LookUpId, PageSize, PersonId, Phone, Reference, StaffId};
use super::steps::ctx;
use crate::route::{Door, Kind};
use crate::{App, Visitor};

/// Most of the person's cases that an answer lists.
const CASES_MAX: usize = 50;

pub(super) fn routes() -> Described {
    Described::new()
        .route(Kind::Api, "api.look_up.make", Door::Staff(Action::PersonLookUp), routes!(look_up))
        .route(Kind::Api, "api.look_up.list", Door::Staff(Action::LookupReview), routes!(list))
}

/// Whom, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Ask {
    /// The person's identity number; either this or the telephone.
    id_number: Option<IdNumber>,
    /// The person's telephone, where only one person has it.
    phone: Option<Phone>,
    /// Why the file is looked into.
    purpose: PurposeCode,
    /// The number of the case, complaint or paper; `case`, `complaint` and `legal_request` need it.
    reference: Option<Reference>,
}

/// A person's file, as screens show it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PersonFile)]
struct FileView {
    /// The person.
    person: PersonView,
    /// The person's licences.
    licences: Vec<LicenceView>,
    /// The person's cases that you may see.
    cases: Vec<CaseLine>,
    /// The event on record; none where the same was looked up for the same purpose within ten minutes.
    receipts: Vec<ReceiptView>,
}

/// 查询档案 · Look into a person's file. The purpose is on record.
#[utoipa::path(
    post, path = "/api/v1/lookups", tag = "lookups", request_body = Ask,
    responses((status = 200, description = "档案。 The file.", body = FileView))
)]
async fn look_up(State(app): State<App>, visitor: Visitor, body: Body<Ask>) -> Answer {
    let Ask { id_number, phone, purpose, reference } = &body.value;
    let by = match (id_number, phone) {
        (Some(number), None) => LookUpBy::IdNumber(number.as_str().to_owned()),
        (None, Some(phone)) => LookUpBy::Phone(phone.as_str().to_owned()),
        _ => return Err(Stop::from(one_of_two()).into()),
    };
    let why = LookUpFor { purpose: purpose.0, reference: reference.as_ref().map(|r| r.as_str().to_owned()) };
    let ctx = ctx(&visitor, body.once);
    let done = match access::look_up(&app.office, &ctx, &by, &why).await {
        // Looking again for the same purpose within ten minutes is the same look-up.
        Err(Stop::Repeated(_)) => access::look_up(&app.office, &Ctx { once: None, ..ctx }, &by, &why).await,
        other => other,
    }?;
    let person = done.value.ok_or(Stop::NotFound)?;
    let receipts = done.receipts.into_iter().map(ReceiptView::from).collect();
    let view = file(&app, &visitor, &person, receipts).await?;
    Ok(reply::ok(&app, &view))
}

async fn file(
    app: &App,
    visitor: &Visitor,
    person: &str,
    receipts: Vec<ReceiptView>,
) -> Result<FileView, Stop> {
    let (office, id, now) = (app.office.clone(), person.to_owned(), visitor.now);
    let (masked, licences, mut cases) = app
        .office
        .query(move |read| {
            let masked = see::masked(&office, read, &id)?.ok_or(Stop::NotFound)?;
            let licences = service::licence::of_holder(read, &id)?;
            Ok((masked, licences, service::case::mine(read, &id, now.plus_ms(1))?))
        })
        .await?;
    let scope = see::scope(visitor, Action::CaseView);
    cases.retain(|case| scope.contains(&service::case::resource(case)));
    cases.truncate(CASES_MAX);
    Ok(FileView {
        person: PersonView::new(person, masked),
        licences: licences.iter().map(LicenceView::from).collect(),
        cases: cases.iter().map(|case| case_view::line(app, case)).collect(),
        receipts,
    })
}

fn one_of_two() -> base::FieldError {
    base::FieldError::new(
        "id_number",
        "请填写身份证号码或者手机号码，二者填其一。",
        "Give either the identity number or the telephone.",
    )
}

/// Which look-ups.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// 查询人账号 Only those by this account.
    staff: Option<StaffId>,
    /// 被查询人 Only those into this person's file.
    person: Option<PersonId>,
    /// 上一页的 next Where the list goes on.
    after: Option<LookUpId>,
    /// 每页条数 Rows on the page.
    size: Option<PageSize>,
}

/// A look-up on record.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LookUp)]
struct LookUpView {
    /// Its id.
    id: String,
    /// The account that looked.
    staff: String,
    /// The outlet it belonged to then.
    outlet: String,
    /// The person whose file it was.
    person: String,
    /// Why.
    purpose: PurposeCode,
    /// The number of the case, complaint or paper.
    reference: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    at: String,
}

impl From<LookUp> for LookUpView {
    fn from(found: LookUp) -> Self {
        Self {
            id: found.id,
            staff: found.staff,
            outlet: found.outlet,
            person: found.subject,
            purpose: PurposeCode(found.purpose),
            reference: found.reference,
            at: found.at.rfc3339(),
        }
    }
}

/// A page of look-ups, newest first.
#[derive(Debug, Serialize, ToSchema)]
struct LookUpList {
    /// At most fifty.
    lookups: Vec<LookUpView>,
    /// Give it as `after` for the next page; none on the last.
    next: Option<String>,
}

/// 查询记录 · Who looked into whose file, and why. One's own look-ups are not in the list.
#[utoipa::path(
    get, path = "/api/v1/lookups", tag = "lookups", params(Asked),
    responses((status = 200, description = "一页查询记录。 A page of look-ups.", body = LookUpList))
)]
async fn list(State(app): State<App>, visitor: Visitor, QueryOf(asked): QueryOf<Asked>) -> Answer {
    let scope = see::scope(&visitor, Action::LookupReview);
    let which = LookUps {
        staff: asked.staff.map(|id| id.as_str().to_owned()),
        subject: asked.person.map(|id| id.as_str().to_owned()),
    };
    let size = PageSize::or_all(asked.size.as_ref());
    let page = app.office.query(move |read| {
        access::look_ups(read, &scope, &which, asked.after.as_ref().map(LookUpId::as_str), size)
    });
    let page = page.await?;
    let lookups = page.rows.into_iter().map(LookUpView::from).collect();
    Ok(reply::ok(&app, &LookUpList { lookups, next: page.next }))
}
