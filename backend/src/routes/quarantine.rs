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
    extract::{Path, Query, State, rejection::QueryRejection},
};
use serde::Deserialize;
use serde_json::value::RawValue;
use shared::{
    id::ChangeId,
    wire::{Adopted, Drop, QuarantineItem, QuarantineList},
};
use std::sync::Arc;

/// Items in one page at most.
const PAGE_ROWS_MAX: usize = 100;
/// No item begins past so many bytes of a page.
const PAGE_BYTES_MAX: usize = 1 << 20;

/// Where a page begins.
#[derive(Deserialize)]
pub struct From {
    /// After the item with this id; from the newest on if it is missing.
    #[serde(default)]
    after: Option<ChangeId>,
}

/// A page of what waits and this person sent or may decide on.
pub async fn list(
    State(app): State<Arc<App>>,
    session: Session,
    from: Result<Query<From>, QueryRejection>,
) -> Result<Json<QuarantineList>, Error> {
    let Query(from) = from.map_err(|_| Error::Malformed("the page begins at no id".into()))?;
    let mut conn = app.db.snapshot().await?;
    let asker = (session.person.unit, session.person.id);
    let (all, more) = store::quarantine::open(&mut conn, asker, from.after, PAGE_ROWS_MAX, PAGE_BYTES_MAX).await?;
    conn.rollback().await?;
    let next = all.last().map(|aside| aside.id).filter(|_| more);
    Ok(Json(QuarantineList { items: all.into_iter().map(item).collect(), next }))
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
    app.poke();
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
    app.poke();
    Ok(Json(serde_json::json!({})))
}
