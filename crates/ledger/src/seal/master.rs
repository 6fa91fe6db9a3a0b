//! The master key: a file of three lines that only the operator holds.

use std::fmt;

use base::Rng;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::SealError;
use super::cipher::mac;

/// The first line of a master key file.
const HEADER: &str = "yichuang master key v1";

/// The key that wraps every person's key and from which the blind indexes' keys follow. Wiped from memory when it
/// goes, never printed.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct MasterKey {
    bytes: [u8; 32],
}

impl MasterKey {
    /// A new key. `rng` must come from the system's entropy and serve nothing else.
    pub fn generate(rng: &mut Rng) -> Self {
        Self { bytes: rng.bytes() }
    }

    /// The text of a key file: a header, the key in base64, and four bytes of a hash that catch typing errors.
    pub fn to_text(&self) -> Zeroizing<String> {
        let key = Zeroizing::new(BASE64_STANDARD.encode(self.bytes));
        Zeroizing::new(format!("{HEADER}\n{}\ncheck {}\n", key.as_str(), hex::encode(check(&self.bytes))))
    }

    /// Reads the text of a key file; line ends of either kind, white space around it is passed over.
    pub fn parse(text: &str) -> Result<Self, SealError> {
        let mut lines = text.trim().lines();
        let (Some(HEADER), Some(key), Some(said), None) =
            (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(SealError::KeyFile);
        };
        let decoded = Zeroizing::new(BASE64_STANDARD.decode(key.trim()).map_err(|_| SealError::KeyFile)?);
        let bytes: Zeroizing<[u8; 32]> =
            Zeroizing::new(decoded.as_slice().try_into().map_err(|_| SealError::KeyFile)?);
        let said = said.trim().strip_prefix("check ").ok_or(SealError::KeyFile)?;
        let fits = hex::encode(check(&bytes)).as_bytes().ct_eq(said.as_bytes());
        if bool::from(fits) { Ok(Self { bytes: *bytes }) } else { Err(SealError::KeyCheck) }
    }

    /// Eight hexadecimal digits that tell one master key from another and say nothing about it: a store remembers
    /// them, so that starting with the wrong file is noticed before anything is read.
    pub fn id(&self) -> String {
        let [a, b, c, d, ..] = *self.derive("id", "");
        hex::encode([a, b, c, d])
    }

    /// A key for one purpose. The master key itself encrypts nothing, so that no use of it weakens another.
    pub(crate) fn derive(&self, purpose: &str, name: &str) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(mac(&self.bytes, &[b"yichuang/master/v1/", purpose.as_bytes(), b"/", name.as_bytes()]))
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey")
    }
}

fn check(bytes: &[u8; 32]) -> [u8; 4] {
    let hash = Sha256::new().chain_update(HEADER).chain_update(bytes).finalize();
    let [a, b, c, d, ..]: [u8; 32] = hash.into();
    [a, b, c, d]
}
