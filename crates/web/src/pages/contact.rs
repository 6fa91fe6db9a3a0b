//! The change of one's mobile number: the new number on one page, the code that went to it on the next. Between the two
//! the number lies sealed in a cookie of the person's own browser.

use adapters::sms::NUMBER_CODE;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use base::{FieldError, Problem};
use serde::{Deserialize, Serialize};
use service::access::CODE_MINUTES;
use service::catalog::ContactFacts;
use service::office::Stop;

use super::citizen_frame;
use super::item::{failed, item};
use super::login::{set_cookie, six_digits};
use super::view::apply::{Application, ApplyCannot, ApplyContact};
use super::view::contact::ContactCode;
use super::view::{Form, Link, Masked};
use crate::answer::{Answer, on_to, once_done, page, page_again};
use crate::pending::{self, Pending, SECONDS};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor, code_message, nonce, outside};

const CONTACT: &str = "licence-contact";

pub(super) fn routes() -> Table {
    Table::new()
        .get(Kind::Page, "/me/contact", "me.contact", Door::Citizen, get(contact))
        .post(Kind::Page, "/apply/licence-contact/contact", "me.contact_send", Door::Citizen, post(ask))
        .get(Kind::Page, "/me/contact/code", "me.contact_code", Door::Citizen, get(code))
        .post(Kind::Page, "/me/contact/code", "me.contact_change", Door::Citizen, post(change))
        .post(Kind::Page, "/me/contact/again", "me.contact_again", Door::Citizen, post(again))
}

/// The number that waits for its code, and whose it will be: a browser that somebody else uses next confirms nothing.
#[derive(Debug, Serialize, Deserialize)]
struct NewNumber {
    person: String,
    phone: String,
}

impl Pending for NewNumber {
    const COOKIE: &'static str = "yc_number";
}

fn fresh(app: &App, visitor: &Visitor) -> Form {
    Form::new(nonce::make(app, visitor.now, &mut visitor.page_chance()))
}

fn application(app: &App, back: &str) -> Result<Application, Fault> {
    Ok(Application {
        code: CONTACT.to_owned(),
        name: item(app, CONTACT)?.name.clone(),
        case: None,
        principal: None,
        step: 0,
        steps: 1,
        back: Some(Link::new(back, "返回", "Back")),
    })
}

async fn contact_page(app: &App, visitor: &Visitor, form: Form) -> Result<ApplyContact, Fault> {
    let known = outside::known(app, visitor.person()?).await?;
    Ok(ApplyContact {
        frame: citizen_frame(app, visitor).await?,
        application: application(app, "/me")?,
        form,
        current: Masked::new(known.values.masked().phone),
        with_address: false,
    })
}

async fn contact(State(app): State<App>, visitor: Visitor) -> Answer {
    let form = fresh(&app, &visitor);
    page(&contact_page(&app, &visitor, form).await?)
}

/// Sends a code to the new number, where the item allows it.
async fn ask(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    let wrong = match law::Phone::parse(posted.value("phone")) {
        Ok(number) => {
            let phone = number.as_str().to_owned();
            if let Some(refused) = refused(&app, &visitor, &phone).await? {
                return Ok((axum::http::StatusCode::CONFLICT, page(&refused)?).into_response());
            }
            match send(&app, &visitor, &phone).await {
                Ok(()) => return Ok(to_code(&app, &visitor, phone)),
                Err(Fault::Problem(problem)) if matches!(problem.status, 429 | 503) => {
                    FieldError { field: "phone".to_owned(), message: problem.detail.clone() }
                }
                Err(fault) => return Err(fault),
            }
        }
        Err(_) => FieldError::new(
            "phone",
            "请填写11位手机号码，例如13900001234",
            "Fill in a mobile number of 11 digits, for example 13900001234",
        ),
    };
    let form = posted.form(nonce::make(&app, visitor.now, &mut visitor.page_chance())).wrong(vec![wrong]);
    page_again(&contact_page(&app, &visitor, form).await?)
}

/// The page that says why this number cannot take the place of the old one.
async fn refused(app: &App, visitor: &Visitor, phone: &str) -> Result<Option<ApplyCannot>, Fault> {
    let known = outside::known(app, visitor.person()?).await?;
    let asked = ContactFacts { phone: Some(phone.to_owned()), differs: phone != known.values.phone };
    let facts = outside::facts(app, visitor, &known, CONTACT, false, Some(asked)).await?;
    let judgement = item(app, CONTACT)?.judge(&app.office.rules.law, &facts).map_err(failed)?;
    if judgement.refusals.is_empty() {
        return Ok(None);
    }
    Ok(Some(ApplyCannot {
        frame: citizen_frame(app, visitor).await?,
        application: application(app, "/me")?,
        refusals: judgement.refusals,
        ways: vec![Link::new("/me", "返回", "Back")],
    }))
}

async fn send(app: &App, visitor: &Visitor, phone: &str) -> Result<(), Fault> {
    let person = visitor.person()?;
    let asked = service::person::request_phone_code(&app.office, &visitor.ctx(), person, phone).await?;
    code_message::send(app, visitor, NUMBER_CODE, phone, &asked.value.code).await
}

fn to_code(app: &App, visitor: &Visitor, phone: String) -> axum::response::Response {
    let waiting = NewNumber { person: visitor.actor.id.clone(), phone };
    let sealed = pending::seal(app, waiting, visitor.now).unwrap_or_default();
    let mut response = Redirect::to("/me/contact/code").into_response();
    set_cookie(app, &mut response, NewNumber::COOKIE, &sealed, SECONDS);
    response
}

/// The number that this person's code went to.
fn waiting(app: &App, visitor: &Visitor, headers: &HeaderMap) -> Option<NewNumber> {
    pending::open::<NewNumber>(app, headers, visitor.now).filter(|waiting| waiting.person == visitor.actor.id)
}

async fn code_page(app: &App, visitor: &Visitor, phone: &str, form: Form) -> Result<ContactCode, Fault> {
    let masked: String =
        phone.chars().enumerate().map(|(i, c)| if (3..7).contains(&i) { '*' } else { c }).collect();
    let newest = |demo: &crate::Demo| (demo.sms_sent)(phone).into_iter().find_map(|text| six_digits(&text));
    Ok(ContactCode {
        frame: citizen_frame(app, visitor).await?,
        application: application(app, "/me/contact")?,
        form,
        phone: Masked::new(masked),
        minutes: u32::try_from(CODE_MINUTES).unwrap_or(5),
        demo_code: app.demo.as_ref().and_then(newest),
    })
}

async fn code(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Answer {
    let form = fresh(&app, &visitor);
    // Without a number there is no code: the number is asked for first.
    let Some(number) = waiting(&app, &visitor, &headers) else {
        return page(&contact_page(&app, &visitor, form).await?);
    };
    page(&code_page(&app, &visitor, &number.phone, form).await?)
}

async fn again(State(app): State<App>, visitor: Visitor, headers: HeaderMap, _: Posted) -> Answer {
    let Some(number) = waiting(&app, &visitor, &headers) else { return on_to("/me/contact") };
    match send(&app, &visitor, &number.phone).await {
        Ok(()) => on_to("/me/contact/code"),
        Err(fault) => {
            let form = fresh(&app, &visitor).wrong(super::login::too_often(fault)?);
            page_again(&code_page(&app, &visitor, &number.phone, form).await?)
        }
    }
}

async fn change(State(app): State<App>, visitor: Visitor, headers: HeaderMap, posted: Posted) -> Answer {
    let Some(number) = waiting(&app, &visitor, &headers) else { return on_to("/me/contact") };
    let (ctx, typed) = (visitor.ctx_once(posted.once()), posted.value("code"));
    let person = visitor.person()?;
    let changed = service::person::change_phone(&app.office, &ctx, person, &number.phone, typed).await;
    let wrong = match once_done(changed) {
        Ok(_) => {
            let mut response = Redirect::to("/me").into_response();
            set_cookie(&app, &mut response, NewNumber::COOKIE, "", 0);
            return Ok(response);
        }
        Err(Stop::Invalid(wrong)) => wrong,
        Err(stop @ Stop::Refused(_)) => {
            vec![FieldError { field: "code".to_owned(), message: Problem::from(stop).detail }]
        }
        Err(stop) => return Err(stop.into()),
    };
    let form = fresh(&app, &visitor).wrong(wrong);
    page_again(&code_page(&app, &visitor, &number.phone, form).await?)
}
