//! Talking to the SMS gateway.

use base::Rng;

use super::{Message, NewMessage};
use crate::link::{Link, other_question};
use crate::wire::segment;
use crate::{AdapterConfig, AdapterError, ConfigError};

/// The SMS gateway.
#[derive(Debug)]
pub struct Sms(Link);

impl Sms {
    /// The gateway as configured; nothing is called yet.
    pub fn new(config: &AdapterConfig) -> Result<Self, ConfigError> {
        Link::new("sms", config).map(Self)
    }

    /// Sends a message, or gives the one that has this number already. `sms.no_such_template` when the gateway does not
    /// know the template, `sms.message_differs` when the number was used for another message.
    pub async fn send(&self, message: &NewMessage, rng: &mut Rng) -> Result<Message, AdapterError> {
        let answer: Message = self.0.post("/messages", message, rng).await?;
        if answer.message_no == message.message_no { Ok(answer) } else { other_question() }
    }

    /// The message as it stands; `sms.no_such_message` when there is none.
    pub async fn message(&self, message_no: &str, rng: &mut Rng) -> Result<Message, AdapterError> {
        let answer: Message = self.0.get(&format!("/messages/{}", segment(message_no)), rng).await?;
        if answer.message_no == message_no { Ok(answer) } else { other_question() }
    }
}
