//! What a file is, by its content.

use super::{FileError, Upload};

/// The kinds of file an office takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// A JPEG photograph (ISO/IEC 10918-1).
    Jpeg,
    /// A PNG image (ISO/IEC 15948).
    Png,
    /// A PDF document (ISO 32000).
    Pdf,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Jpeg, Self::Png, Self::Pdf];

    /// The kind's name in events: `jpeg`, `png`, `pdf`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    /// The kind's name for people: `JPEG`, `PNG`, `PDF`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Pdf => "PDF",
        }
    }

    /// The media type it is served as.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }

    /// The kind of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The byte in stored files.
    pub(super) const fn tag(self) -> u8 {
        match self {
            Self::Jpeg => 1,
            Self::Png => 2,
            Self::Pdf => 3,
        }
    }

    pub(super) fn from_tag(tag: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.tag() == tag)
    }

    /// The kind that the first bytes show. A PNG must begin with its header chunk and a PDF with its version: the
    /// looser readings that some viewers allow are how one file pretends to be two.
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR";
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [b'%', b'P', b'D', b'F', b'-', version, b'.', ..] if version.is_ascii_digit() => Some(Self::Pdf),
            _ if bytes.starts_with(PNG) => Some(Self::Png),
            _ => None,
        }
    }

    fn of_media_type(text: &str) -> Option<Self> {
        match text {
            "image/jpeg" | "image/jpg" | "image/pjpeg" => Some(Self::Jpeg),
            "image/png" | "image/x-png" => Some(Self::Png),
            "application/pdf" | "application/x-pdf" => Some(Self::Pdf),
            _ => None,
        }
    }

    fn of_ending(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "jpg" | "jpeg" | "jpe" | "jfif" => Some(Self::Jpeg),
            "png" => Some(Self::Png),
            "pdf" => Some(Self::Pdf),
            _ => None,
        }
    }
}

/// The kind of an upload, if its content is one of ours and agrees with what its sender says.
pub(super) fn accept(upload: &Upload<'_>) -> Result<FileKind, FileError> {
    if upload.bytes.is_empty() {
        return Err(FileError::Empty);
    }
    let found = FileKind::sniff(upload.bytes).ok_or(FileError::Kind)?;
    let media_type = upload.media_type.and_then(|text| text.split(';').next());
    let media_type = media_type.map(|text| text.trim().to_ascii_lowercase()).filter(|text| !text.is_empty());
    if let Some(claimed) = media_type.filter(|text| text != "application/octet-stream")
        && FileKind::of_media_type(&claimed) != Some(found)
    {
        return Err(FileError::Claim { claimed: shown(&claimed), found });
    }
    match upload.name.and_then(|name| FileKind::of_ending(name).map(|kind| (name, kind))) {
        Some((name, kind)) if kind != found => Err(FileError::Claim { claimed: shown(name), found }),
        _ => Ok(found),
    }
}

/// A claim cut to what a message can show; from the end, where a name has its ending.
fn shown(claim: &str) -> String {
    let skipped = claim.chars().count().saturating_sub(40);
    claim.chars().skip(skipped).filter(|c| !c.is_control()).collect()
}
