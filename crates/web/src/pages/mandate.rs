//! Mandates (委托代办) on pages: what the reader has given and what they hold, giving one to somebody by name and
//! identity number, and ending one from either side. What an agent does with a mandate is in `acting` and `apply`.

use authz::Action;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use base::{Day, FieldError, Problem};
use service::access::{self, EndedBy, GrantMandate, Mandates};
use service::catalog::Who;
use service::office::Stop;

use super::acting::{every_case, name_of};
use super::citizen_frame;
use super::view::mandate::{Mandate, MandateGrant, MandateList, MandateRevoke};
use super::view::{Choice, Form, Tag, Tone};
use crate::answer::{Answer, on_to, once_done, page, page_again};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor, nonce};

/// Mandates of each side that the page shows.
const MANDATES: u32 = 50;

pub(super) fn routes() -> Table {
    Table::new()
        .get(Kind::Page, "/me/mandates", "mandate.list", Door::Citizen, get(list))
        .get(Kind::Page, "/me/mandates/grant", "mandate.grant", Door::Citizen, get(grant))
        .post(Kind::Page, "/me/mandates/grant", "mandate.granted", Door::Citizen, post(granted))
        .get(Kind::Page, "/me/mandates/{mandate}/revoke", "mandate.revoke", Door::Citizen, get(revoke))
        .post(Kind::Page, "/me/mandates/{mandate}/revoke", "mandate.revoked", Door::Citizen, post(revoked))
}

fn fresh(app: &App, visitor: &Visitor) -> Form {
    Form::new(nonce::make(app, visitor.now, &mut visitor.page_chance()))
}

/// A mandate as the reader sees it: the other person is the one who is not the reader.
async fn shown(app: &App, visitor: &Visitor, mandate: access::Mandate) -> Result<Mandate, Fault> {
    let given = mandate.giver == visitor.person()?;
    let other = name_of(app, if given { &mandate.agent } else { &mandate.giver }).await?;
    let (state, over) = state(&mandate, visitor.now.day());
    let name = |code: &String| app.office.rules.catalog.item(code).ok().map(|item| item.name.clone());
    Ok(Mandate {
        other,
        given,
        items: mandate.items.iter().filter_map(name).collect(),
        until: mandate.until,
        state,
        revocable: !over,
        id: mandate.id,
    })
}

/// Where a mandate stands, and whether it is over.
fn state(mandate: &access::Mandate, today: Day) -> (Tag, bool) {
    match mandate.ended {
        Some((_, EndedBy::Giver)) => (Tag::new(Tone::Plain, "已撤销", "Revoked"), true),
        Some((_, EndedBy::Agent)) => (Tag::new(Tone::Plain, "代办人已辞去", "Laid down by the agent"), true),
        Some((_, EndedBy::Office)) => (Tag::new(Tone::Plain, "窗口已撤销", "Revoked at a counter"), true),
        None if mandate.until < today => (Tag::new(Tone::Plain, "已到期", "Run out"), true),
        None if today < mandate.from => (Tag::new(Tone::Info, "还没生效", "Not in force yet"), false),
        None => (Tag::new(Tone::Ok, "有效", "In force"), false),
    }
}

async fn side(app: &App, visitor: &Visitor, which: Mandates) -> Result<Vec<Mandate>, Fault> {
    let scope = authz::Scope::of(&visitor.actor, Action::MandateView, visitor.ctx().circumstances());
    let found = app.office.query(move |read| access::mandates(read, &scope, &which, None, MANDATES)).await?;
    let mut all = Vec::new();
    for mandate in found.rows {
        all.push(shown(app, visitor, mandate).await?);
    }
    all.sort_by_key(|mandate| !mandate.revocable);
    Ok(all)
}

async fn list(State(app): State<App>, visitor: Visitor) -> Answer {
    let me = Some(visitor.person()?.to_owned());
    page(&MandateList {
        frame: citizen_frame(&app, &visitor).await?,
        granted: side(&app, &visitor, Mandates { giver: me.clone(), agent: None }).await?,
        received: side(&app, &visitor, Mandates { giver: None, agent: me }).await?,
    })
}

async fn grant_page(app: &App, visitor: &Visitor, form: Form) -> Result<MandateGrant, Fault> {
    let today = visitor.now.day();
    let items = app.office.rules.catalog.items();
    let offered = items.filter(|item| item.in_force(today) && item.who.contains(&Who::Agent));
    Ok(MandateGrant {
        frame: citizen_frame(app, visitor).await?,
        form,
        items: offered.map(|item| Choice::new(item.code.clone(), item.name.clone())).collect(),
        latest: today.plus_years(1),
    })
}

async fn grant(State(app): State<App>, visitor: Visitor) -> Answer {
    let form = fresh(&app, &visitor);
    page(&grant_page(&app, &visitor, form).await?)
}

/// What is wrong with what was typed before anybody is asked.
fn wrong(posted: &Posted, until: Option<Day>) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    if posted.value("name").is_empty() {
        wrong.push(FieldError::new("name", "请填写代办人姓名", "Fill in the name of the person"));
    }
    if posted.value("id_number").is_empty() {
        let (zh, en) = ("请填写代办人身份证号码", "Fill in the ID number of the person");
        wrong.push(FieldError::new("id_number", zh, en));
    }
    if posted.all("items").is_empty() {
        wrong.push(FieldError::new("items", "请至少选择一项", "Choose at least one item"));
    }
    if until.is_none() {
        let (zh, en) =
            ("请填写委托的最后一天，例如2027-06-30", "Fill in the last day, for example 2027-06-30");
        wrong.push(FieldError::new("until", zh, en));
    }
    wrong
}

async fn granted(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    let until = Day::parse(posted.value("until")).ok();
    let mut errors = wrong(&posted, until);
    if let (true, Some(until)) = (errors.is_empty(), until) {
        let new = GrantMandate {
            giver: visitor.person()?.to_owned(),
            agent_name: posted.value("name").to_owned(),
            agent_id_number: posted.value("id_number").to_uppercase(),
            items: posted.all("items").into_iter().collect(),
            from: None,
            until,
        };
        let ctx = visitor.ctx_once(posted.once());
        match once_done(access::grant_mandate(&app.office, &ctx, &new).await) {
            Ok(_) => return on_to("/me/mandates"),
            Err(Stop::Invalid(fields)) => errors = fields.into_iter().map(of_page).collect(),
            // Who the person is stands in one field for the reader: what is said of it is said there.
            Err(stop @ (Stop::Refused(_) | Stop::TooMany(_))) => {
                let message = Problem::from(stop).detail;
                errors = vec![FieldError { field: "id_number".to_owned(), message }];
            }
            Err(stop) => return Err(stop.into()),
        }
    }
    let form = posted.form(nonce::make(&app, visitor.now, &mut visitor.page_chance())).wrong(errors);
    page_again(&grant_page(&app, &visitor, form).await?)
}

/// A field under the name that the page has for it.
fn of_page(error: FieldError) -> FieldError {
    let field = if error.field == "agent_id_number" { "id_number".to_owned() } else { error.field };
    FieldError { field, ..error }
}

/// A mandate that the reader may see.
async fn seen(app: &App, visitor: &Visitor, id: &str) -> Result<access::Mandate, Fault> {
    let wanted = id.to_owned();
    let found = app.office.query(move |read| access::mandate_by_id(read, &wanted)).await?;
    let mandate = found.ok_or(Stop::NotFound)?;
    let circumstances = visitor.ctx().circumstances();
    let decision =
        app.office.authorizer.decide(&visitor.actor, Action::MandateView, &mandate.resource(), circumstances);
    if decision.allowed { Ok(mandate) } else { Err(Stop::NotFound.into()) }
}

async fn revoke(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let mandate = seen(&app, &visitor, &id).await?;
    if state(&mandate, visitor.now.day()).1 {
        return on_to("/me/mandates");
    }
    let (giver, agent) = (mandate.giver.clone(), mandate.agent.clone());
    let cases = every_case(&app, &visitor, &giver).await?;
    let running = cases
        .iter()
        .filter(|(case, _)| case.agent.as_deref() == Some(agent.as_str()) && !case.stage.is_over())
        .count();
    page(&MandateRevoke {
        frame: citizen_frame(&app, &visitor).await?,
        form: fresh(&app, &visitor),
        mandate: shown(&app, &visitor, mandate).await?,
        running,
    })
}

async fn revoked(State(app): State<App>, visitor: Visitor, Path(id): Path<String>, posted: Posted) -> Answer {
    seen(&app, &visitor, &id).await?;
    let ctx = visitor.ctx_once(posted.once());
    once_done(access::revoke_mandate(&app.office, &ctx, &id).await)?;
    on_to("/me/mandates")
}
