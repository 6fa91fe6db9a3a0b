//! The form of a backup file: a line that names the form, then for each entry a line of JSON (name, length, SHA-256)
//! and the bytes, and at the end a line with the number of entries and the SHA-256 of everything before it. Simple
//! enough to be taken apart with a text editor and `dd`, strict enough that a missing or altered byte is found.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read as _, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The first line.
const FORM: &str = "yichuang backup v1";
/// Longest line of an entry, in bytes.
const LINE_MAX: u64 = 4096;

/// What stands before an entry's bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    entries: u64,
    sha256_before: String,
}

/// Writes a backup file, entry by entry.
pub(super) struct Writer {
    out: BufWriter<File>,
    hash: Sha256,
    entries: u64,
    bytes: u64,
}

impl Writer {
    pub(super) fn new(file: File) -> io::Result<Self> {
        let mut writer = Self { out: BufWriter::new(file), hash: Sha256::new(), entries: 0, bytes: 0 };
        writer.put(format!("{FORM}\n").as_bytes())?;
        Ok(writer)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.hash.update(bytes);
        self.bytes += u64::try_from(bytes.len()).unwrap_or(0);
        Ok(())
    }

    /// Adds the file at `path` under `name`. It is read twice: its hash stands before its bytes.
    pub(super) fn add(&mut self, name: &str, path: &Path) -> io::Result<()> {
        let (bytes, sha256) = digest(&mut File::open(path)?)?;
        let entry = Entry { name: name.to_owned(), bytes, sha256 };
        self.put(format!("{}\n", serde_json::to_string(&entry)?).as_bytes())?;
        let mut source = BufReader::new(File::open(path)?).take(bytes);
        let mut left = bytes;
        let mut buffer = vec![0; 64 * 1024];
        while left > 0 {
            let read = source.read(&mut buffer)?;
            if read == 0 {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, format!("{name} became shorter")));
            }
            self.put(buffer.get(..read).unwrap_or_default())?;
            left -= u64::try_from(read).unwrap_or(left);
        }
        self.put(b"\n")?;
        self.entries += 1;
        Ok(())
    }

    /// Ends the file and makes it durable; gives its length and SHA-256.
    pub(super) fn finish(mut self) -> io::Result<(u64, String)> {
        let end = End { entries: self.entries, sha256_before: hex::encode(self.hash.clone().finalize()) };
        self.put(format!("{}\n", serde_json::to_string(&end)?).as_bytes())?;
        self.out.flush()?;
        self.out.get_ref().sync_all()?;
        Ok((self.bytes, hex::encode(self.hash.finalize())))
    }
}

/// Reads a backup file from its beginning to its end. `each` gets every entry and where its bytes are to go; it may
/// take none of them. Gives the file's length and SHA-256. What is not exactly in this form is an error.
pub(super) fn read(
    path: &Path,
    mut each: impl FnMut(&Entry) -> io::Result<Option<Box<dyn Write>>>,
) -> io::Result<(u64, String)> {
    let mut source = Source { inner: BufReader::new(File::open(path)?), hash: Sha256::new(), bytes: 0 };
    if source.line()? != FORM {
        return Err(broken("this is not a backup of Yichuang"));
    }
    let mut entries = 0;
    loop {
        let before = hex::encode(source.hash.clone().finalize());
        let line = source.line()?;
        if let Ok(entry) = serde_json::from_str::<Entry>(&line) {
            let mut target = each(&entry)?;
            source.entry(&entry, target.as_deref_mut())?;
            if let Some(mut target) = target {
                target.flush()?;
            }
            entries += 1;
            continue;
        }
        let end: End =
            serde_json::from_str(&line).map_err(|_| broken("a line of the backup cannot be read"))?;
        if end.entries != entries || end.sha256_before != before || !source.at_end()? {
            return Err(broken("the end of the backup does not fit what stands before it"));
        }
        return Ok((source.bytes, hex::encode(source.hash.finalize())));
    }
}

struct Source {
    inner: BufReader<File>,
    hash: Sha256,
    bytes: u64,
}

impl Source {
    fn took(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += u64::try_from(bytes.len()).unwrap_or(0);
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        (&mut self.inner).take(LINE_MAX).read_until(b'\n', &mut line)?;
        self.took(&line);
        let text = String::from_utf8(line).map_err(|_| broken("a line of the backup cannot be read"))?;
        let text = text.strip_suffix('\n').ok_or_else(|| broken("the backup is cut off"))?;
        Ok(text.to_owned())
    }

    fn entry(&mut self, entry: &Entry, mut target: Option<&mut (dyn Write + 'static)>) -> io::Result<()> {
        let mut hash = Sha256::new();
        let mut left = entry.bytes;
        let mut buffer = vec![0; 64 * 1024];
        while left > 0 {
            let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
            let read = self.inner.read(buffer.get_mut(..wanted).unwrap_or_default())?;
            if read == 0 {
                return Err(broken("the backup is cut off"));
            }
            let got = buffer.get(..read).unwrap_or_default();
            hash.update(got);
            self.took(got);
            if let Some(target) = &mut target {
                target.write_all(got)?;
            }
            left -= u64::try_from(read).unwrap_or(left);
        }
        if hex::encode(hash.finalize()) != entry.sha256 {
            return Err(broken(&format!("{} is not what it was", entry.name)));
        }
        if self.line()?.is_empty() { Ok(()) } else { Err(broken("a line of the backup cannot be read")) }
    }

    fn at_end(&mut self) -> io::Result<bool> {
        Ok(self.inner.fill_buf()?.is_empty())
    }
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// Length and SHA-256 of what is left in `file`.
fn digest(file: &mut File) -> io::Result<(u64, String)> {
    let mut hash = Sha256::new();
    let bytes = io::copy(file, &mut HashWriter(&mut hash))?;
    Ok((bytes, hex::encode(hash.finalize())))
}

struct HashWriter<'h>(&'h mut Sha256);

impl Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(folder: &Path) -> std::path::PathBuf {
        let (a, out) = (folder.join("a"), folder.join("out.ycb"));
        std::fs::write(&a, b"{\"name\":\"not an entry\"}\n\n").unwrap();
        std::fs::write(folder.join("b"), b"").unwrap();
        let mut writer = Writer::new(File::create(&out).unwrap()).unwrap();
        writer.add("files/a", &a).unwrap();
        writer.add("b", &folder.join("b")).unwrap();
        let (bytes, sha256) = writer.finish().unwrap();
        assert_eq!(std::fs::metadata(&out).unwrap().len(), bytes);
        assert_eq!(read(&out, |_| Ok(None)).unwrap(), (bytes, sha256));
        out
    }

    #[test]
    fn entries_come_back_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let out = written(folder.path());
        let mut names = Vec::new();
        let target = folder.path().join("back");
        read(&out, |entry| {
            names.push((entry.name.clone(), entry.bytes));
            let file = (entry.name == "files/a").then(|| File::create(&target).unwrap());
            Ok(file.map(|f| Box::new(f) as Box<dyn Write>))
        })
        .unwrap();
        assert_eq!(names, [("files/a".to_owned(), 25), ("b".to_owned(), 0)]);
        assert_eq!(std::fs::read(&target).unwrap(), b"{\"name\":\"not an entry\"}\n\n");
    }

    #[test]
    fn every_altered_or_missing_byte_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let out = written(folder.path());
        let whole = std::fs::read(&out).unwrap();
        for at in 0..whole.len() {
            let mut bad = whole.clone();
            bad[at] ^= 1;
            std::fs::write(&out, &bad).unwrap();
            assert!(read(&out, |_| Ok(None)).is_err(), "byte {at} altered");
            std::fs::write(&out, &whole[..at]).unwrap();
            assert!(read(&out, |_| Ok(None)).is_err(), "cut at {at}");
        }
        std::fs::write(&out, [whole.as_slice(), b"x"].concat()).unwrap();
        assert!(read(&out, |_| Ok(None)).is_err(), "something after the end");
    }
}
