//! The statement in the QR code of a licence or of a numbered paper: a signed note short enough to be scanned, which an
//! officer's device checks without a network.
//!
//! Three forms carry the same signature. The note (`yichuang/licence/v1`, the lines, the signature line) is for
//! people and for any C2SP verifier. The other two leave out what the reader knows: one byte that says which kind of
//! statement it is, the key's id, the signature and the lines, as base45 (RFC 9285) behind `YC1:` for the QR code's
//! alphanumeric mode, or as URL-safe base64 for a link. Both stay under 500 characters.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::base45;
use super::{NoteError, SigningKey, VerifierKey, has_control_characters, open_note, signature_line};

/// What a statement is about. Its name is the first line of what is signed, so that none can be taken for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementKind {
    /// A licence as it was when its code was shown.
    Licence,
    /// A numbered paper of a case.
    Paper,
}

impl StatementKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Licence, Self::Paper];

    /// The first line of the signed text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Licence => "yichuang/licence/v1",
            Self::Paper => "yichuang/paper/v1",
        }
    }

    /// The first byte of the short form.
    const fn byte(self) -> u8 {
        match self {
            Self::Licence => 1,
            Self::Paper => 2,
        }
    }
}

/// The longest body, in bytes of UTF-8, line breaks between the lines counted.
pub const STATEMENT_BODY_MAX_BYTES: usize = 256;

/// What a QR code begins with.
const QR_MARK: &str = "YC1:";

/// What is stated, line by line. The lines' meaning belongs to whoever states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    kind: StatementKind,
    body: String,
}

impl Statement {
    /// A statement of these lines: at least one, none empty, no control characters, at most
    /// [`STATEMENT_BODY_MAX_BYTES`] together.
    pub fn new<L: AsRef<str>>(kind: StatementKind, lines: &[L]) -> Result<Self, NoteError> {
        let lines: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
        if lines.iter().any(|line| line.contains('\n')) {
            return Err(NoteError::NotStatement("a line break inside a line"));
        }
        Self::from_body(kind, &lines.join("\n"))
    }

    fn from_body(kind: StatementKind, body: &str) -> Result<Self, NoteError> {
        if body.split('\n').any(str::is_empty) {
            return Err(NoteError::NotStatement("an empty line"));
        }
        if has_control_characters(body) {
            return Err(NoteError::NotStatement("control characters"));
        }
        if body.len() > STATEMENT_BODY_MAX_BYTES {
            return Err(NoteError::TooLong);
        }
        Ok(Self { kind, body: body.to_owned() })
    }

    /// What it is about.
    pub fn kind(&self) -> StatementKind {
        self.kind
    }

    /// The lines, without the first one that names the kind.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.body.split('\n')
    }

    /// The text that is signed.
    fn text(&self) -> String {
        format!("{}\n{}\n", self.kind.name(), self.body)
    }

    /// Signs the statement.
    pub fn sign(self, key: &SigningKey) -> SignedStatement {
        let signature = key.sign(self.text().as_bytes());
        SignedStatement { statement: self, signer: key.verifier().clone(), signature }
    }

    /// Reads the note form.
    pub fn open_note(note: &str, trusted: &[VerifierKey]) -> Result<Self, NoteError> {
        let text = open_note(note, trusted)?.text;
        let body = |kind: StatementKind| {
            let rest = text.strip_prefix(kind.name())?.strip_prefix('\n')?;
            Some((kind, rest.strip_suffix('\n')?))
        };
        let (kind, body) = StatementKind::ALL
            .into_iter()
            .find_map(body)
            .ok_or(NoteError::NotStatement("the first line names another kind"))?;
        Self::from_body(kind, body)
    }

    /// Reads what a QR code holds.
    pub fn open_qr(code: &str, trusted: &[VerifierKey]) -> Result<Self, NoteError> {
        let code =
            code.strip_prefix(QR_MARK).ok_or(NoteError::NotStatement("the code does not begin with YC1:"))?;
        Self::open_short(base45::decode(code), trusted)
    }

    /// Reads what a link holds.
    pub fn open_link(token: &str, trusted: &[VerifierKey]) -> Result<Self, NoteError> {
        Self::open_short(BASE64_URL_SAFE_NO_PAD.decode(token).ok(), trusted)
    }

    fn open_short(bytes: Option<Vec<u8>>, trusted: &[VerifierKey]) -> Result<Self, NoteError> {
        let unreadable = NoteError::NotStatement("the code is cut off or misread");
        let bytes = bytes.ok_or_else(|| unreadable.clone())?;
        let (byte, rest) = bytes.split_first().ok_or_else(|| unreadable.clone())?;
        let kind = StatementKind::ALL
            .into_iter()
            .find(|kind| kind.byte() == *byte)
            .ok_or(NoteError::NotStatement("the code is of a version this program does not know"))?;
        let (id, rest) = rest.split_first_chunk::<4>().ok_or_else(|| unreadable.clone())?;
        let (signature, body) = rest.split_first_chunk::<64>().ok_or_else(|| unreadable.clone())?;
        let statement = Self::from_body(kind, std::str::from_utf8(body).map_err(|_| unreadable)?)?;
        let mut known = trusted.iter().filter(|key| key.id() == *id).peekable();
        let label = known.peek().ok_or(NoteError::Untrusted)?.label();
        let text = statement.text();
        if known.any(|key| key.verifies(text.as_bytes(), signature)) {
            Ok(statement)
        } else {
            Err(NoteError::BadSignature { key: label })
        }
    }
}

/// A statement with its signature, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedStatement {
    statement: Statement,
    signer: VerifierKey,
    signature: [u8; 64],
}

impl SignedStatement {
    /// The signed note.
    pub fn to_note(&self) -> String {
        let signature = signature_line(self.signer.name(), self.signer.id(), &self.signature);
        format!("{}\n{signature}", self.statement.text())
    }

    /// What the QR code holds: `YC1:` and base45, at most 492 characters of the alphanumeric mode (version 15 at
    /// error correction M).
    pub fn to_qr(&self) -> String {
        format!("{QR_MARK}{}", base45::encode(&self.to_short()))
    }

    /// What a link holds: URL-safe base64 without padding, at most 434 characters.
    pub fn to_link(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.to_short())
    }

    fn to_short(&self) -> Vec<u8> {
        let mut bytes = vec![self.statement.kind.byte()];
        bytes.extend_from_slice(&self.signer.id());
        bytes.extend_from_slice(&self.signature);
        bytes.extend_from_slice(self.statement.body.as_bytes());
        bytes
    }
}
