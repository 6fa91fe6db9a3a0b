//! The SMS gateway: login codes and notices to a mobile number, by templates registered with the gateway.
//!
//! The gateway knows the words; we send the template's id and its parameters, so that a message can never say anything
//! that was not approved. A message has our number and is sent once however often we ask. Whether it arrived is
//! asked for later. Where the gateway is down, codes are set at the counter; nothing waits for a message. The
//! profile is `docs/profiles/sms.md`.

mod client;
mod twin;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use base::Instant;
use serde::{Deserialize, Serialize};

pub use client::Sms;
pub use twin::SentMessage;
pub(crate) use twin::{Messages, router};

use crate::Private;
use crate::limits::{Limited, Wrong};

/// The template of a log-in code, as the program calls it.
pub const LOGIN_CODE: &str = "login.code";

/// The template of the code that confirms a new number: parameters `code` and `minutes`.
pub const NUMBER_CODE: &str = "access.number_code";

/// The id at the gateway of a template as the program calls it; numbers have no dots: `login.code` is `login-code`.
pub fn template_id(name: &str) -> String {
    name.replace('.', "-")
}

/// A message to send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// Our number of the message, 1 to 64 letters, digits, `_` and `-`; the same number is the same message.
    pub message_no: String,
    /// The template's id at the gateway, in the form of a number.
    pub template: String,
    /// A mobile number of the mainland, 11 digits.
    pub phone: Private,
    /// The template's parameters: at most 10, names of 1 to 32 characters, values of 1 to 100.
    pub parameters: BTreeMap<String, Private>,
}

/// A message as the gateway has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Our number.
    pub message_no: String,
    /// How it stands.
    pub state: MessageState,
    /// Since when, in milliseconds UTC.
    pub since_ms: Instant,
}

/// How a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// Taken by the gateway.
    Accepted,
    /// On the person's phone.
    Delivered,
    /// It will not arrive: number out of service, phone off for too long.
    Failed,
}

impl Limited for NewMessage {
    fn check(&self, wrong: &mut Wrong) {
        wrong.number("message_no", &self.message_no);
        wrong.number("template", &self.template);
        wrong.mobile("phone", self.phone.as_str());
        wrong.at_most("parameters", self.parameters.len(), 10);
        for (name, value) in self.parameters.iter().take(10) {
            wrong.text("parameters", name, 32);
            wrong.text("parameters", value.as_str(), 100);
        }
    }
}

impl Limited for Message {
    fn check(&self, wrong: &mut Wrong) {
        wrong.number("message_no", &self.message_no);
    }
}
