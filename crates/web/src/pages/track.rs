//! Tracking a case without logging in: its number and the last four digits of the applicant's telephone.

use axum::extract::State;
use axum::routing::{get, post};
use base::FieldError;
use service::access;
use service::office::Stop;

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

/// A wrong number, an unknown one and another person's telephone get the same answer; and after twenty tries in a day
/// for a number, whatever it is, nothing is told of it any more.
async fn tracked(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    let number = posted.value("no").to_uppercase();
    match access::count_track(&app.office, &visitor.ctx(), &number).await {
        Ok(()) => {}
        Err(Stop::TooMany(_)) => return too_often(&app, &visitor, &posted).await,
        Err(stop) => return Err(stop.into()),
    }
    let asked = number.clone();
    let found = app.office.query(move |read| {
        let Some(case) = service::case::by_number(read, &asked)? else { return Ok(None) };
        let needs = service::case::requirements(read, &case.id)?;
        Ok(Some((case, needs)))
    });
    let mut hit = None;
    if let Some((case, needs)) = found.await? {
        let known = outside::known(&app, &case.applicant).await;
        let tail = posted.value("tail");
        if known.is_ok_and(|k| tail.len() == 4 && k.values.phone.ends_with(tail)) {
            let line = line(&app, &visitor, &case, &needs)?;
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

/// The number was asked for too often to tell more of it.
async fn too_often(app: &App, visitor: &Visitor, posted: &Posted) -> Answer {
    let phone = &app.settings.help_phone;
    let wrong = FieldError::new(
        "no",
        format!(
            "这个编号今天查询的次数太多，为保护办事人暂停查询。请登录后查看，或者明天再查，也可以拨打 {phone}。"
        ),
        format!(
            "This number was asked for too often today; to protect the applicant it is closed for now. Log in to see \
             the case, try again tomorrow, or call {phone}."
        ),
    );
    let form = posted.form(nonce::make(app, visitor.now, &mut visitor.page_chance())).wrong(vec![wrong]);
    page_again(&Track { frame: citizen_frame(app, visitor).await?, form, found: None })
}
