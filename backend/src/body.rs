//! Reading of JSON bodies: limited before and after inflating, and a clear answer to bad ones.

use crate::error::Error;
use axum::{
    body::{BodyDataStream, Bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;
use shared::wire::{OFFER_BYTES_MAX, PUSH_BYTES_MAX};
use std::{io::Read as _, time::Duration};
use tokio::time::timeout;

/// A sign-in, an act: small things.
pub const SMALL_BYTES_MAX: usize = 16 * 1024;

/// A body that brings nothing for so long is given up.
const SILENCE_MAX: Duration = Duration::from_secs(60);

/// A small body, as a `T`.
pub struct Small<T>(pub T);
/// A body of up to [`PUSH_BYTES_MAX`] on the wire and again after inflating, as a `T`.
pub struct Large<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Small<T> {
    type Rejection = Error;
    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        Packed::arrived(request, SMALL_BYTES_MAX).await?.read().map(Self)
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Large<T> {
    type Rejection = Error;
    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        Packed::arrived(request, PUSH_BYTES_MAX).await?.read().map(Self)
    }
}

/// The whole body as it came, no larger than `limit`.
///
/// # Errors
/// [`Error::TooLarge`] past the limit, [`Error::Malformed`] when it was cut, [`Error::Stalled`]
/// when nothing came any more.
pub async fn whole(request: Request, limit: usize) -> Result<Bytes, Error> {
    let announced =
        request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(Error::TooLarge { limit });
    }
    let mut pieces = Pieces::of(request);
    let mut body = Vec::with_capacity(announced.unwrap_or(0));
    while let Some(piece) = pieces.next().await? {
        if body.len() + piece.len() > limit {
            return Err(Error::TooLarge { limit });
        }
        body.extend_from_slice(&piece);
    }
    Ok(body.into())
}

/// A body as it comes. The limit is on silence, never on the whole: a slow line may take as long as it needs.
pub struct Pieces(BodyDataStream);

impl Pieces {
    /// The body of a request.
    #[must_use]
    pub fn of(request: Request) -> Self {
        Self(request.into_body().into_data_stream())
    }

    /// The next piece, `None` at the end.
    ///
    /// # Errors
    /// [`Error::Malformed`] when it was cut, [`Error::Stalled`] when nothing came any more.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        let piece = timeout(SILENCE_MAX, self.0.next()).await.map_err(|_| Error::Stalled)?;
        piece.transpose().map_err(|_| Error::Malformed("the body was cut".into()))
    }
}

/// A body of up to [`PUSH_BYTES_MAX`] that has arrived whole and was not unpacked yet: unpacked and
/// read it takes many times the room.
pub struct Packed {
    bytes: Bytes,
    gzipped: bool,
    limit: usize,
}

impl<S: Send + Sync> FromRequest<S> for Packed {
    type Rejection = Error;
    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        Self::arrived(request, PUSH_BYTES_MAX).await
    }
}

/// A page as a device has kept it, of up to [`OFFER_BYTES_MAX`], not unpacked yet.
pub struct Kept(pub Packed);

impl<S: Send + Sync> FromRequest<S> for Kept {
    type Rejection = Error;
    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        Packed::arrived(request, OFFER_BYTES_MAX).await.map(Self)
    }
}

impl Packed {
    async fn arrived(request: Request, limit: usize) -> Result<Self, Error> {
        let gzipped = is_gzipped(request.headers())?;
        Ok(Self { bytes: whole(request, limit).await?, gzipped, limit })
    }

    /// The body as a `T`.
    ///
    /// # Errors
    /// [`Error::TooLarge`] or [`Error::Malformed`].
    pub fn read<T: DeserializeOwned>(self) -> Result<T, Error> {
        if self.gzipped { parsed(&inflated(&self.bytes, self.limit)?) } else { parsed(&self.bytes) }
    }
}

fn is_gzipped(headers: &HeaderMap) -> Result<bool, Error> {
    match headers.get(header::CONTENT_ENCODING).map(|coding| coding.as_bytes()) {
        None | Some(b"identity") => Ok(false),
        Some(b"gzip") => Ok(true),
        Some(_) => Err(Error::Unsupported("content-encoding")),
    }
}

fn inflated(bytes: &[u8], limit: usize) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity((bytes.len() * 8).min(limit));
    // One byte more than allowed is enough to know; a bomb is never unpacked further.
    let past_limit = limit as u64 + 1;
    flate2::read::MultiGzDecoder::new(bytes)
        .take(past_limit)
        .read_to_end(&mut out)
        .map_err(|_| Error::Malformed("the gzip stream is broken".into()))?;
    if out.len() > limit { Err(Error::TooLarge { limit }) } else { Ok(out) }
}

fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(bytes).map_err(|error| Error::Malformed(error.to_string()))
}
