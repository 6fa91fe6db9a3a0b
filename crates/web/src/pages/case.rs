//! A citizen's cases: list, timeline, supplement, withdrawal and rating.

use authz::Action;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use base::{FieldError, Text};
use service::case::commands::{self, Answer as Which};
use service::case::{CaseFile, Delivery, Requirement, Stage, Status};
use service::catalog::Item;
use service::office::Stop;

use super::address::address_of;
use super::item::{failed, item};
use super::paper::papers;
use super::standing::{plain, sentence_of, steps, tag_of, waits_for_applicant};
use super::view::case::{CaseDone, CaseLine, CaseList, CaseTimeline, Clock, Parcel, RatingAsk, Withdraw};
use super::view::rating::Rate;
use super::view::supplement::{Ask, Supplement};
use super::view::{Cell, Form, Link, Masked, Row, Step};
use super::{acting, citizen_frame, standing};
use crate::answer::{Answer, on_to, once_done, page, page_again};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Uploaded, Visitor, nonce, outside};

pub(super) fn routes() -> Table {
    Table::new()
        .get(Kind::Page, "/cases", "case.list", Door::Citizen, get(list))
        .get(Kind::Page, "/cases/{no}", "case.timeline", Door::Citizen, get(timeline))
        .get(Kind::Page, "/cases/{no}/done", "case.done", Door::Citizen, get(done))
        .get(Kind::Page, "/cases/{no}/supplement", "case.supplement", Door::Citizen, get(supplement))
        .post(Kind::Page, "/cases/{no}/supplement", "case.supply", Door::Citizen, post(supply))
        .get(Kind::Page, "/cases/{no}/withdraw", "case.withdraw", Door::Citizen, get(withdraw))
        .post(Kind::Page, "/cases/{no}/withdraw", "case.withdrawn", Door::Citizen, post(withdrawn))
        .get(Kind::Page, "/cases/{no}/rate", "case.rate", Door::Citizen, get(rate))
        .post(Kind::Page, "/cases/{no}/rate", "case.rated", Door::Citizen, post(rated))
}

/// A case that the visitor may see, with its requirements.
pub(crate) async fn seen(
    app: &App,
    visitor: &Visitor,
    number: &str,
) -> Result<(CaseFile, Vec<Requirement>), Fault> {
    let number = number.to_owned();
    let found = app.office.query(move |read| {
        let case = service::case::by_number(read, &number)?.ok_or(Stop::NotFound)?;
        let needs = service::case::requirements(read, &case.id)?;
        Ok((case, needs))
    });
    let (case, needs) = found.await?;
    let resource = service::case::resource(&case);
    let circumstances = visitor.ctx().circumstances();
    let decision = app.office.authorizer.decide(&visitor.actor, Action::CaseView, &resource, circumstances);
    if decision.allowed { Ok((case, needs)) } else { Err(Stop::NotFound.into()) }
}

fn fresh(app: &App, visitor: &Visitor) -> Form {
    Form::new(nonce::make(app, visitor.now, &mut visitor.page_chance()))
}

fn which(case: &CaseFile) -> Which {
    Which { number: case.number.clone(), revision: None }
}

/// A case in a line.
pub(super) fn line(
    app: &App,
    visitor: &Visitor,
    case: &CaseFile,
    needs: &[Requirement],
) -> Result<CaseLine, Fault> {
    Ok(CaseLine {
        no: case.number.clone(),
        item: item(app, &case.item)?.name.clone(),
        principal: None,
        tag: tag_of(case, needs, visitor.now.day()),
        standing: sentence_of(case, needs, visitor.now.day()),
        moved_at: moved_at(case),
    })
}

fn moved_at(case: &CaseFile) -> base::Instant {
    let moments = [case.ended_at, case.issued_at, case.decided_at, case.accepted_at, case.submitted_at];
    moments.into_iter().flatten().next().unwrap_or(case.opened_at)
}

async fn list(State(app): State<App>, visitor: Visitor) -> Answer {
    let mut view = CaseList {
        frame: citizen_frame(&app, &visitor).await?,
        yours: vec![],
        running: vec![],
        over: vec![],
    };
    let mut cases = super::home::cases(&app, visitor.person()?, &visitor).await?;
    for person in acting::principals(&visitor, None) {
        cases.extend(acting::every_case(&app, &visitor, &person).await?);
    }
    cases.sort_by_key(|(case, _)| std::cmp::Reverse(case.opened_at));
    for (case, needs) in cases {
        let mut line = line(&app, &visitor, &case, &needs)?;
        line.principal = acting::applicant_of(&app, &visitor, &case).await?;
        if waits_for_applicant(&case, &needs) {
            view.yours.push(line);
        } else if case.stage.is_over() {
            view.over.push(line);
        } else {
            view.running.push(line);
        }
    }
    page(&view)
}

async fn done(State(app): State<App>, visitor: Visitor, Path(no): Path<String>) -> Answer {
    let (case, needs) = seen(&app, &visitor, &no).await?;
    let known = outside::known(&app, &case.applicant).await?;
    let unpaid =
        needs.iter().any(|r| r.kind == service::catalog::RequirementKind::Payment && !r.status.is_settled());
    let receipt =
        papers(&app, &case).await?.into_iter().find(|p| p.name == service::case::PaperKind::Receipt.name());
    let item = item(&app, &case.item)?;
    let handed_in = case.handed_in_on(visitor.now.day());
    let limit = item.limit_words(&app.office.rules.law, handed_in).map_err(failed)?;
    page(&CaseDone {
        frame: citizen_frame(&app, &visitor).await?,
        item: item.name.clone(),
        submitted_at: case.submitted_at.unwrap_or(case.opened_at),
        promised: case.due_on.filter(|_| case.issued_at.is_none() && !case.stage.is_over()),
        next: vec![
            Text::new(
                "工作人员核对材料，符合条件就受理，短信告诉您。",
                "We check your papers, accept the case and text you.",
            ),
            finished(&limit),
            Text::new(
                "制好新证，按您选的方式交给您。",
                "We make the new licence and get it to you as you chose.",
            ),
        ],
        phone: Masked::new(known.values.masked().phone),
        receipt,
        pay: unpaid.then(|| Link::new(format!("/pay/{no}"), "去缴费", "Pay the fee")),
        no,
    })
}

/// How long it takes: the limit of the item counts to the end, not to the decision.
fn finished(limit: &Text) -> Text {
    Text::new(format!("受理以后{}办结。", limit.zh), format!("Finished {} after acceptance.", limit.en))
}

async fn timeline(State(app): State<App>, visitor: Visitor, Path(no): Path<String>) -> Answer {
    let (case, needs) = seen(&app, &visitor, &no).await?;
    let item = item(&app, &case.item)?;
    let today = visitor.now.day();
    let delivery = case.delivery.map_or(Cell::Empty, |d| Cell::Words(d.name()));
    let mut answers = Vec::new();
    if let Some(name) = acting::applicant_of(&app, &visitor, &case).await? {
        answers.push(Row::new("申请人", "Applicant", Cell::Masked(name)));
    }
    answers.push(Row::new("领取方式", "Delivery", delivery));
    answers.extend(pickup(&app, &case).await?);
    if let Some(address) = address_of(&app, &visitor, &case).await? {
        answers.push(Row::new("收件地址", "Address", address));
    }
    answers.push(Row::new("费用", "Fee", Cell::Money(case.fee)));
    let rating = match case.rating {
        Some(score) => RatingAsk::Given(Text::new(format!("{score}分"), format!("{score} of 5"))),
        None if matches!(case.stage, Stage::Closed | Stage::Refused | Stage::Issued) => RatingAsk::Open,
        None => RatingAsk::NotYet,
    };
    let remedies = if case.stage == Stage::Refused {
        service::case::Remedy::ALL.iter().map(|r| r.name()).collect()
    } else {
        Vec::new()
    };
    page(&CaseTimeline {
        frame: citizen_frame(&app, &visitor).await?,
        item: item.name.clone(),
        tag: tag_of(&case, &needs, today),
        standing: plain(&case, &needs, today),
        clock: clock(&case, today),
        go_on: go_on(&visitor, &case),
        steps: timeline_steps(&app, &case, &needs, item).await?,
        answers,
        papers: papers(&app, &case).await?,
        parcel: parcel(&app, &case).await?,
        remedies,
        rating,
        can_withdraw: matches!(case.stage, Stage::Draft | Stage::Open),
        stream: app.office.stream("case", &case.id).to_string(),
        seq: u64::try_from(case.revision).unwrap_or(0),
        no,
    })
}

/// Where the new licence waits for whoever picks it up.
async fn pickup(app: &App, case: &CaseFile) -> Result<Option<Row>, Fault> {
    if case.delivery != Some(Delivery::Pickup) {
        return Ok(None);
    }
    let id = case.outlet.clone();
    let outlet = app.office.query(move |read| service::outlet::by_id(read, &id)).await?;
    Ok(outlet.map(|outlet| {
        let place = Text::new(
            format!("{}，{}", outlet.name.zh, outlet.address.zh),
            format!("{}, {}", outlet.name.en, outlet.address.en),
        );
        Row::new("领取网点", "Where to pick it up", Cell::Words(place))
    }))
}

/// The steps of the case, and of its fee where that goes back.
async fn timeline_steps(
    app: &App,
    case: &CaseFile,
    needs: &[Requirement],
    item: &Item,
) -> Result<Vec<Step>, Fault> {
    let id = case.id.clone();
    let order = app.office.query(move |read| service::payment::of_case(read, &id)).await?;
    let mut steps = steps(case, needs, Some(item));
    steps.extend(order.and_then(|order| standing::refund_step(case, &order, item)));
    Ok(steps)
}

/// Where a draft is filled in further.
fn go_on(visitor: &Visitor, case: &CaseFile) -> Option<Link> {
    let draft = case.stage == Stage::Draft && case.submitted_at.is_none();
    let href = format!("/apply/{}/check{}", case.item, acting::query_of(visitor, case));
    draft.then(|| Link::new(href, "接着填", "Go on"))
}

/// The promise is kept once the licence is made; what comes after is the way to the person.
fn clock(case: &CaseFile, today: base::Day) -> Clock {
    if let Some(made) = case.issued_at {
        return Clock::Done(made);
    }
    match (case.ended_at, case.stopped_on, case.due_on) {
        (Some(at), _, _) => Clock::Over(at),
        (None, Some(_), _) => Clock::Stopped(Text::new("等您补正材料", "waiting for your papers")),
        (None, None, Some(due)) if due < today => {
            Clock::Late(due, Text::new("我们没有按时办完。", "We did not finish in time."))
        }
        (None, None, Some(due)) => Clock::Until(due),
        (None, None, None) => Clock::NotStarted,
    }
}

async fn parcel(app: &App, case: &CaseFile) -> Result<Option<Parcel>, Fault> {
    let id = case.id.clone();
    let found = app.office.query(move |read| {
        let Some(parcel) = service::delivery::of_case(read, &id)? else { return Ok(None) };
        let moves = service::delivery::moves(read, &parcel.id)?;
        Ok(Some((parcel, moves)))
    });
    Ok(found.await?.map(|(parcel, moves)| Parcel {
        carrier: Text::new("邮政快递", "Post"),
        waybill: parcel.tracking.unwrap_or_default(),
        events: moves.into_iter().rev().map(|(status, at)| (at, move_words(&status))).collect(),
    }))
}

/// Where a parcel is.
pub(super) fn move_words(status: &str) -> Text {
    let (zh, en) = match status {
        "accepted" => ("邮政已收件", "Accepted by the post office"),
        "in_transit" => ("运输中", "On its way"),
        "out_for_delivery" => ("派送中", "Out for delivery"),
        "delivered" => ("已签收", "Delivered"),
        "returned" => ("已退回", "Sent back"),
        other => (other, other),
    };
    Text::new(zh, en)
}

async fn supplement_page(app: &App, visitor: &Visitor, no: &str, form: Form) -> Result<Supplement, Fault> {
    let (case, needs) = seen(app, visitor, no).await?;
    let item = item(app, &case.item)?;
    let again: Vec<&Requirement> = needs.iter().filter(|r| r.status == Status::Again).collect();
    let due = again.iter().filter_map(|r| r.due_on).min().ok_or(Stop::NotFound)?;
    let id = case.id.clone();
    let notices = app.office.query(move |read| service::case::papers(read, &id)).await?;
    let fault = |code: &str| {
        let newest = notices.iter().rev().find(|paper| paper.body.codes.iter().any(|one| one == code));
        newest.and_then(|paper| paper.body.faults.get(code)).map(|fault| fault.sentence())
    };
    let help = |code: &str| item.help_of(code, &app.office.rules.law, visitor.now.day());
    let asks = again
        .iter()
        .map(|r| Ask {
            field: r.code.clone(),
            name: standing::name_of(Some(item), &r.code),
            picture: r.code == crate::photo::PHOTO,
            why: fault(&r.code).or_else(|| help(&r.code)).unwrap_or_default(),
            article: item.needs.iter().find(|n| n.id == r.code).and_then(|n| n.articles.first().cloned()),
        })
        .collect();
    Ok(Supplement {
        frame: citizen_frame(app, visitor).await?,
        no: no.to_owned(),
        item: item.name.clone(),
        asks,
        due,
        megabytes: 10,
        form,
    })
}

async fn supplement(State(app): State<App>, visitor: Visitor, Path(no): Path<String>) -> Answer {
    let form = fresh(&app, &visitor);
    page(&supplement_page(&app, &visitor, &no, form).await?)
}

async fn supply(
    State(app): State<App>,
    visitor: Visitor,
    Path(no): Path<String>,
    uploaded: Uploaded,
) -> Answer {
    let (case, needs) = seen(&app, &visitor, &no).await?;
    let asked = needs.iter().filter(|r| r.status == Status::Again).map(|r| r.code.clone());
    let code = asked.into_iter().find(|code| uploaded.field == *code || uploaded.field.is_empty());
    let (Some(code), Some(file)) = (code.clone(), uploaded.file) else {
        let field = code.unwrap_or_default();
        let wrong = FieldError::new(field, "请选择文件", "Choose a file");
        let form = fresh(&app, &visitor).wrong(vec![wrong]);
        return page_again(&supplement_page(&app, &visitor, &no, form).await?);
    };
    let ctx = visitor.ctx_once(uploaded.posted.once());
    let digest = match crate::photo::keep_file(&app, &visitor, &ctx, (&case.subject, &code), file).await {
        Ok(digest) => digest,
        Err(Fault::Problem(problem)) if problem.status == 422 => {
            let errors =
                problem.fields.into_iter().map(|f| FieldError { field: code.clone(), ..f }).collect();
            let form = fresh(&app, &visitor).wrong(errors);
            return page_again(&supplement_page(&app, &visitor, &no, form).await?);
        }
        Err(fault) => return Err(fault),
    };
    let ctx = visitor.ctx_once(uploaded.posted.once());
    once_done(commands::hand_in(&app.office, &ctx, which(&case), code, Some(digest)).await)?;
    let (_, needs) = seen(&app, &visitor, &no).await?;
    let more = needs.iter().any(|r| r.status == Status::Again);
    on_to(&if more { format!("/cases/{no}/supplement") } else { format!("/cases/{no}") })
}

async fn withdraw(State(app): State<App>, visitor: Visitor, Path(no): Path<String>) -> Answer {
    let (case, _) = seen(&app, &visitor, &no).await?;
    page(&Withdraw {
        frame: citizen_frame(&app, &visitor).await?,
        item: item(&app, &case.item)?.name.clone(),
        follows: vec![
            Text::new(
                "撤回以后不再办理，需要时可以重新申请。",
                "We stop working on it. You can apply again at any time.",
            ),
            standing::fee_words(item(&app, &case.item)?),
        ],
        form: fresh(&app, &visitor),
        no,
    })
}

async fn withdrawn(
    State(app): State<App>,
    visitor: Visitor,
    Path(no): Path<String>,
    posted: Posted,
) -> Answer {
    let (case, _) = seen(&app, &visitor, &no).await?;
    let ctx = visitor.ctx_once(posted.once());
    once_done(commands::withdraw(&app.office, &ctx, which(&case)).await)?;
    on_to(&format!("/cases/{no}"))
}

async fn rate_page(app: &App, visitor: &Visitor, no: &str, form: Form) -> Result<Rate, Fault> {
    let (case, _) = seen(app, visitor, no).await?;
    Ok(Rate {
        frame: citizen_frame(app, visitor).await?,
        no: no.to_owned(),
        item: item(app, &case.item)?.name.clone(),
        form,
        given: case.rating.is_some(),
    })
}

async fn rate(State(app): State<App>, visitor: Visitor, Path(no): Path<String>) -> Answer {
    let form = fresh(&app, &visitor);
    page(&rate_page(&app, &visitor, &no, form).await?)
}

async fn rated(State(app): State<App>, visitor: Visitor, Path(no): Path<String>, posted: Posted) -> Answer {
    let (case, _) = seen(&app, &visitor, &no).await?;
    let Ok(score) = posted.value("level").parse::<i64>() else {
        let wrong = FieldError::new("level", "请选择一个评价", "Choose one of the five");
        let form = fresh(&app, &visitor).wrong(vec![wrong]);
        return page_again(&rate_page(&app, &visitor, &no, form).await?);
    };
    let ctx = visitor.ctx_once(posted.once());
    once_done(commands::rate(&app.office, &ctx, which(&case), score, posted.value("words")).await)?;
    on_to(&format!("/cases/{no}/rate"))
}
