//! Sending one message once. When to repeat is the caller's business (an outbox, the payment twin).

use std::fmt;
use std::time::Duration;

use base::Instant;
use ureq::Agent;
use ureq::config::Config;
use ureq::http::{Uri, header};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use super::{HEADER_ID, HEADER_SIGNATURE, HEADER_TIMESTAMP, Secret, SignatureError, sign};
use crate::address::is_private_address;
use crate::limits::Wrong;
use crate::link::SANDBOX;

/// The largest message, in bytes. The format advises to stay under 20 KB.
pub const BODY_MAX: usize = 256 * 1024;

/// How messages are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SenderConfig {
    /// The longest time for one attempt, connecting included.
    pub timeout_ms: u32,
    /// Whether addresses of the office's own network and plain `http` are allowed: for demonstrations and for
    /// installations whose partners live in the same closed network.
    pub allow_private: bool,
    /// Whether messages say `Sandbox: 1`, as everything does that comes from a twin.
    pub sandbox: bool,
}

/// Sends messages. Blocking: for worker threads.
#[derive(Debug)]
pub struct Sender {
    agent: Agent,
    config: SenderConfig,
}

/// Why a message was not delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
    /// Not a whole `https` address without a user name; repeating will not help.
    #[error("not a whole https address without a user name")]
    Address,
    /// The address leads into a private network; repeating will not help.
    #[error("the address leads into a private network")]
    PrivateAddress,
    /// The message is larger than [`BODY_MAX`], has an id that is not in form, or there is no secret.
    #[error("the message is too large, its id is not in form, or there is no secret")]
    Message,
    /// The receiver could not be reached.
    #[error("the receiver cannot be reached")]
    Unreachable,
    /// The receiver did not answer in time.
    #[error("the receiver did not answer in time")]
    TimedOut,
    /// The receiver answered with something other than 2xx. 410 asks to stop sending for good.
    #[error("the receiver answered with status {0}")]
    Status(u16),
}

impl DeliveryError {
    /// Whether the same message may be delivered later.
    pub fn may_pass(self) -> bool {
        match self {
            Self::Address | Self::PrivateAddress | Self::Message | Self::Status(410) => false,
            Self::Unreachable | Self::TimedOut | Self::Status(_) => true,
        }
    }
}

impl From<SignatureError> for DeliveryError {
    fn from(_: SignatureError) -> Self {
        Self::Message
    }
}

impl Sender {
    /// A sender as configured.
    pub fn new(config: SenderConfig) -> Self {
        let settings = Agent::config_builder()
            .http_status_as_error(false)
            // A redirect could lead from a public address into the private network.
            .max_redirects(0)
            .proxy(None)
            .https_only(!config.allow_private)
            .timeout_global(Some(Duration::from_millis(config.timeout_ms.into())))
            .max_response_header_size(16 * 1024)
            .max_idle_connections(0)
            .user_agent("yichuang-webhooks")
            .build();
        let resolver = Outside { allow_private: config.allow_private, inner: DefaultResolver::default() };
        Self { agent: Agent::with_parts(settings, DefaultConnector::default(), resolver), config }
    }

    /// Signs `body` (JSON) under every secret and sends it once; `Ok` is the receiver's 2xx status. The answer's body
    /// is not read.
    pub fn deliver(
        &self,
        url: &str,
        secrets: &[Secret],
        id: &str,
        now: Instant,
        body: &[u8],
    ) -> Result<u16, DeliveryError> {
        let uri = self.address(url)?;
        if body.len() > BODY_MAX {
            return Err(DeliveryError::Message);
        }
        let signature = sign(secrets, id, now, body)?;
        let mut request = self
            .agent
            .post(uri)
            .header(header::CONTENT_TYPE, "application/json")
            .header(HEADER_ID, id)
            .header(HEADER_TIMESTAMP, now.ms().div_euclid(1000).to_string())
            .header(HEADER_SIGNATURE, signature);
        if self.config.sandbox {
            request = request.header(SANDBOX, "1");
        }
        let status = request.send(body).map_err(not_delivered)?.status();
        if status.is_success() { Ok(status.as_u16()) } else { Err(DeliveryError::Status(status.as_u16())) }
    }

    fn address(&self, url: &str) -> Result<Uri, DeliveryError> {
        let mut wrong = Wrong::default();
        wrong.url("url", url);
        let uri: Uri = url.parse().map_err(|_| DeliveryError::Address)?;
        let named = uri.authority().is_some_and(|a| !a.as_str().contains('@'));
        let secure = self.config.allow_private || uri.scheme_str() == Some("https");
        if wrong.is_empty() && named && secure { Ok(uri) } else { Err(DeliveryError::Address) }
    }
}

fn not_delivered(error: ureq::Error) -> DeliveryError {
    match error {
        ureq::Error::Timeout(_) => DeliveryError::TimedOut,
        ureq::Error::Other(inner) if inner.is::<Inside>() => DeliveryError::PrivateAddress,
        _ => DeliveryError::Unreachable,
    }
}

/// Resolves names and refuses a name of which any address is private. The check sits here and not before the call,
/// because a name may resolve differently a moment later; the connection goes to the very addresses checked.
struct Outside {
    allow_private: bool,
    inner: DefaultResolver,
}

/// A name that leads inside.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to a private address")]
struct Inside;

impl Resolver for Outside {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        if !self.allow_private && found.iter().any(|address| is_private_address(address.ip())) {
            return Err(ureq::Error::Other(Box::new(Inside)));
        }
        Ok(found)
    }
}

impl fmt::Debug for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outside").field("allow_private", &self.allow_private).finish_non_exhaustive()
    }
}
