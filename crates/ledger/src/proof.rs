//! Proof files: what a person takes home and anybody verifies without asking us.
//!
//! A [`ProofBundle`] shows that one event is in the ledger: the event's bytes, its place, the hashes up to the root,
//! and the signed checkpoint over that root. A [`ConsistencyBundle`] shows that a later checkpoint only added to an
//! earlier one. Both are JSON files; the program reads them with `verify --proof`, and a page does the same.
//!
//! A bundle names its key so that a reader can look it up, but that proves nothing: the verifier is told which keys
//! to trust and believes no other. What is proved is that the ledger vouched for these bytes at this place, not that
//! the event was lawful, nor that the ledger shows everybody the same tree: for that, checkpoints are compared.

use base::Text;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::note::{Checkpoint, NoteError, VerifierKey};
use crate::tree::{
    ENTRY_MAX_BYTES, Hash, PATH_MAX, Unproved, leaf_hash, verify_consistency, verify_inclusion,
};

#[cfg(test)]
mod tests;

/// The longest proof file that is read, in bytes.
pub const PROOF_MAX_BYTES: usize = 1_000_000;

const INCLUSION_FORMAT: &str = "yichuang/proof/v1";
const CONSISTENCY_FORMAT: &str = "yichuang/consistency/v1";

/// Shows that an entry is in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofBundle {
    /// `yichuang/proof/v1`.
    pub format: String,
    /// The entry's bytes as the tree hashes them (the canonical event), in base64.
    pub entry: String,
    /// The entry's place in the ledger, from 0.
    pub index: u64,
    /// How many entries the ledger had under the checkpoint.
    pub size: u64,
    /// The audit path of RFC 9162 §2.1.3, leaf first.
    pub path: Vec<Hash>,
    /// The signed checkpoint.
    pub checkpoint: String,
    /// The key that signed it, for looking up; it must be among the keys the reader trusts.
    pub key: String,
}

/// Shows that the ledger under `new` begins with the ledger under `old`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsistencyBundle {
    /// `yichuang/consistency/v1`.
    pub format: String,
    /// The earlier signed checkpoint.
    pub old: String,
    /// The later signed checkpoint.
    pub new: String,
    /// The consistency proof of RFC 9162 §2.1.4.
    pub path: Vec<Hash>,
    /// The key that signed the later one, for looking up; the earlier may be under a former key of the same ledger.
    pub key: String,
}

/// What a [`ProofBundle`] proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The entry's bytes.
    pub entry: Vec<u8>,
    /// Its place in the ledger, from 0.
    pub index: u64,
    /// The checkpoint it is under.
    pub checkpoint: Checkpoint,
}

/// What a [`ConsistencyBundle`] proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedExtension {
    /// The earlier checkpoint.
    pub old: Checkpoint,
    /// The later one, which begins with it.
    pub new: Checkpoint,
}

/// Why a proof file proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The file is longer than [`PROOF_MAX_BYTES`].
    #[error("the proof file is longer than 1 MB")]
    TooLong,
    /// The file is no JSON of this form; the words say where.
    #[error("the proof file cannot be read: {0}")]
    Form(String),
    /// The file is of a version or kind this program does not know.
    #[error("the proof file is of the format {0}, which this program does not know")]
    Format(String),
    /// The file names a key that is not among the trusted ones.
    #[error("the proof is under the key {0}, which is not one you trust")]
    Key(String),
    /// The checkpoint cannot be believed.
    #[error("the checkpoint: {0}")]
    Checkpoint(#[from] NoteError),
    /// The size in the file is not the checkpoint's.
    #[error("the file speaks of {said} entries, its checkpoint of {signed}")]
    Size {
        /// The size in the file.
        said: u64,
        /// The size in the checkpoint.
        signed: u64,
    },
    /// The two checkpoints are of different ledgers.
    #[error("the two checkpoints are of different ledgers")]
    Ledgers,
    /// The hashes do not lead to the signed root.
    #[error("{0}")]
    Path(#[from] Unproved),
}

impl ProofBundle {
    /// A bundle for the entry at `index` under `checkpoint`, whose text `note` is.
    pub fn new(
        entry: &[u8],
        index: u64,
        path: Vec<Hash>,
        size: u64,
        note: String,
        key: &VerifierKey,
    ) -> Self {
        Self {
            format: INCLUSION_FORMAT.to_owned(),
            entry: BASE64_STANDARD.encode(entry),
            index,
            size,
            path,
            checkpoint: note,
            key: key.to_string(),
        }
    }

    /// Reads a proof file.
    pub fn parse(file: &[u8]) -> Result<Self, ProofError> {
        parse(file)
    }
}

impl ConsistencyBundle {
    /// A bundle for two signed checkpoints and the proof between them.
    pub fn new(old: String, new: String, path: Vec<Hash>, key: &VerifierKey) -> Self {
        Self { format: CONSISTENCY_FORMAT.to_owned(), old, new, path, key: key.to_string() }
    }

    /// Reads a consistency file.
    pub fn parse(file: &[u8]) -> Result<Self, ProofError> {
        parse(file)
    }
}

fn parse<B: DeserializeOwned>(file: &[u8]) -> Result<B, ProofError> {
    if file.len() > PROOF_MAX_BYTES {
        return Err(ProofError::TooLong);
    }
    serde_json::from_slice(file).map_err(|error| ProofError::Form(error.to_string()))
}

/// Verifies that the bundle's entry is in the ledger of one of the trusted keys.
pub fn verify(bundle: &ProofBundle, trusted: &[VerifierKey]) -> Result<Verified, ProofError> {
    let key = named_key(&bundle.format, INCLUSION_FORMAT, &bundle.key, trusted)?;
    let entry = BASE64_STANDARD
        .decode(&bundle.entry)
        .map_err(|_| ProofError::Form("entry: not base64".to_owned()))?;
    if entry.len() > ENTRY_MAX_BYTES {
        return Err(ProofError::Form("entry: longer than an entry can be".to_owned()));
    }
    let checkpoint = Checkpoint::open(&bundle.checkpoint, &[key])?;
    if checkpoint.size != bundle.size {
        return Err(ProofError::Size { said: bundle.size, signed: checkpoint.size });
    }
    check_length(&bundle.path)?;
    verify_inclusion(leaf_hash(&entry), bundle.index, bundle.size, &bundle.path, checkpoint.root)?;
    Ok(Verified { entry, index: bundle.index, checkpoint })
}

/// Verifies that the later checkpoint of the bundle begins with the earlier one.
pub fn verify_extension(
    bundle: &ConsistencyBundle,
    trusted: &[VerifierKey],
) -> Result<VerifiedExtension, ProofError> {
    let key = named_key(&bundle.format, CONSISTENCY_FORMAT, &bundle.key, trusted)?;
    let old = Checkpoint::open(&bundle.old, trusted)?;
    let new = Checkpoint::open(&bundle.new, &[key])?;
    if old.origin != new.origin {
        return Err(ProofError::Ledgers);
    }
    check_length(&bundle.path)?;
    verify_consistency(old.size, new.size, &bundle.path, old.root, new.root)?;
    Ok(VerifiedExtension { old, new })
}

fn named_key(
    format: &str,
    wanted: &str,
    key: &str,
    trusted: &[VerifierKey],
) -> Result<VerifierKey, ProofError> {
    if format != wanted {
        return Err(ProofError::Format(format.chars().take(64).collect()));
    }
    let known = trusted.iter().find(|known| known.to_string() == key);
    known.cloned().ok_or_else(|| ProofError::Key(key.chars().take(200).collect()))
}

fn check_length(path: &[Hash]) -> Result<(), ProofError> {
    if path.len() > PATH_MAX { Err(ProofError::Path(Unproved::Length)) } else { Ok(()) }
}

impl ProofError {
    /// What happened and what to do, for the person who asked.
    pub fn words(&self) -> Text {
        match self {
            Self::TooLong | Self::Form(_) | Self::Format(_) => Text::new(
                "无法读取这份证明文件。它可能没有下载完整，或不是本平台出具的。请重新下载后再核验。",
                "This proof file cannot be read. It may be incomplete, or not one of ours. Download it again and check \
                 it once more.",
            ),
            Self::Key(_) | Self::Checkpoint(NoteError::Untrusted) => Text::new(
                "这份证明由未列入信任名单的密钥签名。请到出具机关公布公钥的页面核对，或改用该机关的核验页。",
                "This proof is signed with a key that is not on the list of trusted ones. Compare it with the key \
                 that the issuing office publishes, or use that office's own checking page.",
            ),
            Self::Checkpoint(_) => Text::new(
                "检查点的签名与内容不符，内容可能被改动过。请向出具证明的窗口索取新的证明，并保留这份文件以备查证。",
                "The checkpoint's signature does not fit its content: it may have been altered. Ask the office that \
                 issued the proof for a new one, and keep this file as evidence.",
            ),
            Self::Size { .. } | Self::Ledgers | Self::Path(_) => Text::new(
                "证明与签名的检查点对不上，不能证明这条记录在账本中。请重新下载证明；如仍不符，请保留文件并向出具机关的监督部门反映。",
                "The proof does not lead to the signed checkpoint, so it does not show that the record is in the \
                 ledger. Download it again; if it still does not fit, keep the file and report it to the issuing \
                 office's supervisors.",
            ),
        }
    }
}
