//! Files in parts, by the verbs of tus 1.0: POST begins or finds one, HEAD tells how far it has come, PATCH
//! brings the next part, DELETE forgets it. An upload's address is the hash that the file is to have, so
//! that a device needs to remember nothing to go on.
//!
//! Where tus answers a part with 204 and an offset in a header, here is a 200 whose body says it too: a
//! header of a stranger's page, or of an answer that was cut, is no receipt.

use super::blobs::address;
use crate::{app::App, auth::Session, body::Pieces, error::Error, uploads};
use axum::{
    Json,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use shared::wire::{self, TUS_VERSION, UPLOAD_BYTES_MAX};
use std::{
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSION: HeaderName = HeaderName::from_static("tus-version");
const EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
const MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
/// What a part is.
const PART: &str = "application/offset+octet-stream";

/// Lets through what speaks the version of tus that is spoken here, and says so on every answer.
pub async fn resumable(request: Request, next: Next) -> Response {
    let version = request.headers().get(RESUMABLE);
    let mut response = if request.method() == axum::http::Method::OPTIONS || version.is_some_and(|v| v == TUS_VERSION) {
        next.run(request).await
    } else {
        Error::UploadProtocol.into_response()
    };
    let headers = response.headers_mut();
    headers.insert(RESUMABLE, HeaderValue::from_static(TUS_VERSION));
    headers.insert(VERSION, HeaderValue::from_static(TUS_VERSION));
    response
}

/// Says what can be done here.
pub async fn abilities() -> impl IntoResponse {
    let headers = [(EXTENSION, "creation,expiration,termination".to_owned()), (MAX_SIZE, UPLOAD_BYTES_MAX.to_string())];
    (StatusCode::NO_CONTENT, headers)
}

/// Begins a file, or finds it where it stands.
pub async fn begin(
    State(app): State<Arc<App>>,
    session: Session,
    Path(sha256): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let file = uploads::File { sha256: address(&sha256)?, by: session.person.id };
    let told = uploads::begin(&app, file, number(&headers, &LENGTH)?).await?;
    let place = [(header::LOCATION, format!("/api/v1/uploads/{sha256}"))];
    Ok((StatusCode::CREATED, place, answer(&app, told)).into_response())
}

/// Tells how far a file has come.
pub async fn stand(
    State(app): State<Arc<App>>,
    session: Session,
    Path(sha256): Path<String>,
) -> Result<Response, Error> {
    let file = uploads::File { sha256: address(&sha256)?, by: session.person.id };
    Ok(answer(&app, uploads::stand(&app, file).await?))
}

/// Takes a part.
pub async fn take(
    State(app): State<Arc<App>>,
    session: Session,
    Path(sha256): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let file = uploads::File { sha256: address(&sha256)?, by: session.person.id };
    if request.headers().get(header::CONTENT_TYPE).is_none_or(|kind| kind != PART) {
        return Err(Error::Unsupported("content-type"));
    }
    let offset = number(request.headers(), &OFFSET)?;
    // Apart from the connection: what has come of a part is kept also when the line is gone.
    let taker = app.clone();
    let work = tokio::spawn(async move { uploads::take(&taker, file, offset, Pieces::of(request)).await });
    let told = work.await.map_err(|_| Error::Unavailable("the server is stopping"))??;
    Ok(answer(&app, told))
}

/// Forgets a file that was begun.
pub async fn forget(
    State(app): State<Arc<App>>,
    session: Session,
    Path(sha256): Path<String>,
) -> Result<StatusCode, Error> {
    let file = uploads::File { sha256: address(&sha256)?, by: session.person.id };
    uploads::forget(&app, file).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn answer(app: &App, told: wire::Upload) -> Response {
    let mut headers = HeaderMap::from_iter([(OFFSET, told.offset.into()), (LENGTH, told.bytes.into())]);
    if told.receipt.is_none() {
        let until_ms = u64::try_from(app.clock.now_ms() + uploads::AGE_MAX_MS).unwrap_or(0);
        let until = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_millis(until_ms));
        headers.insert(EXPIRES, HeaderValue::try_from(until).expect("a date is plain text"));
    }
    (headers, Json(told)).into_response()
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, Error> {
    let number = headers.get(name).and_then(|number| number.to_str().ok()?.parse().ok());
    number.ok_or_else(|| Error::Malformed(format!("{name} is missing, or no number")))
}
