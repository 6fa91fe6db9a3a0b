//! Search: a question in plain words, answered with the item it asks for.

use axum::extract::{Query, State};
use axum::routing::get;
use base::Day;
use serde::Deserialize;
use service::catalog::Item;
use service::guide::{Answer as Guided, Match, Subject};

use super::citizen_frame;
use super::item::{failed, item, terms};
use super::view::Form;
use super::view::calculate::Family;
use super::view::search::{Found, Hit, Search};
use crate::answer::{Answer, page};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Visitor};

/// A question is read up to this many characters.
const LONGEST: usize = 200;

pub(super) fn routes() -> Table {
    Table::new().get(Kind::Page, "/search", "item.search", Door::Anyone, get(search))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

async fn search(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let question: String = asked.q.trim().chars().take(LONGEST).collect();
    let day = visitor.now.day();
    let answer = app.guide().await?.ask(&question);
    let found = answer.best.as_ref().map(|best| found(&app, best, day)).transpose()?;
    let others = others(&app, &answer, day)?;
    let nearest = if found.is_none() && others.is_empty() && !question.is_empty() {
        every(&app, day)?
    } else {
        Vec::new()
    };
    let form = Form::default().with("q", question);
    page(&Search {
        frame: citizen_frame(&app, &visitor).await?,
        form,
        read_as: answer.read_as,
        found,
        others,
        nearest,
    })
}

/// What is asked for: an item with its terms, or what there is no item for.
fn found(app: &App, best: &Match, day: Day) -> Result<Found, Fault> {
    match &best.subject {
        Subject::Item(code) => {
            let item = item(app, code)?;
            let (time, fee) = terms(app, item, day)?;
            Ok(Found::Item { hit: hit(app, item, day)?, time, fee })
        }
        Subject::Topic { page, calculator } => Ok(Found::Topic {
            name: best.name.clone(),
            page: page.clone(),
            calculator: calculator.as_deref().and_then(Family::parse),
        }),
    }
}

/// Other items that may be meant. Business without an item is named only where it is the answer.
fn others(app: &App, answer: &Guided, day: Day) -> Result<Vec<Hit>, Fault> {
    let codes = answer.others.iter().filter_map(|other| match &other.subject {
        Subject::Item(code) => Some(code),
        Subject::Topic { .. } => None,
    });
    codes.map(|code| hit(app, item(app, code)?, day)).collect()
}

fn every(app: &App, day: Day) -> Result<Vec<Hit>, Fault> {
    let offered = app.office.rules.catalog.items().filter(|item| item.in_force(day));
    offered.map(|item| hit(app, item, day)).collect()
}

fn hit(app: &App, item: &Item, day: Day) -> Result<Hit, Fault> {
    let texts = item.texts(&app.office.rules.law, day).map_err(failed)?;
    Ok(Hit { href: format!("/items/{}", item.code), name: item.name.clone(), summary: texts.summary })
}
