//! The words that this office has added for its items: what the search of guidance knows beside the program's own.

use authz::Action;
use axum::extract::State;
use axum::routing::{get, post};
use service::guide::{self, OwnWord};
use service::office::Stop;

use super::frame::staff_frame;
use super::notices::{items, keeps};
use super::{again, fresh};
use crate::answer::{Answer, on_to, once_done, page, page_again};
use crate::pages::view::Form;
use crate::pages::view::staff::knowledge::{Knowledge, WordLine};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor};

pub(super) fn routes() -> Table {
    let door = Door::Staff(Action::NoticePublish);
    Table::new()
        .get(Kind::Page, "/admin/knowledge", "admin.knowledge", door, get(list))
        .post(Kind::Page, "/admin/knowledge", "admin.word_added", door, post(added))
        .post(Kind::Page, "/admin/knowledge/remove", "admin.word_removed", door, post(removed))
}

async fn knowledge_page(app: &App, visitor: &Visitor, form: Form) -> Result<Knowledge, Fault> {
    keeps(app, visitor)?;
    let words = app.office.query(guide::own_words).await?;
    let line = |own: OwnWord| WordLine {
        item: app.office.rules.catalog.item(&own.item).map(|item| item.name.clone()).unwrap_or_default(),
        word: own.word,
        since: own.added_at.day(),
    };
    Ok(Knowledge {
        frame: staff_frame(app, visitor).await?,
        form,
        words: words.into_iter().map(line).collect(),
        items: items(app),
    })
}

async fn list(State(app): State<App>, visitor: Visitor) -> Answer {
    let form = fresh(&app, &visitor);
    page(&knowledge_page(&app, &visitor, form).await?)
}

async fn added(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    keeps(&app, &visitor)?;
    let ctx = visitor.ctx_once(posted.once());
    match once_done(guide::add_word(&app.office, &ctx, posted.value("item"), posted.value("word")).await) {
        Ok(_) => on_to("/admin/knowledge"),
        Err(Stop::Invalid(wrong)) => {
            let form = again(&app, &visitor, &posted, wrong);
            page_again(&knowledge_page(&app, &visitor, form).await?)
        }
        Err(stop) => Err(stop.into()),
    }
}

async fn removed(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    let ctx = visitor.ctx_once(posted.once());
    once_done(guide::remove_word(&app.office, &ctx, posted.value("word")).await)?;
    on_to("/admin/knowledge")
}
