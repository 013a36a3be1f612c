//! The front end as files: from inside the program or a folder, earlier builds beside it.
//!
//! Files under `/assets/` are named by their content and never change; everything else is asked
//! for again each time. The app routes itself, so an unknown page is `index.html`.

use crate::{app::App, error::Error};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::Embed;
use shared::digest::Digest;
use std::{
    borrow::Cow,
    fs, io,
    io::Write as _,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

#[derive(Embed)]
#[folder = "../frontend/dist"]
#[allow_missing = true]
struct Inside;

/// What is said at `/` when the program carries no front end.
const NOT_BUILT_IN: &str = "<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><title>Lan Tỏa</title>\
<p>Máy chủ Lan Tỏa đang chạy, nhưng chương trình này được dựng mà không kèm ứng dụng.</p>\
<p lang=\"en\">The server is running, but the app was not built in: run <code>cargo xtask run</code>.</p>";

/// Encodings of the siblings that a build makes, the smaller first.
const SIBLINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Where the front end's files are.
#[derive(Debug)]
pub struct Assets {
    folder: Option<PathBuf>,
    builds: PathBuf,
    kept: AtomicU64,
}

impl Assets {
    /// Opens the front end, and keeps a copy of this build's files for tablets that still run it
    /// when the next one is deployed.
    ///
    /// # Errors
    /// The disk's.
    pub fn open(folder: Option<PathBuf>, builds: PathBuf) -> io::Result<Self> {
        let assets = Self { folder, builds, kept: AtomicU64::new(0) };
        for path in assets.hashed_paths()? {
            if let Some(bytes) = assets.current(&path) {
                assets.keep(&path, &bytes)?;
            }
        }
        Ok(assets)
    }

    fn hashed_paths(&self) -> io::Result<Vec<String>> {
        let Some(folder) = &self.folder else {
            return Ok(Inside::iter().filter(|path| path.starts_with("assets/")).map(Cow::into_owned).collect());
        };
        let folder = folder.join("assets");
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let names = fs::read_dir(folder)?.map(|file| Ok(file?.file_name().to_string_lossy().into_owned()));
        names.map(|name: io::Result<String>| name.map(|name| format!("assets/{name}"))).collect()
    }

    fn current(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        match &self.folder {
            Some(folder) => fs::read(folder.join(path)).ok().map(Cow::Owned),
            None => Inside::get(path).map(|file| file.data),
        }
    }

    fn keep(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let kept = self.builds.join(path);
        if kept.exists() {
            return Ok(());
        }
        fs::create_dir_all(kept.parent().expect("a path below the folder has a parent"))?;
        // Whole or not at all, and under a name of its own: others may be keeping files beside it.
        let turn = self.kept.fetch_add(1, Ordering::Relaxed);
        let aside = self.builds.join(format!("{}.{turn}.unfinished", std::process::id()));
        let mut file = fs::File::create(&aside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(aside, kept)
    }

    /// The bytes of a file of this build, or of an earlier one if its name holds its content.
    fn file(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        let hashed = path.starts_with("assets/");
        if let Some(bytes) = self.current(path) {
            if hashed
                && self.folder.is_some()
                && let Err(error) = self.keep(path, &bytes)
            {
                tracing::warn!(%error, path, "a file of this build could not be kept");
            }
            return Some(bytes);
        }
        if hashed { fs::read(self.builds.join(path)).ok().map(Cow::Owned) } else { None }
    }
}

/// Answers every address that is not the API's.
pub async fn serve(State(app): State<Arc<App>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Error::MethodNotAllowed.into_response();
    }
    let path = request.uri().path().trim_start_matches('/').to_owned();
    if path.starts_with("api/") || path == "api" {
        return Error::NotFound("address").into_response();
    }
    let headers = request.headers().clone();
    let answer = tokio::task::spawn_blocking(move || answer(&app.assets, &path, &headers)).await;
    answer.unwrap_or_else(|_| Error::Unavailable("the server is stopping").into_response())
}

fn answer(assets: &Assets, path: &str, headers: &HeaderMap) -> Response {
    let safe = path.split('/').all(|part| !part.is_empty() && !part.starts_with('.'))
        && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-/".contains(&byte));
    if path.starts_with("assets/") {
        let file = if safe { found(assets, path, headers) } else { None };
        return file.unwrap_or_else(|| Error::NotFound("file").into_response());
    }
    let file = if safe { found(assets, path, headers) } else { None };
    file.or_else(|| found(assets, "index.html", headers)).unwrap_or_else(|| {
        let page = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
        (page, NOT_BUILT_IN).into_response()
    })
}

/// The file in the smallest form that the browser takes.
fn found(assets: &Assets, path: &str, headers: &HeaderMap) -> Option<Response> {
    let plain = assets.file(path)?;
    let sibling = SIBLINGS
        .into_iter()
        .filter(|(coding, _)| accepts(headers, coding))
        .find_map(|(coding, ending)| Some((coding, assets.file(&format!("{path}{ending}"))?)));
    let coding = sibling.as_ref().map(|(coding, _)| *coding);
    let bytes = sibling.map_or(plain, |(_, bytes)| bytes);
    let tag = format!("\"{}\"", &Digest::of(&bytes).to_string()[..32]);

    let known = headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let unchanged = known.is_some_and(|tags| tags.split(',').any(|known| known.trim().trim_start_matches("W/") == tag));
    let hashed = path.starts_with("assets/");
    let caching = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = Response::builder()
        .header(header::CACHE_CONTROL, caching)
        .header(header::ETAG, tag)
        .header(header::VARY, "accept-encoding");
    if unchanged {
        return response.status(StatusCode::NOT_MODIFIED).body(Body::empty()).ok();
    }
    if let Some(coding) = coding {
        response = response.header(header::CONTENT_ENCODING, coding);
    }
    response
        .header(header::CONTENT_TYPE, media_type(path))
        .header(header::CONTENT_LENGTH, bytes.len())
        .body(Body::from(bytes.into_owned()))
        .ok()
}

fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let lines =
        headers.get_all(header::ACCEPT_ENCODING).into_iter().filter_map(|line: &HeaderValue| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|offer| {
        let (name, weight) = offer.split_once(';').unwrap_or((offer, ""));
        name.trim().eq_ignore_ascii_case(coding) && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
