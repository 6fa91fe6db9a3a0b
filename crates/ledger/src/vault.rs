//! The vault's tables: who has a key, what is sealed under it, and by which blind indexes a person is found. Values
//! are sealed before a transaction and opened outside the writer; the closure only keeps the rows, and its event
//! cites their digests.

use base::Rng;
use store::{Read, Row, Tx, params};

use crate::cited::{ValueRow, VaultRows};
use crate::seal::digest::{SALT_LEN, blind_digest, key_digest, value_digest};
use crate::seal::{BlindIndex, BlindKey, BlindKind, DataKey, MasterKey, NONCE_LEN, Plain, SealError, Sealed};
use crate::tree::Hash;
use crate::{Error, sql};

/// The tables that an erasure takes rows from, to be written anew after it (`Store::rewrite`).
pub const TABLES: &[&str] = &["vault", "vault_key", "blind"];

impl From<SealError> for Error {
    fn from(error: SealError) -> Self {
        Self::Key(error.to_string())
    }
}

/// The keys of the vault, read once from the operator's master key file.
#[derive(Debug)]
pub struct Vault {
    master: MasterKey,
    blind: [BlindKey; 3],
}

/// Rows that were sealed and wait for the transaction that keeps them.
#[derive(Debug, Default)]
pub struct Prepared {
    rows: VaultRows,
    key: Option<(u32, Vec<u8>)>,
    values: Vec<(String, u32, Sealed)>,
    blinds: Vec<(BlindKind, BlindIndex, [u8; SALT_LEN])>,
}

impl Vault {
    /// The vault under this master key.
    pub fn new(master: MasterKey) -> Self {
        let blind = BlindKind::ALL.map(|kind| BlindKey::derive(&master, kind));
        Self { master, blind }
    }

    /// A key for another purpose of the program, told from all others by its label. Every copy of the program that has
    /// the same master key has the same one, and it opens nothing of the vault.
    pub fn key_for(&self, label: &str) -> [u8; 32] {
        *self.master.derive("program", label)
    }

    /// Begins a person's part of the vault: a new key, to be followed by values and blind indexes.
    pub fn begin(&self, person: &str, rng: &mut Rng) -> Result<(DataKey, Prepared), Error> {
        let key = DataKey::generate(&self.master, person, 1, rng);
        let wrapped = key.wrap(&self.master, rng)?;
        let mut prepared = Prepared::of(person);
        prepared.rows.key = Some(key_digest(person, key.version(), &wrapped));
        prepared.key = Some((key.version(), joined(&wrapped)));
        Ok((key, prepared))
    }

    /// What a person is found by for this value.
    pub fn index(&self, kind: BlindKind, value: &str) -> Option<BlindIndex> {
        self.blind.iter().find(|key| key.kind() == kind).map(|key| key.index(value))
    }

    /// Adds a blind-index row for the value.
    pub fn add_index(&self, prepared: &mut Prepared, kind: BlindKind, value: &str, rng: &mut Rng) {
        if let Some(index) = self.index(kind, value) {
            let salt = rng.bytes();
            prepared.rows.blinds.push(blind_digest(
                kind.name(),
                index.as_bytes(),
                &prepared.rows.person,
                &salt,
            ));
            prepared.blinds.push((kind, index, salt));
        }
    }

    /// The persons who have this value, at most twenty.
    pub fn find(&self, read: &mut Read<'_>, kind: BlindKind, value: &str) -> Result<Vec<String>, Error> {
        let Some(index) = self.index(kind, value) else { return Ok(Vec::new()) };
        self.find_index(read, kind, &index)
    }

    /// The persons under an index that was computed before, at most twenty.
    pub fn find_index(
        &self,
        read: &mut Read<'_>,
        kind: BlindKind,
        index: &BlindIndex,
    ) -> Result<Vec<String>, Error> {
        Ok(read.list(&sql::BLIND_FIND, params![kind.name(), *index.as_bytes()], |row| row.text(0))?)
    }

    /// A person's key; none after erasure.
    pub fn key(&self, read: &mut Read<'_>, person: &str) -> Result<Option<DataKey>, Error> {
        let stored = read.maybe(&sql::KEY_GET, params![person], |row| Ok((row.int(0)?, row.bytes(1)?)))?;
        let Some((version, wrapped)) = stored else { return Ok(None) };
        let version = u32::try_from(version).unwrap_or(0);
        Ok(Some(DataKey::unwrap(&self.master, person, version, &split(&wrapped)?)?))
    }

    /// One version of a field, opened; none when there is no such row.
    pub fn open(
        &self,
        read: &mut Read<'_>,
        key: &DataKey,
        field: &str,
        version: u32,
    ) -> Result<Option<Plain>, Error> {
        let found = read.maybe(&sql::VALUE_GET, params![key.person(), field, version], |row| {
            Ok((row.bytes(0)?, row.bytes(1)?))
        })?;
        let Some((nonce, ciphertext)) = found else { return Ok(None) };
        let sealed = Sealed::from_parts(&nonce, ciphertext)?;
        Ok(Some(key.open_value(field, version, &sealed)?))
    }
}

impl Vault {
    /// Some fields of a person, each in one version, opened in one reading; none where there is no such row.
    pub fn open_many<const N: usize>(
        &self,
        read: &mut Read<'_>,
        key: &DataKey,
        wanted: [(&str, u32); N],
    ) -> Result<[Option<Plain>; N], Error> {
        let mut sealed: [Option<(Vec<u8>, Vec<u8>)>; N] = [const { None }; N];
        read.each(&sql::VALUES_OF, params![key.person()], |row| {
            let (field, version) = (row.text(0)?, row.int(1)?);
            for (place, (name, number)) in sealed.iter_mut().zip(wanted) {
                if field == name && version == i64::from(number) {
                    *place = Some((row.bytes(2)?, row.bytes(3)?));
                }
            }
            Ok(())
        })?;
        let mut opened = [const { None }; N];
        for ((plain, sealed), (field, version)) in opened.iter_mut().zip(sealed).zip(wanted) {
            if let Some((nonce, ciphertext)) = sealed {
                *plain = Some(key.open_value(field, version, &Sealed::from_parts(&nonce, ciphertext)?)?);
            }
        }
        Ok(opened)
    }
}

impl Prepared {
    /// Nothing yet, for a person who has a key.
    pub fn of(person: &str) -> Self {
        Self { rows: VaultRows { person: person.to_owned(), ..VaultRows::default() }, ..Self::default() }
    }

    /// Seals a value as this version of the field.
    pub fn add_value(
        &mut self,
        key: &DataKey,
        field: &str,
        version: u32,
        value: &str,
        rng: &mut Rng,
    ) -> Result<(), Error> {
        let sealed = key.seal_value(field, version, value.as_bytes(), rng)?;
        let digest = value_digest(key.person(), field, version, sealed.nonce(), sealed.ciphertext());
        self.rows.values.push(ValueRow { field: field.to_owned(), version, digest });
        self.values.push((field.to_owned(), version, sealed));
        Ok(())
    }

    /// What the event cites.
    pub fn rows(&self) -> &VaultRows {
        &self.rows
    }

    /// Writes the rows; called inside the closure, which may run more than once.
    pub fn keep(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let person = self.rows.person.as_str();
        if let Some((version, wrapped)) = &self.key {
            tx.exec(&sql::KEY_INSERT, params![person, *version, wrapped])?;
        }
        for (field, version, sealed) in &self.values {
            let (nonce, ciphertext) = (*sealed.nonce(), sealed.ciphertext());
            tx.exec(&sql::VALUE_INSERT, params![person, field, *version, nonce, ciphertext])?;
        }
        for (kind, index, salt) in &self.blinds {
            tx.exec(&sql::BLIND_INSERT, params![kind.name(), *index.as_bytes(), person, *salt])?;
        }
        Ok(())
    }
}

/// Takes away a person's index row of this kind for an old value; gives the digests for the event.
pub fn drop_index(
    tx: &mut Tx<'_>,
    person: &str,
    kind: BlindKind,
    index: &BlindIndex,
) -> Result<Vec<Hash>, Error> {
    let mine = blinds_of(tx, person)?;
    let gone: Vec<Hash> = mine
        .into_iter()
        .filter(|(name, token, _)| name == kind.name() && token == index.as_bytes())
        .map(|(_, _, digest)| digest)
        .collect();
    tx.exec(&sql::BLIND_DROP, params![kind.name(), *index.as_bytes(), person])?;
    Ok(gone)
}

/// Destroys everything the vault holds of a person: key, values and blind indexes.
pub fn erase(tx: &mut Tx<'_>, person: &str) -> Result<(), Error> {
    for (kind, token, _) in blinds_of(tx, person)? {
        tx.exec(&sql::BLIND_DROP, params![kind, token, person])?;
    }
    tx.exec(&sql::VALUES_DELETE, params![person])?;
    tx.exec(&sql::KEY_DELETE, params![person])?;
    Ok(())
}

fn blinds_of(read: &mut Read<'_>, person: &str) -> Result<Vec<(String, [u8; 32], Hash)>, Error> {
    Ok(read.list(&sql::BLINDS_OF, params![person], |row| {
        let (kind, token, salt) = (row.text(0)?, row.digest(1)?, salt(row, 2)?);
        let digest = blind_digest(&kind, &token, person, &salt);
        Ok((kind, token, digest))
    })?)
}

/// A salt as stored; a cut one gives a digest that no event cites.
pub(crate) fn salt(row: &Row<'_>, column: usize) -> Result<[u8; SALT_LEN], store::Error> {
    Ok(row.bytes(column)?.try_into().unwrap_or([0; SALT_LEN]))
}

/// A wrapped key in one column: nonce, then ciphertext.
fn joined(sealed: &Sealed) -> Vec<u8> {
    [sealed.nonce().as_slice(), sealed.ciphertext()].concat()
}

pub(crate) fn split(stored: &[u8]) -> Result<Sealed, SealError> {
    let (nonce, ciphertext) = stored.split_at_checked(NONCE_LEN).ok_or(SealError::Short)?;
    Sealed::from_parts(nonce, ciphertext.to_vec())
}
