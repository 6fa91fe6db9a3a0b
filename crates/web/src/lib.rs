//! The doors of the office over HTTP: pages for people, an API for programs, and what they share. A request passes the
//! guard of its route (who, may they come in, did our own form send it), then one handler, which calls one command or
//! a few queries of `service` and answers with a page, a redirect or JSON.
//!
//! What it is not: it decides nothing. Rules, authority and records are below; here are words, forms and statuses.

mod answer;
pub mod api;
mod app;
mod assets;
mod city_map;
mod code_message;
mod fault;
mod fee;
mod filed;
pub mod frame;
mod guard;
mod guidance;
mod nonce;
mod outside;
pub mod pages;
mod pdf;
mod pending;
mod photo;
mod posted;
mod route;
mod shell;
#[cfg(test)]
mod testing;
mod upload;
mod visitor;

use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use axum::{Extension, Router, middleware};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

pub use app::{App, Connection, Demo, Inner, SentMessages, Settings};
pub use assets::completeness;
pub use city_map::{CityMap, CountyShape, Point};
pub use fault::Fault;
pub use pdf::{FontFault, paper_font};
pub use posted::Posted;
pub use route::{Door, Kind, Route, Table};
pub use upload::{Uploaded, UploadedFile};
pub use visitor::Visitor;

/// A request that takes longer is answered 503; nothing it wrote is lost.
const REQUEST_SECONDS: u64 = 30;

/// All routes.
fn table() -> Table {
    let files = Table::new().get(
        Kind::Asset,
        "/static/{digest}/{name}",
        "asset.file",
        Door::Anyone,
        get(assets::serve),
    );
    pages::routes().merge(api::routes()).merge(files)
}

/// The list of routes, read off the router's own table.
pub fn routes(authorizer: &authz::Authorizer) -> Vec<Route> {
    table().finish(authorizer).1
}

/// The OpenAPI 3.1 description of the API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api::openapi()
}

/// The whole program as one service.
pub fn router(app: App) -> Router {
    let (router, _) = table().finish(&app.office.authorizer);
    let mut router = router
        .fallback(shell::nowhere)
        .method_not_allowed_fallback(shell::wrong_method)
        .with_state(app.clone());
    if let Some(demo) = &app.demo {
        router = router.merge(demo.twins.clone());
    }
    let timeout = std::time::Duration::from_secs(REQUEST_SECONDS);
    // One stack and not one layer after the other: the router boxes and clones each thing that it is given.
    let stack = ServiceBuilder::new()
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::SERVICE_UNAVAILABLE, timeout))
        .layer(CatchPanicLayer::custom(shell::panicked))
        .layer(Extension(app))
        .layer(middleware::from_fn(shell::headers))
        .layer(middleware::from_fn(shell::problems))
        .layer(DefaultBodyLimit::max(upload::FILE_MAX_BYTES + 64 * 1024));
    router.layer(stack)
}
