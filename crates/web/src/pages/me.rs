//! The reader: what is on file, and who looked at it and why.

use axum::extract::State;
use axum::routing::get;

use super::citizen_frame;
use super::view::me::{LookedUp, Me};
use super::view::{Cell, Form, Masked, Row};
use crate::answer::{Answer, page};
use crate::route::{Door, Kind, Table};
use crate::{App, Visitor, nonce, outside};

pub(super) fn routes() -> Table {
    Table::new().get(Kind::Page, "/me", "me", Door::Citizen, get(me))
}

async fn me(State(app): State<App>, visitor: Visitor) -> Answer {
    let known = outside::known(&app, visitor.person()?).await?;
    let masked = known.values.masked();
    let on_file = vec![
        Row::new("姓名", "Name", Cell::Masked(Masked::new(masked.name))),
        Row::new("身份证号码", "ID number", Cell::Masked(Masked::new(masked.id_number))),
        Row::new("手机号码", "Mobile number", Cell::Masked(Masked::new(masked.phone))),
    ];
    let id = known.row.id.clone();
    let looked = app.office.query(move |read| service::access::looked_at(read, &id)).await?;
    let looked = looked.into_iter().map(|look| LookedUp {
        at: look.at,
        outlet: look.outlet,
        role: super::desk::role_names(&look.roles),
        purpose: look.purpose.name(),
    });
    page(&Me {
        frame: citizen_frame(&app, &visitor).await?,
        form: Form::new(nonce::make(&app, visitor.now, &mut visitor.page_chance())),
        on_file,
        looked: looked.collect(),
        sessions: Vec::new(),
    })
}
