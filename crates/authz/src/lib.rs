//! Who may do what: one place that answers, for every door, whether an actor may take an action on a resource on a
//! given day, and which rows of a list an actor may see. The rules are text, in `policies/`: a schema and fewer than
//! fifty Cedar policies, compiled in and strictly validated at start. Delegated authority ([`Grant`]) and mandates
//! ([`Mandate`]) are data on the actor, never a policy each, so that the cost of a decision does not grow with the
//! network of outlets.
//!
//! It is not the law: whether a licence can be renewed today, whether a case is ready to be decided, is said by the
//! rules of the case. It does not know sessions, tables or pages; the caller loads the facts, inside the same
//! transaction where the action writes. No type of the policy engine leaves this crate.
//!
//! For example, a reviewer who wants to approve a case asks [`Authorizer::decide`] for [`Action::CaseDecide`]; the
//! answer names the policies that decided, for the event, and, where it is no, a [`Denial`] with words for the person.
#![warn(missing_docs)]

mod action;
mod actor;
mod area;
mod authorizer;
mod closed;
mod conflict;
mod context;
mod denial;
mod entities;
mod grant;
mod memo;
mod policies;
mod resource;
mod role;
mod scope;
#[cfg(test)]
mod tests;
mod words;

pub use action::Action;
pub use actor::{Actor, ActorKind, Mandate, Staff};
pub use area::Area;
pub use authorizer::{Authorizer, Decision};
pub use conflict::{Conflict, conflicts};
pub use context::{Channel, Context};
pub use denial::Denial;
pub use grant::{Grant, Items, Stage, Standing};
pub use policies::PolicyError;
pub use resource::{Case, Owner, Resource};
pub use role::Role;
pub use scope::{Clause, Scope};
