//! Sending one message once. When to repeat is the caller's business (an outbox, the payment twin).

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use base::Instant;
use bytes::Bytes;
use http_body_util::Full;
use hyper::{Request, Uri, header};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use tower::Service;

use super::{HEADER_ID, HEADER_SIGNATURE, HEADER_TIMESTAMP, Secret, SignatureError, sign};
use crate::address::is_private_address;
use crate::http::{self, ClientBy};
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

/// Sends messages.
#[derive(Debug)]
pub struct Sender {
    client: ClientBy<Outside>,
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
        let tcp = HttpConnector::new_with_resolver(Outside { allow_private: config.allow_private });
        // Receivers are many and hear seldom: no connection is kept. A redirect, which could lead from a public address
        // into the private network, is not followed.
        Self { client: http::over(tcp, 0), config }
    }

    /// Signs `body` (JSON) under every secret and sends it once; `Ok` is the receiver's 2xx status. The answer's body
    /// is not read.
    pub async fn deliver(
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
        let mut request = Request::post(uri)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::USER_AGENT, "yichuang-webhooks")
            .header(HEADER_ID, id)
            .header(HEADER_TIMESTAMP, now.ms().div_euclid(1000).to_string())
            .header(HEADER_SIGNATURE, sign(secrets, id, now, body)?);
        if self.config.sandbox {
            request = request.header(SANDBOX, "1");
        }
        let request =
            request.body(Full::new(Bytes::copy_from_slice(body))).map_err(|_| DeliveryError::Message)?;
        let within = Duration::from_millis(self.config.timeout_ms.into());
        let answer = tokio::time::timeout(within, self.client.request(request)).await;
        let status = answer.map_err(|_| DeliveryError::TimedOut)?.map_err(|e| not_delivered(&e))?.status();
        if status.is_success() { Ok(status.as_u16()) } else { Err(DeliveryError::Status(status.as_u16())) }
    }

    fn address(&self, url: &str) -> Result<Uri, DeliveryError> {
        let mut wrong = Wrong::default();
        wrong.url("url", url);
        let uri: Uri = url.parse().map_err(|_| DeliveryError::Address)?;
        let named = uri.authority().is_some_and(|a| !a.as_str().contains('@'));
        let secure = self.config.allow_private || uri.scheme_str() == Some("https");
        if !(wrong.is_empty() && named && secure) {
            return Err(DeliveryError::Address);
        }
        // Only names are resolved: an address that is written out is looked at here.
        let written = uri.host().and_then(|host| host.trim_matches(['[', ']']).parse::<IpAddr>().ok());
        let inside = !self.config.allow_private && written.is_some_and(is_private_address);
        if inside { Err(DeliveryError::PrivateAddress) } else { Ok(uri) }
    }
}

fn not_delivered(error: &legacy::Error) -> DeliveryError {
    let inside = http::cause::<Inside>(error).is_some();
    if inside { DeliveryError::PrivateAddress } else { DeliveryError::Unreachable }
}

/// Resolves names and refuses a name of which any address is private. The check sits here and not before the call,
/// because a name may resolve differently a moment later; the connection goes to the very addresses checked.
#[derive(Clone, Copy, Debug)]
struct Outside {
    allow_private: bool,
}

/// A name that leads inside.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to a private address")]
struct Inside;

/// Why a name has no addresses: what the system says, or [`Inside`].
type Unresolved = Box<dyn std::error::Error + Send + Sync>;

/// The addresses of a name, once they are found.
type Resolving = Pin<Box<dyn Future<Output = Result<std::vec::IntoIter<SocketAddr>, Unresolved>> + Send>>;

impl Service<Name> for Outside {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = Unresolved;
    type Future = Resolving;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Resolving {
        let allow_private = self.allow_private;
        Box::pin(async move {
            let found: Vec<SocketAddr> = GaiResolver::new().call(name).await?.collect();
            if !allow_private && found.iter().any(|address| is_private_address(address.ip())) {
                return Err(Inside.into());
            }
            Ok(found.into_iter())
        })
    }
}
