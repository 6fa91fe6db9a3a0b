//! The questions: the photo and other papers, one a page, how the result shall reach the person, and where it is sent.

use axum::extract::{Query, State};
use base::{FieldError, Text};
use serde::Deserialize;
use service::case::commands;
use service::case::{CaseFile, Delivery, Requirement, Status};
use service::catalog::Party;

use super::{At, application, drafted, form, which};
use crate::answer::{Answer, on_to, once_done, page, page_again};
use crate::pages::item::{is_paper, item};
use crate::pages::view::Form;
use crate::pages::view::apply::{ApplyAddress, ApplyDelivery, ApplyMaterial, ApplyPhoto};
use crate::pages::{citizen_frame, standing};
use crate::{App, Fault, Posted, Uploaded, Visitor, nonce, outside};

/// The largest file that is taken, as pages say it.
const MEGABYTES: u32 = 10;

/// The papers that the applicant still has to send, or may send again while it is a draft.
fn papers(needs: &[Requirement]) -> Vec<&Requirement> {
    let open = |r: &&Requirement| {
        r.party == Party::Applicant
            && is_paper(r.kind)
            && matches!(r.status, Status::Asked | Status::Given | Status::Again)
    };
    needs.iter().filter(open).collect()
}

/// The page before a paper's, or before the delivery's where no paper is named: the paper before it, or the start.
fn before(at: &At, needs: &[Requirement], paper: Option<&str>) -> String {
    let papers = papers(needs);
    let here = papers.iter().position(|r| Some(r.code.as_str()) == paper).unwrap_or(papers.len());
    let last = papers.iter().take(here).next_back();
    last.map_or_else(|| at.to("start"), |need| at.paper(&need.code))
}

/// The paper that a page is about: the one named, or else the first that is still asked for, or else the first.
fn wanted<'n>(needs: &'n [Requirement], code: &str) -> Option<&'n Requirement> {
    let open = papers(needs);
    let named =
        open.iter().find(|r| r.code == code).or_else(|| open.iter().find(|r| r.status == Status::Asked));
    named.or(open.first()).copied()
}

#[derive(Deserialize)]
pub(super) struct Named {
    #[serde(default)]
    need: String,
}

pub(super) async fn photo(
    State(app): State<App>,
    visitor: Visitor,
    at: At,
    Query(named): Query<Named>,
) -> Answer {
    let (case, needs) = drafted(&app, &visitor, &at).await?;
    let Some(need) = wanted(&needs, &named.need) else { return on_to(&at.to("delivery")) };
    paper_page(&app, &visitor, &at, (&case, &needs, need), form(&app, &visitor)).await
}

/// The page of one paper: the photograph has its own, all others share one. A form that is wrong is drawn again.
async fn paper_page(
    app: &App,
    visitor: &Visitor,
    at: &At,
    (case, needs, need): (&CaseFile, &[Requirement], &Requirement),
    form: Form,
) -> Answer {
    let frame = citizen_frame(app, visitor).await?;
    let back = before(at, needs, Some(&need.code));
    let application = application(app, visitor, at, case, (1, back)).await?;
    let (code, wrong) = (need.code.clone(), form.is_wrong());
    if need.code == crate::photo::PHOTO {
        let given = need.status == Status::Given;
        let view = ApplyPhoto { frame, application, form, need: code, given, megabytes: MEGABYTES };
        return if wrong { page_again(&view) } else { page(&view) };
    }
    let item = item(app, &at.code)?;
    let given = Text::new("这份材料已经上传", "You have uploaded this paper");
    let articles = item.needs.iter().find(|known| known.id == code).map(|known| known.articles.clone());
    let view = ApplyMaterial {
        frame,
        application,
        form,
        name: standing::name_of(Some(item), &code),
        help: item.help_of(&code, &app.office.rules.law, visitor.now.day()).unwrap_or_default(),
        articles: articles.unwrap_or_default(),
        current: if need.status == Status::Given { given } else { Text::default() },
        need: code,
        megabytes: MEGABYTES,
    };
    if wrong { page_again(&view) } else { page(&view) }
}

/// The field of a paper's file.
fn field_of(need: &Requirement) -> &'static str {
    if need.code == crate::photo::PHOTO { "photo" } else { "file" }
}

pub(super) async fn send_photo(
    State(app): State<App>,
    visitor: Visitor,
    at: At,
    uploaded: Uploaded,
) -> Answer {
    let (case, needs) = drafted(&app, &visitor, &at).await?;
    let next = at.to("delivery");
    let Some(need) = wanted(&needs, uploaded.posted.value("need")) else { return on_to(&next) };
    let again = |errors| {
        let again = form(&app, &visitor).wrong(errors);
        paper_page(&app, &visitor, &at, (&case, &needs, need), again)
    };
    let Some(file) = uploaded.file else {
        if need.status == Status::Given {
            return on_to(&next);
        }
        let (zh, en) = if need.code == crate::photo::PHOTO {
            ("请选择一张照片", "Choose a photo")
        } else {
            ("请选择文件", "Choose a file")
        };
        return again(vec![FieldError::new(field_of(need), zh, en)]).await;
    };
    let ctx = visitor.ctx_once(uploaded.posted.once());
    let kept = crate::photo::keep_file(&app, &visitor, &ctx, (&case.subject, &need.code), file).await;
    let digest = match kept {
        Ok(digest) => digest,
        Err(Fault::Problem(problem)) if problem.status == 422 => {
            let field = field_of(need);
            let wrong =
                problem.fields.into_iter().map(|f| FieldError { field: field.to_owned(), ..f }).collect();
            return again(wrong).await;
        }
        Err(fault) => return Err(fault),
    };
    let ctx = visitor.ctx_once(uploaded.posted.once());
    let given = commands::hand_in(&app.office, &ctx, which(&case), need.code.clone(), Some(digest)).await;
    once_done(given)?;
    let more = papers(&needs).iter().any(|r| r.status == Status::Asked && r.code != need.code);
    on_to(&if more { at.to("photo") } else { next })
}

async fn delivery_page(
    app: &App,
    visitor: &Visitor,
    at: &At,
    (case, needs): (&CaseFile, &[Requirement]),
    form: Form,
) -> Result<ApplyDelivery, Fault> {
    Ok(ApplyDelivery {
        frame: citizen_frame(app, visitor).await?,
        application: application(app, visitor, at, case, (2, before(at, needs, None))).await?,
        form,
        postage: base::Fen::ZERO,
    })
}

pub(super) async fn delivery(State(app): State<App>, visitor: Visitor, at: At) -> Answer {
    let (case, needs) = drafted(&app, &visitor, &at).await?;
    let chosen = case.delivery.map_or("", Delivery::as_str);
    let form = form(&app, &visitor).with("delivery", chosen);
    page(&delivery_page(&app, &visitor, &at, (&case, &needs), form).await?)
}

pub(super) async fn send_delivery(
    State(app): State<App>,
    visitor: Visitor,
    at: At,
    posted: Posted,
) -> Answer {
    let (case, needs) = drafted(&app, &visitor, &at).await?;
    match Delivery::parse(posted.value("delivery")) {
        Some(Delivery::Post) => on_to(&at.to("address")),
        Some(Delivery::Pickup) => {
            let ctx = visitor.ctx_once(posted.once());
            let chosen =
                commands::choose_delivery(&app.office, &ctx, which(&case), Delivery::Pickup, "").await;
            once_done(chosen)?;
            on_to(&at.to("check"))
        }
        None => {
            let wrong = FieldError::new("delivery", "请选择领取方式", "Choose how you would like to get it");
            let again = form(&app, &visitor).wrong(vec![wrong]);
            page_again(&delivery_page(&app, &visitor, &at, (&case, &needs), again).await?)
        }
    }
}

async fn address_page(
    app: &App,
    visitor: &Visitor,
    at: &At,
    case: &CaseFile,
    form: Form,
) -> Result<ApplyAddress, Fault> {
    Ok(ApplyAddress {
        frame: citizen_frame(app, visitor).await?,
        application: application(app, visitor, at, case, (2, at.to("delivery"))).await?,
        form,
        districts: Vec::new(),
    })
}

pub(super) async fn address(State(app): State<App>, visitor: Visitor, at: At) -> Answer {
    let (case, _) = drafted(&app, &visitor, &at).await?;
    let mut form = form(&app, &visitor);
    // An agent is not shown the name and the telephone of the person they act for.
    if case.applicant == visitor.person()? {
        let known = outside::known(&app, &case.applicant).await?;
        form = form.with("recipient", known.values.name.clone()).with("phone", known.values.phone.clone());
    }
    page(&address_page(&app, &visitor, &at, &case, form).await?)
}

pub(super) async fn send_address(State(app): State<App>, visitor: Visitor, at: At, posted: Posted) -> Answer {
    let (case, _) = drafted(&app, &visitor, &at).await?;
    let mut wrong = Vec::new();
    if posted.value("recipient").is_empty() {
        wrong.push(FieldError::new("recipient", "请填写收件人姓名", "Fill in the recipient's name"));
    }
    if law::Phone::parse(posted.value("phone")).is_err() {
        wrong.push(FieldError::new("phone", "请填写11位手机号码", "Fill in a mobile number of 11 digits"));
    }
    if posted.value("address").chars().count() < 4 {
        wrong.push(FieldError::new("address", "请填写详细地址，写到门牌号", "Fill in the whole address"));
    }
    if !wrong.is_empty() {
        let again = posted.form(nonce::make(&app, visitor.now, &mut visitor.page_chance())).wrong(wrong);
        return page_again(&address_page(&app, &visitor, &at, &case, again).await?);
    }
    let address = format!(
        "{}{}（{} {}收）",
        posted.value("district"),
        posted.value("address"),
        posted.value("recipient"),
        posted.value("phone")
    );
    let ctx = visitor.ctx_once(posted.once());
    let chosen = commands::choose_delivery(&app.office, &ctx, which(&case), Delivery::Post, &address).await;
    once_done(chosen)?;
    on_to(&at.to("check"))
}
