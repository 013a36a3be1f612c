//! Who has not synchronised since when.

use crate::{app::App, auth::Session, error::Error, store};
use axum::{Json, extract::State};
use shared::{
    access::Role,
    wire::{DeviceRow, Devices},
};
use std::sync::Arc;

/// The devices of the people under a manager's unit, the longest silent first.
pub async fn list(State(app): State<Arc<App>>, session: Session) -> Result<Json<Devices>, Error> {
    if session.person.role == Role::Officer {
        return Err(Error::Forbidden("devices"));
    }
    let mut conn = app.db.read().await?;
    let devices = store::device::under(&mut conn, session.person.unit).await?;
    Ok(Json(Devices { devices: devices.into_iter().map(row).collect(), server_ms: app.clock.now_ms() }))
}

fn row(seen: store::device::Seen) -> DeviceRow {
    DeviceRow {
        device: seen.device,
        name: seen.name,
        person: seen.person,
        unit: seen.unit,
        last_sync_ms: seen.last_sync_ms,
        unsent: u64::try_from(seen.unsent).unwrap_or(0),
    }
}
