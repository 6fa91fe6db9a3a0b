//! Files that only their owner may read, written under another name until they are whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::outcome::{Failure, io as failed};

/// A spreadsheet takes a file for UTF-8 where it begins like this.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// A table that is being written.
#[derive(Debug)]
pub(super) struct Table {
    path: PathBuf,
    unfinished: PathBuf,
    rows: Option<csv::Writer<Counted>>,
}

/// Length and digest of a finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

#[derive(Debug)]
struct Counted {
    file: BufWriter<File>,
    bytes: u64,
    digest: Sha256,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.bytes += u64::try_from(written).unwrap_or(0);
        self.digest.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Table {
    /// Begins a table that will be at `path`.
    pub(super) fn begin(path: &Path, head: &[String]) -> Result<Self, Failure> {
        let mut unfinished = path.as_os_str().to_owned();
        unfinished.push(".new");
        let unfinished = PathBuf::from(unfinished);
        let begun = || {
            // What a stopped program left may have other rights.
            match fs::remove_file(&unfinished) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished)?;
            let mut counted = Counted { file: BufWriter::new(file), bytes: 0, digest: Sha256::new() };
            counted.write_all(BOM)?;
            Ok(counted)
        };
        let counted = begun().map_err(|error| failed(path, &error))?;
        let rows = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(counted);
        let mut table = Self { path: path.to_owned(), unfinished, rows: Some(rows) };
        table.row(head)?;
        Ok(table)
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: &[String]) -> Result<(), Failure> {
        let Some(rows) = &mut self.rows else { return Ok(()) };
        rows.write_record(cells).map_err(|error| failed(&self.path, &error.into()))
    }

    /// Makes the file durable and gives it its name.
    pub(super) fn finish(mut self) -> Result<Written, Failure> {
        let rows = self.rows.take();
        let ended = || {
            let rows = rows.ok_or_else(|| io::Error::other("ended before"))?;
            let counted = rows.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
            let file = counted.file.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.sync_all()?;
            fs::rename(&self.unfinished, &self.path)?;
            let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
            File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
            Ok(Written { bytes: counted.bytes, sha256: hex::encode(counted.digest.finalize()) })
        };
        ended().map_err(|error: io::Error| failed(&self.path, &error))
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        // After `finish` there is nothing under this name; a table that was not finished is to leave nothing behind.
        self.rows = None;
        let _ = fs::remove_file(&self.unfinished);
    }
}
