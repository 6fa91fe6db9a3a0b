//! Webhooks in the Standard Webhooks format (version 1.0.0): what the platform sends to partners who asked to be
//! told, and what the payment platform sends to us.
//!
//! A message carries three headers. `webhook-id` is the same however often the message is repeated, so a receiver
//! keeps the ids it has worked on. `webhook-timestamp` is the second of this attempt; a receiver refuses one more than
//! five minutes away, so that a message taken down on the way cannot be played again later. `webhook-signature`
//! holds one or more signatures separated by a space, each `v1,` and the base64 of HMAC-SHA256 over
//! `id.timestamp.body`; two secrets sign while one replaces the other.
//!
//! Sending refuses addresses inside the office's own network unless the installation says otherwise, because the
//! address of a webhook is typed in by somebody outside.

mod deliver;
mod signature;

#[cfg(test)]
mod tests;

pub use deliver::{BODY_MAX, DeliveryError, Sender, SenderConfig};
pub use signature::{
    HEADER_ID, HEADER_SIGNATURE, HEADER_TIMESTAMP, Secret, SecretError, SignatureError, TOLERANCE_S,
    Verified, sign, verify,
};
