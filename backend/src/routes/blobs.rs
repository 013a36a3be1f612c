//! Photos and files, addressed by the hash of their bytes.

use crate::{
    app::App,
    auth::Session,
    blob_files::{Content, Held, media_type},
    body::whole,
    error::Error,
    store, uploads,
};
use axum::{
    Json,
    body::Body,
    extract::{Path, Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use shared::{
    digest::Digest,
    wire::{BLOB_BYTES_MAX, BlobReceipt},
};
use std::sync::Arc;

/// Nobody changes what a hash names.
const KEPT_FOR_EVER: &str = "private, max-age=31536000, immutable";

/// The hash that an address ends with.
pub(super) fn address(text: &str) -> Result<Digest, Error> {
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
    let file = uploads::File { sha256, by: session.person.id };
    uploads::room_for(&app, file).await?;
    let body = whole(request, BLOB_BYTES_MAX).await?;
    Ok(Json(uploads::keep(&app, file, body).await?))
}

/// A file, to those who may read it; to all others it is not there.
pub async fn read(
    State(app): State<Arc<App>>,
    session: Session,
    Path(sha256): Path<String>,
) -> Result<Response, Error> {
    let sha256 = address(&sha256)?;
    readable(&app, &session, sha256).await?;
    let Held { bytes, media, content } = app.blobs.read(sha256).await?.ok_or(Error::NotFound("file"))?;
    let (kind, shown) = match media {
        Some(kind) => (kind, "inline"),
        // What is not known is never opened by a browser, only saved.
        None => ("application/octet-stream", "attachment"),
    };
    let body = match content {
        Content::Whole(content) => Body::from(content),
        Content::Pieces(pieces) => Body::from_stream(pieces),
    };
    let headers =
        [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, shown), (header::CACHE_CONTROL, KEPT_FOR_EVER)];
    Ok((headers, [(header::CONTENT_LENGTH, bytes)].map(|(name, bytes)| (name, bytes.to_string())), body)
        .into_response())
}

/// A picture made small, to those who may read it. The tag is the hash of the small one: by it a device
/// knows that the answer is ours, and whole.
pub async fn small(
    State(app): State<Arc<App>>,
    session: Session,
    Path(sha256): Path<String>,
) -> Result<Response, Error> {
    let sha256 = address(&sha256)?;
    readable(&app, &session, sha256).await?;
    let small = app.blobs.small(sha256).await?.ok_or(Error::NotFound("picture"))?;
    let kind = media_type(&small).unwrap_or("application/octet-stream");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::ETAG, format!("\"{}\"", Digest::of(&small))),
        (header::CACHE_CONTROL, KEPT_FOR_EVER.to_owned()),
    ];
    Ok((headers, small).into_response())
}

async fn readable(app: &App, session: &Session, sha256: Digest) -> Result<(), Error> {
    let mut conn = app.db.read().await?;
    let may = store::blob::is_readable(&mut conn, sha256, session.person.id, session.person.unit).await?;
    if may { Ok(()) } else { Err(Error::NotFound("file")) }
}
