//! Notes against published keys and signatures, and against alterations.

use base::Rng;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use proptest::prelude::*;

use super::*;
use crate::tree::{Hash, leaf_hash};

const LICENCE: StatementKind = StatementKind::Licence;
const PAPER: StatementKind = StatementKind::Paper;

/// The key pair and the note in the documentation and tests of golang.org/x/mod/sumdb/note.
const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const PETER_SECRET: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const ENOCH: &str = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const TEXT: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n";
const PETER_LINE: &str = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const ENOCH_LINE: &str = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

/// The public key of the Go checksum database and two tree heads it signed, the second with witnesses.
const GO_KEY: &str = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
const GO_HEAD: &str = "go.sum database tree\n6476701\nmb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=\n\n\
    — sum.golang.org Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw=\n";
const GO_WITNESSED: &str = "go.sum database tree\n15081221\nBoMMe1wd25Tco0mYGROkyqxHZWx+hcSCtMV315Lu6Lg=\n\n\
    — sum.golang.org Az3grilD7vQqTrv66jRgKM84Y80KTprrSt4bKmiOPxgmS5ZVBTeCl6dUvjYnN13R+C8j0jGY1WnUADGMkok3U0m2Zgo=\n\
    — test.example.com qTGhC3917mAr6hGh+T55tNjxaej/D/GQivJZRIj7XGdAcQOTqfMWIPgp/v/904LEduN/h2sSRtHUJXUL4b9Gm7Bz4Qc=\n\
    — test.example.com /Pa7Y/dUvWMAAAAAQVwkQVi81ArPV7BIaQYrMIxyzY0m8a4BdeeBhSKd3PviPK4/3Sd+NKSc5N7PDTCfAkUSVniN+R2oKIggA4iiDQ==\n";

fn key(text: &str) -> VerifierKey {
    VerifierKey::parse(text).unwrap()
}

fn ledger_key() -> SigningKey {
    SigningKey::generate("yichuang.example/ledger", &mut Rng::from_number(1)).unwrap()
}

fn checkpoint(size: u64) -> Checkpoint {
    Checkpoint { origin: "yichuang.example/ledger".into(), size, root: leaf_hash(b"entry") }
}

#[test]
fn the_published_note_is_signed_byte_for_byte() {
    let secret = SigningKey::parse(PETER_SECRET).unwrap();
    assert_eq!(secret.verifier().to_string(), PETER);
    assert_eq!(secret.to_text().trim_end(), PETER_SECRET);
    assert_eq!(sign_note(TEXT, &secret).unwrap(), format!("{TEXT}\n{PETER_LINE}"));
    assert_eq!(key(PETER).id(), [0xc7, 0x4f, 0x20, 0xa3]);
}

#[test]
fn published_notes_are_opened_by_whom_they_are_signed() {
    let both = format!("{TEXT}\n{PETER_LINE}{ENOCH_LINE}");
    let opened = open_note(&both, &[key(PETER)]).unwrap();
    assert_eq!((opened.text.as_str(), opened.signers), (TEXT, vec![key(PETER)]));
    assert_eq!(open_note(&both, &[key(ENOCH), key(PETER)]).unwrap().signers, vec![key(PETER), key(ENOCH)]);
    assert_eq!(open_note(&both, &[]), Err(NoteError::Untrusted));
    assert_eq!(open_note(&both, &[key(GO_KEY)]), Err(NoteError::Untrusted));
    let twice = format!("{TEXT}\n{PETER_LINE}{PETER_LINE}");
    assert_eq!(open_note(&twice, &[key(PETER)]).unwrap().signers.len(), 1);
}

#[test]
fn real_tree_heads_of_another_log_are_read() {
    for (note, size) in [(GO_HEAD, 6_476_701), (GO_WITNESSED, 15_081_221)] {
        let opened = open_note(note, &[key(GO_KEY)]).unwrap();
        let head = Checkpoint::parse(&opened.text).unwrap();
        assert_eq!((head.size, head.text()), (size, opened.text));
        // Its origin is not its key's name, which this program asks of its own checkpoints.
        let found = "go.sum database tree".to_owned();
        assert_eq!(Checkpoint::open(note, &[key(GO_KEY)]), Err(NoteError::Origin { found }));
    }
}

#[test]
fn mangled_keys_are_refused() {
    for text in [PETER, PETER_SECRET] {
        let reads = |text: &str| VerifierKey::parse(text).is_ok() || SigningKey::parse(text).is_ok();
        for from in 0..=text.len() {
            for to in from..=text.len() {
                let whole = to - from == text.len();
                assert_eq!(reads(text.get(from..to).unwrap()), whole, "{from}..{to}");
            }
        }
        for at in 0..text.len() {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] += 1;
            assert!(!reads(&String::from_utf8(bytes).unwrap()), "byte {at}");
        }
    }
    // With the ids adjusted: a key of the wrong length, an unknown algorithm.
    let long = "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==";
    assert_eq!(VerifierKey::parse(long), Err(KeyError::Form));
    let other = "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    assert_eq!(VerifierKey::parse(other), Err(KeyError::Algorithm));
}

#[test]
fn keys_with_impossible_names_or_points_are_refused() {
    for name in [
        "",
        "two words",
        "a+b",
        "line\nbreak",
        "wide\u{3000}space",
        LICENCE.name(),
        PAPER.name(),
        &"n".repeat(256),
    ] {
        assert_eq!(
            SigningKey::generate(name, &mut Rng::from_number(2)).unwrap_err(),
            KeyError::Name,
            "{name}"
        );
    }
    // The neutral element: anybody can make a signature that fits it.
    let mut weak = [0u8; 33];
    (weak[0], weak[1]) = (1, 1);
    let id = Hash::of(&[b"weak\n".as_slice(), &weak].concat()).to_string();
    let text = format!("weak+{}+{}", id.get(..8).unwrap(), BASE64_STANDARD.encode(weak));
    assert_eq!(VerifierKey::parse(&text), Err(KeyError::Point));
}

#[test]
fn secrets_are_not_printed() {
    let secret = ledger_key();
    let text = secret.to_text();
    let part = text.trim_end().rsplit('+').next().unwrap().to_owned();
    assert!(!format!("{secret:?}").contains(&part));
    assert_eq!(format!("{secret:?}"), format!("SigningKey({})", secret.verifier().label()));
}

#[test]
fn notes_of_another_form_are_refused() {
    let trusted = [key(PETER)];
    for bad in [
        String::new(),
        TEXT.to_owned(),
        format!("{TEXT}\n"),
        format!("{TEXT}\n{}", PETER_LINE.trim_end()),
        format!("\u{1}{TEXT}\n{PETER_LINE}"),
        format!("{TEXT}\n{PETER_LINE}Another line.\n"),
        format!("{TEXT}\n{}", PETER_LINE.replace("PeterNeumann", "Bad Name")),
        format!("{TEXT}\n{}", PETER_LINE.replace('—', "-")),
        format!("{TEXT}\n— PeterNeumann x08g\n"),
        format!("{TEXT}\n{PETER_LINE}").replace('\n', "\r\n"),
    ] {
        assert!(matches!(open_note(&bad, &trusted), Err(NoteError::Malformed(_))), "{bad}");
    }
    let many = format!("{TEXT}\n{}", PETER_LINE.repeat(SIGNATURES_MAX + 1));
    assert_eq!(open_note(&many, &trusted), Err(NoteError::TooLong));
    assert_eq!(open_note(&"x".repeat(NOTE_MAX_BYTES + 1), &trusted), Err(NoteError::TooLong));
    let secret = SigningKey::parse(PETER_SECRET).unwrap();
    assert!(matches!(sign_note("no line break", &secret), Err(NoteError::Malformed(_))));
    assert!(matches!(sign_note("tab\t\n", &secret), Err(NoteError::Malformed(_))));
}

#[test]
fn every_altered_bit_of_a_checkpoint_is_found() {
    let secret = ledger_key();
    let trusted = [secret.verifier().clone()];
    let note = checkpoint(4711).sign(&secret).unwrap();
    assert_eq!(Checkpoint::open(&note, &trusted), Ok(checkpoint(4711)));
    for at in 0..note.len() {
        for bit in 0..8 {
            let mut bytes = note.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            if let Ok(altered) = String::from_utf8(bytes) {
                assert!(Checkpoint::open(&altered, &trusted).is_err(), "byte {at} bit {bit}");
            }
        }
    }
}

#[test]
fn checkpoints_of_another_form_are_refused_even_when_signed() {
    let secret = ledger_key();
    let trusted = [secret.verifier().clone()];
    let root = leaf_hash(b"entry").to_base64();
    for text in [
        format!("yichuang.example/ledger\n{root}\n"),
        format!("yichuang.example/ledger\n04711\n{root}\n"),
        format!("yichuang.example/ledger\n+4711\n{root}\n"),
        format!("yichuang.example/ledger\n99999999999999999999\n{root}\n"),
        "yichuang.example/ledger\n4711\n".to_owned(),
        format!("yichuang.example/ledger\n4711\n{}\n", root.trim_end_matches('=')),
        format!("yichuang.example/ledger\n4711\n{root}\n\nmore\n"),
        format!("\n4711\n{root}\n"),
    ] {
        let note = sign_note(&text, &secret).unwrap();
        assert!(matches!(Checkpoint::open(&note, &trusted), Err(NoteError::NotCheckpoint(_))), "{text}");
    }
    let extended = sign_note(&format!("{}extension\n", checkpoint(0).text()), &secret).unwrap();
    assert_eq!(Checkpoint::open(&extended, &trusted), Ok(checkpoint(0)));
    let other = Checkpoint { origin: "other.example/ledger".into(), ..checkpoint(1) };
    let found = || "other.example/ledger".to_owned();
    assert_eq!(other.sign(&secret), Err(NoteError::Origin { found: found() }));
    let note = sign_note(&other.text(), &secret).unwrap();
    assert_eq!(Checkpoint::open(&note, &trusted), Err(NoteError::Origin { found: found() }));
}

#[test]
fn a_statement_reads_the_same_from_note_code_and_link() {
    let secret = ledger_key();
    let trusted = [key(PETER), secret.verifier().clone()];
    let lines = ["lic_999900_01KAHF6Z5M8Q0W3J7V2N4B6C8D", "准驾车型 C1", "有效期至 2032-11-21"];
    let statement = Statement::new(LICENCE, &lines).unwrap();
    let signed = statement.clone().sign(&secret);
    assert_eq!(Statement::open_note(&signed.to_note(), &trusted), Ok(statement.clone()));
    assert_eq!(Statement::open_qr(&signed.to_qr(), &trusted), Ok(statement.clone()));
    assert_eq!(Statement::open_link(&signed.to_link(), &trusted), Ok(statement.clone()));
    assert_eq!(statement.lines().collect::<Vec<_>>(), lines);
    assert!(signed.to_note().starts_with("yichuang/licence/v1\nlic_999900_"));
    assert_eq!(Statement::open_qr(&signed.to_qr(), &[key(PETER)]), Err(NoteError::Untrusted));
}

#[test]
fn the_longest_statement_fits_its_code_and_one_byte_more_is_refused() {
    let secret = ledger_key();
    let longest = "证".repeat(85) + "1";
    assert_eq!(longest.len(), STATEMENT_BODY_MAX_BYTES);
    let signed = Statement::new(LICENCE, &[&longest]).unwrap().sign(&secret);
    assert_eq!((signed.to_qr().len(), signed.to_link().len()), (492, 434));
    assert_eq!(Statement::new(LICENCE, &[longest + "1"]), Err(NoteError::TooLong));
    assert!(matches!(Statement::new(LICENCE, &["a", "", "b"]), Err(NoteError::NotStatement(_))));
    assert!(matches!(Statement::new(LICENCE, &["a\nb"]), Err(NoteError::NotStatement(_))));
    assert!(matches!(Statement::new(LICENCE, &["a\u{7}"]), Err(NoteError::NotStatement(_))));
    assert!(matches!(Statement::new::<&str>(LICENCE, &[]), Err(NoteError::NotStatement(_))));
}

#[test]
fn every_altered_character_of_a_code_is_found() {
    let secret = ledger_key();
    let trusted = [secret.verifier().clone()];
    let signed = Statement::new(LICENCE, &["C1", "2032-11-21"]).unwrap().sign(&secret);
    let (code, link) = (signed.to_qr(), signed.to_link());
    for (text, qr) in [(&code, true), (&link, false)] {
        let opens = |text: &str| {
            if qr { Statement::open_qr(text, &trusted) } else { Statement::open_link(text, &trusted) }.is_ok()
        };
        assert!(opens(text));
        for at in 0..text.len() {
            let mut altered = text.clone().into_bytes();
            altered[at] = if altered[at] == b'7' { b'8' } else { b'7' };
            assert!(!opens(&String::from_utf8(altered).unwrap()), "character {at}");
            assert!(!opens(text.get(..at).unwrap()), "cut at {at}");
        }
    }
    let next = format!("{QR}{}", base45::encode(&[9u8; 80]), QR = "YC1:");
    assert!(matches!(Statement::open_qr(&next, &trusted), Err(NoteError::NotStatement(_))));
}

#[test]
fn a_paper_is_never_taken_for_a_licence() {
    let secret = ledger_key();
    let trusted = [secret.verifier().clone()];
    let lines = ["YC20261123-7K3M9QXA-S6", "receipt", "2026-11-23"];
    let paper = Statement::new(PAPER, &lines).unwrap().sign(&secret);
    let opened = Statement::open_link(&paper.to_link(), &trusted).unwrap();
    assert_eq!((opened.kind(), opened.lines().collect::<Vec<_>>()), (PAPER, lines.to_vec()));
    assert_eq!(Statement::open_note(&paper.to_note(), &trusted).unwrap().kind(), PAPER);
    let licence = Statement::new(LICENCE, &lines).unwrap().sign(&secret);
    assert_ne!(paper.to_link(), licence.to_link());
    // The byte that says the kind is not signed by itself: the text that is signed says it too.
    let mut bytes = BASE64_URL_SAFE_NO_PAD.decode(paper.to_link()).unwrap();
    bytes[0] = 1;
    let forged = BASE64_URL_SAFE_NO_PAD.encode(bytes);
    assert!(matches!(Statement::open_link(&forged, &trusted), Err(NoteError::BadSignature { .. })));
}

#[test]
fn checkpoints_and_statements_are_never_taken_for_one_another() {
    let secret = ledger_key();
    let trusted = [secret.verifier().clone()];
    let note = checkpoint(3).sign(&secret).unwrap();
    assert!(matches!(Statement::open_note(&note, &trusted), Err(NoteError::NotStatement(_))));
    // Lines that would be a size and a root under another first line.
    let lines = ["3".to_owned(), leaf_hash(b"entry").to_base64()];
    let statement = Statement::new(LICENCE, &lines).unwrap().sign(&secret).to_note();
    let found = LICENCE.name().to_owned();
    assert_eq!(Checkpoint::open(&statement, &trusted), Err(NoteError::Origin { found }));
}

proptest! {
    #[test]
    fn every_text_that_may_be_signed_reads_back(text in "[^\\x00-\\x1f]{0,40}(\n[^\\x00-\\x1f]{0,40}){0,5}\n") {
        let secret = ledger_key();
        let note = sign_note(&text, &secret).unwrap();
        prop_assert_eq!(open_note(&note, &[secret.verifier().clone()]).unwrap().text, text);
    }

    #[test]
    fn any_text_is_opened_without_harm(text in "(\\PC|\n|— ){0,200}") {
        prop_assert!(open_note(&text, &[key(PETER)]).is_err());
        prop_assert!(Statement::open_qr(&text, &[key(PETER)]).is_err());
        prop_assert!(Statement::open_link(&text, &[key(PETER)]).is_err());
    }
}
