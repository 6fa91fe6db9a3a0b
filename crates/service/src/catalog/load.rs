//! Reading the catalogue: the embedded files, and an overlay's files merged into them.
//!
//! An overlay file with the name of an embedded one changes that item: tables are merged, lists of tables that have an
//! `id` are merged by it, everything else is replaced. A file with a new name is a new item and must be whole.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::model::Item;

/// The files that come with the program.
pub(crate) const EMBEDDED: &[(&str, &str)] = &[
    ("licence-contact.toml", include_str!("../../../../catalog/licence-contact.toml")),
    ("licence-damaged.toml", include_str!("../../../../catalog/licence-damaged.toml")),
    ("licence-lost.toml", include_str!("../../../../catalog/licence-lost.toml")),
    ("licence-renew-expiry.toml", include_str!("../../../../catalog/licence-renew-expiry.toml")),
];

/// Every item, by code.
#[derive(Clone, Debug)]
pub struct Catalog {
    items: BTreeMap<String, Item>,
    digest: String,
}

/// Why a file is no item.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogError {
    /// It is not TOML, or has something beside `[item]`.
    #[error("{file}: {message}")]
    Syntax {
        /// The file's name.
        file: String,
        /// What the reader says.
        message: String,
    },
    /// The item lacks something, or has something it should not have.
    #[error("{file}: {message}")]
    Item {
        /// The file's name.
        file: String,
        /// What is wrong.
        message: String,
    },
    /// There is no item with this code.
    #[error("there is no item {code}{}", nearest.as_ref().map(|n| format!("; the nearest known is {n}")).unwrap_or_default())]
    Unknown {
        /// The code asked for.
        code: String,
        /// The known code that is most like it.
        nearest: Option<String>,
    },
}

impl Catalog {
    /// The catalogue that comes with the program.
    pub fn embedded() -> Result<Self, CatalogError> {
        Self::load(EMBEDDED, &[])
    }

    /// The catalogue of these files with an overlay's files merged in, each its name and its text.
    pub fn load(files: &[(&str, &str)], overlay: &[(&str, &str)]) -> Result<Self, CatalogError> {
        let tables = merged(files, overlay)?;
        let mut items = BTreeMap::new();
        for (file, table) in &tables {
            let item = read_item(file, table)?;
            items.insert(item.code.clone(), item);
        }
        let whole = tables.into_iter().map(|(file, table)| (file, Value::Table(table))).collect();
        Ok(Self { items, digest: law::digest_of(&Value::Table(whole)) })
    }

    /// The item with this code, or the nearest code there is.
    pub fn item(&self, code: &str) -> Result<&Item, CatalogError> {
        self.items.get(code).ok_or_else(|| CatalogError::Unknown {
            code: code.to_owned(),
            nearest: law::nearest(code, self.items.keys().map(String::as_str)).map(str::to_owned),
        })
    }

    /// All items, by code.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.items.values()
    }

    /// SHA-256 over all items in 64 hex digits; comments and order do not count.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

/// Every file with the overlay merged in, by name.
pub(crate) fn merged(
    files: &[(&str, &str)],
    overlay: &[(&str, &str)],
) -> Result<BTreeMap<String, Table>, CatalogError> {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for (file, text) in files.iter().chain(overlay) {
        let table: Table = toml::from_str(text).map_err(|e| syntax(file, e.to_string().trim()))?;
        let whole = tables.entry((*file).to_owned()).or_default();
        merge_table(whole, table);
    }
    Ok(tables)
}

/// One item from its merged file.
pub(crate) fn read_item(file: &str, table: &Table) -> Result<Item, CatalogError> {
    let mut table = table.clone();
    let item = table.remove("item").ok_or_else(|| syntax(file, "[item] is missing"))?;
    if let Some(other) = table.keys().next() {
        return Err(syntax(file, &format!("{other}: only [item] may stand at the top")));
    }
    let wrong = |message: String| CatalogError::Item { file: file.to_owned(), message };
    let item: Item = item.try_into().map_err(|e: toml::de::Error| wrong(e.to_string().trim().to_owned()))?;
    if file.strip_suffix(".toml") == Some(&item.code) {
        Ok(item)
    } else {
        Err(wrong(format!("code is {}; the file must be {}.toml", item.code, item.code)))
    }
}

fn syntax(file: &str, message: &str) -> CatalogError {
    CatalogError::Syntax { file: file.to_owned(), message: message.to_owned() }
}

/// Puts `change` into `whole`. Test facts are merged with it too.
pub(crate) fn merge_table(whole: &mut Table, change: Table) {
    for (key, new) in change {
        match (whole.get_mut(&key), new) {
            (Some(Value::Table(old)), Value::Table(new)) => merge_table(old, new),
            (Some(Value::Array(old)), Value::Array(new)) if have_ids(old) && have_ids(&new) => {
                merge_rows(old, new);
            }
            (_, new) => {
                whole.insert(key, new);
            }
        }
    }
}

fn merge_rows(rows: &mut Vec<Value>, changes: Vec<Value>) {
    for change in changes {
        let known = rows.iter_mut().find(|row| id_of(row) == id_of(&change));
        match (known, change) {
            (Some(Value::Table(old)), Value::Table(new)) => merge_table(old, new),
            (_, change) => rows.push(change),
        }
    }
}

fn have_ids(rows: &[Value]) -> bool {
    !rows.is_empty() && rows.iter().all(|row| id_of(row).is_some())
}

fn id_of(row: &Value) -> Option<&str> {
    row.get("id").and_then(Value::as_str)
}
