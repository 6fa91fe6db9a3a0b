//! The HTTP client under every line and sender: HTTP/1.1 over TCP, or over TLS where the address says https. It follows no
//! redirect (a system that moves is reconfigured, not followed) and knows no proxy of the environment.

use std::error::Error;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::GaiResolver;
use hyper_util::rt::{TokioExecutor, TokioTimer};

/// The largest head of an answer, in bytes.
const HEAD_MAX: usize = 16 * 1024;

/// An idle connection is closed after this long.
const IDLE: Duration = Duration::from_secs(10);

/// A client that finds addresses with `R`.
pub(crate) type ClientBy<R> = legacy::Client<HttpsConnector<HttpConnector<R>>, Full<Bytes>>;

/// A client that asks the system for addresses.
pub(crate) type Client = ClientBy<GaiResolver>;

/// A client that keeps so many idle connections.
pub(crate) fn client(idle: usize) -> Client {
    over(HttpConnector::new(), idle)
}

/// The same over a connector of one's own.
pub(crate) fn over<R>(mut tcp: HttpConnector<R>, idle: usize) -> ClientBy<R>
where
    HttpsConnector<HttpConnector<R>>: legacy::connect::Connect + Clone,
{
    tcp.enforce_http(false);
    // Questions are small and wait for their answer: nothing is gained by holding a packet back.
    tcp.set_nodelay(true);
    let both =
        HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().wrap_connector(tcp);
    legacy::Client::builder(TokioExecutor::new())
        .http1_max_buf_size(HEAD_MAX)
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE)
        .pool_max_idle_per_host(idle)
        .build(both)
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoAnswer {
    /// No connection, or one that closed early.
    Unreachable,
    /// The head is longer than [`HEAD_MAX`].
    LongHead,
    /// What came is not HTTP.
    NotHttp,
}

/// Reads why out of what the client says.
pub(crate) fn no_answer(error: &legacy::Error) -> NoAnswer {
    match cause::<hyper::Error>(error) {
        Some(cause) if cause.is_parse_too_large() => NoAnswer::LongHead,
        Some(cause) if cause.is_parse() => NoAnswer::NotHttp,
        _ => NoAnswer::Unreachable,
    }
}

/// The first cause of this type.
pub(crate) fn cause<'e, E: Error + 'static>(error: &'e (dyn Error + 'static)) -> Option<&'e E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        next = error.source();
    }
    None
}
