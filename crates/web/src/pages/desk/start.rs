//! The desk: how much waits at each stage, and what presses most. Whoever has no part in cases is sent on to the place
//! where their work is.

use authz::Action;
use axum::extract::State;
use axum::routing::get;
use service::case::{Listed, Stage, overdue, requirements};

use super::frame::{has_role, places, scope, staff_frame};
use super::worklist::{rows, scan, stage_name};
use crate::answer::{Answer, on_to, page};
use crate::pages::standing::waits_for_applicant;
use crate::pages::view::staff::desk::{Count, Desk};
use crate::route::{Door, Kind, Table};
use crate::{App, Visitor};

/// The stages at which somebody has something to do.
const WAITING: [Stage; 4] = [Stage::Draft, Stage::Open, Stage::Decided, Stage::Issued];
/// Cases shown as pressing.
const URGENT: usize = 10;

pub(super) fn routes() -> Table {
    Table::new().get(Kind::Page, "/desk", "desk", Door::AnyStaff, get(start))
}

/// The stages whose next step this visitor's roles take.
fn own_stages(app: &App, visitor: &Visitor) -> Vec<Stage> {
    let takes = [
        (Stage::Draft, Action::CaseAccept),
        (Stage::Open, Action::CaseDecide),
        (Stage::Decided, Action::CaseIssue),
    ];
    takes.into_iter().filter(|(_, act)| has_role(app, visitor, *act)).map(|(stage, _)| stage).collect()
}

async fn start(State(app): State<App>, visitor: Visitor) -> Answer {
    let visible = scope(&visitor, Action::CaseView);
    if visible.is_nothing() {
        return on_to(places(&app, &visitor).first().map_or("/staff/me", |place| place.href()));
    }
    let today = visitor.now.day();
    let mine = own_stages(&app, &visitor);
    let acts = !mine.is_empty();
    let found = app.office.query(move |read| {
        let counts = service::case::counts(read, &visible)?;
        let stages = if acts { mine } else { vec![Stage::Draft, Stage::Open, Stage::Decided] };
        let listed = Listed { stages, submitted: true, after: None };
        let (mut cases, _) = scan(read, &visible, listed, |case| case.stopped_on.is_none())?;
        let mut waits = Vec::new();
        for case in &cases {
            waits.push(waits_for_applicant(case, &requirements(read, &case.id)?));
        }
        let mut waits = waits.into_iter();
        cases.retain(|_| !waits.next().unwrap_or(false));
        Ok((counts, cases))
    });
    let (counts, mut cases) = found.await?;
    cases.sort_by_key(|case| (!overdue(case, today), case.due_on.is_none(), case.due_on, case.opened_at));
    cases.truncate(URGENT);
    let counts = WAITING.map(|stage| {
        let number = counts.iter().find(|(known, _)| *known == stage).map_or(0, |(_, number)| *number);
        Count {
            href: format!("/desk/worklist?state={}", stage.as_str()),
            name: stage_name(stage),
            number: u64::try_from(number).unwrap_or(0),
            late: false,
        }
    });
    page(&Desk {
        acts,
        frame: staff_frame(&app, &visitor).await?,
        counts: counts.to_vec(),
        urgent: rows(&app, &visitor, cases).await?,
        takes_in: has_role(&app, &visitor, Action::CaseOpen),
    })
}
