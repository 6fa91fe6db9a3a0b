//! The reader: what is on file, who looked at it and why, and where the reader is logged in.

use axum::extract::State;
use axum::routing::{get, post};
use service::access::{self, Others};
use service::office::Stop;

use super::citizen_frame;
use super::view::me::{LookedUp, Me, Session};
use super::view::{Cell, Form, Masked, Row};
use crate::answer::{Answer, on_to, page};
use crate::route::{Door, Kind, Table};
use crate::{App, Posted, Visitor, nonce, outside};

pub(super) fn routes() -> Table {
    Table::new().get(Kind::Page, "/me", "me", Door::Citizen, get(me)).post(
        Kind::Page,
        "/me/sessions/end",
        "me.sessions_end",
        Door::Citizen,
        post(end),
    )
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
        sessions: sessions(&app, &visitor).await?,
    })
}

/// Where the reader is logged in, this place first.
async fn sessions(app: &App, visitor: &Visitor) -> Result<Vec<Session>, Stop> {
    let this = visitor.session.clone().ok_or(Stop::Unknown)?;
    let (own, now) = (this.clone(), visitor.now);
    let mut all = app.office.query(move |read| access::own_sessions(read, &own, now)).await?;
    all.sort_by_key(|session| !session.is(&this));
    let shown = |session: access::Session| Session {
        handle: session.handle(),
        since: session.created_at,
        seen: session.seen_at,
        this: session.is(&this),
    };
    Ok(all.into_iter().map(shown).collect())
}

/// Ends another log-in of the reader's, or all others. One that has ended meanwhile is what was wanted.
async fn end(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    let this = visitor.session.clone().ok_or(Stop::Unknown)?;
    let which = match posted.value("session") {
        "others" => Others::All,
        handle => Others::One(handle.to_owned()),
    };
    access::end_other_sessions(&app.office, &visitor.ctx(), &this, &which).await?;
    on_to("/me#sessions")
}
