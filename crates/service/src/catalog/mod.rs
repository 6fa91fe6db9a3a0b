//! The catalogue (业务目录): every item the office offers, as data.
//!
//! An item is one TOML file in `catalog/` at the root of the repository: who may ask for it and where, which conditions
//! it has, what is needed and which shared data makes a paper unnecessary, what it costs and how long it may take, what
//! happens when it is decided, and every word people read about it. Conditions name typed predicates, effects name
//! typed verbs, figures are named and stand in the tables of crate `law`; so a change of law is a change of data, and
//! `check` finds a slip before it is in force. An overlay changes or adds items for one office.
//!
//! `Item::judge` is the one question the rest of the service asks: given the facts, what stands in the way, what is
//! unknown, what is still needed, what does it cost. It opens no case, stores nothing and asks no outside system: facts
//! are handed to it, and a fact whose source is down is unknown, which never refuses.
//!
//! For example `catalog.item("licence-renew-expiry")?.judge(&law, &facts)?.refusals` is empty in the ninety days before
//! a licence ends.

mod asks;
mod check;
mod effects;
mod facts;
mod judge;
mod load;
mod model;
mod predicates;
mod reason;
mod ruleset;
mod slots;
#[cfg(test)]
mod tests;
mod words;

#[cfg(test)]
pub(crate) use check::ask_names;
pub use check::{Finding, check, check_files};
pub use effects::{Effect, EffectOn, ReplaceReason, Validity};
pub use facts::{ContactFacts, Fact, Facts, Found, LicenceFacts, MedicalFacts, PersonFacts, Proof};
pub use judge::{Judgement, RequirementSpec, SpecState, UnknownFact};
pub use load::{Catalog, CatalogError};
pub use model::{Condition, EffectRow, Item, Need, Texts};
pub use predicates::{Predicate, Verdict};
pub use reason::{Named, ReasonWords, Said};
pub use ruleset::{RuleSet, RuleSetError};
pub use words::{
    Act, Before, Channel, LicenceStatus, Party, Product, RequirementKind, Shape, Source, Stream, Subject,
    Tier, Who,
};
