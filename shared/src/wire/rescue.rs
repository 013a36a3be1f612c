//! The file in which a tablet hands over what it could not send.

use crate::{
    digest::Digest,
    id::{DeviceId, PersonId},
};
use serde::{Deserialize, Serialize};

/// The shape of the file that is written today, in [`Rescue::lantoa_unsent`].
pub const RESCUE_VERSION: u32 = 1;

/// Everything that a person's notebook on one device holds and the server has not confirmed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rescue {
    /// The version of the shape; also what tells such a file from any other.
    pub lantoa_unsent: u32,
    /// Whose notebook it is.
    pub person: PersonId,
    /// The device that wrote the file.
    pub device: DeviceId,
    /// When it was written, by the device's clock.
    pub written_ms: i64,
    /// The changes in the order of saving, each the exact text that would be sent.
    pub changes: Vec<String>,
    /// The photos that have not been confirmed.
    pub photos: Vec<RescuedPhoto>,
}

/// A photo in such a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RescuedPhoto {
    /// The hash of its bytes.
    pub sha256: Digest,
    /// Its bytes, as RFC 4648 writes them, with padding.
    pub base64: String,
}
