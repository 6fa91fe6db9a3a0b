//! Asking for everything that is missing, at once and with a day that can be kept (一次性告知).

use authz::Action;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use base::{Day, FieldError};
use service::case::rules::{SUPPLEMENT_DAYS_MAX, can_be_asked_again};
use service::case::{Ask, PaperFault, commands};
use service::office::Stop;

use super::act::{done, hindrance, not_done, said, stale, with_status};
use super::frame::staff_frame;
use super::ground::basis;
use super::opened::{Opened, open};
use super::{again_on, fresh_on, which};
use crate::answer::{Answer, page, page_again};
use crate::pages::standing::name_of;
use crate::pages::view::staff::acts::{AskSupplement, Paper};
use crate::pages::view::staff::case::Act;
use crate::pages::view::{Choice, Form};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor};

pub(super) fn routes() -> Table {
    let door = Door::Staff(Action::CaseSupplement);
    Table::new().get(Kind::Page, "/desk/cases/{no}/ask", "desk.ask", door, get(ask)).post(
        Kind::Page,
        "/desk/cases/{no}/ask",
        "desk.asked",
        door,
        post(asked),
    )
}

/// The field in which a paper's fault is chosen.
fn field(code: &str) -> String {
    format!("fault-{code}")
}

/// The papers that are asked for again, as they were chosen.
fn asks(opened: &Opened, posted: &Posted) -> Vec<Ask> {
    let papers = opened.needs.iter().filter(|need| can_be_asked_again(need));
    let chosen = |code: &str| PaperFault::parse(posted.value(&field(code)));
    papers.filter_map(|need| Some(Ask::new(need.code.as_str(), chosen(&need.code)?))).collect()
}

/// The first field of the form: what is said of all papers stands there.
fn first_field(opened: &Opened) -> String {
    opened
        .needs
        .iter()
        .find(|need| can_be_asked_again(need))
        .map(|need| field(&need.code))
        .unwrap_or_default()
}

/// The last day that can be set.
fn latest(visitor: &Visitor) -> Day {
    visitor.now.day().plus_days(SUPPLEMENT_DAYS_MAX)
}

async fn ask_page(app: &App, visitor: &Visitor, opened: &Opened, form: Form) -> Result<AskSupplement, Fault> {
    let item = opened.item(app)?;
    let materials = opened.needs.iter().filter(|need| can_be_asked_again(need));
    let paper = |code: &str| {
        let articles = item.needs.iter().find(|need| need.id == code).map(|need| need.articles.as_slice());
        let (name, basis) = (name_of(Some(item), code), basis(articles.unwrap_or_default()));
        Paper { field: field(code), name, basis }
    };
    Ok(AskSupplement {
        frame: staff_frame(app, visitor).await?,
        subject: opened.subject(),
        form,
        papers: materials.map(|need| paper(&need.code)).collect(),
        faults: PaperFault::ALL.iter().map(|fault| Choice::new(fault.as_str(), fault.name())).collect(),
        earliest: visitor.now.day().plus_days(1),
        latest: latest(visitor),
    })
}

async fn ask(State(app): State<App>, visitor: Visitor, Path(no): Path<String>) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    if let Some(stop) = hindrance(&app, &visitor, &Act::Ask, &opened) {
        return not_done(&app, &visitor, &no, stop).await;
    }
    let form = fresh_on(&app, &visitor, &opened.case).with("due", latest(&visitor).to_string());
    page(&ask_page(&app, &visitor, &opened, form).await?)
}

async fn asked(State(app): State<App>, visitor: Visitor, Path(no): Path<String>, posted: Posted) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    let (asks, due) = (asks(&opened, &posted), Day::parse(posted.value("due")));
    let mut wrong = Vec::new();
    if asks.is_empty() {
        let (zh, en) =
            ("请至少选择一份材料哪里不合要求", "Choose what is wrong with at least one of the papers");
        wrong.push(FieldError::new(first_field(&opened), zh, en));
    }
    if due.is_err() {
        wrong.push(FieldError::new("due", "请填写补正期限", "Fill in by when"));
    }
    let (Ok(until), true) = (due, wrong.is_empty()) else {
        let form = again_on(&app, &visitor, &posted, &opened.case, wrong);
        return page_again(&ask_page(&app, &visitor, &opened, form).await?);
    };
    let ctx = visitor.ctx_once(posted.once());
    match commands::ask_again(&app.office, &ctx, which(&opened.case, &posted), asks, until).await {
        Ok(_) => done(&no, &Act::Ask),
        Err(stop) => not_asked(&app, &visitor, &no, &posted, stop).await,
    }
}

/// What can be mended on the form is said there, with what was typed; a form that is stale is shown on the case as it
/// stands, as long as anything can still be asked for.
async fn not_asked(app: &App, visitor: &Visitor, no: &str, posted: &Posted, stop: Stop) -> Answer {
    let opened = open(app, visitor, no).await?;
    let field = |rule: &str| match rule {
        "case.supplement_until" => Some("due".to_owned()),
        "case.supplement_unknown" => Some(first_field(&opened)),
        _ => None,
    };
    if let Stop::Refused(refusals) = &stop {
        let wrong: Option<Vec<FieldError>> = refusals
            .iter()
            .map(|r| field(&r.rule).map(|f| FieldError { field: f, message: said(r) }))
            .collect();
        if let Some(wrong) = wrong.filter(|wrong| !wrong.is_empty()) {
            let form = again_on(app, visitor, posted, &opened.case, wrong);
            return page_again(&ask_page(app, visitor, &opened, form).await?);
        }
    }
    if matches!(stop, Stop::Stale) && hindrance(app, visitor, &Act::Ask, &opened).is_none() {
        let form = again_on(app, visitor, posted, &opened.case, Vec::new());
        let mut view = ask_page(app, visitor, &opened, form).await?;
        view.frame.flash = Some(stale());
        return Ok(with_status(page(&view)?, StatusCode::CONFLICT));
    }
    not_done(app, visitor, no, stop).await
}
