//! Who is asking: the session behind the cookie, and what it lets through.
//!
//! Passwords are in `auth/password`, the brake on guessing in `auth/throttle`.

pub mod password;
pub mod throttle;

use crate::{app::App, error::Error, store::session};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use shared::{
    digest::Digest,
    id::{DeviceId, PersonId},
    person::Person,
    wire::PERSON_HEADER,
};
use std::sync::Arc;

/// The cookie's name.
const COOKIE: &str = "lantoa";
/// How long a session lasts.
pub const SESSION_MS: i64 = 90 * 24 * 60 * 60 * 1000;

/// The longest login, in characters.
pub const LOGIN_CHARS_MAX: usize = 64;

/// The person behind a request, on the device that they signed in on.
#[derive(Debug, Clone)]
pub struct Session {
    /// The person.
    pub person: Person,
    /// The device.
    pub device: DeviceId,
    /// The hash of the token, by which the session is kept.
    pub token: Digest,
}

impl FromRequestParts<Arc<App>> for Session {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Error> {
        let token = token_of(&parts.headers).ok_or(Error::SessionExpired)?;
        let mut conn = app.db.read().await?;
        let (person, device) =
            session::holder(&mut conn, token, app.clock.now_ms()).await?.ok_or(Error::SessionExpired)?;
        if names_another(parts, person.id) {
            return Err(Error::OtherPerson);
        }
        Ok(Self { person, device, token })
    }
}

/// Whether the notebook that asks belongs to somebody else than the session. It names its person in
/// a header, or as `person` in the address where a browser lets it set none (streams of events).
fn names_another(parts: &Parts, person: PersonId) -> bool {
    let person = person.to_string();
    let in_address = parts.uri.query().into_iter().flat_map(|query| query.split('&'));
    let in_address = in_address.filter_map(|pair| pair.strip_prefix("person=")).any(|named| named != person);
    in_address || parts.headers.get_all(PERSON_HEADER).iter().any(|named| named.as_bytes() != person.as_bytes())
}

/// A fresh token and its hash. Only the hash stays here.
#[must_use]
pub fn fresh_token() -> (String, Digest) {
    // Two random UUIDs would hold 244 bits; hashing three gives the full 256.
    let parts = [uuid::Uuid::new_v4(), uuid::Uuid::new_v4(), uuid::Uuid::new_v4()];
    let text = Digest::of_parts(parts.iter().map(|part| part.as_bytes().as_slice())).to_string();
    let hash = Digest::of(text.as_bytes());
    (text, hash)
}

fn token_of(headers: &HeaderMap) -> Option<Digest> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, token) = pairs.find(|(name, _)| *name == COOKIE)?;
    Some(Digest::of(token.as_bytes()))
}

/// The line that gives a browser its session, or takes it away with an empty token.
#[must_use]
pub fn cookie(token: &str, secure: bool) -> String {
    let age_s = if token.is_empty() { 0 } else { SESSION_MS / 1000 };
    let secure = if secure { "; Secure" } else { "" };
    format!("{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/; Max-Age={age_s}{secure}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_token_is_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; lantoa=secret; lantoa2=x"));
        assert_eq!(token_of(&headers), Some(Digest::of(b"secret")));
        headers.clear();
        headers.append(header::COOKIE, HeaderValue::from_static("lantoa2=x"));
        assert_eq!(token_of(&headers), None);
    }

    #[test]
    fn tokens_differ_and_only_their_hash_is_kept() {
        let (first, hash) = fresh_token();
        let (second, _) = fresh_token();
        assert_ne!(first, second);
        assert_eq!(hash, Digest::of(first.as_bytes()));
        assert_ne!(hash.to_string(), first);
    }
}
