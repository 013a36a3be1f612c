//! Photos and files, addressed by the hash of their bytes.

use crate::{app::App, auth::Session, blob_files::media_type, body::whole, error::Error, store};
use axum::{
    Json,
    extract::{Path, Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use shared::{
    digest::Digest,
    wire::{BLOB_BYTES_MAX, BlobReceipt},
};
use std::sync::Arc;

/// So many bytes may somebody bring that no root names yet: the photos of some two hundred reports.
const UNNAMED_BYTES_MAX: i64 = 200 << 20;

fn address(text: &str) -> Result<Digest, Error> {
    text.parse().map_err(|_| Error::Malformed("the address is no SHA-256".into()))
}

/// Keeps a file, while there is room for it. The receipt repeats hash and size as they are on the disk.
pub async fn keep(
    State(app): State<Arc<App>>,
    session: Session,
    Path(sha256): Path<String>,
    request: Request,
) -> Result<Json<BlobReceipt>, Error> {
    let sha256 = address(&sha256)?;
    if request.headers().get(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
        return Err(Error::Unsupported("content-encoding"));
    }
    let standing = store::blob::standing(&mut app.db.read().await?, sha256, session.person.id).await?;
    // What is here already takes no room, so a receipt that was lost can always be had again. A photo
    // that a report names is awaited, whatever else its sender has brought. Uploads that are under way
    // at the same moment may pass the bound, each by one file.
    if !standing.is_here && !standing.is_named && standing.unnamed_bytes >= UNNAMED_BYTES_MAX {
        return Err(Error::NoRoom("person"));
    }
    if !standing.is_here && !app.blobs.has_room()? {
        return Err(Error::NoRoom("disk"));
    }
    let body = whole(request, BLOB_BYTES_MAX).await?;
    let bytes = body.len() as u64;
    let keeper = app.clone();
    let work = tokio::task::spawn_blocking(move || {
        let received = Digest::of(&body);
        if received != sha256 {
            return Err(Error::WrongHash { received: received.to_string() });
        }
        Ok(keeper.blobs.keep(sha256, &body)?)
    });
    work.await.map_err(|_| Error::Unavailable("the server is stopping"))??;
    let now_ms = app.clock.now_ms();
    let size = i64::try_from(bytes).expect("a body is at most a mebibyte");
    let by = session.person.id;
    app.db
        .write(move |conn| Box::pin(async move { store::blob::arrived(conn, sha256, size, by, now_ms).await }))
        .await?;
    Ok(Json(BlobReceipt { sha256, bytes }))
}

/// A file, to those who may read it; to all others it is not there.
pub async fn read(
    State(app): State<Arc<App>>,
    session: Session,
    Path(sha256): Path<String>,
) -> Result<Response, Error> {
    let sha256 = address(&sha256)?;
    let mut conn = app.db.read().await?;
    if !store::blob::is_readable(&mut conn, sha256, session.person.id, session.person.unit).await? {
        return Err(Error::NotFound("file"));
    }
    drop(conn);
    let reader = app.clone();
    let work = tokio::task::spawn_blocking(move || reader.blobs.read(sha256));
    let bytes =
        work.await.map_err(|_| Error::Unavailable("the server is stopping"))??.ok_or(Error::NotFound("file"))?;
    let (kind, shown) = match media_type(&bytes) {
        Some(kind) => (kind, "inline"),
        // What is not known is never opened by a browser, only saved.
        None => ("application/octet-stream", "attachment"),
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, shown),
        (header::CACHE_CONTROL, "private, max-age=31536000, immutable"),
    ];
    Ok((headers, bytes).into_response())
}
