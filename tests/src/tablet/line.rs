//! The tablet's line to the server. What counts as an answer is what the app counts as one
//! (`frontend/src/api/reply.rs`): a parsed body of ours, and nothing else.

use crate::device::{Wire, zipped};
use flate2::read::GzDecoder;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, header};
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    digest::Digest,
    id::PersonId,
    problem::Problem,
    wire::{BlobReceipt, PERSON_HEADER, PROTOCOL, PROTOCOL_HEADER, SignIn, SignedIn},
};
use std::{
    fmt,
    io::{self, Read as _},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// How long nothing may happen before a request is given up.
const SILENCE: Duration = Duration::from_secs(30);

/// Why a request came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineError {
    /// Nothing was heard, or only part of it. What was sent may have arrived: it is *unknown*.
    NoAnswer(String),
    /// Something answered that proves nothing: an empty 200, a proxy's page, a cut body.
    NotOurs(u16),
    /// The server asks for patience, and says how long if it can.
    Busy(Option<Duration>),
    /// The session is over.
    SignedOut,
    /// The server read the request and said no.
    Refused(u16, Problem),
}

impl LineError {
    /// Whether the same request can never succeed, however long one waits.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        matches!(self, Self::Refused(status, _) if (400..500).contains(status) && *status != 409)
    }

    /// Whether no server will ever take what was sent, by whichever rights and keys.
    #[must_use]
    pub fn is_of_the_content(&self) -> bool {
        matches!(self, Self::Refused(_, problem) if ["malformed", "too_large"].contains(&problem.code.as_str()))
    }
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAnswer(why) => write!(f, "no answer: {why}"),
            Self::NotOurs(status) => write!(f, "an answer that proves nothing, with status {status}"),
            Self::Busy(time) => write!(f, "busy; come again in {time:?}"),
            Self::SignedOut => write!(f, "the session is over"),
            Self::Refused(status, problem) => write!(f, "{status} {}: {}", problem.code, problem.message),
        }
    }
}

impl From<reqwest::Error> for LineError {
    fn from(error: reqwest::Error) -> Self {
        Self::NoAnswer(format!("{error:?}"))
    }
}

/// The line, with what a browser would keep: the cookie.
#[derive(Debug, Clone)]
pub struct Line {
    http: Client,
    origin: String,
    cookie: String,
    person: Option<PersonId>,
    crossed: Arc<Crossed>,
}

/// Bytes of bodies, as they were packed.
#[derive(Debug, Default)]
struct Crossed {
    up: AtomicU64,
    down: AtomicU64,
}

impl Line {
    /// A line to an origin without a slash at the end, on which nobody is signed in.
    ///
    /// # Panics
    /// If this machine gives no client.
    #[must_use]
    pub fn to(origin: &str) -> Self {
        crate::http::choose_tls();
        let http = Client::builder().read_timeout(SILENCE).build().expect("a client without TLS needs nothing");
        let (cookie, crossed) = (String::new(), Arc::default());
        Self { http, origin: origin.to_owned(), cookie, person: None, crossed }
    }

    /// A line on which somebody is signed in, by the cookie of the session.
    #[must_use]
    pub fn signed_in(origin: &str, cookie: &str, person: PersonId) -> Self {
        Self { cookie: cookie.to_owned(), person: Some(person), ..Self::to(origin) }
    }

    /// What crossed the line so far: bodies of JSON, as they were packed.
    #[must_use]
    pub fn crossed(&self) -> Wire {
        Wire { up: self.crossed.up.load(Ordering::Relaxed), down: self.crossed.down.load(Ordering::Relaxed) }
    }

    /// Goes on at another origin, as behind another name of the same office.
    pub fn move_to(&mut self, origin: &str) {
        origin.clone_into(&mut self.origin);
    }

    /// Signs in; requests carry the session from then on.
    ///
    /// # Errors
    /// Any; [`LineError::Refused`] with `sign_in_refused` when login and password do not fit.
    pub async fn sign_in(&mut self, wish: &SignIn) -> Result<SignedIn, LineError> {
        let body = serde_json::to_vec(wish).expect("it is plain");
        let request = self.request(Method::POST, "/api/v1/session").header(header::CONTENT_TYPE, "application/json");
        let answer = request.body(body).send().await?;
        let cookie = answer.headers().get(header::SET_COOKIE).and_then(|cookie| cookie.to_str().ok());
        let cookie = cookie.and_then(|cookie| cookie.split(';').next()).unwrap_or_default().to_owned();
        let signed_in: SignedIn = self.read(answer).await?;
        self.cookie = cookie;
        self.person = Some(signed_in.person);
        Ok(signed_in)
    }

    /// Asks with a body, packed as the app packs it.
    ///
    /// # Errors
    /// Any.
    pub async fn posted<T: DeserializeOwned>(&self, path: &str, body: Vec<u8>) -> Result<T, LineError> {
        let request = self.request(Method::POST, path).header(header::CONTENT_TYPE, "application/json");
        let request = request.header(header::CONTENT_ENCODING, "gzip").header(header::ACCEPT_ENCODING, "gzip");
        let body = zipped(&body);
        self.crossed.up.fetch_add(body.len() as u64, Ordering::Relaxed);
        self.read(request.body(body).send().await?).await
    }

    /// [`Line::posted`] of something that is JSON.
    ///
    /// # Errors
    /// Any.
    pub async fn asked<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, LineError> {
        self.posted(path, serde_json::to_vec(body).expect("wire types are plain data")).await
    }

    /// Asks without a body.
    ///
    /// # Errors
    /// Any.
    pub async fn got<T: DeserializeOwned>(&self, path: &str) -> Result<T, LineError> {
        self.read(self.request(Method::GET, path).header(header::ACCEPT_ENCODING, "gzip, br").send().await?).await
    }

    /// Sends a photo; the receipt repeats its hash and size, or it is none.
    ///
    /// # Errors
    /// Any.
    pub async fn photo_sent(&self, sha256: Digest, bytes: Vec<u8>) -> Result<BlobReceipt, LineError> {
        let ours = BlobReceipt { sha256, bytes: bytes.len() as u64 };
        let request = self.request(Method::PUT, &format!("/api/v1/blobs/{sha256}"));
        let answer = request.header(header::CONTENT_TYPE, "image/png").body(bytes).send().await?;
        let receipt = self.read(answer).await?;
        if receipt == ours { Ok(receipt) } else { Err(LineError::NotOurs(200)) }
    }

    /// A photo's bytes, believed by their hash.
    ///
    /// # Errors
    /// Any.
    pub async fn photo(&self, sha256: Digest) -> Result<Vec<u8>, LineError> {
        let answer = self.request(Method::GET, &format!("/api/v1/blobs/{sha256}")).send().await?;
        let status = answer.status();
        let bytes = answer.bytes().await?;
        if status == StatusCode::OK && Digest::of(&bytes) == sha256 {
            return Ok(bytes.to_vec());
        }
        Err(LineError::NotOurs(status.as_u16()))
    }

    /// The stream of pokes.
    ///
    /// # Errors
    /// Any.
    pub async fn ears(&self) -> Result<Ears, LineError> {
        let answer = self.request(Method::GET, "/api/v1/sync/events").send().await?;
        if answer.status() != StatusCode::OK {
            return Err(LineError::NotOurs(answer.status().as_u16()));
        }
        Ok(Ears { answer, heard: Vec::new() })
    }

    /// A request with everything that the app sends along.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.origin)).header(PROTOCOL_HEADER, PROTOCOL);
        let request = request.header(header::COOKIE, &self.cookie);
        self.person.iter().fold(request, |request, person| request.header(PERSON_HEADER, person.to_string()))
    }

    /// What an answer is worth.
    async fn read<T: DeserializeOwned>(&self, answer: Response) -> Result<T, LineError> {
        let status = answer.status().as_u16();
        let header =
            |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let is_json = header(header::CONTENT_TYPE).starts_with("application/json");
        let coding = header(header::CONTENT_ENCODING);
        let patience = header(header::RETRY_AFTER).parse().ok().map(Duration::from_secs);
        let bytes = answer.bytes().await?;
        self.crossed.down.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        let text = unpacked(&coding, bytes.into()).map_err(|_| LineError::NotOurs(status))?;
        if status == 200 {
            let parsed = if is_json { serde_json::from_slice(&text).ok() } else { None };
            return parsed.ok_or(LineError::NotOurs(status));
        }
        let problem = if is_json { serde_json::from_slice::<Problem>(&text).ok() } else { None };
        Err(match (status, problem) {
            (408 | 425 | 429 | 503, _) => LineError::Busy(patience),
            (_, None) => LineError::NotOurs(status),
            (401, Some(problem)) if problem.code != "sign_in_refused" => LineError::SignedOut,
            (409, Some(problem)) if problem.code == "other_person" => LineError::SignedOut,
            (status, Some(problem)) => LineError::Refused(status, problem),
        })
    }
}

/// A body as it was before it was packed.
fn unpacked(coding: &str, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    match coding {
        "gzip" => GzDecoder::new(&bytes[..]).read_to_end(&mut text).map(drop)?,
        "br" => brotli::BrotliDecompress(&mut &bytes[..], &mut text)?,
        _ => text = bytes,
    }
    Ok(text)
}

/// Somebody who listens for pokes.
#[derive(Debug)]
pub struct Ears {
    answer: Response,
    heard: Vec<u8>,
}

impl Ears {
    /// Waits for the next poke; `false` when the stream is over.
    pub async fn poked(&mut self) -> bool {
        const END: &[u8] = b"\n\n";
        loop {
            while let Some(end) = self.heard.windows(END.len()).position(|two| two == END) {
                let event: Vec<u8> = self.heard.drain(..end + END.len()).collect();
                // Others keep the line awake.
                if event.starts_with(b"event: poke") {
                    return true;
                }
            }
            match self.answer.chunk().await {
                Ok(Some(bytes)) => self.heard.extend_from_slice(&bytes),
                Ok(None) | Err(_) => return false,
            }
        }
    }
}
