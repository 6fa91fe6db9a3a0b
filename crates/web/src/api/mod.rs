//! The API: JSON for partners and programs, described by OpenAPI 3.1. Each resource has a file; statuses and members
//! are those of docs/API-DESIGN.md.

use crate::route::Table;

/// The routes of the API.
pub(crate) fn routes() -> Table {
    Table::new()
}

/// The description of the API.
pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    utoipa::openapi::OpenApiBuilder::new().build()
}
