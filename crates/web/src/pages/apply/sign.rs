//! The end of an application: check what was answered, declare, and hand it in.

use axum::extract::State;
use base::{FieldError, Text};
use service::case::commands;
use service::case::{CaseFile, Delivery, Status};

use super::{At, application, drafted, form, found, which};
use crate::answer::{Answer, on_to, once_done, page, page_again};
use crate::pages::address::address_of;
use crate::pages::item::{is_paper, item};
use crate::pages::view::apply::{Answers, ApplyCheck, ApplySign};
use crate::pages::view::{Cell, Form, Masked, Row};
use crate::pages::{citizen_frame, standing};
use crate::{App, Fault, Posted, Visitor, outside};

pub(super) async fn check(State(app): State<App>, visitor: Visitor, at: At) -> Answer {
    let (case, needs) = drafted(&app, &visitor, &at).await?;
    if case.delivery.is_none() {
        return on_to(&at.to("photo"));
    }
    let known = outside::known(&app, &case.applicant).await?;
    let masked = known.values.masked();
    let you = vec![
        Row::new("姓名", "Name", Cell::Masked(Masked::new(masked.name))),
        Row::new("身份证号码", "ID number", Cell::Masked(Masked::new(masked.id_number))),
        Row::new("手机号码", "Mobile number", Cell::Masked(Masked::new(masked.phone))),
    ];
    let item = item(&app, &at.code)?;
    let papers: Vec<Row> = needs
        .iter()
        .filter(|r| is_paper(r.kind))
        .map(|r| {
            let name = standing::name_of(Some(item), &r.code);
            let row = Row::new(name.zh, name.en, Cell::Words(r.status.name()));
            if r.status == Status::Given { row.change(at.paper(&r.code)) } else { row }
        })
        .collect();
    let delivery = case.delivery.map(Delivery::name).unwrap_or_default();
    let mut how = vec![Row::new("领取方式", "Delivery", Cell::Words(delivery)).change(at.to("delivery"))];
    if let Some(address) = address_of(&app, &visitor, &case).await? {
        let row = Row::new("收件地址", "Address", address);
        how.push(row.change(at.to("address")));
    }
    how.push(Row::new("费用", "Fee", Cell::Money(case.fee)));
    let before = if case.delivery == Some(Delivery::Post) { "address" } else { "delivery" };
    let section = |zh: &str, en: &str, rows| Answers { title: Text::new(zh, en), rows };
    let mut sections = vec![section("您的信息", "About you", you)];
    if !papers.is_empty() {
        sections.push(section("材料", "Papers", papers));
    }
    sections.push(section("领取和费用", "Delivery and fee", how));
    page(&ApplyCheck {
        frame: citizen_frame(&app, &visitor).await?,
        application: application(&app, &visitor, &at, &case, (3, at.to(before))).await?,
        form: form(&app, &visitor),
        sections,
        stale: Text::default(),
    })
}

pub(super) async fn checked(State(app): State<App>, visitor: Visitor, at: At, _: Posted) -> Answer {
    drafted(&app, &visitor, &at).await?;
    on_to(&at.to("sign"))
}

async fn sign_page(
    app: &App,
    visitor: &Visitor,
    at: &At,
    case: &CaseFile,
    form: Form,
) -> Result<ApplySign, Fault> {
    let name = item(app, &at.code)?.name.clone();
    Ok(ApplySign {
        frame: citizen_frame(app, visitor).await?,
        application: application(app, visitor, at, case, (4, at.to("check"))).await?,
        form,
        declarations: declarations(case.applicant == visitor.actor.id),
        act: Text::new(format!("提交{}申请", name.zh), format!("Hand in: {}", name.en)),
        fee: case.fee,
    })
}

/// What the applicant, or the agent for them, declares.
fn declarations(own: bool) -> Vec<Text> {
    if !own {
        return vec![
            Text::new(
                "我在委托范围内代办，填写的内容和提交的材料真实有效。",
                "I act within the mandate, and what I entered and handed in is true.",
            ),
            Text::new(
                "据我所知，委托人没有不得申请机动车驾驶证的情形。",
                "As far as I know, nothing bars the person I act for from holding a driving licence.",
            ),
            Text::new(
                "委托人同意用共享数据核对身份、体检和违法记录。",
                "The person I act for agrees that shared data on identity, health and offences is checked.",
            ),
        ];
    }
    vec![
        Text::new(
            "我就是申请人本人，填写的内容和提交的材料真实有效。",
            "I am the applicant, and what I entered and handed in is true.",
        ),
        Text::new("我没有不得申请机动车驾驶证的情形。", "Nothing bars me from holding a driving licence."),
        Text::new(
            "我同意用共享数据核对身份、体检和违法记录。",
            "I agree that shared data on identity, health and offences is checked.",
        ),
    ]
}

pub(super) async fn sign(State(app): State<App>, visitor: Visitor, at: At) -> Answer {
    let (case, _) = drafted(&app, &visitor, &at).await?;
    page(&sign_page(&app, &visitor, &at, &case, form(&app, &visitor)).await?)
}

pub(super) async fn submit(State(app): State<App>, visitor: Visitor, at: At, posted: Posted) -> Answer {
    let Some((case, _)) = found(&app, &visitor, &at).await? else {
        // Pressed twice: the draft has become a case that is handed in.
        return on_to("/cases");
    };
    if posted.value("agree") != "yes" {
        let wrong = FieldError::new("agree", "请阅读并勾选声明", "Read the declaration and tick the box");
        let again = form(&app, &visitor).wrong(vec![wrong]);
        return page_again(&sign_page(&app, &visitor, &at, &case, again).await?);
    }
    let ctx = visitor.ctx_once(posted.once());
    let done = commands::submit(&app.office, &ctx, which(&case), "sms".to_owned()).await;
    once_done(done)?;
    on_to(&format!("/cases/{}/done", case.number))
}
