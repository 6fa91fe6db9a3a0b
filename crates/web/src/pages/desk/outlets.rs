//! The outlets of the network, read only.

use authz::Action;
use axum::extract::{Query, State};
use axum::routing::get;
use serde::Deserialize;
use service::outlet::{self, Outlet, OutletStatus, PAGE};

use super::frame::{scope, staff_frame};
use crate::answer::{Answer, page};
use crate::pages::view::staff::outlets::{OutletLine, OutletList};
use crate::pages::view::{Tag, Tone};
use crate::route::{Door, Kind, Table};
use crate::{App, Visitor};

pub(super) fn routes() -> Table {
    let door = Door::Staff(Action::OutletView);
    Table::new().get(Kind::Page, "/admin/outlets", "admin.outlets", door, get(list))
}

#[derive(Deserialize)]
struct Asked {
    after: Option<String>,
}

async fn list(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let scope = scope(&visitor, Action::OutletView);
    let found =
        app.office.query(move |read| outlet::outlets(read, &scope, None, asked.after.as_deref(), PAGE));
    let found = found.await?;
    page(&OutletList {
        frame: staff_frame(&app, &visitor).await?,
        outlets: found.rows.into_iter().map(line).collect(),
        next: found.next.map(|after| format!("/admin/outlets?after={after}")),
    })
}

fn line(outlet: Outlet) -> OutletLine {
    let tone = match outlet.status {
        OutletStatus::Open => Tone::Ok,
        OutletStatus::Closed => Tone::Err,
    };
    OutletLine {
        code: outlet.code,
        name: outlet.name,
        address: outlet.address,
        kind: outlet.kind.name(),
        tier: outlet.tier,
        state: Tag { tone, text: outlet.status.name() },
    }
}
