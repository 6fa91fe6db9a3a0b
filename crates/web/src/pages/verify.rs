//! Checking a shown licence or a paper without logging in, and the public face of the ledger.

use axum::extract::{Query, State};
use axum::routing::get;
use base::{Instant, Text};
use serde::Deserialize;
use service::catalog::LicenceStatus;

use super::citizen_frame;
use super::view::ledger::Ledger;
use super::view::verify::{Checked, Finding, Verify};
use super::view::{Cell, Form, Masked, Row};
use crate::answer::{Answer, page};
use crate::api::statement::{self, NotRead, SHOWN_SECONDS};
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
    let empty =
        |finding| Checked { finding, facts: Vec::new(), signed_at: None, position: None, checked_at: now };
    if let Some(paper) = statement::read_paper(app, text) {
        let facts = vec![
            Row::new("文书", "Paper", Cell::Words(paper.kind.name())),
            Row::new("文书编号", "Number", Cell::Data(paper.number)),
            Row::new("日期", "Date", Cell::Date(paper.day)),
        ];
        return Checked { facts, position: Some(paper.position), ..empty(Finding::Paper) };
    }
    let stated = match statement::read(app, text) {
        Ok(stated) => stated,
        Err(NotRead::False) => return empty(Finding::False),
        Err(NotRead::Unreadable) => return empty(Finding::Unreadable),
    };
    let without_end = || Cell::Words(Text::new("长期", "without limit"));
    let facts = vec![
        Row::new("姓名", "Name", Cell::Masked(Masked::new(stated.name))),
        Row::new("身份证号码", "ID number", Cell::Masked(Masked::new(stated.id_number))),
        Row::new("准驾车型", "Classes", Cell::Data(stated.classes)),
        Row::new("有效期至", "Valid until", stated.valid_until.map_or_else(without_end, Cell::Date)),
    ];
    let finding = match stated.status {
        _ if stated.holds_until < now => Finding::RunOut,
        LicenceStatus::Normal => Finding::Genuine,
        other => Finding::NoLonger(other.name()),
    };
    Checked {
        finding,
        facts,
        signed_at: Some(stated.holds_until.plus_seconds(-SHOWN_SECONDS)),
        position: Some(stated.size),
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
