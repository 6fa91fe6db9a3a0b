//! Notifications: how the twin sends them and how the platform reads them.

use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderMap;
use base::Instant;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use super::Order;
use super::orders::Change;
use crate::Mode;
use crate::limits::Limited as _;
use crate::link::SANDBOX;
use crate::twins::{Desk, TwinConfig};
use crate::webhooks::{self, Secret, Sender, SenderConfig, SignatureError};

/// The only kind of notification.
const KIND: &str = "payment.order_changed";

/// The most notifications under way at once; more are dropped, as a notification may always be lost.
const UNDER_WAY_MAX: usize = 256;

/// The largest notification that is read, in bytes.
const NOTIFICATION_MAX: usize = 16 * 1024;

#[derive(Debug, Serialize, Deserialize)]
struct Notification {
    r#type: String,
    timestamp: String,
    data: Order,
}

/// A notification that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notified {
    /// The notification's id, the same for every repeat: keep it and work on it once.
    pub id: String,
    /// The order as it stood when the notification was made. Notifications may overtake each other, so ask for the
    /// order where the sequence matters.
    pub order: Order,
}

/// Why a notification is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotificationError {
    /// It does not come from the payment platform, or is too old.
    #[error("the signature: {0}")]
    Signature(#[from] SignatureError),
    /// It comes from a twin and this installation is in production.
    #[error("the notification came from a sandbox, and this installation is in production")]
    Sandbox,
    /// It is larger than 16 KiB, not JSON or not of the profile.
    #[error("the notification is not of the profile")]
    Body,
}

/// Checks and reads a notification: size, signature, age, sandbox mark, members. `body` is the bytes as they came.
pub fn read_notification(
    mode: Mode,
    secrets: &[Secret],
    headers: &HeaderMap,
    body: &[u8],
    now: Instant,
) -> Result<Notified, NotificationError> {
    if body.len() > NOTIFICATION_MAX {
        return Err(NotificationError::Body);
    }
    let verified = webhooks::verify(secrets, headers, body, now)?;
    if mode == Mode::Production && headers.contains_key(SANDBOX) {
        return Err(NotificationError::Sandbox);
    }
    let notification: Notification = serde_json::from_slice(body).map_err(|_| NotificationError::Body)?;
    if notification.r#type != KIND || !notification.data.wrong().is_empty() {
        return Err(NotificationError::Body);
    }
    Ok(Notified { id: verified.id, order: notification.data })
}

/// Sends the twin's notifications.
#[derive(Debug)]
pub(super) struct Notifier {
    sender: Sender,
    secrets: Vec<Secret>,
    waits_ms: Vec<u64>,
    slots: Arc<Semaphore>,
}

impl Notifier {
    pub(super) fn new(config: &TwinConfig) -> Self {
        // Twins live on the loopback address, and so does the platform that they notify.
        let sender = Sender::new(SenderConfig { timeout_ms: 5000, allow_private: true, sandbox: true });
        let slots = Arc::new(Semaphore::new(UNDER_WAY_MAX));
        let secrets = vec![config.payment_secret.clone()];
        Self { sender, secrets, waits_ms: config.notify_waits_ms.clone(), slots }
    }

    /// Tells the platform of a change in the background: at once, and again after each wait until it is taken.
    pub(super) fn tell(self: Arc<Self>, desk: Arc<Desk>, change: Change) {
        let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() else {
            tracing::warn!("too many notifications under way; one is dropped");
            return;
        };
        let twice = desk.notifies_twice();
        tokio::spawn(async move {
            for wait_ms in std::iter::once(&0).chain(&self.waits_ms) {
                tokio::time::sleep(Duration::from_millis(*wait_ms)).await;
                if self.attempt(&desk, &change).await {
                    if twice {
                        self.attempt(&desk, &change).await;
                    }
                    break;
                }
            }
            drop(slot);
        });
    }

    async fn attempt(&self, desk: &Desk, change: &Change) -> bool {
        let now = desk.now();
        let notification =
            Notification { r#type: KIND.to_owned(), timestamp: now.rfc3339(), data: change.order.clone() };
        let Ok(body) = serde_json::to_vec(&notification) else {
            return false;
        };
        match self.sender.deliver(&change.notify_url, &self.secrets, &change.id, now, &body).await {
            Ok(_) => true,
            Err(error) => {
                tracing::debug!(id = change.id, %error, "a notification was not taken");
                false
            }
        }
    }
}
