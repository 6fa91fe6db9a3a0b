//! Going through the folder of files one entry at a time.

use std::fs::{self, DirEntry, ReadDir};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use base::Instant;

use super::{FileError, TEMPORARY};
use crate::tree::Hash;

/// A stored file as the folder shows it; whether its content is right is for `verify`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedFile {
    /// The digest it is named by.
    pub digest: Hash,
    /// The length of the stored bytes.
    pub stored_len: u64,
    /// When it was written, by the machine's clock.
    pub written_at: Instant,
}

/// What lies in the folder.
pub(super) enum Found {
    /// A stored file.
    File(ListedFile),
    /// An unfinished file of a writer that stopped.
    Unfinished {
        /// Where.
        path: PathBuf,
        /// When it was written.
        written_at: Instant,
    },
}

/// The stored files of a folder, read while they are asked for.
#[derive(Debug)]
pub struct Files(Walk);

impl Files {
    pub(super) fn new(root: &Path) -> Result<Self, FileError> {
        Ok(Self(Walk::new(root)?))
    }
}

impl Iterator for Files {
    type Item = Result<ListedFile, FileError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.0.next()? {
                Ok(Found::File(file)) => return Some(Ok(file)),
                Ok(Found::Unfinished { .. }) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// Goes through the two levels of folders. What is not named as this store names things is passed over: an
/// operator's note or a file system's `lost+found` is none of its business.
#[derive(Debug)]
pub(super) struct Walk {
    folders: ReadDir,
    current: Option<(String, ReadDir)>,
}

impl Walk {
    pub(super) fn new(root: &Path) -> Result<Self, FileError> {
        Ok(Self { folders: fs::read_dir(root)?, current: None })
    }

    /// The next folder of two hexadecimal digits.
    fn enter(&mut self) -> Option<Result<(), FileError>> {
        loop {
            let folder = match self.folders.next()? {
                Ok(folder) => folder,
                Err(error) => return Some(Err(error.into())),
            };
            let name = folder.file_name().to_string_lossy().into_owned();
            let ours = name.len() == 2 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
            if ours && folder.path().is_dir() {
                return match fs::read_dir(folder.path()) {
                    Ok(files) => {
                        self.current = Some((name, files));
                        Some(Ok(()))
                    }
                    Err(error) => Some(Err(error.into())),
                };
            }
        }
    }
}

impl Iterator for Walk {
    type Item = Result<Found, FileError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some((folder, files)) = &mut self.current else {
                match self.enter()? {
                    Ok(()) => continue,
                    Err(error) => return Some(Err(error)),
                }
            };
            match files.next() {
                Some(Ok(entry)) => match look(folder, &entry) {
                    Ok(Some(found)) => return Some(Ok(found)),
                    Ok(None) => {}
                    Err(error) => return Some(Err(error)),
                },
                Some(Err(error)) => return Some(Err(error.into())),
                None => self.current = None,
            }
        }
    }
}

/// What an entry is; nothing where it is not ours or was removed meanwhile.
fn look(folder: &str, entry: &DirEntry) -> Result<Option<Found>, FileError> {
    let name = entry.file_name().to_string_lossy().into_owned();
    let digest = Hash::parse_hex(&format!("{folder}{name}")).ok();
    if digest.is_none() && !name.starts_with(TEMPORARY) {
        return Ok(None);
    }
    let metadata = match entry.metadata() {
        Ok(metadata) if metadata.is_file() => metadata,
        Ok(_) => return Ok(None),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let since_epoch = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    let written_at = Instant::from_ms(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX));
    Ok(Some(match digest {
        Some(digest) => Found::File(ListedFile { digest, stored_len: metadata.len(), written_at }),
        None => Found::Unfinished { path: entry.path(), written_at },
    }))
}
