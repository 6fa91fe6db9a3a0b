//! The reader: what is on file, who looked, and the change of one's telephone.

use axum::extract::State;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use base::{FieldError, Lang, Text};
use service::access::{self, LookUps};
use service::catalog::ContactFacts;
use service::office::Stop;

use super::citizen_frame;
use super::item::{failed, item};
use super::view::apply::{Application, ApplyCannot, ApplyContact};
use super::view::me::{LookedUp, Me};
use super::view::{Cell, Form, Link, Masked, Row};
use crate::answer::{Answer, on_to, once_done, page, page_again};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor, nonce, outside};

const CONTACT: &str = "licence-contact";

pub(super) fn routes() -> Table {
    Table::new()
        .get(Kind::Page, "/me", "me", Door::Citizen, get(me))
        .get(Kind::Page, "/me/contact", "me.contact", Door::Citizen, get(contact))
        .post(Kind::Page, "/apply/licence-contact/contact", "me.contact_send", Door::Citizen, post(change))
}

async fn me(State(app): State<App>, visitor: Visitor) -> Answer {
    let known = outside::known(&app, visitor.person()?).await?;
    let masked = known.values.masked();
    let on_file = vec![
        Row::new("姓名", "Name", Cell::Masked(Masked::new(masked.name))),
        Row::new("身份证号码", "ID number", Cell::Masked(Masked::new(masked.id_number))),
        Row::new("手机号码", "Mobile number", Cell::Masked(Masked::new(masked.phone))),
    ];
    page(&Me {
        frame: citizen_frame(&app, &visitor).await?,
        form: fresh(&app, &visitor),
        on_file,
        looked: looked(&app, visitor.person()?).await?,
        sessions: Vec::new(),
    })
}

/// How many look-ups are shown.
const LOOKS: u32 = 20;

/// Who looked into this person's file: everybody's look-ups, because it is their own file.
async fn looked(app: &App, person: &str) -> Result<Vec<LookedUp>, Fault> {
    let which = LookUps { staff: None, subject: Some(person.to_owned()) };
    let found = app.office.query(move |read| {
        let scope = authz::Scope { any: vec![authz::Clause::Everything], except_by: None };
        let rows = access::look_ups(read, &scope, &which, None, LOOKS)?.rows;
        let told = rows.into_iter().map(|look| {
            let outlet = service::outlet::by_id(read, &look.outlet)?.map(|outlet| outlet.name);
            let account = access::staff_by_id(read, &look.staff)?;
            let roles: Vec<Text> =
                account.iter().flat_map(|account| &account.roles).map(|role| role.label()).collect();
            let join =
                |lang, comma: &str| roles.iter().map(|role| role.get(lang)).collect::<Vec<_>>().join(comma);
            Ok(LookedUp {
                at: look.at,
                outlet: outlet.unwrap_or_default(),
                role: Text::new(join(Lang::Zh, "、"), join(Lang::En, ", ")),
                purpose: look.purpose.label(),
            })
        });
        told.collect::<Result<Vec<LookedUp>, Stop>>()
    });
    Ok(found.await?)
}

fn fresh(app: &App, visitor: &Visitor) -> Form {
    Form::new(nonce::make(app, visitor.now, &mut visitor.page_chance()))
}

fn application(app: &App) -> Result<Application, Fault> {
    Ok(Application {
        code: CONTACT.to_owned(),
        name: item(app, CONTACT)?.name.clone(),
        principal: None,
        step: 0,
        steps: 1,
        back: Some(Link::new("/me", "我的", "Me")),
    })
}

async fn contact_page(app: &App, visitor: &Visitor, form: Form) -> Result<ApplyContact, Fault> {
    let frame = citizen_frame(app, visitor).await?;
    Ok(ApplyContact { frame, application: application(app)?, form, with_address: false })
}

async fn contact(State(app): State<App>, visitor: Visitor) -> Answer {
    let form = fresh(&app, &visitor);
    page(&contact_page(&app, &visitor, form).await?)
}

async fn change(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    let typed = posted.value("phone").to_owned();
    let Ok(phone) = law::Phone::parse(&typed) else {
        let wrong = FieldError::new(
            "phone",
            "请填写11位手机号码，例如13900001234",
            "Fill in a mobile number of 11 digits, for example 13900001234",
        );
        let form = posted.form(nonce::make(&app, visitor.now, &mut visitor.page_chance())).wrong(vec![wrong]);
        return page_again(&contact_page(&app, &visitor, form).await?);
    };
    let phone = phone.as_str().to_owned();
    let person = visitor.person()?.to_owned();
    let known = outside::known(&app, &person).await?;
    let asked = ContactFacts { phone: Some(phone.clone()), differs: phone != known.values.phone };
    let facts = outside::facts(&app, &visitor, &known, false, Some(asked)).await?;
    let judgement = item(&app, CONTACT)?.judge(&app.office.rules.law, &facts).map_err(failed)?;
    if !judgement.refusals.is_empty() {
        let view = ApplyCannot {
            frame: citizen_frame(&app, &visitor).await?,
            application: application(&app)?,
            refusals: judgement.refusals,
            ways: vec![Link::new("/me", "返回", "Back")],
        };
        return Ok((axum::http::StatusCode::CONFLICT, page(&view)?).into_response());
    }
    let ctx = visitor.ctx_once(posted.once());
    once_done(service::person::change_phone(&app.office, &ctx, &person, &phone).await)?;
    on_to("/me")
}
