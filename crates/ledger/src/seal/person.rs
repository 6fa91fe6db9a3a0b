//! A person's own key and what is sealed under it.

use std::fmt;

use base::Rng;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::cipher::{bound, mac, open, seal};
use super::{MasterKey, Plain, SealError, Sealed};

/// The key of one person's values and files. Wiped from memory when it goes, never printed.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct DataKey {
    person: String,
    version: u32,
    bytes: [u8; 32],
}

impl DataKey {
    /// A new key for the person, in the given version (1 for the first).
    pub fn generate(master: &MasterKey, person: &str, version: u32, rng: &mut Rng) -> Self {
        // Ids are drawn from contexts' generators too, and ids are public. Passing the chance through the master
        // key makes sure that no id ever shows a part of a key.
        let mixing = master.derive("data-key", "");
        let chance = Zeroizing::new(rng.bytes::<32>());
        let bytes = mac(&mixing, &[&key_place(person, version), chance.as_slice()]);
        Self { person: person.to_owned(), version, bytes }
    }

    /// The person whose key it is.
    pub fn person(&self) -> &str {
        &self.person
    }

    /// The key's version.
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// The key wrapped by the master key (AES-256-GCM), bound to the person and the version.
    pub fn wrap(&self, master: &MasterKey, rng: &mut Rng) -> Result<Sealed, SealError> {
        seal(&master.derive("wrap", ""), &key_place(&self.person, self.version), &self.bytes, rng)
    }

    /// Opens a wrapped key. [`SealError::Unopened`] when it is another person's, another version, altered, or under
    /// another master key.
    pub fn unwrap(
        master: &MasterKey,
        person: &str,
        version: u32,
        wrapped: &Sealed,
    ) -> Result<Self, SealError> {
        let plain = open(&master.derive("wrap", ""), &key_place(person, version), wrapped)?;
        let bytes = plain.as_bytes().try_into().map_err(|_| SealError::Short)?;
        Ok(Self { person: person.to_owned(), version, bytes })
    }

    /// Seals a value of the person for this field and version of the field.
    pub fn seal_value(
        &self,
        field: &str,
        version: u32,
        plain: &[u8],
        rng: &mut Rng,
    ) -> Result<Sealed, SealError> {
        seal(&self.bytes, &self.value_place(field, version), plain, rng)
    }

    /// Opens a value that was sealed for the same person, field and version.
    pub fn open_value(&self, field: &str, version: u32, sealed: &Sealed) -> Result<Plain, SealError> {
        open(&self.bytes, &self.value_place(field, version), sealed)
    }

    /// Seals a file of the person; `kind` is what it holds (`jpeg`).
    pub fn seal_file(&self, kind: &str, plain: &[u8], rng: &mut Rng) -> Result<Sealed, SealError> {
        seal(&self.bytes, &self.file_place(kind), plain, rng)
    }

    /// Opens a file that was sealed for the same person as the same kind.
    pub fn open_file(&self, kind: &str, sealed: &Sealed) -> Result<Plain, SealError> {
        open(&self.bytes, &self.file_place(kind), sealed)
    }

    fn value_place(&self, field: &str, version: u32) -> Vec<u8> {
        bound("yichuang/value/v1", &[self.person.as_bytes(), field.as_bytes(), &version.to_be_bytes()])
    }

    fn file_place(&self, kind: &str) -> Vec<u8> {
        bound("yichuang/file/v1", &[self.person.as_bytes(), kind.as_bytes()])
    }
}

fn key_place(person: &str, version: u32) -> Vec<u8> {
    bound("yichuang/key/v1", &[person.as_bytes(), &version.to_be_bytes()])
}

/// Whose key and which version, nothing of the key.
impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DataKey({} v{})", self.person, self.version)
    }
}
