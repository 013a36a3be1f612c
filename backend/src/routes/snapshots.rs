//! Parts of snapshots.

use crate::{app::App, auth::Session, error::Error, snapshots::unpacked, store, sync};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use shared::wire::PartName;
use std::sync::Arc;

/// Answers a part, as it is packed if the asker can read that. Who may read the scope is asked each time, so
/// nothing on the way keeps it.
pub async fn part(
    State(app): State<Arc<App>>,
    session: Session,
    Path(address): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let name = name(&address)?;
    let file = {
        let mut conn = app.db.read().await?;
        let readable = sync::readable(&mut conn, session.person.unit).await?;
        if !readable.scopes.contains_key(&name.scope) {
            return Err(Error::NotFound("snapshot"));
        }
        store::snapshot::file(&mut conn, name).await?.ok_or(Error::NotFound("snapshot"))?
    };
    let packed = app.blobs.snapshot(file).await?.ok_or(Error::NotFound("snapshot"))?;
    let about = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "private, no-store")];
    let codings = headers.get(header::ACCEPT_ENCODING).and_then(|codings| codings.to_str().ok()).unwrap_or_default();
    if codings.split(',').any(|coding| coding.trim() == "br") {
        return Ok((about, [(header::CONTENT_ENCODING, "br")], packed).into_response());
    }
    Ok((about, unpacked(&packed)?).into_response())
}

fn name((scope, n, part): &(String, String, String)) -> Result<PartName, Error> {
    let malformed = || Error::Malformed("the address is that of no snapshot".into());
    let scope = scope.parse().map_err(|_| malformed())?;
    let n = n.parse().map_err(|_| malformed())?;
    Ok(PartName { scope, n, part: part.parse().map_err(|_| malformed())? })
}
