//! Keeping what people send: checked by content, pictures re-encoded (which drops their EXIF and whatever hides behind
//! the picture), sealed under the person's key and on disk before any command cites it.

use std::io::Cursor;
use std::sync::LazyLock;

use base::{Problem, Text};
use image::{DynamicImage, ImageFormat, ImageReader};
use ledger::files::{FileError, Limits, Upload};
use ledger::tree::Hash;
use service::office::Stop;
use tokio::sync::Semaphore;

use crate::{App, Fault, UploadedFile, Visitor};

/// Pictures decoded at once: one may take a few hundred megabytes for a moment.
static DECODING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// Largest picture, in pixels (40 million).
const PIXELS_MAX: u64 = 40_000_000;

/// The field that errors name; pages rename it to their own.
const FIELD: &str = "file";

/// Keeps a file for a person; gives the digest by which commands cite it.
pub(crate) async fn keep_file(
    app: &App,
    visitor: &Visitor,
    person: &str,
    file: UploadedFile,
) -> Result<Hash, Fault> {
    let (office, id) = (app.office.clone(), person.to_owned());
    let found = app.office.query(move |read| Ok(office.vault.key(read, &id)?));
    let key = found.await?.ok_or(Stop::NotFound)?;
    let (own, mut rng) = (app.clone(), visitor.page_chance());
    let permit = DECODING.acquire().await;
    let kept = tokio::task::spawn_blocking(move || {
        let upload = Upload { bytes: &file.bytes, media_type: file.kind.as_deref(), name: Some(&file.name) };
        let kind = ledger::files::check(&upload, Limits::default()).map_err(|e| e.problem(FIELD))?;
        let clean = match kind.name() {
            "jpeg" => Some(redrawn(&file.bytes, ImageFormat::Jpeg)?),
            "png" => Some(redrawn(&file.bytes, ImageFormat::Png)?),
            _ => None,
        };
        let bytes = clean.as_deref().unwrap_or(&file.bytes);
        let upload = Upload { bytes, media_type: Some(kind.media_type()), name: None };
        let stored = own.office.files.put(&upload, &key, &mut rng, Limits::default());
        stored.map(|file| file.digest).map_err(|e: FileError| e.problem(FIELD))
    });
    let kept = kept.await;
    drop(permit);
    match kept {
        Ok(Ok(digest)) => Ok(digest),
        Ok(Err(problem)) => Err(problem.into()),
        Err(_) => Err(Stop::Failed(ledger::Error::Broken("keeping a file stopped".to_owned())).into()),
    }
}

/// The same picture, decoded within limits and encoded anew.
fn redrawn(bytes: &[u8], format: ImageFormat) -> Result<Vec<u8>, Problem> {
    let size =
        ImageReader::with_format(Cursor::new(bytes), format).into_dimensions().map_err(|_| broken())?;
    if u64::from(size.0) * u64::from(size.1) > PIXELS_MAX {
        return Err(unfit(
            "照片像素太大，请缩小到4000万像素以内。",
            "The picture has too many pixels; 40 million is the most.",
        ));
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(PIXELS_MAX * 8);
    reader.limits(limits);
    let picture = reader.decode().map_err(|_| broken())?;
    let mut out = Cursor::new(Vec::new());
    let flat = match format {
        ImageFormat::Jpeg => DynamicImage::ImageRgb8(picture.into_rgb8()),
        _ => picture,
    };
    flat.write_to(&mut out, format).map_err(|_| broken())?;
    Ok(out.into_inner())
}

fn broken() -> Problem {
    unfit("照片打不开，请换一张。", "The picture cannot be opened; choose another one.")
}

fn unfit(zh: &str, en: &str) -> Problem {
    let mut problem = Problem::invalid(vec![base::FieldError::new(FIELD, zh, en)]);
    problem.title = Text::new("照片不符合要求", "The picture does not fit");
    problem
}
