//! What answers while the city is being made: the twins already, because the city's history needs them, and for
//! everything else a word of patience, until the pages are put behind the gate.

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tower::ServiceExt as _;

/// The gate in front of the pages.
#[derive(Clone, Debug, Default)]
pub struct Gate(Arc<OnceLock<Router>>);

const PATIENCE: &str =
    "演示城市正在准备，请稍候再刷新。The demonstration city is being made; reload in a moment.\n";

impl Gate {
    /// The twins, and everything else through the gate.
    pub fn router(&self, twins: Router) -> Router {
        let gate = self.clone();
        twins.fallback(move |request: Request| {
            let gate = gate.clone();
            async move { gate.pass(request).await }
        })
    }

    /// Lets requests through to `pages` from now on.
    pub fn open(&self, pages: Router) {
        // It is opened once; a second opening would change nothing.
        let _ = self.0.set(pages);
    }

    async fn pass(&self, request: Request) -> Response {
        let Some(pages) = self.0.get() else {
            let mut response = (StatusCode::SERVICE_UNAVAILABLE, PATIENCE).into_response();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
            return response;
        };
        match pages.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}
