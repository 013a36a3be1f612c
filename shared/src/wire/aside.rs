//! What is kept aside, as it travels to those who sent it and those who decide.

use crate::{
    id::{ChangeId, DeviceId, PersonId, RecordId},
    verdict::{Verdict, Why},
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A change that is kept aside, for those who may decide on it.
#[derive(Debug, Serialize, Deserialize)]
pub struct QuarantineItem {
    /// Under which id it is kept.
    pub id: ChangeId,
    /// The root it wants to touch, if that could be read.
    pub root: Option<RecordId>,
    /// Who sent it.
    pub by: PersonId,
    /// From which device.
    pub device: DeviceId,
    /// When it arrived, by the server's clock.
    pub at_ms: i64,
    /// Why it is kept aside.
    pub why: Why,
    /// Its text as it came; `null` when it was no JSON.
    pub change: Box<RawValue>,
}

/// A page of what is kept aside and the person sent or may decide on.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct QuarantineList {
    /// Newest first.
    pub items: Vec<QuarantineItem>,
    /// There is more: ask again with `?after=` and this id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<ChangeId>,
}

/// Why a change that was kept aside is dropped for good.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Drop {
    /// The reason, for the one who wrote it.
    pub reason: String,
}

/// What an adoption came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Adopted {
    /// The verdict now.
    pub verdict: Verdict,
}
