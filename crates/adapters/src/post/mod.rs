//! The post (警邮): licences and papers to people's doors. Handed over at the office the same day, delivered the next.
//!
//! A parcel has our number and, once the post has taken it, the post's tracking number. Its events are asked for and
//! shown to the person; nothing in the case depends on them except that a delivered parcel ends the delivery and a
//! returned one starts another. Where the post is down the parcel waits and the person may fetch the licence at
//! the outlet. The profile is `docs/profiles/post.md`.

mod client;
mod journey;
mod twin;

#[cfg(test)]
mod tests;

use base::Instant;
use serde::{Deserialize, Serialize};

pub use client::Post;
pub(crate) use twin::{Twin, router};

use crate::Private;
use crate::limits::{Limited, Wrong};

/// A parcel to hand over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewParcel {
    /// Our number of the parcel, 1 to 64 letters, digits, `_` and `-`; the same number is the same parcel.
    pub parcel_no: String,
    /// To whom, 1 to 60 characters.
    pub addressee: Private,
    /// A telephone number that the postman can call, 5 to 20 digits, `-` or `+`.
    pub phone: Private,
    /// Where to, 1 to 200 characters.
    pub address: Private,
    /// What is inside, 1 to 60 characters; no personal data.
    pub content: String,
}

/// A parcel as the post has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// Our number.
    pub parcel_no: String,
    /// The post's number.
    pub tracking_no: String,
    /// How it stands: the state of the last event.
    pub state: ParcelState,
    /// What happened to it, oldest first, 1 to 100 events.
    pub events: Vec<Event>,
}

/// Something that happened to a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When, in milliseconds UTC.
    pub at_ms: Instant,
    /// What it came to.
    pub state: ParcelState,
    /// Where, 1 to 100 characters.
    pub place: String,
}

/// How a parcel stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParcelState {
    /// Taken by the post (已收寄).
    Accepted,
    /// Between sorting offices (运输中).
    InTransit,
    /// With the postman (派送中).
    OutForDelivery,
    /// Handed to the addressee; final (已签收).
    Delivered,
    /// On its way back to the office (退回中).
    Returning,
    /// Back at the office; final (已退回).
    Returned,
}

/// Calls a parcel back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Return {
    /// Why, 1 to 120 characters; no personal data.
    pub reason: String,
}

impl Limited for NewParcel {
    fn check(&self, wrong: &mut Wrong) {
        wrong.number("parcel_no", &self.parcel_no);
        wrong.text("addressee", self.addressee.as_str(), 60);
        wrong.phone("phone", self.phone.as_str());
        wrong.text("address", self.address.as_str(), 200);
        wrong.text("content", &self.content, 60);
    }
}

impl Limited for Parcel {
    fn check(&self, wrong: &mut Wrong) {
        wrong.number("parcel_no", &self.parcel_no);
        wrong.number("tracking_no", &self.tracking_no);
        wrong.at_most("events", self.events.len(), 100);
        for event in self.events.iter().take(100) {
            wrong.text("events.place", &event.place, 100);
        }
        wrong.holds("state", self.events.last().is_some_and(|last| last.state == self.state));
    }
}

impl Limited for Return {
    fn check(&self, wrong: &mut Wrong) {
        wrong.text("reason", &self.reason, 120);
    }
}
