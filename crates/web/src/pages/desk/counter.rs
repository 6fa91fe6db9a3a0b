//! A case begun at the counter: the clerk looks at the person and the document, names the item, and fills the case in
//! with them: papers, how the licence comes, and the signature. From then on it is a case like any other.

use authz::Action;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use base::{FieldError, Refusal};
use service::access;
use service::case::commands::{self, OpenCase, Opened as Begun};
use service::case::{CaseFile, Delivery, Identity, Requirement, Stage, Status};
use service::catalog::{Party, Shape, Subject};
use service::office::Stop;

use super::act::{not_done, said, with_status};
use super::case::draw;
use super::frame::staff_frame;
use super::opened::{Opened, open};
use super::{again, again_on, fresh, fresh_on, which};
use crate::answer::{Answer, on_to, once_done, page, page_again};
use crate::api::counter::nobody;
use crate::pages::item::{is_paper, item};
use crate::pages::standing::name_of;
use crate::pages::view::staff::counter::{CounterCase, CounterStart, Paper};
use crate::pages::view::{Choice, Form};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Uploaded, Visitor, outside};

pub(super) fn routes() -> Table {
    let (begin, supply) = (Door::Staff(Action::CaseOpen), Door::Staff(Action::CaseSupply));
    let at = |rest: &str| format!("/desk/counter/{{no}}{rest}");
    Table::new()
        .get(Kind::Page, "/desk/counter", "desk.counter", begin, get(start))
        .post(Kind::Page, "/desk/counter", "desk.counter_begin", begin, post(begun))
        .get(Kind::Page, &at(""), "desk.counter_case", supply, get(case))
        .post(Kind::Page, &at("/paper"), "desk.counter_paper", supply, post(paper))
        .post(
            Kind::Page,
            &at("/submit"),
            "desk.counter_submit",
            Door::Staff(Action::CaseSubmit),
            post(submit),
        )
}

async fn start_page(
    app: &App,
    visitor: &Visitor,
    form: Form,
    refusals: Vec<Refusal>,
) -> Result<CounterStart, Fault> {
    let items = app.office.rules.catalog.items().filter(|item| item.shape == Shape::Case);
    Ok(CounterStart {
        frame: staff_frame(app, visitor).await?,
        form,
        items: items.map(|item| Choice::new(item.code.clone(), item.name.clone())).collect(),
        ways: Identity::ALL.iter().map(|way| Choice::new(way.as_str(), way.name())).collect(),
        refusals: refusals.iter().map(said).collect(),
    })
}

async fn start(State(app): State<App>, visitor: Visitor) -> Answer {
    page(&start_page(&app, &visitor, fresh(&app, &visitor), Vec::new()).await?)
}

/// What is still missing on the form.
fn missing(app: &App, posted: &Posted) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    let known = app.office.rules.catalog.item(posted.value("item"));
    if known.is_ok_and(|item| item.shape == Shape::Case) {
    } else {
        wrong.push(FieldError::new("item", "请选择要办的业务", "Choose what is to be done"));
    }
    if Identity::parse(posted.value("identity")).is_none() {
        let (zh, en) = ("请先核对来人身份，再选择核对方式", "Check the person's identity, then say how");
        wrong.push(FieldError::new("identity", zh, en));
    }
    wrong
}

async fn begun(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    let mut wrong = missing(&app, &posted);
    let found = match access::person_at_counter(&app.office, &visitor.ctx(), posted.value("id_number")).await
    {
        Ok(found) => found,
        Err(Stop::Invalid(_)) if posted.value("id_number").trim().is_empty() => {
            let (zh, en) = ("请填写来人的身份证号码", "Fill in the person's identity number");
            wrong.push(FieldError::new("id_number", zh, en));
            None
        }
        Err(Stop::Invalid(fields)) => {
            wrong.extend(fields);
            None
        }
        Err(stop) => return Err(stop.into()),
    };
    if found.is_none() && wrong.iter().all(|field| field.field != "id_number") {
        wrong.push(nobody());
    }
    let (Some(subject), true) = (found, wrong.is_empty()) else {
        let form = again(&app, &visitor, &posted, wrong);
        return page_again(&start_page(&app, &visitor, form, Vec::new()).await?);
    };
    let code = posted.value("item");
    if let Some(number) = draft(&app, &visitor, &subject, code).await? {
        return on_to(&format!("/desk/counter/{number}"));
    }
    let known = outside::known(&app, &subject).await?;
    let facts = outside::facts(&app, &visitor, &known, code, false, None).await?;
    let about_licence = item(&app, code)?.subject == Subject::Licence;
    let command = OpenCase {
        item: code.to_owned(),
        subject: subject.clone(),
        agent: None,
        licence: known.licence.filter(|_| about_licence).map(|licence| licence.id),
        outlet: visitor.outlet()?.to_owned(),
        identity: Identity::parse(posted.value("identity")),
        facts,
    };
    let opened = commands::open(&app.office, &visitor.ctx_once(posted.once()), command).await;
    let refusals = match once_done(opened) {
        Ok(Some(done)) => match done.value {
            Begun::Begun(number) => return on_to(&format!("/desk/counter/{number}")),
            Begun::Refused(refusals) => refusals,
        },
        // Pressed twice: the first press has begun it.
        Ok(None) => match draft(&app, &visitor, &subject, code).await? {
            Some(number) => return on_to(&format!("/desk/counter/{number}")),
            None => return on_to("/desk/counter"),
        },
        Err(Stop::Refused(refusals)) => refusals,
        Err(Stop::Denied(denial)) => vec![denial.refusal()],
        Err(stop) => return Err(stop.into()),
    };
    let form = again(&app, &visitor, &posted, Vec::new());
    let view = start_page(&app, &visitor, form, refusals).await?;
    Ok(with_status(page(&view)?, StatusCode::CONFLICT))
}

/// The number of a case of this item that is still being filled in for the person at this outlet.
async fn draft(app: &App, visitor: &Visitor, person: &str, code: &str) -> Result<Option<String>, Fault> {
    let (id, before, outlet) = (person.to_owned(), visitor.now.plus_ms(1), visitor.outlet()?.to_owned());
    let all = app.office.query(move |read| service::case::mine(read, &id, before)).await?;
    let open = |case: &CaseFile| case.item == code && case.outlet == outlet && being_filled_in(case);
    Ok(all.into_iter().find(open).map(|case| case.number))
}

fn being_filled_in(case: &CaseFile) -> bool {
    case.stage == Stage::Draft && case.submitted_at.is_none()
}

/// The papers that the person still owes.
fn owed(needs: &[Requirement]) -> Vec<&Requirement> {
    let owes =
        |r: &&Requirement| r.party == Party::Applicant && is_paper(r.kind) && r.status == Status::Asked;
    needs.iter().filter(owes).collect()
}

async fn case_page(app: &App, visitor: &Visitor, opened: &Opened, form: Form) -> Result<CounterCase, Fault> {
    let item = opened.item(app)?;
    let papers = owed(&opened.needs);
    let paper = papers.first().map(|need| Paper {
        code: need.code.clone(),
        name: name_of(Some(item), &need.code),
        picture: need.code == crate::photo::PHOTO,
    });
    Ok(CounterCase {
        frame: staff_frame(app, visitor).await?,
        subject: opened.subject(),
        form,
        left: papers.len(),
        paper,
        fee: opened.case.fee,
    })
}

/// The case, where it is still being filled in; otherwise the way to its page.
async fn filled_in(app: &App, visitor: &Visitor, no: &str) -> Result<Option<Opened>, Fault> {
    let opened = open(app, visitor, no).await?;
    Ok(Some(opened).filter(|opened| being_filled_in(&opened.case)))
}

/// The page on which the case is filled in. Once it is handed in, it is the case's own.
async fn case(State(app): State<App>, visitor: Visitor, Path(no): Path<String>) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    if !being_filled_in(&opened.case) {
        return page(&draw(&app, &visitor, &opened, "").await?);
    }
    let form = fresh_on(&app, &visitor, &opened.case);
    page(&case_page(&app, &visitor, &opened, form).await?)
}

async fn paper(
    State(app): State<App>,
    visitor: Visitor,
    Path(no): Path<String>,
    uploaded: Uploaded,
) -> Answer {
    let Some(opened) = filled_in(&app, &visitor, &no).await? else {
        return on_to(&format!("/desk/cases/{no}"));
    };
    let posted = &uploaded.posted;
    let owed = owed(&opened.needs);
    // A page that somebody left open may show a paper that has been taken in since.
    let wanted = posted.value("code");
    let Some(need) = owed.iter().find(|need| wanted.is_empty() || need.code == wanted) else {
        return on_to(&format!("/desk/counter/{no}"));
    };
    let ctx = visitor.ctx_once(posted.once());
    let wrong = match uploaded.file {
        None => vec![FieldError::new("file", "请选择或者拍摄这份材料", "Choose or photograph this paper")],
        Some(file) => {
            match crate::photo::keep_file(&app, &visitor, &ctx, (&opened.case.subject, &need.code), file)
                .await
            {
                Ok(digest) => {
                    let answer = which(&opened.case, posted);
                    let given =
                        commands::hand_in(&app.office, &ctx, answer, need.code.clone(), Some(digest)).await;
                    return match once_done(given) {
                        Ok(_) => on_to(&format!("/desk/counter/{no}")),
                        Err(stop) => not_done(&app, &visitor, &no, stop).await,
                    };
                }
                Err(Fault::Problem(problem)) if problem.status == 422 => problem.fields.clone(),
                Err(fault) => return Err(fault),
            }
        }
    };
    let form = again_on(&app, &visitor, posted, &opened.case, wrong);
    page_again(&case_page(&app, &visitor, &opened, form).await?)
}

async fn submit(State(app): State<App>, visitor: Visitor, Path(no): Path<String>, posted: Posted) -> Answer {
    let Some(opened) = filled_in(&app, &visitor, &no).await? else {
        return on_to(&format!("/desk/cases/{no}"));
    };
    let mut wrong = Vec::new();
    let delivery = Delivery::parse(posted.value("delivery"));
    if delivery.is_none() {
        wrong.push(FieldError::new("delivery", "请选择领取方式", "Choose how the licence comes"));
    }
    if delivery == Some(Delivery::Post) && posted.value("address").chars().count() < 4 {
        wrong.push(FieldError::new("address", "请填写收件地址，写到门牌号", "Fill in the whole address"));
    }
    if posted.value("signed") != "yes" {
        let (zh, en) = ("请申请人核对、签名后勾选", "Tick this once the applicant has checked and signed it");
        wrong.push(FieldError::new("signed", zh, en));
    }
    let (Some(delivery), true) = (delivery, wrong.is_empty()) else {
        let form = again_on(&app, &visitor, &posted, &opened.case, wrong);
        return page_again(&case_page(&app, &visitor, &opened, form).await?);
    };
    let answer = which(&opened.case, &posted);
    let address = posted.value("address");
    let chosen = commands::choose_delivery(&app.office, &visitor.ctx(), answer, delivery, address).await;
    if let Err(stop) = chosen {
        return not_done(&app, &visitor, &no, stop).await;
    }
    let answer = commands::Answer { number: no.clone(), revision: None };
    let ctx = visitor.ctx_once(posted.once());
    match once_done(commands::submit(&app.office, &ctx, answer, "counter".to_owned()).await) {
        Ok(_) => on_to(&format!("/desk/cases/{no}")),
        Err(stop) => not_done(&app, &visitor, &no, stop).await,
    }
}
