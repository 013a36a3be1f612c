//! Rows: how the notebook stands in a store of keys and bytes.

use crate::{
    change::Change,
    digest::Digest,
    id::{ChangeId, PersonId, RecordId, ScopeId},
    verdict::{Why, second_id},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::str::FromStr;

/// The tables of a device's store.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Table {
    /// Confirmed roots, by id.
    Root,
    /// Own changes without a number, by their place in the order of saving.
    Pending,
    /// How far each scope was read, by scope.
    Cursor,
    /// The bytes of photos, by hash.
    Photo,
    /// Where the photos taken here stand, by hash.
    PhotoState,
    /// Settings and the directory, by name.
    Meta,
    /// Own changes that have come back, kept for a while, by id.
    Sent,
    /// Pages as they were read, kept for a while, by [`super::KeptName`].
    Kept,
    /// The archive's epoch: one row.
    Epoch,
}

impl Table {
    /// All tables.
    pub const ALL: [Self; 9] = [
        Self::Root,
        Self::Pending,
        Self::Cursor,
        Self::Photo,
        Self::PhotoState,
        Self::Meta,
        Self::Sent,
        Self::Kept,
        Self::Epoch,
    ];

    /// The table's name in the store.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Pending => "pending",
            Self::Cursor => "cursor",
            Self::Photo => "photo",
            Self::PhotoState => "photo_state",
            Self::Meta => "meta",
            Self::Sent => "sent",
            Self::Kept => "kept",
            Self::Epoch => "epoch",
        }
    }
}

/// Rows to write and to remove in one transaction. A row is in one of the two: what was said last counts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WriteBatch {
    /// Table, key, bytes.
    pub puts: Vec<(Table, String, Vec<u8>)>,
    /// Table, key.
    pub deletes: Vec<(Table, String)>,
}

impl WriteBatch {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.puts.is_empty() && self.deletes.is_empty()
    }

    /// Everything of both, the other's after one's own.
    pub fn append(&mut self, other: Self) {
        for (table, key) in other.deletes {
            self.remove(table, key);
        }
        for (table, key, bytes) in other.puts {
            self.write(table, key, bytes);
        }
    }

    fn write(&mut self, table: Table, key: String, bytes: Vec<u8>) {
        self.deletes.retain(|(at, other)| (*at, other) != (table, &key));
        self.puts.push((table, key, bytes));
    }

    fn remove(&mut self, table: Table, key: String) {
        self.puts.retain(|(at, other, _)| (*at, other) != (table, &key));
        self.deletes.push((table, key));
    }

    /// The keys that are touched.
    pub fn keys(&self) -> impl Iterator<Item = (Table, &str)> {
        let puts = self.puts.iter().map(|(table, key, _)| (*table, key.as_str()));
        puts.chain(self.deletes.iter().map(|(table, key)| (*table, key.as_str())))
    }

    pub(super) fn put(&mut self, table: Table, key: impl ToString, value: &impl Serialize) {
        let bytes = serde_json::to_vec(value).expect("rows are plain data with text keys");
        self.write(table, key.to_string(), bytes);
    }

    pub(super) fn put_pending(&mut self, seq: u64, pending: &Pending) {
        // Padded, so that the store's order of keys is the order of saving.
        self.put(Table::Pending, format!("{seq:020}"), pending);
    }

    pub(super) fn delete(&mut self, table: Table, key: impl ToString) {
        self.remove(table, key.to_string());
    }

    pub(super) fn delete_pending(&mut self, seq: u64) {
        self.delete(Table::Pending, format!("{seq:020}"));
    }
}

/// A row as the store has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The table.
    pub table: Table,
    /// The key.
    pub key: String,
    /// The bytes, `None` when the row is gone.
    pub value: Option<Vec<u8>>,
}

/// A row that cannot be read. It stays in the store, for whoever comes to repair it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowError {
    /// The table.
    pub table: Table,
    /// The key.
    pub key: String,
    /// What is wrong with it.
    pub message: String,
}

impl Row {
    pub(super) fn key_as<T: FromStr<Err: ToString>>(&self) -> Result<T, RowError> {
        self.key.parse().map_err(|error: T::Err| self.error(error))
    }

    pub(super) fn value_as<T: DeserializeOwned>(&self) -> Result<Option<T>, RowError> {
        let Some(bytes) = &self.value else { return Ok(None) };
        serde_json::from_slice(bytes).map(Some).map_err(|error| self.error(error))
    }

    fn error(&self, message: impl ToString) -> RowError {
        RowError { table: self.table, key: self.key.clone(), message: message.to_string() }
    }
}

/// Where an own change stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A later save of the same open form may still replace it.
    Open,
    /// It may leave the device, and may have left it: its text never changes again.
    Sealed,
    /// The server has numbered it; it leaves this layer once the scope was read that far.
    Numbered {
        /// The scope.
        scope: ScopeId,
        /// The number.
        n: u64,
    },
    /// The server keeps it aside.
    Aside(Why),
    /// A person decided that it is not taken in. It stays to be read until its author dismisses it.
    Dropped {
        /// Who decided.
        by: PersonId,
        /// Why, in that person's words.
        reason: String,
    },
}

/// An own change that has not come back yet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "PendingRow", into = "PendingRow")]
pub struct Pending {
    /// Exactly what is, or was, sent.
    pub text: String,
    /// The same, read.
    pub change: Change,
    /// Where it stands.
    pub status: Status,
}

impl Pending {
    /// Whether the server has not answered for it.
    #[must_use]
    pub fn waits(&self) -> bool {
        matches!(self.status, Status::Open | Status::Sealed)
    }

    /// Whether it stands on the author's screen: everything but what the server keeps aside or a
    /// person has dropped.
    #[must_use]
    pub fn is_drawn(&self) -> bool {
        !matches!(self.status, Status::Aside(_) | Status::Dropped { .. })
    }

    /// Whether the device answers for it still: it has no number, and nobody has decided that it gets none.
    #[must_use]
    pub fn is_unsent(&self) -> bool {
        !matches!(self.status, Status::Numbered { .. } | Status::Dropped { .. })
    }

    /// Under which id to ask what became of it, if it is kept aside on the server.
    pub(super) fn asked_as(&self) -> Option<ChangeId> {
        match &self.status {
            // The server never saw what no request can carry.
            Status::Aside(Why::TooLarge) => None,
            Status::Aside(Why::TwoContents) => Some(second_id(self.change.id, self.digest())),
            Status::Aside(_) => Some(self.change.id),
            _ => None,
        }
    }

    /// The digest of the very bytes that this device holds.
    pub(super) fn digest(&self) -> Digest {
        Digest::of(self.text.as_bytes())
    }
}

#[derive(Clone, Serialize, Deserialize)]
struct PendingRow {
    text: String,
    status: Status,
}

impl TryFrom<PendingRow> for Pending {
    type Error = serde_json::Error;
    fn try_from(row: PendingRow) -> Result<Self, Self::Error> {
        Ok(Self { change: serde_json::from_str(&row.text)?, text: row.text, status: row.status })
    }
}

impl From<Pending> for PendingRow {
    fn from(pending: Pending) -> Self {
        Self { text: pending.text, status: pending.status }
    }
}

/// Where a photo taken on this device stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PhotoState {
    /// The report that it belongs to.
    pub root: RecordId,
    /// Its size.
    pub bytes: u64,
    /// Whether the server has confirmed these bytes by their hash.
    pub sent: bool,
    /// Counts the photos that were confirmed to this device; 0 before.
    #[serde(default)]
    pub order: u64,
}
