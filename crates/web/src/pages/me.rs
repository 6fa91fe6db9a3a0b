//! The reader: what is on file, who looked at it and why, and the change of one's telephone.

use axum::extract::State;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use base::FieldError;
use service::catalog::ContactFacts;

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
    let id = known.row.id.clone();
    let looked = app.office.query(move |read| service::access::looked_at(read, &id)).await?;
    let looked = looked.into_iter().map(|look| LookedUp {
        at: look.at,
        outlet: look.outlet,
        role: super::desk::role_names(&look.roles),
        purpose: look.purpose.name(),
    });
    page(&Me {
        frame: citizen_frame(&app, &visitor).await?,
        form: fresh(&app, &visitor),
        on_file,
        looked: looked.collect(),
        sessions: Vec::new(),
    })
}

fn fresh(app: &App, visitor: &Visitor) -> Form {
    Form::new(nonce::make(app, visitor.now, &mut visitor.page_chance()))
}

fn application(app: &App) -> Result<Application, Fault> {
    Ok(Application {
        code: CONTACT.to_owned(),
        name: item(app, CONTACT)?.name.clone(),
        case: None,
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
    let facts = outside::facts(&app, &visitor, &known, CONTACT, false, Some(asked)).await?;
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
