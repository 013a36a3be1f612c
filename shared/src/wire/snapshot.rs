//! Snapshots: first reading of a scope as a whole.

use super::Cursor;
use crate::{
    fold::{Packed, Root},
    id::ScopeId,
};
use serde::{Deserialize, Serialize};

/// A scope as it stood at a number that a backup outside of the server's machine covers: what a device reads
/// so, it need not keep for the day on which the server loses something.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Snapshot {
    /// Where the device stands once it has all parts.
    pub to: Cursor,
    /// The sum over live versions there.
    pub live: u64,
    /// How many parts there are, at least one.
    pub parts: u32,
}

/// The address of one part of a snapshot.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PartName {
    /// The scope.
    pub scope: ScopeId,
    /// The number at which the scope stood so.
    pub n: u64,
    /// Which part, from 0.
    pub part: u32,
}

/// A part of a snapshot: some of the roots, as they stood. It repeats its address.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SnapshotPart {
    /// The scope.
    pub scope: ScopeId,
    /// The number.
    pub n: u64,
    /// Which part.
    pub part: u32,
    /// The roots.
    pub roots: Vec<Packed<Root>>,
}

impl SnapshotPart {
    /// Its address.
    #[must_use]
    pub fn name(&self) -> PartName {
        PartName { scope: self.scope, n: self.n, part: self.part }
    }
}
