//! Proof files made by a small ledger, altered in every way a file can be.

use base::Rng;

use super::*;
use crate::note::SigningKey;
use crate::tree::{Frontier, HashSource, consistency_proof, inclusion_proof};

struct Leaves(Vec<Hash>);

impl HashSource for Leaves {
    type Error = std::convert::Infallible;

    fn leaves(&self, from: u64, to: u64) -> Result<Vec<Hash>, Self::Error> {
        Ok(self.0[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()].to_vec())
    }

    fn tile_roots(&self, _: u8, _: u64, _: u64) -> Result<Vec<Hash>, Self::Error> {
        Ok(Vec::new())
    }
}

fn key(number: u64) -> SigningKey {
    SigningKey::generate("yichuang.example/ledger", &mut Rng::from_number(number)).unwrap()
}

fn entry(number: u64) -> Vec<u8> {
    format!("{{\"kind\":\"CaseOpened\",\"seq\":{number}}}").into_bytes()
}

fn ledger(size: u64) -> (Leaves, String) {
    let mut frontier = Frontier::new();
    let leaves: Vec<Hash> = (0..size).map(|number| leaf_hash(&entry(number))).collect();
    for leaf in &leaves {
        frontier.append(*leaf);
    }
    let origin = "yichuang.example/ledger".to_owned();
    let note = Checkpoint { origin, size, root: frontier.root() }.sign(&key(1)).unwrap();
    (Leaves(leaves), note)
}

fn bundle() -> ProofBundle {
    let (leaves, note) = ledger(21);
    let path = inclusion_proof(&leaves, 17, 21).unwrap();
    ProofBundle::new(&entry(17), 17, path, 21, note, key(1).verifier())
}

fn extension() -> ConsistencyBundle {
    let (old, new) = (ledger(13).1, ledger(21));
    ConsistencyBundle::new(old, new.1, consistency_proof(&new.0, 13, 21).unwrap(), key(1).verifier())
}

fn trusted() -> Vec<VerifierKey> {
    vec![key(7).verifier().clone(), key(1).verifier().clone()]
}

#[test]
fn a_proof_file_is_read_back_and_verifies() {
    let file = serde_json::to_vec_pretty(&bundle()).unwrap();
    let read = ProofBundle::parse(&file).unwrap();
    assert_eq!(read, bundle());
    let verified = verify(&read, &trusted()).unwrap();
    assert_eq!((verified.entry, verified.index, verified.checkpoint.size), (entry(17), 17, 21));
}

#[test]
fn a_consistency_file_is_read_back_and_verifies() {
    let file = serde_json::to_vec(&extension()).unwrap();
    let verified = verify_extension(&ConsistencyBundle::parse(&file).unwrap(), &trusted()).unwrap();
    assert_eq!((verified.old.size, verified.new.size), (13, 21));
}

#[test]
fn every_altered_byte_of_a_proof_file_is_found() {
    let good = verify(&bundle(), &trusted()).unwrap();
    let file = serde_json::to_vec(&bundle()).unwrap();
    for at in 0..file.len() {
        for bit in 0..8 {
            let mut altered = file.clone();
            altered[at] ^= 1 << bit;
            let read = ProofBundle::parse(&altered).and_then(|bundle| verify(&bundle, &trusted()));
            // Nothing but the same facts may pass.
            assert!(read.is_err() || read.as_ref() == Ok(&good), "byte {at} bit {bit}: {read:?}");
        }
    }
}

#[test]
fn every_altered_byte_of_a_consistency_file_is_found() {
    let good = verify_extension(&extension(), &trusted()).unwrap();
    let file = serde_json::to_vec(&extension()).unwrap();
    for at in 0..file.len() {
        let mut altered = file.clone();
        altered[at] ^= 1;
        let read =
            ConsistencyBundle::parse(&altered).and_then(|bundle| verify_extension(&bundle, &trusted()));
        assert!(read.is_err() || read.as_ref() == Ok(&good), "byte {at}: {read:?}");
    }
}

#[test]
fn each_kind_of_wrong_proof_is_named() {
    let wrong = |alter: &dyn Fn(&mut ProofBundle)| {
        let mut bundle = bundle();
        alter(&mut bundle);
        verify(&bundle, &trusted()).unwrap_err()
    };
    let other_entry = BASE64_STANDARD.encode(entry(18));
    assert_eq!(wrong(&|b| b.entry.clone_from(&other_entry)), ProofError::Path(Unproved::Root));
    assert_eq!(wrong(&|b| b.index = 16), ProofError::Path(Unproved::Root));
    assert_eq!(wrong(&|b| b.index = 21), ProofError::Path(Unproved::Outside));
    assert_eq!(wrong(&|b| b.path.truncate(1)), ProofError::Path(Unproved::Length));
    assert_eq!(wrong(&|b| b.path = vec![b.path[0]; 65]), ProofError::Path(Unproved::Length));
    assert_eq!(wrong(&|b| b.size = 22), ProofError::Size { said: 22, signed: 21 });
    assert_eq!(wrong(&|b| b.format = "tlog/v9".into()), ProofError::Format("tlog/v9".into()));
    assert!(matches!(wrong(&|b| b.entry = "?".into()), ProofError::Form(_)));
    assert!(matches!(wrong(&|b| b.entry = "A".repeat(90_000)), ProofError::Form(_)));
    assert!(matches!(wrong(&|b| b.key = key(9).verifier().to_string()), ProofError::Key(_)));
    // Signed by another trusted key of the same name than the one the file names.
    let other = key(7).verifier().to_string();
    assert_eq!(wrong(&|b| b.key.clone_from(&other)), ProofError::Checkpoint(NoteError::Untrusted));
    assert!(matches!(
        wrong(&|b| b.checkpoint = b.checkpoint.replace("\n21\n", "\n22\n")),
        ProofError::Checkpoint(NoteError::BadSignature { .. })
    ));
    assert!(matches!(verify(&bundle(), &[]), Err(ProofError::Key(_))));
}

#[test]
fn a_rewritten_ledger_cannot_be_shown_consistent() {
    let mut leaves: Vec<Hash> = (0..21).map(|number| leaf_hash(&entry(number))).collect();
    leaves[5] = leaf_hash(b"rewritten");
    let mut frontier = Frontier::new();
    for leaf in &leaves {
        frontier.append(*leaf);
    }
    let origin = "yichuang.example/ledger".to_owned();
    let note = Checkpoint { origin, size: 21, root: frontier.root() }.sign(&key(1)).unwrap();
    let path = consistency_proof(&Leaves(leaves), 13, 21).unwrap();
    let forged = ConsistencyBundle::new(ledger(13).1, note, path, key(1).verifier());
    assert_eq!(verify_extension(&forged, &trusted()), Err(ProofError::Path(Unproved::Root)));
    let backwards = ConsistencyBundle::new(ledger(21).1, ledger(13).1, Vec::new(), key(1).verifier());
    assert_eq!(verify_extension(&backwards, &trusted()), Err(ProofError::Path(Unproved::Outside)));
    let other = SigningKey::generate("other.example/ledger", &mut Rng::from_number(4)).unwrap();
    let root = Hash::of(b"");
    let strange = Checkpoint { origin: "other.example/ledger".into(), size: 0, root }.sign(&other).unwrap();
    let mixed = ConsistencyBundle::new(strange, ledger(13).1, Vec::new(), key(1).verifier());
    let keys = [other.verifier().clone(), key(1).verifier().clone()];
    assert_eq!(verify_extension(&mixed, &keys), Err(ProofError::Ledgers));
}

#[test]
fn files_that_are_no_proofs_are_refused() {
    assert_eq!(ProofBundle::parse(&vec![b' '; PROOF_MAX_BYTES + 1]), Err(ProofError::TooLong));
    for bad in ["", "{}", "[]", "null", "{\"format\":\"yichuang/proof/v1\"}"] {
        assert!(matches!(ProofBundle::parse(bad.as_bytes()), Err(ProofError::Form(_))), "{bad}");
    }
    let mut file = serde_json::to_value(bundle()).unwrap();
    file["unknown"] = 1.into();
    assert!(ProofBundle::parse(file.to_string().as_bytes()).is_err());
}
