//! One function for each request of the protocol.

use super::{
    ApiError, Fresh,
    line::{Request, answer},
    parts,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use shared::{
    digest::Digest,
    id::{ChangeId, PersonId},
    wire::{
        Adopted, BlobReceipt, Devices, Drop, EndSession, Heads, OfferReply, PART_BYTES, PartName, Pull, PullReply,
        Push, PushReply, QuarantineList, SignIn, SignedIn,
    },
};
use std::rc::Rc;

/// An answer that says only "done": `{}`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Done {}

async fn got<T: DeserializeOwned>(path: &str) -> Result<T, ApiError> {
    answer(Request::new("GET", path)).await?.json()
}

async fn got_for<T: DeserializeOwned>(person: PersonId, path: &str) -> Result<T, ApiError> {
    answer(Request { person: Some(person), ..Request::new("GET", path) }).await?.json()
}

async fn posted<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, ApiError> {
    let body = serde_json::to_vec(body).expect("wire types are plain data");
    answer(Request::json("POST", path, body)).await?.json()
}

async fn posted_for<T: DeserializeOwned>(person: PersonId, path: &str, body: &impl Serialize) -> Result<T, ApiError> {
    let body = serde_json::to_vec(body).expect("wire types are plain data");
    answer(Request { person: Some(person), ..Request::json("POST", path, body) }).await?.json()
}

/// Opens a session. The cookie is the browser's business.
///
/// # Errors
/// [`ApiError::Refused`] with `sign_in_refused` when login and password do not fit.
pub async fn sign_in(who: &SignIn) -> Result<SignedIn, ApiError> {
    posted("/api/v1/session", who).await
}

/// Whose session the browser carries.
///
/// # Errors
/// [`ApiError::SignedOut`] if none.
pub async fn session() -> Result<SignedIn, ApiError> {
    got("/api/v1/session").await
}

/// Ends the session on the server.
///
/// # Errors
/// Any; the device may forget the session all the same.
pub async fn sign_out() -> Result<Done, ApiError> {
    answer(Request::new("DELETE", "/api/v1/session")).await?.json()
}

/// Ends a session that the device has forgotten, by the secret it was told at sign-in. Needs no cookie.
///
/// # Errors
/// Any.
pub async fn end_session(token: String) -> Result<Done, ApiError> {
    posted("/api/v1/session/end", &EndSession { token }).await
}

/// Units, people and catalogue, as their own text, if they differ from what is known.
///
/// # Errors
/// Any.
pub async fn directory(person: PersonId, etag: Option<&str>) -> Result<Fresh<Box<RawValue>>, ApiError> {
    let request = Request { person: Some(person), etag, ..Request::new("GET", "/api/v1/directory") };
    answer(request).await?.fresh()
}

/// Sends changes up.
///
/// # Errors
/// Any; after [`ApiError::NoAnswer`] it is unknown whether they arrived, and sending again is safe.
pub async fn push(person: PersonId, push: &Push) -> Result<PushReply, ApiError> {
    posted_for(person, "/api/v1/sync/push", push).await
}

/// Asks for what came after the cursors.
///
/// # Errors
/// Any.
pub async fn pull(person: PersonId, pull: &Pull) -> Result<PullReply, ApiError> {
    posted_for(person, "/api/v1/sync/pull", pull).await
}

/// Offers a page as the device has kept it, byte for byte.
///
/// # Errors
/// Any.
pub async fn offer(person: PersonId, page: Vec<u8>) -> Result<OfferReply, ApiError> {
    answer(Request { person: Some(person), ..Request::json("POST", "/api/v1/sync/offer", page) }).await?.json()
}

/// A part of a snapshot, as its own text.
///
/// # Errors
/// Any; a permanent one when another snapshot has taken its place.
pub async fn snapshot_part(person: PersonId, name: PartName) -> Result<Box<RawValue>, ApiError> {
    let PartName { scope, n, part } = name;
    got_for(person, &format!("/api/v1/snapshots/{scope}/{n}/{part}")).await
}

/// The cheap poll.
///
/// # Errors
/// Any.
pub async fn heads(person: PersonId, etag: Option<&str>) -> Result<Fresh<Heads>, ApiError> {
    let request = Request { person: Some(person), etag, ..Request::new("GET", "/api/v1/sync/heads") };
    answer(request).await?.fresh()
}

/// Sends a photo up and waits for the receipt that repeats its hash: in one request, or in parts, so that a
/// line that is cut does not begin it anew.
///
/// # Errors
/// Any; a receipt for other bytes is [`ApiError::NotOurs`].
pub async fn send_photo(
    person: PersonId,
    sha256: Digest,
    mime: &str,
    bytes: Vec<u8>,
    sent: Rc<dyn Fn(u64)>,
) -> Result<BlobReceipt, ApiError> {
    let file = BlobReceipt { sha256, bytes: bytes.len() as u64 };
    if bytes.len() > PART_BYTES {
        return parts::file_sent(person, file, &bytes, sent).await;
    }
    let path = format!("/api/v1/blobs/{sha256}");
    let (body, person) = (Some((mime, bytes)), Some(person));
    let request = Request { body, person, sent: Some(sent), ..Request::new("PUT", &path) };
    let receipt: BlobReceipt = answer(request).await?.json()?;
    if receipt == file { Ok(receipt) } else { Err(ApiError::NotOurs) }
}

/// A photo's bytes, checked against its hash.
///
/// # Errors
/// Any.
pub async fn photo(person: PersonId, sha256: Digest) -> Result<Vec<u8>, ApiError> {
    let path = format!("/api/v1/blobs/{sha256}");
    answer(Request { person: Some(person), ..Request::new("GET", &path) }).await?.file(sha256)
}

/// A photo made small by the server, checked against the tag that comes with it.
///
/// # Errors
/// Any.
pub async fn small_photo(person: PersonId, sha256: Digest) -> Result<Vec<u8>, ApiError> {
    let path = format!("/api/v1/blobs/{sha256}/small");
    answer(Request { person: Some(person), ..Request::new("GET", &path) }).await?.tagged_file()
}

/// Everything kept aside that the person sent or may decide on.
///
/// # Errors
/// Any.
pub async fn quarantine(person: PersonId) -> Result<QuarantineList, ApiError> {
    let mut all: QuarantineList = got_for(person, "/api/v1/quarantine").await?;
    while let Some(next) = all.next.take() {
        let page: QuarantineList = got_for(person, &format!("/api/v1/quarantine?after={next}")).await?;
        all.items.extend(page.items);
        all.next = page.next;
    }
    Ok(all)
}

/// Takes a change in that was kept aside.
///
/// # Errors
/// Any.
pub async fn adopt(person: PersonId, id: ChangeId) -> Result<Adopted, ApiError> {
    posted_for(person, &format!("/api/v1/quarantine/{id}/adopt"), &serde_json::Map::new()).await
}

/// Drops a change that was kept aside.
///
/// # Errors
/// Any.
pub async fn drop_kept(person: PersonId, id: ChangeId, reason: &str) -> Result<Done, ApiError> {
    let reason = Drop { reason: reason.to_owned() };
    posted_for(person, &format!("/api/v1/quarantine/{id}/drop"), &reason).await
}

/// Who has not synchronised since when.
///
/// # Errors
/// Any.
pub async fn devices(person: PersonId) -> Result<Devices, ApiError> {
    got_for(person, "/api/v1/devices").await
}
