//! A file of a person: read, and sent to a browser. A picture is shown in the page, a PDF is only ever downloaded, and
//! neither is kept by browsers.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use ledger::files::{FileKind, OpenedFile};
use ledger::tree::Hash;
use service::office::Stop;

use crate::{App, Fault};

/// A file is shown as itself: it loads nothing and runs nothing.
const POLICY: &str = "default-src 'none'; sandbox";

/// Reads a person's file and opens it. Who asks has been let see it already.
pub(crate) async fn read(app: &App, person: &str, digest: Hash) -> Result<OpenedFile, Fault> {
    let (office, id) = (app.office.clone(), person.to_owned());
    let key = app.office.query(move |read| Ok(office.vault.key(read, &id)?)).await?.ok_or(Stop::NotFound)?;
    let files = app.office.files.clone();
    let opened = tokio::task::spawn_blocking(move || files.get(&digest, &key)).await;
    let stopped = |_| Stop::Failed(ledger::Error::Broken("reading a file stopped".to_owned()));
    opened.map_err(stopped)?.map_err(|error| {
        tracing::error!(%error, "a file of a person was not shown");
        Fault::from(error.problem("file"))
    })
}

/// Whether a browser shows it as a picture.
pub(crate) const fn is_picture(kind: FileKind) -> bool {
    matches!(kind, FileKind::Jpeg | FileKind::Png)
}

/// The file as an answer. A PDF may carry scripts: it is downloaded, and where a browser shows it all the same, it can
/// do nothing.
pub(crate) fn answer(file: &OpenedFile) -> Response {
    let disposition = if is_picture(file.kind) { "inline" } else { "attachment" };
    let headers: [(HeaderName, HeaderValue); 4] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(file.kind.media_type())),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, file.content.as_bytes().to_vec()).into_response()
}
