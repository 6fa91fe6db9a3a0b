//! The documents of a case, shown to those who may see the case, after its person's file was opened on record.

use axum::extract::{Path, State};
use axum::routing::get;
use base::Problem;
use ledger::tree::Hash;
use serde::Deserialize;
use service::case::Requirement;
use service::catalog::Source;

use super::opened::{Opened, open};
use crate::answer::Answer;
use crate::pages::standing::name_of;
use crate::pages::view::staff::case::Document;
use crate::photo::PHOTO;
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Visitor, filed};

pub(super) fn routes() -> Table {
    Table::new().get(Kind::Page, "/desk/cases/{no}/files/{code}", "desk.file", Door::AnyStaff, get(show))
}

/// The digest of a requirement's file: the one handed in, or the photograph on file where the library of photographs
/// proved it. None where other data proved it or nothing came yet.
fn digest(opened: &Opened, need: &Requirement) -> Option<Hash> {
    let evidence = need.evidence.as_deref()?;
    if need.code == PHOTO && evidence == Source::PhotoLibrary.as_str() {
        return opened.file()?.row.photo;
    }
    Hash::parse_hex(evidence).ok()
}

/// Which document is in sight.
#[derive(Deserialize)]
pub(super) struct Sight {
    #[serde(default)]
    pub(super) doc: String,
}

/// The digest of the file of the requirement with this code.
pub(super) fn of(opened: &Opened, code: &str) -> Option<Hash> {
    opened.needs.iter().find(|need| need.code == code).and_then(|need| digest(opened, need))
}

/// Where the file of a requirement is shown; none where there is none.
pub(super) fn address(opened: &Opened, code: &str) -> Option<String> {
    of(opened, code).map(|_| format!("/desk/cases/{}/files/{code}", opened.case.number))
}

/// The documents of a case for a page of it, which is named by the end of its address; `doc` names the one in sight,
/// else it is the first.
pub(super) async fn documents(
    app: &App,
    opened: &Opened,
    page: &str,
    doc: &str,
) -> Result<Vec<Document>, Fault> {
    let item = opened.item(app)?;
    if opened.file().is_none() {
        return Ok(Vec::new());
    }
    let filed: Vec<(&Requirement, Hash)> =
        opened.needs.iter().filter_map(|need| digest(opened, need).map(|digest| (need, digest))).collect();
    let in_sight = filed.iter().position(|(need, _)| need.code == doc).unwrap_or(0);
    let no = &opened.case.number;
    let mut documents = Vec::new();
    for (place, (need, digest)) in filed.iter().enumerate() {
        let here = place == in_sight;
        // Only the one in sight is opened to see what it is.
        let picture = here && is_picture(app, opened, *digest).await?;
        documents.push(Document {
            name: name_of(Some(item), &need.code),
            href: format!("/desk/cases/{no}{page}?doc={}", need.code),
            file: format!("/desk/cases/{no}/files/{}", need.code),
            picture,
            here,
        });
    }
    Ok(documents)
}

/// Whether a file can be shown as a picture. One that is missing or damaged cannot; its own address says why.
async fn is_picture(app: &App, opened: &Opened, digest: Hash) -> Result<bool, Fault> {
    match filed::read(app, &opened.case.subject, digest).await {
        Ok(file) => Ok(filed::is_picture(file.kind)),
        Err(Fault::Problem(_)) => Ok(false),
        Err(fault) => Err(fault),
    }
}

async fn show(State(app): State<App>, visitor: Visitor, Path((no, code)): Path<(String, String)>) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    if opened.file().is_none() {
        return Err(Problem::not_found().into());
    }
    let digest = of(&opened, &code).ok_or_else(Problem::not_found)?;
    Ok(filed::answer(&filed::read(&app, &opened.case.subject, digest).await?))
}
