//! Applying: before you start, one question a page, check your answers, sign. The draft is a case of the person's; each
//! answer is one command, so that leaving and coming back loses nothing.

use axum::extract::{Path, State};
use axum::routing::{get, post};
use base::{FieldError, Text};
use service::case::commands::{self, Answer as Which, Opened};
use service::case::{CaseFile, Delivery, Requirement, Status};
use service::catalog::Party;
use service::office::Stop;

use super::item::{failed, is_paper, item};
use super::open::{draft, open_case};
use super::view::apply::{
    Answers, Application, ApplyAddress, ApplyCannot, ApplyCheck, ApplyDelivery, ApplyPhoto, ApplySign,
    ApplyStart,
};
use super::view::{Cell, Form, Link, Masked, Row};
use super::{citizen_frame, standing};
use crate::answer::{Answer, on_to, once_done, page, page_again};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Uploaded, Visitor, nonce, outside};

pub(super) fn routes() -> Table {
    Table::new()
        .get(Kind::Page, "/apply/{item}/start", "apply.start", Door::Citizen, get(start))
        .post(Kind::Page, "/apply/{item}/start", "apply.begin", Door::Citizen, post(begin))
        .get(Kind::Page, "/apply/{item}/photo", "apply.photo", Door::Citizen, get(photo))
        .post(Kind::Page, "/apply/{item}/photo", "apply.photo_send", Door::Citizen, post(send_photo))
        .get(Kind::Page, "/apply/{item}/delivery", "apply.delivery", Door::Citizen, get(delivery))
        .post(Kind::Page, "/apply/{item}/delivery", "apply.delivery_send", Door::Citizen, post(send_delivery))
        .get(Kind::Page, "/apply/{item}/address", "apply.address", Door::Citizen, get(address))
        .post(Kind::Page, "/apply/{item}/address", "apply.address_send", Door::Citizen, post(send_address))
        .get(Kind::Page, "/apply/{item}/check", "apply.check", Door::Citizen, get(check))
        .post(Kind::Page, "/apply/{item}/check", "apply.checked", Door::Citizen, post(checked))
        .get(Kind::Page, "/apply/{item}/sign", "apply.sign", Door::Citizen, get(sign))
        .post(Kind::Page, "/apply/{item}/sign", "apply.submit", Door::Citizen, post(submit))
}

fn application(app: &App, code: &str, step: u8, back: &str) -> Result<Application, Fault> {
    Ok(Application {
        code: code.to_owned(),
        name: item(app, code)?.name.clone(),
        principal: None,
        step,
        steps: 4,
        back: Some(Link::new(back, "返回", "Back")),
    })
}

fn form(app: &App, visitor: &Visitor) -> Form {
    Form::new(nonce::make(app, visitor.now, &mut visitor.page_chance()))
}

async fn start(State(app): State<App>, visitor: Visitor, Path(code): Path<String>) -> Answer {
    let item = item(&app, &code)?;
    if code == "licence-contact" {
        return on_to("/me/contact");
    }
    let known = outside::known(&app, visitor.person()?).await?;
    let facts = outside::facts(&app, &visitor, &known, &code, false, None).await?;
    let judgement = item.judge(&app.office.rules.law, &facts).map_err(failed)?;
    if !judgement.refusals.is_empty() {
        return cannot(&app, &visitor, &code, judgement.refusals).await;
    }
    let asked = judgement.requirements.iter().filter(|r| {
        r.party == Party::Applicant && is_paper(r.kind) && r.state == service::catalog::SpecState::Asked
    });
    let mut at_hand: Vec<Text> = asked.map(|r| r.name.clone()).collect();
    at_hand.push(Text::new("本人手机", "Your mobile telephone"));
    let masked = known.values.masked();
    let mut on_file = vec![
        Row::new("姓名", "Name", Cell::Masked(Masked::new(masked.name))),
        Row::new("身份证号码", "ID number", Cell::Masked(Masked::new(masked.id_number))),
    ];
    if let Some(licence) = &known.licence {
        on_file.push(Row::new("准驾车型", "Classes", Cell::Data(licence.classes.to_string())));
        if let Some(until) = licence.valid_until {
            on_file.push(Row::new("有效期至", "Valid until", Cell::Date(until)));
        }
    }
    page(&ApplyStart {
        frame: citizen_frame(&app, &visitor).await?,
        application: application(&app, &code, 0, &format!("/items/{code}"))?,
        form: form(&app, &visitor),
        persons: Vec::new(),
        minutes: 5,
        at_hand,
        on_file,
        fee: judgement.fee,
    })
}

async fn cannot(app: &App, visitor: &Visitor, code: &str, refusals: Vec<base::Refusal>) -> Answer {
    page(&ApplyCannot {
        frame: citizen_frame(app, visitor).await?,
        application: application(app, code, 0, &format!("/items/{code}"))?,
        refusals,
        ways: vec![
            Link::new("/items", "看看其他事项", "Other services"),
            Link::new("/help", "联系我们", "Contact us"),
        ],
    })
}

async fn begin(State(app): State<App>, visitor: Visitor, Path(code): Path<String>, posted: Posted) -> Answer {
    if draft(&app, &visitor, &code).await?.is_none() {
        match once_done(open_case(&app, &visitor, &code, posted.once()).await?)? {
            Some(Opened::Refused(refusals)) => return cannot(&app, &visitor, &code, refusals).await,
            Some(Opened::Begun(_)) | None => {}
        }
    }
    on_to(&format!("/apply/{code}/photo"))
}

/// The person's draft of this item with its requirements; none: back to the start.
async fn drafted(app: &App, visitor: &Visitor, code: &str) -> Result<(CaseFile, Vec<Requirement>), Fault> {
    draft(app, visitor, code).await?.ok_or_else(|| Stop::NotFound.into())
}

fn which(case: &CaseFile) -> Which {
    Which { number: case.number.clone(), revision: None }
}

/// The papers that the applicant still has to send, or may send again while it is a draft.
fn papers(needs: &[Requirement]) -> Vec<&Requirement> {
    let open = |r: &&Requirement| {
        r.party == Party::Applicant
            && is_paper(r.kind)
            && matches!(r.status, Status::Asked | Status::Given | Status::Again)
    };
    needs.iter().filter(open).collect()
}

async fn photo(State(app): State<App>, visitor: Visitor, Path(code): Path<String>) -> Answer {
    let (_, needs) = drafted(&app, &visitor, &code).await?;
    if papers(&needs).is_empty() {
        return on_to(&format!("/apply/{code}/delivery"));
    }
    page(&photo_page(&app, &visitor, &code, form(&app, &visitor)).await?)
}

async fn photo_page(app: &App, visitor: &Visitor, code: &str, form: Form) -> Result<ApplyPhoto, Fault> {
    Ok(ApplyPhoto {
        frame: citizen_frame(app, visitor).await?,
        application: application(app, code, 1, &format!("/apply/{code}/start"))?,
        form,
        current: None,
        megabytes: 10,
    })
}

async fn send_photo(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    uploaded: Uploaded,
) -> Answer {
    let (case, needs) = drafted(&app, &visitor, &code).await?;
    let open = papers(&needs);
    let Some(need) = open.iter().find(|r| r.status == Status::Asked).or(open.first()) else {
        return on_to(&format!("/apply/{code}/delivery"));
    };
    let next = format!("/apply/{code}/delivery");
    let Some(file) = uploaded.file else {
        if need.status == Status::Given {
            return on_to(&next);
        }
        let wrong = FieldError::new("photo", "请选择一张照片", "Choose a photo");
        let again = form(&app, &visitor).wrong(vec![wrong]);
        return page_again(&photo_page(&app, &visitor, &code, again).await?);
    };
    let kept = crate::photo::keep_file(&app, &visitor, &case.subject, file).await;
    let digest = match kept {
        Ok(digest) => digest,
        Err(Fault::Problem(problem)) if problem.status == 422 => {
            let errors =
                problem.fields.into_iter().map(|f| FieldError { field: "photo".to_owned(), ..f }).collect();
            let again = form(&app, &visitor).wrong(errors);
            return page_again(&photo_page(&app, &visitor, &code, again).await?);
        }
        Err(fault) => return Err(fault),
    };
    let ctx = visitor.ctx_once(uploaded.posted.once());
    let given = commands::hand_in(&app.office, &ctx, which(&case), need.code.clone(), Some(digest)).await;
    once_done(given)?;
    let more = papers(&needs).iter().filter(|r| r.status == Status::Asked && r.code != need.code).count();
    on_to(&if more > 0 { format!("/apply/{code}/photo") } else { next })
}

async fn delivery_page(app: &App, visitor: &Visitor, code: &str, form: Form) -> Result<ApplyDelivery, Fault> {
    Ok(ApplyDelivery {
        frame: citizen_frame(app, visitor).await?,
        application: application(app, code, 2, &format!("/apply/{code}/start"))?,
        form,
        postage: base::Fen::ZERO,
    })
}

async fn delivery(State(app): State<App>, visitor: Visitor, Path(code): Path<String>) -> Answer {
    let (case, _) = drafted(&app, &visitor, &code).await?;
    let chosen = case.delivery.map_or("", Delivery::as_str);
    let form = form(&app, &visitor).with("delivery", chosen);
    page(&delivery_page(&app, &visitor, &code, form).await?)
}

async fn send_delivery(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    posted: Posted,
) -> Answer {
    let (case, _) = drafted(&app, &visitor, &code).await?;
    match Delivery::parse(posted.value("delivery")) {
        Some(Delivery::Post) => on_to(&format!("/apply/{code}/address")),
        Some(Delivery::Pickup) => {
            let ctx = visitor.ctx_once(posted.once());
            let chosen =
                commands::choose_delivery(&app.office, &ctx, which(&case), Delivery::Pickup, "").await;
            once_done(chosen)?;
            on_to(&format!("/apply/{code}/check"))
        }
        None => {
            let wrong = FieldError::new("delivery", "请选择领取方式", "Choose how you would like to get it");
            let again = form(&app, &visitor).wrong(vec![wrong]);
            page_again(&delivery_page(&app, &visitor, &code, again).await?)
        }
    }
}

async fn address_page(app: &App, visitor: &Visitor, code: &str, form: Form) -> Result<ApplyAddress, Fault> {
    Ok(ApplyAddress {
        frame: citizen_frame(app, visitor).await?,
        application: application(app, code, 2, &format!("/apply/{code}/delivery"))?,
        form,
        districts: Vec::new(),
    })
}

async fn address(State(app): State<App>, visitor: Visitor, Path(code): Path<String>) -> Answer {
    drafted(&app, &visitor, &code).await?;
    let known = outside::known(&app, visitor.person()?).await?;
    let form = form(&app, &visitor)
        .with("recipient", known.values.name.clone())
        .with("phone", known.values.phone.clone());
    page(&address_page(&app, &visitor, &code, form).await?)
}

async fn send_address(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    posted: Posted,
) -> Answer {
    let (case, _) = drafted(&app, &visitor, &code).await?;
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
        return page_again(&address_page(&app, &visitor, &code, again).await?);
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
    on_to(&format!("/apply/{code}/check"))
}

async fn check(State(app): State<App>, visitor: Visitor, Path(code): Path<String>) -> Answer {
    let (case, needs) = drafted(&app, &visitor, &code).await?;
    if case.delivery.is_none() {
        return on_to(&format!("/apply/{code}/photo"));
    }
    let known = outside::known(&app, visitor.person()?).await?;
    let masked = known.values.masked();
    let you = vec![
        Row::new("姓名", "Name", Cell::Masked(Masked::new(masked.name))),
        Row::new("身份证号码", "ID number", Cell::Masked(Masked::new(masked.id_number))),
        Row::new("手机号码", "Mobile number", Cell::Masked(Masked::new(masked.phone))),
    ];
    let item = item(&app, &code)?;
    let papers: Vec<Row> = needs
        .iter()
        .filter(|r| is_paper(r.kind))
        .map(|r| {
            let name = standing::name_of(Some(item), &r.code);
            let row = Row::new(name.zh, name.en, Cell::Words(r.status.name()));
            if r.status == Status::Given { row.change(format!("/apply/{code}/photo")) } else { row }
        })
        .collect();
    let delivery = case.delivery.map(Delivery::name).unwrap_or_default();
    let mut how = vec![
        Row::new("领取方式", "Delivery", Cell::Words(delivery)).change(format!("/apply/{code}/delivery")),
    ];
    if let Some(address) = outside::delivery_address(&app, &case).await? {
        let row = Row::new("收件地址", "Address", Cell::Data(address));
        how.push(row.change(format!("/apply/{code}/address")));
    }
    how.push(Row::new("费用", "Fee", Cell::Money(case.fee)));
    let section = |zh: &str, en: &str, rows| Answers { title: Text::new(zh, en), rows };
    let mut sections = vec![section("您的信息", "About you", you)];
    if !papers.is_empty() {
        sections.push(section("材料", "Papers", papers));
    }
    sections.push(section("领取和费用", "Delivery and fee", how));
    page(&ApplyCheck {
        frame: citizen_frame(&app, &visitor).await?,
        application: application(&app, &code, 3, &format!("/apply/{code}/delivery"))?,
        form: form(&app, &visitor),
        sections,
        stale: Text::default(),
    })
}

async fn checked(State(app): State<App>, visitor: Visitor, Path(code): Path<String>, _: Posted) -> Answer {
    drafted(&app, &visitor, &code).await?;
    on_to(&format!("/apply/{code}/sign"))
}

async fn sign_page(
    app: &App,
    visitor: &Visitor,
    code: &str,
    case: &CaseFile,
    form: Form,
) -> Result<ApplySign, Fault> {
    let name = item(app, code)?.name.clone();
    Ok(ApplySign {
        frame: citizen_frame(app, visitor).await?,
        application: application(app, code, 4, &format!("/apply/{code}/check"))?,
        form,
        declarations: vec![
            Text::new(
                "我就是申请人本人，填写的内容和提交的材料真实有效。",
                "I am the applicant, and what I entered and handed in is true.",
            ),
            Text::new(
                "我没有不得申请机动车驾驶证的情形。",
                "Nothing bars me from holding a driving licence.",
            ),
            Text::new(
                "我同意用共享数据核对身份、体检和违法记录。",
                "I agree that shared data on identity, health and offences is checked.",
            ),
        ],
        act: Text::new(format!("提交{}申请", name.zh), format!("Hand in: {}", name.en)),
        fee: case.fee,
    })
}

async fn sign(State(app): State<App>, visitor: Visitor, Path(code): Path<String>) -> Answer {
    let (case, _) = drafted(&app, &visitor, &code).await?;
    page(&sign_page(&app, &visitor, &code, &case, form(&app, &visitor)).await?)
}

async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    posted: Posted,
) -> Answer {
    let Some((case, _)) = draft(&app, &visitor, &code).await? else {
        // Pressed twice: the draft has become a case that is handed in.
        return on_to("/cases");
    };
    if posted.value("agree") != "yes" {
        let wrong = FieldError::new("agree", "请阅读并勾选声明", "Read the declaration and tick the box");
        let again = form(&app, &visitor).wrong(vec![wrong]);
        return page_again(&sign_page(&app, &visitor, &code, &case, again).await?);
    }
    let ctx = visitor.ctx_once(posted.once());
    let done = commands::submit(&app.office, &ctx, which(&case), "sms".to_owned()).await;
    once_done(done)?;
    on_to(&format!("/cases/{}/done", case.number))
}
