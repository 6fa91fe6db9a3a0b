//! Everything outside the office is reached over HTTP through an adapter: the population register, the hospitals,
//! the traffic offence system, the payment platform, the SMS gateway, the post and the national platform.
//!
//! An adapter has three parts. Its *profile* is a small JSON-over-HTTP contract of our own, written down in
//! `docs/profiles/NAME.md`; a city connects a real system by putting a connector in front of it that speaks the
//! profile. Its *client* has a time limit and a bounded number of repeats; whoever stops waiting for it ends the call.
//! Its *twin* implements the same profile with synthetic, reproducible behaviour
//! and faults that can be chosen, so that a demonstration and every test run without any outside system.
//!
//! A twin marks each answer `Sandbox: 1`; a client in [`Mode::Production`] refuses such an answer, so that a twin
//! can never stand in for the real thing by mistake. What this crate is not: it decides nothing. A system that does
//! not answer leaves a fact *unknown* ([`AdapterError::leaves_unknown`]), and what follows from that is the
//! domain's business.
#![warn(missing_docs)]

mod address;
mod config;
mod error;
mod http;
mod limits;
mod link;
mod private;
mod wire;

pub mod hospital;
pub mod national;
pub mod offences;
pub mod payment;
pub mod population;
pub mod post;
pub mod sms;
pub mod twins;
pub mod webhooks;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use address::{is_private_address, is_sandbox_address};
pub use config::{AdapterConfig, Adapters, AdaptersConfig, ConfigError, Mode};
pub use error::AdapterError;
pub use private::Private;
