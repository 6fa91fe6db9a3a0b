//! Making licences: the cases that wait for it, and one licence on one numbered blank. The number is typed or scanned
//! from the blank in the issuer's hand and compared with stock; one that was spoilt on the way is written off first.

use authz::Action;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use base::FieldError;
use service::case::{CaseFile, Delivery, Listed, Stage, commands};
use service::office::{Once, Stop};
use service::outlet::{self, BlankKind, SpoilReason};

use super::act::{hindrance, not_done, said, stale, with_status};
use super::decision::result_rows;
use super::frame::{scope, staff_frame};
use super::opened::{Opened, masked_name, open};
use super::stock::STOCK_LOW;
use super::worklist::scan;
use super::{again_on, fresh_on, which};
use crate::answer::{Answer, on_to, page, page_again};
use crate::outside::cycles_of;
use crate::pages::item::item;
use crate::pages::view::staff::case::Act;
use crate::pages::view::staff::issue::{Issue, IssueList, IssueStep, Job};
use crate::pages::view::{Form, Masked, Tag, Tone};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor};

pub(super) fn routes() -> Table {
    let door = Door::Staff(Action::CaseIssue);
    Table::new()
        .get(Kind::Page, "/desk/issue", "desk.issue_list", door, get(list))
        .get(Kind::Page, "/desk/cases/{no}/issue", "desk.issue", door, get(issue))
        .post(Kind::Page, "/desk/cases/{no}/issue", "desk.issued", door, post(issued))
}

async fn list(State(app): State<App>, visitor: Visitor) -> Answer {
    let (office, scope, outlet) =
        (app.office.clone(), scope(&visitor, Action::CaseView), visitor.outlet()?.to_owned());
    let found = app.office.query(move |read| {
        let listed = Listed { stages: vec![Stage::Decided, Stage::Issued], submitted: true, after: None };
        let (waiting, _) = scan(read, &scope, listed, waits)?;
        let mut cases = Vec::new();
        for case in waiting {
            let person = masked_name(&office, read, &case.subject)?;
            cases.push((case, person));
        }
        Ok((cases, outlet::stock_count(read, &outlet)?))
    });
    let (cases, count) = found.await?;
    let jobs: Result<Vec<Job>, Fault> = cases.into_iter().map(|(case, who)| job(&app, case, who)).collect();
    page(&IssueList {
        frame: staff_frame(&app, &visitor).await?,
        jobs: jobs?,
        blanks: u64::from(count.in_stock),
        low: u64::from(count.in_stock) < STOCK_LOW,
    })
}

/// To be made, or made and waiting to be picked up; what is in the post waits for nobody here.
fn waits(case: &CaseFile) -> bool {
    case.stage == Stage::Decided || case.delivery != Some(Delivery::Post)
}

fn job(app: &App, case: CaseFile, person: Masked) -> Result<Job, Fault> {
    let state = match case.stage {
        Stage::Decided => Tag::new(Tone::Info, "待制证", "To make"),
        _ => Tag::new(Tone::Warn, "待领取", "To hand over"),
    };
    Ok(Job {
        item: item(app, &case.item)?.name.clone(),
        person,
        delivery: case.delivery.map(Delivery::name).unwrap_or_default(),
        decided_at: case.decided_at.unwrap_or(case.opened_at),
        state,
        made: case.stage != Stage::Decided,
        no: case.number,
    })
}

async fn issue_page(app: &App, visitor: &Visitor, opened: &Opened, form: Form) -> Result<Issue, Fault> {
    let outlet = opened.case.outlet.clone();
    let next = app.office.query(move |read| outlet::next_blank(read, &outlet, BlankKind::DrivingLicence));
    let expected = next.await?.unwrap_or_default();
    // Whoever makes the licence compares it with these rows; without the points no new term can be told yet.
    let cycles = match opened.file() {
        Some(known) => cycles_of(app, visitor, &opened.case, known).await.ok(),
        None => None,
    };
    Ok(Issue {
        frame: staff_frame(app, visitor).await?,
        subject: opened.subject(),
        form,
        rows: result_rows(app, opened, cycles, visitor.now.day())?,
        step: IssueStep::Blank { expected },
    })
}

async fn issue(State(app): State<App>, visitor: Visitor, Path(no): Path<String>) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    if hindrance(&app, &visitor, &Act::HandOver, &opened).is_none() {
        return on_to(&format!("/desk/cases/{no}/handover"));
    }
    if let Some(stop) = hindrance(&app, &visitor, &Act::Issue, &opened) {
        return not_done(&app, &visitor, &no, stop).await;
    }
    let form = fresh_on(&app, &visitor, &opened.case);
    page(&issue_page(&app, &visitor, &opened, form).await?)
}

async fn issued(State(app): State<App>, visitor: Visitor, Path(no): Path<String>, posted: Posted) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    let blank = posted.value("blank").to_uppercase();
    if blank.is_empty() {
        let wrong = FieldError::new("blank", "请填写证芯编号", "Fill in the number on the blank");
        return again_with(&app, &visitor, &posted, &opened, vec![wrong]).await;
    }
    let Some(known) = opened.file() else { return Err(Stop::NotFound.into()) };
    // Asked before anything is written off or used: without the points no term can be told.
    let cycles = cycles_of(&app, &visitor, &opened.case, known).await?;
    if let Some(wrong) = spoil(&app, &visitor, &posted, &opened.case).await? {
        return again_with(&app, &visitor, &posted, &opened, vec![wrong]).await;
    }
    let ctx = visitor.ctx_once(posted.once());
    match commands::issue(&app.office, &ctx, which(&opened.case, &posted), blank, cycles).await {
        Ok(_) | Err(Stop::Repeated(_)) => on_to(&format!("/desk/cases/{no}/card")),
        Err(stop) => not_issued(&app, &visitor, &no, &posted, stop).await,
    }
}

/// Writes off the blank that was spoilt, where one was; gives what is wrong with its number.
async fn spoil(
    app: &App,
    visitor: &Visitor,
    posted: &Posted,
    case: &CaseFile,
) -> Result<Option<FieldError>, Fault> {
    let number = posted.value("spoilt").to_uppercase();
    if number.is_empty() {
        return Ok(None);
    }
    // A step of its own, with a key of its own: pressing twice writes it off once.
    let once = posted.once().map(|once| Once { route: format!("{} spoilt", once.route), ..once });
    let ctx = visitor.ctx_once(once);
    match outlet::spoil_blank(&app.office, &ctx, &case.outlet, &number, SpoilReason::Misprint).await {
        Ok(_) | Err(Stop::Repeated(_)) => Ok(None),
        Err(Stop::Refused(refusals)) => Ok(refusals
            .first()
            .map(|refusal| FieldError { field: "spoilt".to_owned(), message: said(refusal) })),
        Err(stop) => Err(stop.into()),
    }
}

async fn again_with(
    app: &App,
    visitor: &Visitor,
    posted: &Posted,
    opened: &Opened,
    wrong: Vec<FieldError>,
) -> Answer {
    let form = again_on(app, visitor, posted, &opened.case, wrong);
    page_again(&issue_page(app, visitor, opened, form).await?)
}

async fn not_issued(app: &App, visitor: &Visitor, no: &str, posted: &Posted, stop: Stop) -> Answer {
    let opened = open(app, visitor, no).await?;
    let can = hindrance(app, visitor, &Act::Issue, &opened).is_none();
    match stop {
        Stop::Refused(refusals) if can => {
            let one = |refusal| FieldError { field: "blank".to_owned(), message: said(refusal) };
            let wrong = refusals.iter().map(one).collect();
            let mut form = again_on(app, visitor, posted, &opened.case, wrong);
            // The spoilt one is written off by now.
            form.values.retain(|(name, _)| name != "spoilt");
            page_again(&issue_page(app, visitor, &opened, form).await?)
        }
        Stop::Stale if can => {
            let mut form = again_on(app, visitor, posted, &opened.case, Vec::new());
            form.values.retain(|(name, _)| name != "spoilt");
            let mut view = issue_page(app, visitor, &opened, form).await?;
            view.frame.flash = Some(stale());
            Ok(with_status(page(&view)?, StatusCode::CONFLICT))
        }
        stop => not_done(app, visitor, no, stop).await,
    }
}
