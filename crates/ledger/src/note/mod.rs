//! Signed notes (C2SP signed-note): a text, an empty line, and signature lines that say who signs it. A note can be
//! read aloud, printed, mailed and compared by eye; any C2SP verifier reads it.
//!
//! Two notes are made here with the ledger's Ed25519 key: the [`Checkpoint`] (C2SP tlog-checkpoint), which says how
//! many entries the ledger has and what they hash to, and the [`Statement`] in the QR code of a licence or a paper. A reader is given
//! the keys it trusts and gets the content only when one of them signed it; a signature by a trusted key that does
//! not fit spoils the whole note, signatures by others are passed over.
//!
//! The two cannot be taken for one another although one key signs both: a checkpoint's first line must be the name
//! of the key that signed it, and no key may have the name a statement begins with.

mod base45;
mod checkpoint;
mod key;
mod statement;

#[cfg(test)]
mod tests;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

pub use checkpoint::Checkpoint;
pub use key::{KeyError, SigningKey, VerifierKey};
pub use statement::{STATEMENT_BODY_MAX_BYTES, SignedStatement, Statement, StatementKind};

/// The longest note that is read, in bytes.
pub const NOTE_MAX_BYTES: usize = 1_000_000;

/// The most signature lines that are read.
pub const SIGNATURES_MAX: usize = 100;

/// Why a note cannot be signed, or its content not be believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The note is longer than [`NOTE_MAX_BYTES`], has more than [`SIGNATURES_MAX`] signatures, or a statement's
    /// body is longer than [`STATEMENT_BODY_MAX_BYTES`].
    #[error("the note is too long")]
    TooLong,
    /// The text is not of the form of a signed note; the words say what is missing.
    #[error("not a signed note: {0}")]
    Malformed(&'static str),
    /// None of the signatures is by a trusted key.
    #[error("none of the signatures is by a key you trust")]
    Untrusted,
    /// A signature names a trusted key and does not fit the text: the text or the signature was altered.
    #[error("the signature of {key} does not fit the text: one of them was altered")]
    BadSignature {
        /// The key's name and id, as in its text.
        key: String,
    },
    /// The note is rightly signed but is no checkpoint; the words say what is wrong.
    #[error("not a checkpoint: {0}")]
    NotCheckpoint(&'static str),
    /// The checkpoint is of another ledger than the key that signed it.
    #[error("the checkpoint says it is of {found}, which did not sign it")]
    Origin {
        /// The first line of the checkpoint.
        found: String,
    },
    /// The note or code is no statement of a kind we know; the words say what is wrong.
    #[error("not a licence statement: {0}")]
    NotStatement(&'static str),
}

/// A note whose signatures were checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedNote {
    /// The signed text, with its last line break.
    pub text: String,
    /// The trusted keys that signed it, at least one.
    pub signers: Vec<VerifierKey>,
}

/// Signs `text`, which must end with a line break and hold no other control characters.
pub fn sign_note(text: &str, key: &SigningKey) -> Result<String, NoteError> {
    if !text.ends_with('\n') || has_control_characters(text) {
        return Err(NoteError::Malformed(
            "a text ends with a line break and has no other control characters",
        ));
    }
    if text.len() > NOTE_MAX_BYTES / 2 {
        return Err(NoteError::TooLong);
    }
    let signature = key.sign(text.as_bytes());
    Ok(format!("{text}\n{}", signature_line(key.verifier().name(), key.verifier().id(), &signature)))
}

/// Checks the signatures of a note by keys in `trusted` and gives its text.
pub fn open_note(note: &str, trusted: &[VerifierKey]) -> Result<OpenedNote, NoteError> {
    if note.len() > NOTE_MAX_BYTES {
        return Err(NoteError::TooLong);
    }
    if has_control_characters(note) {
        return Err(NoteError::Malformed("control characters"));
    }
    let (text, signatures) = note.rsplit_once("\n\n").ok_or(NoteError::Malformed("no empty line"))?;
    let text = format!("{text}\n");
    let signatures =
        signatures.strip_suffix('\n').ok_or(NoteError::Malformed("the last line is not ended"))?;
    let mut signers: Vec<VerifierKey> = Vec::new();
    for (count, line) in signatures.split('\n').enumerate() {
        if count >= SIGNATURES_MAX {
            return Err(NoteError::TooLong);
        }
        let signature =
            parse_signature_line(line).ok_or(NoteError::Malformed("a signature line cannot be read"))?;
        let mut known = trusted.iter().filter(|key| key.name() == signature.name && key.id() == signature.id);
        let Some(first) = known.next() else { continue };
        let fits = |key: &&VerifierKey| key.verifies(text.as_bytes(), &signature.bytes);
        let signer = std::iter::once(first).chain(known).find(fits);
        let signer = signer.ok_or_else(|| NoteError::BadSignature { key: first.label() })?;
        if !signers.contains(signer) {
            signers.push(signer.clone());
        }
    }
    if signers.is_empty() { Err(NoteError::Untrusted) } else { Ok(OpenedNote { text, signers }) }
}

/// A signature line taken apart.
struct SignatureLine<'a> {
    name: &'a str,
    id: [u8; 4],
    bytes: Vec<u8>,
}

fn parse_signature_line(line: &str) -> Option<SignatureLine<'_>> {
    let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
    let decoded = BASE64_STANDARD.decode(encoded).ok()?;
    let (id, bytes) = decoded.split_first_chunk::<4>()?;
    let whole = key::is_name(name) && !bytes.is_empty();
    whole.then(|| SignatureLine { name, id: *id, bytes: bytes.to_vec() })
}

fn signature_line(name: &str, id: [u8; 4], signature: &[u8; 64]) -> String {
    format!("— {name} {}\n", BASE64_STANDARD.encode([id.as_slice(), signature.as_slice()].concat()))
}

/// The specification forbids the characters below U+0020 other than the line break.
fn has_control_characters(text: &str) -> bool {
    text.bytes().any(|byte| byte < 0x20 && byte != b'\n')
}
