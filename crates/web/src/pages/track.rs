//! Tracking a case without logging in: its number and the last four digits of the applicant's telephone.

use axum::extract::State;
use axum::routing::{get, post};
use base::FieldError;

use super::case::line;
use super::citizen_frame;
use super::view::Form;
use super::view::track::{Track, Tracked};
use crate::answer::{Answer, page, page_again};
use crate::route::{Door, Kind, Table};
use crate::{App, Posted, Visitor, nonce, outside};

pub(super) fn routes() -> Table {
    Table::new().get(Kind::Page, "/track", "case.track", Door::Anyone, get(track)).post(
        Kind::Page,
        "/track",
        "case.tracked",
        Door::Anyone,
        post(tracked),
    )
}

fn fresh(app: &App, visitor: &Visitor) -> Form {
    Form::new(nonce::make(app, visitor.now, &mut visitor.page_chance()))
}

async fn track(State(app): State<App>, visitor: Visitor) -> Answer {
    let form = fresh(&app, &visitor);
    page(&Track { frame: citizen_frame(&app, &visitor).await?, form, found: None })
}

/// A wrong number, an unknown one and another person's telephone get the same answer.
async fn tracked(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    let number = posted.value("no").to_uppercase();
    let asked = number.clone();
    let found = app.office.query(move |read| service::case::by_number(read, &asked)).await?;
    let mut hit = None;
    if let Some(case) = found {
        let known = outside::known(&app, &case.applicant).await;
        let tail = posted.value("tail");
        if known.is_ok_and(|k| tail.len() == 4 && k.values.phone.ends_with(tail)) {
            let line = line(&app, &visitor, &case, &[])?;
            hit = Some(Tracked {
                no: line.no,
                item: line.item,
                tag: line.tag,
                standing: line.standing,
                moved_at: line.moved_at,
            });
        }
    }
    let mut form = posted.form(nonce::make(&app, visitor.now, &mut visitor.page_chance()));
    let frame = citizen_frame(&app, &visitor).await?;
    if hit.is_none() {
        let wrong = FieldError::new(
            "no",
            "没有查到。请核对编号和手机号后四位。",
            "Nothing found. Check the number and the last four digits.",
        );
        form = form.wrong(vec![wrong]);
        return page_again(&Track { frame, form, found: None });
    }
    page(&Track { frame, form, found: hit })
}
