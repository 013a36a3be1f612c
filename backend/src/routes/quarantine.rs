//! What was kept aside, for those who sent it and those who decide.

use crate::{
    app::App,
    auth::Session,
    body::Small,
    error::Error,
    store::{self, quarantine::Aside},
    sync,
};
use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::value::RawValue;
use shared::{
    id::ChangeId,
    wire::{Adopted, Drop, QuarantineItem, QuarantineList},
};
use std::sync::Arc;

/// Everything that waits and that this person sent or may decide on.
pub async fn list(State(app): State<Arc<App>>, session: Session) -> Result<Json<QuarantineList>, Error> {
    let mut conn = app.db.read().await?;
    let all = store::quarantine::open(&mut conn, session.person.unit, session.person.id).await?;
    Ok(Json(QuarantineList { items: all.into_iter().map(item).collect() }))
}

fn item(aside: Aside) -> QuarantineItem {
    QuarantineItem {
        id: aside.id,
        root: aside.root,
        by: aside.person,
        device: aside.device,
        at_ms: aside.received_ms,
        why: aside.why,
        change: RawValue::from_string(aside.body).unwrap_or_else(|_| RawValue::NULL.to_owned()),
    }
}

fn address(text: &str) -> Result<ChangeId, Error> {
    text.parse().map_err(|_| Error::Malformed("the address is no id".into()))
}

/// Numbers it after all.
pub async fn adopt(
    State(app): State<Arc<App>>,
    session: Session,
    Path(id): Path<String>,
) -> Result<Json<Adopted>, Error> {
    let verdict = sync::adopt(&app.db, session.into(), address(&id)?, app.clock.now_ms()).await?;
    // Nobody may be listening.
    let _ = app.pokes.send(());
    Ok(Json(Adopted { verdict }))
}

/// Drops it, with a reason for the one who wrote it.
pub async fn drop(
    State(app): State<Arc<App>>,
    session: Session,
    Path(id): Path<String>,
    Small(drop): Small<Drop>,
) -> Result<Json<serde_json::Value>, Error> {
    sync::drop(&app.db, session.into(), address(&id)?, drop.reason, app.clock.now_ms()).await?;
    // Its author's device asks what became of it as soon as it hears a poke.
    let _ = app.pokes.send(());
    Ok(Json(serde_json::json!({})))
}
