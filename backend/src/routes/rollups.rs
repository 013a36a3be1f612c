//! What reports come to, summed over units.

use crate::{app::App, auth::Session, error::Error, rollups};
use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
};
use shared::wire::{RollUps, RollUpsWish};
use std::sync::Arc;

/// The sums below a unit that lies under the asker's.
pub async fn read(
    State(app): State<Arc<App>>,
    session: Session,
    wish: Result<Query<RollUpsWish>, QueryRejection>,
) -> Result<Json<RollUps>, Error> {
    let Query(wish) = wish.map_err(|_| Error::Malformed("unit, from, to and by are needed".into()))?;
    let mut conn = app.db.snapshot().await?;
    let sums = rollups::answered(&mut conn, session.person.unit, &wish).await?;
    conn.rollback().await?;
    Ok(Json(sums))
}
