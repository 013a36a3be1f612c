//! What travels between device and server, protocol version 1. All bodies are JSON.

mod aside;
mod rescue;
mod rollups;
mod snapshot;

pub use aside::{Adopted, Drop, QuarantineItem, QuarantineList};
pub use rescue::{RESCUE_VERSION, Rescue, RescuedPhoto};
pub use rollups::{By, Figure, RollUpRow, RollUps, RollUpsWish};
pub use snapshot::{PartName, Snapshot, SnapshotPart};

use crate::{
    access::Role,
    catalogue::Catalogue,
    digest::Digest,
    epoch::Seal,
    fold::Late,
    id::{ChangeId, DeviceId, EpochId, PersonId, ScopeId, UnitId},
    person::Author,
    unit::Unit,
    verdict::{Receipt, ReceiptForm},
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};

/// The version of the protocol, in the header [`PROTOCOL_HEADER`] of every request.
pub const PROTOCOL: u32 = 1;
/// The header that names the protocol. Other sites cannot set it, so it guards against them too.
pub const PROTOCOL_HEADER: &str = "x-lantoa-protocol";
/// The header in which a notebook names its person. The cookie belongs to the browser, and another
/// person may have signed in with it meanwhile; then the answer is `other_person` and nothing is taken in.
/// Streams of events cannot set headers: they name the person in their address, as `?person=`.
pub const PERSON_HEADER: &str = "x-lantoa-person";
/// The most changes in one push.
pub const PUSH_CHANGES_MAX: usize = 500;
/// The largest body of a push, before and after inflating.
pub const PUSH_BYTES_MAX: usize = 1 << 20;
/// The largest body of an offer: a page of a pull is never larger.
pub const OFFER_BYTES_MAX: usize = 6 << 20;
/// The largest file that is sent in one request.
pub const BLOB_BYTES_MAX: usize = 1 << 20;
/// The largest file that is sent in parts, one after the other, going on where the last one ended.
pub const UPLOAD_BYTES_MAX: u64 = 32 << 20;
/// A file above this is sent in parts of this size. Most photos are: a line that is cut costs one part at
/// most, also behind a proxy that passes on what it has whole.
pub const PART_BYTES: usize = 64 << 10;
/// The version of the resumable protocol, tus, whose verbs are used for files in parts. One thing differs:
/// a part is answered with a body that says how far the file has come, because an empty answer proves nothing.
pub const TUS_VERSION: &str = "1.0.0";
/// The most entries that one page of a pull holds.
pub const PULL_ENTRIES_MAX: usize = 1_000;

/// Who signs in, on what.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignIn {
    /// The account's name.
    pub login: String,
    /// The password.
    pub password: String,
    /// The device, by the id that it made for itself.
    pub device: DeviceName,
}

/// A device as it names itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DeviceName {
    /// Made by the device at its first start.
    pub id: DeviceId,
    /// What a person calls it.
    pub name: String,
}

/// The person that a session belongs to, as every screen shows them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignedIn {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// What they are there for.
    pub role: Role,
    /// The unit that their rights begin at.
    pub unit: UnitId,
    /// The device.
    pub device: DeviceId,
    /// The server's clock, to measure the device's offset; it decides nothing.
    pub server_ms: i64,
    /// Told at sign-in only: by this secret the device can end the session later, and do nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<String>,
}

/// Ends a session that the device signed out of while there was no network. Needs no cookie.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EndSession {
    /// What [`SignedIn::ending`] told.
    pub token: String,
}

/// Changes, in the order of saving. Their texts are kept as they are, byte for byte.
#[derive(Debug, Serialize, Deserialize)]
pub struct Push {
    /// The changes.
    pub changes: Vec<Box<RawValue>>,
}

/// What became of a push, change by change, in the same order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PushReply {
    /// One receipt for each change.
    pub receipts: Vec<PushReceipt>,
    /// Photos named by these changes that their sender has not brought, whoever else has.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub wanted: BTreeSet<Digest>,
}

/// A receipt that repeats what it acknowledges.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "ReceiptForm")]
pub struct PushReceipt {
    /// The change, `None` when not even its id could be read.
    pub id: Option<ChangeId>,
    /// The digest of the text as it arrived, and the verdict.
    #[serde(flatten)]
    pub receipt: Receipt,
}

impl TryFrom<ReceiptForm> for PushReceipt {
    type Error = &'static str;

    fn try_from(form: ReceiptForm) -> Result<Self, Self::Error> {
        Ok(Self { id: form.id, receipt: form.try_into()? })
    }
}

/// How far a device has read a scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Cursor {
    /// The number of the last entry applied.
    pub n: u64,
    /// The chain at that number.
    pub chain: Digest,
    /// The epoch in which the server said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<EpochId>,
    /// The server's word for it: should it contradict the cursor one day, it was put back to an earlier time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<Seal>,
}

impl Cursor {
    /// Whether both stand at the same place of the same log.
    #[must_use]
    pub fn is_at(&self, other: &Self) -> bool {
        (self.n, self.chain) == (other.n, other.chain)
    }
}

/// The most cursors of kept pages that a device asks after in one scope.
pub const PAST_MAX: usize = 200;

/// The most photos that a device asks after in a pull.
pub const PHOTOS_ASKED_MAX: usize = 8;

/// Asks for what came after.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Pull {
    /// The cursors of every scope that the device holds.
    pub scopes: BTreeMap<ScopeId, Cursor>,
    /// Changes of this device whose verdict it does not know, or that were kept aside.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub ask: BTreeSet<ChangeId>,
    /// How far the device had read scopes that it may read no longer: what the server sealed there counts all
    /// the same, should it have been put back to an earlier time.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub given_up: BTreeMap<ScopeId, Cursor>,
    /// In a new epoch: ends of pages that the device has kept, in the order of numbers, at most [`PAST_MAX`]
    /// a scope. It wants to know how far they still are what the server has.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub past: BTreeMap<ScopeId, Vec<Cursor>>,
    /// The photos that the server confirmed last to this device, at most [`PHOTOS_ASKED_MAX`]. Should one be
    /// gone, others may be.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub photos: BTreeSet<Digest>,
    /// How many saves wait on the device, for those who look after it.
    #[serde(default)]
    pub unsent: u64,
    /// Scopes that are not named here may be told of as snapshots.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub snapshots: bool,
}

impl Pull {
    /// Everything that the server is held to.
    pub fn cursors(&self) -> impl Iterator<Item = (ScopeId, Cursor)> {
        self.scopes.iter().chain(&self.given_up).map(|(scope, cursor)| (*scope, *cursor))
    }
}

/// What came after.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct PullReply {
    /// A page for each scope that has news; scopes without news are left out.
    pub scopes: Vec<Page>,
    /// Every scope that the person may read now. One that is missing here is given up.
    pub readable: BTreeSet<ScopeId>,
    /// Verdicts on what was asked; a change that is missing here is unknown to the server, or no concern of who
    /// asks: neither their own nor sent by them, nor where they read.
    #[serde(default)]
    pub verdicts: BTreeMap<ChangeId, Receipt>,
    /// The archive's epoch; in another one than before the device brings what it has kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<EpochId>,
    /// For each scope of [`Pull::past`] the newest number named there at which the log agrees; 0 if nowhere.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub agreed: BTreeMap<ScopeId, u64>,
    /// Scopes that the device has not read and that are to be fetched as a whole first: they have no page.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub snapshots: BTreeMap<ScopeId, Snapshot>,
    /// Those of [`Pull::photos`] that the server does not have from this person.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub photos_missing: BTreeSet<Digest>,
    /// The version of the directory; fetch it again when it differs.
    pub directory: String,
    /// The server's clock, to measure the device's offset.
    pub server_ms: i64,
}

/// The entries of one scope, dense, from the cursor on.
#[derive(Debug, Serialize, Deserialize)]
pub struct Page {
    /// The scope.
    pub scope: ScopeId,
    /// The number before the first entry: the cursor that was sent, or 0 when the device must begin anew.
    pub from: u64,
    /// The cursor after the last entry.
    pub to: Cursor,
    /// The scope's newest number.
    pub head: u64,
    /// The sum over live versions at the head; compare it once `to.n == head`.
    pub live: u64,
    /// A backup outside of the server's machine covers the scope up to this number.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub durable: u64,
    /// The entries from `from + 1` to `to.n`.
    pub entries: Vec<Entry>,
}

#[cfg_attr(target_pointer_width = "64", expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so"))]
fn is_zero(n: &u64) -> bool {
    *n == 0
}

/// Entries that a device read once, as it kept them; offered when the server may have lost them, whoever
/// wrote them. The seal on `to` covers all of them, since the chain does.
#[derive(Debug, Serialize, Deserialize)]
pub struct Offer {
    /// The scope that numbered them.
    pub scope: ScopeId,
    /// Where the device stood before.
    pub from: Cursor,
    /// Where it stood after, under the server's seal.
    pub to: Cursor,
    /// The entries from `from.n + 1` to `to.n`.
    pub entries: Vec<Entry>,
}

/// What became of an offer. It repeats what was offered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OfferReply {
    /// The scope.
    pub scope: ScopeId,
    /// The number of the offer's end.
    pub n: u64,
    /// The chain there.
    pub chain: Digest,
    /// Entries that have a number again.
    pub taken: u64,
    /// Entries that were there.
    pub known: u64,
    /// Entries that are kept aside: what happened since stands against them.
    pub aside: u64,
}

/// A numbered change as it travels.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Its number.
    pub n: u64,
    /// What the server stamped on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub late: Vec<Late>,
    /// The change's text, byte for byte.
    pub change: Box<RawValue>,
}

/// The cheap poll: the newest number of every scope that the person may read.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Heads {
    /// By scope.
    pub heads: BTreeMap<ScopeId, u64>,
    /// The archive's epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<EpochId>,
}

/// A file is there, whole, under this hash.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BlobReceipt {
    /// SHA-256 of its bytes, computed by the server.
    pub sha256: Digest,
    /// Its size.
    pub bytes: u64,
}

/// How far a file has come that is sent in parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Upload {
    /// SHA-256 that the whole is to have.
    pub sha256: Digest,
    /// Its size.
    pub bytes: u64,
    /// So many bytes are kept; the next part begins there.
    pub offset: u64,
    /// Once all have come and are the file: what a file in one request is answered with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<BlobReceipt>,
}

/// The places, people and lists that a person's screens need, as of one version.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Directory {
    /// Changes whenever anything in here changes.
    pub version: String,
    /// The units that the person may see: their own line upward and everything under their unit.
    pub units: Vec<Unit>,
    /// The people of these units. Those outside the person's own unit as [`Author::to_neighbours`] has them.
    pub people: Vec<Author>,
    /// The lists that forms are drawn from.
    pub catalogue: Catalogue,
}

/// A device and its last sign of life, for managers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DeviceRow {
    /// The device.
    pub device: DeviceId,
    /// What it is called.
    pub name: String,
    /// Whose session it carries.
    pub person: PersonId,
    /// Their unit.
    pub unit: UnitId,
    /// When it last pulled, by the server's clock; `None` if never.
    pub last_sync_ms: Option<i64>,
    /// How many saves waited on it then.
    pub unsent: u64,
}

/// All devices of the person's units.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Devices {
    /// Longest silent first.
    pub devices: Vec<DeviceRow>,
    /// The server's clock.
    pub server_ms: i64,
}
