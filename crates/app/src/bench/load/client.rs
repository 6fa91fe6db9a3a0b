//! One connection that stays open, one request at a time.

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio::net::TcpStream;

use crate::bench::script::Call;

/// A client of a server.
#[derive(Debug)]
pub(in crate::bench) struct Client {
    address: String,
    sender: Option<SendRequest<Full<Bytes>>>,
}

/// An answer.
#[derive(Clone, Debug)]
pub(in crate::bench) struct Reply {
    pub(in crate::bench) status: u16,
    pub(in crate::bench) body: Bytes,
}

#[derive(Deserialize)]
struct Numbered {
    number: String,
}

impl Reply {
    /// The number of the case that an answer shows.
    pub(in crate::bench) fn number(&self) -> String {
        serde_json::from_slice::<Numbered>(&self.body).map(|case| case.number).unwrap_or_default()
    }
}

impl Client {
    pub(in crate::bench) fn new(address: &str) -> Self {
        Self { address: address.to_owned(), sender: None }
    }

    /// A write of the API.
    pub(in crate::bench) async fn post(&mut self, call: &Call) -> Result<Reply, String> {
        let request = Request::post(&call.path)
            .header("host", "bench")
            .header("authorization", format!("Bearer {}", call.token))
            .header("content-type", "application/json")
            .header("idempotency-key", &call.key)
            .body(Full::new(Bytes::from(call.body.to_string())));
        self.send(request.map_err(|e| e.to_string())?).await
    }

    /// A page of somebody who is logged in.
    pub(in crate::bench) async fn page(&mut self, path: &str, token: &str) -> Result<Reply, String> {
        let request = Request::get(path)
            .header("host", "bench")
            .header("cookie", format!("yc_session={token}"))
            .header("accept-encoding", "gzip")
            .body(Full::new(Bytes::new()));
        self.send(request.map_err(|e| e.to_string())?).await
    }

    async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Reply, String> {
        let sender = match &mut self.sender {
            Some(sender) if !sender.is_closed() => sender,
            other => other.insert(connect(&self.address).await?),
        };
        sender.ready().await.map_err(|e| e.to_string())?;
        let answer = sender.send_request(request).await.map_err(|e| e.to_string())?;
        let status = answer.status().as_u16();
        let body = answer.into_body().collect().await.map_err(|e| e.to_string())?.to_bytes();
        Ok(Reply { status, body })
    }
}

async fn connect(address: &str) -> Result<SendRequest<Full<Bytes>>, String> {
    let stream = TcpStream::connect(address).await.map_err(|e| e.to_string())?;
    stream.set_nodelay(true).map_err(|e| e.to_string())?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(|e| e.to_string())?;
    tokio::task::spawn_local(async move {
        // A connection that breaks is seen by the request that was on it.
        let _ = connection.await;
    });
    Ok(sender)
}
