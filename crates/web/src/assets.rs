//! Style sheet, script, word mark, icons and htmx, embedded and served under their digest: a browser keeps them until
//! they change.

use std::sync::OnceLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::frame;

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

static CSS: &[u8] = include_bytes!("../../../static/app.css");
static JS: &[u8] = include_bytes!("../../../static/app.js");
static MARK: &[u8] = include_bytes!("../../../static/mark.svg");

struct File {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
    digest: String,
}

fn files() -> &'static [File] {
    static FILES: OnceLock<Vec<File>> = OnceLock::new();
    FILES.get_or_init(|| {
        let own = [
            Some(("app.css", "text/css; charset=utf-8", CSS)),
            Some(("app.js", "text/javascript; charset=utf-8", JS)),
            Some(("mark.svg", "image/svg+xml", MARK)),
            ICONS.map(|bytes| ("icons.svg", "image/svg+xml", bytes)),
            HTMX.map(|bytes| ("htmx.min.js", "text/javascript; charset=utf-8", bytes)),
        ];
        own.into_iter()
            .flatten()
            .map(|(name, kind, bytes)| {
                let digest = hex::encode(Sha256::digest(bytes)).chars().take(12).collect();
                File { name, kind, bytes, digest }
            })
            .collect()
    })
}

/// `full` with the files of others, `plain` without.
pub fn completeness() -> &'static str {
    if HTMX.is_some() && ICONS.is_some() { "full" } else { "plain" }
}

fn address(name: &str) -> Option<String> {
    let file = files().iter().find(|f| f.name == name)?;
    Some(format!("/static/{}/{name}", file.digest))
}

/// The addresses that pages name.
pub(crate) fn addresses() -> frame::Assets {
    frame::Assets {
        css: address("app.css").unwrap_or_default(),
        js: address("app.js").unwrap_or_default(),
        htmx: address("htmx.min.js"),
        mark: address("mark.svg").unwrap_or_default(),
        icons: address("icons.svg"),
    }
}

/// Serves a file. Under another digest than its own it is served too, but not kept: a page from before an upgrade
/// still gets its style.
pub(crate) async fn serve(Path((digest, name)): Path<(String, String)>) -> Response {
    let Some(file) = files().iter().find(|f| f.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let keep = if file.digest == digest { "public, max-age=31536000, immutable" } else { "no-cache" };
    ([(header::CONTENT_TYPE, file.kind), (header::CACHE_CONTROL, keep)], file.bytes).into_response()
}
