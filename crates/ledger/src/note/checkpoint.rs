//! The checkpoint of C2SP tlog-checkpoint: origin, size and root in three lines, signed.

use super::{NoteError, OpenedNote, SigningKey, VerifierKey, open_note, sign_note};
use crate::tree::Hash;

/// What the ledger says of itself at one size. Two checkpoints of one ledger always have a consistency proof between
/// them; one without is the evidence that history was rewritten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which ledger: the name of its key.
    pub origin: String,
    /// How many entries.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
}

impl Checkpoint {
    /// The three lines that are signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root.to_base64())
    }

    /// Signs the checkpoint; its origin must be the key's name.
    pub fn sign(&self, key: &SigningKey) -> Result<String, NoteError> {
        if self.origin != key.verifier().name() {
            return Err(NoteError::Origin { found: self.origin.clone() });
        }
        sign_note(&self.text(), key)
    }

    /// Reads a checkpoint signed by the key it names, if that key is trusted. Signatures of witnesses and extension
    /// lines are passed over: nothing here depends on them.
    pub fn open(note: &str, trusted: &[VerifierKey]) -> Result<Self, NoteError> {
        let OpenedNote { text, signers } = open_note(note, trusted)?;
        let checkpoint = Self::parse(&text)?;
        if signers.iter().any(|key| key.name() == checkpoint.origin) {
            Ok(checkpoint)
        } else {
            Err(NoteError::Origin { found: checkpoint.origin })
        }
    }

    /// Reads the text of a checkpoint whose signature somebody else has checked.
    pub(super) fn parse(text: &str) -> Result<Self, NoteError> {
        let text = text.strip_suffix('\n').ok_or(NoteError::NotCheckpoint("the last line is not ended"))?;
        let mut lines = text.split('\n');
        let origin =
            lines.next().filter(|line| !line.is_empty()).ok_or(NoteError::NotCheckpoint("no origin"))?;
        let size = lines.next().and_then(parse_size).ok_or(NoteError::NotCheckpoint("no size"))?;
        let root = lines.next().and_then(|line| Hash::parse_base64(line).ok());
        let root = root.ok_or(NoteError::NotCheckpoint("no root"))?;
        if lines.any(str::is_empty) {
            return Err(NoteError::NotCheckpoint("an empty extension line"));
        }
        Ok(Self { origin: origin.to_owned(), size, root })
    }
}

/// Decimal without leading zeros, signs or anything else.
fn parse_size(line: &str) -> Option<u64> {
    let size: u64 = line.parse().ok()?;
    (size.to_string() == line).then_some(size)
}
