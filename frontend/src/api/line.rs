//! One request over the line, watched for progress.
//!
//! `XMLHttpRequest` and not `fetch`, because only it tells how far an upload has come: a village's
//! line may need minutes for a photo, and what is given up on is silence, never slowness.

use super::{ApiError, Reply};
use futures_channel::oneshot;
use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use js_sys::{ArrayBuffer, Uint8Array};
use shared::{
    id::PersonId,
    wire::{PERSON_HEADER, PROTOCOL, PROTOCOL_HEADER},
};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ProgressEvent, XmlHttpRequest, XmlHttpRequestResponseType};

/// How long nothing may happen before a request is given up.
pub const SILENCE_MS: u32 = 30_000;
/// What the system's own buffers swallow is reported as sent although it is still on its way;
/// two bytes a millisecond is a line on which nobody could work anyway.
const BYTES_PER_MS_MIN: u32 = 2;

/// What is asked.
pub struct Request<'a> {
    /// `GET`, `POST`, `PUT`, `PATCH`, `DELETE`.
    pub method: &'a str,
    /// From `/api` on.
    pub path: &'a str,
    /// Its type and its bytes.
    pub body: Option<(&'a str, Vec<u8>)>,
    /// For whom it is asked. The cookie is one for all tabs: the server refuses if it is another's.
    pub person: Option<PersonId>,
    /// The tag of what is known already.
    pub etag: Option<&'a str>,
    /// What else is said ahead of the body.
    pub headers: Vec<(&'static str, String)>,
    /// Told how many bytes have gone up.
    pub sent: Option<Rc<dyn Fn(u64)>>,
}

impl<'a> Request<'a> {
    /// A request without a body.
    #[must_use]
    pub fn new(method: &'a str, path: &'a str) -> Self {
        Self { method, path, body: None, person: None, etag: None, headers: Vec::new(), sent: None }
    }

    /// A request that carries JSON.
    #[must_use]
    pub fn json(method: &'a str, path: &'a str, body: Vec<u8>) -> Self {
        Self { body: Some(("application/json", body)), ..Self::new(method, path) }
    }
}

/// Sends a request and waits for the whole answer.
///
/// # Errors
/// [`ApiError::NoAnswer`]: cut, refused, or silent. Dropping the future aborts the request.
pub async fn answer(request: Request<'_>) -> Result<Reply, ApiError> {
    let mut body = request.body;
    let mut gzipped = false;
    if let Some((_, bytes)) = body.as_mut().filter(|(mime, _)| *mime == "application/json")
        && let Some(small) = super::gzip::smaller(bytes).await
    {
        *bytes = small;
        gzipped = true;
    }
    let call = opened(request.method, request.path).map_err(|_| ApiError::NoAnswer)?;
    let headers = [
        ("accept", Some("application/json, image/*".to_owned())),
        (PROTOCOL_HEADER, Some(PROTOCOL.to_string())),
        (PERSON_HEADER, request.person.map(|person| person.to_string())),
        ("content-type", body.as_ref().map(|(mime, _)| (*mime).to_owned())),
        ("content-encoding", gzipped.then(|| "gzip".to_owned())),
        ("if-none-match", request.etag.map(ToOwned::to_owned)),
    ];
    let also = request.headers.into_iter().map(|(name, value)| (name, Some(value)));
    for (name, value) in headers.into_iter().chain(also) {
        if let Some(value) = value {
            call.0.set_request_header(name, &value).map_err(|_| ApiError::NoAnswer)?;
        }
    }
    let bytes = body.map(|(_, bytes)| bytes);
    finished(&call.0, bytes, request.sent).await?;
    read(&call.0).ok_or(ApiError::NoAnswer)
}

/// A request that is aborted when nobody waits for it any more.
struct Call(XmlHttpRequest);

impl Drop for Call {
    fn drop(&mut self) {
        let _ = self.0.abort();
    }
}

fn opened(method: &str, path: &str) -> Result<Call, JsValue> {
    let call = XmlHttpRequest::new()?;
    call.open(method, path)?;
    call.set_response_type(XmlHttpRequestResponseType::Arraybuffer);
    Ok(Call(call))
}

/// Sends, and waits until the answer is whole, the line breaks, or silence lasts too long.
async fn finished(call: &XmlHttpRequest, body: Option<Vec<u8>>, sent: Option<Rc<dyn Fn(u64)>>) -> Result<(), ApiError> {
    let length = u32::try_from(body.as_ref().map_or(0, Vec::len)).unwrap_or(u32::MAX);
    let silent_s = Rc::new(Cell::new(0_u32));
    let limit_s = (SILENCE_MS + length / BYTES_PER_MS_MIN) / 1000;

    let mut listeners = Vec::new();
    let heard = Rc::clone(&silent_s);
    listeners.push(EventListener::new(call, "progress", move |_| heard.set(0)));
    if let Ok(upload) = call.upload() {
        let heard = Rc::clone(&silent_s);
        // Only uploads with a body are listened to: the listener has a price on some browsers.
        if length > 0 {
            listeners.push(EventListener::new(&upload, "progress", move |event| {
                heard.set(0);
                if let (Some(sent), Some(event)) = (&sent, event.dyn_ref::<ProgressEvent>()) {
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of bytes")]
                    sent(event.loaded() as u64);
                }
            }));
        }
    }
    let (end, ended) = oneshot::channel();
    let end = Cell::new(Some(end));
    listeners.push(EventListener::new(call, "loadend", move |_| {
        if let Some(end) = end.take() {
            let _ = end.send(());
        }
    }));
    // Counted in ticks, not read from a clock: a device that slept wakes with all its patience.
    let (watched, silent) = (call.clone(), silent_s);
    let watch = Interval::new(1000, move || {
        silent.set(silent.get() + 1);
        if silent.get() > limit_s {
            let _ = watched.abort();
        }
    });
    let started = match &body {
        Some(bytes) => call.send_with_opt_u8_array(Some(bytes)),
        None => call.send(),
    };
    started.map_err(|_| ApiError::NoAnswer)?;
    let outcome = ended.await.map_err(|_| ApiError::NoAnswer);
    drop((watch, listeners));
    outcome
}

fn read(call: &XmlHttpRequest) -> Option<Reply> {
    // Status 0 is how a request says that it failed.
    let status = call.status().ok().filter(|status| *status != 0)?;
    let header = |name| call.get_response_header(name).ok().flatten();
    let body = call.response().ok()?.dyn_into::<ArrayBuffer>().ok()?;
    Some(Reply {
        status,
        content_type: header("content-type").unwrap_or_default().to_lowercase(),
        etag: header("etag"),
        retry_after_s: header("retry-after").and_then(|text| text.trim().parse().ok()),
        body: Uint8Array::new(&body).to_vec(),
    })
}
