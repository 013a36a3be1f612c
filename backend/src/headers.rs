//! Headers that every answer carries, and the header that every writing request must carry.

use crate::error::Error;
use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use shared::wire::PROTOCOL_HEADER;

/// Names the protocol; a page of another origin cannot send it, so it also guards the cookie.
const PROTOCOL: HeaderName = HeaderName::from_static(PROTOCOL_HEADER);

const EVERY_ANSWER: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' blob: data:; connect-src 'self'; object-src 'none'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("permissions-policy"), "camera=(self), geolocation=(self)"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// Puts the security headers on every answer, errors and missing pages included. Nothing on the
/// way keeps an answer that does not say how long it may be kept.
pub async fn secured(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in EVERY_ANSWER {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Lets through what speaks protocol 1; whatever writes must say so.
pub async fn protocol_checked(request: Request, next: Next) -> Response {
    let reads = request.method().is_safe();
    match request.headers().get(PROTOCOL).map(HeaderValue::as_bytes) {
        Some(b"1") => next.run(request).await,
        None if reads => next.run(request).await,
        None => Error::ProtocolMissing.into_response(),
        Some(_) => Error::ProtocolUnknown.into_response(),
    }
}
