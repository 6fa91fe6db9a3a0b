//! A form with one file. The file is read into memory up to its limit, checked by its content when it is kept.

use axum::extract::{FromRequest, Multipart, Request};
use base::{Problem, Text};
use sha2::{Digest, Sha256};

use crate::guard::NonceNeeded;
use crate::posted::{Posted, proven, too_large};
use crate::visitor::Visitor;
use crate::{App, Fault};

/// Largest file, in bytes (10 MiB), and what a form around it may add.
pub(crate) const FILE_MAX_BYTES: usize = 10 * 1024 * 1024;

/// A form and its file.
#[derive(Debug)]
pub struct Uploaded {
    /// The other fields.
    pub posted: Posted,
    /// Name, claimed type and content of the file; none when nothing was chosen.
    pub file: Option<UploadedFile>,
    /// The name of the field that the file stood in; empty when there was no file field.
    pub field: String,
}

/// A file as it came.
#[derive(Debug)]
pub struct UploadedFile {
    /// The name on the sender's machine; only its ending is looked at.
    pub name: String,
    /// The type the sender claims.
    pub kind: Option<String>,
    /// The content.
    pub bytes: Vec<u8>,
}

impl FromRequest<App> for Uploaded {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let needed = request.extensions().get::<NonceNeeded>().is_some();
        let visitor = request.extensions().get::<Visitor>().cloned();
        let visitor = visitor.ok_or_else(|| Fault::from(Problem::not_found()))?;
        let route = format!("{} {}", request.method(), request.uri().path());
        let multipart = Multipart::from_request(request, app).await;
        let mut multipart = multipart.map_err(|e| Fault::from(unreadable(e.status().as_u16())))?;
        let (mut values, mut file, mut digest) = (Vec::new(), None, Sha256::new());
        let mut chosen = String::new();
        loop {
            let field = multipart.next_field().await.map_err(|e| read_fault(&e))?;
            let Some(field) = field else { break };
            let name = field.name().unwrap_or_default().to_owned();
            let (file_name, kind) =
                (field.file_name().map(str::to_owned), field.content_type().map(str::to_owned));
            let bytes = field.bytes().await.map_err(|e| read_fault(&e))?;
            digest.update(&bytes);
            match file_name {
                Some(file_name) if !bytes.is_empty() => {
                    file = Some(UploadedFile { name: file_name, kind, bytes: bytes.to_vec() });
                    chosen = name;
                }
                Some(_) => {}
                None => values.push((name, String::from_utf8_lossy(&bytes).into_owned())),
            }
        }
        let posted = Posted::from_parts(values, route, digest.finalize().into());
        proven(app, &visitor, needed, posted.value("nonce"))?;
        Ok(Self { posted, file, field: chosen })
    }
}

fn read_fault(error: &axum::extract::multipart::MultipartError) -> Fault {
    if error.status().as_u16() == 413 { too_large().into() } else { unreadable(400).into() }
}

fn unreadable(status: u16) -> Problem {
    Problem::new(
        if status == 415 { 415 } else { 400 },
        "request.unreadable",
        Text::new("无法读取提交的内容", "What was sent cannot be read"),
        Text::new("请从页面重新选择文件并提交。", "Choose the file again on the page and send it."),
    )
}
