//! Checking a shown licence without logging in, and the public face of the ledger.

use axum::extract::{Query, State};
use axum::routing::get;
use base::{Instant, Text};
use ledger::note::{NoteError, Statement};
use serde::Deserialize;

use super::citizen_frame;
use super::document::{SHOWN_SECONDS, status_word};
use super::view::ledger::Ledger;
use super::view::verify::{Checked, Finding, Verify};
use super::view::{Cell, Form, Masked, Row};
use crate::answer::{Answer, page};
use crate::route::{Door, Kind, Table};
use crate::{App, Visitor};

pub(super) fn routes() -> Table {
    Table::new().get(Kind::Page, "/verify", "verify", Door::Anyone, get(verify)).get(
        Kind::Page,
        "/ledger",
        "ledger",
        Door::Anyone,
        get(ledger),
    )
}

#[derive(Deserialize)]
struct Asked {
    t: Option<String>,
}

async fn verify(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let text = asked.t.unwrap_or_default();
    let checked = (!text.trim().is_empty()).then(|| check(&app, visitor.now, text.trim()));
    let form = Form::default().with("t", text);
    page(&Verify { frame: citizen_frame(&app, &visitor).await?, form, checked })
}

/// Reads a code, a link, or the last part of one.
fn check(app: &App, now: Instant, text: &str) -> Checked {
    let keys = [app.office.ledger.verifier().clone()];
    let token = text.rsplit("t=").next().unwrap_or(text);
    let opened = Statement::open_link(token, &keys).or_else(|_| Statement::open_qr(text, &keys));
    let empty =
        |finding| Checked { finding, facts: Vec::new(), signed_at: None, position: None, checked_at: now };
    let statement = match opened {
        Ok(statement) => statement,
        Err(NoteError::Untrusted | NoteError::BadSignature { .. }) => return empty(Finding::False),
        Err(_) => return empty(Finding::Unreadable),
    };
    let lines: Vec<&str> = statement.lines().collect();
    let [name, id_number, classes, until, status, holds, size] = lines.as_slice() else {
        return empty(Finding::Unreadable);
    };
    let holds = Instant::from_ms(holds.parse().unwrap_or(0));
    let valid = match base::Day::parse(until) {
        Ok(day) => Cell::Date(day),
        Err(_) => Cell::Words(Text::new("长期", "without limit")),
    };
    let facts = vec![
        Row::new("姓名", "Name", Cell::Masked(Masked::new(*name))),
        Row::new("身份证号码", "ID number", Cell::Masked(Masked::new(*id_number))),
        Row::new("准驾车型", "Classes", Cell::Data((*classes).to_owned())),
        Row::new("有效期至", "Valid until", valid),
    ];
    let finding = match *status {
        _ if holds < now => Finding::RunOut,
        "normal" => Finding::Genuine,
        other => Finding::NoLonger(status_word(other)),
    };
    Checked {
        finding,
        facts,
        signed_at: Some(holds.plus_seconds(-SHOWN_SECONDS)),
        position: size.parse().ok(),
        checked_at: now,
    }
}

async fn ledger(State(app): State<App>, visitor: Visitor) -> Answer {
    let newest = app.office.ledger.newest();
    let key = app.office.ledger.verifier();
    page(&Ledger {
        frame: citizen_frame(&app, &visitor).await?,
        origin: key.name().to_owned(),
        size: newest.as_ref().map_or(0, |n| n.checkpoint.size),
        root: newest.as_ref().map_or_else(String::new, |n| n.checkpoint.root.to_string()),
        signed_at: newest.as_ref().map_or(visitor.now, |n| n.signed_at),
        note: newest.as_ref().map_or_else(String::new, |n| n.note.clone()),
        key: key.to_string(),
    })
}
