//! Files of a case: handing one in, and reading it back.

use authz::Action;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use base::{FieldError, Problem, Text};
use ledger::files::FileError;
use ledger::tree::Hash;
use serde::Deserialize;
use service::access;
use service::case::commands;
use service::case::rules;
use service::office::{Once, Stop};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::case_view::CaseView;
use super::cases::Which;
use super::described::Described;
use super::json::PathOf;
use super::problem::{Answer, ApiFault};
use super::steps::{WhichNeed, ctx, form, stepped};
use super::{key, see};
use crate::photo::keep_file;
use crate::posted::too_large;
use crate::route::{Door, Kind};
use crate::upload::UploadedFile;
use crate::{App, Fault, Visitor};

pub(super) fn routes() -> Described {
    Described::new().route(Kind::Api, "api.case.hand_in", Door::Known, routes!(hand_in)).route(
        Kind::Api,
        "api.case.file",
        Door::Known,
        routes!(file),
    )
}

/// A form with one file.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "the description of a form that is read part by part")]
struct FileForm {
    /// A JPEG or PNG image of at most 40 million pixels, or a PDF; at most 10 MiB.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
}

/// An uploaded file and the key under which its write happens once.
struct Sent {
    file: UploadedFile,
    once: Once,
}

impl FromRequest<App> for Sent {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let key = key::read(request.headers())?;
        let route = format!("{} {}", request.method(), request.uri().path());
        let form = Multipart::from_request(request, app).await;
        let mut form = form.map_err(|_| Fault::from(no_form(415)))?;
        let mut file = None;
        while let Some(part) = form.next_field().await.map_err(|e| broken(&e))? {
            if part.name() != Some("file") {
                let (zh, en) = ("没有这一项，请删去后重试。", "There is no such part. Leave it out.");
                return Err(wrong(part.name().unwrap_or("form"), zh, en));
            }
            let (name, kind) =
                (part.file_name().unwrap_or_default().to_owned(), part.content_type().map(str::to_owned));
            let bytes = part.bytes().await.map_err(|e| broken(&e))?.to_vec();
            if file.replace(UploadedFile { name, kind, bytes }).is_some() {
                return Err(wrong("file", "一次只能上传一个文件。", "Send one file at a time."));
            }
        }
        let missing =
            || wrong("file", "请选择文件，放在名为 file 的部分里。", "Give the file in a part named file.");
        let file = file.ok_or_else(missing)?;
        let body = Sha256::digest(&file.bytes).into();
        Ok(Self { file, once: Once { route, key, body } })
    }
}

fn wrong(field: &str, zh: &str, en: &str) -> Fault {
    Problem::invalid(vec![FieldError::new(field, zh, en)]).into()
}

fn broken(error: &axum::extract::multipart::MultipartError) -> Fault {
    if error.status().as_u16() == 413 { too_large().into() } else { no_form(400).into() }
}

fn no_form(status: u16) -> Problem {
    let code = if status == 415 { "request.media_type" } else { "request.malformed" };
    Problem::new(
        status,
        code,
        Text::new("无法读取上传的内容", "What was sent cannot be read"),
        Text::new(
            "请用 multipart/form-data 上传，文件放在名为 file 的部分里。",
            "Send multipart/form-data with the file in a part named file.",
        ),
    )
}

/// 上传材料 · Hand in the file for a requirement.
///
/// 图片会重新编码，附带的信息会去掉。文件先加密落盘，办件再引用。
/// Images are written anew: what stood beside the picture is dropped. The file is sealed under the person's key and on
/// disk before the case cites it.
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/requirements/{code}/file", tag = "cases", params(WhichNeed),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "已上传。 Handed in.", body = CaseView))
)]
async fn hand_in(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(need): PathOf<WhichNeed>,
    sent: Sent,
) -> Answer {
    let (which, code) = (Which { number: need.number }, need.code.as_str().to_owned());
    let (case, needs) = see::case(&app, &visitor, which.number.as_str()).await?;
    see::allowed(&app, &visitor, Action::CaseSupply, &service::case::resource(&case))?;
    // Nothing is written to disk for a requirement that is not open: the command says so again under its lock.
    let open = needs.iter().find(|r| r.code == code).ok_or(Stop::NotFound)?;
    let ctx = ctx(&visitor, sent.once);
    if rules::may_answer(&case, Some(open)).is_err() {
        let done = commands::hand_in(&app.office, &ctx, form(&which, None), code, None).await;
        return stepped(&app, &visitor, &which, done).await;
    }
    let digest = keep_file(&app, &visitor, &ctx, (&case.subject, &code), sent.file).await?;
    let done = commands::hand_in(&app.office, &ctx, form(&which, None), code, Some(digest)).await;
    stepped(&app, &visitor, &which, done).await
}

/// 查看材料 · The file that was handed in for a requirement.
///
/// 工作人员调阅他人材料记入查询记录，查询目的为办理该业务；十分钟内再次调阅不重复记录。
/// When staff open it, that is a look into the person's file: it goes on record with the number of the case, once in ten
/// minutes.
#[utoipa::path(
    get, path = "/api/v1/cases/{number}/requirements/{code}/file", tag = "cases", params(WhichNeed),
    responses((status = 200, description = "文件。 The file.", content(
        (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"), (Vec<u8> = "application/pdf")
    )))
)]
async fn file(State(app): State<App>, visitor: Visitor, PathOf(need): PathOf<WhichNeed>) -> Answer {
    let (case, needs) = see::case(&app, &visitor, need.number.as_str()).await?;
    let evidence = needs.iter().find(|r| r.code == need.code.as_str()).and_then(|r| r.evidence.as_deref());
    let digest = evidence.and_then(|text| Hash::parse_hex(text).ok()).ok_or(Stop::NotFound)?;
    // What cannot be recorded is not shown. One's own papers, and those of whoever one acts for, are no look-up.
    if visitor.is_staff() {
        access::look_into_case(&app.office, &visitor.ctx(), &case).await?;
    }
    let (office, subject) = (app.office.clone(), case.subject.clone());
    let key = app.office.query(move |read| office.vault.key(read, &subject)?.ok_or(Stop::NotFound)).await?;
    let own = app.clone();
    let opened = tokio::task::spawn_blocking(move || own.office.files.get(&digest, &key)).await;
    let stopped =
        |_| ApiFault::from(Stop::Failed(ledger::Error::Broken("reading a file stopped".to_owned())));
    let opened =
        opened.map_err(stopped)?.map_err(|error: FileError| ApiFault::from(error.problem("file")))?;
    let mut response = opened.content.as_bytes().to_vec().into_response();
    let name = format!("attachment; filename=\"{}.{}\"", need.code.as_str(), opened.kind.name());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(opened.kind.media_type()));
    // Shown inside nothing and allowed nothing: it is somebody else's file.
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}
