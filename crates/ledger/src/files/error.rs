//! Why a file is not taken or not given, in words for the person who sent or asked.

use std::io;

use base::{FieldError, Problem, Text};

use super::FileKind;
use crate::seal::SealError;
use crate::tree::Hash;

/// Why a file is not taken or not given.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The upload has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The upload is above the limit.
    #[error("the file has {bytes} bytes, the limit is {max_bytes}")]
    TooLarge {
        /// Its length.
        bytes: u64,
        /// The limit.
        max_bytes: u64,
    },
    /// The content is neither JPEG nor PNG nor PDF.
    #[error("the content is neither JPEG nor PNG nor PDF")]
    Kind,
    /// The content is one of ours but not the one the sender says.
    #[error("said to be {claimed}, by content {}", found.label())]
    Claim {
        /// The media type or the end of the name that was claimed.
        claimed: String,
        /// What the content is.
        found: FileKind,
    },
    /// There is no such file.
    #[error("the file {digest} is missing")]
    Missing {
        /// Which.
        digest: Hash,
    },
    /// The stored bytes are not those the name stands for.
    #[error("the file {digest} was altered or cut off")]
    Altered {
        /// Which.
        digest: Hash,
    },
    /// The file does not open under this person's key.
    #[error("the file does not open: {0}")]
    Sealed(#[from] SealError),
    /// Whether a file is cited could not be found out, so nothing more was removed.
    #[error("whether a file is still cited could not be found out: {0}")]
    Citations(String),
    /// The disk answered with an error.
    #[error("the folder of files: {0}")]
    Io(#[from] io::Error),
}

impl FileError {
    /// The answer to the person: 422 naming the form's `field` for what they can mend, 404 for what is not there, 503
    /// for what only the office can mend.
    pub fn problem(&self, field: &str) -> Problem {
        match self {
            Self::Empty => mend(field, "file.empty", self.mending()),
            Self::TooLarge { .. } => mend(field, "file.too_large", self.mending()),
            Self::Kind => mend(field, "file.kind", self.mending()),
            Self::Claim { .. } => mend(field, "file.claim", self.mending()),
            Self::Missing { .. } => Problem::not_found(),
            Self::Altered { .. } | Self::Sealed(_) => Problem::new(
                503,
                "file.damaged",
                Text::new("文件暂时无法打开", "The file cannot be opened"),
                Text::new(
                    "这份文件没有通过完整性核验，系统没有展示它。请联系办理窗口核查，必要时重新提交材料；此前的办理进度不受影响。",
                    "This file did not pass its integrity check, so it is not shown. Ask the office that handles your \
                     case to look into it and, if asked, send the document again; your case so far is not affected.",
                ),
            ),
            Self::Citations(_) | Self::Io(_) => Problem::new(
                503,
                "file.storage",
                Text::new("文件暂时无法存取", "Files cannot be stored or read just now"),
                Text::new(
                    "存储设备暂时不可用。请稍后再试；如果您正在上传，这份文件没有保存，请到时重新上传，或到窗口现场提交。",
                    "The storage is unavailable for the moment. Try again a little later; if you were sending a file, it \
                     was not saved: send it again then, or bring it to an office.",
                ),
            )
            .retry_after(60),
        }
    }

    /// What the sender can do about it.
    fn mending(&self) -> Text {
        match self {
            Self::Empty => Text::new(
                "这个文件是空的，没有任何内容。请重新选择或重新拍摄后上传。",
                "This file is empty. Choose it again, or take the picture again, and send it.",
            ),
            Self::TooLarge { bytes, max_bytes } => Text::new(
                "文件大小为 {size}，超过 {limit} 的上限。请降低扫描分辨率或压缩后重新上传，也可以到窗口提交原件。",
                "The file has {size}; the limit is {limit}. Scan it at a lower resolution or compress it and send it \
                 again, or bring the original to an office.",
            )
            .fill(&[("size", &mebibytes(*bytes)), ("limit", &mebibytes(*max_bytes))]),
            Self::Claim { claimed, found } => Text::new(
                "文件标明是“{claimed}”，实际内容却是 {found}。请选择正确的文件，或把扩展名改为 {found} 对应的扩展名后重新上传。",
                "The file says it is “{claimed}”, but its content is {found}. Choose the right file, or give it the \
                 ending of a {found} file and send it again.",
            )
            .fill(&[("found", found.label()), ("claimed", claimed)]),
            _ => Text::new(
                "这个文件的内容不是 JPEG、PNG 图片或 PDF 文档，只改扩展名不会改变内容。请用手机拍照或另存为这三种格式之一后重新上传。",
                "The content of this file is not a JPEG or PNG image or a PDF document; renaming a file does not \
                 change what is in it. Take a photograph, or save it as one of the three, and send it again.",
            ),
        }
    }
}

fn mend(field: &str, code: &str, words: Text) -> Problem {
    let title = Text::new("文件需要更换", "Please choose another file");
    let mut problem = Problem::new(422, code, title, words.clone());
    problem.fields = vec![FieldError { field: field.to_owned(), message: words }];
    problem
}

/// `10 MiB`, or `10.1 MiB` rounded up, so that a file above a limit never shows the limit's own number.
fn mebibytes(bytes: u64) -> String {
    const MIB: u64 = 1024 * 1024;
    let tenths = bytes.saturating_mul(10).div_ceil(MIB);
    if tenths.is_multiple_of(10) {
        format!("{} MiB", tenths / 10)
    } else {
        format!("{}.{} MiB", tenths / 10, tenths % 10)
    }
}
