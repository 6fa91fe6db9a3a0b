//! Uploaded files: photographs and scans, encrypted, named by what they are, beside the database.
//!
//! A file is sealed under its person's key and stored under the SHA-256 of the stored bytes, in
//! `ab/cdef…` below the store's folder. It is on disk (file and folder fsynced) before [`FileStore::put`] returns,
//! because the transaction that cites the digest comes after: a cited file is always there, an uncited one is only
//! litter and is swept after a while. Verification needs no key; reading does.
//!
//! What comes in is believed by its content alone: JPEG, PNG or PDF, not empty, not above the limit. Re-encoding
//! images and rendering are not done here. Everything blocks; callers run it on a worker thread.

mod error;
mod kind;
mod sweep;
#[cfg(test)]
mod tests;
mod walk;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use base::Rng;
use sha2::{Digest, Sha256};

use crate::seal::{DataKey, NONCE_LEN, Plain, Sealed};
use crate::tree::Hash;

pub use error::FileError;
pub use kind::FileKind;
pub use sweep::Swept;
pub use walk::{Files, ListedFile};

/// The first bytes of every stored file: the form's name and version.
const MAGIC: &[u8; 4] = b"YCF1";

/// The longest stored file that is read back, in bytes: far above any limit an office sets, so that a damaged disk
/// cannot ask for all memory.
const STORED_MAX_BYTES: u64 = 256 * 1024 * 1024;

/// How names of unfinished files begin.
const TEMPORARY: &str = ".tmp-";

/// What an office accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest accepted file, in bytes; a file of exactly this size is accepted.
    pub max_bytes: u64,
}

impl Default for Limits {
    /// 10 MiB.
    fn default() -> Self {
        Self { max_bytes: 10 * 1024 * 1024 }
    }
}

/// A file as it came in, with what its sender says it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Upload<'a> {
    /// The content.
    pub bytes: &'a [u8],
    /// The media type the sender claims; `application/octet-stream` claims nothing.
    pub media_type: Option<&'a str>,
    /// The name it had; only an ending we know is a claim. The name is not stored.
    pub name: Option<&'a str>,
}

/// What a transaction cites of a stored file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// SHA-256 of the stored (encrypted) bytes: the file's name.
    pub digest: Hash,
    /// The length of the content in bytes.
    pub plain_len: u64,
    /// What it is by content.
    pub kind: FileKind,
}

/// A file read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedFile {
    /// What it is.
    pub kind: FileKind,
    /// The content, wiped from memory when it goes.
    pub content: Plain,
}

/// The folder of files. Several copies of the program may share one.
#[derive(Clone, Debug)]
pub struct FileStore {
    root: PathBuf,
}

/// The kind of an upload that an office with these limits accepts; the reason where it does not. Nothing is stored.
pub fn check(upload: &Upload<'_>, limits: Limits) -> Result<FileKind, FileError> {
    let bytes = u64::try_from(upload.bytes.len()).unwrap_or(u64::MAX);
    if bytes > limits.max_bytes {
        return Err(FileError::TooLarge { bytes, max_bytes: limits.max_bytes });
    }
    kind::accept(upload)
}

impl FileStore {
    /// Opens the folder, making it where it is missing.
    pub fn open(root: &Path) -> Result<Self, FileError> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(root)?;
        let parent = root.parent().filter(|parent| !parent.as_os_str().is_empty());
        sync_folder(parent.unwrap_or(Path::new(".")))?;
        Ok(Self { root: root.to_owned() })
    }

    /// Checks, seals and stores a file. When this returns, the file survives a loss of power.
    pub fn put(
        &self,
        upload: &Upload<'_>,
        key: &DataKey,
        rng: &mut Rng,
        limits: Limits,
    ) -> Result<StoredFile, FileError> {
        let kind = check(upload, limits)?;
        let plain_len = u64::try_from(upload.bytes.len()).unwrap_or(u64::MAX);
        let sealed = key.seal_file(kind.name(), upload.bytes, rng)?;
        let stored = [MAGIC, [kind.tag()].as_slice(), sealed.nonce(), sealed.ciphertext()].concat();
        let digest = Hash::of(&stored);
        self.write(digest, &stored, &hex::encode(rng.bytes::<8>()))?;
        Ok(StoredFile { digest, plain_len, kind })
    }

    /// Reads a file of the key's person. The digest is checked before anything is decrypted.
    pub fn get(&self, digest: &Hash, key: &DataKey) -> Result<OpenedFile, FileError> {
        let mut file = self.find(digest)?;
        if file.metadata()?.len() > STORED_MAX_BYTES {
            return Err(FileError::Altered { digest: *digest });
        }
        let mut stored = Vec::new();
        file.read_to_end(&mut stored)?;
        if Hash::of(&stored) != *digest {
            return Err(FileError::Altered { digest: *digest });
        }
        let parts = parse(&stored).ok_or(FileError::Altered { digest: *digest })?;
        let sealed = Sealed::from_parts(parts.nonce, parts.ciphertext.to_vec())?;
        let content = key.open_file(parts.kind.name(), &sealed)?;
        Ok(OpenedFile { kind: parts.kind, content })
    }

    /// Checks that the file is there and is what its name says; needs no key.
    pub fn verify(&self, digest: &Hash) -> Result<(), FileError> {
        let mut file = self.find(digest)?;
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; 64 * 1024];
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                read => hasher.update(buffer.get(..read).unwrap_or_default()),
            }
        }
        let found: [u8; 32] = hasher.finalize().into();
        if Hash::from_bytes(found) == *digest { Ok(()) } else { Err(FileError::Altered { digest: *digest }) }
    }

    /// Overwrites and removes a file; says whether there was one. On storage that writes elsewhere instead of over
    /// (flash, copy-on-write, snapshots) the old bytes may remain: what makes them unreadable everywhere is that the
    /// person's key is destroyed too.
    pub fn erase(&self, digest: &Hash) -> Result<bool, FileError> {
        let path = self.path(digest);
        let mut file = match OpenOptions::new().write(true).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        let length = file.metadata()?.len();
        file.rewind()?;
        io::copy(&mut io::repeat(0).take(length), &mut file)?;
        file.sync_all()?;
        drop(file);
        fs::remove_file(&path)?;
        sync_folder(&self.folder(digest))?;
        Ok(true)
    }

    /// Every stored file, in no order, one at a time.
    pub fn list(&self) -> Result<Files, FileError> {
        Files::new(&self.root)
    }

    fn folder(&self, digest: &Hash) -> PathBuf {
        let name = digest.to_string();
        self.root.join(name.get(..2).unwrap_or_default())
    }

    fn path(&self, digest: &Hash) -> PathBuf {
        let name = digest.to_string();
        self.folder(digest).join(name.get(2..).unwrap_or_default())
    }

    fn find(&self, digest: &Hash) -> Result<File, FileError> {
        File::open(self.path(digest)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => FileError::Missing { digest: *digest },
            _ => error.into(),
        })
    }

    /// Writes under a temporary name, fsyncs, renames, fsyncs the folder: a reader sees the whole file or none, and
    /// after the last step so does a machine that lost power.
    fn write(&self, digest: Hash, stored: &[u8], unique: &str) -> Result<(), FileError> {
        let folder = self.folder(&digest);
        match fs::create_dir(&folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error.into()),
            // Also when it was there: another writer may have made it a moment ago and not have fsynced it yet.
            _ => sync_folder(&self.root)?,
        }
        let temporary = folder.join(format!("{TEMPORARY}{unique}"));
        let written = write_synced(&temporary, stored)
            .and_then(|()| fs::rename(&temporary, self.path(&digest)))
            .and_then(|()| sync_folder(&folder));
        if let Err(error) = written {
            // What could not be finished is not left lying about; if this fails too, the sweep takes it.
            let _ = fs::remove_file(&temporary);
            return Err(error.into());
        }
        Ok(())
    }
}

/// A stored file taken apart.
struct Parts<'a> {
    kind: FileKind,
    nonce: &'a [u8],
    ciphertext: &'a [u8],
}

fn parse(stored: &[u8]) -> Option<Parts<'_>> {
    let rest = stored.strip_prefix(MAGIC)?;
    let (tag, rest) = rest.split_first()?;
    let (nonce, ciphertext) = rest.split_at_checked(NONCE_LEN)?;
    Some(Parts { kind: FileKind::from_tag(*tag)?, nonce, ciphertext })
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A new name in a folder is only durable when the folder is.
fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}
