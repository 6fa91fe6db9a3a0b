//! The font of papers: a file of the system, read once, when it is first needed.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use krilla::text::Font;

/// Where Debian and others keep Noto Sans CJK (Open Font License).
const USUAL: [&str; 3] = [
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
];

/// The simplified Chinese face of Noto's collection.
const SIMPLIFIED: u32 = 2;

/// Why papers cannot be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FontFault {
    /// None of the usual files is there.
    Missing,
    /// This file cannot be read.
    Unreadable(PathBuf),
    /// This file is read and is no font.
    NoFont(PathBuf),
}

/// The file that papers are set in: `named` and no other, or the first usual one that is a font.
pub fn paper_font(named: Option<&Path>) -> Result<PathBuf, FontFault> {
    let one = |path: &Path| {
        if std::fs::read(path).is_err() {
            return Err(FontFault::Unreadable(path.to_owned()));
        }
        open(path).map(|_| path.to_owned()).ok_or_else(|| FontFault::NoFont(path.to_owned()))
    };
    match named {
        Some(path) => one(path),
        None => USUAL.iter().find_map(|path| one(Path::new(path)).ok()).ok_or(FontFault::Missing),
    }
}

/// The font, once it was read.
#[derive(Debug, Default)]
pub(crate) struct FontFile {
    named: Option<PathBuf>,
    read: OnceLock<Option<Font>>,
}

impl FontFile {
    /// The font of this file and of no other.
    pub(crate) fn at(path: PathBuf) -> Self {
        Self { named: Some(path), read: OnceLock::new() }
    }

    /// The font; none where no file is there that has Chinese.
    pub(super) fn get(&self) -> Option<Font> {
        self.read.get_or_init(|| self.find()).clone()
    }

    fn find(&self) -> Option<Font> {
        match &self.named {
            Some(path) => open(path),
            None => USUAL.iter().find_map(|path| open(Path::new(path))),
        }
    }
}

/// A file of one font, or a collection whose third face is simplified Chinese.
fn open(path: &Path) -> Option<Font> {
    let bytes = Arc::new(std::fs::read(path).ok()?);
    let face = |index| Font::new(bytes.clone().into(), index);
    face(SIMPLIFIED).or_else(|| face(0))
}
