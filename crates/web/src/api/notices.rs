//! Notices: what the office tells everybody today.

use axum::extract::State;
use serde::Serialize;
use service::notice::{self, Notice};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::described::Described;
use super::problem::Answer;
use super::reply;
use super::shaped::Words;
use crate::route::{Door, Kind};
use crate::{App, Visitor};

pub(super) fn routes() -> Described {
    Described::new().route(Kind::Api, "api.notice.list", Door::Anyone, routes!(list))
}

/// A notice.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Notice)]
struct NoticeView {
    /// Its id.
    #[schema(example = "ntc_999901_01KAHF6Z5M8Q0W3J7V2N4B6C8D")]
    id: String,
    /// Its heading.
    title: Words,
    /// What it says.
    body: Words,
    /// Whether something does not go as usual.
    warning: bool,
    /// The code of the item it is about; none where it is about the office.
    #[schema(example = "licence-lost")]
    item: Option<String>,
    /// The first day on which it is shown.
    #[schema(format = Date)]
    from: String,
    /// The last one.
    #[schema(format = Date)]
    until: String,
}

/// The notices of a day.
#[derive(Debug, Serialize, ToSchema)]
struct NoticeList {
    /// What ends first stands first; at most five.
    notices: Vec<NoticeView>,
}

impl From<Notice> for NoticeView {
    fn from(notice: Notice) -> Self {
        Self {
            id: notice.id,
            title: notice.title.into(),
            body: notice.body.into(),
            warning: notice.kind == notice::NoticeKind::Warning,
            item: notice.item,
            from: notice.from.to_string(),
            until: notice.until.to_string(),
        }
    }
}

/// 公告 · What the office tells everybody today.
#[utoipa::path(
    get, path = "/api/v1/notices", tag = "items",
    responses((status = 200, description = "今天的公告。 The notices of today.", body = NoticeList))
)]
async fn list(State(app): State<App>, visitor: Visitor) -> Answer {
    let today = visitor.now.day();
    let found = app.office.query(move |read| notice::in_force(read, today)).await?;
    let notices = found.into_iter().map(NoticeView::from).collect();
    Ok(reply::ok(&app, &NoticeList { notices }))
}
