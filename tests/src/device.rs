//! A device without a browser: signs in, pushes and pulls as the app does, and counts bytes.
//!
//! For benchmarks, and for stories about what no app would send.

mod pages;

pub use pages::Pages;

use crate::{http, tablet::Line};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use reqwest::{Client, Method, RequestBuilder, Response, header};
use serde::de::DeserializeOwned;
use shared::{
    change::Change,
    id::DeviceId,
    verdict::Verdict,
    wire::{DeviceName, Entry, PROTOCOL, PROTOCOL_HEADER, Pull, PullReply, PushReply, SignIn, SignedIn},
};
use std::{
    fmt,
    io::{Read as _, Write as _},
    time::Duration,
};
use uuid::Uuid;

/// The password of every demonstration account.
pub const PASSWORD: &str = "lan-toa-2026";

/// A signed-in device with a connection of its own, kept alive between requests.
#[derive(Debug)]
pub struct Device {
    http: Client,
    origin: String,
    cookie: String,
    /// Who holds it.
    pub person: SignedIn,
}

/// What crossed the line, bodies only, as they were compressed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wire {
    /// To the server.
    pub up: u64,
    /// From it.
    pub down: u64,
}

/// A request that was not answered with what was asked for.
#[derive(Debug)]
pub struct Refused {
    /// The status, 0 when nothing came.
    pub status: u16,
    /// When to come again, if the server says so.
    pub retry_after: Option<Duration>,
    /// What it said, or what broke.
    pub text: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status, self.text)
    }
}

impl From<reqwest::Error> for Refused {
    fn from(error: reqwest::Error) -> Self {
        Self { status: 0, retry_after: None, text: format!("{error:?}") }
    }
}

impl Wire {
    /// Counts what crossed besides.
    pub fn add(&mut self, other: Self) {
        self.up += other.up;
        self.down += other.down;
    }
}

impl Device {
    /// Signs in as somebody of the demonstration.
    ///
    /// # Panics
    /// If that is refused.
    pub async fn sign_in(origin: &str, login: &str) -> Self {
        Self::sign_in_with(origin, login, PASSWORD).await
    }

    /// Signs in with a password.
    ///
    /// # Panics
    /// If that is refused.
    pub async fn sign_in_with(origin: &str, login: &str, password: &str) -> Self {
        let http = http::client();
        let answer = signing_in(&http, origin, login, password).await;
        assert_eq!(answer.status(), 200, "{login} signs in");
        let cookie = answer.headers().get(header::SET_COOKIE).and_then(|cookie| cookie.to_str().ok());
        let cookie = cookie.and_then(|cookie| cookie.split(';').next()).expect("a session has a cookie").to_owned();
        let person = serde_json::from_slice(&answer.bytes().await.expect("it has a body")).expect("it is as agreed");
        Self { http, origin: origin.to_owned(), cookie, person }
    }

    /// The same session on another copy of its archive, over a connection of its own.
    #[must_use]
    pub fn at(&self, origin: &str) -> Self {
        let (cookie, person) = (self.cookie.clone(), self.person.clone());
        Self { http: http::client(), origin: origin.to_owned(), cookie, person }
    }

    /// A line over which the app's own notebook goes on in this session.
    #[must_use]
    pub fn line(&self) -> Line {
        Line::signed_in(&self.origin, &self.cookie, self.person.person)
    }

    /// Pushes a compressed body and makes sure that every change got its number.
    ///
    /// # Panics
    /// If one did not.
    pub async fn push(&self, body: Vec<u8>, changes: usize) -> Wire {
        let (reply, wire) = self.asked::<PushReply>("/api/v1/sync/push", body).await;
        let numbered = |verdict: &Verdict| matches!(verdict, Verdict::Numbered { .. });
        let other = reply.receipts.iter().find(|receipt| !numbered(&receipt.receipt.verdict));
        assert!(other.is_none(), "not numbered: {other:?}");
        assert_eq!(reply.receipts.len(), changes);
        wire
    }

    /// Pushes changes as they are; what became of each.
    ///
    /// # Panics
    /// If the server does not take the request.
    pub async fn pushed(&self, changes: &[Change]) -> PushReply {
        let body = serde_json::json!({ "changes": changes }).to_string();
        self.asked("/api/v1/sync/push", zipped(body.as_bytes())).await.0
    }

    /// Pulls until nothing more comes; the entries, and what they weighed.
    ///
    /// # Panics
    /// If numbers are not dense.
    pub async fn pull_everything(&self) -> (Vec<Entry>, Wire) {
        let (mut pull, mut entries, mut wire) = (Pull::default(), Vec::new(), Wire::default());
        loop {
            let body = zipped(&serde_json::to_vec(&pull).expect("it is plain"));
            let (reply, crossed) = self.asked::<PullReply>("/api/v1/sync/pull", body).await;
            wire.add(crossed);
            let mut more = false;
            for page in reply.scopes {
                let cursor = pull.scopes.entry(page.scope).or_default();
                assert_eq!(page.from, cursor.n, "numbers are dense");
                assert_eq!(page.entries.last().map(|entry| entry.n).unwrap_or(page.from), page.to.n);
                more |= page.to.n < page.head;
                entries.extend(page.entries);
                *cursor = page.to;
            }
            // Scopes are new to a device that holds none: it learns of them and asks again.
            for scope in reply.readable {
                more |= pull.scopes.insert(scope, pull.scopes.get(&scope).copied().unwrap_or_default()).is_none();
            }
            if !more {
                return (entries, wire);
            }
        }
    }

    /// Asks whether there is news since a tag; the tag now, and how many bytes of body said so.
    ///
    /// # Panics
    /// If the server does not answer as agreed.
    pub async fn poll(&self, tag: Option<&str>) -> (String, u64) {
        let request = self.request(Method::GET, "/api/v1/sync/heads");
        let request = tag.into_iter().fold(request, |request, tag| request.header(header::IF_NONE_MATCH, tag));
        let answer = request.send().await.expect("the server answers");
        let expected = if tag.is_some() { 304 } else { 200 };
        assert_eq!(answer.status(), expected, "nothing has moved meanwhile");
        let now = answer.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok()).map(str::to_owned);
        let bytes = answer.bytes().await.expect("the answer comes whole").len() as u64;
        (now.or_else(|| tag.map(str::to_owned)).expect("heads have a tag"), bytes)
    }

    async fn asked<T: DeserializeOwned>(&self, path: &str, body: Vec<u8>) -> (T, Wire) {
        self.tried(path, body).await.unwrap_or_else(|refused| panic!("{path}: {refused}"))
    }

    /// Asks with a compressed body; the answer, and what crossed the line.
    ///
    /// # Errors
    /// When there is no answer, or another one than 200.
    pub async fn tried<T: DeserializeOwned>(&self, path: &str, body: Vec<u8>) -> Result<(T, Wire), Refused> {
        let up = body.len() as u64;
        let request = self.request(Method::POST, path).header(header::CONTENT_ENCODING, "gzip").body(body);
        let answer = request.header(header::ACCEPT_ENCODING, "gzip").send().await?;
        let (status, zipped) = (answer.status().as_u16(), answer.headers().contains_key(header::CONTENT_ENCODING));
        let after = answer.headers().get(header::RETRY_AFTER).and_then(|after| after.to_str().ok()?.parse().ok());
        let bytes = answer.bytes().await?;
        let wire = Wire { up, down: bytes.len() as u64 };
        let text = if zipped { unzipped(&bytes) } else { bytes.to_vec() };
        if status != 200 {
            let text = String::from_utf8_lossy(&text).into_owned();
            return Err(Refused { status, retry_after: after.map(Duration::from_secs), text });
        }
        Ok((serde_json::from_slice(&text).expect("it is as agreed"), wire))
    }

    /// A request with everything that the app sends along, still to be spoiled.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.origin))
            .header(PROTOCOL_HEADER, PROTOCOL)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/json")
    }
}

/// Bytes as they come down.
fn unzipped(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut text).expect("it is gzip");
    text
}

/// A try to sign in, whatever comes of it.
///
/// # Panics
/// If the server does not answer.
pub async fn signing_in(http: &Client, origin: &str, login: &str, password: &str) -> Response {
    let device = DeviceName { id: DeviceId(Uuid::now_v7()), name: "Máy không trình duyệt".to_owned() };
    let wish = SignIn { login: login.to_owned(), password: password.to_owned(), device };
    http.post(format!("{origin}/api/v1/session"))
        .header(PROTOCOL_HEADER, PROTOCOL)
        .header(header::CONTENT_TYPE, "application/json")
        .body(serde_json::to_vec(&wish).expect("it is plain"))
        .send()
        .await
        .expect("the server answers")
}

/// Bytes as they go up.
///
/// # Panics
/// Never: memory takes everything.
#[must_use]
pub fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}
