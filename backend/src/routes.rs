//! The API: each address and the handler behind it. Handlers are thin and hold no SQL.

mod blobs;
mod session;

use crate::app::App;
use axum::{
    Json, Router,
    routing::{get, post},
};
use std::sync::Arc;

/// Everything below `/api`.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/v1/health", get(health))
        .route("/v1/session", post(session::sign_in).get(session::who).delete(session::sign_out))
        .route("/v1/blobs/{sha256}", get(blobs::read).put(blobs::keep))
}

/// Says that the process answers.
async fn health() -> Json<serde_json::Value> {
    Json(serde_json::json!({ "status": "ok" }))
}
