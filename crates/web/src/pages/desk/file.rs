//! The documents of a case. A file is shown to those who may see the case, after its person's file was opened on
//! record; a picture is shown in the page, a PDF is only ever downloaded, and neither is kept by browsers.

use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::IntoResponse;
use axum::routing::get;
use base::Problem;
use ledger::files::{FileKind, OpenedFile};
use ledger::tree::Hash;
use serde::Deserialize;
use service::case::Requirement;
use service::office::Stop;

use super::opened::{Opened, open};
use crate::answer::Answer;
use crate::pages::standing::name_of;
use crate::pages::view::staff::case::Document;
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Visitor};

/// A file is shown as itself: it loads nothing and runs nothing.
const POLICY: &str = "default-src 'none'; sandbox";

pub(super) fn routes() -> Table {
    Table::new().get(Kind::Page, "/desk/cases/{no}/files/{code}", "desk.file", Door::AnyStaff, get(show))
}

/// The digest of a requirement's file; none where data proved it or nothing came yet.
fn digest(need: &Requirement) -> Option<Hash> {
    need.evidence.as_deref().and_then(|text| Hash::parse_hex(text).ok())
}

/// Which document is in sight.
#[derive(Deserialize)]
pub(super) struct Sight {
    #[serde(default)]
    pub(super) doc: String,
}

/// Where the file of a requirement is shown; none where there is none.
pub(super) fn address(opened: &Opened, code: &str) -> Option<String> {
    let need = opened.needs.iter().find(|need| need.code == code)?;
    digest(need).map(|_| format!("/desk/cases/{}/files/{code}", opened.case.number))
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
        opened.needs.iter().filter_map(|need| digest(need).map(|digest| (need, digest))).collect();
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
    match read(app, &opened.case.subject, digest).await {
        Ok(file) => Ok(matches!(file.kind, FileKind::Jpeg | FileKind::Png)),
        Err(Fault::Problem(_)) => Ok(false),
        Err(fault) => Err(fault),
    }
}

/// Reads a person's file and opens it.
async fn read(app: &App, person: &str, digest: Hash) -> Result<OpenedFile, Fault> {
    let (office, id) = (app.office.clone(), person.to_owned());
    let key = app.office.query(move |read| Ok(office.vault.key(read, &id)?)).await?.ok_or(Stop::NotFound)?;
    let files = app.office.files.clone();
    let opened = tokio::task::spawn_blocking(move || files.get(&digest, &key)).await;
    let stopped = |_| Stop::Failed(ledger::Error::Broken("reading a file stopped".to_owned()));
    opened.map_err(stopped)?.map_err(|error| {
        tracing::error!(%error, "a file of a case was not shown");
        Fault::from(error.problem("file"))
    })
}

async fn show(State(app): State<App>, visitor: Visitor, Path((no, code)): Path<(String, String)>) -> Answer {
    let opened = open(&app, &visitor, &no).await?;
    if opened.file().is_none() {
        return Err(Problem::not_found().into());
    }
    let need = opened.needs.iter().find(|need| need.code == code);
    let digest = need.and_then(digest).ok_or_else(Problem::not_found)?;
    let file = read(&app, &opened.case.subject, digest).await?;
    // A PDF may carry scripts: it is downloaded, and where a browser shows it all the same, it can do nothing.
    let disposition = match file.kind {
        FileKind::Jpeg | FileKind::Png => "inline",
        FileKind::Pdf => "attachment",
    };
    let headers: [(HeaderName, HeaderValue); 4] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(file.kind.media_type())),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, file.content.as_bytes().to_vec()).into_response())
}
