//! What is known of a person, in rows, in events and opened.

use base::{Day, Region};
use ledger::VaultRows;
use ledger::tree::Hash;
use serde::{Deserialize, Serialize};

use crate::closed::closed;
use crate::office::events;

/// The fields of a person in the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// 姓名.
    Name,
    /// 身份证明号码.
    IdNumber,
    /// 手机号码.
    Phone,
    /// 联系地址. Where a case's parcel goes belongs to the case.
    Address,
}

impl Field {
    /// The field's name in the vault.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::IdNumber => "id_number",
            Self::Phone => "phone",
            Self::Address => "address",
        }
    }
}

/// A person's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// `per_…`.
    pub id: String,
    /// Where the person was first registered.
    pub region: Region,
    /// Versions in force; 0 where there is no value.
    pub name_version: u32,
    /// See `name_version`.
    pub id_number_version: u32,
    /// See `name_version`.
    pub phone_version: u32,
    /// See `name_version`.
    pub address_version: u32,
    /// Digest of the photo on file.
    pub photo: Option<Hash>,
    /// Whether the values were erased.
    pub erased: bool,
}

/// A person's values, opened from the vault. Never stored, never logged.
#[derive(Clone)]
pub struct PersonValues {
    /// 姓名.
    pub name: String,
    /// 身份证明号码, 18 characters.
    pub id_number: String,
    /// 手机号码, 11 digits; empty where none is on file.
    pub phone: String,
    /// 联系地址; empty where none is on file.
    pub address: String,
}

impl std::fmt::Debug for PersonValues {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonValues")
    }
}

/// Values as screens show them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Masked {
    /// 张*, 欧阳**.
    pub name: String,
    /// 9999**********1234.
    pub id_number: String,
    /// 139****0001.
    pub phone: String,
}

impl PersonValues {
    /// The values as screens show them.
    pub fn masked(&self) -> Masked {
        Masked {
            name: masked_name(&self.name),
            id_number: mask(&self.id_number, 4, 4),
            phone: mask(&self.phone, 3, 4),
        }
    }

    /// The birth date that an 18-digit resident identity number carries (GB 11643); none for other documents.
    pub fn birth(&self) -> Option<Day> {
        let digits: String = self.id_number.chars().skip(6).take(8).collect();
        let number = |from: usize, count: usize| -> Option<i16> {
            digits.chars().skip(from).take(count).collect::<String>().parse().ok()
        };
        let (month, day) = (i8::try_from(number(4, 2)?).ok()?, i8::try_from(number(6, 2)?).ok()?);
        Day::new(number(0, 4)?, month, day).ok()
    }
}

/// A name but for its first character.
pub(super) fn masked_name(name: &str) -> String {
    mask(name, 1, 0)
}

/// Stars for all but the first `head` and the last `tail` characters.
fn mask(value: &str, head: usize, tail: usize) -> String {
    let count = value.chars().count();
    let shown = |i: usize| i < head || i + tail >= count;
    value.chars().enumerate().map(|(i, c)| if shown(i) { c } else { '*' }).collect()
}

/// A person was entered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonRegistered {
    /// `per_…`.
    pub person: String,
    /// Where.
    pub region: Region,
    /// The values, by digest.
    pub vault: VaultRows,
}

/// A value got a new version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonChanged {
    /// `per_…`.
    pub person: String,
    /// The new versions, by digest.
    pub vault: VaultRows,
}

/// A photo was put on file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhotoKept {
    /// `per_…`.
    pub person: String,
    /// The file: exactly one digest.
    pub files: Vec<Hash>,
}

closed! {
    /// Why a person's values are erased (PIPL§47).
    ErasureGround {
        /// The person asks for it.
        Request = "request", "本人要求删除", "the person asks for it";
        /// The term for which they were kept is over.
        RetentionOver = "retention_over", "保存期限届满", "the term of keeping is over";
        /// They should not have been kept.
        Unlawful = "unlawful", "不应收集或者保存", "they should not have been kept";
    }
}

/// An archivist asked for the person's erasure; another has to confirm it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErasureAsked {
    /// `per_…`.
    pub person: String,
    /// Why.
    pub ground: ErasureGround,
    /// The number of the application or paper it rests on.
    pub reference: String,
}

/// The person's values, key, indexes and files were destroyed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonErased {
    /// `per_…`.
    pub person: String,
    /// Digests of the destroyed files.
    pub destroyed: Vec<Hash>,
}

events! {
    /// What happens to a person's record.
    PersonEvent {
        /// Entered.
        Registered(PersonRegistered) = "person.registered",
        /// A new version of a value.
        Changed(PersonChanged) = "person.changed",
        /// A photo on file.
        PhotoKept(PhotoKept) = "person.photo_kept",
        /// One archivist asked for the erasure.
        ErasureAsked(ErasureAsked) = "person.erasure_asked",
        /// Erased.
        Erased(PersonErased) = "person.erased",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn screens_show_the_ends_only() {
        let values = PersonValues {
            name: "欧阳示例".into(),
            id_number: "999901199003072934".into(),
            phone: "13900001234".into(),
            address: String::new(),
        };
        let masked = values.masked();
        assert_eq!(masked.name, "欧***");
        assert_eq!(masked.id_number, "9999**********2934");
        assert_eq!(masked.phone, "139****1234");
        assert_eq!(values.birth().unwrap().to_string(), "1990-03-07");
    }
}
