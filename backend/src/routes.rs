//! The API: each address and the handler behind it. Handlers are thin and hold no SQL.

mod blobs;
mod devices;
mod directory;
mod quarantine;
mod rollups;
mod session;
mod snapshots;
mod sync;
mod uploads;

use crate::app::App;
use axum::{
    Json, Router,
    middleware::from_fn,
    routing::{get, post},
};
use std::sync::Arc;

/// Everything below `/api`.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/v1/health", get(health))
        .route("/v1/session", post(session::sign_in).get(session::who).delete(session::sign_out))
        .route("/v1/session/end", post(session::end))
        .route("/v1/directory", get(directory::read))
        .route("/v1/sync/push", post(sync::push))
        .route("/v1/sync/pull", post(sync::pull))
        .route("/v1/sync/offer", post(sync::offer))
        .route("/v1/sync/heads", get(sync::heads))
        .route("/v1/sync/events", get(sync::events))
        .route("/v1/snapshots/{scope}/{n}/{part}", get(snapshots::part))
        .route("/v1/quarantine", get(quarantine::list))
        .route("/v1/quarantine/{id}/adopt", post(quarantine::adopt))
        .route("/v1/quarantine/{id}/drop", post(quarantine::drop))
        .route("/v1/devices", get(devices::list))
        .route("/v1/rollups", get(rollups::read))
        .route("/v1/blobs/{sha256}", get(blobs::read).put(blobs::keep))
        .route("/v1/blobs/{sha256}/small", get(blobs::small))
        .route(
            "/v1/uploads/{sha256}",
            post(uploads::begin)
                .head(uploads::stand)
                .patch(uploads::take)
                .delete(uploads::forget)
                .options(uploads::abilities)
                .layer(from_fn(uploads::resumable)),
        )
}

/// Says that the process answers.
async fn health() -> Json<serde_json::Value> {
    Json(serde_json::json!({ "status": "ok" }))
}
