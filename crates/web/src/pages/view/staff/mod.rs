//! Pages of staff: logging in and setting up, the desk with its worklist, one case with its checks beside its
//! documents, the acts on it (ask, reject, decide, issue, correct), look-up with a purpose, stock of blanks, staff,
//! outlets, health, outside systems and the ledger. They hold what the role may see and the acts the role may do; the decision which those are
//! is made before.

pub mod acts;
pub mod case;
pub mod counter;
pub mod day;
pub mod decide;
pub mod desk;
pub mod fee;
pub mod health;
pub mod interfaces;
pub mod issue;
pub mod keys;
pub mod knowledge;
pub mod ledger;
pub mod login;
pub mod lookup;
pub mod me;
pub mod notices;
pub mod outlets;
pub mod people;
pub mod person;
pub mod setup;
pub mod stock;
