//! Before the first question: for whom, whether it can be done at all, and what to have at hand.

use axum::extract::{Query, State};
use base::{FieldError, Refusal, Text};
use serde::Deserialize;
use service::case::commands::Opened;
use service::catalog::{Judgement, Party, SpecState};
use service::office::Stop;

use super::open::{draft, open_case};
use super::{At, form};
use crate::answer::{Answer, on_to, once_done, page, page_again};
use crate::outside::{self, Known};
use crate::pages::acting::{name_of, principals};
use crate::pages::citizen_frame;
use crate::pages::item::{failed, is_paper, item};
use crate::pages::view::apply::{Application, ApplyCannot, ApplyStart, ApplyWho};
use crate::pages::view::{Cell, Choice, Form, Link, Masked, Row};
use crate::{App, Fault, Posted, Visitor};

/// The visitor themself, in the field `for`.
const ME: &str = "me";

#[derive(Deserialize)]
pub(super) struct Whom {
    #[serde(rename = "for")]
    whom: Option<String>,
    /// Whether the question was sent: a form with nothing chosen says no more than that.
    asked: Option<String>,
}

/// The person an application is for.
struct Applicant {
    person: String,
    /// The masked name, where it is not the visitor.
    principal: Option<Masked>,
}

/// Who is meant by the field `for`. Somebody who gave the visitor no mandate for the item is not there.
async fn applicant(app: &App, visitor: &Visitor, code: &str, whom: &str) -> Result<Applicant, Fault> {
    let own = visitor.person()?;
    if whom.is_empty() || whom == ME || whom == own {
        return Ok(Applicant { person: own.to_owned(), principal: None });
    }
    if !visitor.acts_for(whom, code) {
        return Err(Stop::NotFound.into());
    }
    Ok(Applicant { person: whom.to_owned(), principal: Some(name_of(app, whom).await?) })
}

fn before(app: &App, at: &At, principal: Option<Masked>) -> Result<Application, Fault> {
    Ok(Application {
        code: at.code.clone(),
        name: item(app, &at.code)?.name.clone(),
        case: None,
        principal,
        step: 0,
        steps: 4,
        back: Some(Link::new(format!("/items/{}", at.code), "返回", "Back")),
    })
}

async fn judged(app: &App, visitor: &Visitor, at: &At, who: &Applicant) -> Result<(Known, Judgement), Fault> {
    let known = outside::known(app, &who.person).await?;
    let by_agent = who.principal.is_some();
    let facts = outside::facts(app, visitor, &known, &at.code, by_agent, None).await?;
    let judgement = item(app, &at.code)?.judge(&app.office.rules.law, &facts).map_err(failed)?;
    Ok((known, judgement))
}

pub(super) async fn start(
    State(app): State<App>,
    visitor: Visitor,
    at: At,
    Query(asked): Query<Whom>,
) -> Answer {
    item(&app, &at.code)?;
    // One's own number is changed on a page of its own; for somebody else it is refused below, with the reason.
    if at.code == "licence-contact" && asked.whom.as_deref().is_none_or(|whom| whom == ME) {
        return on_to("/me/contact");
    }
    if asked.whom.is_none() && !principals(&visitor, Some(&at.code)).is_empty() {
        if asked.asked.is_none() {
            return page(&who_page(&app, &visitor, &at, Form::default()).await?);
        }
        let wrong = FieldError::new("for", "请选择为谁办理", "Choose for whom you are applying");
        return page_again(&who_page(&app, &visitor, &at, Form::default().wrong(vec![wrong])).await?);
    }
    let who = applicant(&app, &visitor, &at.code, asked.whom.as_deref().unwrap_or_default()).await?;
    let (known, judgement) = judged(&app, &visitor, &at, &who).await?;
    if !judgement.refusals.is_empty() {
        return cannot(&app, &visitor, &at, who.principal, judgement.refusals).await;
    }
    page(&ApplyStart {
        frame: citizen_frame(&app, &visitor).await?,
        form: form(&app, &visitor),
        whom: if who.principal.is_some() { who.person.clone() } else { ME.to_owned() },
        application: before(&app, &at, who.principal)?,
        minutes: 5,
        at_hand: at_hand(&judgement),
        on_file: on_file(&known),
        fee: judgement.fee,
    })
}

/// The reader and the persons they may act for.
async fn who_page(app: &App, visitor: &Visitor, at: &At, form: Form) -> Result<ApplyWho, Fault> {
    let mut persons = vec![Choice::new(ME, Text::new("我自己", "Myself"))];
    for person in principals(visitor, Some(&at.code)) {
        let name = name_of(app, &person).await?.to_string();
        persons.push(Choice::new(person, Text::new(name.clone(), name)));
    }
    let frame = citizen_frame(app, visitor).await?;
    Ok(ApplyWho { frame, application: before(app, at, None)?, form, persons })
}

/// What the person should have beside them: the papers that are asked, and a telephone.
fn at_hand(judgement: &Judgement) -> Vec<Text> {
    let asked = judgement
        .requirements
        .iter()
        .filter(|r| r.party == Party::Applicant && is_paper(r.kind) && r.state == SpecState::Asked);
    let mut at_hand: Vec<Text> = asked.map(|r| r.name.clone()).collect();
    at_hand.push(Text::new("本人手机", "Your mobile telephone"));
    at_hand
}

/// What the office knows and nobody has to type.
fn on_file(known: &Known) -> Vec<Row> {
    let masked = known.values.masked();
    let mut on_file = vec![
        Row::new("姓名", "Name", Cell::Masked(Masked::new(masked.name))),
        Row::new("身份证号码", "ID number", Cell::Masked(Masked::new(masked.id_number))),
    ];
    if let Some(licence) = &known.licence {
        on_file.push(Row::new("准驾车型", "Classes", Cell::Data(licence.classes.to_string())));
        if let Some(until) = licence.valid_until {
            on_file.push(Row::new("有效期至", "Valid until", Cell::Date(until)));
        }
    }
    on_file
}

async fn cannot(
    app: &App,
    visitor: &Visitor,
    at: &At,
    principal: Option<Masked>,
    refusals: Vec<Refusal>,
) -> Answer {
    page(&ApplyCannot {
        frame: citizen_frame(app, visitor).await?,
        application: before(app, at, principal)?,
        refusals,
        ways: vec![
            Link::new("/items", "看看其他事项", "Other services"),
            Link::new("/help", "联系我们", "Contact us"),
        ],
    })
}

pub(super) async fn begin(State(app): State<App>, visitor: Visitor, at: At, posted: Posted) -> Answer {
    let who = applicant(&app, &visitor, &at.code, posted.value("for")).await?;
    let (person, by_agent) = (who.person.clone(), who.principal.is_some());
    let mut number = draft(&app, &visitor, &person, &at.code).await?.map(|(case, _)| case.number);
    if number.is_none() {
        let opened = open_case(&app, &visitor, (&person, by_agent), &at.code, posted.once()).await?;
        number = match once_done(opened)? {
            Some(Opened::Refused(refusals)) => {
                return cannot(&app, &visitor, &at, who.principal, refusals).await;
            }
            Some(Opened::Begun(number)) => Some(number),
            // Pressed twice: the first time has begun it.
            None => draft(&app, &visitor, &person, &at.code).await?.map(|(case, _)| case.number),
        };
    }
    let at = At { case: number.filter(|_| by_agent), ..at };
    on_to(&at.to("photo"))
}
