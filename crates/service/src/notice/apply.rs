//! Events to rows.

use ledger::{Error, Event};
use store::{Tx, params};

use super::model::{NoticeEvent, NoticePublished, NoticeStanding};

store::statements! {
    PUBLISHED = "notice.insert": "
        INSERT INTO notice (id, kind, title_zh, title_en, body_zh, body_en, item, from_day, until_day, standing,
                            published_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'published', $10, $10)";
    STANDING = "notice.standing": "UPDATE notice SET standing = $2, changed_at = $3 WHERE id = $1";
}

pub(crate) fn apply(tx: &mut Tx<'_>, event: &Event) -> Result<bool, Error> {
    let Some(fact) = NoticeEvent::read(event)? else { return Ok(false) };
    match fact {
        NoticeEvent::Published(published) => insert(tx, event, &published)?,
        NoticeEvent::Withdrawn(withdrawn) => {
            let standing = NoticeStanding::Withdrawn.as_str();
            tx.exec(&STANDING, params![withdrawn.notice, standing, event.recorded_at])?;
        }
    }
    Ok(true)
}

fn insert(tx: &mut Tx<'_>, event: &Event, p: &NoticePublished) -> Result<(), Error> {
    let (title, body, at) = (&p.title, &p.body, event.recorded_at);
    tx.exec(
        &PUBLISHED,
        params![p.notice, p.kind.as_str(), title.zh, title.en, body.zh, body.en, p.item, p.from, p.until, at],
    )?;
    Ok(())
}
