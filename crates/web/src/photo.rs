//! Keeping an uploaded file: checked by its content, images decoded and written anew so that nothing but the picture
//! stays (no place where it was taken, no second file behind the first), then sealed under the person's key. Pages and
//! the API do it alike. At most two images are worked on at once, each of at most forty million pixels.

use std::borrow::Cow;
use std::io::Cursor;

use base::{Problem, Text};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};
use ledger::files::{FileError, FileKind, Limits, Upload};
use ledger::tree::Hash;
use service::office::{Ctx, Stop};
use tokio::sync::Semaphore;

use crate::upload::UploadedFile;
use crate::{App, Fault, Visitor};

/// Most pixels of an image.
const PIXELS_MAX: u64 = 40_000_000;
/// Most pixels along one side.
const SIDE_MAX: u32 = 20_000;
/// Most memory that decoding may take, in bytes: four channels of eight bits, and as much again to work in.
const DECODE_MAX_BYTES: u64 = PIXELS_MAX * 8;
/// Quality of JPEG, of 100.
const QUALITY: u8 = 88;
/// Images worked on at once.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// The requirement that only a photograph answers.
pub(crate) const PHOTO: &str = "photo";
/// The problem of a file that is of no kind that is taken.
const KIND: &str = "file.kind";

/// Keeps the file for a requirement of the person's case under their key, on disk when this returns; gives the digest that
/// a command cites. A photograph is no document. A file that the sender can mend is a 422 that names the field `file`, and so is one too many in a day; `ctx` has the key of the
/// command that will cite it.
pub(crate) async fn keep_file(
    app: &App,
    visitor: &Visitor,
    ctx: &Ctx,
    (person, need): (&str, &str),
    file: UploadedFile,
) -> Result<Hash, Fault> {
    service::access::count_upload(&app.office, ctx, person).await?;
    let (office, id) = (app.office.clone(), person.to_owned());
    let key = app.office.query(move |read| office.vault.key(read, &id)?.ok_or(Stop::NotFound)).await?;
    let _working = AT_ONCE.acquire().await.map_err(|_| Fault::from(stopped()))?;
    let (own, mut rng, picture) = (app.clone(), visitor.page_chance(), need == PHOTO);
    let kept = tokio::task::spawn_blocking(move || {
        let cleaned = clean(&file);
        let no_picture = match &cleaned {
            Ok((kind, _)) => *kind == FileKind::Pdf,
            Err(problem) => problem.code == KIND,
        };
        if picture && no_picture {
            return Err(no_photograph());
        }
        let (kind, cleaned) = cleaned?;
        let upload = Upload { bytes: &cleaned, media_type: Some(kind.media_type()), name: None };
        let stored = own.office.files.put(&upload, &key, &mut rng, Limits::default());
        stored.map(|stored| stored.digest).map_err(|error| told(&error))
    });
    kept.await.map_err(|_| Fault::from(stopped()))?.map_err(Fault::from)
}

fn told(error: &FileError) -> Problem {
    if matches!(error, FileError::Io(_) | FileError::Sealed(_) | FileError::Altered { .. }) {
        tracing::error!(%error, "a file could not be kept");
    }
    error.problem("file")
}

fn stopped() -> Stop {
    Stop::Failed(ledger::Error::Broken("keeping a file stopped".to_owned()))
}

/// The file with nothing but its picture; a document as it is.
fn clean(file: &UploadedFile) -> Result<(FileKind, Cow<'_, [u8]>), Problem> {
    let upload = Upload { bytes: &file.bytes, media_type: file.kind.as_deref(), name: Some(&file.name) };
    let kind = ledger::files::check(&upload, Limits::default()).map_err(|error| told(&error))?;
    let cleaned = match kind {
        FileKind::Jpeg => Cow::Owned(jpeg(&decode(&file.bytes, ImageFormat::Jpeg)?)?),
        FileKind::Png => Cow::Owned(png(&decode(&file.bytes, ImageFormat::Png)?)?),
        FileKind::Pdf => Cow::Borrowed(file.bytes.as_slice()),
    };
    Ok((kind, cleaned))
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, Problem> {
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(DECODE_MAX_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| unreadable())?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(too_many_pixels());
    }
    // A telephone says how it was held beside the picture; what is dropped is applied first.
    let orientation = decoder.orientation().map_err(|_| unreadable())?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| unreadable())?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn jpeg(picture: &DynamicImage) -> Result<Vec<u8>, Problem> {
    let mut out = Vec::new();
    let grey = matches!(picture, DynamicImage::ImageLuma8(_));
    let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
    let written = if grey {
        picture.to_luma8().write_with_encoder(encoder)
    } else {
        picture.to_rgb8().write_with_encoder(encoder)
    };
    written.map_err(|_| unreadable())?;
    Ok(out)
}

fn png(picture: &DynamicImage) -> Result<Vec<u8>, Problem> {
    let mut out = Vec::new();
    picture.write_with_encoder(PngEncoder::new(&mut out)).map_err(|_| unreadable())?;
    Ok(out)
}

/// Sides of a photograph on a licence in pixels: 22 by 32 mm (GA 482) at 600 dots an inch.
const ON_CARD: (u32, u32) = (520, 756);

/// A kept photograph as JPEG, no larger than a card is printed from. None where the file is no picture.
pub(crate) fn for_card(kind: FileKind, bytes: &[u8]) -> Option<Vec<u8>> {
    let format = match kind {
        FileKind::Jpeg => ImageFormat::Jpeg,
        FileKind::Png => ImageFormat::Png,
        FileKind::Pdf => return None,
    };
    let picture = decode(bytes, format).ok()?;
    let (width, height) = ON_CARD;
    let fits = picture.width() <= width && picture.height() <= height;
    let picture = if fits { picture } else { picture.resize(width, height, FilterType::Lanczos3) };
    jpeg(&picture).ok()
}

fn mend(code: &str, words: Text) -> Problem {
    let title = Text::new("文件需要更换", "Please choose another file");
    let mut problem = Problem::new(422, code, title, words.clone());
    problem.fields = vec![base::FieldError { field: "file".to_owned(), message: words }];
    problem
}

fn unreadable() -> Problem {
    mend(
        "file.unreadable",
        Text::new(
            "这张图片打不开，可能没有传完整或者已经损坏。请重新拍摄或重新选择后上传。",
            "This picture cannot be opened: it may be incomplete or damaged. Take it again, or choose it again, and \
             send it.",
        ),
    )
}

fn no_photograph() -> Problem {
    mend(
        KIND,
        Text::new(
            "这个文件不是JPG或PNG格式的照片，请重新拍照或者另选一张。",
            "This file is not a JPG or PNG photograph. Take one or choose another.",
        ),
    )
}

fn too_many_pixels() -> Problem {
    mend(
        "file.too_many_pixels",
        Text::new(
            "这张图片超过4000万像素。请缩小尺寸后重新上传。",
            "This picture has more than 40 million pixels. Make it smaller and send it again.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(bytes: Vec<u8>, name: &str) -> UploadedFile {
        UploadedFile { name: name.to_owned(), kind: None, bytes }
    }

    fn sample(width: u32, height: u32) -> DynamicImage {
        DynamicImage::ImageRgb8(image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([u8::try_from(x % 256).unwrap(), u8::try_from(y % 256).unwrap(), 90])
        }))
    }

    fn code(problem: &Problem) -> &str {
        assert_eq!(problem.status, 422);
        assert_eq!(problem.fields.first().map(|f| f.field.as_str()), Some("file"));
        &problem.code
    }

    /// A JPEG with an EXIF part that says the camera was held on its side, and where.
    fn with_exif(width: u32, height: u32) -> Vec<u8> {
        let plain = jpeg(&sample(width, height)).unwrap();
        let mut exif = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        exif.extend_from_slice(b"27.7N 106.9E");
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        [&plain[..2], &[0xFF, 0xE1], &length, &exif, &plain[2..]].concat()
    }

    #[test]
    fn a_picture_stays_and_what_is_beside_it_goes() {
        let sent = with_exif(40, 20);
        assert!(sent.windows(12).any(|w| w == b"27.7N 106.9E"));
        let sent = file(sent, "photo.jpg");
        let (_, kept) = clean(&sent).unwrap();
        assert!(!kept.windows(4).any(|w| w == b"Exif") && !kept.windows(12).any(|w| w == b"27.7N 106.9E"));
        let shown = image::load_from_memory_with_format(&kept, ImageFormat::Jpeg).unwrap();
        assert_eq!((shown.width(), shown.height()), (20, 40), "held as the telephone was held");
    }

    #[test]
    fn a_photograph_is_made_small_for_the_card_and_keeps_its_shape() {
        let kept = png(&sample(1040, 1300)).unwrap();
        let card = for_card(FileKind::Png, &kept).unwrap();
        let shown = image::load_from_memory_with_format(&card, ImageFormat::Jpeg).unwrap();
        assert_eq!((shown.width(), shown.height()), (520, 650));
        let small = jpeg(&sample(40, 60)).unwrap();
        let card = for_card(FileKind::Jpeg, &small).unwrap();
        let shown = image::load_from_memory_with_format(&card, ImageFormat::Jpeg).unwrap();
        assert_eq!((shown.width(), shown.height()), (40, 60));
        assert_eq!(for_card(FileKind::Pdf, b"%PDF-1.7"), None);
        assert_eq!(for_card(FileKind::Jpeg, b"not a picture"), None);
    }

    #[test]
    fn a_second_file_behind_a_picture_goes() {
        let mut sent = png(&sample(8, 8)).unwrap();
        sent.extend_from_slice(b"PK\x03\x04 a whole archive");
        let sent = file(sent, "photo.png");
        let (kind, kept) = clean(&sent).unwrap();
        assert_eq!(kind, FileKind::Png);
        assert!(!kept.windows(4).any(|w| w == b"PK\x03\x04"));
    }

    #[test]
    fn what_only_begins_like_a_picture_is_told_so() {
        let broken = file([&[0xFF, 0xD8, 0xFF, 0xE0], b"not a picture".as_slice()].concat(), "photo.jpg");
        assert_eq!(code(&clean(&broken).unwrap_err()), "file.unreadable");
        let mut huge = png(&sample(4, 4)).unwrap();
        // The header says 15,000 by 15,000; the bound is checked before anything is decoded.
        huge[16..24].copy_from_slice(&[0, 0, 0x3A, 0x98, 0, 0, 0x3A, 0x98]);
        let crc = crc(&huge[12..29]);
        huge[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(code(&clean(&file(huge, "photo.png")).unwrap_err()), "file.too_many_pixels");
        let claimed = file(png(&sample(4, 4)).unwrap(), "photo.pdf");
        assert_eq!(code(&clean(&claimed).unwrap_err()), "file.claim");
        let long = file(vec![0xFF; 10 * 1024 * 1024 + 1], "photo.jpg");
        assert_eq!(code(&clean(&long).unwrap_err()), "file.too_large");
    }

    /// The check sum of a PNG chunk.
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }
            })
        })
    }
}
