//! Events to rows.

use ledger::{Error, Event};
use store::{Tx, params};

use super::model::GuideEvent;

store::statements! {
    ADDED = "guide.word_insert": "INSERT INTO guide_word (word, item, added_at) VALUES ($1, $2, $3)";
    REMOVED = "guide.word_delete": "DELETE FROM guide_word WHERE word = $1";
}

pub(crate) fn apply(tx: &mut Tx<'_>, event: &Event) -> Result<bool, Error> {
    match GuideEvent::read(event)? {
        None => return Ok(false),
        Some(GuideEvent::Added(added)) => {
            tx.exec(&ADDED, params![added.word, added.item, event.recorded_at])?;
        }
        Some(GuideEvent::Removed(removed)) => {
            tx.exec(&REMOVED, params![removed.word])?;
        }
    }
    Ok(true)
}
