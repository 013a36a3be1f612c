//! Signing in and out.

use crate::{
    app::App,
    auth::{self, LOGIN_CHARS_MAX, SESSION_MS, Session, password::PASSWORD_BYTES_MAX},
    body::Small,
    error::Error,
    store::{self, session::NewSession},
};
use axum::{
    Json,
    extract::{ConnectInfo, FromRequestParts, State},
    http::{HeaderMap, header, request::Parts},
    response::{AppendHeaders, IntoResponse},
};
use shared::{
    digest::Digest,
    id::DeviceId,
    person::Person,
    wire::{EndSession, SignIn, SignedIn},
};
use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

/// Names of devices are for people; longer ones are cut.
const DEVICE_NAME_CHARS_MAX: usize = 80;

/// Where a request came from, and whether by https.
pub struct Origin {
    address: Option<IpAddr>,
    https: bool,
}

impl FromRequestParts<Arc<App>> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        Ok(Self::of(peer, &parts.headers, &app.proxies))
    }
}

impl Origin {
    /// Only a proxy on this machine, or one that was named, is believed; it appends the address that it saw.
    fn of(peer: Option<IpAddr>, headers: &HeaderMap, proxies: &[IpAddr]) -> Self {
        let proxied = peer.is_none_or(|peer| peer.is_loopback() || proxies.contains(&peer.to_canonical()));
        let forwarded = last(headers, "x-forwarded-for").filter(|_| proxied).and_then(|last| last.parse().ok());
        let https = proxied && last(headers, "x-forwarded-proto") == Some("https");
        Self { address: forwarded.or(peer), https }
    }
}

fn last<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get_all(name).into_iter().next_back()?.to_str().ok()?.rsplit(',').next().map(str::trim)
}

/// Opens a session, if the password is right, and registers the device.
pub async fn sign_in(
    State(app): State<Arc<App>>,
    origin: Origin,
    Small(wish): Small<SignIn>,
) -> Result<impl IntoResponse, Error> {
    let now_ms = app.clock.now_ms();
    let login = wish.login.trim().to_lowercase();
    // Nobody has a longer one, and the brake keeps what it is given.
    let known = login.chars().count() <= LOGIN_CHARS_MAX;
    let login: String = login.chars().take(LOGIN_CHARS_MAX).collect();
    app.throttle
        .admit(&login, origin.address, now_ms)
        .map_err(|retry_after_s| Error::TooManyTries { retry_after_s })?;
    // Whoever finds the queue full has not tried.
    let turn = app.hashing.turn()?;
    app.throttle.tried(&login, origin.address, now_ms);
    let mut right = None;
    if known && wish.password.len() <= PASSWORD_BYTES_MAX {
        let found = store::person::by_login(&mut app.db.read().await?, &login).await?;
        let (person, hash) = found.unzip();
        let fits = app.hashing.verify(turn, wish.password, hash).await?;
        right = person.filter(|_| fits);
    }
    let Some(person) = right else {
        app.throttle.failed(origin.address, now_ms);
        return Err(Error::SignInRefused);
    };
    app.throttle.succeeded(&login, origin.address, now_ms);

    let ((token, hash), (ending, ending_hash)) = (auth::fresh_token(), auth::fresh_token());
    let (device, id) = (wish.device.id, person.id);
    let name: String = wish.device.name.chars().take(DEVICE_NAME_CHARS_MAX).collect();
    app.db
        .write(move |conn| {
            let name = name.clone();
            Box::pin(async move {
                store::device::register(conn, device, id, &name, now_ms).await?;
                let (created_ms, expires_ms) = (now_ms, now_ms + SESSION_MS);
                let new = NewSession { token: hash, ending: ending_hash, person: id, device, created_ms, expires_ms };
                store::session::open(conn, new).await
            })
        })
        .await?;
    let cookie = auth::cookie(&token, origin.https || app.secure_cookies);
    Ok((
        AppendHeaders([(header::SET_COOKIE, cookie)]),
        Json(SignedIn { ending: Some(ending), ..signed_in(person, device, now_ms) }),
    ))
}

/// Says whose session this is.
pub async fn who(State(app): State<Arc<App>>, session: Session) -> Json<SignedIn> {
    Json(signed_in(session.person, session.device, app.clock.now_ms()))
}

/// Ends the session. What the device holds is the device's business.
pub async fn sign_out(
    State(app): State<Arc<App>>,
    origin: Origin,
    session: Session,
) -> Result<impl IntoResponse, Error> {
    app.db.write(move |conn| Box::pin(async move { store::session::end(conn, session.token).await })).await?;
    app.end_streams(session.token).await;
    let cookie = auth::cookie("", origin.https || app.secure_cookies);
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Json(serde_json::json!({}))))
}

/// Ends the session that a device signed out of while there was no network. The secret can do nothing
/// else, and the answer is the same whether the session was still open.
pub async fn end(
    State(app): State<Arc<App>>,
    Small(wish): Small<EndSession>,
) -> Result<Json<serde_json::Value>, Error> {
    let ending = Digest::of(wish.token.as_bytes());
    // Anybody may ask, without a session: a guess must not take a turn of the one that writes.
    if !store::session::can_end(&mut app.db.read().await?, ending).await? {
        return Ok(Json(serde_json::json!({})));
    }
    let ended = app.db.write(move |conn| Box::pin(async move { store::session::end_by(conn, ending).await })).await?;
    if let Some(token) = ended {
        app.end_streams(token).await;
    }
    Ok(Json(serde_json::json!({})))
}

fn signed_in(person: Person, device: DeviceId, server_ms: i64) -> SignedIn {
    let Person { id, name, role, unit, .. } = person;
    SignedIn { person: id, name, role, unit, device, server_ms, ending: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_a_proxy_that_was_named_is_believed() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("203.0.113.9, 192.0.2.7"));
        headers.insert("x-forwarded-proto", HeaderValue::from_static("https"));
        let proxies = ["10.0.0.5".parse().unwrap()];
        for (peer, address, https) in [
            ("127.0.0.1", "192.0.2.7", true),
            ("10.0.0.5", "192.0.2.7", true),
            ("::ffff:10.0.0.5", "192.0.2.7", true),
            ("10.0.0.6", "10.0.0.6", false),
        ] {
            let origin = Origin::of(Some(peer.parse().unwrap()), &headers, &proxies);
            assert_eq!((origin.address, origin.https), (Some(address.parse().unwrap()), https), "{peer}");
        }
    }
}
