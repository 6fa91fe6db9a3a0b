//! Publishing notices and taking them back.

use authz::{Action, Resource};
use base::{Day, FieldError, Text};

use super::model::{NoticeEvent, NoticeId, NoticeKind, NoticePublished, NoticeWithdrawn};
use super::rules::SHOWN_MAX;
use super::{queries, rules};
use crate::office::{Ctx, Done, Office, Stop};

/// A notice to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotice {
    /// How much it presses.
    pub kind: NoticeKind,
    /// Its heading, at most [`super::TITLE_MAX`] characters.
    pub title: Text,
    /// What it says, at most [`super::BODY_MAX`] characters.
    pub body: Text,
    /// The item it is about.
    pub item: Option<String>,
    /// The first day on which it is shown.
    pub from: Day,
    /// The last one.
    pub until: Day,
}

/// Publishes a notice; gives its id. While as many are shown as may be, one has to be withdrawn first.
pub async fn publish(office: &Office, ctx: &Ctx, new: &NewNotice) -> Result<Done<String>, Stop> {
    let wrong = rules::wrong(new, ctx.now.day(), |item| office.rules.catalog.item(item).is_ok());
    if !wrong.is_empty() {
        return Err(Stop::Invalid(wrong));
    }
    let new = new.clone();
    office
        .command(ctx, move |desk| {
            let id = NoticeId::new(desk.office().region, desk.moment(), desk.chance()).to_string();
            let (board, own) = (desk.office().stream("notice", "board"), desk.office().stream("notice", &id));
            // Two who publish at once must not both be the last.
            desk.lock(&[&board, &own])?;
            desk.allow(Action::NoticePublish, &Resource::Platform)?;
            // Days that have passed are nobody's any more.
            let from = new.from.max(desk.today());
            let others = queries::between(desk, from, new.until)?;
            if rules::is_full(&others, from, new.until) {
                return Err(full().into());
            }
            let fact = NoticePublished {
                notice: id.clone(),
                kind: new.kind,
                title: new.title.clone(),
                body: new.body.clone(),
                item: new.item.clone(),
                from: new.from,
                until: new.until,
            };
            let event = NoticeEvent::from(fact).to_new(desk.moment())?;
            desk.record(&own, event)?;
            Ok(id)
        })
        .await
}

fn full() -> FieldError {
    FieldError::new(
        "from",
        format!("同一天最多显示{SHOWN_MAX}条公告，请先撤下一条。"),
        format!("At most {SHOWN_MAX} notices are shown on a day: withdraw one first."),
    )
}

/// Takes a notice back: from now on it is shown nowhere. One that was taken back already stays so.
pub async fn withdraw(office: &Office, ctx: &Ctx, notice: &str) -> Result<Done<()>, Stop> {
    let id = notice.to_owned();
    office
        .command(ctx, move |desk| {
            let own = desk.office().stream("notice", &id);
            desk.lock(&[&own])?;
            desk.allow(Action::NoticePublish, &Resource::Platform)?;
            let now = queries::by_id(desk, &id)?.ok_or(Stop::NotFound)?;
            if now.standing == super::NoticeStanding::Withdrawn {
                return Ok(());
            }
            let event = NoticeEvent::from(NoticeWithdrawn { notice: now.id }).to_new(desk.moment())?;
            desk.record(&own, event)?;
            Ok(())
        })
        .await
}
