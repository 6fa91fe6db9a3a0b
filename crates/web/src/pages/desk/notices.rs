//! Notices: what is shown, what was, publishing one and taking it back.

use authz::{Action, Resource};
use axum::extract::State;
use axum::routing::{get, post};
use base::{Day, FieldError, Text};
use service::notice::{self, NewNotice, Notice, NoticeKind};
use service::office::Stop;

use super::frame::staff_frame;
use super::{again, fresh};
use crate::answer::{Answer, on_to, once_done, page, page_again};
use crate::pages::view::staff::notices::{NoticeLine, Notices};
use crate::pages::view::{Choice, Form, Tag, Tone};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor};

/// Notices listed.
const LISTED: u32 = 50;
/// How long a notice is shown where nothing else is chosen, in days.
const USUAL_DAYS: i32 = 7;

pub(super) fn routes() -> Table {
    let door = Door::Staff(Action::NoticePublish);
    Table::new()
        .get(Kind::Page, "/admin/notices", "admin.notices", door, get(list))
        .post(Kind::Page, "/admin/notices", "admin.notice_published", door, post(published))
        .post(Kind::Page, "/admin/notices/withdraw", "admin.notice_withdrawn", door, post(withdrawn))
}

/// Fails for whoever may not publish: for them there is no such page.
pub(super) fn keeps(app: &App, visitor: &Visitor) -> Result<(), Stop> {
    let circumstances = visitor.ctx().circumstances();
    let asked = (&visitor.actor, Action::NoticePublish, &Resource::Platform);
    let decision = app.office.authorizer.decide(asked.0, asked.1, asked.2, circumstances);
    if decision.allowed { Ok(()) } else { Err(Stop::NotFound) }
}

/// The items, to choose from.
pub(super) fn items(app: &App) -> Vec<Choice> {
    app.office.rules.catalog.items().map(|item| Choice::new(item.code.clone(), item.name.clone())).collect()
}

async fn notices_page(app: &App, visitor: &Visitor, form: Form) -> Result<Notices, Fault> {
    keeps(app, visitor)?;
    let today = visitor.now.day();
    let found = app.office.query(|read| notice::newest(read, LISTED)).await?;
    let about = |code: &str| app.office.rules.catalog.item(code).map(|item| item.name.clone()).ok();
    let line = |notice: Notice| NoticeLine {
        state: state(&notice, today),
        may_withdraw: notice.standing == notice::NoticeStanding::Published && notice.until >= today,
        about: notice.item.as_deref().and_then(about),
        kind: notice.kind.name(),
        id: notice.id,
        title: notice.title,
        body: notice.body,
        from: notice.from,
        until: notice.until,
    };
    Ok(Notices {
        frame: staff_frame(app, visitor).await?,
        form,
        notices: found.into_iter().map(line).collect(),
        kinds: NoticeKind::ALL.iter().map(|kind| Choice::new(kind.as_str(), kind.name())).collect(),
        items: items(app),
    })
}

fn state(notice: &Notice, today: Day) -> Tag {
    if notice.standing == notice::NoticeStanding::Withdrawn {
        Tag::new(Tone::Plain, "已撤下", "Withdrawn")
    } else if today < notice.from {
        Tag::new(Tone::Info, "还没到日子", "To come")
    } else if notice.is_shown(today) {
        Tag::new(Tone::Ok, "正在显示", "Shown now")
    } else {
        Tag::new(Tone::Plain, "已过期", "Over")
    }
}

async fn list(State(app): State<App>, visitor: Visitor) -> Answer {
    let today = visitor.now.day();
    let form = fresh(&app, &visitor)
        .with("kind", NoticeKind::Information.as_str())
        .with("from", today.to_string())
        .with("until", today.plus_days(USUAL_DAYS).to_string());
    page(&notices_page(&app, &visitor, form).await?)
}

async fn published(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    keeps(&app, &visitor)?;
    let wrong = match read(&posted) {
        Ok(new) => {
            let ctx = visitor.ctx_once(posted.once());
            match once_done(notice::publish(&app.office, &ctx, &new).await) {
                Ok(_) => return on_to("/admin/notices"),
                Err(Stop::Invalid(wrong)) => wrong,
                Err(stop) => return Err(stop.into()),
            }
        }
        Err(wrong) => wrong,
    };
    let form = again(&app, &visitor, &posted, wrong);
    page_again(&notices_page(&app, &visitor, form).await?)
}

/// What was typed, as far as it can be read; the rules of a notice judge the rest.
fn read(posted: &Posted) -> Result<NewNotice, Vec<FieldError>> {
    let day = |name: &str| {
        Day::parse(posted.value(name)).map_err(|_| {
            FieldError::new(name, "请填写日期，例如 2026-12-10。", "Give a day such as 2026-12-10.")
        })
    };
    let kind = NoticeKind::parse(posted.value("kind"))
        .ok_or_else(|| FieldError::new("kind", "请选择类型。", "Choose what kind it is."));
    let text = |zh: &str, en: &str| Text::new(posted.value(zh), posted.value(en));
    let item = Some(posted.value("item")).filter(|item| !item.is_empty()).map(str::to_owned);
    match (kind, day("from"), day("until")) {
        (Ok(kind), Ok(from), Ok(until)) => Ok(NewNotice {
            kind,
            title: text("title_zh", "title_en"),
            body: text("body_zh", "body_en"),
            item,
            from,
            until,
        }),
        (kind, from, until) => Err([kind.err(), from.err(), until.err()].into_iter().flatten().collect()),
    }
}

async fn withdrawn(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    let ctx = visitor.ctx_once(posted.once());
    once_done(notice::withdraw(&app.office, &ctx, posted.value("notice")).await)?;
    on_to("/admin/notices")
}
