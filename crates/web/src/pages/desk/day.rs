//! The end of the day at the visitor's outlet, and the closed days of every outlet they watch.

use authz::Action;
use axum::extract::{Query, State};
use axum::routing::{get, post};
use base::{Fen, FieldError};
use serde::Deserialize;
use service::day::{self, DifferenceReason, LeftOver, Tally};
use service::office::Stop;
use service::outlet;

use super::frame::{scope, staff_frame};
use super::{again, fresh};
use crate::answer::{Answer, on_to, page, page_again};
use crate::pages::view::staff::day::{DayEnd, LEFT_SHOWN, LeftLine, Own};
use crate::pages::view::{Choice, Form};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor};

/// Closed days on a page.
const CLOSINGS: u32 = 20;

pub(super) fn routes() -> Table {
    let (see, close) = (Door::Staff(Action::DayView), Door::Staff(Action::DayClose));
    Table::new().get(Kind::Page, "/desk/day", "desk.day", see, get(show)).post(
        Kind::Page,
        "/desk/day",
        "desk.day_closed",
        close,
        post(closed),
    )
}

/// Where the list of closed days goes on.
#[derive(Debug, Default, Deserialize)]
struct Further {
    #[serde(default)]
    after: Option<String>,
}

async fn day_page(app: &App, visitor: &Visitor, form: Form, after: Option<String>) -> Result<DayEnd, Fault> {
    let (id, scope) = (visitor.outlet()?.to_owned(), scope(visitor, Action::DayView));
    let today = visitor.now.day();
    let found = app.office.query(move |read| outlet::by_id(read, &id)).await?;
    let circumstances = visitor.ctx().circumstances();
    let closes = |resource| {
        app.office.authorizer.decide(&visitor.actor, Action::DayClose, &resource, circumstances).allowed
    };
    let mine = found.filter(|outlet| closes(outlet.resource()));
    let found = app.office.query(move |read| {
        let own = match mine {
            Some(at) => Some((day::sheet(read, &at.id, today)?, at.name)),
            None => None,
        };
        Ok((own, day::closings(read, &scope, after.as_deref(), CLOSINGS)?))
    });
    let (own, closings) = found.await?;
    Ok(DayEnd {
        frame: staff_frame(app, visitor).await?,
        form,
        own: own.map(|(sheet, outlet)| Own { outlet, left: lines(&sheet.left), sheet }),
        reasons: DifferenceReason::ALL.iter().map(|why| Choice::new(why.as_str(), why.name())).collect(),
        closings: closings.rows,
        next: closings.next.map(|id| format!("/desk/day?after={id}")),
    })
}

/// What is left over, without the kinds of which nothing is.
fn lines(left: &[LeftOver]) -> Vec<LeftLine> {
    let some = left.iter().filter(|left| !left.numbers.is_empty());
    some.map(|left| LeftLine {
        what: left.what.name(),
        many: left.numbers.len(),
        shown: left.numbers.iter().take(LEFT_SHOWN).cloned().collect(),
    })
    .collect()
}

async fn show(State(app): State<App>, visitor: Visitor, Query(further): Query<Further>) -> Answer {
    let form = fresh(&app, &visitor);
    page(&day_page(&app, &visitor, form, further.after).await?)
}

/// Yuan as people write them: `140`, `140.5`, `140.50`.
fn yuan(text: &str) -> Option<Fen> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "00"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || whole.len() > 9 || !digits(part) || part.len() > 2 {
        return None;
    }
    format!("{whole}{part:0<2}").parse().ok().map(Fen)
}

/// What was counted, or what is wrong with it.
fn counted(posted: &Posted) -> Result<Tally, Vec<FieldError>> {
    let reason = |field| DifferenceReason::parse(posted.value(field));
    let blanks = posted.value("blanks").trim().parse::<u32>().ok();
    let fees = yuan(posted.value("fees").trim());
    if let (Some(blanks), Some(fees)) = (blanks, fees) {
        let (blanks_reason, fees_reason) = (reason("blanks_reason"), reason("fees_reason"));
        return Ok(Tally { blanks, blanks_reason, fees, fees_reason });
    }
    let mut wrong = Vec::new();
    if blanks.is_none() {
        let (zh, en) = ("请填写点出的张数，没有填0", "Fill in how many you counted, 0 for none");
        wrong.push(FieldError::new("blanks", zh, en));
    }
    if fees.is_none() {
        let (zh, en) = ("请填写合计多少元，例如140.00", "Fill in the sum in yuan, for example 140.00");
        wrong.push(FieldError::new("fees", zh, en));
    }
    Err(wrong)
}

async fn wrong_form(app: &App, visitor: &Visitor, posted: &Posted, wrong: Vec<FieldError>) -> Answer {
    let form = again(app, visitor, posted, wrong);
    page_again(&day_page(app, visitor, form, None).await?)
}

async fn closed(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    let tally = match counted(&posted) {
        Ok(tally) => tally,
        Err(wrong) => return wrong_form(&app, &visitor, &posted, wrong).await,
    };
    let ctx = visitor.ctx_once(posted.once());
    match day::close(&app.office, &ctx, visitor.outlet()?, tally).await {
        Ok(_) | Err(Stop::Repeated(_)) => on_to("/desk/day"),
        Err(Stop::Invalid(wrong)) => wrong_form(&app, &visitor, &posted, wrong).await,
        Err(stop) => Err(stop.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_are_read_as_people_write_them() {
        let read = ["140", "140.5", "140.05", "0"].map(yuan);
        assert_eq!(read, [Some(Fen(14_000)), Some(Fen(14_050)), Some(Fen(14_005)), Some(Fen::ZERO)]);
        for odd in ["", ".5", "1.", "-1", "1.005", "一百", "1e3", "9999999999", "+1"] {
            assert_eq!(yuan(odd), None, "{odd}");
        }
    }
}
