//! The folder of files on a real disk.

use std::cell::Cell;
use std::convert::Infallible;

use base::Instant;
use tempfile::TempDir;

use super::*;
use crate::seal::{MasterKey, SealError};

const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00 a synthetic photograph";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x01";
const PDF: &[u8] = b"%PDF-1.7\n% a synthetic scan\n%%EOF\n";
const LATER: Instant = Instant::from_ms(i64::MAX);

struct Office {
    folder: TempDir,
    store: FileStore,
    rng: Rng,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::open(&folder.path().join("files")).unwrap();
        Self { folder, store, rng: Rng::from_number(1) }
    }

    fn send(&mut self, upload: &Upload<'_>) -> Result<StoredFile, FileError> {
        self.store.put(upload, &key("per_999900_a"), &mut self.rng, Limits::default())
    }

    fn put(&mut self, bytes: &[u8]) -> StoredFile {
        self.send(&Upload { bytes, ..Upload::default() }).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for folder in fs::read_dir(self.folder.path().join("files")).unwrap() {
            for file in fs::read_dir(folder.unwrap().path()).unwrap() {
                names.push(file.unwrap().file_name().into_string().unwrap());
            }
        }
        names
    }
}

fn key(person: &str) -> DataKey {
    let mut rng = Rng::from_number(2);
    DataKey::generate(&MasterKey::generate(&mut rng), person, 1, &mut rng)
}

#[test]
fn a_file_is_stored_under_its_digest_and_comes_back() {
    let mut office = Office::new();
    for (bytes, kind) in [(JPEG, FileKind::Jpeg), (PNG, FileKind::Png), (PDF, FileKind::Pdf)] {
        let stored = office.put(bytes);
        assert_eq!((stored.kind, stored.plain_len), (kind, bytes.len() as u64));
        let name = stored.digest.to_string();
        let (folder, rest) = name.split_at(2);
        let path = office.folder.path().join("files").join(folder).join(rest);
        let on_disk = fs::read(path).unwrap();
        assert_eq!(Hash::of(&on_disk), stored.digest);
        assert!(!on_disk.windows(bytes.len().min(8)).any(|window| window == &bytes[..window.len()]));
        office.store.verify(&stored.digest).unwrap();
        let opened = office.store.get(&stored.digest, &key("per_999900_a")).unwrap();
        assert_eq!((opened.kind, opened.content.as_bytes()), (kind, bytes));
    }
    assert!(office.names().iter().all(|name| name.len() == 62), "{:?}", office.names());
}

#[test]
fn the_same_photograph_sent_twice_is_two_files() {
    let mut office = Office::new();
    assert_ne!(office.put(JPEG).digest, office.put(JPEG).digest);
    // A retried request draws the same chance and finds its own file there.
    office.rng = office.rng.restarted();
    let first = office.put(JPEG);
    assert_eq!(office.names().len(), 2);
    office.store.verify(&first.digest).unwrap();
}

#[test]
fn every_altered_byte_and_every_cut_is_noticed() {
    let mut office = Office::new();
    let stored = office.put(JPEG);
    let path = office.store.path(&stored.digest);
    let whole = fs::read(&path).unwrap();
    let noticed = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let verified = office.store.verify(&stored.digest);
        let opened = office.store.get(&stored.digest, &key("per_999900_a"));
        matches!(verified, Err(FileError::Altered { .. })) && matches!(opened, Err(FileError::Altered { .. }))
    };
    for at in 0..whole.len() {
        let mut altered = whole.clone();
        altered[at] ^= 1;
        assert!(noticed(&altered), "byte {at}");
        assert!(noticed(&whole[..at]), "cut at {at}");
    }
    assert!(noticed(&[whole.as_slice(), b"more"].concat()));
    assert!(!noticed(&whole));
}

#[test]
fn a_well_named_file_of_another_form_does_not_open() {
    let office = Office::new();
    let write = |stored: &[u8]| {
        let digest = Hash::of(stored);
        fs::create_dir_all(office.store.folder(&digest)).unwrap();
        fs::write(office.store.path(&digest), stored).unwrap();
        office.store.get(&digest, &key("per_999900_a")).unwrap_err()
    };
    assert!(matches!(write(b"not of our form"), FileError::Altered { .. }));
    assert!(matches!(write(b"YCF1\x09123456789012 and an unknown kind"), FileError::Altered { .. }));
    assert!(matches!(write(b"YCF1\x01123456789012"), FileError::Sealed(SealError::Short)));
    assert!(matches!(
        write(b"YCF1\x01123456789012\x01 sealed by nobody"),
        FileError::Sealed(SealError::Unopened)
    ));
}

#[test]
fn another_persons_key_opens_nothing() {
    let mut office = Office::new();
    let stored = office.put(PDF);
    let opened = office.store.get(&stored.digest, &key("per_999900_b"));
    assert!(matches!(opened, Err(FileError::Sealed(SealError::Unopened))));
}

#[test]
fn what_is_not_an_image_or_a_pdf_is_refused_whatever_its_name() {
    let mut office = Office::new();
    let text = b"Dear office, this is a letter.";
    for bytes in [
        text.as_slice(),
        b"\xFF\xD8",
        b"%PDF",
        b"%PDF-x.7",
        &PNG[..12],
        b"<html>%PDF-1.7",
        b"GIF89a",
        b"PK\x03\x04",
    ] {
        let upload = Upload { bytes, name: Some("photo.jpg"), media_type: Some("image/jpeg") };
        let error = office.send(&upload).unwrap_err();
        assert!(matches!(error, FileError::Kind), "{error}");
        let problem = error.problem("photo");
        assert_eq!((problem.status, problem.code.as_str()), (422, "file.kind"));
        assert_eq!(problem.fields[0].field, "photo");
        for kind in FileKind::ALL {
            assert!(problem.detail.zh.contains(kind.label()) && problem.detail.en.contains(kind.label()));
        }
    }
    assert!(office.names().is_empty());
}

#[test]
fn a_claim_that_differs_from_the_content_is_refused() {
    let mut office = Office::new();
    let mut claim =
        |media_type, name| office.send(&Upload { bytes: PNG, media_type, name }).map(|stored| stored.kind);
    for (media_type, name) in [
        (None, None),
        (Some("image/png"), Some("SCAN.PNG")),
        (Some("Image/PNG; charset=binary"), None),
        (Some("application/octet-stream"), Some("scan")),
        (Some(""), Some("扫描件.tmp")),
    ] {
        assert_eq!(claim(media_type, name).unwrap(), FileKind::Png, "{media_type:?} {name:?}");
    }
    for (media_type, name) in [
        (Some("image/jpeg"), None),
        (Some("text/plain"), Some("scan.png")),
        (None, Some("扫描件.pdf")),
        (Some("image/png"), Some("scan.JPG")),
    ] {
        let error = claim(media_type, name).unwrap_err();
        assert!(matches!(&error, FileError::Claim { found: FileKind::Png, .. }), "{media_type:?} {name:?}");
        assert_eq!(error.problem("scan").code, "file.claim");
        assert!(error.problem("scan").detail.en.contains("its content is PNG"));
    }
    let long = format!("{}.pdf", "n".repeat(5000));
    assert!(claim(None, Some(&long)).unwrap_err().problem("scan").detail.zh.len() < 400);
}

#[test]
fn sizes_are_accepted_up_to_the_limit_and_not_a_byte_more() {
    let mut office = Office::new();
    let limits = Limits { max_bytes: 1000 };
    let mut sized = |length: usize| {
        let mut bytes = JPEG.to_vec();
        bytes.resize(length, 0);
        let upload = Upload { bytes: &bytes, ..Upload::default() };
        office.store.put(&upload, &key("per_999900_a"), &mut office.rng, limits)
    };
    assert_eq!(sized(1000).unwrap().plain_len, 1000);
    assert!(matches!(sized(1001), Err(FileError::TooLarge { bytes: 1001, max_bytes: 1000 })));
    let empty = office.send(&Upload::default()).unwrap_err();
    assert!(matches!(empty, FileError::Empty));
    assert_eq!(empty.problem("scan").code, "file.empty");
    assert_eq!(Limits::default().max_bytes, 10_485_760);
    let words = FileError::TooLarge { bytes: 10_485_761, max_bytes: 10_485_760 }.problem("scan").detail;
    assert!(words.en.contains("has 10.1 MiB; the limit is 10 MiB"), "{}", words.en);
    assert!(words.zh.contains("10.1 MiB，超过 10 MiB"), "{}", words.zh);
}

#[test]
fn the_default_limit_holds_at_its_exact_size() {
    let mut office = Office::new();
    let mut bytes = PDF.to_vec();
    bytes.resize(10 * 1024 * 1024, b' ');
    let stored = office.put(&bytes);
    let opened = office.store.get(&stored.digest, &key("per_999900_a")).unwrap();
    assert_eq!(opened.content.as_bytes(), bytes);
    bytes.push(b' ');
    let upload = Upload { bytes: &bytes, ..Upload::default() };
    assert!(matches!(office.send(&upload), Err(FileError::TooLarge { .. })));
}

#[test]
fn an_erased_file_is_gone_and_its_bytes_were_overwritten() {
    let mut office = Office::new();
    let stored = office.put(JPEG);
    let path = office.store.path(&stored.digest);
    // A second name for the same bytes shows what erasing left of them.
    let other_name = office.folder.path().join("seen");
    fs::hard_link(&path, &other_name).unwrap();
    let length = fs::read(&path).unwrap().len();
    assert!(office.store.erase(&stored.digest).unwrap());
    assert_eq!(fs::read(&other_name).unwrap(), vec![0; length]);
    assert!(!path.exists());
    assert!(!office.store.erase(&stored.digest).unwrap());
    let missing = office.store.get(&stored.digest, &key("per_999900_a")).unwrap_err();
    assert!(matches!(missing, FileError::Missing { .. }));
    assert_eq!(missing.problem("scan").status, 404);
    assert!(matches!(office.store.verify(&stored.digest), Err(FileError::Missing { .. })));
}

#[test]
fn listing_gives_our_files_and_passes_over_others() {
    let mut office = Office::new();
    let mut wanted: Vec<Hash> = (0..40).map(|_| office.put(PNG).digest).collect();
    let root = office.folder.path().join("files");
    fs::write(root.join("README"), "an operator's note").unwrap();
    fs::create_dir(root.join("lost+found")).unwrap();
    let inside = office.store.folder(&wanted[0]);
    fs::write(inside.join("notes"), "x").unwrap();
    fs::write(inside.join(".tmp-0011"), "x").unwrap();
    fs::create_dir(inside.join("e".repeat(62))).unwrap();
    let listed: Vec<ListedFile> = office.store.list().unwrap().map(Result::unwrap).collect();
    assert!(listed.iter().all(|file| file.stored_len == 4 + 1 + 12 + 17 + PNG.len() as u64));
    let mut digests: Vec<Hash> = listed.iter().map(|file| file.digest).collect();
    digests.sort();
    wanted.sort();
    assert_eq!(digests, wanted);
}

#[test]
fn a_sweep_takes_old_uncited_files_and_nothing_else() {
    let mut office = Office::new();
    let (cited, litter) = (office.put(JPEG).digest, office.put(PDF).digest);
    let inside = office.store.folder(&cited);
    fs::write(inside.join(".tmp-0011"), "unfinished").unwrap();
    fs::write(inside.join("notes"), "an operator's").unwrap();
    let knows = |digest: &Hash| Ok::<bool, Infallible>(*digest == cited);
    let first_written = office.store.list().unwrap().map(|file| file.unwrap().written_at).min().unwrap();
    assert_eq!(office.store.uncited(first_written, knows).unwrap(), Swept::default());
    let swept = office.store.uncited(LATER, knows).unwrap();
    assert_eq!(swept, Swept { uncited: vec![litter], unfinished: 1 });
    office.store.verify(&cited).unwrap();
    assert!(inside.join("notes").exists() && !inside.join(".tmp-0011").exists());
    assert!(matches!(office.store.verify(&litter), Err(FileError::Missing { .. })));
}

#[test]
fn a_sweep_that_cannot_ask_removes_nothing() {
    let mut office = Office::new();
    let digest = office.put(JPEG).digest;
    let asked = Cell::new(0);
    let swept = office.store.uncited(LATER, |_| {
        asked.set(asked.get() + 1);
        Err::<bool, _>("the database is away")
    });
    assert!(matches!(swept, Err(FileError::Citations(_))));
    assert_eq!(asked.get(), 1);
    office.store.verify(&digest).unwrap();
}

#[test]
fn a_folder_that_cannot_be_written_is_an_answer_to_try_later() {
    let mut office = Office::new();
    fs::remove_dir_all(office.folder.path().join("files")).unwrap();
    let error = office.send(&Upload { bytes: JPEG, ..Upload::default() }).unwrap_err();
    assert!(matches!(error, FileError::Io(_)));
    let problem = error.problem("scan");
    assert_eq!((problem.status, problem.retry_after_s), (503, Some(60)));
    assert!(FileStore::open(&office.folder.path().join("files")).is_ok());
}
