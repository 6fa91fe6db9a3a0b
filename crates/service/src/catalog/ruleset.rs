//! The rule set: the law's tables and the catalogue together, with the one digest that every event cites.

use law::{Law, LawError};
use toml::{Table, Value};

use super::load::{Catalog, CatalogError};

/// The tables of law and the catalogue that are in force together.
#[derive(Clone, Debug)]
pub struct RuleSet {
    /// The law.
    pub law: Law,
    /// The catalogue.
    pub catalog: Catalog,
    /// SHA-256 over both digests, in 64 hex digits.
    pub digest: String,
}

/// Why a rule set cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleSetError {
    /// The tables of law.
    #[error("law: {0}")]
    Law(#[from] LawError),
    /// The catalogue.
    #[error("catalogue: {0}")]
    Catalog(#[from] CatalogError),
}

impl RuleSet {
    /// Law and catalogue as they come with the program.
    pub fn embedded() -> Result<Self, RuleSetError> {
        Ok(Self::new(Law::embedded()?.clone(), Catalog::embedded()?))
    }

    /// The embedded rule set with an office's overlay: files of law tables and of items, each its name and its text.
    pub fn with_overlay(law: &[(&str, &str)], catalog: &[(&str, &str)]) -> Result<Self, RuleSetError> {
        Ok(Self::new(Law::embedded()?.with_overlay(law)?, Catalog::load(super::load::EMBEDDED, catalog)?))
    }

    /// Law and catalogue that were read elsewhere.
    pub fn new(law: Law, catalog: Catalog) -> Self {
        let mut both = Table::new();
        both.insert("catalog".to_owned(), Value::from(catalog.digest()));
        both.insert("law".to_owned(), Value::from(law.digest()));
        Self { digest: law::digest_of(&Value::Table(both)), law, catalog }
    }
}
