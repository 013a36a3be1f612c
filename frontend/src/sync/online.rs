//! What is asked online only, for screens that say so beforehand. Each answer is shown, not kept, but
//! for photos, which whoever asks may keep.

pub use crate::api::ApiError;
use crate::api::requests;
use shared::{
    digest::Digest,
    id::{ChangeId, PersonId},
    wire::{Adopted, Devices, QuarantineList},
};

/// Who has not synchronised since when.
///
/// # Errors
/// As the line says.
pub async fn devices(person: PersonId) -> Result<Devices, ApiError> {
    requests::devices(person).await
}

/// What is kept aside and concerns the person.
///
/// # Errors
/// As the line says.
pub async fn quarantine(person: PersonId) -> Result<QuarantineList, ApiError> {
    requests::quarantine(person).await
}

/// Takes in what was kept aside.
///
/// # Errors
/// As the line says.
pub async fn adopt(person: PersonId, id: ChangeId) -> Result<Adopted, ApiError> {
    requests::adopt(person, id).await
}

/// Drops what was kept aside, with a reason for whoever wrote it.
///
/// # Errors
/// As the line says.
pub async fn drop_aside(person: PersonId, id: ChangeId, reason: &str) -> Result<(), ApiError> {
    requests::drop_kept(person, id, reason).await.map(drop)
}

/// A photo's bytes, checked against its hash: a guest network's picture is none.
///
/// # Errors
/// As the line says.
pub async fn photo(person: PersonId, sha256: Digest) -> Result<Vec<u8>, ApiError> {
    requests::photo(person, sha256).await
}

/// A photo made small, checked like the photo itself.
///
/// # Errors
/// As the line says.
pub async fn small_photo(person: PersonId, sha256: Digest) -> Result<Vec<u8>, ApiError> {
    requests::small_photo(person, sha256).await
}

/// Ends the session on the server.
///
/// # Errors
/// As the line says; the device forgets the session all the same.
pub async fn sign_out() -> Result<(), ApiError> {
    requests::sign_out().await.map(drop)
}
